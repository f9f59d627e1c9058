"""The office's school list: one CSV per area, `params/schools/<area code>.csv`.

A school that was closed, merged or renamed stays on the list with the dates, so that reports of earlier rounds stay
right.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from helpers.errors import ParameterError, raise_together
from helpers.identifiers import is_smis
from helpers.params.strict_yaml import regular_file
from helpers.periods import parse_thai_date, thai_date_short


@dataclass(frozen=True)
class School:
    """One school of the list. `levels_offered` names the lowest and highest level (`อนุบาล-ประถมศึกษา`); a field is the
    empty string where the list does not state it."""

    smis: str
    ministry_code: str
    obec_code: str
    name: str
    levels_offered: str
    district: str
    subdistrict: str
    first_day: date | None = None
    last_day: date | None = None
    """The first and the last day on which it is open; None for no known beginning, and for no end."""
    successor: str = ""
    """The SMIS code of the school that took over its pupils."""
    former_name: str = ""
    renamed: date | None = None
    """The first day of its present name; earlier it had `former_name`."""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    """Where it lies, in degrees; None where the list does not say."""

    def is_open(self, day: date) -> bool:
        """Whether the school is open on that day."""
        return (self.first_day or day) <= day <= (self.last_day or day)

    def on(self, day: date) -> School:
        """The school under its name on that day."""
        before = self.renamed is not None and day < self.renamed and self.former_name
        return replace(self, name=self.former_name) if before else self

    @property
    def days_open(self) -> str:
        """When it is open, in Thai: `ตั้งแต่ 16 พ.ค. 2560 ถึง 31 มี.ค. 2568`; empty where the list states no day."""
        first = [f"ตั้งแต่ {thai_date_short(self.first_day)}"] if self.first_day else []
        last = [f"ถึง {thai_date_short(self.last_day)}"] if self.last_day else []
        into = [f"รวมกับ {self.successor}"] if self.successor else []
        return " ".join([*first, *last, *into])


_DEGREES = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
DAYS = ("first_day", "last_day", "renamed")
COORDINATES = {"latitude": (Decimal(5), Decimal(21)), "longitude": (Decimal(97), Decimal(106))}
"""Between which degrees Thailand lies."""
OPTIONAL = (*DAYS[:2], "successor", "former_name", DAYS[2], *COORDINATES)
"""Columns that a list may have after the required ones, in any order."""
COLUMNS = tuple(field.name for field in fields(School) if field.name not in OPTIONAL)


def read_school_list(path: Path) -> dict[str, School]:
    """The schools by SMIS code, in the file's order; empty for a list with only a header.

    Raises ParameterError for a missing file, one that is not UTF-8, other columns, a malformed or a repeated code (SMIS
    or ministry), days that cannot be read or are in the wrong order.
    """
    if not path.exists():
        raise ParameterError("ไม่พบทะเบียนโรงเรียน", where=str(path), remedy="สร้างไฟล์ตามหัวคอลัมน์ " + ",".join(COLUMNS))
    try:
        with regular_file(path).open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
    except (csv.Error, ValueError) as error:
        remedy = "บันทึกเป็น CSV UTF-8 ที่มีหัวคอลัมน์ " + ",".join(COLUMNS)
        raise ParameterError("อ่านทะเบียนโรงเรียนไม่ได้", where=str(path), remedy=remedy) from error
    added = header[len(COLUMNS) :]
    if tuple(header[: len(COLUMNS)]) != COLUMNS or len(set(added)) != len(added) or set(added) - set(OPTIONAL):
        problem = f"หัวคอลัมน์เป็น {','.join(header)}"
        remedy = f"ใช้หัวคอลัมน์ {','.join(COLUMNS)} และต่อท้ายได้ด้วย {','.join(OPTIONAL)}"
        raise ParameterError(problem, where=str(path), remedy=remedy)
    while rows and not any(rows[-1]):
        rows.pop()
    return _schools(path, header, rows)


def _schools(path: Path, header: Sequence[str], rows: list[list[str]]) -> dict[str, School]:
    schools: dict[str, School] = {}
    ministry_codes: dict[str, str] = {}
    wrong: list[ParameterError] = []
    for line, row in enumerate(rows, 2):
        where = f"{path} บรรทัด {line}"
        if len(row) != len(header):
            problem = f"มี {len(row)} ช่อง ต้องมี {len(header)}"
            wrong.append(ParameterError(problem, where=where, remedy="ใส่เครื่องหมายคำพูดครอบชื่อที่มีจุลภาค และลบบรรทัดว่าง"))
            continue
        try:
            school = _school(dict(zip(header, map(str.strip, row), strict=True)), where)
        except ParameterError as error:
            wrong.append(error)
            continue
        if school.smis in schools:
            wrong.append(ParameterError(f"รหัสโรงเรียน {school.smis} ซ้ำ", where=where, remedy="ลบบรรทัดที่ซ้ำ"))
        if school.ministry_code and school.ministry_code in ministry_codes:
            problem = f"รหัสกระทรวง {school.ministry_code} ซ้ำกับโรงเรียน {ministry_codes[school.ministry_code]}"
            wrong.append(ParameterError(problem, where=where, remedy="แก้รหัสกระทรวงให้เป็นของโรงเรียนนั้น"))
        schools.setdefault(school.smis, school)
        ministry_codes.setdefault(school.ministry_code, school.smis)
    raise_together(wrong)
    return schools


def _school(cells: dict[str, str], where: str) -> School:
    """The school of a line. Raises ParameterError."""
    words = {name: cell for name, cell in cells.items() if name not in (*DAYS, *COORDINATES)}
    days = {name: _day(name, cell, where) for name, cell in cells.items() if name in DAYS}
    degrees = {name: _degrees(name, cell, where) for name, cell in cells.items() if name in COORDINATES}
    school = School(**words, **days, **degrees)  # type: ignore[arg-type]
    if not is_smis(school.smis):
        raise ParameterError(f"รหัสโรงเรียน “{school.smis}” ไม่ใช่เลข 8 หลักของโรงเรียน", where=where, remedy="แก้รหัส SMIS")
    if school.successor and (not is_smis(school.successor) or school.successor == school.smis):
        problem = f"successor “{school.successor}” ไม่ใช่รหัส SMIS ของโรงเรียนอื่น"
        raise ParameterError(problem, where=where, remedy="ใส่รหัส 8 หลักของโรงเรียนที่รับนักเรียนต่อ หรือเว้นว่าง")
    if school.first_day and school.last_day and school.last_day < school.first_day:
        raise ParameterError("last_day มาก่อน first_day", where=where, remedy="แก้วันเปิดหรือวันสุดท้ายของโรงเรียน")
    if bool(school.former_name) != (school.renamed is not None):
        raise ParameterError(
            "former_name กับ renamed ต้องมีคู่กัน", where=where, remedy="ใส่ชื่อเดิมและวันแรกของชื่อใหม่ หรือเว้นว่างทั้งคู่"
        )
    if (school.latitude is None) != (school.longitude is None):
        raise ParameterError("latitude กับ longitude ต้องมีคู่กัน", where=where, remedy="ใส่ทั้งสองช่อง หรือเว้นว่างทั้งคู่")
    return school


def _degrees(name: str, cell: str, where: str) -> Decimal | None:
    if not cell:
        return None
    least, greatest = COORDINATES[name]
    if not _DEGREES.fullmatch(cell) or not least <= Decimal(cell) <= greatest:
        remedy = f"ใส่องศาเป็นทศนิยมไม่เกิน 6 ตำแหน่ง ตั้งแต่ {least} ถึง {greatest}"
        raise ParameterError(f"{name} “{cell}” ไม่ใช่พิกัดในประเทศไทย", where=where, remedy=remedy)
    return Decimal(cell)


def _day(name: str, cell: str, where: str) -> date | None:
    if not cell:
        return None
    try:
        return parse_thai_date(cell)
    except ParameterError as error:
        raise ParameterError(f"{name}: {error.problem}", where=where, remedy=error.remedy) from error
