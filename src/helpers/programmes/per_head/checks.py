"""The checks on the per-head subsidy: what each is called, how much it matters, and what the office does.

Pupils of an item for whom no rate is known: nothing is computed for them, and the report says how many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.programmes.allocation import ZERO, AllocationRow, SourceRow
from helpers.programmes.uncomputed import NO_FILE, Uncomputed
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.schemas import ROW_KEYS, TableSchema, count, text, with_row_keys
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
    """A counted round of which nothing was received, and the tranches that wait for it."""
    return Finding(NO_ROUND, "", "", found=f"รอบ {round_id}: {', '.join(titles)}")


def without_file(uncomputed: Iterable[Uncomputed]) -> Iterator[Finding]:
    """Items whose report was not received, by what is missing."""
    tranches: dict[tuple[str, str], list[str]] = {}
    for each in uncomputed:
        if each.cause == NO_FILE:
            tranches.setdefault((each.item, each.detail), []).append(each.tranche)
    for (item, detail), titles in tranches.items():
        yield Finding(REPORT_MISSING, "", "", column=item, found=f"{detail}: {', '.join(titles)}")


def what_is_missing(
    round_id: str, enrolled: Iterable[str], pupils: pd.DataFrame, confirmations: pd.DataFrame
) -> Iterator[Finding]:
    """Schools without a pupil list, and a round without confirmations."""
    without = len({*enrolled} - {*pupils["smis"].unique()})
    if without:
        yield Finding(NO_LIST, "", "", found=f"รอบ {round_id}: {without:,} โรงเรียน")
    if confirmations.empty:
        yield Finding(NO_CONFIRMATIONS, "", "", found=f"รอบ {round_id}")


def without_rate(unrated: Iterable[Unrated]) -> Iterator[Finding]:
    """Items that have pupils of a level and no rate for it: how many, by tranche."""
    pupils: dict[tuple[str, str], dict[str, int]] = {}
    for each in unrated:
        own = pupils.setdefault((each.item, each.level), {})
        own[each.tranche] = own.get(each.tranche, 0) + each.pupils
    for (item, level), by_tranche in pupils.items():
        said = ", ".join(f"{tranche} {number:,} คน" for tranche, number in by_tranche.items())
        yield Finding(NO_RATE, "", "", column=item, found=f"{level}: {said}")


def paid_too_much(rows: Iterable[AllocationRow]) -> Iterator[Finding]:
    """Every school with negative amounts, by tranche: how many, and how much in all."""
    negative: dict[tuple[str, str], list[AllocationRow]] = {}
    for row in rows:
        if row.overpaid:
            negative.setdefault((row.smis, row.tranche), []).append(row)
    for (smis, tranche), own in negative.items():
        total = grouped(sum((row.amount for row in own), ZERO), 2)
        source = own[0].source
        yield Finding(
            OVERPAID,
            smis,
            "",
            source.delivery,
            sheet=source.sheet,
            row=source.row,
            column=tranche,
            found=f"{len(own):,} รายการ {total} บาท",
            allowed=own[0].overpaid,
        )


UNRATED = TableSchema(
    "unrated",
    "โรงเรียน × รายการ × ระดับหรือชั้น × งวด ที่มีนักเรียนแต่ไม่มีอัตรา",
    (
        text("smis", "รหัสโรงเรียน"),
        text("item", "รายการ"),
        text("level", "ระดับ"),
        text("grade", "ชั้น (ว่างเมื่อคิดทั้งระดับ)"),
        text("tranche", "งวด"),
        count("pupils", "นักเรียนที่ยังไม่ได้คิดเงิน", "คน"),
        *ROW_KEYS,
    ),
)


@dataclass(frozen=True, slots=True)
class Unrated:
    """Pupils of one school, level or grade, and item in one tranche."""

    smis: str
    item: str
    level: str
    grade: str
    tranche: str
    pupils: int
    source: SourceRow


def unrated_frame(found: Iterable[Unrated]) -> pd.DataFrame:
    """As their table, in their order."""
    names = [field.name for field in UNRATED.fields][:-1]
    own = names[: names.index("delivery")]
    cells = [(*(getattr(each, name) for name in own), *_keys(each.source)) for each in found]
    frame = pd.DataFrame(cells, columns=names)
    return with_row_keys(frame.astype({"row": "int64", "pupils": "int64"}))


def _keys(source: SourceRow) -> tuple[str, str, int]:
    return source.delivery, source.sheet, source.row
