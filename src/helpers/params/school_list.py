"""The office's school list: one CSV per area, `params/schools/<area code>.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from helpers.errors import ParameterError, raise_together
from helpers.identifiers import SMIS


@dataclass(frozen=True)
class School:
    """One school of the list. `levels_offered` names the lowest and highest level (`อนุบาล-ประถมศึกษา`); an empty string
    in a field means that the list does not say."""

    smis: str
    ministry_code: str
    obec_code: str
    name: str
    levels_offered: str
    district: str
    subdistrict: str


COLUMNS = tuple(field.name for field in fields(School))


def read_school_list(path: Path) -> dict[str, School]:
    """The schools by SMIS code, in the file's order; empty for a list with a header alone.

    Raises ParameterError for a missing file, one that is not UTF-8, other columns, a malformed or a repeated code.
    """
    if not path.exists():
        raise ParameterError("ไม่พบทะเบียนโรงเรียน", where=str(path), remedy="สร้างไฟล์ตามหัวคอลัมน์ " + ",".join(COLUMNS))
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
    except (csv.Error, ValueError) as error:
        remedy = "บันทึกเป็น CSV UTF-8 ที่มีหัวคอลัมน์ " + ",".join(COLUMNS)
        raise ParameterError("อ่านทะเบียนโรงเรียนไม่ได้", where=str(path), remedy=remedy) from error
    if tuple(header) != COLUMNS:
        problem = f"หัวคอลัมน์เป็น {','.join(header)}"
        raise ParameterError(problem, where=str(path), remedy="ใช้หัวคอลัมน์ " + ",".join(COLUMNS))
    while rows and not any(rows[-1]):
        rows.pop()
    raise_together(_wrong_rows(path, rows))
    schools = (School(*(cell.strip() for cell in row)) for row in rows)
    return {school.smis: school for school in schools}


def _wrong_rows(path: Path, rows: list[list[str]]) -> list[ParameterError]:
    seen: set[str] = set()
    wrong = []
    for line, row in enumerate(rows, 2):
        where = f"{path} บรรทัด {line}"
        if len(row) != len(COLUMNS):
            problem = f"มี {len(row)} ช่อง ต้องมี {len(COLUMNS)}"
            wrong.append(ParameterError(problem, where=where, remedy="ใส่เครื่องหมายคำพูดครอบชื่อที่มีจุลภาค และลบบรรทัดว่าง"))
            continue
        school = School(*(cell.strip() for cell in row))
        if not SMIS.fullmatch(school.smis):
            wrong.append(ParameterError(f"รหัสโรงเรียน “{school.smis}” ไม่ใช่เลข 8 หลัก", where=where, remedy="แก้รหัส SMIS"))
        if school.smis in seen:
            wrong.append(ParameterError(f"รหัสโรงเรียน {school.smis} ซ้ำ", where=where, remedy="ลบบรรทัดที่ซ้ำ"))
        seen.add(school.smis)
    return wrong
