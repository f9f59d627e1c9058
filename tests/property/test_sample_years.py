"""Whatever the seed: pupils neither appear nor vanish without an event, and nobody is where he cannot be."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.sample.history import STAYING, History, RoundPupils
from helpers.sample.schools import build_schools, choose, headcounts, read_school_list
from helpers.systems.dmc.layouts import (
    GRADES,
    INSPECTION_DISCHARGED,
    INSPECTION_DROPPED_OUT,
    INSPECTION_MOVED_IN,
    INSPECTION_MOVED_OUT,
)

SCHOOL_LIST = Path(__file__).resolve().parents[2] / "params" / "schools" / "3401.csv"
SIGNS = {INSPECTION_MOVED_IN: 1, INSPECTION_MOVED_OUT: -1, INSPECTION_DROPPED_OUT: -1, INSPECTION_DISCHARGED: -1}
JUMP_SHARE, JUMP_PUPILS = 0.3, 20
"""What a check may take for too sudden a change; the sample plants far more, and otherwise stays below."""


@cache
def lived(seed: int, schools: int, pupils: int) -> History:
    rng = np.random.default_rng(seed)
    chosen = choose(read_school_list(SCHOOL_LIST), schools)
    return History(build_schools(chosen, pupils, rng), 2568, "3401", rng)


histories = st.builds(
    lived, st.integers(0, 10_000), st.sampled_from([1, 2, 3, 6, 15]), st.sampled_from([30, 400, 2500])
)
few = settings(max_examples=10)


def balance(data: RoundPupils) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Pupils at the end of a year by school and grade, as start and events have it."""
    assert data.started is not None
    assert data.events is not None
    count = len(data.schools)
    changes = [sign * headcounts(data.events[data.events["kind"] == kind], count) for kind, sign in SIGNS.items()]
    return headcounts(data.started, count) + np.sum(changes, axis=0)


@few
@given(histories)
def test_a_year_closes(history: History) -> None:
    for data in (history.rounds[0], history.rounds[3]):
        assert (balance(data) == headcounts(data.pupils, len(data.schools))).all()


@few
@given(histories)
def test_nobody_is_enrolled_twice_or_in_a_grade_that_is_not_taught(history: History) -> None:
    for data in history.rounds:
        assert data.pupils["person"].is_unique
        assert not data.pupils.duplicated(["school", "student_number"]).any()
        assert data.schools.taught[data.pupils["school"], data.pupils["grade"]].all()


@few
@given(histories)
def test_only_planted_grades_jump_within_the_year(history: History) -> None:
    for before, after in pairwise(history.rounds[1:4]):
        both = sorted(set(before.present) & set(after.present))
        old, new = (headcounts(data.pupils, len(data.schools))[both] for data in (before, after))
        jumps = np.argwhere((abs(new - old) > JUMP_PUPILS) & (abs(new - old) > JUMP_SHARE * old))
        surges = history.occasions.surges_before(after.round)
        assert {(both[school], grade) for school, grade in jumps.tolist()} == {
            (each.school, each.grade) for each in surges
        }


@few
@given(histories)
def test_pupils_go_up_one_grade_a_year_or_repeat_it(history: History) -> None:
    for end, beginning in (history.rounds[:2], history.rounds[3:]):
        before, after = (data.pupils.set_index("person") for data in (end, beginning))
        stayed = before.index.intersection(after.index)
        up = after.loc[stayed, "grade"] - before.loc[stayed, "grade"]
        repeats = before.loc[stayed, "not_passed"] >= 0
        assert (up == np.where(repeats, 0, 1)).all()


@few
@given(histories)
@example(lived(267, 15, 400))  # in one school four of five pupils are in its last grade
def test_most_pupils_leave_the_deserted_school_and_no_other(history: History) -> None:
    """Whoever ends a school's last grade leaves it by nature, and does not count."""
    deserted = history.occasions.deserted
    old, new = (headcounts(data.pupils, len(data.schools)) for data in history.rounds[3:])
    stay = np.array([grades.sum() - grades[np.flatnonzero(grades)[-1:]].sum() for grades in old])
    many = np.flatnonzero(stay > JUMP_PUPILS)
    fell = {school for school in many.tolist() if new[school].sum() < stay[school] / 2}
    assert fell <= {deserted}
    if deserted is not None:
        assert new[deserted].sum() <= np.ceil(old[deserted] / STAYING).sum() + len(GRADES)


@few
@given(histories)
def test_no_listed_school_dies_out(history: History) -> None:
    for data in history.rounds:
        assert set(data.pupils["school"]) == set(data.present)


@few
@given(histories)
def test_ages_fit_grades(history: History) -> None:
    for data in history.rounds:
        above = data.pupils["age"] - data.pupils["grade"] - 3
        assert above.between(0, 2).all()
        assert data.pupils["grade"].between(0, len(GRADES) - 1).all()
