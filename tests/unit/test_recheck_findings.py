"""The second reader: what it finds wrong, rule by rule, in small files of every system."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

import recheck
from builders import PROJECT_PARAMS, pupil, pupil_rows
from recheck import MALE, Context, Row
from unit.test_recheck_reports import Office, enrolment

INDICATORS = (PROJECT_PARAMS / "indicators.yml").read_text(encoding="utf-8")
CHECKS = (PROJECT_PARAMS / "checks.yml").read_text(encoding="utf-8")
DOCS = PROJECT_PARAMS.parent / "docs"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.write("params/checks.yml", CHECKS)
    made.write("params/programmes/none.txt", "")
    return made


def broken(office: Office, system: str, period: str = "2568-1") -> Counter[str]:
    """How often each rule is broken, without those about schools and pages that lack."""
    rows = office.table(f"{period}/{system}/findings")
    return Counter(
        str(row["rule"]).split(".", 1)[1]
        for row in rows
        if not str(row["rule"]).endswith(("school.missing", "page.missing"))
    )


def text_of(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def test_every_rule_of_the_page_is_known() -> None:
    page = (DOCS / "checks.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `((?:dmc|emis|bobec|mobec|gcode|between)\.[\w.]+)` ", page, re.MULTILINE)
    assert len(shown) > 100
    assert set(shown) <= recheck.RULES.keys()


def test_labels_of_reports_are_those_of_the_page() -> None:
    page = (DOCS / "deliveries.md").read_text(encoding="utf-8")
    shown = {report: words.split(", ") for report, words in re.findall(r"^- `(\w+)`: (.+)$", page, re.MULTILINE)}
    assert {report: shown[report] for report in recheck.CATEGORY_WORDS} == recheck.CATEGORY_WORDS


def test_pupils_one_by_one(office: Office) -> None:
    wrong = [
        pupil(1, learner_number="-", weight_kg="หนัก"),
        pupil(2, learner_number="1101700230709", sex="x", title="เด็กหญิง"),
        pupil(3, grade="ป.9", room="-"),
        pupil(4, birth_date="01/01/2015"),
        pupil(5, religion="", nationality="ลาวว"),
    ]
    office.receive("dmc", "pupil_list", text_of(pupil_rows(wrong)), name="2568-1-student.csv")
    rules = broken(office, "dmc")
    expected = {"number_missing", "weight_impossible", "number_check_digit", "sex_unknown", "grade_unknown"}
    expected |= {"room_missing", "birth_date_era", "label_missing", "label_unknown"}
    assert {f"pupil.{rule}" for rule in expected} <= rules.keys()


def test_a_person_counts_once_among_those_who_moved(office: Office) -> None:
    first = [pupil(1), pupil(2), pupil(3, smis="34010002")]
    second = [pupil(1, smis="34010002"), pupil(2), pupil(2), pupil(3, smis="34010002"), pupil(4, learner_number="-")]
    for period, rows in (("2567-3", first), ("2568-1", second)):
        office.receive("dmc", "pupil_list", text_of(pupil_rows(rows)), period, name=f"{period}-student.csv")
    moves = office.table("2568-1/dmc-since-previous/pupils")
    moved = {cause: sum(recheck.decimal(row["persons"]) for row in moves if row["cause"] == cause) for cause in CAUSES}
    assert moved == {recheck.CAME: 0, recheck.WENT: 0, recheck.MORE: 1, recheck.FEWER: -1}


CAUSES = (recheck.CAME, recheck.WENT, recheck.MORE, recheck.FEWER)


def test_sums_of_the_area_and_categories(office: Office) -> None:
    office.receive("dmc", "enrolment", enrolment("34010001", {"ป.1": (2, 1, 1)}) * 2)
    zeros = ",0" * 69
    office.receive("dmc", "religion", f"2568-1,34010001,นักเรียนทั้งหมด{zeros}\n2568-1,34010001,ผี{zeros}\n")
    rules = broken(office, "dmc")
    assert rules["aggregate.duplicate_school_rows"] == 1
    assert rules["aggregate.area_missing"] == 2
    assert rules["aggregate.category_unknown"] == 1
    assert rules["aggregate.whole_enrolment"] == 1


def test_exchanged_columns_are_seen_in_the_counts_alone() -> None:
    def rows(counts: dict[str, int]) -> list[Row]:
        schools = ("1", "2", "3")
        return [
            {"smis": smis, "grade": grade, "sex": MALE, "pupils": recheck.Decimal(count)}
            for smis in schools
            for grade, count in counts.items()
        ]

    straight = rows({"ป.1": 30, "ป.2": 10})
    assert recheck.exchanged(rows({"ป.1": 10, "ป.2": 30}), straight)
    assert not recheck.exchanged(straight, straight)
    assert not recheck.exchanged(rows({"ป.1": 29, "ป.2": 10}), straight)


def test_pages_of_emis(office: Office) -> None:
    page = "ชั้น/เพศ,ชาย,หญิง,รวม,ห้องเรียน\nป.1,3,4,8,1\nป.1,0,0,0,0\nป.9,1,0,1,1\nรวมประถม,9,9,18,x\n"
    office.receive("emis", "student_list", page, name="34010001-student.csv")
    rules = broken(office, "emis")
    assert rules["row.sex_sum"] == 1
    assert rules["row.duplicate"] == 1
    assert rules["row.unknown"] == 1
    assert rules["row.not_a_count"] == 1
    assert rules["row.missing"] == 1
    assert rules["student.level_sum"] == 3


def test_lists_of_buildings_and_equipment(office: Office) -> None:
    heading = "รหัสโรงเรียน,ประเภท,ลำดับที่,แบบ,จำนวนห้องตามแปลน,สร้าง,สภาพปัจจุบัน,สีผนัง\n"
    lines = "34010001,อาคารเรียน,1,017,แปด,1985,เก่า,ขาว\n34010001,อาคารเรียน,1,,,,,\n"
    office.receive("bobec", "building_list", heading + lines, name="a.csv")
    unreadable = ("rooms_malformed", "year_impossible", "condition_unknown", "number_repeated")
    silent = ("plan_missing", "rooms_missing", "year_missing", "condition_missing")
    expected = {f"building.{rule}": 1 for rule in (*unreadable, *silent)}
    assert broken(office, "bobec") == expected | {"file.column_unknown": 1, "school.kind_missing": 2}
    heading = "รหัสโรงเรียน,รหัส,รายการ,รายการ(cm.),จำนวนที่ใช้ได้,จำนวนรอซ่อม,จำนวนรอจำหน่าย\n"
    lines = "34010001,11001,ก,เครื่องถ่ายเอกสาร,0,0,-\n34010001,99999,ก,ข,0,0,0\n34010001,99999,ก,ข,0,0,0\n"
    office.receive("mobec", "equipment_list", heading + lines, name="b.csv")
    expected = {"item.name_of_other_code": 1, "item.not_a_count": 1, "item.code_unknown": 2, "item.repeated": 1}
    assert broken(office, "mobec") == expected | {"school.codes_missing": 1, "school.all_zero": 1}


def test_the_register_of_learners_against_the_pupil_list(office: Office) -> None:
    listed = [pupil(1, learner_number="G640000000001"), pupil(2, learner_number="G640000000002")]
    office.receive("dmc", "pupil_list", text_of(pupil_rows(listed)), name="2568-1-student.csv")
    heading = "รหัสโรงเรียน,รหัส G,เลขประจำตัวประชาชน,ชื่อ,นามสกุล,เพศ,สัญชาติ,วันที่บันทึก,วันที่รับรอง\n"
    rows = [
        "34010001,G640000000001,-,ก,ข,ช,ลาว,01/05/2568,02/05/2568",
        "34010001,G640000000009,-,ก,ข,ช,ลาว,03/05/2568,02/05/2568",
        "34010001,-,12,ก,ข,x,พม่า,99/05/2568,02/05/2568",
    ]
    office.receive("gcode", "learner_list", heading + "\n".join(rows) + "\n", name="learners.csv")
    expected = {"pupil.date_order": 1, "pupil.code_missing": 1, "pupil.number_malformed": 1, "pupil.sex_unknown": 1}
    assert broken(office, "gcode") == expected | {"pupil.nationality_unknown": 1, "pupil.date_unreadable": 1}
    between = broken(office, "between")
    assert between["pupil.code_not_registered"] == 1
    assert between["pupil.code_not_in_dmc"] == 1
    assert between["pupil.nationality_differs"] == 1


def test_a_years_issues_are_followed_from_round_to_round(office: Office) -> None:
    office.write("params/indicators.yml", INDICATORS)
    round_ = (office.folder / "params/rounds/2568-1.yml").read_text(encoding="utf-8")
    office.write("params/rounds/2568-2.yml", round_)
    heading = "รหัสโรงเรียน,ประเภท,ลำดับที่,แบบ,จำนวนห้องตามแปลน,สร้าง,สภาพปัจจุบัน\n"
    for period, plan in (("2568-1", ""), ("2568-2", "017")):
        line = f"34010001,อาคารเรียน,1,{plan},8,2500,ดี\n"
        office.receive("bobec", "building_list", heading + line, period, name=f"{period}.csv")
    context = Context("annual/2568/performance", [], office.folder / "data", office.folder / "params")
    tables = recheck.performance_tables(context, "2568")
    plan_rows = [row for row in tables["issues"] if row["rule"] == "bobec.building.plan_missing"]
    assert [(row["round"], row["since"], row["movement"]) for row in plan_rows] == [("2568-2", "รอบก่อน", "แก้แล้ว")]
    assert [row["currency"] for row in tables["files"]] == ["ข้อมูลของรอบนี้"] * 2
    states = Counter((row["round"], row["submission"]) for row in tables["submissions"] if row["system"] == "B-OBEC")
    assert states == {(period, state): 1 for period in ("2568-1", "2568-2") for state in ("ครบ", "ไม่มีข้อมูล")}


def test_requests_are_counted_from_the_lines_of_the_academic_year(office: Office) -> None:
    context = Context("annual/2568/performance", [], office.folder / "data", office.folder / "params")
    assert recheck.answered_requests(context, "2568") == []
    header = '"answered","audience","dataset"'
    lines = [
        '"2025-05-15","public","dmc"',
        '"2025-05-16","public","dmc"',
        '"2026-05-15","office","between"',
        '"2026-05-16","public","dmc"',
    ]
    office.write("data/requests.csv", "\n".join([header, *lines]) + "\n")
    alone = "".join(f"{line}\n" for line in (header, *lines[1:3]))
    delivery = hashlib.sha256(alone.encode()).hexdigest()[:12]
    assert recheck.answered_requests(context, "2568") == [
        {"audience": "เผยแพร่ได้", "dataset": "DMC", "row_key": f"{delivery}::3"},
        {"audience": "ใช้ในราชการ", "dataset": "ชุดข้อมูลอื่น", "row_key": f"{delivery}::4"},
    ]
