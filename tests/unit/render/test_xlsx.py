"""The Excel workbook, read again by openpyxl and by calamine."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from helpers.excel import TYPEFACE
from helpers.facts.definitions import Operation
from helpers.render import html
from helpers.render.blocks import Headline, Headlines, Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.wording import OPERATIONS
from helpers.render.xlsx import render
from unit.reports.specimen import DANGEROUS, OPENING, SHARE, TOTAL, by_school_table, output, receipts, specimen

GRADES, SCHOOLS = "จำนวนนักเรียนจำแนกตามชั้นและเพศ", "จำนวนนักเรียนรายโรงเรียน (คน)"


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(specimen())


@pytest.fixture(scope="module")
def book(made: bytes) -> Workbook:
    return load_workbook(BytesIO(made))


def of_blocks(*blocks: Any) -> Workbook:
    outputs = [output(block) for block in blocks]
    return load_workbook(BytesIO(render(new_notebook(cells=[new_code_cell("1", outputs=outputs)]))))


def values(book: Workbook, sheet: str, area: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book[sheet][area]]


def test_sheets_stand_in_the_order_of_the_report(book: Workbook) -> None:
    assert book.sheetnames == ["สารบัญ", "ตัวเลขสำคัญ", GRADES, SCHOOLS, "ข้อเท็จจริง", "ไฟล์ต้นทาง"]


def test_a_table_may_name_its_sheet() -> None:
    named = by_school_table(3).model_copy(update={"sheet": "รายโรงเรียน"})
    book = of_blocks(named, named)
    assert book.sheetnames[1:3] == ["รายโรงเรียน", "รายโรงเรียน (2)"]
    assert book["รายโรงเรียน"]["A1"].value == SCHOOLS


def test_contents_say_what_the_report_is_and_lead_to_every_sheet(book: Workbook) -> None:
    texts = [row[0] for row in values(book, "สารบัญ", "A1:A5")]
    assert texts == [OPENING.office, OPENING.title, OPENING.period, "ข้อมูล ณ วันที่ 10 มิถุนายน 2568", "ข้อมูลตัวอย่าง"]
    assert [book["สารบัญ"].cell(row, 1).hyperlink.location for row in range(9, 14)] == [
        f"'{name}'!A1" for name in book.sheetnames[1:]
    ]


def test_contents_count_the_rows_of_data(book: Workbook) -> None:
    assert [row[0] for row in values(book, "สารบัญ", "C9:C13")] == [2, 2, 120, None, None]


def test_the_key_figures_are_numbers_with_unit_and_note(book: Workbook) -> None:
    sheet = book["ตัวเลขสำคัญ"]
    assert values(book, "ตัวเลขสำคัญ", "A5:D7") == [
        ["เรื่อง", "ค่า", "หน่วย", "หมายเหตุ"],
        ["นักเรียนทั้งหมด", 24060, "คน", "เพิ่มขึ้นจากรอบก่อน"],
        ["นักเรียนยากจน", 47.12, "ร้อยละ", None],
    ]
    assert [sheet[place].number_format for place in ("B6", "B7")] == ["#,##0", "#,##0.0"]


@pytest.mark.parametrize(
    ("run", "value", "unit", "addresses"),
    [
        ((Span(text="ร้อยละ "), SHARE.model_copy(update={"unit": ""})), 47.12, "ร้อยละ", ["D6"]),
        ((TOTAL.model_copy(update={"unit": ""}), Span(text=" ข้อ")), 24060, "ข้อ", ["B6", "D6"]),
        ((Span(text="–"),), "–", None, ["D6"]),
        ((Span(text="มี "), TOTAL), "มี 24,060\u00a0คน", None, ["B6", "D6"]),
    ],
)
def test_a_key_figure_of_several_words(run: Any, value: Any, unit: str | None, addresses: list[str]) -> None:
    book = of_blocks(Headlines(items=(Headline(label="ก", number=run, note=(TOTAL,)),)), receipts())
    assert values(book, "ตัวเลขสำคัญ", "A6:D6") == [["ก", value, unit, "24,060\u00a0คน"]]
    assert [place for place, fact in values(book, "ข้อเท็จจริง", "B2:C4") if fact == "pupils.total"] == addresses


def test_headers_are_merged_and_stay_in_view(book: Workbook) -> None:
    sheet = book[GRADES]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A5:A6", "B5:C5", "D5:D6"}
    assert values(book, GRADES, "A5:D6") == [["ชั้น", "นักเรียน", None, "ห้องเรียน"], [None, "ชาย", "หญิง", None]]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B7", "$5:$6")


def test_a_hidden_row_over_the_head_names_the_fact_of_a_column(book: Workbook) -> None:
    assert values(book, GRADES, "A4:D4") == [[None, None, "pupils.by_grade", None]]
    assert values(book, SCHOOLS, "A4:D4") == [[None, None, "pupils.by_school", "pupils.change.by_school"]]
    for name in (GRADES, SCHOOLS):
        assert [row for row, each in book[name].row_dimensions.items() if each.hidden] == [4]


def test_no_more_columns_stay_in_view_than_leave_room_for_the_numbers() -> None:
    def frozen(*letters: int) -> str:
        columns = (*(TableColumn(label="ก", align="start") for _ in letters), TableColumn(label="ข"))
        row = TableRow(cells=(*((Span(text="ก" * each),) for each in letters), (TOTAL,)))
        table = TableBlock(name="t", title="ท", columns=columns, rows=(row,), headers=len(letters))
        return str(of_blocks(table)["ท"].freeze_panes)

    assert [frozen(8, 20, 15), frozen(8, 20, 40), frozen(200, 10), frozen(200, 30)] == ["D6", "C6", "C6", "B6"]


def test_ranks_and_days_in_row_heads_are_typed_and_codes_are_not() -> None:
    heads = (("ลำดับ", "ranks"), ("รอบ", "words"), ("วันที่", "days"))
    columns = tuple(TableColumn(label=label, align="start", holds=holds) for label, holds in heads)
    rows = (("01", "2568-1", "10 มิ.ย. 2568"), ("รวม", "", "–"))
    lines = tuple(TableRow(cells=tuple((Span(text=word),) for word in row)) for row in rows)
    book = of_blocks(TableBlock(name="t", title="ท", columns=columns, rows=lines, headers=3))
    assert values(book, "ท", "A6:C7") == [[1, "2568-1", datetime(2025, 6, 10)], ["รวม", None, "–"]]


def test_a_share_shows_what_the_page_shows_whatever_its_size() -> None:
    small = Number(fact="f", value="-0.000909", text="−0.1", share=True)
    table = TableBlock(name="t", title="ท", columns=(TableColumn(label="ก"),), rows=(TableRow(cells=((small,),)),))
    assert of_blocks(table)["ท"]["A6"].value == -0.0909


def test_cells_are_typed(book: Workbook) -> None:
    assert values(book, GRADES, "A7:D9") == [
        ["ป.1", 1200, 1100, None],
        ["ป.2", 1180, 1099, None],
        ["รวม", 24060, None, None],
    ]
    change = book[SCHOOLS]["D6"]
    assert (change.value, change.number_format) == (-60, '+#,##0;"−"#,##0;#,##0')
    assert book[SCHOOLS]["A6"].value == "34010001"


def test_text_that_looks_like_a_formula_stays_text(book: Workbook) -> None:
    cell = book[SCHOOLS]["B9"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (DANGEROUS, "s", True)


def test_a_table_of_two_rows_or_more_has_a_filter(book: Workbook) -> None:
    assert book[SCHOOLS].auto_filter.ref == "A5:D125"
    assert book[GRADES].auto_filter.ref == "A6:D8", "without the total below"


def test_every_fact_leads_to_the_cell_that_shows_it(book: Workbook) -> None:
    sheet = book["ข้อเท็จจริง"]
    assert [sheet[place].hyperlink.location for place in ("B2", "B3")] == ["'ตัวเลขสำคัญ'!B6", f"'{GRADES}'!B9"]
    assert values(book, "ข้อเท็จจริง", "A3:N4") == [
        [GRADES, "B9", "pupils.total", None, 24060, "คน", "นักเรียนทั้งหมด", "ผลรวม", "2568-1/dmc/enrolment", "pupils",
         None, 107, "a1b2c3d4e5f60718", "1"],
        [GRADES, "B7", "pupils.by_grade", "grade=ป.1;sex=ช", 1200, "คน", "นักเรียนตามชั้นและเพศ", "ผลรวม",
         "2568-1/dmc/enrolment", "pupils", "grade = 'ป.1' AND sex = 'ช'", 107, "a1b2c3d4e5f60719", "1"],
    ]  # fmt: skip


def test_a_share_is_listed_as_facts_csv_holds_it_and_reads_as_a_percentage() -> None:
    (total, grades) = receipts().facts
    cells = (("", "0.471200", "a() / b()", 1, "a1b2c3d4e5f60718"),)
    share = total.model_copy(update={"unit": "ร้อยละ", "operation": "ratio", "cells": cells})
    sheet = of_blocks(OPENING, receipts().model_copy(update={"facts": (share, grades)}))["ข้อเท็จจริง"]
    assert (sheet["E2"].value, sheet["E2"].number_format, sheet["H2"].value) == (0.4712, "0.0000%", "สัดส่วน")


def test_the_sheet_of_facts_and_the_page_call_operations_alike() -> None:
    page = (Path(html.__file__).parent / "templates" / "html" / "receipt.html.j2").read_text(encoding="utf-8")
    assert set(OPERATIONS) == set(Operation)
    told_as_sentences = {Operation.RATIO, Operation.DIFFERENCE}
    for operation in set(Operation) - told_as_sentences:
        words = OPERATIONS[operation]
        assert f'<li data-word="{operation}">{words}</li>' in page


def test_a_fact_of_the_prose_alone_is_listed_without_a_place() -> None:
    listed = values(of_blocks(OPENING, receipts()), "ข้อเท็จจริง", "A2:C3")
    assert listed == [[None, None, "pupils.total"], [None, None, "pupils.by_grade"]]


def test_source_files_are_listed(book: Workbook) -> None:
    row = values(book, "ไฟล์ต้นทาง", "A2:G2")[0]
    assert row[1:5] == ["2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", "จำนวนนักเรียนแยกชั้น,เพศ", "2568-1", 108]
    assert row[6] == "ab" * 32


def test_every_printed_page_says_which_edition_it_is_and_that_data_are_a_sample(book: Workbook) -> None:
    assert [sheet.oddHeader.right.text for sheet in book] == [f"ข้อมูลตัวอย่าง · {OPENING.edition}"] * 6
    real = of_blocks(OPENING.model_copy(update={"sample": False}), by_school_table(3))
    assert real[SCHOOLS]["A3"].value == f"{OPENING.edition} · {OPENING.office_short} · {OPENING.period}"
    assert {sheet.oddHeader.right.text for sheet in real} == {OPENING.edition}


def test_thai_type_and_paper(book: Workbook) -> None:
    assert {cell.font.name for sheet in book for row in sheet["A1:D9"] for cell in row} == {TYPEFACE}
    assert {sheet.page_setup.paperSize for sheet in book} == {9}
    assert book[GRADES].page_setup.orientation == "portrait"


def test_wide_tables_are_printed_sideways() -> None:
    table = TableBlock(
        name="w", title="กว้าง", columns=(TableColumn(label="ก"),) * 20, rows=(TableRow(cells=((),) * 20),)
    )
    assert of_blocks(table)["กว้าง"].page_setup.orientation == "landscape"


def test_trailing_totals_are_outside_the_filter() -> None:
    two = [TableRow(cells=((Span(text=name),),)) for name in "กข"]
    below = TableRow(cells=((Span(text="ไม่รู้"),),), apart=True), TableRow(cells=((Span(text="รวม"),),), total=True)
    table = TableBlock(name="t", title="ท", columns=(TableColumn(label="ชื่อ", align="start"),), rows=(*two, *below))
    assert of_blocks(table)["ท"].auto_filter.ref == "A5:A7"


def test_thai_digits_are_a_format_and_numbers_stay_numbers() -> None:
    count = Number(fact="f", value="1200", text="1,200")
    table = TableBlock(
        name="t", title="ปี 2568", columns=(TableColumn(label="ป.1"),), rows=(TableRow(cells=((count,),)),)
    )
    sheet = of_blocks(OPENING.model_copy(update={"digits": "thai"}), table)["ปี 2568"]
    assert (sheet["A1"].value, sheet["A5"].value) == ("ปี ๒๕๖๘", "ป.๑")
    assert (sheet["A6"].value, sheet["A6"].number_format) == (1200, "[$-D00041E]#,##0")


def test_calamine_reads_it_too(made: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name(SCHOOLS).to_python()
    assert rows[5] == ["34010001", "บ้านตัวอย่างวิทยาที่ 1", 10, -60]
    assert rows[8][1] == DANGEROUS


def test_a_notebook_without_report_gives_an_empty_but_whole_workbook() -> None:
    assert of_blocks().sheetnames == ["สารบัญ", "ข้อเท็จจริง", "ไฟล์ต้นทาง"]


def test_a_long_label_makes_its_header_high() -> None:
    columns = (TableColumn(label="นักเรียนต่อห้องเรียน โดยเฉลี่ยของทั้งเขต พื้นที่"), TableColumn(label="ก"))
    table = TableBlock(name="t", title="ท", columns=columns, rows=(TableRow(cells=((), ())),))
    assert of_blocks(table)["ท"].row_dimensions[5].height > 2 * 20
