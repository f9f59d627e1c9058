"""Programme 12: what became of the per-head subsidy: allocated, paid and returned, against what schools are entitled
to."""

from typing import Literal

from helpers.params.models import Frozen, Line, Referenced
from helpers.params.programmes.base import Money, Programme


class PerHeadResultExample(Frozen):
    """One school, item and tranche worked by hand."""

    explained: Line
    """The working, for a reader who follows it with a pencil."""
    entitled: Money
    allocated: Money
    paid: Money
    returned: Money
    remaining: Money
    state: Line
    """As the report calls what came of it."""


class PerHeadResultProgramme(Programme):
    """The result of a per-head programme; it has no rates of its own."""

    kind: Literal["per_head_result"]
    entitlement: Line
    """The programme whose allocation the payments are held against."""
    payment_amounts: Referenced
    """What stands behind every amount: the register of payments."""
    examples: tuple[PerHeadResultExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = PerHeadResultProgramme
