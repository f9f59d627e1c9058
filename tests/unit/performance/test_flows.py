"""The pupils who came and went."""

from helpers.performance.issues import followed, net
from helpers.performance.schemas import END, IN, MOVED, OUT, START
from unit.performance.tables import enrolment, pupils, sums


def test_pupils_are_followed_by_their_numbers() -> None:
    before = pupils([("a", "1"), ("b", "1"), ("c", "2")])
    after = pupils([("a", "1"), ("b", "2"), ("d", "2"), ("e", "2")])
    flows = followed(before, after)
    assert sums(flows) == {START: 3, IN: 2, OUT: 1, END: 4, MOVED: 1}
    assert flows.loc[flows["flow"] == MOVED, "smis"].tolist() == ["2"]
    assert flows.loc[flows["flow"] == OUT, "row"].tolist() == [3]


def test_a_number_that_stands_twice_is_two_pupils() -> None:
    assert sums(followed(pupils([("a", "1"), ("a", "2")]), pupils([("a", "1")]))) == {START: 2, OUT: 1, END: 1}


def test_who_has_no_number_is_known_by_name_within_the_school() -> None:
    listed = [(None, "1"), (None, "2")]
    assert sums(followed(pupils(listed), pupils(listed))) == {START: 2, END: 2}
    assert sums(followed(pupils(listed), pupils([(None, "2"), (None, "2")]))) == {START: 2, IN: 1, OUT: 1, END: 2}


def test_without_lists_each_grade_grows_or_shrinks() -> None:
    before = enrolment({("1", "ป.1"): 10, ("1", "ป.2"): 8, ("2", "ป.1"): 5})
    after = enrolment({("1", "ป.1"): 12, ("1", "ป.2"): 7, ("3", "ป.1"): 4})
    assert sums(net(before, after)) == {START: 23, IN: 6, OUT: 6, END: 23}
