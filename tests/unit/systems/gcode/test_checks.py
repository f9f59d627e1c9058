"""Which rows of the registers a check names, and what it says of them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from builders import PROJECT_PARAMS
from helpers.identifiers import LearnerNumber
from helpers.params.folder import read_params
from helpers.systems.gcode.checks import check_learners, check_users, check_users_of_schools
from helpers.systems.gcode.reading import NATIONALITIES
from helpers.systems.gcode.schemas import DONE, LONG, PENDING
from helpers.tables.findings import Finding
from helpers.tables.schemas import NOT_STATED

USUAL = read_params(PROJECT_PARAMS).checks.gcode_waiting.model_copy(update={"usual": 7, "long": 30})
ONE, TWO = "34010001", "34010002"
USUAL_ROW: dict[str, Any] = {
    "smis": ONE,
    "delivery": "0123456789ab",
    "file": "register.xlsx",
    "sheet": "Sheet1",
    "number_kind": LearnerNumber.G_CODE,
    "number_wrong": False,
    "has_citizen_number": False,
    "sex": "ช",
    "nationality": NATIONALITIES[-1],
    "begin_wrong": False,
    "end_wrong": False,
    "out_of_order": False,
    "too_late": False,
    "waiting": "",
    "days_waiting": 0,
    "status": DONE,
}


def _frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows from row 2 on, each of another person."""
    return pd.DataFrame([{**USUAL_ROW, "row": row, "person": f"p{row}", **each} for row, each in enumerate(rows, 2)])


def _finding(rule: str, row: int, column: str, report: str = "learner_list", **more: str) -> Finding:
    more = {"smis": ONE, "found": "", "allowed": "", **more}
    place: dict[str, Any] = {name: USUAL_ROW[name] for name in ("delivery", "file", "sheet")}
    return Finding(f"gcode.{rule}", report=report, row=row, column=column, **place, **more)


def _found(*rows: dict[str, Any]) -> list[Finding]:
    return list(check_learners(_frame({}, *rows, {}), USUAL))


def test_a_clean_register_shows_nothing() -> None:
    assert _found() == []
    assert list(check_users(_frame({}, {}), USUAL)) == []


def test_each_sign_of_a_row_is_a_finding_of_its_own_column() -> None:
    signs: Iterable[tuple[dict[str, Any], Finding]] = [
        ({"number_wrong": True}, _finding("pupil.number_malformed", 3, "เลขประจำตัวประชาชน")),
        ({"has_citizen_number": True}, _finding("pupil.has_citizen_number", 3, "เลขประจำตัวประชาชน")),
        ({"sex": NOT_STATED}, _finding("pupil.sex_unknown", 3, "เพศ")),
        ({"nationality": NOT_STATED}, _finding("pupil.nationality_missing", 3, "สัญชาติ")),
        ({"begin_wrong": True}, _finding("pupil.date_unreadable", 3, "วันที่บันทึก / วันที่รับรอง")),
        ({"end_wrong": True}, _finding("pupil.date_unreadable", 3, "วันที่บันทึก / วันที่รับรอง")),
        ({"out_of_order": True}, _finding("pupil.date_order", 3, "วันที่รับรอง")),
        ({"too_late": True}, _finding("pupil.after_as_of", 3, "วันที่บันทึก")),
    ]
    for sign, finding in signs:
        assert _found(sign) == [finding]


def test_an_unknown_nationality_is_shown_with_those_that_are_known() -> None:
    allowed = ", ".join(NATIONALITIES)
    assert _found({"nationality": "พม่า", "smis": TWO}) == [
        _finding("pupil.nationality_unknown", 3, "สัญชาติ", smis=TWO, found="พม่า", allowed=allowed)
    ]
    thai = _found({"nationality": "ไทย"})
    assert thai[-1] == _finding("pupil.nationality_thai", 3, "สัญชาติ")


def test_who_waits_too_long_is_named_with_for_how_long() -> None:
    waiting = {"waiting": LONG, "days_waiting": 31, "status": PENDING}
    details = {"found": "31", "allowed": "ไม่เกิน 30 วัน"}
    assert _found(waiting, {"waiting": "ปกติ", "days_waiting": 8}) == [
        _finding("pupil.waiting_long", 3, "วันที่รอ", **details)
    ]
    assert list(check_users(_frame({}, waiting), USUAL)) == [
        _finding("user.waiting_long", 3, "วันที่รอ", "user_list", **details)
    ]


def test_a_code_may_be_missing_until_it_is_certified() -> None:
    missing = {"number_kind": LearnerNumber.MISSING, "person": None}
    assert _found(missing, {**missing, "status": PENDING}) == [_finding("pupil.code_missing", 3, "รหัส G")]
    malformed = {"number_kind": LearnerNumber.MALFORMED, "person": None, "status": PENDING}
    assert _found({}, malformed) == [_finding("pupil.code_malformed", 4, "รหัส G", allowed="G ตามด้วยเลข 12 หลัก")]


def test_every_row_of_a_code_that_stands_twice_is_named() -> None:
    same = {"person": "x"}
    assert _found(same, {}, same) == [
        _finding("pupil.code_duplicate_in_school", 3, "รหัส G"),
        _finding("pupil.code_duplicate_in_school", 5, "รหัส G"),
    ]
    assert _found(same, {**same, "smis": TWO}) == [
        _finding("pupil.code_duplicate_across_schools", 3, "รหัส G"),
        _finding("pupil.code_duplicate_across_schools", 4, "รหัส G", smis=TWO),
    ]
    assert _found({"person": None}, {"person": None}) == []


def test_either_date_of_a_user_may_be_unreadable() -> None:
    for sign in ("begin_wrong", "end_wrong"):
        assert list(check_users(_frame({}, {sign: True}), USUAL)) == [
            _finding("user.date_unreadable", 3, "วันที่ลงทะเบียน / วันที่อนุมัติ", "user_list")
        ]


def test_a_school_whose_users_all_wait_is_named_once_at_its_first_learner() -> None:
    learners = _frame({}, {"smis": TWO}, {"smis": TWO})
    users = _frame({}, {"smis": TWO, "status": PENDING})
    assert list(check_users_of_schools(learners, users)) == [_finding("school.no_user", 3, "รหัสโรงเรียน", smis=TWO)]
