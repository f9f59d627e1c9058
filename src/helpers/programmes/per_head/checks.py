"""The checks of the per-head subsidy, and the table of pupils for whom there is no rate: nothing is computed for them,
and the report states their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.programmes.allocation import ZERO, AllocationRow, SourceRow
from helpers.programmes.uncomputed import NO_FILE, Uncomputed
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, ROW_KEYS, TableSchema, count, text, with_row_keys
from helpers.thai import grouped

NO_ROUND, NO_LIST = "budget.per_head.round_missing", "budget.per_head.no_pupil_list"
NO_CONFIRMATIONS, NO_RATE = "budget.per_head.no_confirmations", "budget.per_head.no_rate"
OVERPAID, REPORT_MISSING = "budget.per_head.overpaid", "budget.per_head.report_missing"
ALLOTMENT_SHORT = Rule(
    "budget.per_head.allotment_short",
    Severity.WARNING,
    "งบประมาณที่ได้รับจัดสรรไม่พอกับสิทธิของโรงเรียน",
    "ขอรับการจัดสรรเพิ่มจาก สพฐ. หรือตรวจอัตราและทะเบียนคุมการจัดสรร",
    Owner.AREA,
)
RULES = (
    Rule(
        NO_ROUND,
        Severity.NOTICE,
        "ยังไม่ได้รับข้อมูลรอบที่ใช้คิดเงิน",
        "รับไฟล์ของรอบนั้น งวดที่ระบุจะคิดเมื่อสร้างรายงานใหม่",
        Owner.AREA,
    ),
    Rule(
        REPORT_MISSING,
        Severity.ERROR,
        "ไม่ได้รับรายงานที่รายการต้องใช้ จึงยังไม่ได้คิดเงินรายการนั้น",
        "รับไฟล์ของรายงานนั้นในรอบที่ระบุ แล้วสร้างรายงานใหม่ก่อนลงนามในบัญชี",
        Owner.AREA,
    ),
    Rule(
        NO_LIST,
        Severity.NOTICE,
        "ตัดนักเรียนซ้ำและอายุต่ำกว่าเกณฑ์ไม่ได้ เพราะไม่มีบัญชีรายชื่อของโรงเรียน",
        "รับบัญชีรายชื่อนักเรียนของรอบนั้นให้ครบทุกโรงเรียน",
        Owner.AREA,
    ),
    Rule(
        NO_CONFIRMATIONS,
        Severity.NOTICE,
        "ไม่ทราบว่าโรงเรียนใดไม่ยืนยันข้อมูล จึงจ่ายทุกโรงเรียน",
        "รับไฟล์การยืนยันข้อมูลรายโรงเรียนของรอบนั้น",
        Owner.AREA,
    ),
    Rule(
        NO_RATE,
        Severity.WARNING,
        "มีนักเรียนแต่ไม่มีอัตรา จึงยังไม่ได้คิดเงิน",
        "เพิ่มอัตราในไฟล์โครงการเมื่อได้หนังสือแจ้ง ถ้าไม่จ่ายระดับนี้ให้เอาระดับนี้ออกจากรายการ",
        Owner.AREA,
    ),
    Rule(
        OVERPAID,
        Severity.WARNING,
        "งวดก่อนจ่ายเกินสิทธิ ยอดของงวดนี้ติดลบ",
        "หักจากเงินของโรงเรียนหรือให้ส่งคืน ตามที่ไฟล์โครงการกำหนด",
        Owner.AREA,
    ),
    ALLOTMENT_SHORT,
)


def round_missing(round_id: str, titles: Iterable[str]) -> Finding:
    """A finding for a counted round of which nothing was received, with the titles of the tranches that need it."""
    return Finding(NO_ROUND, "", "", found=f"รอบ {round_id}: {', '.join(titles)}")


def without_file(uncomputed: Iterable[Uncomputed]) -> Iterator[Finding]:
    """A finding for each item whose report was not received, with the tranches that lack it."""
    tranches: dict[tuple[str, str], list[str]] = {}
    for entry in uncomputed:
        if entry.cause == NO_FILE:
            tranches.setdefault((entry.item, entry.detail), []).append(entry.tranche)
    for (item, detail), titles in tranches.items():
        yield Finding(REPORT_MISSING, "", "", column=item, found=f"{detail}: {', '.join(titles)}")


def what_is_missing(
    round_id: str, enrolled: Iterable[str], pupils: pd.DataFrame, confirmations: pd.DataFrame
) -> Iterator[Finding]:
    """A finding for schools without a pupil list, and one for a round without confirmations."""
    without = len({*enrolled} - {*pupils["smis"].unique()})
    if without:
        yield Finding(NO_LIST, "", "", found=f"รอบ {round_id}: {without:,} โรงเรียน")
    if confirmations.empty:
        yield Finding(NO_CONFIRMATIONS, "", "", found=f"รอบ {round_id}")


def without_rate(unrated: Iterable[Unrated]) -> Iterator[Finding]:
    """A finding for each item and level with pupils but no rate, with their number by tranche."""
    pupils: dict[tuple[str, str], dict[str, int]] = {}
    for entry in unrated:
        pupils_by_tranche = pupils.setdefault((entry.item, entry.level), {})
        pupils_by_tranche[entry.tranche] = pupils_by_tranche.get(entry.tranche, 0) + entry.pupils
    for (item, level), by_tranche in pupils.items():
        counts = ", ".join(f"{tranche} {number:,} คน" for tranche, number in by_tranche.items())
        yield Finding(NO_RATE, "", "", column=item, found=f"{level}: {counts}")


def paid_too_much(rows: Iterable[AllocationRow]) -> Iterator[Finding]:
    """A finding for each school and tranche with negative amounts, with their number and sum."""
    negative: dict[tuple[str, str], list[AllocationRow]] = {}
    for row in rows:
        if row.overpaid:
            negative.setdefault((row.smis, row.tranche), []).append(row)
    for (smis, tranche), school_rows in negative.items():
        total = grouped(sum((row.amount for row in school_rows), ZERO), 2)
        source = school_rows[0].source
        yield Finding(
            OVERPAID,
            smis,
            "",
            source.delivery,
            sheet=source.sheet,
            row=source.row,
            column=tranche,
            found=f"{len(school_rows):,} รายการ {total} บาท",
            allowed=school_rows[0].overpaid,
        )


UNRATED = TableSchema(
    "unrated",
    "โรงเรียน × รายการ × ระดับหรือชั้น × งวด ที่มีนักเรียนแต่ไม่มีอัตรา",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("item", "รายการ", PUBLIC),
        text("level", "ระดับ", PUBLIC),
        text("grade", "ชั้น (ว่างเมื่อคิดทั้งระดับ)", PUBLIC),
        text("tranche", "งวด", PUBLIC),
        count("pupils", "นักเรียนที่ยังไม่ได้คิดเงิน", "คน", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    persons="pupils",
)


@dataclass(frozen=True, slots=True)
class Unrated:
    """The pupils without a rate of one school, item and tranche, in one level or grade."""

    smis: str
    item: str
    level: str
    grade: str
    tranche: str
    pupils: int
    source: SourceRow


def unrated_frame(entries: Iterable[Unrated]) -> pd.DataFrame:
    """The entries as a table, in their order."""
    names = [field.name for field in UNRATED.fields][:-1]
    columns = names[: names.index("delivery")]
    cells = [(*(getattr(each, name) for name in columns), *_keys(each.source)) for each in entries]
    frame = pd.DataFrame(cells, columns=names)
    return with_row_keys(frame.astype({"row": "int64", "pupils": "int64"}))


def _keys(source: SourceRow) -> tuple[str, str, int]:
    return source.delivery, source.sheet, source.row
