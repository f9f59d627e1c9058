"""The register of the per-head subsidy: what every school was allocated, what it was paid, what it gave back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from helpers.collection.forms.registers import ALLOTTED, PAID, PER_HEAD_PAYMENTS, RETURNED
from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.entitlement import Tranche, tranches
from helpers.sample.budget_year.filled import Filled, Row, document, satang
from helpers.sample.budget_year.setting import Setting

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
