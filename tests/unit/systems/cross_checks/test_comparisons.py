"""What is wrong between two systems, as whole findings: the rule, the school, the row that leads there, both sides."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers.forms.rosters import LEGAL_FORMS
from helpers.systems.cross_checks.comparisons import (
    compare_codes,
    compare_desks,
    compare_hired,
    compare_presence,
    compare_pupils,
    compare_rooms,
)
from helpers.systems.emis.labels import FUNDINGS, IN_BUDGET
from helpers.systems.gcode.schemas import DONE, PENDING
from helpers.tables.findings import Finding
from unit.systems.cross_checks.small_tables import ONE, THREE, TWO, round_tables

EMPLOYEE, TEMPORARY, CONTRACTOR = LEGAL_FORMS
DAY = date(2025, 11, 10)
Rows = list[dict[str, Any]]


def _finding(rule: str, smis: str, report: str, system: str, row: int, column: str = "", **said: str) -> Finding:
    return Finding(f"between.{rule}", smis, report, system, f"{system}.csv", "", row, column, **said)


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[["smis", "side", *columns, "delivery", "row"]].itertuples(index=False, name=None))


def _count(smis: str, grade: str, sex: str, pupils: int) -> dict[str, Any]:
    return {"smis": smis, "level": "ประถม", "grade": grade, "sex": sex, "pupils": pupils}


def test_each_grade_of_which_numbers_differ_is_named_at_its_first_row() -> None:
    emis = [
        _count(ONE, "ป.1", "ช", 1_010),
        _count(ONE, "ป.1", "ญ", 9),
        _count(TWO, "ป.3", "ช", 4),
        _count(THREE, "ป.1", "ช", 1),
    ]
    dmc = [_count(ONE, "ป.1", "ช", 10), _count(ONE, "ป.2", "ช", 1_003), _count(TWO, "ป.3", "ญ", 4)]
    compared = compare_pupils(round_tables({("emis", "enrolment"): emis, ("dmc", "enrolment"): dmc}), 0)
    assert list(compared.findings) == [
        _finding(
            "grade.pupils_differ", ONE, "student_list", "emis", 2, "ป.1", found="EMIS 1,019 คน", allowed="DMC 10 คน"
        ),
        _finding(
            "grade.pupils_differ", ONE, "student_list", "dmc", 3, "ป.2", found="EMIS 0 คน", allowed="DMC 1,003 คน"
        ),
    ]
    assert _rows(compared.frame, "grade", "pupils", "differs") == [
        (ONE, "EMIS", "ป.1", 1010, True, "emis", 2),
        (ONE, "EMIS", "ป.1", 9, True, "emis", 3),
        (TWO, "EMIS", "ป.3", 4, False, "emis", 4),
        (ONE, "DMC", "ป.1", 10, True, "dmc", 2),
        (ONE, "DMC", "ป.2", 1003, True, "dmc", 3),
        (TWO, "DMC", "ป.3", 4, False, "dmc", 4),
    ]


def test_exchanged_columns_of_a_file_of_one_school_are_that_schools() -> None:
    dmc = [_count(ONE, "ป.1", "ช", 20), _count(ONE, "ป.1", "ญ", 6)]
    emis = [_count(ONE, "ป.1", "ญ", 20), _count(ONE, "ป.1", "ช", 6)]
    compared = compare_pupils(round_tables({("emis", "enrolment"): emis, ("dmc", "enrolment"): dmc}), 0)
    assert list(compared.findings) == [
        _finding("pupils.columns_exchanged", ONE, "student_list", "emis", 0, found="ช กับ ญ", allowed="เทียบกับ DMC")
    ]


def _building(smis: str, rooms: int | None, classrooms: bool = True) -> dict[str, Any]:
    return {"smis": smis, "rooms": rooms, "classrooms": classrooms}


def _class(smis: str, rooms: int) -> dict[str, Any]:
    return {"smis": smis, "grade": "ป.1", "rooms": rooms}


def _rooms(buildings: Rows, classes: Rows) -> Any:
    tables = round_tables({("bobec", "buildings"): buildings, ("dmc", "classrooms"): classes})
    frame = tables.table("bobec", "buildings")
    assert frame is not None
    frame["rooms"] = frame["rooms"].astype("Int64")
    return compare_rooms(tables)


def test_a_school_with_too_few_rooms_is_named_at_its_first_building() -> None:
    buildings = [
        _building(TWO, 2),
        _building(ONE, 9, classrooms=False),
        _building(ONE, 1_000),
        _building(ONE, None),
        _building(ONE, None),
        _building(THREE, 1),
    ]
    compared = _rooms(buildings, [_class(ONE, 1_001), _class(TWO, 1), _class(TWO, 1)])
    assert list(compared.findings) == [
        _finding(
            "rooms.fewer_than_classes",
            ONE,
            "building_list",
            "bobec",
            3,
            found="B-OBEC 1,000 ห้อง (ไม่ระบุจำนวนห้อง 2 หลัง)",
            allowed="DMC เปิดสอน 1,001 ห้อง",
        )
    ]
    assert _rows(compared.frame, "rooms", "short") == [
        (TWO, "B-OBEC", 2, False, "bobec", 2),
        (ONE, "B-OBEC", 1000, True, "bobec", 4),
        (ONE, "DMC", 1001, True, "dmc", 2),
        (TWO, "DMC", 1, False, "dmc", 3),
        (TWO, "DMC", 1, False, "dmc", 4),
    ]


def test_one_side_alone_is_compared_with_nothing() -> None:
    for alone in (
        {("bobec", "buildings"): [_building(ONE, 1)]},
        {("dmc", "classrooms"): [_class(ONE, 1)]},
    ):
        assert compare_rooms(round_tables(alone)).frame.empty
    for half in ({("mobec", "equipment"): [{"smis": ONE}]}, {("dmc", "enrolment"): [_count(ONE, "ป.1", "ช", 1)]}):
        compared = compare_desks(round_tables(half))
        assert compared.frame.empty
        assert compared.findings == ()


def test_desks_are_laid_beside_the_pupils_of_the_same_schools() -> None:
    usual = {"state": "ใช้ได้", "desks_for": "ประถม"}
    equipment = [
        {"smis": ONE, "pieces": 3, **usual},
        {"smis": TWO, "pieces": 1, **usual},
        {"smis": THREE, "pieces": 7, **usual},
    ]
    enrolment = [_count(ONE, "ป.1", "ช", 3), _count(TWO, "ป.1", "ช", 2)]
    compared = compare_desks(round_tables({("mobec", "equipment"): equipment, ("dmc", "enrolment"): enrolment}))
    assert _rows(compared.frame, "number", "short") == [
        (ONE, "M-OBEC", 3, False, "mobec", 2),
        (TWO, "M-OBEC", 1, True, "mobec", 3),
        (ONE, "DMC", 3, False, "dmc", 2),
        (TWO, "DMC", 2, True, "dmc", 3),
    ]


def _learner(person: str | None, smis: str = ONE, nationality: str = "ลาว", **changes: Any) -> dict[str, Any]:
    usual = {"status": DONE, "has_citizen_number": False}
    return {"smis": smis, "person": person, "nationality": nationality, **usual, **changes}


def _pupil(person: str | None, smis: str = ONE, nationality: str = "ลาว", kind: str = "g_code") -> dict[str, Any]:
    return {"smis": smis, "person": person, "nationality": nationality, "number_kind": kind}


def test_codes_are_named_at_the_row_of_the_system_that_has_them() -> None:
    learners = [_learner("a"), _learner("b", nationality="พม่า"), _learner("c"), _learner("w", status=PENDING)]
    pupils = [_pupil("a"), _pupil("b"), _pupil("x"), _pupil("w"), _pupil("y", kind="citizen")]
    compared = compare_codes(round_tables({("gcode", "learners"): learners, ("dmc", "pupils"): pupils}))
    assert list(compared.findings) == [
        _finding("pupil.code_not_registered", ONE, "pupil_list", "dmc", 4),
        _finding("pupil.code_not_in_dmc", ONE, "learner_list", "gcode", 4),
        _finding("pupil.nationality_differs", ONE, "learner_list", "gcode", 3, "สัญชาติ", found="พม่า", allowed="DMC ลาว"),
    ]
    assert _rows(compared.frame, "standing") == [
        (ONE, "G-Code", "มีในระบบนี้เท่านั้น", "gcode", 4),
        (ONE, "G-Code", "ตรงกัน", "gcode", 2),
        (ONE, "G-Code", "ตรงกัน", "gcode", 3),
        (ONE, "DMC", "มีในระบบนี้เท่านั้น", "dmc", 4),
        (ONE, "DMC", "ตรงกัน", "dmc", 2),
        (ONE, "DMC", "ตรงกัน", "dmc", 3),
        (ONE, "DMC", "รอการรับรอง", "dmc", 5),
    ]


def test_without_a_pupil_list_schools_are_named_at_their_first_certified_learner() -> None:
    learners = [_learner("w", status=PENDING), *(_learner(f"p{number}") for number in range(1_001)), _learner("z", TWO)]
    counted = [
        {"smis": ONE, "report": "g_code", "pupils": 999},
        {"smis": ONE, "report": "g_code", "pupils": 1},
        {"smis": ONE, "report": "religion", "pupils": 5},
        {"smis": TWO, "report": "g_code", "pupils": 1},
    ]
    tables = {("gcode", "learners"): learners, ("dmc", "categories"): counted}
    compared = compare_codes(round_tables(tables))
    assert list(compared.findings) == [
        _finding(
            "codes.count_differs", ONE, "learner_list", "gcode", 3, found="ทะเบียน 1,001 คน", allowed="DMC 1,000 คน"
        )
    ]
    assert compared.frame.empty
    assert compare_codes(round_tables({**tables, ("dmc", "categories"): counted[2:3]})).findings == ()
    elsewhere = compare_codes(round_tables({**tables, ("dmc", "categories"): counted[3:]}))
    assert [(each.smis, each.allowed) for each in elsewhere.findings] == [(ONE, "DMC 0 คน")]
    assert compare_codes(round_tables({("dmc", "pupils"): [_pupil("a")]})).frame.empty


def _staff(position: str, people: int, funding: str = IN_BUDGET, smis: str = ONE) -> dict[str, Any]:
    return {"smis": smis, "position": position, "funding": funding, "people": people}


def _roster(*posts: dict[str, Any]) -> pd.DataFrame:
    usual = {"smis": ONE, "legal_form": TEMPORARY, "starts": date(2025, 10, 1), "ends": date(2026, 9, 30)}
    rows = [
        {"delivery": "roster", "sheet": "", "row": row, "post_no": str(row), "programme": "ก", **usual, **post}
        for row, post in enumerate(posts, 3)
    ]
    return pd.DataFrame(rows).astype({"starts": object, "ends": object})


def test_too_few_and_too_many_hired_are_named_at_their_first_row_of_staff() -> None:
    staff = [_staff("ครู", 9), _staff(TEMPORARY, 1), _staff(TEMPORARY, 1, FUNDINGS[-1]), _staff(EMPLOYEE, 1_001)]
    posts = _roster({}, {"legal_form": CONTRACTOR}, {}, {"legal_form": EMPLOYEE})
    compared = compare_hired(round_tables({("emis", "staff"): staff}), posts, DAY, complete=True)
    few = {"found": "EMIS 1 คน", "allowed": "ทะเบียน 3 คน"}
    many = {"found": "EMIS 1,001 คน", "allowed": "ทะเบียน 1 คน"}
    assert list(compared.findings) == [
        _finding("hired.fewer_in_emis", ONE, "staff_list", "emis", 3, TEMPORARY, **few),
        _finding("hired.more_in_emis", ONE, "staff_list", "emis", 5, EMPLOYEE, **many),
    ]
    assert _rows(compared.frame, "personnel", "people", "differs") == [
        (ONE, "EMIS", TEMPORARY, 1, True, "emis", 3),
        (ONE, "EMIS", EMPLOYEE, 1001, True, "emis", 5),
        *((ONE, "ทะเบียนผู้รับจ้าง", TEMPORARY, 1, True, "roster", row) for row in (3, 4, 5)),
        (ONE, "ทะเบียนผู้รับจ้าง", EMPLOYEE, 1, True, "roster", 6),
    ]


@pytest.mark.parametrize(("unsure", "few"), [(1, True), (2, False), (3, False)])
def test_staff_of_unstated_funding_may_fill_the_posts(unsure: int, few: bool) -> None:
    staff = [_staff(TEMPORARY, 1), _staff(TEMPORARY, unsure, FUNDINGS[-1])]
    compared = compare_hired(round_tables({("emis", "staff"): staff}), _roster({}, {}, {}), DAY, complete=True)
    assert [each.rule for each in compared.findings] == ["between.hired.fewer_in_emis"] * few


def test_a_post_that_stands_twice_in_a_file_is_one_post() -> None:
    posts = _roster({"post_no": "1 "}, {"post_no": "1"}, {"post_no": "2"})
    staff = round_tables({("emis", "staff"): [_staff(TEMPORARY, 2)]})
    assert compare_hired(staff, posts, DAY, complete=True).findings == ()
    other = posts.assign(delivery=["roster", "another", "roster"])
    assert len(compare_hired(staff, other, DAY, complete=True).findings) == 1
    assert compare_hired(staff, posts.iloc[:0], DAY, complete=True).frame.empty
    assert compare_hired(round_tables({}), posts, DAY, complete=True).frame.empty


def test_a_school_that_some_systems_lack_is_named_with_both_kinds() -> None:
    def schools(*delivered: str) -> Rows:
        return [{"smis": smis, "delivered": smis in delivered} for smis in (ONE, TWO, THREE)]

    tables = {
        ("dmc", "schools"): schools(ONE, TWO),
        ("emis", "schools"): schools(ONE, TWO),
        ("bobec", "schools"): schools(ONE),
        ("mobec", "schools"): schools(ONE),
    }
    systems = {"dmc": "DMC", "emis": "EMIS", "bobec": "B-OBEC", "mobec": "M-OBEC", "gcode": "G-Code"}
    compared = compare_presence(round_tables(tables), systems)
    assert list(compared.findings) == [
        _finding("school.not_in_all", TWO, "", "dmc", 3, found="มีใน DMC, EMIS", allowed="ไม่มีใน B-OBEC, M-OBEC")
    ]
    assert _rows(compared.frame, "delivered")[:3] == [
        (ONE, "DMC", True, "dmc", 2),
        (TWO, "DMC", True, "dmc", 3),
        (THREE, "DMC", False, "dmc", 4),
    ]
