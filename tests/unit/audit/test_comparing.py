"""Two versions of one report: a list that was received again with one pupil in, one out and one corrected."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.audit.comparing import CellChange, Comparison, compare, printed, unit
from helpers.audit.comparison_files import LARGEST, comparison_workbook, write_comparison
from helpers.audit.freshness import BETWEEN_VERSIONS, changes
from helpers.audit.versions import kept
from helpers.errors import ParameterError, VerificationError
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.reports.folders import Folders
from helpers.tables.changes.causes import Cause
from unit.audit.small_office import FAULTY, FIRST_NAME, LAST_NAME, SCHOOLS, citizen_number, pupil, received
from unit.audit.small_report import REPORT, put_in_place, report_in_place

_, _, _, GIRL, UNLISTED = FAULTY
CORRECTED = (
    pupil(1, learner_number="-"),
    pupil(2, weight_kg="40"),
    GIRL | {"sex": "ช"},
    UNLISTED,
    pupil(6),
    pupil(7, smis=SCHOOLS[2], school_name="โรงเรียนตัวอย่าง 3"),
)
"""Pupil 3 went, pupil 4 is a boy, pupils 6 and 7 came, 7 with a school that had sent nothing."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    made = report_in_place(tmp_path_factory.mktemp("comparing"))
    put_in_place(made, received(made, CORRECTED))
    return made


@pytest.fixture(scope="module")
def comparison(folders: Folders) -> Comparison:
    _, earlier = kept(folders.outputs)
    return compare(earlier, REPORT, folders, folders.read_params())


def cell(comparison: Comparison, fact: str, key: str = "") -> CellChange:
    (found,) = (each for each in comparison.cells if (each.line.fact, each.line.key) == (fact, key))
    return found


def told(change: CellChange) -> list[tuple[Cause, int, int]]:
    return [(each.cause, int(each.change), each.row) for each in change.reasons]


def test_the_inputs_that_differ_are_named(comparison: Comparison) -> None:
    assert len(comparison.inputs) == 1
    assert comparison.inputs[0].startswith("ไฟล์ที่ได้รับ 2568-1/dmc: 2568-1-student.csv")


def test_an_input_of_one_version_alone_is_not_said_to_have_been_taken_out() -> None:
    before, after = ({"deliveries": {each: {"a.csv": "1"}}} for each in ("2567-3/dmc", "2568-2/dmc"))
    assert changes(before, after, words=BETWEEN_VERSIONS) == (
        "ไฟล์ที่ได้รับ 2567-3/dmc ใช้ในฉบับก่อนเท่านั้น",
        "ไฟล์ที่ได้รับ 2568-2/dmc ใช้ในฉบับหลังเท่านั้น",
    )


def test_a_total_says_what_came_went_and_was_corrected(comparison: Comparison) -> None:
    total = cell(comparison, "pupils.total")
    assert (total.before, total.after, total.difference) == (5, 6, 1)
    # School 3 came with row 8; of school 2 the girl became a boy; school 1 has as many as before.
    assert told(total) == [(Cause.CHANGED, 1, 5), (Cause.CHANGED, -1, 6), (Cause.ENTERED, 1, 8)]
    assert total.by_cause == {Cause.ENTERED: 1, Cause.CHANGED: 0}
    assert not total.notes
    assert total.reasons[2].about == {"smis": SCHOOLS[2], "level": "ประถม", "grade": "ป.1", "sex": "ช"}
    assert total.reasons[2].file == "2568-1-student.csv"


def test_pupils_of_a_list_come_and_go_and_are_never_told_apart(comparison: Comparison) -> None:
    listed = cell(comparison, "listed.total")
    assert listed.by_cause == {Cause.ENTERED: 2, Cause.LEFT: -1}
    assert sorted(told(listed)) == [(Cause.LEFT, -1, 5), (Cause.ENTERED, 1, 7), (Cause.ENTERED, 1, 8)]
    assert {frozenset(each.about) for each in listed.reasons} == {frozenset({"smis"})}


