"""The tranches in which a fiscal year pays the per-head subsidy: which count each is made from, and how much of a
term's money it brings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.programmes.per_head import PerHeadItem, PerHeadProgramme, Term
from helpers.programmes.allocation import ONE

TERM_2_ADVANCE, TERM_2, TERM_1_ADVANCE, TERM_1 = "term_2_advance", "term_2", "term_1_advance", "term_1"
"""The kind's names for the counted rounds; the first of them only where term 2 is paid in two payments."""
TITLES = (
    *("ภาคเรียนที่ 2", "ภาคเรียนที่ 2 งวดแรก", "ภาคเรียนที่ 2 ส่วนที่เหลือ"),
    *("ภาคเรียนที่ 1 งวดแรก", "ภาคเรียนที่ 1 ส่วนที่เหลือ"),
)
"""What tranches are called, in the order in which they are paid; term 2 has one or two of them."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tranche:
    """One payment. `after` is the tranche whose payments are deducted from the full term's money; empty for none."""

    title: str
    term: Term
    counted: str
    """The kind's name for the round that it counts."""
    half: str
    """Term 2 falls into the first half of the fiscal year, term 1 into the second."""
    share: Decimal = ONE
    """Of the term's money."""
    moved_up: bool = False
    after: str = ""
    rated_from: date = date.min
    """Rates are those of the day of the count, or of this one where it is later: money is paid by the rates of its own
    fiscal year."""

    @property
    def settles(self) -> bool:
        """Whether it brings the whole of the term's money, together with what was paid before."""
        return self.share == ONE

    def items(self, programme: PerHeadProgramme) -> tuple[PerHeadItem, ...]:
        """The items that it pays."""
        own = (item for item in programme.items if item.share_of(self.term))
        return tuple(item for item in own if item.in_advance or not self.moved_up)


def tranches(programme: PerHeadProgramme, opens: date | None = None) -> tuple[Tranche, ...]:
    """The tranches in the order in which they are paid. Where term 2 has two and `opens` says on which day the fiscal
    year begins, the first counts a round before that day, without moving grades up; else both count the same."""
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
    advance = Tranche(TITLES[3], "term_1", TERM_1_ADVANCE, half, first, moved_up=True)
    return advance, Tranche(TITLES[4], "term_1", TERM_1, half, after=advance.title)
