"""The register of payments held against the entitlement: balances by school, item and tranche, and their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.budget.allocation import MONEY, ZERO, SourceRow
from helpers.budget.per_head_result.balances import STATES, Balance
from helpers.collection.forms.registers import ALLOTTED, PAID, RETURNED
from helpers.collection.schemas import ROW_KEYS, Field, TableSchema, text, with_row_keys

Place = tuple[str, str, str]
"""School, item and tranche."""
RESULTS = TableSchema(
    "results",
    "โรงเรียน × รายการ × งวด ที่มีสิทธิหรือมีรายการในทะเบียน: สิทธิ − (จ่าย − ส่งคืน) = คงเหลือ",
    (
        text("smis", "รหัสโรงเรียน"),
        text("item", "รายการ"),
        text("tranche", "งวด"),
        Field("entitled", MONEY, "สิทธิ", "บาท"),
        Field("allocated", MONEY, "จัดสรรให้โรงเรียน", "บาท"),
        Field("paid", MONEY, "จ่าย", "บาท"),
        Field("returned", MONEY, "ส่งคืน", "บาท"),
        Field("net", MONEY, "จ่ายสุทธิ", "บาท"),
        Field("remaining", MONEY, "คงเหลือ", "บาท"),
        text("state", "ผล", allowed=STATES),
        text("why", "เหตุ"),
        text("line", "โรงเรียน รายการ งวด และเหตุ"),
        *ROW_KEYS,
    ),
    unique=("smis", "item", "tranche"),
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a school is due for an item in a tranche, for how many pupils, and the first source row of it."""

    amount: Decimal
    counted: int
    headcount: int
    source: SourceRow


def entitlements(allocation: pd.DataFrame) -> dict[Place, Entitlement]:
    """The allocation of the per-head programme by school, item and tranche, in its order."""
    names = ("smis", "item", "tranche", "amount", "counted", "headcount", "delivery", "sheet", "row")
    found: dict[Place, Entitlement] = {}
    columns = [allocation[name].tolist() for name in names]
    for smis, item, tranche, amount, counted, headcount, *source in zip(*columns, strict=True):
        before = found.get((smis, item, tranche)) or Entitlement(ZERO, 0, 0, SourceRow(*source))
        found[smis, item, tranche] = Entitlement(
            before.amount + amount, before.counted + counted, before.headcount + headcount, before.source
        )
    return found


def balances(register: pd.DataFrame, entitled: Mapping[Place, Entitlement] | None) -> tuple[Balance, ...]:
    """One for every school, item and tranche of the entitlement or the register, by school. `entitled` is None where
    nobody's entitlement is known."""
    sums: dict[Place, dict[str, Decimal]] = {}
    sources: dict[Place, SourceRow] = {}
    names = ("smis", "item", "tranche", "entry", "amount", "delivery", "sheet", "row")
    ordered = register.sort_values(["delivery", "sheet", "row"], kind="stable")
    for smis, item, tranche, entry, amount, *source in zip(*(ordered[name].tolist() for name in names), strict=True):
        own = sums.setdefault((smis, item, tranche), {ALLOTTED: ZERO, PAID: ZERO, RETURNED: ZERO})
        own[entry] += amount
        sources.setdefault((smis, item, tranche), SourceRow(*source))
    places = sorted({**(entitled or {}), **sums}, key=lambda place: place[0])
    return tuple(_balance(place, entitled, sums.get(place, {}), sources.get(place)) for place in places)


def results_frame(found: Iterable[Balance]) -> pd.DataFrame:
    """The balances as their table, in their order. A row rests on the first entry of the register, else on the first
    source row of the entitlement."""
    names = [field.name for field in RESULTS.fields][:-1]
    own: Sequence[str] = names[: names.index("delivery")]
    cells = [
        (*(each.due if name == "entitled" else getattr(each, name) for name in own), *_source(each)) for each in found
    ]
    return with_row_keys(pd.DataFrame(cells, columns=names).astype({"row": "int64"}))


def _balance(
    place: Place, entitled: Mapping[Place, Entitlement] | None, sums: Mapping[str, Decimal], source: SourceRow | None
) -> Balance:
    due = entitled.get(place) if entitled else None
    return Balance(
        *place,
        entitled=due.amount if due else None,
        allocated=sums.get(ALLOTTED, ZERO),
        paid=sums.get(PAID, ZERO),
        returned=sums.get(RETURNED, ZERO),
        source=source or (due.source if due else SourceRow("", "", 0)),
        compared=entitled is not None,
    )


def _source(balance: Balance) -> tuple[str, str, int]:
    return balance.source.delivery, balance.source.sheet, balance.source.row
