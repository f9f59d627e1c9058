"""What file names say: the round, and which earlier file they take the place of."""

from __future__ import annotations

import pytest

from helpers.collection.data_folder import Entry
from helpers.collection.file_names import named_round, replaced


def entry(name: str, report: str = "building_list", round_: str = "2568-1") -> Entry:
    return Entry("", round_, "bobec", report, "", name, "", 1, "utf-8")


@pytest.mark.parametrize(
    ("name", "round_"),
    [
        ("1034710032-2568-1-building.json", "2568-1"),
        ("2568-2.csv", "2568-2"),
        ("building.json", ""),
        ("2568-4.csv", ""),
    ],
)
def test_the_round_stands_in_the_name_or_nowhere(name: str, round_: str) -> None:
    assert str(named_round(name) or "") == round_


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
    register = [entry(before, report), entry(now, report, "2568-2")]
    assert replaced(entry(now, report), register) == gone
