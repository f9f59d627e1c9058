"""Months within the half-years: what a contract, a post or a claim from one day to another comes to, month by month.

A whole month counts one. A broken month counts the share of its days, by one of two rules that a programme states:
`calendar_days` divides by the days of that month, `thirty_days` by thirty, and no broken month comes to more than one.
"""

from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from helpers.params.fiscal_years import HALF_TITLES, Half
from helpers.params.programmes.base import BrokenMonth
from helpers.periods import FiscalYear

ONE_MONTH = Decimal(1)
TEN_PLACES = Decimal("0.0000000001")
_THIRTY = 30


@dataclass(frozen=True, slots=True)
class MonthPart:
    """What lies within one month of one half-year, both days included; `length` is how many days the month has."""

    half: str
    opens: date
    closes: date
    length: int

    @property
    def days(self) -> int:
        """How many days of the month count."""
        return (self.closes - self.opens).days + 1

    @property
    def whole(self) -> bool:
        """Whether every day of the month counts."""
        return self.days == self.length


@dataclass(frozen=True, slots=True)
class MonthRun:
    """Whole months in a row within one half-year, or one broken month: `count` months, `share` of each."""

    half: str
    opens: date
    closes: date
    count: int
    share: Decimal

    @property
    def months(self) -> Decimal:
        """The count times the share, to ten places."""
        return self.count * self.share


def usual_halves(year: FiscalYear) -> tuple[Half, Half]:
    """To the end of March, and from April on: the halves that worked examples take."""
    middle = year.closes.year
    first = Half(title=HALF_TITLES[0], opens=year.opens, closes=date(middle, 3, 31))
    return first, Half(title=HALF_TITLES[1], opens=date(middle, 4, 1), closes=year.closes)


def month_parts(opens: date, closes: date, halves: Iterable[Half]) -> tuple[MonthPart, ...]:
    """The months from one day to another, both included, as far as they lie in the half-years; empty for none, and
    where the last day is before the first."""
    return tuple(part for half in halves for part in _within(max(opens, half.opens), min(closes, half.closes), half))


def month_runs(
    parts: Sequence[MonthPart], rule: BrokenMonth, alike: Callable[[MonthPart], Hashable] = lambda part: part.half
) -> tuple[MonthRun, ...]:
    """The parts with whole months in a row put together, as long as they are of one half and `alike` to the caller
    (of one rate, say). A broken month always stands alone."""
    keyed = groupby(enumerate(parts), lambda each: (each[1].half, -1 if each[1].whole else each[0], alike(each[1])))
    return tuple(_run([part for _, part in group], rule) for _, group in keyed)


def month_share(part: MonthPart, rule: BrokenMonth) -> Decimal:
    """How much of a month a part is, to ten places: one for a whole month."""
    if part.whole:
        return ONE_MONTH
    divisor = part.length if rule == "calendar_days" else _THIRTY  # a broken month has thirty days at most
    return (Decimal(part.days) / divisor).quantize(TEN_PLACES, ROUND_HALF_UP)


def _within(opens: date, closes: date, half: Half) -> Iterator[MonthPart]:
    while opens <= closes:
        length = monthrange(opens.year, opens.month)[1]
        last = min(closes, opens.replace(day=length))
        yield MonthPart(half.title, opens, last, length)
        opens = last + timedelta(days=1)


def _run(parts: Sequence[MonthPart], rule: BrokenMonth) -> MonthRun:
    first, last = parts[0], parts[-1]
    return MonthRun(first.half, first.opens, last.closes, len(parts), month_share(first, rule))
