"""The register of the per-head subsidy: what every school was allocated, what it was paid, what it gave back.

About what every school is entitled to per head: by item and tranche, before anybody is left out.

Plain arithmetic on the sample's own counts with the rates of the parameters, so that payments and allotments come near
what the programme's rules make of the delivered rounds. Of pupils by category it knows the poor alone.
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
    Filled,
    Heads,
    Ints,
    Row,
    Setting,
    document,
    satang,
)
from helpers.systems.dmc.layouts import GRADES

Amounts = npt.NDArray[np.object_]
"""Exact baht by school."""
ALLOCATED_ON, PAID_ON = 19, 26
"""Days of the month in which a tranche is allocated to the schools and paid."""
_HUNDRED = Decimal(100)


class Tranche(NamedTuple):
    """One payment: its title, the days on which it is allocated and paid, and what every item comes to by its title."""

    title: str
    allocated: date
    paid: date
    amounts: dict[str, Amounts]

    def total(self, without: Container[int] = ()) -> Decimal:
        """All that is to be paid, but to some schools; what a school was paid too much before is not taken off."""
        due = (amount for own in self.amounts.values() for school, amount in enumerate(own) if school not in without)
        return sum((satang(amount) for amount in due if amount > 0), ZERO)


def tranches(setting: Setting, programme: PerHeadProgramme, titles: list[str]) -> list[Tranche]:
    """Term 2 (at once, or in two payments), the advance of term 1 on counts moved up, and the rest of term 1.

    `titles` in this order.
    """
    first, last = setting.year.opens.year, setting.year.closes.year
    days = {12: first, 2: last, 4: last, 6: last}
    paid_before, paid_after = (_paid(programme, own) for own in (setting.confirmed_before, setting.confirmed_after))
    term_2, early = _term(setting, programme, "term_2", setting.before), programme.term_2.first / _HUNDRED
    made = [(12, _times(term_2, early * paid_before)), (2, _times(term_2, (1 - early) * paid_before))]
    advance = _times(_advance(setting, programme), programme.term_1.first / _HUNDRED * paid_before)
    whole = _term(setting, programme, "term_1", setting.after)
    rest = {title: (amounts - advance.get(title, ZERO)) * paid_after for title, amounts in whole.items()}
    made = made[: 1 if early == 1 else 2]
    return [
        Tranche(title, date(days[month], month, ALLOCATED_ON), date(days[month], month, PAID_ON), amounts)
        for title, (month, amounts) in zip(titles, (*made, (4, advance), (6, rest)), strict=True)
    ]


def _paid(programme: PerHeadProgramme, confirmed: Bools) -> Amounts:
    """1 for schools that are paid on a round's counts, 0 for those from which the money is withheld."""
    paid = confirmed | (programme.not_confirmed.rule == "paid")
    return np.array([Decimal(int(each)) for each in paid], dtype=object)


def _times(amounts: dict[str, Amounts], share: Decimal | Amounts) -> dict[str, Amounts]:
    return {title: own * share for title, own in amounts.items()}


def _advance(setting: Setting, programme: PerHeadProgramme) -> dict[str, Amounts]:
    moved_up = setting.before.moved_up(programme.term_1.entry_grades)
    in_advance = {item.title for item in programme.items if item.in_advance}
    whole = _term(setting, programme, "term_1", moved_up)
    return {title: amounts for title, amounts in whole.items() if title in in_advance}


def _term(setting: Setting, programme: PerHeadProgramme, term: Term, heads: Heads) -> dict[str, Amounts]:
    """The whole of a term by the title of the item; items of which it pays nothing are left out."""
    day = setting.year.opens
    paid = {item.title: _paid_per_term(programme, item, term, heads, day) for item in programme.items}
    return {title: amounts for title, amounts in paid.items() if any(amounts)}


def _paid_per_term(programme: PerHeadProgramme, item: PerHeadItem, term: Term, heads: Heads, day: date) -> Amounts:
    total: Amounts = np.full(len(heads.pupils), ZERO, dtype=object)
    for level in programme.levels.levels:
        if level.level in item.levels:
            for grade, counted in _counted(programme, item, heads, level):
                rate = programme.rate(item.item, grade) or programme.rate(item.item, level.level)
                dated = rate.on(day) if rate else None
                each = programme.term_rate(item, term, dated.value) if dated else ZERO
                total = total + counted.astype(object) * each
    return total


