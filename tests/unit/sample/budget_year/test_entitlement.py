"""The sample's own arithmetic of the subsidy agrees with the programme's worked examples."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from helpers.params.folder import read_params
from helpers.params.programmes.per_head import ExampleCount, PerHeadExample, PerHeadProgramme
from helpers.periods import FiscalYear
from helpers.sample.budget_year.payments import Amounts, tranches
from helpers.sample.budget_year.setting import PupilCounts, Setting
from helpers.systems.dmc.layouts import GRADES
from unit.sample.downloads import PARAMS

TITLES = ["ภาคเรียนที่ 2", "ภาคเรียนที่ 1 งวดแรก", "ภาคเรียนที่ 1 ส่วนที่เหลือ"]
READ = read_params(PARAMS)
PROGRAMME = READ.programmes["per-head"]
assert isinstance(PROGRAMME, PerHeadProgramme)


def heads(counted: ExampleCount | None) -> PupilCounts:
    """One school."""

    def row(counts: Mapping[str, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.array([[counts.get(grade, 0) for grade in GRADES]])

    return PupilCounts(
        row(counted.pupils if counted else {}), row(counted.categories.get("poor", {}) if counted else {})
    )


def setting(example: PerHeadExample) -> Setting:
    confirmed = np.array([True])
    before, after = heads(example.before), heads(example.after)
    year = FiscalYear(example.before.on.year + 544)
    return Setting(READ, {}, year, ("34010001",), before, after, confirmed, confirmed, (0,))


def only(amounts: Mapping[str, Amounts]) -> dict[str, Decimal]:
    return {title: own[0] for title, own in amounts.items() if own[0]}


@pytest.mark.parametrize("example", PROGRAMME.examples, ids=lambda each: each.explained[:20])
def test_every_worked_example_comes_out(example: PerHeadExample) -> None:
    made = {tranche.title: only(tranche.amounts) for tranche in tranches(setting(example), PROGRAMME, TITLES)}
    counted = TITLES if example.after else TITLES[:2]
    assert {title: made[title] for title in counted if made[title]} == example.amounts


def test_a_school_that_did_not_confirm_is_not_paid_on_that_count() -> None:
    example_setting = setting(PROGRAMME.examples[0])
    silent = tranches(replace(example_setting, confirmed_before=np.array([False])), PROGRAMME, TITLES)
    assert [tranche.total() for tranche in silent] == [0, 0, 0]
    paid = PROGRAMME.model_copy(update={"not_confirmed": PROGRAMME.not_confirmed.model_copy(update={"rule": "paid"})})
    assert tranches(replace(example_setting, confirmed_before=np.array([False])), paid, TITLES)[0].total() > 0


def test_term_2_can_come_in_two_payments() -> None:
    halved = PROGRAMME.model_copy(update={"term_2": PROGRAMME.term_2.model_copy(update={"first": Decimal(70)})})
    example_setting = setting(PROGRAMME.examples[0])
    whole = tranches(example_setting, PROGRAMME, TITLES)[0].total()
    first, rest, *_ = tranches(example_setting, halved, ["หนึ่ง", "สอง", "สาม", "สี่"])
    assert first.total() + rest.total() == whole
    assert first.total() == whole * Decimal("0.7")


def test_what_is_due_leaves_out_schools_and_negative_amounts() -> None:
    rest = tranches(setting(PROGRAMME.examples[-1]), PROGRAMME, TITLES)[2]
    assert rest.total() == 0
    assert tranches(setting(PROGRAMME.examples[0]), PROGRAMME, TITLES)[0].total(without=[0]) == 0
