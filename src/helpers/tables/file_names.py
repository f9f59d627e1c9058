"""Names of delivered files and codes of schools.

The name of a file says its round, and which copy of a download it is; names that no program could keep are made
readable. Some systems let a school download its pages one by one: then only the file's name, or the folder named by
the school's code, says whose `student.csv` it is. The codes in a file must be those of schools of the office's area.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from helpers.errors import DeliveryError
from helpers.identifiers import AREA_BLOCK, MINISTRY_CODE, SMIS, is_smis
from helpers.params.school_list import School
from helpers.periods import NAMED_ROUND, Round
from helpers.thai import normalised

_COPY = re.compile(r"\(([0-9]{1,3})\)$")
_NAMELESS = "ไม่มีชื่อ"
_LONGEST_NAME = 200
"""Bytes: file systems take 255, and a digest or a mark may stand before or behind."""


def named_round(name: str) -> Round | None:
    """The round in a file's name, or None."""
    named = NAMED_ROUND.search(name)
    return Round.parse(named[0]) if named else None


def copy_number(name: str) -> int:
    """The number that a browser gives a second download of one name: 1 for `X (1).csv`; 0 for none."""
    mark = _COPY.search(Path(name).stem)
    return int(mark[1]) if mark else 0


def readable(name: str) -> str:
    """The name of a file as everybody can read, print and store it; a usual name as it is.

    Bytes that are no UTF-8 are read as cp874, as old ZIP programs leave Thai names. Invisible characters, line breaks
    above all, are dropped; a name too long for file systems is cut before its suffix.
    """
    stored = os.fsencode(name)
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        text = stored.decode("cp874", errors="replace")
    stem, dot, suffix = (normalised(text) or _NAMELESS).rpartition(".")
    while len(f"{stem}{dot}{suffix}".encode()) > _LONGEST_NAME:
        stem, suffix = (stem[:-1], suffix) if stem else (stem, suffix[:-1])
    return f"{stem}{dot}{suffix}"


_CODE_IN_NAME = re.compile(r"(?<![0-9])(?:10[0-9]{8}|[0-9]{8})(?![0-9])")
_SHORT_NUMBER = re.compile(r"[0-9]{1,10}")
"""No longer than a school's code, so no person's number."""
_CODES_SHOWN, _LETTERS_SHOWN = 5, 30
"""How many codes a message names, and how many letters of each."""


def is_school_code(text: str) -> bool:
    """Whether a text is a SMIS code (8 digits) or a ministry code (`10` and 8 more)."""
    return is_smis(text) or (bool(MINISTRY_CODE.fullmatch(text)) and not text.endswith(AREA_BLOCK))


def wrong_codes(cells: Sequence[tuple[int, str]], *, hidden: bool = False) -> str:
    """A message that lists cells, given as row number and text, which are not a school code where one should stand:
    `แถว 25 “3401” (23 แถว), แถว 48 “รวม” และอีก 3 ค่า`. `hidden` leaves out what could be a person's name or number."""
    rows: dict[str, list[int]] = {}
    for row, cell in cells:
        rows.setdefault(cell, []).append(row)
    described = [
        f"แถว {numbers[0]} {_quoted(cell, hidden=hidden)}{f' ({len(numbers):,} แถว)' if len(numbers) > 1 else ''}"
        for cell, numbers in list(rows.items())[:_CODES_SHOWN]
    ]
    more = len(rows) - _CODES_SHOWN
    return f"{', '.join(described)}{f' และอีก {more:,} ค่า' if more > 0 else ''}"


def _quoted(cell: str, *, hidden: bool) -> str:
    if not cell:
        return "(ว่าง)"
    return "(ไม่แสดง)" if hidden and not _SHORT_NUMBER.fullmatch(cell) else f"“{cell[:_LETTERS_SHOWN]}”"


def named_school(name: str) -> str:
    """The school's code in a file's name: `1034710032-student.csv` gives `1034710032`; the empty string for none."""
    return next((code for code in _CODE_IN_NAME.findall(name) if is_school_code(code)), "")


def delivery_name(path: Path) -> str:
    """The name under which a file is received: the file's, with the folder's before it where that is a school's code
    (`1034710032-student.csv`), since `student.csv` alone does not say whose it is."""
    folder, name = path.absolute().parent.name, readable(path.name)
    return f"{folder}-{name}" if is_school_code(folder) and not named_school(name) else name


def same_school(one: str, other: str) -> bool:
    """Whether two file names do not name two different schools."""
    return not named_school(one) or not named_school(other) or named_school(one) == named_school(other)


def both_kinds_of_code(codes: Iterable[str]) -> str:
    """Examples of SMIS codes and of ministry codes where a file mixes the two, for a message; the empty string where it
    has only one kind. Without a school list nobody can tell which ministry code is which SMIS code."""
    by_length: dict[int, set[str]] = {}
    for code in codes:
        by_length.setdefault(len(code), set()).add(code)
    kinds = (sorted(of_kind) for _, of_kind in sorted(by_length.items()))
    examples = [", ".join(kind[:_CODES_SHOWN]) + " …" * (len(kind) > _CODES_SHOWN) for kind in kinds]
    return " กับ ".join(examples) if len(examples) > 1 else ""


def of_area(code: str, area_code: str) -> bool:
    """Whether a school may be of the area. `area_code` has 4 digits, the first two the province's; a ministry code
    holds the province alone."""
    return code.startswith(area_code) if SMIS.fullmatch(code) else code[2:4] == area_code[:2]


def refuse_other_areas(codes: Sequence[tuple[int, str]], area_code: str, where: str) -> None:
    """Raise DeliveryError that names the rows of other areas. `codes` are row number and code. Such rows must never be
    counted, and the total of an area among them would be taken for a school."""
    foreign = [(row, code) for row, code in codes if not (code.startswith(area_code) or of_area(code, area_code))]
    if not foreign:
        return
    if len(foreign) == len(codes):
        examples = ", ".join(sorted({code for _, code in foreign})[:_CODES_SHOWN])
        problem = f"ไม่มีโรงเรียนของเขต {area_code} (พบ {examples})"
        raise DeliveryError(problem, where=where, remedy="ตรวจว่าเลือกไฟล์ของเขตนี้ แล้วรับอีกครั้ง")
    problem = f"มีข้อมูลของเขตอื่นปนกับเขต {area_code}: {wrong_codes(foreign)}"
    raise DeliveryError(problem, where=where, remedy=f"ลบแถวของเขตอื่น หรือดาวน์โหลดใหม่เฉพาะเขต {area_code} แล้วส่งอีกครั้ง")


def smis_by_code(schools: Mapping[str, School]) -> dict[str, str]:
    """The SMIS code by ministry code, of the schools whose line in the list has one."""
    return {school.ministry_code: smis for smis, school in schools.items() if school.ministry_code}
