"""Counting the months of a contract, a post or a claim within the half-years of a fiscal year.

A whole month counts one. An incomplete ("broken") month counts by its days, by one of two rules that the programme
states: `calendar_days` divides by the days of that month, `thirty_days` by thirty. No month counts more than one.
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
    """The days of one month within one half-year, both included; `length` is the number of days of the whole month."""

    half: str
    opens: date
    closes: date
    length: int

    @property
    def days(self) -> int:
        """The number of days from `opens` to `closes`."""
        return (self.closes - self.opens).days + 1

    @property
    def whole(self) -> bool:
        """Whether it is the whole month."""
        return self.days == self.length


@dataclass(frozen=True, slots=True)
class MonthRun:
    """Consecutive whole months within one half-year, or one broken month: `count` months, `share` of each."""

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
    """The halves to the end of March and from April on, which worked examples use."""
    middle = year.closes.year
    first = Half(title=HALF_TITLES[0], opens=year.opens, closes=date(middle, 3, 31))
    return first, Half(title=HALF_TITLES[1], opens=date(middle, 4, 1), closes=year.closes)


def month_parts(opens: date, closes: date, halves: Iterable[Half]) -> tuple[MonthPart, ...]:
    """The months from one day to another, both included, cut at the bounds of the half-years; empty where no day lies
    in them, and where the last day is before the first."""
    return tuple(part for half in halves for part in _within(max(opens, half.opens), min(closes, half.closes), half))


def month_runs(
    parts: Sequence[MonthPart], rule: BrokenMonth, alike: Callable[[MonthPart], Hashable] = lambda part: part.half
) -> tuple[MonthRun, ...]:
    """Combine consecutive whole months of one half for which `alike` is equal (the rate in force, for example). A
    broken month is always a run by itself: 16 พ.ย. to 31 ม.ค. gives one run of half a month and one of two months."""
    keyed = groupby(enumerate(parts), lambda each: (each[1].half, -1 if each[1].whole else each[0], alike(each[1])))
    return tuple(_run([part for _, part in group], rule) for _, group in keyed)


def month_share(part: MonthPart, rule: BrokenMonth) -> Decimal:
    """The share of a month that counts, to ten decimals: one for a whole month."""
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
