"""The second reader: tables from small files, and a wrong figure that a report prints."""

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest

import recheck
from recheck import Context, Delivery, Row

CHECKS = """plausible: {oldest: 60, pupils: 10000, rooms: 500, people: 1000, pieces: 50000, service_life: 100}
confirmed_within: {days: 180}
renamed_labels:
  words:
    - {found: สกร., stands_for: กศน.}
pupils_per_teacher: {least: 5, most: 25, positions: [ครู, ครูผู้ช่วย]}
pupils_per_computer: {most: 20}
gcode_waiting: {usual: 30, long: 90}
expected_buildings: {kinds: [อาคารเรียน, ส้วม]}
between_systems: {pupils: 0, days: 30}
"""
OFFICE = """area_code: "3401"
size_bands:
  bands:
    - {size: เล็ก, up_to: 5}
    - {size: กลาง}
"""
ROUND = """as_of: {date: 10 มิ.ย. 2568}
window:
  opens: 16 พ.ค. 2568
  closes: 10 มิ.ย. 2568
"""
SCHOOLS = "smis,ministry_code,name,district\n34010001,1034710001,ก,เมือง\n34010002,1034710002,ข,\n"


class Office:
    """A data folder and parameters in which a test lays what it needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[list[str]] = []
        self.write("params/checks.yml", CHECKS)
        self.write("params/office.yml", OFFICE)
        self.write("params/schools/3401.csv", SCHOOLS)
        self.write("params/rounds/2568-1.yml", ROUND)
        self.write("params/rounds/2567-3.yml", ROUND.replace("2568", "2567"))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def receive(self, system: str, report: str, text: str, period: str = "2568-1", name: str = "") -> None:
        name = name or f"{period}-{report}.csv"
        path = self.write(f"data/deliveries/{period}/{system}/{name}", text)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        moment = f"2025-06-20T00:00:{len(self.lines):02}+00:00"
        path_of = str(path.relative_to(self.folder / "data/deliveries"))
        self.lines.append([moment, period, system, report, digest, name, path_of, "", moment, "received"])
        columns = ["received", "period", "system", "report", "sha256", "name", "path", "made", "saved", "event"]
        with (self.folder / "data/register.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([columns, *self.lines])
        recheck._standings.cache_clear()

    def table(self, name: str) -> list[Row]:
        context = Context("round/2568-1/dmc", [], self.folder / "data", self.folder / "params")
        return context.table(name).rows

    def report(self, *facts: tuple[str, str, str, str, str, str, str]) -> Path:
        """A made report; facts are (fact, key, value, operation, table, column, where)."""
        return self.version("outputs/round/2568-1/dmc", "", *facts)

    def version(self, name: str, made: str, *facts: tuple[str, str, str, str, str, str, str]) -> Path:
        """A report in any folder, made from what was in force at a moment of the register; empty is now."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        files = {line[5]: {"sha256": line[4]} for line in self.lines if line[0] <= (made or "9")}
        content = {"report": "round/2568-1/dmc", "inputs": {"deliveries": {"2568-1/dmc": files}}}
        written = json.dumps({"content": content, "execution": {"made": made}}, ensure_ascii=False)
        (folder / "manifest.json").write_text(written, encoding="utf-8")
        columns = ["fact", "key", "value", "unit", "title", "operation", "table", "column", "where", "rows", "digest"]
        with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
            lines = [[name, key, value, "คน", "", *rest, "1", "0"] for name, key, value, *rest in facts]
            csv.writer(stream).writerows([columns, *lines])
        return folder

    def run(self, folder: Path) -> int:
        return recheck.main([str(folder), "--data", str(self.folder / "data"), "--params", str(self.folder / "params")])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def enrolment(school: str, grades: dict[str, tuple[int, int, int]], period: str = "2568-1", layout: int = 0) -> str:
    """A line of the aggregate in which every sum is right; grades are (boys, girls, rooms)."""
    order = recheck.LAYOUTS[layout]
    cells: list[str] = []
    for name in order:
        parts = recheck.LEVELS.get(name) or ([name] if name in recheck.LEVEL_OF else list(recheck.LEVEL_OF))
        boys, girls, rooms = (sum(grades.get(part, (0, 0, 0))[index] for part in parts) for index in range(3))
        cells += [str(boys), str(girls), str(boys + girls), str(rooms)]
    return ",".join([period, school, *cells]) + "\n"


