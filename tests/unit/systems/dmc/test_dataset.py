"""Of several pupil lists of a round, each school's rows are of the latest that holds the school."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from builders import Office, make_office, pupil, pupil_rows, write_xlsx

ONE, TWO, THREE = "34010001", "34010002", "34010003"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def deliver(office: Office, name: str, pupils: Mapping[str, int], first: int) -> None:
    """A list with so many pupils of each school, numbered from `first`."""
    schools = [smis for smis, number in pupils.items() for _ in range(number)]
    rows = pupil_rows(pupil(serial, smis) for serial, smis in enumerate(schools, first))
    office.receive(write_xlsx(office.folder / name / "2568-3-student.xlsx", rows), accept_fewer=True)


def held(office: Office) -> pd.DataFrame:
    return office.snapshot().read("pupils")


def counts(office: Office) -> dict[str, int]:
    return {str(smis): int(number) for smis, number in held(office).groupby("smis").size().items()}


def test_the_latest_list_that_holds_a_school_counts(office: Office) -> None:
    deliver(office, "a", {ONE: 2, TWO: 3}, 1)
    deliver(office, "b", {TWO: 5, THREE: 1}, 10)
    assert counts(office) == {ONE: 2, TWO: 5, THREE: 1}
    assert held(office).groupby("smis")["delivery"].nunique().eq(1).all()


def test_a_school_that_left_the_middle_list_is_of_the_first(office: Office) -> None:
    deliver(office, "a", {ONE: 1, TWO: 1}, 1)
    deliver(office, "b", {ONE: 2, THREE: 2}, 10)
    deliver(office, "c", {ONE: 3}, 20)
    assert counts(office) == {ONE: 3, TWO: 1, THREE: 2}


def test_a_list_of_which_no_school_counts_is_not_among_those_used(office: Office) -> None:
    deliver(office, "a", {ONE: 2}, 1)
    first = set(held(office)["delivery"])
    deliver(office, "b", {ONE: 1}, 10)
    assert first.isdisjoint(office.snapshot().read("deliveries")["delivery"])
    assert counts(office) == {ONE: 1}
