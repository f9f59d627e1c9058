"""indicators.csv and indicators.xlsx, read again."""

import csv
import io
from io import BytesIO
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.render.blocks import IndicatorExport, IndicatorLine
from helpers.render.indicator_export import render_csv, render_xlsx
from unit.reports.specimen import OPENING, output, specimen

OWN = {"title": "ทันเวลา", "unit": "ร้อยละ", "formula": "=1+1", "reference": "คู่มือ", "status": "to_confirm"}
LINES = (
    IndicatorLine(
        indicator="on_time", system="รวม", round="รวม", value="96.27", fact="indicator.on_time", key="", **OWN
    ),
    IndicatorLine(
        indicator="on_time",
        system="DMC",
        round="2568-1",
        value="1",
        target="95",
        met="no",
        fact="indicator.on_time.by_system",
        key="system=DMC;round=2568-1",
        **OWN,
    ),
)


def notebook(*blocks: Any) -> NotebookNode:
    return new_notebook(cells=[new_code_cell("1", outputs=[output(block) for block in blocks])])


MADE = notebook(OPENING, IndicatorExport(lines=LINES))


def test_a_report_without_indicators_has_neither_file() -> None:
    assert render_csv(specimen()) == render_xlsx(specimen()) == b""


def test_a_line_a_value_with_all_that_it_rests_on() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(MADE).decode("utf-8-sig"))))
    assert [(row["report"], row["data"], row["value"], row["target"], row["met"]) for row in rows] == [
        (OPENING.report_id, "sample", "96.27", "", ""),
        (OPENING.report_id, "sample", "1", "95", "no"),
    ]
    assert rows[1]["fact"] == "indicator.on_time.by_system"
    assert rows[0]["formula"] == "'=1+1", "a spreadsheet must not take it for a formula"


def row_of(sheet: Worksheet, first: str) -> int:
    """The row in which the second column holds this text for the first time."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == first)


def test_every_project_has_a_page_for_typing() -> None:
    workbook = load_workbook(BytesIO(render_xlsx(MADE)))
    assert workbook.sheetnames == ["ทุกระบบ", "DMC"]
    for sheet in workbook.worksheets:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (1, 1, 9)
        assert sheet["A3"].value == "ข้อมูลตัวอย่าง"
        assert "ไม่มีช่องทางส่งไฟล์เข้า" in sheet["A4"].value
        assert "ไม่มีคู่มือ" in sheet["A5"].value
    dmc = workbook["DMC"]
    assert [dmc.cell(row, 3).value for row in range(7, 9)] == ["งานข้อมูลสารสนเทศ DMC", OPENING.office]


def test_numbers_are_numbers_and_text_is_text() -> None:
    workbook = load_workbook(BytesIO(render_xlsx(MADE)))
    values = {}
    for sheet in workbook.worksheets:
        head = row_of(sheet, "ตัวชี้วัด")
        heads, row = ([cell.value for cell in sheet[number]] for number in (head, head + 1))
        values[sheet.title] = dict(zip(heads, row, strict=True))
    assert (values["ทุกระบบ"]["ผลทั้งปี"], values["ทุกระบบ"]["ผลรอบ 2568-1"]) == (96.27, "ไม่มีข้อมูล")
    assert (values["DMC"]["ผลทั้งปี"], values["DMC"]["ผลรอบ 2568-1"], values["DMC"]["เป้าหมาย"]) == ("ไม่มีข้อมูล", 1, 95)
    sheet = workbook["DMC"]
    formula = sheet.cell(row_of(sheet, "ตัวชี้วัด") + 4, 3)
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert render_xlsx(MADE) == render_xlsx(notebook(OPENING, IndicatorExport(lines=LINES)))