AGGREGATE = enrolment("34010001", {"ป.1": (2, 1, 1)}) + enrolment("34010009", {"อ.2": (3, 4, 2)})
AREA = enrolment("34010000", {"ป.1": (2, 1, 1), "อ.2": (3, 4, 2)})
TOTAL = ("pupils.total", "", "10", "sum", "2568-1/dmc/enrolment", "pupils", "")
BOYS = ("pupils.male", "", "5", "sum", "2568-1/dmc/enrolment", "pupils", "sex = 'ช'")
SHARE = ("pupils.share", "", "0.500000", "ratio", "", "", "pupils.male() / pupils.total()")


def test_a_right_report_is_equal(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.receive("dmc", "enrolment", AGGREGATE + AREA)
    finding = ("findings.total", "", "3", "count", "2568-1/dmc/findings", "", "")
    area = ("area", "", "10", "sum", "2568-1/dmc/area_totals", "value", "group_label = 'รวมทั้งหมด' AND measure = 'รวม'")
    assert office.run(office.report(TOTAL, BOYS, SHARE, finding, area)) == 0
    written = capsys.readouterr().out
    assert "ตรงกัน round/2568-1/dmc: คำนวณซ้ำตรงกัน 5 ค่า ไม่ตรง 0 ค่า" in written


def test_a_planted_wrong_figure_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.receive("dmc", "enrolment", AGGREGATE + AREA)
    wrong = ("pupils.by_school", "smis=34010009", "8", "sum", "2568-1/dmc/enrolment", "pupils", "smis = '34010009'")
    assert office.run(office.report(TOTAL, wrong)) == 1
    assert "ไม่ตรง: pupils.by_school [smis=34010009] รายงานว่า 8 คำนวณซ้ำได้ 7" in capsys.readouterr().out


def test_other_rows_than_the_report_states_are_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.receive("dmc", "enrolment", AGGREGATE + AREA)
    folder = office.report(TOTAL)
    keys = "\n".join(f"{office.lines[0][4][:12]}::{row}" for row in (1, 2))
    digest = hashlib.sha256(keys.encode()).hexdigest()[:16]
    written = (folder / "facts.csv").read_text(encoding="utf-8")
    for rows, code in (("2", 0), ("3", 1)):
        (folder / "facts.csv").write_text(written.replace(",1,0", f",{rows},{digest}"), encoding="utf-8")
        assert office.run(folder) == code
    assert f"รายงานว่ามาจาก 3 แถว ({digest}) อ่านซ้ำได้ 2 แถว ({digest})" in capsys.readouterr().out


def test_a_changed_file_is_not_taken_for_the_one_received(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.receive("dmc", "enrolment", AGGREGATE + AREA)
    office.write("data/deliveries/2568-1/dmc/2568-1-enrolment.csv", AGGREGATE)
    assert office.run(office.report(TOTAL)) == 2
    assert "ไฟล์ไม่ตรงกับทะเบียนรับ: 2568-1-enrolment.csv" in capsys.readouterr().out


def test_a_folder_without_a_report_cannot_be_read(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run(office.folder / "params") == 2
    assert "ไม่พบรายงาน" in capsys.readouterr().err


def test_a_school_whose_district_the_list_leaves_empty_is_named(office: Office) -> None:
    office.receive("dmc", "enrolment", AGGREGATE)
    rows = office.table("2568-1/dmc/findings")
    assert [row["smis"] for row in rows if row["rule"] == "dmc.school.district_missing"] == ["34010002"]


def test_schools_lie_where_the_list_says(office: Office) -> None:
    listed = "smis,ministry_code,name,district,latitude,longitude\n34010001,1,ก,เมือง,15.2,104.8\n34010002,2,ข,,,\n"
    (office.folder / "params/schools/3401.csv").write_text(listed, encoding="utf-8")
    recheck._school_lines.cache_clear()
    office.receive("dmc", "enrolment", AGGREGATE)
    rows = office.table("2568-1/dmc/positions")
    assert rows == [{"smis": "34010001", "latitude": Decimal("15.2"), "longitude": Decimal("104.8")}]


def test_schools_are_those_listed_or_delivered(office: Office) -> None:
    office.receive("dmc", "enrolment", AGGREGATE + AREA)
    office.receive("dmc", "confirmations", "รหัสโรงเรียน,วันเวลาที่ยืนยัน\n34010001,11/06/2568 09:00\n34010009,09/06/2568\n")
    shown = [
        (row["smis"], row["delivered"], row["size"], row["district"]) for row in office.table("2568-1/dmc/schools")
    ]
    assert shown == [
        ("34010001", True, "เล็ก", "เมือง"),
        ("34010002", False, "", "ไม่ระบุ"),
        ("34010009", True, "กลาง", "ไม่ระบุ"),
    ]
    confirmed = [row["confirmation"] for row in office.table("2568-1/dmc/confirmations")]
    assert confirmed == ["ล่าช้า", "ยังไม่ยืนยัน", "ทันเวลา"]


def test_columns_stand_in_the_order_in_which_the_levels_add_up(office: Office) -> None:
    office.receive("dmc", "enrolment", enrolment("34010001", {"ม.6": (1, 0, 1)}, layout=1))
    assert [(row["grade"], row["pupils"]) for row in office.table("2568-1/dmc/enrolment")] == [("ม.6", Decimal(1))]
    sevens = ",".join("7" for _ in range(92))
    office.receive("dmc", "enrolment", "".join(f"2568-1,3401000{number},{sevens}\n" for number in (1, 2, 3)))
    assert office.table("2568-1/dmc/enrolment") == []


def test_labels_are_compared_as_the_tables_write_them(office: Office) -> None:
    labels, rest = ("นักเรียนจบทั้งหมด", "สกร.", "ไม่ปรากฎสัญชาติ", "อื่นๆ"), ",0" * 18
    lines = [f"2568-1,34010001,{category},1,0,1{rest}\n" for category in labels]
    office.receive("dmc", "p6_destination", "".join(lines))
    rows = office.table("2568-1/dmc/categories")
    assert [row["category"] for row in rows if not row["whole"]] == ["กศน.", "ไม่ปรากฏสัญชาติ", "อื่นๆ"]
    assert recheck.conditions_of("category = 'อื่น ๆ'")[0].values == ["อื่นๆ"]


def test_pupils_who_moved_up_are_told_from_those_who_came(office: Office) -> None:
    office.receive("dmc", "enrolment", enrolment("34010001", {"ป.1": (2, 0, 1)}, "2567-3"), "2567-3")
    office.receive(
        "dmc", "enrolment", enrolment("34010001", {"ป.2": (3, 0, 1)}) + enrolment("34010009", {"ป.1": (1, 0, 1)})
    )
    rows = office.table("2568-1/dmc-since-previous/enrolment")
    changed = {(row["smis"], row["grade"], row["cause"]): row["pupils"] for row in rows if row["pupils"]}
    assert changed == {
        ("34010001", "ป.1", recheck.PROMOTED): Decimal(-2),
        ("34010001", "ป.2", recheck.PROMOTED): Decimal(2),
        ("34010001", "ป.2", recheck.MORE): Decimal(1),
        ("34010009", "ป.1", recheck.CAME): Decimal(1),
    }


def test_the_course_of_all_rounds_ends_with_the_round_itself(office: Office) -> None:
    for period, boys in (("2567-3", 2), ("2568-1", 3), ("2568-2", 9)):
        grades = {"ป.1": (boys, 1, 1), "อ.2": (1, 0, 1)}
        office.receive("dmc", "enrolment", enrolment("34010001", grades, period), period)
    rows = office.table("2568-1/dmc-all-rounds/headcounts")
    assert {(row["round"], row["level"]): row["pupils"] for row in rows} == {
        ("2567-3", "ประถม"): Decimal(3),
        ("2567-3", "ก่อนประถม"): Decimal(1),
        ("2568-1", "ประถม"): Decimal(4),
        ("2568-1", "ก่อนประถม"): Decimal(1),
    }
    assert all(row["row_key"] for row in rows)


def test_sums_of_the_pages_of_emis_are_no_people(office: Office) -> None:
    heading = "ตำแหน่ง,วิทยฐานะ,ระดับ_ตำแหน่ง,คน_ชาย,คน_หญิง,คน_รวม\n"
    lines = "3. ครู,-,คศ.1,2,3,5\n3. ครู,รวม,-,2,3,5\n7. ลูกจ้างชั่วคราว,-,-,1,0,1\nรวมทั้งหมด,รวมทั้งหมด,-,3,3,6\n"
    office.receive("emis", "staff_list", heading + lines, name="1034710001-staff.csv")
    office.receive(
        "emis", "student_list", "ชั้น/เพศ,ชาย,หญิง,รวม,ห้องเรียน\nป.1,3,4,7,1\nรวมประถม,3,4,7,1\n", name="34010001.csv"
    )
    people = [(row["smis"], row["position"], row["sex"], row["people"]) for row in office.table("2568-1/emis/staff")]
    assert people == [
        ("34010001", "ครู", "ช", Decimal(2)),
        ("34010001", "ครู", "ญ", Decimal(3)),
        ("34010001", "ลูกจ้างชั่วคราว", "ช", Decimal(1)),
    ]
    school = office.table("2568-1/emis/schools")[0]
    assert (school["pupils"], school["teacher_band"], school["complete"]) == (Decimal(7), "น้อยกว่าช่วง", False)


def test_each_school_has_the_lines_of_the_list_made_last(office: Office) -> None:
    heading = "รหัสโรงเรียน,รหัส,รายการ,รายการ(cm.),จำนวนที่ใช้ได้,จำนวนรอซ่อม,จำนวนรอจำหน่าย\n"
    office.receive(
        "mobec", "equipment_list", heading + "34010001,11001,ก,ข,9,0,0\n34010002,11001,ก,ข,5,1,0\n", name="a.csv"
    )
    office.receive(
        "mobec", "equipment_list", heading + "34010001,11001,ก,ข,x,-,\n34010001,11001,ก,ข,4,0,0\n", name="b.csv"
    )
    pieces = [(row["smis"], row["state"], row["pieces"]) for row in office.table("2568-1/mobec/equipment")]
    assert pieces == [
        ("34010001", "ใช้ได้", Decimal(4)),
        ("34010002", "ใช้ได้", Decimal(5)),
        ("34010002", "รอซ่อม", Decimal(1)),
    ]


def test_a_building_states_what_can_be_read(office: Office) -> None:
    records = [
        {"name": "อาคารเรียน ลำดับที่ 1 ", "details": {"แบบ": "017", "จำนวนห้องตามแปลน": "8 ห้อง", "สร้าง": "พ.ศ. 2506"}},
        {"name": "ส้วม", "details": {"แบบ": "-", "สร้าง": "พ.ศ. 1985", "สภาพปัจจุบัน": "ชำรุด"}},
    ]
    office.receive("bobec", "building_list", json.dumps(records, ensure_ascii=False), name="1034710001-building.json")
    first, second = office.table("2568-1/bobec/buildings")
    assert (first["rooms"], first["age"], first["age_band"]) == (Decimal(8), Decimal(62), "51 ปีขึ้นไป")
    assert (second["dated"], second["condition"], second["plan"]) == (False, "ไม่ระบุ", "ไม่ระบุ")
    assert first["building"] == "34010001 | อาคารเรียน 1 | 017 · พ.ศ. 2506"
    lacking = [row["gap"] for row in office.table("2568-1/bobec/gaps") if row["building"] == second["building"]]
    assert lacking == ["ลำดับที่", "แบบ", "ปีที่สร้าง", "สภาพ"]


def test_a_certified_code_counts_once(office: Office) -> None:
    heading = "รหัสโรงเรียน,รหัส G,เลขประจำตัวประชาชน,ชื่อ,นามสกุล,เพศ,สัญชาติ,วันที่บันทึก,วันที่รับรอง\n"
    certified = "34010001,G640000000001,-,ก,ข,ช,ลาว,01/05/2568,02/05/2568\n"
    waiting = "34010002,-,-,ก,ข,ช,ลาว,01/02/2568,-\n"
    office.receive("gcode", "learner_list", heading + certified + certified.replace("34010001", "34010002") + waiting)
    rows = office.table("2568-1/gcode/learners")
    assert [(row["codes"], row["waiting"], row["days_waiting"]) for row in rows] == [
        (Decimal(1), "", None),
        (Decimal(0), "", None),
        (Decimal(0), "รอนาน", Decimal(129)),
    ]


def test_of_two_files_the_newest_gives_an_aggregate(office: Office) -> None:
    office.receive("dmc", "enrolment", AGGREGATE, name="a.csv")
    office.receive("dmc", "enrolment", enrolment("34010001", {"ป.1": (1, 0, 1)}), name="b.csv")
    (delivery,) = recheck.in_force(office.folder / "data", "2568-1", "dmc")
    assert isinstance(delivery, Delivery)
    assert [row["pupils"] for row in office.table("2568-1/dmc/enrolment")] == [Decimal(1)]


def test_a_report_from_files_that_no_longer_count_says_so(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.receive("dmc", "enrolment", AGGREGATE, name="a.csv")
    folder = office.report(TOTAL)
    office.receive("dmc", "enrolment", enrolment("34010001", {"ป.1": (1, 0, 1)}), name="b.csv")
    assert office.run(folder) == 1
    written = capsys.readouterr().out
    assert "ไฟล์ที่ใช้อยู่ต่างจากที่รายงานใช้: 2568-1/dmc: a.csv" in written
    assert "ไม่ตรง: pupils.total [] รายงานว่า 10 คำนวณซ้ำได้ 1" in written


def test_an_earlier_version_is_held_against_the_files_of_its_time(office: Office) -> None:
    office.receive("dmc", "enrolment", AGGREGATE, name="a.csv")
    office.receive("dmc", "enrolment", enrolment("34010001", {"ป.1": (1, 0, 1)}), name="b.csv")
    made = "2025-06-20T00:00:00+00:00"
    assert office.run(office.version("outputs/history/round/2568-1/dmc/0123", made, TOTAL)) == 0


def test_people_of_rosters_are_held_against_emis(office: Office) -> None:
    office.write("params/programmes/janitors.yml", "kind: hire\n")
    heading = "ตำแหน่ง,วิทยฐานะ,ระดับ_ตำแหน่ง,แหล่งงบประมาณ,คน_ชาย,คน_หญิง,คน_รวม\n"
    office.receive("emis", "staff_list", heading + "7. ลูกจ้างชั่วคราว,-,-,ในงบประมาณ,1,0,1\n", name="34010001.csv")
    form = "แบบ\nรหัสโรงเรียน,เลขที่ตำแหน่ง *,ตำแหน่ง *,ประเภทการจ้าง *,วันเริ่มจ้าง,วันสิ้นสุดการจ้าง,ค่าจ้างต่อเดือน (บาท) *\n"
    first = "34010001,1,ภารโรง,จ้างเหมาบริการ,1 ต.ค. 2567,01/06/2568,9000\n"
    second = "34010001,1,ภารโรง,จ้างเหมาบริการ,02/06/2568,ยังไม่มีกำหนดสิ้นสุด,9000\n"
    vacant = "34010001,2,ภารโรง,จ้างเหมาบริการ,อัตราว่าง,,9000\n"
    office.receive("janitors", "roster", form + first + second + vacant, period="2568", name="janitors.csv")
    rows = office.table("2568-1/between/hired")
    assert [(row["side"], row["people"], row["differs"]) for row in rows] == [
        ("EMIS", Decimal(1), False),
        ("ทะเบียนผู้รับจ้าง", Decimal(1), False),
    ]


def test_identities_of_the_files_are_checked_again(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = AREA.replace(",3,4,7,", ",9,4,7,", 1)
    office.receive("dmc", "enrolment", AGGREGATE + wrong)
    rules = [(rule, count) for rule, count in (("aggregate.area_sum", "1"), ("school.not_on_list", "1"), ("x", "9"))]
    facts = [
        ("findings.by_rule", f"rule=dmc.{rule}", count, "count", "2568-1/dmc/findings", "", f"rule = 'dmc.{rule}'")
        for rule, count in rules
    ]
    assert office.run(office.report(*facts)) == 0
    assert "1 ค่า: ข้อที่พบในแบบกรอกและโครงการ" in capsys.readouterr().out


def test_a_round_of_which_nothing_was_received_needs_no_parameters(office: Office) -> None:
    office.receive("dmc", "enrolment", "", period="2568-1", name="empty.csv")
    assert office.table("2569-1/dmc/pupils") == []
    assert office.table("2569-1/dmc/enrolment") == []
