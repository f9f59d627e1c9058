"""The register of the per-head subsidy: what every school was allocated, was paid, and returned.

The entitlement is computed by plain arithmetic from the sample's counts and the rates of the parameters, without
excluding pupils, so that payments and allotments are close to what the programme computes from the delivered rounds. Of
the items by category it knows only that of poor pupils.
"""

from collections.abc import Container, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from helpers.forms.registers import ALLOTTED, PAID, PER_HEAD_PAYMENTS, RETURNED
from helpers.params.programmes.per_head import Level, PerHeadItem, PerHeadProgramme, Term
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.setting import (
    POOR_LABEL,
    ZERO,
    Bools,
    FilledForm,
    Ints,
    PupilCounts,
    Row,
    Setting,
    document,
    satang,
)
from helpers.systems.dmc.layouts import GRADES

Amounts = npt.NDArray[np.object_]
"""Exact baht by school."""
ALLOCATED_ON, PAID_ON = 19, 26
"""The days of the month on which a tranche is allocated to the schools and paid."""
_HUNDRED = Decimal(100)


class PlannedTranche(NamedTuple):
    """One payment: its title, the days of allocation and payment, and the amounts by item title and school."""

    title: str
    allocated: date
    paid: date
    amounts: dict[str, Amounts]

    def total(self, without: Container[int] = ()) -> Decimal:
        """The sum of the positive amounts of all schools but those in `without`; overpaid money is not deducted."""
        due = (
            amount
            for by_school in self.amounts.values()
            for school, amount in enumerate(by_school)
            if school not in without
        )
        return sum((satang(amount) for amount in due if amount > 0), ZERO)


def tranches(setting: Setting, programme: PerHeadProgramme, titles: list[str]) -> list[PlannedTranche]:
    """The tranches with these titles: term 2 (at once, or in two payments), the advance of term 1 on promoted counts,
    and the rest of term 1.
    """
    first, last = setting.year.opens.year, setting.year.closes.year
    days = {12: first, 2: last, 4: last, 6: last}
    paid_before, paid_after = (
        _paid(programme, confirmed) for confirmed in (setting.confirmed_before, setting.confirmed_after)
    )
    term_2, early = _term(setting, programme, "term_2", setting.before), programme.term_2.first / _HUNDRED
    made = [(12, _times(term_2, early * paid_before)), (2, _times(term_2, (1 - early) * paid_before))]
    advance = _times(_advance(setting, programme), programme.term_1.first / _HUNDRED * paid_before)
    whole = _term(setting, programme, "term_1", setting.after)
    rest = {title: (amounts - advance.get(title, ZERO)) * paid_after for title, amounts in whole.items()}
    made = made[: 1 if early == 1 else 2]
    return [
        PlannedTranche(title, date(days[month], month, ALLOCATED_ON), date(days[month], month, PAID_ON), amounts)
        for title, (month, amounts) in zip(titles, (*made, (4, advance), (6, rest)), strict=True)
    ]


def _paid(programme: PerHeadProgramme, confirmed: Bools) -> Amounts:
    """1 for schools that are paid on a round's counts, 0 for those whose money is withheld."""
    paid = confirmed | (programme.not_confirmed.rule == "paid")
    return np.array([Decimal(int(each)) for each in paid], dtype=object)


def _times(amounts: dict[str, Amounts], share: Decimal | Amounts) -> dict[str, Amounts]:
    return {title: by_school * share for title, by_school in amounts.items()}


def _advance(setting: Setting, programme: PerHeadProgramme) -> dict[str, Amounts]:
    promoted = setting.before.promoted(programme.term_1.entry_grades)
    in_advance = {item.title for item in programme.items if item.in_advance}
    whole = _term(setting, programme, "term_1", promoted)
    return {title: amounts for title, amounts in whole.items() if title in in_advance}


def _term(setting: Setting, programme: PerHeadProgramme, term: Term, heads: PupilCounts) -> dict[str, Amounts]:
    """The amounts of a whole term by item title; items without any amount are left out."""
    day = setting.year.opens
    paid = {item.title: _paid_per_term(programme, item, term, heads, day) for item in programme.items}
    return {title: amounts for title, amounts in paid.items() if any(amounts)}


def _paid_per_term(
    programme: PerHeadProgramme, item: PerHeadItem, term: Term, heads: PupilCounts, day: date
) -> Amounts:
    total: Amounts = np.full(len(heads.pupils), ZERO, dtype=object)
    for level in programme.levels.levels:
        if level.level in item.levels:
            for grade, counted in _counted(programme, item, heads, level):
                rate = programme.rate(item.item, grade) or programme.rate(item.item, level.level)
                dated = rate.on(day) if rate else None
                per_pupil = programme.term_rate(item, term, dated.value) if dated else ZERO
                total = total + counted.astype(object) * per_pupil
    return total


