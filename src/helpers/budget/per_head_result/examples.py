"""The worked examples of a result of the per-head subsidy, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from helpers.budget.allocation import ZERO, SourceRow
from helpers.budget.months import usual_halves
from helpers.budget.per_head_result.payments import payment_rows
from helpers.budget.per_head_result.results import Entitlement, balances
from helpers.collection.forms.registers import ALLOTTED, PAID, RETURNED
from helpers.params.programmes.per_head_result import PerHeadResultExample, PerHeadResultProgramme
from helpers.periods import FiscalYear

Amounts = Mapping[str, Decimal]
_PLACE = ("", "", "")
_YEAR = FiscalYear(2569)


def check_example(programme: PerHeadResultProgramme, example: PerHeadResultExample) -> tuple[Amounts, Amounts]:
    """What remains, by the state that it is in, and what was paid net: as the example says, and as the rules give
    them."""
    entries = {ALLOTTED: example.allocated, PAID: example.paid, RETURNED: example.returned}
    cells = [
        (*_PLACE, entry, amount, _YEAR.opens, "", "", "", row) for row, (entry, amount) in enumerate(entries.items())
    ]
    names = ["smis", "item", "tranche", "entry", "amount", "date", "document_no", "delivery", "sheet", "row"]
    register = pd.DataFrame(cells, columns=names)
    entitled = {_PLACE: Entitlement(example.entitled, 0, 0, SourceRow("", "", 0))}
    (balance,) = balances(register, entitled)
    rows = payment_rows(programme, register, entitled, usual_halves(_YEAR))
    net = sum((row.amount for row in rows), ZERO)
    expected = {example.state: example.remaining, "net": example.paid - example.returned}
    return expected, {balance.state: balance.remaining, "net": net}
