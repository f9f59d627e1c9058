"""The tranches in which the per-head subsidy of a fiscal year is paid: the round that each counts, and its share of a
term's money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.programmes.per_head import PerHeadItem, PerHeadProgramme, Term
from helpers.programmes.allocation import ONE

TERM_2_ADVANCE, TERM_2, TERM_1_ADVANCE, TERM_1 = "term_2_advance", "term_2", "term_1_advance", "term_1"
"""The names of the counted rounds; `TERM_2_ADVANCE` is used only where term 2 is paid in two payments."""
TITLES = (
    *("ภาคเรียนที่ 2", "ภาคเรียนที่ 2 งวดแรก", "ภาคเรียนที่ 2 ส่วนที่เหลือ"),
    *("ภาคเรียนที่ 1 งวดแรก", "ภาคเรียนที่ 1 ส่วนที่เหลือ"),
)
"""The titles of tranches in the order of payment; term 2 has one tranche or two."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tranche:
    """One payment. `after` is the title of the tranche whose payments are deducted from the full term's money; empty
    for none. `promoted` says that it pays on counts in which every grade is promoted by one."""

    title: str
    term: Term
    counted: str
    """The name of the round that it counts."""
    half: str
    """The half of the fiscal year: the first for term 2, the second for term 1."""
    share: Decimal = ONE
    """Its share of the term's money, including the tranche `after` which it comes."""
    promoted: bool = False
    after: str = ""
    rated_from: date = date.min
    """The rates are those of the day of the count, or of this day where it is later: money is paid by the rates of its
    fiscal year."""

    @property
    def settles(self) -> bool:
        """Whether it completes the term's money, together with the tranche before it."""
        return self.share == ONE

    def items(self, programme: PerHeadProgramme) -> tuple[PerHeadItem, ...]:
        """The items that it pays."""
        term_items = (item for item in programme.items if item.share_of(self.term))
        return tuple(item for item in term_items if item.in_advance or not self.promoted)


def tranches(programme: PerHeadProgramme, opens: date | None = None) -> tuple[Tranche, ...]:
    """The tranches in the order of payment. Where term 2 has two and `opens`, the first day of the fiscal year, is
    given, the first of them counts `TERM_2_ADVANCE`, without promoting grades; else both count the same round."""
    return (*_term_2(programme.term_2.first / _HUNDRED, opens), *_term_1(programme.term_1.first / _HUNDRED))


def _term_2(first: Decimal, opens: date | None) -> tuple[Tranche, ...]:
    half = HALF_TITLES[0]
    if first == ONE:
        return (Tranche(TITLES[0], "term_2", TERM_2, half),)
    counted = TERM_2_ADVANCE if opens else TERM_2
    early = Tranche(TITLES[1], "term_2", counted, half, first, rated_from=opens or date.min)
    return early, Tranche(TITLES[2], "term_2", TERM_2, half, after=early.title)


def _term_1(first: Decimal) -> tuple[Tranche, ...]:
    half = HALF_TITLES[1]
    advance = Tranche(TITLES[3], "term_1", TERM_1_ADVANCE, half, first, promoted=True)
    return advance, Tranche(TITLES[4], "term_1", TERM_1, half, after=advance.title)
