"""Programme 11: the per-head subsidy of fifteen-year free education, by term and tranche, from the counts of DMC."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import chain
from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate, Whole
from helpers.params.programmes.base import Money, Percent, Programme

Term = Literal["term_1", "term_2"]
Counts = Literal["pupils", "small_school_pupils", "category_pupils"]
WHOLE_YEAR = 100


class Level(ParameterModel):
    """One level and its grades, the lowest first."""

    level: Line
    grades: tuple[Line, ...] = Field(min_length=1)


class PaidLevels(Referenced):
    """The levels that are paid for, the lowest first; pupils of other grades are not counted."""

    levels: tuple[Level, ...] = Field(min_length=1)


class LevelCap(ParameterModel):
    """The largest share of a school's pupils of a level that is paid for."""

    level: Line
    most: Percent


class Category(ParameterModel):
    """Pupils counted by category: the DMC report, its labels that count, and the caps on the number."""

    report: Line
    labels: tuple[Line, ...] = Field(min_length=1)
    caps: tuple[LevelCap, ...] = ()


class PerHeadItem(Referenced):
    """One item of the subsidy: the pupils that it counts, and the share of its yearly rate that is paid in each term.
    An item without any rate pays nothing, and the report says so."""

    item: Line
    title: Line
    counts: Counts
    levels: tuple[Line, ...] = Field(min_length=1)
    category: Category | None = None
    term_1: Percent
    term_2: Percent
    in_advance: bool = Field(strict=True)
    """Whether the first payment of term 1 includes it, on the counts of promoted pupils."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.term_1 + self.term_2 != WHOLE_YEAR:
            raise ValueError(f"{self.item}: term_1 และ term_2 ต้องรวมกันได้ 100")
        if (self.counts == "category_pupils") != (self.category is not None):
            raise ValueError(f"{self.item}: มี category เมื่อ counts เป็น category_pupils เท่านั้น")
        return self

    def share_of(self, term: Term) -> Percent:
        """The per cent of the yearly rate that is paid in a term."""
        return self.term_1 if term == "term_1" else self.term_2


class SmallSchool(ParameterModel):
    """The levels that get the top-up, and the largest number of pupils of a small school; its pupils are those of the
    levels `counted`, or of `levels` where `counted` is empty."""

    title: Line
    levels: tuple[Line, ...] = Field(min_length=1)
    counted: tuple[Line, ...] = ()
    most: Whole = Field(gt=0)


class SmallSchools(Referenced):
    """The schools that get the top-up for small schools, by group of levels."""

    groups: tuple[SmallSchool, ...]


class FirstPayment(Referenced):
    """The per cent of a term's money in its first payment; 100 where there is only one."""

    first: Percent = Field(gt=0)


class MovedUp(FirstPayment):
    """The first payment of term 1, on the counts of the term before with every grade promoted by one; the
    `entry_grades` keep the old count of the same grade."""

    entry_grades: tuple[Line, ...] = Field(min_length=1)


class OddBaht(Referenced):
    """How a yearly rate of whole baht is split between the terms: in whole baht with the odd one in term 1, or exactly
    by the items' shares."""

    rule: Literal["term_1", "exact"]


class Overpaid(Referenced):
    """What happens to money of the first payment that exceeds the entitlement by the second count: it is set off
    against the school's other money, now and later (`carried`), or paid back (`returned`)."""

    rule: Literal["carried", "returned"]


class NotConfirmed(Referenced):
    """Whether a school is paid on a count that it did not confirm."""

    rule: Literal["paid", "withheld"]


class MinimumAge(ParameterModel):
    """The minimum age of a grade, in full years on the day of the count."""

    grade: Line
    age: Whole = Field(ge=1, le=30)


class UnderAge(Referenced):
    """Whether pupils below the minimum age are paid for; a grade without a minimum is not checked."""

    rule: Literal["counted", "left_out"]
    ages: tuple[MinimumAge, ...]


