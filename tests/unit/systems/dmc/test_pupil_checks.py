"""Which rows of the pupil list a check names, and what is still within its limits."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builders import Office, make_office, pupil, pupil_rows, write_xlsx

ONE, TWO = "34010001", "34010002"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def rows_named(office: Office, *pupils: Mapping[str, str]) -> dict[str, list[tuple[str, int]]]:
    """School and row, by the last word of the rule."""
    office.receive(write_xlsx(office.folder / "2568-3-student.xlsx", pupil_rows(pupils)))
    named: dict[str, list[tuple[str, int]]] = {}
    findings = office.snapshot().read("findings")
    for rule, smis, row in findings[["rule", "smis", "row"]].itertuples(index=False, name=None):
        if rule.startswith("dmc.pupil."):
            named.setdefault(rule.rpartition(".")[2], []).append((smis, int(row)))
    return {rule: sorted(rows) for rule, rows in named.items()}


def like(serial: int, smis: str = ONE, *, of: int) -> dict[str, str]:
    """A pupil with the number of another one."""
    return pupil(serial, smis) | {"learner_number": pupil(of)["learner_number"]}


def test_both_rows_of_a_number_that_stands_twice_in_a_school_are_named(office: Office) -> None:
    named = rows_named(office, pupil(1), pupil(2), pupil(3), like(4, of=2))
    assert named == {"number_duplicate_in_school": [(ONE, 4), (ONE, 6)]}


def test_all_three_rows_of_a_number_are_named(office: Office) -> None:
    named = rows_named(office, pupil(1), like(2, of=1), pupil(3), like(4, of=1))
    assert named == {"number_duplicate_in_school": [(ONE, 3), (ONE, 4), (ONE, 6)]}


def test_the_rows_of_a_number_in_two_schools_are_named_in_both(office: Office) -> None:
    named = rows_named(office, pupil(1), pupil(2), pupil(3, TWO), like(4, TWO, of=1))
    assert named == {"number_duplicate_across_schools": [(ONE, 3), (TWO, 6)]}


def test_numbers_that_are_missing_are_no_duplicates(office: Office) -> None:
    named = rows_named(office, *[pupil(serial) | {"learner_number": "-"} for serial in (1, 2)], pupil(3))
    assert named == {"number_missing": [(ONE, 3), (ONE, 4)]}


@pytest.mark.parametrize(
    ("name", "within", "beyond", "rule"),
    [
        ("weight_kg", ("7", "180"), ("6.9", "180.1"), "weight_impossible"),
        ("height_cm", ("70", "210"), ("69.9", "210.1"), "height_impossible"),
    ],
)
def test_a_measure_at_the_limit_is_possible(
    name: str, within: tuple[str, ...], beyond: tuple[str, ...], rule: str, office: Office
) -> None:
    named = rows_named(office, *[pupil(n, **{name: value}) for n, value in enumerate((*within, *beyond), 1)])
    assert named == {rule: [(ONE, 5), (ONE, 6)]}


def test_an_age_at_the_limit_is_of_the_grade(office: Office) -> None:
    """In ป.1 from 5 to 9 full years; the data are of 30 April 2569."""
    within, beyond = ("30/04/2564", "01/05/2559"), ("01/05/2564", "30/04/2559")
    named = rows_named(office, *[pupil(n, birth_date=day) for n, day in enumerate((*within, *beyond), 1)])
    assert named == {"age_outside_grade": [(ONE, 5), (ONE, 6)]}
