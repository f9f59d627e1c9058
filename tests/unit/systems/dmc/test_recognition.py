"""Which file is which report: by content, whatever it is called; and what of a broken one is said."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders import AREA, PROJECT_PARAMS, ROUND, Rows, aggregate, pupil, pupil_rows, roster, write_csv, write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.checks import FileLimits
from helpers.params.folder import read_params
from helpers.periods import Round
from helpers.systems.dmc import SYSTEM
from helpers.systems.dmc.aggregates import read_aggregate
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LAYOUTS
from helpers.systems.system import Recognition
from helpers.tables.register import Delivery

LIMITS = FileLimits(reference="ก", status="confirmed", rows=100_000, unpacked_megabytes=64)
CHECKS = read_params(PROJECT_PARAMS).checks
SLUGS = [layout.slug for layout in LAYOUTS]
NAMES = [(f"2568-3-{layout.title}.csv", layout.slug) for layout in LAYOUTS]
OLD_NAMES = [(f"2568-3-{layout.old_name}-86010000.csv", layout.slug) for layout in LAYOUTS if layout.old_name]


def _seen(path: Path) -> Recognition | None:
    return SYSTEM.recognise(open_spreadsheet(path, LIMITS), AREA)


def _delivery(slug: str) -> Delivery:
    return Delivery(Path("x.csv"), "x.csv", "0" * 64, slug, 1, "utf-8")


def _written(folder: Path, rows: Rows, name: str = "x.csv") -> Path:
    return write_csv(folder / name, rows)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_every_report_is_known_by_its_content(slug: str, encoding: str, tmp_path: Path) -> None:
    rows = aggregate(slug)
    assert _seen(write_csv(tmp_path / "download (3).csv", rows, encoding)) == Recognition(
        slug, Round(2568, 3), len(rows), holds=3
    )


@pytest.mark.parametrize(("name", "slug"), [*NAMES, *OLD_NAMES])
def test_every_style_of_name_is_taken(name: str, slug: str, tmp_path: Path) -> None:
    seen = _seen(_written(tmp_path, aggregate(slug), name))
    assert seen is not None
    assert seen.report == slug


@pytest.mark.parametrize(("slug", "width"), [("enrolment", 82), ("age", 63), ("g_code", 62)])
def test_older_widths_are_known(slug: str, width: int, tmp_path: Path) -> None:
    rows = aggregate(slug, older=True)
    assert len(rows[0]) == width
    seen = _seen(_written(tmp_path, rows))
    assert seen is not None
    assert seen.report == slug


@pytest.mark.parametrize("slug", ["enrolment", "religion"])
def test_the_area_may_stand_under_its_code_alone(slug: str, tmp_path: Path) -> None:
    rows = [[row[0], AREA if row[1].endswith("0000") else row[1], *row[2:]] for row in aggregate(slug)]
    sheet = open_spreadsheet(_written(tmp_path, rows), LIMITS)
    assert SYSTEM.recognise(sheet, AREA) == Recognition(slug, Round(2568, 3), len(rows), holds=3)
    opened = read_aggregate(sheet, _delivery(slug), LAYOUT_BY_SLUG[slug], AREA, CHECKS)
    assert opened.of_area.tolist() == [row[1] == AREA for row in rows]
    assert set(opened.smis[opened.of_area]) == {f"{AREA}0000"}


def test_a_heading_above_the_rows_is_left_out(tmp_path: Path) -> None:
    rows = aggregate("enrolment")
    headed = [["รายงานจำนวนนักเรียน"], ["รหัสรอบ", "รหัสโรงเรียน", *["ชาย"] * (len(rows[0]) - 2)], *rows]
    sheet = open_spreadsheet(_written(tmp_path, headed), LIMITS)
    assert SYSTEM.recognise(sheet, AREA) == Recognition("enrolment", Round(2568, 3), len(rows), holds=3)
    assert read_aggregate(sheet, _delivery("enrolment"), LAYOUT_BY_SLUG["enrolment"], AREA, CHECKS).rows[0] == 3


@pytest.mark.parametrize("third", ["ครู", "12"])
def test_a_list_of_another_system_with_a_heading_is_no_aggregate(third: str, tmp_path: Path) -> None:
    rows = [["รอบ", "รหัสโรงเรียน", "ตำแหน่ง", "อัตรา"], *[["2568-3", "34010001", third, "1"]] * 3, ["รวม"]]
    assert _seen(_written(tmp_path, rows)) is None


def test_a_row_of_counts_above_the_first_good_one_is_no_heading(tmp_path: Path) -> None:
    rows = aggregate("enrolment")
    rows[0][0] = "2568"
    assert _seen(_written(tmp_path, rows)) is None


def test_a_round_that_excel_made_a_day_of_is_still_that_round(tmp_path: Path) -> None:
    rows = [[date(2568, 3, 1), *row[1:]] for row in aggregate("enrolment")]
    seen = _seen(write_xlsx(tmp_path / "x.xlsx", rows))
    assert seen == Recognition("enrolment", Round(2568, 3), len(rows), holds=3)


@pytest.mark.parametrize("month", ["Mar-68", "มี.ค.-68", "01/03/2568", "1968-03-01"])
def test_a_round_that_became_another_word_is_named_with_what_to_do(month: str, tmp_path: Path) -> None:
    rows = [[month, *row[1:]] for row in aggregate("enrolment")]
    with pytest.raises(DeliveryError, match=rf"(?s)เป็น “{month}” เพราะ Excel.*โดยไม่เปิดและบันทึกด้วย Excel"):
        _seen(_written(tmp_path, rows))


def test_merged_cells_of_an_aggregate_are_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", aggregate("religion"))
    book = load_workbook(path)
    book.worksheets[0].merge_cells("B1:B3")
    book.save(path)
    with pytest.raises(DeliveryError, match="B1:B3"):
        _seen(path)


def test_an_aggregate_saved_as_excel_is_known(tmp_path: Path) -> None:
    rows = [[cell if place < 2 else int(cell) for place, cell in enumerate(row)] for row in aggregate("enrolment")]
    seen = _seen(write_xlsx(tmp_path / "x.xlsx", rows))
    assert seen is not None
    assert seen.report == "enrolment"


@pytest.mark.parametrize(
    ("name", "round_"),
    [
        ("2568-2-student.xlsx", "2568-2"),
        ("2568-2-student (1).xlsx", "2568-2"),
        ("บัญชี 2568-2 บ้านตัวอย่าง.xlsx", "2568-2"),
        ("student.xlsx", ""),
        ("12568-2.xlsx", ""),
    ],
)
def test_a_pupil_list_has_its_round_in_its_name(name: str, round_: str, tmp_path: Path) -> None:
    seen = _seen(write_xlsx(tmp_path / name, pupil_rows(roster())))
    stated_round = Round.parse(round_) if round_ else None
    assert seen == Recognition("pupil_list", stated_round, len(roster()), Counter(each["smis"] for each in roster()))


def _without(rows: Rows, column: int) -> Rows:
    return [[*row[:column], *row[column + 1 :]] for row in rows]


def _swapped(rows: Rows, one: int, other: int) -> Rows:
    order = list(range(len(rows[0])))
    order[one], order[other] = order[other], order[one]
    return [[row[place] for place in order] for row in rows]


def _cut(rows: Rows) -> Rows:
    return [*rows[:-1], rows[-1][:40]]


def _other_area(rows: Rows) -> Rows:
    return [[row[0], "8601" + row[1][4:], *row[2:]] for row in rows]


AGGREGATE_DAMAGE: list[tuple[Callable[[Rows], Rows], str]] = [
    (lambda rows: _without(rows, 5), "มี 71 คอลัมน์"),
    (lambda rows: [[*row, "0"] for row in rows], "มี 73 คอลัมน์"),
    (lambda rows: _swapped(rows, 2, 3), "คอลัมน์ที่ 3"),
    (_cut, "จำนวนคอลัมน์ไม่เท่ากัน(?s:.*)แถว 36"),
    (_other_area, "ไม่มีโรงเรียนของเขต 3401(?s:.*)8601"),
    (lambda rows: [*rows, *_other_area(rows)], "เขตอื่นปนกับเขต 3401: แถว 37 “86010001” .9 แถว., .*“86010000”"),
    (lambda rows: [*rows, ["2568-2", *rows[0][1:]]], "หลายรอบในไฟล์เดียว: 2568-2, 2568-3"),
    (lambda rows: [*rows, [ROUND, "3401000", *rows[0][2:]]], "ไม่ใช่เลข 8 หลัก ที่แถว 37"),
]


@pytest.mark.parametrize(("damage", "problem"), AGGREGATE_DAMAGE)
def test_a_damaged_aggregate_is_refused_by_name(damage: Callable[[Rows], Rows], problem: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=problem) as raised:
        _seen(_written(tmp_path, damage(aggregate("religion"))))
    assert "x.csv" in str(raised.value)
    assert raised.value.remedy


@pytest.mark.parametrize("moved", [(0, 1), (0, 5)])
def test_an_aggregate_whose_first_columns_moved_is_of_no_known_kind(moved: tuple[int, int], tmp_path: Path) -> None:
    assert _seen(_written(tmp_path, _swapped(aggregate("enrolment"), *moved))) is None


LIST_DAMAGE: list[tuple[Callable[[Rows], Rows], str]] = [
    (lambda rows: _without(rows, 17), "คอลัมน์ไม่ครบหรือเกิน(?s:.*)ขาด สัญชาติ"),
    (lambda rows: [[*row, "หมายเหตุ"] for row in rows], "เกิน หมายเหตุ"),
    (lambda rows: _swapped(rows, 6, 7), "คอลัมน์สลับที่"),
    (lambda rows: [*rows[:2]], "ไม่มีนักเรียน"),
    (lambda rows: [*rows[:2], *_other_code(rows[2:], "86010001")], "ไม่มีโรงเรียนของเขต 3401(?s:.*)8601"),
    (lambda rows: [*rows, *_other_code(rows[4:6], "86010001")], "เขตอื่นปนกับเขต 3401: แถว 16 “86010001” .2 แถว."),
    (lambda rows: [*rows[:3], ["", *rows[3][:-1]], *rows[4:]], "แถว 4"),
    (lambda rows: [*rows, ["รวมทั้งสิ้น", "13", *[""] * 34]], "แถว 16"),
    (lambda rows: [*rows[:3], [*rows[3], "ส่วนตัว"], *rows[4:]], "แถว 4"),
]


def _other_code(rows: Rows, smis: str) -> Rows:
    return [[smis, *row[1:]] for row in rows]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("damage", "problem"), LIST_DAMAGE)
def test_a_damaged_list_is_refused_without_naming_a_pupil(
    damage: Callable[[Rows], Rows], problem: str, suffix: str, tmp_path: Path
) -> None:
    rows = damage(pupil_rows(roster()))
    path = tmp_path / f"2568-3-student.{suffix}"
    write = write_csv if suffix == "csv" else write_xlsx
    with pytest.raises(DeliveryError, match=problem) as raised:
        _seen(write(path, rows))
    text = str(raised.value)
    assert path.name in text
    assert not any(secret in text for secret in ("สมมติ", "ส่วนตัว", pupil(1)["learner_number"]))


def test_a_list_cut_in_the_middle_of_a_row_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, pupil_rows(roster()), "2568-3.csv")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(DeliveryError, match="แถว 15"):
        _seen(path)


def test_a_file_of_another_system_is_nobodys(tmp_path: Path) -> None:
    assert _seen(_written(tmp_path, [["ชั้น/เพศ", "ชาย", "หญิง", "รวม", "ห้องเรียน"], ["อบ.1", "1", "2", "3", "1"]])) is None


def test_a_cell_of_a_moved_row_never_makes_a_school(tmp_path: Path) -> None:
    rows = pupil_rows([pupil(1), pupil(2, smis="-")])
    with pytest.raises(DeliveryError, match="แถว 4"):
        _seen(_written(tmp_path, rows, "2568-3.csv"))
