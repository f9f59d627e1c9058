"""What a programme was allotted, held against what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO
from helpers.budget.kinds import ProgrammeInputs
from helpers.collection.findings import Finding, Rule
from helpers.collection.forms.registers import ALLOTMENTS
from helpers.collection.sources import Origin
from helpers.periods import FiscalYear
from helpers.thai import grouped


def allotments_of(year: FiscalYear) -> Mapping[str, Origin]:
    """The register of a year, as a kind reads it under the register's own name."""
    return {ALLOTMENTS.slug: (ALLOTMENTS.slug, year)}


def allotted(inputs: ProgrammeInputs) -> Decimal | None:
    """Baht that the register says the programme received; None where it holds no entry of the programme."""
    register = inputs.table(ALLOTMENTS.slug, ALLOTMENTS.slug)
    own = [] if register is None else list(register.loc[register["programme"] == inputs.programme_id, "amount"])
    return sum(own, ZERO) if own else None


def short_of(rule: Rule, inputs: ProgrammeInputs, need: Decimal) -> Iterator[Finding]:
    """A finding by `rule` where a programme needs more than it was allotted; none as long as that is not known."""
    received = allotted(inputs)
    if received is not None and need > received:
        said = f"ต้องจ่าย {grouped(need, 2)}"
        yield Finding(rule.id, "", ALLOTMENTS.slug, found=grouped(received, 2), allowed=said)
