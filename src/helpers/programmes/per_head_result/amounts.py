"""The balance of each school, item and tranche: its entitlement compared with the register of payments (allocated,
paid, returned); each payment and return as an allocation row; and the check of the worked examples."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.forms.registers import ALLOTTED, PAID, RETURNED
from helpers.params.fiscal_years import Half
from helpers.params.programmes.per_head_result import PerHeadResultExample, PerHeadResultProgramme
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import MONEY, ONE, ZERO, AllocationRow, SourceRow
from helpers.programmes.months import usual_halves
from helpers.tables.changes.causes import PER_ENTRY
from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, text, with_row_keys
from helpers.thai import grouped

PAID_IN_FULL, PAID_IN_PART = "จ่ายครบ", "จ่ายไม่ครบ"
NOT_PAID, NOT_ALLOCATED = "จัดสรรแล้วยังไม่จ่าย", "ยังไม่จัดสรร"
PAID_TOO_MUCH, RETURNED_TOO_MUCH = "จ่ายเกินสิทธิ", "ส่งคืนเกิน"
TO_RETURN, NOTHING_DUE = "รอหักหรือส่งคืน", "ไม่มีเงินต้องจ่าย"
NOT_ENTITLED, NOT_COMPARED = "มีรายการแต่ไม่มีสิทธิ", "ยังไม่มีสิทธิให้เทียบ"
STATES = (
    *(PAID_IN_FULL, PAID_IN_PART, NOT_PAID, NOT_ALLOCATED, NOTHING_DUE),
    *(TO_RETURN, PAID_TOO_MUCH, RETURNED_TOO_MUCH, NOT_ENTITLED, NOT_COMPARED),
)
"""The states in reading order; a balance is in exactly one."""


@dataclass(frozen=True, slots=True)
class EntitlementBalance:
    """The balance of one school, item and tranche in baht. `entitled` is None where the school has no entitlement to
    the item in the tranche; `compared` is False where the entitlements are not known yet."""

    smis: str
    item: str
    tranche: str
    entitled: Decimal | None
    allocated: Decimal
    paid: Decimal
    returned: Decimal
    source: SourceRow
    compared: bool = True

    @property
    def net(self) -> Decimal:
        """Paid minus returned."""
        return self.paid - self.returned

    @property
    def due(self) -> Decimal:
        """The entitlement; zero for none."""
        return self.entitled or ZERO

    @property
    def remaining(self) -> Decimal:
        """The entitlement minus the net payment; zero where the entitlements are not known."""
        return self.due - self.net if self.compared else ZERO

    @property
    def state(self) -> str:
        """The state, one of `STATES`."""
        if not self.compared:
            return NOT_COMPARED
        if self.entitled is None:
            return NOT_ENTITLED
        if self.net == self.due:
            return PAID_IN_FULL if self.due else NOTHING_DUE
        if self.net > self.due:
            return TO_RETURN if self.due < 0 and self.net <= 0 else PAID_TOO_MUCH
        return self._short()

    def _short(self) -> str:
        if self.net < min(self.due, ZERO):
            return RETURNED_TOO_MUCH
        if self.net:
            return PAID_IN_PART
        return NOT_PAID if self.allocated else NOT_ALLOCATED

    @property
    def why(self) -> str:
        """An explanation of what remains, in Thai; empty where nothing remains."""
        if not self.remaining:
            return ""
        parts = [f"{'ยังขาด' if self.remaining > 0 else 'เกินไป'} {grouped(abs(self.remaining), 2)} บาท"]
        if self.remaining > 0 and self.allocated != self.due:
            parts.append(f"จัดสรรไว้ {grouped(self.allocated, 2)} บาทจากสิทธิ {grouped(self.due, 2)} บาท")
        if self.returned:
            parts.append(f"ส่งคืนแล้ว {grouped(self.returned, 2)} บาท")
        return " ".join(parts)

    @property
    def line(self) -> str:
        """The label of the balance in lists: school, item, tranche, and why something remains."""
        return " ".join(filter(None, (self.smis, self.item, self.tranche, self.why)))


ResultKey = tuple[str, str, str]
"""School, item and tranche."""
RESULTS = TableSchema(
    "results",
    "โรงเรียน × รายการ × งวด ที่มีสิทธิหรือมีรายการในทะเบียน: สิทธิ − (จ่าย − ส่งคืน) = คงเหลือ",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("item", "รายการ", PUBLIC),
        text("tranche", "งวด", PUBLIC),
        Field("entitled", MONEY, "สิทธิ", OFFICE_ONLY, "บาท"),
        Field("allocated", MONEY, "จัดสรรให้โรงเรียน", OFFICE_ONLY, "บาท"),
        Field("paid", MONEY, "จ่าย", OFFICE_ONLY, "บาท"),
        Field("returned", MONEY, "ส่งคืน", OFFICE_ONLY, "บาท"),
        Field("net", MONEY, "จ่ายสุทธิ", OFFICE_ONLY, "บาท"),
        Field("remaining", MONEY, "คงเหลือ", OFFICE_ONLY, "บาท"),
        text("state", "ผล", PUBLIC, allowed=STATES),
        text("why", "เหตุ", OFFICE_ONLY),
        text("line", "โรงเรียน รายการ งวด และเหตุ", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    unique=("smis", "item", "tranche"),
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The amount to which a school is entitled for an item in a tranche, its number of pupils, and its first source
    row."""

    amount: Decimal
    counted: int
    headcount: int
    source: SourceRow