def test_a_cell_that_one_version_alone_states_counted_nothing_in_the_other(comparison: Comparison) -> None:
    school = cell(comparison, "pupils.by_school", f"smis={SCHOOLS[2]}")
    assert (school.before, school.after, school.difference) == (None, 1, 1)
    assert told(school) == [(Cause.ENTERED, 1, 8)]
    assert school.notes == ("ฉบับก่อนไม่ได้พิมพ์ช่องนี้",)


def test_a_number_of_different_values_names_the_new_one(comparison: Comparison) -> None:
    schools = cell(comparison, "schools.counted")
    assert [each.about for each in schools.reasons] == [{"smis": SCHOOLS[2]}]
    assert told(schools) == [(Cause.ENTERED, 1, 8)]


def test_a_quotient_names_its_parts(comparison: Comparison) -> None:
    boys = cell(comparison, "share", "sex=ช")
    assert not boys.reasons
    assert boys.notes == ("ตามเพศ 4 → 6", "นักเรียน 5 → 6")


def test_numbers_are_printed_as_the_reports_do(comparison: Comparison, folders: Folders) -> None:
    girls = cell(comparison, "share", "sex=ญ")
    assert (girls.before, girls.printed, girls.printed_difference) == (
        Decimal("0.200000"),
        (Decimal("20.0"), Decimal("0.0")),
        Decimal("-20.0"),
    )
    sheet = load_workbook(BytesIO(comparison_workbook(comparison, folders.read_params())))["ตัวเลขที่ต่าง"]
    (line,) = (
        [each.value for each in row]
        for row in sheet.iter_rows(min_row=6)
        if row[1].value == "sex=ญ" and row[0].value == "share"
    )
    assert line[3:7] == ["ร้อยละ", 20, 0, -20]
    assert line[-1].startswith("ต่างเป็นจุดร้อยละ; ตามเพศ 1 → 0")


def stated(operation: Operation, value: str, unit: str, where: str = "") -> FactLine:
    return FactLine("a", "", value, unit, "", operation, "", "", where, 1, "")


@pytest.mark.parametrize(
    ("line", "said", "unit_said"),
    [
        (stated(Operation.RATIO, "0.488022", "ร้อยละ"), "48.8", "ร้อยละ"),
        (stated(Operation.RATIO, "6.183673", "คนต่อห้อง"), "6.2", "คนต่อห้อง"),
        (stated(Operation.RATIO, "1250.5", "บาทต่อคน"), "1250.50", "บาทต่อคน"),
        (stated(Operation.SUM, "24378", "คน"), "24378", "คน"),
        (stated(Operation.DIFFERENCE, "-0.011600", "ร้อยละ", "b() - c()"), "-1.1", "จุดร้อยละ"),
        (stated(Operation.DIFFERENCE, "-0.011600", "ร้อยละ", "b() - unknown()"), "-1.2", "จุดร้อยละ"),
    ],
)
def test_a_stored_number_is_rounded_as_it_was_printed(line: FactLine, said: str, unit_said: str) -> None:
    known = {
        ("b", ""): stated(Operation.RATIO, "0.469600", "ร้อยละ"),
        ("c", ""): stated(Operation.RATIO, "0.481200", "ร้อยละ"),
    }
    assert str(printed(line, known)) == said
    assert unit(line) == unit_said


def test_what_is_the_same_is_not_told(comparison: Comparison) -> None:
    told_of = {each.line.fact for each in comparison.cells}
    assert told_of == {"pupils.total", "pupils.by_sex", "pupils.by_school", "schools.counted", "listed.total", "share"}


def test_the_files_name_nobody_and_are_the_same_every_time(comparison: Comparison, folders: Folders) -> None:
    folder = write_comparison(comparison, folders, folders.read_params())
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(first) == {"cells.csv", "reasons.csv", "comparison.xlsx"}
    again = write_comparison(comparison, folders, folders.read_params())
    assert {path.name: path.read_bytes() for path in again.iterdir()} == first
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    for content in first.values():
        for secret in (FIRST_NAME, LAST_NAME, citizen_number(3), citizen_number(6)):
            assert secret.encode() not in content
    lines = first["cells.csv"].decode().splitlines()
    assert "pupils.total,,นักเรียน,คน,5,6,1,1,,,,,0,," in lines