class Duplicates(Referenced):
    """How often a person who occurs more than once in the pupil list is paid for."""

    within_school: Literal["each_counted", "first_counted"]
    across_schools: Literal["each_counted", "none_counted"]


class ExampleCount(ParameterModel):
    """One school's pupils by grade on one day, and those of category items by item and by grade."""

    on: ThaiDate
    pupils: dict[Line, Whole]
    categories: dict[Line, dict[Line, Whole]] = Field(default_factory=dict)


class PerHeadExample(ParameterModel):
    """One school worked by hand: its counts of both terms, and every amount by tranche and item."""

    explained: Line
    """The working, for a reader who follows it with a pencil."""
    before: ExampleCount
    """The counts of 10 พ.ย.: for term 2, and for the first payment of term 1."""
    after: ExampleCount | None = None
    """The counts of 10 มิ.ย.; None where they are not available yet."""
    amounts: dict[Line, dict[Line, Money]]


class PerHeadProgramme(Programme):
    """The per-head subsidy."""

    kind: Literal["per_head"]
    levels: PaidLevels
    items: tuple[PerHeadItem, ...] = Field(min_length=1)
    """In reading order; the first one counts the persons who are paid for."""
    small_schools: SmallSchools
    term_2: FirstPayment
    term_1: MovedUp
    odd_baht: OddBaht | None = None
    """None for an exact split."""
    overpaid: Overpaid
    not_confirmed: NotConfirmed
    under_age: UnderAge
    duplicates: Duplicates
    examples: tuple[PerHeadExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        grades = self.grades
        levels = [each.level for each in self.levels.levels]
        items = [each.item for each in self.items]
        _once("levels", levels)
        _once("grades", grades)
        _once("items", items)
        _once("title", [each.title for each in self.items])
        _known("levels", self._level_names(), levels)
        _known("entry_grades", self.term_1.entry_grades, grades)
        _known("under_age", (each.grade for each in self.under_age.ages), grades)
        _known("rates.item", (rate.item for rate in self.rates), items)
        _known("rates.group", (rate.group for rate in self.rates), ("", *levels, *grades))
        if self.items[0].counts != "pupils":
            raise ValueError("รายการแรกต้องนับนักเรียนทุกคน (counts: pupils) เพราะใช้นับผู้ได้รับ")
        if grades[0] not in self.term_1.entry_grades:
            raise ValueError(f"{grades[0]} ไม่มีชั้นที่ต่ำกว่า ต้องอยู่ใน entry_grades")
        return self

    @property
    def grades(self) -> tuple[str, ...]:
        """Every grade that is paid for, the lowest first."""
        return tuple(chain.from_iterable(level.grades for level in self.levels.levels))

    def term_rate(self, item: PerHeadItem, term: Term, rate: Decimal) -> Decimal:
        """The part of an item's yearly rate that is paid in a term, baht a pupil. Both terms together give the rate."""
        if self.odd_baht is None or self.odd_baht.rule == "exact" or rate != rate.to_integral_value():
            return rate * item.share_of(term) / WHOLE_YEAR
        second = (rate * item.term_2 / WHOLE_YEAR).to_integral_value(ROUND_FLOOR)
        return second if term == "term_2" else rate - second

    def level_of(self) -> dict[str, str]:
        """The level of every grade that is paid for."""
        return {grade: level.level for level in self.levels.levels for grade in level.grades}

    def _level_names(self) -> Iterator[str]:
        for item in self.items:
            yield from item.levels
            yield from (cap.level for cap in (item.category.caps if item.category else ()))
        for group in self.small_schools.groups:
            yield from (*group.levels, *group.counted)


def _once(where: str, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise ValueError(f"{where}: มีชื่อซ้ำ")


def _known(where: str, names: Iterable[str], allowed: Sequence[str]) -> None:
    unknown = sorted({*names} - {*allowed})
    if unknown:
        raise ValueError(f"{where}: ไม่รู้จัก {', '.join(unknown)} ชื่อที่มีคือ {', '.join(filter(None, allowed))}")


PROGRAMME = PerHeadProgramme
