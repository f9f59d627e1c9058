"""Which of the received files count: the one made last, whatever the order in which they came."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.tables.register import Entry, Event, counted_instead, in_force, replaced, replaced_by

DAY, LATER = "2025-06-10T09:00:00+07:00", "2025-06-11T09:00:00+07:00"
RECEIVED = "2025-07-01T09:00:00.000001+07:00"


def entry(name: str, saved: str = DAY, report: str = "enrolment", made: str = "", received: str = RECEIVED) -> Entry:
    return Entry(received, "2568-1", "dmc", report, "", name, f"2568-1/dmc/{name}", 1, "utf-8", made, saved)


def counting(*entries: Entry) -> str:
    return in_force(entries)[-1].name


def test_the_file_that_was_saved_last_counts_in_whatever_order_files_come() -> None:
    old, new = entry("a.csv"), entry("b.csv", LATER)
    assert counting(old, new) == counting(new, old) == "b.csv"


def test_what_a_file_says_itself_goes_before_the_time_of_the_file() -> None:
    old, new = entry("a.csv", LATER, made="2025-06-01"), entry("b.csv", DAY, made="2025-06-02")
    assert counting(old, new) == counting(new, old) == "b.csv"


def test_of_files_of_one_moment_the_browsers_number_decides_then_the_order_received() -> None:
    first, copy, other = entry("ก.csv"), entry("ก (1).csv"), entry("ข.csv")
    assert counting(copy, first) == counting(first, copy) == "ก (1).csv"
    assert counting(first, other) == "ข.csv"
    assert counting(other, first) == "ก.csv"


def test_times_of_two_zones_are_compared_as_moments() -> None:
    assert counting(entry("a.csv", "2025-06-10T03:00:00+00:00"), entry("b.csv", "2025-06-10T09:30:00+07:00")) == "a.csv"


def test_nothing_was_made_after_it_was_received() -> None:
    wrong_clock = entry("a.csv", "2099-01-01T00:00:00+07:00", made="2099-01-01")
    new = entry("b.csv", "2025-07-02T09:00:00+07:00", received="2025-07-03T09:00:00+07:00")
    assert counting(new, wrong_clock) == "b.csv"


def test_what_was_received_before_file_times_were_noted_is_older_and_stays_as_received() -> None:
    one, other, new = entry("z.csv", ""), entry("a.csv", ""), entry("m.csv")
    assert [each.name for each in in_force([new, one, other])] == ["z.csv", "a.csv", "m.csv"]


def test_reports_stand_as_they_were_received() -> None:
    age, new, old = entry("age.csv", LATER, "age"), entry("new.csv", LATER), entry("old.csv")
    assert in_force([new, age, old]) == [old, age, new]


def test_a_file_that_was_taken_out_is_not_in_force_until_it_is_received_again() -> None:
    old, new = entry("a.csv"), entry("b.csv", LATER)
    out = replace(new, event=Event.WITHDRAWN)
    assert in_force([old, new, out]) == [old]
    assert in_force([old, new, out, new]) == [old, new]


def test_a_file_that_was_put_back_counts_over_all_that_was_made_before() -> None:
    old, new = entry("a.csv"), entry("b.csv", LATER)
    back = replace(old, event=Event.RESTORED, received="2025-07-05T09:00:00+07:00")
    assert in_force([old, new, back])[-1] == back
    newer = entry("c.csv", "2025-07-06T09:00:00+07:00", received="2025-07-07T09:00:00+07:00")
    assert counting(old, new, back, newer) == "c.csv"


LINES = [
    entry(name, saved, report, made, received)
    for name, saved, report, made, received in (
        ("area.csv", DAY, "student_list", "", RECEIVED),
        ("34010001.csv", LATER, "student_list", "", "2025-07-02T09:00:00+07:00"),
        ("old.csv", "", "enrolment", "", RECEIVED),
        ("new.csv", DAY, "enrolment", "2025-06-10", RECEIVED),
        ("same.csv", DAY, "enrolment", "2025-06-10", RECEIVED),
    )
]
AGAIN = replace(LINES[0], event=Event.RESTORED, received="2025-07-03T09:00:00+07:00")
lines_of_a_register = st.lists(
    st.sampled_from(LINES).flatmap(lambda line: st.sampled_from(Event).map(lambda event: replace(line, event=event))),
    max_size=8,
).map(lambda later: [*LINES, *later])


@given(lines_of_a_register, st.sampled_from(LINES))
def test_taking_a_file_out_and_putting_it_back_changes_nothing(register: list[Entry], line: Entry) -> None:
    before = in_force(register)
    if line.path not in {each.path for each in before}:
        return
    later = "2025-08-01T09:00:00+07:00"
    out, back = (replace(line, event=event, received=later) for event in (Event.WITHDRAWN, Event.RESTORED))
    assert line.path not in {each.path for each in in_force([*register, out])}
    assert in_force([*register, out, back]) == before


def test_a_file_that_was_taken_out_and_put_back_does_not_go_over_a_newer_one() -> None:
    area, school, *_ = LINES
    out = replace(area, event=Event.WITHDRAWN)
    assert in_force([area, school, out, AGAIN]) == [area, school]
    assert in_force([area, school, out, AGAIN, AGAIN]) == [school, AGAIN]


@pytest.mark.parametrize(
    ("report", "before", "now", "gone"),
    [
        ("enrolment", "ก.csv", "ข.csv", "ก.csv"),
        ("building_list", "ก.csv", "ข.csv", ""),
        ("building_list", "1034710032-building.json", "ข.csv", ""),
        ("building_list", "1034710032-building.json", "1034710033-building.json", ""),
        ("building_list", "1034710032-building.json", "1034710032-new.json", "1034710032-building.json"),
    ],
)
def test_of_a_list_only_the_file_of_the_same_school_is_replaced(report: str, before: str, now: str, gone: str) -> None:
    old, new = entry(before, report=report), entry(now, report=report)
    files = in_force([old, replace(new, period="2568-2", path="2568-2"), new])
    before_it, instead = replaced(new, files), replaced_by(old, files)
    assert (before_it.name if before_it else "") == gone
    assert instead == (new if gone else None)
    assert replaced(old, files) is None


@pytest.mark.parametrize(
    ("report", "older", "newer", "counts"),
    [
        ("enrolment", "ก.csv", "ข.csv", True),
        ("building_list", "ก.csv", "ข.csv", True),
        ("building_list", "1034710032.csv", "ข.csv", True),
        ("building_list", "1034710032.csv", "1034710032-new.csv", True),
        ("building_list", "1034710032.csv", "1034710033.csv", False),
    ],
)
def test_the_file_that_counts_instead_is_known(report: str, older: str, newer: str, counts: bool) -> None:
    old, new = entry(older, report=report), entry(newer, LATER, report)
    files = in_force([new, old])
    assert counted_instead(old, files) == (new if counts else None)
    assert counted_instead(new, files) is None
