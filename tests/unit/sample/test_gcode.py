"""The G-Code registers of a sample: they hold the codes of the DMC list, and users who may look after them."""

import csv
from itertools import pairwise

import pytest
from python_calamine import load_workbook

from helpers.identifiers import LearnerNumber, citizen_number_holds, learner_number_kind
from unit.sample.downloads import LISTED_ROUNDS, Sample


def learners(sample: Sample, round_id: str) -> list[dict[str, str]]:
    sheet = load_workbook(sample.folder / "downloads" / f"{round_id}-gcode-learners.xlsx").get_sheet_by_index(0)
    _, header, *rows = sheet.to_python(skip_empty_area=False)
    return [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_every_code_of_the_dmc_list_is_in_the_register_and_no_other(sample: Sample, round_id: str) -> None:
    """But for the pupils to whom the DMC list gives a code that nobody issued, and those whom it leaves out."""
    registered = {
        learner["รหัส G"]
        for learner in learners(sample, round_id)
        if learner_number_kind(learner["รหัส G"]) is LearnerNumber.G_CODE
    }
    listed = {each["learner_number"] for each in sample.pupils(round_id) if each["nationality"] != "ไทย"}
    in_dmc = {number for number in listed if learner_number_kind(number) is LearnerNumber.G_CODE}
    assert registered
    assert in_dmc <= registered
    assert len(registered - in_dmc) <= 1


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_citizen_numbers_belong_to_nobody(sample: Sample, round_id: str) -> None:
    numbers = {each["เลขประจำตัวประชาชน"] for each in learners(sample, round_id)} - {"-"}
    assert all(number[0] == "9" for number in numbers if citizen_number_holds(number))


def users(sample: Sample, round_id: str) -> list[dict[str, str]]:
    with (sample.folder / "downloads" / f"{round_id}-gcode-users.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_those_who_look_after_the_register_stay_from_round_to_round(sample: Sample) -> None:
    looked_after: list[dict[str, tuple[str, str]]] = []
    for round_id in LISTED_ROUNDS:
        approved = [each for each in users(sample, round_id) if each["วันที่อนุมัติ"] != "-"]
        looked_after.append({each["รหัสโรงเรียน"]: (each["ชื่อ"], each["นามสกุล"]) for each in reversed(approved)})
    for before, after in pairwise(looked_after):
        both = before.keys() & after.keys()
        assert both
        assert sum(before[school] == after[school] for school in both) >= len(both) - 1


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_every_school_with_learners_has_an_approved_user_but_one(sample: Sample, round_id: str) -> None:
    approved = {each["รหัสโรงเรียน"] for each in users(sample, round_id) if each["วันที่อนุมัติ"] != "-"}
    without = {each["รหัสโรงเรียน"] for each in learners(sample, round_id)} - approved
    planted = {
        planted["smis"]
        for planted in sample.planted
        if (planted["rule"], planted["round"]) == ("gcode.school.no_user", round_id)
    }
    assert without == planted