def entitlements(allocation: pd.DataFrame) -> dict[ResultKey, Entitlement]:
    """The allocation of the per-head programme, summed by school, item and tranche, in its order."""
    names = ("smis", "item", "tranche", "amount", "counted", "headcount", "delivery", "sheet", "row")
    by_key: dict[ResultKey, Entitlement] = {}
    columns = [allocation[name].tolist() for name in names]
    for smis, item, tranche, amount, counted, headcount, *source in zip(*columns, strict=True):
        before = by_key.get((smis, item, tranche)) or Entitlement(ZERO, 0, 0, SourceRow(*source))
        by_key[smis, item, tranche] = Entitlement(
            before.amount + amount, before.counted + counted, before.headcount + headcount, before.source
        )
    return by_key


def balances(
    register: pd.DataFrame, entitled: Mapping[ResultKey, Entitlement] | None
) -> tuple[EntitlementBalance, ...]:
    """The balances of all schools, items and tranches in the entitlements or in the register, sorted by school.
    `entitled` is None where the entitlements are not known."""
    sums: dict[ResultKey, dict[str, Decimal]] = {}
    sources: dict[ResultKey, SourceRow] = {}
    names = ("smis", "item", "tranche", "entry", "amount", "delivery", "sheet", "row")
    ordered = register.sort_values(["delivery", "sheet", "row"], kind="stable")
    for smis, item, tranche, entry, amount, *source in zip(*(ordered[name].tolist() for name in names), strict=True):
        entry_sums = sums.setdefault((smis, item, tranche), {ALLOTTED: ZERO, PAID: ZERO, RETURNED: ZERO})
        entry_sums[entry] += amount
        sources.setdefault((smis, item, tranche), SourceRow(*source))
    keys = sorted({**(entitled or {}), **sums}, key=lambda key: key[0])
    return tuple(_balance(key, entitled, sums.get(key, {}), sources.get(key)) for key in keys)


def results_frame(results: Iterable[EntitlementBalance]) -> pd.DataFrame:
    """The balances as a table, in their order. The source row is the first entry of the register, else the first source
    row of the entitlement."""
    names = [field.name for field in RESULTS.fields][:-1]
    columns: Sequence[str] = names[: names.index("delivery")]
    cells = [
        (*(balance.due if name == "entitled" else getattr(balance, name) for name in columns), *_source(balance))
        for balance in results
    ]
    return with_row_keys(pd.DataFrame(cells, columns=names).astype({"row": "int64"}))


