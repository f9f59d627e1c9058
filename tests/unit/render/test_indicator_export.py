"""indicators.csv and indicators.xlsx, read again."""

import csv
import io
from io import BytesIO
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import load_workbook

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


def test_numbers_are_numbers_and_text_is_text() -> None:
    sheet = load_workbook(BytesIO(render_xlsx(MADE))).worksheets[0]
    heads, first, second = ([cell.value for cell in row] for row in sheet["A4:M6"])
    assert dict(zip(heads, second, strict=True))["ถึงเป้าหมาย"] == "ไม่ถึง"
    assert (first[heads.index("ผล")], second[heads.index("เป้าหมาย")]) == (96.27, 95)
    formula = sheet.cell(5, heads.index("วิธีคิด") + 1)
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)
    assert sheet["A3"].value == "ข้อมูลตัวอย่าง"


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert render_xlsx(MADE) == render_xlsx(notebook(OPENING, IndicatorExport(lines=LINES)))