def test_the_workbook_reads_without_the_program(comparison: Comparison, folders: Folders) -> None:
    folder = write_comparison(comparison, folders, folders.read_params())
    sheets = load_workbook(folder / "comparison.xlsx")
    assert sheets.sheetnames == ["ตัวเลขที่ต่าง", "เหตุ", "ไฟล์และกฎที่ต่าง"]
    cells = [[cell.value for cell in row] for row in sheets["ตัวเลขที่ต่าง"].iter_rows(min_row=5)]
    assert cells[0][:7] == ["รหัสตัวเลข", "ช่อง", "ความหมาย", "หน่วย", "ก่อน", "หลัง", "ต่าง"]
    assert cells[1][:9] == ["pupils.total", None, "นักเรียน", "คน", 5, 6, 1, 1, None]
    assert sheets["เหตุ"]["D6"].value == f"{SCHOOLS[1]} โรงเรียนตัวอย่าง 2 ประถม ป.1 ช"


def test_more_reasons_than_are_listed_stand_together(comparison: Comparison, folders: Folders) -> None:
    total = cell(comparison, "pupils.total")
    many = tuple(replace(total.reasons[0], change=Decimal(place)) for place in range(1, LARGEST + 3))
    crowded = replace(comparison, cells=(replace(total, reasons=many),))
    sheet = load_workbook(BytesIO(comparison_workbook(crowded, folders.read_params())))["เหตุ"]
    rows = [[each.value for each in row] for row in sheet.iter_rows(min_row=6)]
    assert [row[6] for row in rows[:LARGEST]] == list(range(LARGEST + 2, 2, -1))
    assert rows[LARGEST][2:4] == ["อื่น ๆ", "อีก 2 รายการ ดู reasons.csv"]
    assert sum(row[6] for row in rows) == sum(each.change for each in many)


def test_two_kinds_of_report_are_not_compared(folders: Folders) -> None:
    other = folders.outputs / "programme" / "2569" / "house-rent"
    shutil.copytree(folders.outputs / REPORT, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["content"]["inputs"]["notebook"] = {"programme/rent": "0"}
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    try:
        with pytest.raises(ParameterError, match="รายงานคนละชนิด") as mixed:
            compare(REPORT, "programme/2569/house-rent", folders, folders.read_params())
    finally:
        shutil.rmtree(folders.outputs / "programme")
    assert REPORT in mixed.value.remedy


def test_a_version_compared_with_itself_differs_in_nothing(folders: Folders) -> None:
    same = compare(REPORT, REPORT, folders, folders.read_params())
    assert (same.inputs, same.cells) == ((), ())


@pytest.mark.parametrize("name", ["round/2569-1/dmc", "history/round/2568-1/dmc", "nothing", f"{REPORT}/..", ""])
def test_a_version_that_is_not_kept_is_answered_with_those_that_are(folders: Folders, name: str) -> None:
    with pytest.raises(ParameterError) as unknown:
        compare(REPORT, name, folders, folders.read_params())
    assert f"“{name}”" in unknown.value.problem
    for each in kept(folders.outputs):
        assert each in unknown.value.remedy


def test_a_version_whose_tables_are_gone_says_so(tmp_path: Path) -> None:
    made = report_in_place(tmp_path)
    for description in (made.data / "store").rglob("snapshot.json"):
        description.unlink()
    with pytest.raises(VerificationError, match="ไม่พบตารางที่รายงานนี้คำนวณจาก"):
        compare(REPORT, REPORT, made, made.read_params())


def test_persons_are_not_compared_across_two_keys(tmp_path: Path) -> None:
    made = report_in_place(tmp_path)
    made.data_folder.begin_new_key()
    put_in_place(made, received(made, CORRECTED))
    _, earlier = kept(made.outputs)
    listed = cell(compare(earlier, REPORT, made, made.read_params()), "listed.total")
    assert listed.by_cause == {Cause.ENTERED: 1}, "nobody else came or went: that cannot be told"