def _balance(
    key: ResultKey,
    entitled: Mapping[ResultKey, Entitlement] | None,
    sums: Mapping[str, Decimal],
    source: SourceRow | None,
) -> EntitlementBalance:
    due = entitled.get(key) if entitled else None
    return EntitlementBalance(
        *key,
        entitled=due.amount if due else None,
        allocated=sums.get(ALLOTTED, ZERO),
        paid=sums.get(PAID, ZERO),
        returned=sums.get(RETURNED, ZERO),
        source=source or (due.source if due else SourceRow("", "", 0)),
        compared=entitled is not None,
    )


def _source(balance: EntitlementBalance) -> tuple[str, str, int]:
    return balance.source.delivery, balance.source.sheet, balance.source.row


UNIT = "รายการ"
_COLUMNS = ("smis", "item", "tranche", "entry", "amount", "date", "document_no", "delivery", "sheet", "row")

Halves = Sequence[Half]


def payment_rows(
    programme: PerHeadResultProgramme, register: pd.DataFrame, entitled: Mapping[ResultKey, Entitlement], halves: Halves
) -> list[AllocationRow]:
    """One allocation row for each payment and return, sorted by source row; a return has a negative amount. The first
    payment for an entitlement has its pupils, so that each is counted once."""
    rows: list[AllocationRow] = []
    seen: set[ResultKey] = set()
    moved = register[register["entry"].isin((PAID, RETURNED))].sort_values(["delivery", "sheet", "row"], kind="stable")
    columns = [moved[name].tolist() for name in _COLUMNS]
    for smis, item, tranche, entry, amount, day, document, *source in zip(*columns, strict=True):
        key = (smis, item, tranche)
        first = entry == PAID and key not in seen
        due = entitled.get(key) if first else None
        seen |= {key} if first else set()
        money = _money(programme, amount if entry == PAID else -amount)
        pays = _heads(due.counted, due.headcount) if due else {}
        rows.append(
            AllocationRow(
                smis=smis,
                item=item,
                tranche=tranche,
                half=_half(day, halves),
                rule=f"{entry}เมื่อ {thai_date_short(day)} ตาม {document}",
                source=SourceRow(*source),
                **money,
                **pays,
            )
        )
    return rows


def _money(programme: PerHeadResultProgramme, amount: Decimal) -> dict[str, Any]:
    """The fields of a payment's amount; a return has the quantity −1."""
    source = programme.payment_amounts
    return {
        "quantity": ONE if amount >= 0 else -ONE,
        "quantity_unit": UNIT,
        "rate": abs(amount),
        "rate_unit": PER_ENTRY,
        "reference": source.reference,
        "status": source.status,
    }


def _heads(counted: int, headcount: int) -> dict[str, Any]:
    return {"counted": counted, "headcount": headcount}


def _half(day: date, halves: Sequence[Half]) -> str:
    """The half-year of a day; empty for a day of another year, which the checks of forms report."""
    return next((half.title for half in halves if half.opens <= day <= half.closes), "")


Amounts = Mapping[str, Decimal]
_EXAMPLE_KEY = ("", "", "")
_YEAR = FiscalYear(2569)


def check_example(programme: PerHeadResultProgramme, example: PerHeadResultExample) -> tuple[Amounts, Amounts]:
    """What remains, under the name of its state, and the net payment: as the example states them, and as computed."""
    entries = {ALLOTTED: example.allocated, PAID: example.paid, RETURNED: example.returned}
    cells = [
        (*_EXAMPLE_KEY, entry, amount, _YEAR.opens, "", "", "", row)
        for row, (entry, amount) in enumerate(entries.items())
    ]
    names = ["smis", "item", "tranche", "entry", "amount", "date", "document_no", "delivery", "sheet", "row"]
    register = pd.DataFrame(cells, columns=names)
    entitled = {_EXAMPLE_KEY: Entitlement(example.entitled, 0, 0, SourceRow("", "", 0))}
    (balance,) = balances(register, entitled)
    rows = payment_rows(programme, register, entitled, usual_halves(_YEAR))
    net = sum((row.amount for row in rows), ZERO)
    expected = {example.state: example.remaining, "net": example.paid - example.returned}
    return expected, {balance.state: balance.remaining, "net": net}
