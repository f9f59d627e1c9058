"""Programme 12: the result of the per-head subsidy: allocated, paid and returned money, compared with the entitlement
of the schools."""

from typing import Literal

from helpers.params.models import Line, ParameterModel, Referenced
from helpers.params.programmes.base import Money, Programme


class PerHeadResultExample(ParameterModel):
    """One school, item and tranche worked by hand."""

    explained: Line
    """The working, for a reader who follows it with a pencil."""
    entitled: Money
    allocated: Money
    paid: Money
    returned: Money
    remaining: Money
    state: Line
    """The state as the report names it."""


class PerHeadResultProgramme(Programme):
    """The programme that reports the result of a per-head programme; it has no rates."""

    kind: Literal["per_head_result"]
    entitlement: Line
    """The id of the programme with whose allocation the payments are compared."""
    payment_amounts: Referenced
    """The reference of every amount: the register of payments."""
    examples: tuple[PerHeadResultExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = PerHeadResultProgramme
