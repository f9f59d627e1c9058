"""The tables of spending: what should be spent by when, what was reached by when, and who stands where."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from helpers.params.fiscal_years import Target
from helpers.params.programmes.base import EXPENDITURES
from helpers.programmes.allocation import MONEY, ZERO
from helpers.programmes.disbursement.amounts import STANDINGS, Standing, current, due_amount, percent_of
from helpers.programmes.registers import ALLOTTED, COMMITTED, MONTHS, QUARTERS, SPENT, Movement, month_of
from helpers.tables.schemas import ROW_KEYS, Field, TableSchema, joined, parts, text, with_row_keys

ALL, EXPENDITURE, PROGRAMME = "ภาพรวม", "งบรายจ่าย", "โครงการ"
SCOPES = (ALL, EXPENDITURE, PROGRAMME)
_WHOSE = (text("programme", "โครงการ"), text("expenditure", "งบรายจ่าย", allowed=EXPENDITURES))
TARGETS = TableSchema(
    "targets",
    "รายการจัดสรร × เป้าหมาย: เงินที่ควรเบิกจ่ายภายในวันของเป้าหมาย",
    (
        *_WHOSE,
        text("quarter", "ไตรมาส", allowed=QUARTERS),
        text("month", "เดือนของเป้าหมาย", allowed=MONTHS),
        Field("by", pa.date32(), "ภายในวันที่ (ค.ศ.)"),
        Field("due", pa.bool_(), "ถึงกำหนดแล้ว"),
        Field("current", pa.bool_(), "เป้าหมายล่าสุดที่ถึงกำหนด"),
        Field("overall", MONEY, "เป้าหมายตามร้อยละภาพรวม", "บาท"),
        Field("own", MONEY, "เป้าหมายตามร้อยละของงบรายจ่ายนั้น", "บาท"),
        Field("commits", pa.bool_(), "มีเป้าหมายเบิกจ่ายรวมก่อหนี้ผูกพัน"),
        Field("commitment", MONEY, "เป้าหมายเบิกจ่ายรวมก่อหนี้ผูกพัน (0 ถ้าไม่มี)", "บาท"),
        *ROW_KEYS,
    ),
)
REACHED = TableSchema(
    "reached",
    "รายการเบิกจ่าย × เดือนหรือไตรมาสที่ยอดสะสมนับรวม",
    (
        *_WHOSE,
        text("month", "เดือน (ว่างถ้าเป็นยอดของไตรมาส)", allowed=(*MONTHS, "")),
        text("quarter", "ไตรมาส (ว่างถ้าเป็นยอดของเดือน)", allowed=(*QUARTERS, "")),
        Field("amount", MONEY, "เบิกจ่าย", "บาท"),
        *ROW_KEYS,
    ),
)
STANDING = TableSchema(
    "standing",
    "ภาพรวม งบรายจ่าย หรือโครงการ เทียบเป้าหมายล่าสุดที่ถึงกำหนด",
    (
        parts("named", "รายการ", "ผลเทียบเป้าหมาย"),
        text("scope", "ขอบเขต", allowed=SCOPES),
        text("programme", "โครงการ (ว่างถ้าไม่ใช่รายโครงการ)"),
        text("expenditure", "งบรายจ่าย (ว่างถ้าไม่ใช่รายงบรายจ่าย)", allowed=(*EXPENDITURES, "")),
        text("standing", "ผลเทียบเป้าหมาย", allowed=STANDINGS),
        Field("allotted", MONEY, "ได้รับจัดสรร", "บาท"),
        Field("committed", MONEY, "ผูกพัน", "บาท"),
        Field("spent", MONEY, "เบิกจ่าย", "บาท"),
        Field("bound", MONEY, "เบิกจ่ายและผูกพัน", "บาท"),
        Field("target", MONEY, "เป้าหมาย (0 ก่อนเป้าหมายแรก)", "บาท"),
        Field("gap", MONEY, "เบิกจ่ายลบเป้าหมาย", "บาท"),
        text("sources", "กุญแจของทุกรายการที่ใช้ คั่นด้วยเว้นวรรค"),
        *ROW_KEYS,
    ),
    unique=("scope", "programme", "expenditure"),
)


def target_frame(movements: Iterable[Movement], targets: Sequence[Target], as_of: date) -> pd.DataFrame:
    """Every entry of the register of allotments with what each target asks of it."""
    now = current(targets, as_of)
    rows = [
        (
            *(each.programme, each.expenditure, QUARTERS[target.quarter - 1], month_of(target.by), target.by),
            *(target.by <= as_of, target == now, due_amount(each.amount, target.overall)),
            *(due_amount(each.amount, percent_of(target, each.expenditure)), target.commitment is not None),
            *(due_amount(each.amount, target.commitment or ZERO), *_keys(each)),
        )
        for each in movements
        if each.measure == ALLOTTED
        for target in targets
    ]
    return _frame(TARGETS, rows).astype({"due": "bool", "current": "bool", "commits": "bool"})


def reached_frame(movements: Iterable[Movement], targets: Sequence[Target], as_of: date) -> pd.DataFrame:
    """Every payment once for each month that has begun by `as_of` and each target that is due by then, of those that
    are not before it: their sums are what was reached by the end of the month, or by the day of the target."""
    last = MONTHS.index(month_of(as_of))
    rows = []
    for each in movements:
        if each.measure != SPENT:
            continue
        points = [(month, "") for month in MONTHS[MONTHS.index(each.month) : last + 1]]
        points += [("", QUARTERS[target.quarter - 1]) for target in targets if each.day <= target.by <= as_of]
        rows += [(each.programme, each.expenditure, *point, each.amount, *_keys(each)) for point in points]
    return _frame(REACHED, rows)


def standing_frame(
    movements: Sequence[Movement], labels: Mapping[str, str], now: Target | None, tolerance: Decimal
) -> pd.DataFrame:
    """The whole, every expenditure type and every programme that the registers speak of, in the order of their
    `labels`; nothing without entries."""
    rows = []
    for (scope, programme, expenditure), own in _groups(movements, tuple(labels)).items():
        committed = _sum(each for each in own if each.measure == COMMITTED)
        found = standing_of(own, now, tolerance, overall=scope == ALL)
        named = joined(labels.get(programme) or expenditure or scope, found.name)
        rows.append(
            (
                *(named, scope, programme, expenditure, found.name, found.allotted, committed),
                *(found.spent, found.spent + committed, found.target or ZERO, found.gap),
                " ".join(dict.fromkeys(each.source.key for each in own)),
                *_keys(own[0]),
            )
        )
    return _frame(STANDING, rows)


def standing_of(
    movements: Sequence[Movement], now: Target | None, tolerance: Decimal, *, overall: bool = False
) -> Standing:
    """Where a sum of money stands. Investment and current expenditure have targets of their own, but
    for the whole the overall one holds."""
    allotted = [each for each in movements if each.measure == ALLOTTED]
    target = None
    if now:
        percents = [now.overall if overall else percent_of(now, each.expenditure) for each in allotted]
        due = (due_amount(each.amount, percent) for each, percent in zip(allotted, percents, strict=True))
        target = sum(due, ZERO)
    return Standing(_sum(allotted), _sum(each for each in movements if each.measure == SPENT), target, tolerance)


def _groups(movements: Sequence[Movement], order: Sequence[str]) -> Mapping[tuple[str, str, str], list[Movement]]:
    found = {(ALL, "", ""): list(movements)}
    for kind in EXPENDITURES:
        found[EXPENDITURE, "", kind] = [each for each in movements if each.expenditure == kind]
    for name in order:
        found[PROGRAMME, name, ""] = [each for each in movements if each.programme == name]
    return {key: own for key, own in found.items() if own}


def _sum(movements: Iterable[Movement]) -> Decimal:
    return sum((each.amount for each in movements), ZERO)


def _keys(movement: Movement) -> tuple[str, str, int]:
    return movement.source.delivery, movement.source.sheet, movement.source.row


def _frame(schema: TableSchema, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    names = [field.name for field in schema.fields if field.name != "row_key"]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))
