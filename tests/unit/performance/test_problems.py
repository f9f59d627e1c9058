"""What became of issues: found again, new, put right, or not to be found out."""

import pandas as pd

from helpers.performance.issues import movements
from helpers.performance.schemas import CLOSED, NEW, REMAINING, UNCHECKED
from unit.performance.tables import findings, finds

AGE, SEX = "dmc.pupil.age_outside_grade", "dmc.pupil.sex_unknown"
EVERYBODY = {"", "1", "2"}


def became(moved: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(rule, smis): how for rule, smis, how in moved[["rule", "smis", "movement"]].itertuples(index=False)}


def test_every_issue_of_both_rounds_is_told_once() -> None:
    now, before = findings([(AGE, "1"), (AGE, "1"), (SEX, "2")]), findings([(AGE, "1"), (AGE, "2"), (SEX, "1")])
    assert became(movements(now, before, finds(EVERYBODY))) == {
        (AGE, "1"): REMAINING,
        (SEX, "2"): NEW,
        (AGE, "2"): CLOSED,
        (SEX, "1"): CLOSED,
    }


def test_what_could_not_be_found_again_is_not_closed() -> None:
    before = findings([(AGE, "1"), (AGE, "2")])
    nothing = findings([])
    assert set(became(movements(nothing, before, finds({"", "1"}))).values()) == {CLOSED, UNCHECKED}
    assert set(became(movements(nothing, before, finds(EVERYBODY, {"pupil_list"}))).values()) == {UNCHECKED}


def test_a_finding_of_the_whole_area_can_always_be_found_again() -> None:
    assert became(movements(findings([]), findings([(AGE, "")]), finds({""}))) == {(AGE, ""): CLOSED}


def test_nobody_has_to_put_a_notice_right() -> None:
    notices = findings([(AGE, "1")], severity="notice")
    assert movements(notices, notices, finds(EVERYBODY)).empty


def test_the_row_is_the_present_one_of_what_is_found_again() -> None:
    moved = movements(findings([(SEX, "2"), (AGE, "1")]), findings([(AGE, "1")]), finds(EVERYBODY))
    assert moved.set_index("movement")["row"].to_dict() == {NEW: 1, REMAINING: 2}
