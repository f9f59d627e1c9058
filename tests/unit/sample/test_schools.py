"""Which schools take part, what they teach and how large they are."""

import numpy as np
import pytest

from helpers.errors import ParameterError
from helpers.sample.schools import build_schools, choose, grades_of, read_school_list, school_sizes
from helpers.systems.dmc.layouts import GRADES
from unit.sample.downloads import SCHOOL_LIST


@pytest.mark.parametrize(
    ("levels_offered", "first", "last"),
    [
        ("อนุบาล-ประถมศึกษา", "อ.1", "ป.6"),
        ("ประถมศึกษา", "ป.1", "ป.6"),
        ("ประถมศึกษา-มัธยมศึกษาตอนต้น", "ป.1", "ม.3"),
        ("อนุบาล-มัธยมศึกษาตอนปลาย", "อ.1", "ปวช.3"),
    ],
)
def test_levels_offered_are_read_as_grades(levels_offered: str, first: str, last: str) -> None:
    allowed = [grade for grade, may in zip(GRADES, grades_of(levels_offered), strict=True) if may]
    assert allowed == list(GRADES[GRADES.index(first) : GRADES.index(last) + 1])


def test_unknown_levels_are_refused() -> None:
    with pytest.raises(ParameterError, match="อนุบาล-อุดมศึกษา"):
        grades_of("อนุบาล-อุดมศึกษา")


def test_few_schools_are_still_of_every_kind_and_in_the_order_of_the_list() -> None:
    listed = read_school_list(SCHOOL_LIST)
    kinds = listed["levels_offered"].nunique()
    chosen = choose(listed, kinds)
    assert chosen["levels_offered"].nunique() == kinds
    assert list(chosen["smis"]) == sorted(chosen["smis"], key=list(listed["smis"]).index)


def test_sizes_follow_the_calibration() -> None:
    sizes = school_sizes(241, None)
    bands = np.histogram(sizes, [0, 120.5, 600.5, 1500.5, 9999])[0]
    assert bands.tolist() == pytest.approx([241 * share / 107 for share in (43, 58, 4, 2)], abs=2)
    assert sizes.sum() == pytest.approx(241 * 23_578 / 107, rel=0.01)
    assert sizes.min() == pytest.approx(3, abs=0.5)
    assert np.median(sizes) == pytest.approx(131, rel=0.05)


def test_no_school_has_pupils_in_a_grade_that_its_levels_leave_out() -> None:
    schools = build_schools(read_school_list(SCHOOL_LIST), None, np.random.default_rng(1))
    assert not (schools.taught & ~schools.allowed).any()
    assert ((schools.cohorts > 0) == schools.taught).all()


def test_a_school_whose_levels_the_list_does_not_say_may_teach_anything() -> None:
    listed = read_school_list(SCHOOL_LIST).head(2).assign(levels_offered=["", "ประถมศึกษา"])
    schools = build_schools(listed, 100, np.random.default_rng(1))
    assert schools.allowed.all(axis=1).tolist() == [True, False]
    assert schools.taught.any(axis=1).all()
