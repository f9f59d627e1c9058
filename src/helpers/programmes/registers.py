"""The registers of allotments and spending as movements of money up to the closing day, and the comparison of a
programme's allotment with its need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from helpers.forms import registers as forms
from helpers.forms.registers import ALLOTMENTS, SPENDING
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import EXPENDITURES
from helpers.periods import THAI_MONTHS_SHORT, FiscalYear, thai_date_short
from helpers.programmes.allocation import MONEY, ZERO, Excluded, SourceRow
from helpers.programmes.kinds import ProgrammeInputs
from helpers.tables.findings import Finding, Rule
from helpers.tables.graph import Origin
from helpers.tables.schemas import CONFIDENTIAL, PUBLIC, ROW_KEYS, Field, TableSchema, text, with_row_keys
from helpers.thai import grouped

MEASURES = ALLOTTED, COMMITTED, SPENT, MOVED_OUT, MOVED_IN = "จัดสรร", "ผูกพัน", "เบิกจ่าย", "โอนออก", "โอนเข้า"
"""The sums to which movements add, in reading order."""
MONTHS = (*THAI_MONTHS_SHORT[9:], *THAI_MONTHS_SHORT[:9])
"""The months of a fiscal year, October first."""
QUARTERS = tuple(f"ไตรมาสที่ {number}" for number in range(1, 5))
AFTER_CLOSING = "ลงวันที่หลังวันที่ของข้อมูล"
_ENTRIES: Mapping[str, Mapping[str, str]] = {
    forms.ALLOTMENTS.slug: dict.fromkeys(forms.ALLOTMENTS.column("entry").choices, ALLOTTED),
    forms.SPENDING.slug: {
        forms.COMMITTED: COMMITTED,
        forms.COMMITMENT_CORRECTED: COMMITTED,
        forms.DISBURSED: SPENT,
        forms.RETURNED: SPENT,
        forms.DISBURSEMENT_CORRECTED: SPENT,
    },
}
"""The measure to which each kind of entry adds, by register; the amount of a correction, a return or a withdrawal has a
sign."""
MOVEMENTS = TableSchema(
    "movements",
    "หนึ่งรายการในทะเบียน (ข้อเสนอโอนแยกเป็นโอนออกและโอนเข้า)",
    (
        text("programme", "โครงการ", PUBLIC),
        text("expenditure", "งบรายจ่าย", PUBLIC, allowed=EXPENDITURES),
        text("measure", "ประเภทเงิน", PUBLIC, allowed=MEASURES),
        text("entry", "ประเภทรายการ", PUBLIC),
        text("month", "เดือน", PUBLIC, allowed=MONTHS),
        text("quarter", "ไตรมาส", PUBLIC, allowed=QUARTERS),
        text("half", "ช่วง", PUBLIC),
        Field("day", pa.date32(), "วันที่ (ค.ศ.)", PUBLIC),
        text("document", "เลขที่เอกสาร", CONFIDENTIAL),
        Field("amount", MONEY, "จำนวนเงิน", PUBLIC, "บาท"),
        *ROW_KEYS,
    ),
)
ORDERS: Mapping[str, Sequence[str]] = {
    "expenditure": EXPENDITURES,
    "measure": MEASURES,
    "month": MONTHS,
    "quarter": QUARTERS,
}
"""The reading order of the label columns of `MOVEMENTS`."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry of a register. `entry` is the register's name for its kind, `measure` the sum to which it adds."""

    programme: str
    expenditure: str
    measure: str
    entry: str
    amount: Decimal
    day: date
    document: str
    source: SourceRow

    @property
    def month(self) -> str:
        """`ต.ค.`"""
        return month_of(self.day)

    @property
    def quarter(self) -> str:
        """The quarter of the fiscal year."""
        return QUARTERS[MONTHS.index(self.month) // 3]


def month_of(day: date) -> str:
    """The short name of a day's month: `ต.ค.`."""
    return THAI_MONTHS_SHORT[day.month - 1]


def half_of(day: date, halves: Sequence[Half]) -> str:
    """The title of the half-year of a day: the second from the day on which it opens, else the first."""
    first, second = halves
    return second.title if day >= second.opens else first.title


def register_movements(tables: Mapping[str, pd.DataFrame | None]) -> tuple[Movement, ...]:
    """Every entry of the registers of allotments and spending, by their slugs, in file order; None for one that was
    not received."""
    movements: list[Movement] = []
    for slug, measures in _ENTRIES.items():
        table = tables.get(slug)
        if table is not None:
            ordered = table.sort_values(["delivery", "sheet", "row"], kind="stable")
            rows = ({str(name): value for name, value in row.items()} for row in ordered.to_dict("records"))
            movements += [_movement(row, measures) for row in rows]
    return tuple(movements)


def closed(movements: Iterable[Movement], as_of: date) -> tuple[list[Movement], list[Excluded]]:
    """The movements up to a day, and the later ones as exclusions: they are not counted, but listed in the report."""
    counted: list[Movement] = []
    later: list[Excluded] = []
    for movement in movements:
        if movement.day <= as_of:
            counted.append(movement)
        else:
            detail = f"{movement.entry} {thai_date_short(movement.day)} ตาม {movement.document}"
            later.append(Excluded("", AFTER_CLOSING, 1, movement.source, detail, movement.amount))
    return counted, later


def movement_frame(movements: Iterable[Movement], halves: Sequence[Half]) -> pd.DataFrame:
    """The movements as a table, in their order."""
    rows = [
        (
            *(movement.programme, movement.expenditure, movement.measure, movement.entry),
            *(
                movement.month,
                movement.quarter,
                half_of(movement.day, halves),
                movement.day,
                movement.document,
                movement.amount,
            ),
            *(movement.source.delivery, movement.source.sheet, movement.source.row),
        )
        for movement in movements
    ]
    names = [field.name for field in MOVEMENTS.fields if field.name != "row_key"]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))


