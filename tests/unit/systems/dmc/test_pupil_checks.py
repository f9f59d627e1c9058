"""Which rows of the pupil list a check names, and what is still within its limits."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from builders import PROJECT_PARAMS, Office, make_office, pupil, pupil_rows, write_xlsx
from helpers.identifiers import LearnerNumber
from helpers.params.checks import AgeRange
from helpers.params.folder import read_params
from helpers.params.school_list import School
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG
from helpers.systems.dmc.pupil_checks import check_pupils
from helpers.tables.findings import Finding

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


# What a frame of the pupil list shows, without a file in between.
STATED = read_params(PROJECT_PARAMS)
CLEAN: dict[str, Any] = {
    "smis": ONE,
    "delivery": "0123456789ab",
    "file": "student.xlsx",
    "sheet": "Sheet1",
    "person": None,
    "number_kind": str(LearnerNumber.CITIZEN),
    "check_digit_holds": True,
    "birth_problem": "",
    "age": 7,
    "grade": "ป.1",
    "sex": "ช",
    "title": "เด็กชาย",
    "room": "1",
    "school_name": "บ้านตัวอย่างหนึ่ง",
    "religion": "พุทธ",
    "nationality": "ไทย",
    "disadvantage": "-",
    "pending_discharge": "-",
    "weight_kg": 25.0,
    "weight_kg_unreadable": False,
    "height_cm": 120.0,
    "height_cm_unreadable": False,
}
SCHOOLS = {
    smis: School(smis, "", "", name, levels, "", "")
    for smis, name, levels in (
        (ONE, "บ้านตัวอย่างหนึ่ง", "อนุบาล-ประถมศึกษา"),
        (TWO, "บ้านตัวอย่างสอง", "ประถมศึกษา - มัธยมศึกษาตอนต้น"),
    )
}


def _findings(*rows: dict[str, Any], schools: Mapping[str, School] = SCHOOLS) -> list[Finding]:
    """What is found in the rows, which stand from row 4 on behind a clean one and before another."""
    frame = pd.DataFrame([{**CLEAN, "row": row, **each} for row, each in enumerate(({}, *rows, {}), 3)])
    frame = frame.astype({"age": "Int64", "weight_kg": "float64", "height_cm": "float64", "person": "object"})
    ranges = (AgeRange(grade="ป.1", youngest=5, oldest=9), AgeRange(grade="ป.2", youngest=6, oldest=10))
    limits = {
        "ages": STATED.checks.ages.model_copy(update={"ranges": ranges}),
        "weight_kg": STATED.checks.weight_kg.model_copy(update={"least": 7.0, "most": 180.5}),
        "height_cm": STATED.checks.height_cm.model_copy(update={"least": 70.0, "most": 210.0}),
    }
    params = replace(STATED, schools=dict(schools), checks=STATED.checks.model_copy(update=limits))
    return list(check_pupils(frame, params))


def _finding(rule: str, row: int, column: str, found: str = "", allowed: str = "", smis: str = ONE) -> Finding:
    place: dict[str, Any] = {name: CLEAN[name] for name in ("delivery", "file", "sheet")}
    rule = rule if "." in rule else f"pupil.{rule}"
    return Finding(f"dmc.{rule}", smis, "pupil_list", row=row, column=column, found=found, allowed=allowed, **place)


NUMBER = "เลขประจำตัวนักเรียน (คอลัมน์ C)"
GRADES = "อ.1–อ.3, ป.1–ป.6, ม.1–ม.6, ปวช.1–ปวช.3"


def _labels(slug: str) -> str:
    return ", ".join(LAYOUT_BY_SLUG[slug].categories[:8])


@pytest.mark.parametrize(
    ("sign", "finding"),
    [
        ({"number_kind": "missing"}, _finding("number_missing", 4, NUMBER)),
        (
            {"number_kind": "malformed"},
            _finding("number_malformed", 4, NUMBER, allowed="เลข 13 หลัก หรือ G ตามด้วยเลข 12 หลัก"),
        ),
        ({"check_digit_holds": False}, _finding("number_check_digit", 4, NUMBER)),
        ({"birth_problem": "impossible"}, _finding("birth_date_impossible", 4, "วันเกิด")),
        ({"birth_problem": "century"}, _finding("birth_date_century", 4, "วันเกิด")),
        ({"birth_problem": "era"}, _finding("birth_date_era", 4, "วันเกิด")),
        ({"age": 4}, _finding("age_outside_grade", 4, "อายุ(ปี)", "4", "ป.1 อายุ 5–9 ปี")),
        ({"age": 10}, _finding("age_outside_grade", 4, "อายุ(ปี)", "10", "ป.1 อายุ 5–9 ปี")),
        ({"age": 5, "grade": "ป.2"}, _finding("age_outside_grade", 4, "อายุ(ปี)", "5", "ป.2 อายุ 6–10 ปี")),
        ({"grade": "ประถม 1"}, _finding("grade_unknown", 4, "ชั้น", "ประถม 1", GRADES)),
        ({"grade": "ม.1"}, _finding("grade_not_offered", 4, "ชั้น", "ม.1", "อนุบาล-ประถมศึกษา")),
        (
            {"grade": "อ.3", "smis": TWO, "school_name": "บ้านตัวอย่างสอง"},
            _finding("grade_not_offered", 4, "ชั้น", "อ.3", "ประถมศึกษา - มัธยมศึกษาตอนต้น", TWO),
        ),
        ({"sex": "ชาย"}, _finding("sex_unknown", 4, "เพศ", "ชาย", "ช หรือ ญ")),
        ({"title": "เด็กหญิง"}, _finding("sex_against_title", 4, "เพศ", "ช")),
        ({"title": "ด.ช.", "sex": "ญ"}, _finding("sex_against_title", 4, "เพศ", "ญ")),
        ({"religion": "ไม่ระบุ"}, _finding("label_missing", 4, "ศาสนา")),
        ({"religion": "-"}, _finding("label_missing", 4, "ศาสนา")),
        ({"disadvantage": "ไม่ระบุ"}, _finding("label_missing", 4, "ความด้อยโอกาส")),
        ({"religion": "ผี"}, _finding("label_unknown", 4, "ศาสนา", "ผี", _labels("religion"))),
        ({"nationality": "พม่า"}, _finding("label_unknown", 4, "สัญชาติ", "พม่า", _labels("nationality"))),
        ({"room": ""}, _finding("room_missing", 4, "ห้อง")),
        ({"room": "1/2"}, _finding("room_no_number", 4, "ห้อง", "1/2")),
        ({"weight_kg": 6.95}, _finding("weight_impossible", 4, "น้ำหนัก", "6.95", "7–180.5")),
        ({"weight_kg": 181.0}, _finding("weight_impossible", 4, "น้ำหนัก", "181", "7–180.5")),
        ({"weight_kg_unreadable": True}, _finding("weight_impossible", 4, "น้ำหนัก", allowed="7–180.5")),
        ({"height_cm": 69.5}, _finding("height_impossible", 4, "ส่วนสูง", "69.5", "70–210")),
        ({"height_cm_unreadable": True}, _finding("height_impossible", 4, "ส่วนสูง", allowed="70–210")),
        ({"number_kind": "g_code"}, _finding("nationality_against_number", 4, "สัญชาติ")),
        ({"pending_discharge": "รอ"}, _finding("pending_discharge", 4, "ยังไม่สามารถจำหน่ายได้ (3.1.8)")),
    ],
    ids=str,
)
def test_a_row_that_differs_in_one_thing_is_found_for_that_alone(sign: dict[str, Any], finding: Finding) -> None:
    assert _findings(sign) == [finding]


@pytest.mark.parametrize(
    "sign",
    [
        {},
        {"age": 5},
        {"age": 9},
        {"age": None},
        {"age": 40, "grade": "ป.6"},
        {"title": "-"},
        {"title": "นาง", "sex": "ญ"},
        {"weight_kg": 7.0},
        {"weight_kg": 180.5},
        {"weight_kg": None, "height_cm": None},
        {"height_cm": 70.0},
        {"height_cm": 210.0},
        {"number_kind": "g_code", "nationality": "ลาว"},
        {"disadvantage": "เด็กยากจน"},
        {"pending_discharge": ""},
        {"room": "12"},
        {"smis": TWO, "school_name": "บ้านตัวอย่างสอง", "grade": "ม.3"},
        {"smis": "34019999", "school_name": "ไม่อยู่ในทะเบียน", "grade": "ม.6"},
        {"school_name": ""},
    ],
    ids=str,
)
def test_what_is_allowed_shows_nothing(sign: dict[str, Any]) -> None:
    assert _findings(sign) == []


def test_a_school_whose_levels_the_list_does_not_say_in_known_words_may_offer_any() -> None:
    odd = replace(SCHOOLS[ONE], levels_offered="อนุบาล-อุดมศึกษา")
    assert _findings({"grade": "ม.6"}, schools={ONE: odd}) == []
    one = replace(SCHOOLS[ONE], levels_offered="ประถมศึกษา")
    assert [each.found for each in _findings({"grade": "อ.3"}, {"grade": "ม.1"}, schools={ONE: one})] == ["อ.3", "ม.1"]


def test_a_number_that_stands_twice_is_found_in_both_rows() -> None:
    twin = {"person": "x"}
    assert _findings(twin, {}, twin) == [
        _finding("number_duplicate_in_school", 4, NUMBER),
        _finding("number_duplicate_in_school", 6, NUMBER),
    ]
    other = {"person": "x", "smis": TWO, "school_name": "บ้านตัวอย่างสอง"}
    assert _findings(twin, other) == [
        _finding("number_duplicate_across_schools", 4, NUMBER),
        _finding("number_duplicate_across_schools", 5, NUMBER, smis=TWO),
    ]


def test_a_column_in_which_a_file_states_nothing_is_one_finding_about_the_file() -> None:
    bare = {"religion": "ไม่ระบุ", "delivery": "ba9876543210", "file": "other.xlsx"}
    found = _findings(bare, bare)
    assert found == [replace(_finding("column_empty", 0, "ศาสนา", smis=""), delivery="ba9876543210", file="other.xlsx")]


def test_rows_that_call_the_school_otherwise_are_found() -> None:
    assert _findings({"school_name": "บ้านอื่น"}) == [_finding("school_name_differs", 4, "ชื่อโรงเรียน", "บ้านอื่น")]
    whole = {"smis": TWO, "school_name": "บ้านใหม่"}
    assert _findings(whole, whole) == [], "all rows of a school may have a name that the list does not know"
    of_another = {"smis": TWO, "school_name": "บ้านตัวอย่างหนึ่ง"}
    assert [(each.smis, each.row, each.found) for each in _findings(of_another)] == [(TWO, 4, "บ้านตัวอย่างหนึ่ง")]
    namesake = {TWO: replace(SCHOOLS[TWO], name="บ้านตัวอย่างหนึ่ง"), ONE: SCHOOLS[ONE]}
    assert _findings(of_another, schools=namesake) == [], "two schools of the list may have one name"


@pytest.mark.parametrize("name", ["=1+1", "+66", "@SUM(A1)", "-x", "a<b", "{x}", "a\x07b"])
def test_a_name_that_could_be_run_is_found_once_a_school(name: str) -> None:
    unsafe = {"smis": "34019999", "school_name": name}
    assert _findings(unsafe, unsafe) == [_finding("school.name_unsafe", 4, "ชื่อโรงเรียน", name, smis="34019999")]
    assert _findings({"smis": "34019999", "school_name": "-"}) == []