def _counted(programme: PerHeadProgramme, item: PerHeadItem, heads: Heads, level: Level) -> Iterator[tuple[str, Ints]]:
    """Pupils by school for whom an item is paid, grade by grade; the poor for the level as a whole, up to the cap."""
    places = _places(level.grades)
    if item.category is None:
        paid = _small(programme, heads, level.level) if item.counts == "small_school_pupils" else 1
        yield from ((grade, heads.pupils[:, place] * paid) for grade, place in zip(level.grades, places, strict=True))
    elif POOR_LABEL in item.category.labels:
        poor, everybody = (counts[:, places].sum(axis=1) for counts in (heads.poor, heads.pupils))
        most = next((cap.most for cap in item.category.caps if cap.level == level.level), _HUNDRED)
        yield level.level, np.minimum(poor, everybody * int(most) // 100)


def _small(programme: PerHeadProgramme, heads: Heads, level: str) -> Ints:
    """1 for schools that are small for a level, 0 for the others."""
    grades = {each.level: each.grades for each in programme.levels.levels}
    small = np.zeros(len(heads.pupils), dtype=np.int64)
    for group in programme.small_schools.groups:
        if level in group.levels:
            places = [place for own in group.levels for place in _places(grades[own])]
            small |= heads.pupils[:, places].sum(axis=1) <= group.most
    return small


def _places(grades: tuple[str, ...]) -> list[int]:
    return [GRADES.index(grade) for grade in grades]


SUBSIDY, RESULT = "per-head", "per-head-result"
"""The programme that pays, and the one under which its payments are registered."""


def subsidy(setting: Setting) -> list[Tranche]:
    """What the subsidy comes to; empty where the programme or the list of its tranches is not known."""
    programme = setting.programmes(PerHeadProgramme).get(SUBSIDY)
    titles = [shown for _, shown in setting.choices.get("tranches", ())]
    return tranches(setting, programme, titles) if programme and titles else []


def payments(setting: Setting, made: list[Tranche]) -> Iterator[Filled]:
    """The register of the payments."""
    if made and RESULT in setting.params.programmes:
        rows = [row for number in range(len(made)) for row in _rows(setting, made, number)]
        yield Filled(PER_HEAD_PAYMENTS, RESULT, rows)


def waiting(setting: Setting, made: list[Tranche], number: int) -> list[int]:
    """The schools that have not been paid a tranche when the books close: a few wait for the last one."""
    return setting.chosen(1 - calibration.WAITING_SHARE, 1) if number == len(made) - 1 else []


def _rows(setting: Setting, made: list[Tranche], number: int) -> Iterator[Row]:
    """Everything that is allocated, then what is paid, and once what is given back."""
    tranche, late = made[number], waiting(setting, made, number)
    allocation, payment = (document(700 + 10 * number + step, setting.year) for step in (0, 1))
    yield from _entries(setting, tranche, ALLOTTED, tranche.allocated, allocation, [])
    yield from _entries(setting, tranche, PAID, tranche.paid, payment, late)
    if number == 0:
        yield from _given_back(setting, tranche)


def _entries(
    setting: Setting, tranche: Tranche, entry: str, day: date, paper: str, without: list[int]
) -> Iterator[Row]:
    for school, smis in enumerate(setting.codes):
        for item, amounts in tranche.amounts.items():
            amount = satang(amounts[school])
            if amount > 0 and school not in without:
                yield _entry(tranche, smis, item, entry, amount) | {"date": day, "document_no": paper}


def _given_back(setting: Setting, tranche: Tranche) -> Iterator[Row]:
    """A few schools give back a part of an item that they did not use."""
    day = date(setting.year.closes.year, 3, 27)
    item, amounts = next(iter(tranche.amounts.items()))
    for turn, school in enumerate(setting.chosen(0, calibration.GIVING_BACK_SHARE)):
        amount = satang(amounts[school] * Decimal(calibration.GIVEN_BACK))
        if amount > 0:
            paper = document(790 + turn, setting.year)
            note = {"date": day, "document_no": paper, "note": "เงินเหลือจ่าย"}
            yield _entry(tranche, setting.codes[school], item, RETURNED, amount) | note


def _entry(tranche: Tranche, smis: str, item: str, entry: str, amount: Decimal) -> Row:
    return {"smis": smis, "item": item, "tranche": tranche.title, "entry": entry, "amount": amount}
