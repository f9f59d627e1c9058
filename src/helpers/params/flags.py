"""What a director must decide or know, `flags.yml`: rules over the facts of a report, in the order of their weight."""

from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from helpers.params.models import Line, ParameterModel, Referenced

FLAGS = "flags.yml"
MOST = 3
"""So many flags of one report are shown."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]
_COMPARED = {
    "above": lambda value, limit: value > limit,
    "below": lambda value, limit: value < limit,
    "at_least": lambda value, limit: value >= limit,
    "at_most": lambda value, limit: value <= limit,
}


def holds(value: Decimal, when: str, limit: Decimal) -> bool:
    """Whether a value is above, below, at least or at most a limit."""
    return bool(_COMPARED[when](value, limit))


def stated_number(limit: str) -> Decimal | None:
    """A limit as a number; None where it is the id of a fact."""
    return None if any(map(str.isalpha, limit)) else Decimal(limit)


def _written(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError('เขียนขีดจำกัดเป็นข้อความในเครื่องหมายคำพูด เช่น "0" หรือชื่อข้อเท็จจริง')
    return value


class FlagRule(Referenced):
    """One rule: in reports whose ids match, a cell of a fact that is `when` the limit is told in a sentence; with `by`,
    all cells of that dimension that are, whose names `{names}` in the sentence stands for.

    `reference` is the reason of the rule and of its limit. `limit` is a number in the fact's unit, a share of one for a
    percentage, or the id of a fact of the same report, of which the same cell counts.
    """

    id: Name
    reports: tuple[Line, ...] = Field(min_length=1)
    """Patterns of report ids: `round/*/dmc`."""
    fact: FactId
    key: str = ""
    by: str = ""
    when: Literal["above", "below", "at_least", "at_most"]
    limit: Annotated[str, BeforeValidator(_written), StringConstraints(pattern=r"^(-?[0-9]+(\.[0-9]+)?|[a-z0-9_.]+)$")]
    urgency: Literal["urgent", "watch"]
    asks: Literal["decide", "know"]
    sentence: Line
    table: Name
    """The table of the report that shows more."""

    @property
    def number(self) -> Decimal | None:
        """The limit as a number; None where a fact is the limit."""
        return stated_number(self.limit)


class FlagRules(ParameterModel):
    """All rules, those that weigh most first."""

    flags: tuple[FlagRule, ...]

    def of(self, report_id: str) -> tuple[FlagRule, ...]:
        """The rules of a report, the urgent first."""
        rules = [rule for rule in self.flags if any(fnmatchcase(report_id, pattern) for pattern in rule.reports)]
        return tuple(sorted(rules, key=lambda rule: rule.urgency != "urgent"))
