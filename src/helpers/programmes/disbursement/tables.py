"""The tables of spending: the target of every allotment, cumulative spending by month and quarter, and the standing of
the whole, of every expenditure type and of every programme."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from helpers.params.fiscal_years import Target
from helpers.params.programmes.base import EXPENDITURES
from helpers.programmes.allocation import MONEY, ZERO
from helpers.programmes.disbursement.amounts import STANDINGS, SpendingStanding, current, due_amount, percent_of
from helpers.programmes.registers import ALLOTTED, COMMITTED, MONTHS, QUARTERS, SPENT, Movement, month_of
from helpers.tables.schemas import (
    CONFIDENTIAL,
    PUBLIC,
    ROW_KEYS,
    Field,
    TableSchema,
    joined,
    parts,
    text,
    with_row_keys,
)

ALL, EXPENDITURE, PROGRAMME = "ภาพรวม", "งบรายจ่าย", "โครงการ"
SCOPES = (ALL, EXPENDITURE, PROGRAMME)
_WHOSE = (text("programme", "โครงการ", PUBLIC), text("expenditure", "งบรายจ่าย", PUBLIC, allowed=EXPENDITURES))
TARGETS = TableSchema(
    "targets",
    "รายการจัดสรร × เป้าหมาย: เงินที่ควรเบิกจ่ายภายในวันของเป้าหมาย",
    (
        *_WHOSE,
        text("quarter", "ไตรมาส", PUBLIC, allowed=QUARTERS),
        text("month", "เดือนของเป้าหมาย", PUBLIC, allowed=MONTHS),
        Field("by", pa.date32(), "ภายในวันที่ (ค.ศ.)", PUBLIC),
        Field("due", pa.bool_(), "ถึงกำหนดแล้ว", PUBLIC),
        Field("current", pa.bool_(), "เป้าหมายล่าสุดที่ถึงกำหนด", PUBLIC),
        Field("overall", MONEY, "เป้าหมายตามร้อยละภาพรวม", PUBLIC, "บาท"),
        Field("own", MONEY, "เป้าหมายตามร้อยละของงบรายจ่ายนั้น", PUBLIC, "บาท"),
        Field("commits", pa.bool_(), "มีเป้าหมายเบิกจ่ายรวมก่อหนี้ผูกพัน", PUBLIC),
        Field("commitment", MONEY, "เป้าหมายเบิกจ่ายรวมก่อหนี้ผูกพัน (0 ถ้าไม่มี)", PUBLIC, "บาท"),
        *ROW_KEYS,
    ),
)
REACHED = TableSchema(
    "reached",
    "รายการเบิกจ่าย × เดือนหรือไตรมาสที่ยอดสะสมนับรวม",
    (
        *_WHOSE,
        text("month", "เดือน (ว่างถ้าเป็นยอดของไตรมาส)", PUBLIC, allowed=(*MONTHS, "")),
        text("quarter", "ไตรมาส (ว่างถ้าเป็นยอดของเดือน)", PUBLIC, allowed=(*QUARTERS, "")),
        Field("amount", MONEY, "เบิกจ่าย", PUBLIC, "บาท"),
        *ROW_KEYS,
    ),
)
STANDING = TableSchema(
    "standing",
    "ภาพรวม งบรายจ่าย หรือโครงการ เทียบเป้าหมายล่าสุดที่ถึงกำหนด",
    (
        parts("named", "รายการ", "ผลเทียบเป้าหมาย", sensitivity=PUBLIC),
        text("scope", "ขอบเขต", PUBLIC, allowed=SCOPES),
        text("programme", "โครงการ (ว่างถ้าไม่ใช่รายโครงการ)", PUBLIC),
        text("expenditure", "งบรายจ่าย (ว่างถ้าไม่ใช่รายงบรายจ่าย)", PUBLIC, allowed=(*EXPENDITURES, "")),
        text("standing", "ผลเทียบเป้าหมาย", PUBLIC, allowed=STANDINGS),
        Field("allotted", MONEY, "ได้รับจัดสรร", PUBLIC, "บาท"),
        Field("committed", MONEY, "ผูกพัน", PUBLIC, "บาท"),
        Field("spent", MONEY, "เบิกจ่าย", PUBLIC, "บาท"),
        Field("bound", MONEY, "เบิกจ่ายและผูกพัน", PUBLIC, "บาท"),
        Field("target", MONEY, "เป้าหมาย (0 ก่อนเป้าหมายแรก)", PUBLIC, "บาท"),
        Field("gap", MONEY, "เบิกจ่ายลบเป้าหมาย", PUBLIC, "บาท"),
        text("sources", "กุญแจของทุกรายการที่ใช้ คั่นด้วยเว้นวรรค", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    unique=("scope", "programme", "expenditure"),
)


def target_frame(movements: Iterable[Movement], targets: Sequence[Target], as_of: date) -> pd.DataFrame:
    """One row for every entry of the register of allotments and every target, with the amount that is due by then."""
    now = current(targets, as_of)
    rows = [
        (
            *(movement.programme, movement.expenditure, QUARTERS[target.quarter - 1], month_of(target.by), target.by),
            *(target.by <= as_of, target == now, due_amount(movement.amount, target.overall)),
            *(due_amount(movement.amount, percent_of(target, movement.expenditure)), target.commitment is not None),
            *(due_amount(movement.amount, target.commitment or ZERO), *_keys(movement)),
        )
        for movement in movements
        if movement.measure == ALLOTTED
        for target in targets
    ]
    return _frame(TARGETS, rows).astype({"due": "bool", "current": "bool", "commits": "bool"})


def reached_frame(movements: Iterable[Movement], targets: Sequence[Target], as_of: date) -> pd.DataFrame:
    """One row for every payment and every month, from the payment's to that of `as_of`, and one for every target that
    is due between the payment and `as_of`. Summed by month or by quarter, they give the cumulative spending."""
    last = MONTHS.index(month_of(as_of))
    rows = []
    for movement in movements:
        if movement.measure != SPENT:
            continue
        points = [(month, "") for month in MONTHS[MONTHS.index(movement.month) : last + 1]]
        points += [("", QUARTERS[target.quarter - 1]) for target in targets if movement.day <= target.by <= as_of]
        rows += [
            (movement.programme, movement.expenditure, *point, movement.amount, *_keys(movement)) for point in points
        ]
    return _frame(REACHED, rows)


def standing_frame(
    movements: Sequence[Movement], labels: Mapping[str, str], now: Target | None, tolerance: Decimal
) -> pd.DataFrame:
    """One row for the whole, for every expenditure type and for every programme that has entries, programmes in the
    order of `labels`; `now` is the latest target that is due, None before the first one."""
    rows = []
    for (scope, programme, expenditure), group in _groups(movements, tuple(labels)).items():
        committed = _sum(each for each in group if each.measure == COMMITTED)
        standing = standing_of(group, now, tolerance, overall=scope == ALL)
        named = joined(labels.get(programme) or expenditure or scope, standing.name)
        rows.append(
            (
                *(named, scope, programme, expenditure, standing.name, standing.allotted, committed),
                *(standing.spent, standing.spent + committed, standing.target or ZERO, standing.gap),
                " ".join(dict.fromkeys(each.source.key for each in group)),
                *_keys(group[0]),
            )
        )
    return _frame(STANDING, rows)


def standing_of(
    movements: Sequence[Movement], now: Target | None, tolerance: Decimal, *, overall: bool = False
) -> SpendingStanding:
    """The standing of some movements. Each expenditure type has its own target, unless `overall` asks for the overall
    one."""
    allotted = [each for each in movements if each.measure == ALLOTTED]
    target = None
    if now:
        percents = [now.overall if overall else percent_of(now, each.expenditure) for each in allotted]
        due = (due_amount(each.amount, percent) for each, percent in zip(allotted, percents, strict=True))
        target = sum(due, ZERO)
    return SpendingStanding(
        _sum(allotted), _sum(each for each in movements if each.measure == SPENT), target, tolerance
    )


def _groups(movements: Sequence[Movement], order: Sequence[str]) -> Mapping[tuple[str, str, str], list[Movement]]:
    groups = {(ALL, "", ""): list(movements)}
    for expenditure in EXPENDITURES:
        groups[EXPENDITURE, "", expenditure] = [entry for entry in movements if entry.expenditure == expenditure]
    for name in order:
        groups[PROGRAMME, name, ""] = [entry for entry in movements if entry.programme == name]
    return {key: group for key, group in groups.items() if group}


def _sum(movements: Iterable[Movement]) -> Decimal:
    return sum((each.amount for each in movements), ZERO)


def _keys(movement: Movement) -> tuple[str, str, int]:
    return movement.source.delivery, movement.source.sheet, movement.source.row


def _frame(schema: TableSchema, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    names = [field.name for field in schema.fields if field.name != "row_key"]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))