def _counted(
    programme: PerHeadProgramme, item: PerHeadItem, heads: PupilCounts, level: Level
) -> Iterator[tuple[str, Ints]]:
    """The number of pupils by school for whom an item is paid, for each grade; poor pupils for the whole level, up to
    the cap."""
    indexes = _grade_indexes(level.grades)
    if item.category is None:
        paid = _small(programme, heads, level.level) if item.counts == "small_school_pupils" else 1
        yield from ((grade, heads.pupils[:, index] * paid) for grade, index in zip(level.grades, indexes, strict=True))
    elif POOR_LABEL in item.category.labels:
        poor, everybody = (counts[:, indexes].sum(axis=1) for counts in (heads.poor, heads.pupils))
        most = next((cap.most for cap in item.category.caps if cap.level == level.level), _HUNDRED)
        yield level.level, np.minimum(poor, everybody * int(most) // 100)


def _small(programme: PerHeadProgramme, heads: PupilCounts, level: str) -> Ints:
    """1 for schools that are small for a level, 0 for the others."""
    grades = {each.level: each.grades for each in programme.levels.levels}
    small = np.zeros(len(heads.pupils), dtype=np.int64)
    for group in programme.small_schools.groups:
        if level in group.levels:
            indexes = [index for name in group.levels for index in _grade_indexes(grades[name])]
            small |= heads.pupils[:, indexes].sum(axis=1) <= group.most
    return small


def _grade_indexes(grades: tuple[str, ...]) -> list[int]:
    return [GRADES.index(grade) for grade in grades]


SUBSIDY, RESULT = "per-head", "per-head-result"
"""The programme that pays, and the one in whose register the payments are entered."""


def subsidy(setting: Setting) -> list[PlannedTranche]:
    """The tranches of the subsidy; empty where the programme or the list of its tranches is missing."""
    programme = setting.programmes(PerHeadProgramme).get(SUBSIDY)
    titles = [shown for _, shown in setting.choices.get("tranches", ())]
    return tranches(setting, programme, titles) if programme and titles else []


def payments(setting: Setting, made: list[PlannedTranche]) -> Iterator[FilledForm]:
    """The register of payments."""
    if made and RESULT in setting.params.programmes:
        rows = [row for number in range(len(made)) for row in _rows(setting, made, number)]
        yield FilledForm(PER_HEAD_PAYMENTS, RESULT, rows)


def waiting(setting: Setting, made: list[PlannedTranche], number: int) -> list[int]:
    """The schools that have not been paid a tranche by the closing day: a few wait for the last one."""
    return setting.chosen(1 - calibration.WAITING_SHARE, 1) if number == len(made) - 1 else []


def _rows(setting: Setting, made: list[PlannedTranche], number: int) -> Iterator[Row]:
    """The entries of a tranche: allocations, payments, and for the first one returns."""
    tranche, late = made[number], waiting(setting, made, number)
    allocation, payment = (document(700 + 10 * number + step, setting.year) for step in (0, 1))
    yield from _entries(setting, tranche, ALLOTTED, tranche.allocated, allocation, [])
    yield from _entries(setting, tranche, PAID, tranche.paid, payment, late)
    if number == 0:
        yield from _given_back(setting, tranche)


def _entries(
    setting: Setting, tranche: PlannedTranche, entry: str, day: date, paper: str, without: list[int]
) -> Iterator[Row]:
    for school, smis in enumerate(setting.codes):
        for item, amounts in tranche.amounts.items():
            amount = satang(amounts[school])
            if amount > 0 and school not in without:
                yield _entry(tranche, smis, item, entry, amount) | {"date": day, "document_no": paper}


def _given_back(setting: Setting, tranche: PlannedTranche) -> Iterator[Row]:
    """Returns of a few schools that did not use all of an item."""
    day = date(setting.year.closes.year, 3, 27)
    item, amounts = next(iter(tranche.amounts.items()))
    for turn, school in enumerate(setting.chosen(0, calibration.GIVING_BACK_SHARE)):
        amount = satang(amounts[school] * Decimal(calibration.GIVEN_BACK))
        if amount > 0:
            paper = document(790 + turn, setting.year)
            note = {"date": day, "document_no": paper, "note": "เงินเหลือจ่าย"}
            yield _entry(tranche, setting.codes[school], item, RETURNED, amount) | note


def _entry(tranche: PlannedTranche, smis: str, item: str, entry: str, amount: Decimal) -> Row:
    return {"smis": smis, "item": item, "tranche": tranche.title, "entry": entry, "amount": amount}