def _movement(row: Mapping[str, object], measures: Mapping[str, str]) -> Movement:
    day, amount, entry = row["date"], row["amount"], str(row["entry"])
    assert isinstance(day, date), "the form takes no row without its day"
    assert isinstance(amount, Decimal), "the form takes no row without its amount"
    return Movement(
        programme=str(row["programme"]),
        expenditure=str(row["expenditure"]),
        measure=measures[entry],
        entry=entry,
        amount=amount,
        day=date(day.year, day.month, day.day),
        document=str(row["document_no"]),
        source=SourceRow(str(row["delivery"]), str(row["sheet"]), int(str(row["row"]))),
    )


def allotments_of(year: FiscalYear) -> Mapping[str, Origin]:
    """The register of allotments of a year as an input of a kind of programme, under the register's slug."""
    return {ALLOTMENTS.slug: (ALLOTMENTS.slug, year)}


def allotted(inputs: ProgrammeInputs) -> Decimal | None:
    """The programme's allotment by the register, in baht; None where it has no entry of the programme."""
    register = inputs.table(ALLOTMENTS.slug, ALLOTMENTS.slug)
    amounts = [] if register is None else list(register.loc[register["programme"] == inputs.programme_id, "amount"])
    return sum(amounts, ZERO) if amounts else None


def spending_of(year: FiscalYear) -> Mapping[str, Origin]:
    """The register of spending of a year as an input of a kind of programme, under the register's slug."""
    return {SPENDING.slug: (SPENDING.slug, year)}


def spent(inputs: ProgrammeInputs) -> Decimal | None:
    """What was spent for the programme by the register, before returns, in baht; None where it has no entry of the
    programme."""
    entries = register_movements({SPENDING.slug: inputs.table(SPENDING.slug, SPENDING.slug)})
    movements = [movement for movement in entries if movement.programme == inputs.programme_id]
    before_returns = (forms.DISBURSED, forms.DISBURSEMENT_CORRECTED)
    return (
        sum((movement.amount for movement in movements if movement.entry in before_returns), ZERO)
        if movements
        else None
    )


def short_of(rule: Rule, inputs: ProgrammeInputs, need: Decimal) -> Iterator[Finding]:
    """A finding of `rule` where a programme needs more than its allotment; none where the allotment is unknown."""
    received = allotted(inputs)
    if received is not None and need > received:
        needed = f"ต้องจ่าย {grouped(need, 2)}"
        yield Finding(rule.id, "", ALLOTMENTS.slug, found=grouped(received, 2), allowed=needed)
