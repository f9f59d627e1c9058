"""How a round's enrolment is held against an earlier round's: schools that are gone, grades that changed, columns that
were exchanged. A grade may change by 20 pupils, and by three in ten of those before."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from builders import Counts, aggregate, make_office
from helpers.periods import Round
from helpers.systems.dmc import checks
from helpers.systems.dmc.aggregates import Aggregate
from helpers.systems.dmc.checks import RoundEnrolment, check_against_earlier
from unit.systems.dmc.test_aggregate_checks import read
from unit.systems.dmc.test_checks import BOYS, OTHER, PARAMS, SCHOOL, THREE, Named, _named, _params, _school


def enrolment(**pupils: int) -> pd.DataFrame:
    """So many boys of ป.1 by school, called `s` and its code."""
    rows = [(smis.removeprefix("s"), "ป.1", "ช", number) for smis, number in pupils.items()]
    return pd.DataFrame(rows, columns=["smis", "grade", "sex", "pupils"])


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (0, 20, False),
        (0, 21, True),
        (21, 0, True),
        (20, 0, False),
        (70, 91, False),
        (70, 92, True),
        (70, 49, False),
        (70, 48, True),
    ],
)
def test_a_grade_has_changed_beyond_both_limits(before: int, after: int, found: bool, tmp_path: Path) -> None:
    now = RoundEnrolment(Round(2568, 3), enrolment(s34010001=after, s34010002=30), None)
    earlier = enrolment(s34010001=before, s34010002=30)
    params = make_office(tmp_path).params
    named = check_against_earlier(now, {SCHOOL, OTHER}, Round(2568, 2), earlier, params)
    assert [(each.rule, each.smis, each.column) for each in named] == (
        [("dmc.rounds.grade_changed", SCHOOL, "ป.1")] if found else []
    )


def _since(
    now: pd.DataFrame,
    earlier: pd.DataFrame,
    before: str = "2568-2",
    file: Aggregate | None = None,
    present: Collection[str] = (SCHOOL, OTHER),
) -> list[Named]:
    """What is found in the third round of 2568 against an earlier one; the third school of the list has closed."""
    params = _params(_school(SCHOOL), _school(OTHER), _school(THREE, last_day=date(2026, 4, 29)))
    limits = PARAMS.checks.grade_change.model_copy(update={"share": 0.3, "pupils": 20})
    params = replace(params, checks=PARAMS.checks.model_copy(update={"grade_change": limits}))
    third = RoundEnrolment(Round(2568, 3), now, file)
    return _named(checks.check_against_earlier(third, present, Round.parse(before), earlier, params))


def _cells(enrolled: Counts) -> pd.DataFrame:
    rows = [(smis, *cell, count) for smis, school in enrolled.items() for cell, count in school.items()]
    return pd.DataFrame(rows, columns=["smis", "grade", "sex", "pupils"])


def test_a_school_that_is_gone_is_named_unless_it_has_closed() -> None:
    earlier = {**BOYS, THREE: {("ป.1", "ช"): 1}, "34019999": {("ป.1", "ช"): 1}}
    assert _since(_cells(BOYS), _cells(earlier)) == [
        ("rounds.school_gone", "34019999", "enrolment", 0, "", "มีในรอบ 2568-2", "")
    ]
    gone = _since(_cells({SCHOOL: BOYS[SCHOOL]}), _cells(BOYS), present=(SCHOOL,))
    assert gone == [("rounds.school_gone", OTHER, "enrolment", 0, "", "มีในรอบ 2568-2", "")]
    assert _since(_cells({}), _cells(earlier)) == [], "a round without pupils is not compared"


def test_grades_of_one_year_are_compared_and_of_two_years_not() -> None:
    grown = {**BOYS, SCHOOL: {("ป.1", "ช"): 1_020, ("ป.1", "ญ"): 3}}
    named = ("rounds.grade_changed", SCHOOL, "enrolment", 0, "ป.1", "1,023", "รอบ 2568-1 มี 23")
    assert _since(_cells(grown), _cells(BOYS), "2568-1") == [named]
    assert _since(_cells(grown), _cells(BOYS), "2567-3") == []
    new_grade = {**BOYS, SCHOOL: {**BOYS[SCHOOL], ("ป.2", "ช"): 21}}
    assert [each[4:] for each in _since(_cells(new_grade), _cells(BOYS))] == [("ป.2", "21", "รอบ 2568-2 มี 0")]
    new_school = {**BOYS, THREE: {("ป.1", "ช"): 500}}
    assert _since(_cells(new_school), _cells(BOYS), present=(SCHOOL, OTHER, THREE)) == []


MANY: Counts = {
    f"3401{number:04}": {("ป.1", "ช"): 20 + number, ("ป.1", "ญ"): 3, ("ป.2", "ช"): 9, ("ป.2", "ญ"): 2 * number}
    for number in (1, 2)
}
TURNED: Counts = {
    smis: {(grade, {"ช": "ญ", "ญ": "ช"}[sex]): count for (grade, sex), count in school.items()}
    for smis, school in MANY.items()
}
NEXT_YEAR = {"ป.1": "ป.2", "ป.2": "ป.3"}


def test_columns_exchanged_since_a_round_of_the_year_are_one_finding_about_the_file(tmp_path: Path) -> None:
    file = read(tmp_path, "enrolment", aggregate("enrolment", enrolled=TURNED))
    assert _since(_cells(TURNED), _cells(MANY), "2568-1", file) == [
        ("rounds.columns_exchanged", "", "enrolment", 0, "", "ช กับ ญ", "เทียบกับรอบ 2568-1")
    ]
    assert _since(_cells(TURNED), _cells(MANY), "2568-1") == [], "a list has no columns of counts"
    assert _since(_cells(MANY), _cells(MANY), "2568-1", file) == []


def test_the_year_before_is_compared_a_grade_higher_and_one_further_back_not_at_all(tmp_path: Path) -> None:
    risen = {
        smis: {(NEXT_YEAR[grade], sex): count for (grade, sex), count in school.items()}
        for smis, school in TURNED.items()
    }
    file = read(tmp_path, "enrolment", aggregate("enrolment", enrolled=risen))
    assert _since(_cells(risen), _cells(MANY), "2567-3", file) == [
        ("rounds.columns_exchanged", "", "enrolment", 0, "", "ช กับ ญ", "เทียบกับรอบ 2567-3")
    ]
    assert _since(_cells(risen), _cells(MANY), "2566-3", file) == []
    assert _since(_cells(TURNED), _cells(MANY), "2567-3", file) == []
