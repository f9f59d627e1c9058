"""The checks on lists of equipment: their rules, and the findings at single rows and about a school's whole list."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.foreign.cells import count_in, is_no_label
from helpers.systems.listed_schools import listing_rules
from helpers.systems.listings import ORIGIN
from helpers.systems.mobec.schemas import LABELS, LIST, STATES, items
from helpers.tables.findings import Finding, Owner, Rule, Severity

SYSTEM_NAME = "mobec"
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES = (
    Rule(
        "mobec.item.code_unknown",
        _WARNING,
        "รหัสครุภัณฑ์ไม่อยู่ในบัญชีรหัส",
        "ตรวจรหัสกับระบบ M-OBEC ถ้าเป็นรหัสใหม่ให้แจ้งผู้ดูแลสมุดรายงาน รายการนี้ยังนับตามที่ได้รับ",
        Owner.AREA,
    ),
    Rule(
        "mobec.item.repeated", _ERROR, "รหัสซ้ำในโรงเรียนเดียวกัน นับแถวแรกที่มีจำนวนแถวเดียว", "รวมจำนวนไว้ในแถวเดียว แล้วส่งไฟล์ใหม่"
    ),
    Rule(
        "mobec.item.not_a_count",
        _ERROR,
        "ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0 หรือมากเกินไป จึงไม่ได้นับ",
        "กรอกเป็นจำนวนเต็ม ไม่มีให้กรอก 0",
    ),
    Rule(
        "mobec.item.name_of_other_code",
        _WARNING,
        "ชื่อรายการเป็นของรหัสอื่น แถวอาจเลื่อน",
        "ตรวจว่าจำนวนอยู่ตรงกับรหัส แล้วแก้รหัสหรือชื่อ",
    ),
    Rule("mobec.school.codes_missing", _WARNING, "ไฟล์ของโรงเรียนมีรหัสไม่ครบ", "กรอกให้ครบทุกรหัส รายการที่ไม่มีให้กรอก 0"),
    Rule(
        "mobec.school.all_zero",
        _WARNING,
        "โรงเรียนรายงานเป็น 0 ทุกรายการ",
        "ตรวจว่าโรงเรียนบันทึกครุภัณฑ์แล้วหรือยัง",
    ),
    *listing_rules(SYSTEM_NAME, "M-OBEC"),
)


_LONGEST_FOUND = 60
_CODES_NAMED = 10
Row = Mapping[str, Any]


def check_rows(rows: Sequence[Row], most: int) -> Iterator[Finding]:
    """Findings at single rows; more than `most` pieces are no count."""
    names = {_bare(item.item) for item in items().values()}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        code = code_in(row)
        known = items().get(code)
        if known is None:
            yield _at(row, "code_unknown", "code")
        elif (name := _bare(row["item"] or "")) != _bare(known.item) and name in names:
            yield _at(row, "name_of_other_code", "item", known.item)
        if code and (row["smis"], code) in seen:
            yield _at(row, "repeated", "code")
        seen.add((row["smis"], code))
        allowed = f"จำนวนเต็มตั้งแต่ 0 ไม่เกิน {most:,}"
        yield from (_at(row, "not_a_count", state, allowed) for state in STATES if pieces_in(row[state], most) is None)


def check_schools_complete(rows: pd.DataFrame, equipment: pd.DataFrame) -> Iterator[Finding]:
    """Findings about schools that left codes out, or have nothing at all."""
    with_any = set(equipment["smis"])
    for smis, school_rows in rows.groupby("smis"):
        missing = [code for code in items() if code not in set(school_rows["code"])]
        if missing:
            present = f"{len(items()) - len(missing)} จาก {len(items())} รหัส"
            more = " …" if len(missing) > _CODES_NAMED else ""
            allowed = f"ขาด {', '.join(missing[:_CODES_NAMED])}{more}"
            yield Finding("mobec.school.codes_missing", str(smis), LIST, found=present, allowed=allowed)
        if smis not in with_any:
            yield Finding("mobec.school.all_zero", str(smis), LIST)


def code_in(row: Row) -> str:
    """The row's code; the empty string where its cell holds none, an error of Excel included."""
    return "" if is_no_label(row["code"]) else str(row["code"])


def pieces_in(text: str, most: int) -> int | None:
    """The count of a cell; None where it holds none, or one that no school can have."""
    try:
        pieces = count_in(text)
    except ValueError:
        return None
    return pieces if pieces is not None and pieces <= most else None


def _bare(name: str) -> str:
    """A name without its spaces, which differ between files and the system's page."""
    return "".join(name.split())


def _at(row: Row, rule: str, column: str, allowed: str = "") -> Finding:
    text = (row[column] or "(ว่าง)")[:_LONGEST_FOUND]
    location = {name: row[name] for name in ORIGIN}
    return Finding(f"mobec.item.{rule}", report=LIST, column=LABELS[column], found=text, allowed=allowed, **location)
