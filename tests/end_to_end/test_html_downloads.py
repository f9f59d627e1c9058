"""What a page hands over: each table as CSV, each chart as PNG, under its policy and without a network."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.html import render
from unit.reports.specimen import output, specimen

SCHOOLS = 241
PRESSED = """
const frame = await framed(PAGE, 375, 812);
const page = frame.contentDocument;
const view = frame.contentWindow;
const pressed = async (id) => {
  let name;
  const saved = new Promise((done) => (view.URL.createObjectURL = (blob) => { done(blob); return "blob:null/taken"; }));
  view.HTMLAnchorElement.prototype.click = function () { name = this.download; };
  page.querySelector(`[id="${id}"] .take`).click();
  const blob = await saved;
  return [name, blob.type, blob];
};
const bytes = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
"""
TABLES = """
const told = {};
for (const id of ["by-school", "by-grade", "odd"]) {
  const [name, type, blob] = await pressed(id);
  told[id] = [name, type, await bytes(blob)];
}
return told;
"""
CHART = """
const [name, type, blob] = await pressed(page.querySelector("figure.chart").id);
const address = `data:image/png;base64,${btoa((await bytes(blob)).map((byte) => String.fromCharCode(byte)).join(""))}`;
const picture = Object.assign(new Image(), { src: address });
await new Promise((done) => picture.addEventListener("load", done));
const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
const pen = canvas.getContext("2d");
pen.drawImage(picture, 0, 0);
const dark = (top, height) => {
  const { data } = pen.getImageData(0, top, picture.width, height);
  return data.some((value, index) => index % 4 === 0 && value < 128);
};
const [title, drawing, origin] = [dark(40, 80), dark(150, picture.height - 260), dark(picture.height - 90, 80)];
return { name, type, width: picture.width, title, drawing, origin };
"""


def odd_table() -> TableBlock:
    """A cell that spreadsheets would take for a formula, with a comma and quotation marks, and units in the cells."""
    amount = Number(fact="odd", value="1234.5", text="1,234.50", unit="บาท")
    rows = (
        TableRow(cells=((Span(text='=SUM("ก","ข")'),), (amount,), (Span(text="รวม "), amount))),
        TableRow(cells=((Span(text="–"),), (), ())),
    )
    columns = (TableColumn(label="ชื่อ", align="start"), TableColumn(label="ค่า", group="ปีนี้"), TableColumn(label="คำ"))
    return TableBlock(name="odd", title="แปลก", columns=columns, rows=rows)


@pytest.fixture(scope="module")
def pressed(driven: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Runs steps that press the buttons of a report which keeps its policy."""
    notebook = specimen(SCHOOLS)
    notebook.cells[6].outputs.append(output(odd_table()))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(render(notebook))
    opened = PRESSED.replace("PAGE", f'"{path.as_uri()}"')
    return lambda steps: driven("<body></body>", opened + steps)


def test_each_table_is_a_csv_of_its_own(pressed: Callable[[str], Any]) -> None:
    told = pressed(TABLES)
    name, kind, written = told["by-school"]
    assert name == "dmc_2568-1_สพป.ตัวอย่าง-เขต-1_by-school.csv"
    assert kind == "text/csv;charset=utf-8"
    text = bytes(written).decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == SCHOOLS + 1
    assert rows[0][:2] == ["รหัส", "โรงเรียน"]
    assert rows[1][:2] == ["34010001", "บ้านตัวอย่างวิทยาที่ 1"]
    assert rows[1][2] == "10"
    grades = list(csv.reader(io.StringIO(bytes(told["by-grade"][2]).decode("utf-8-sig"))))
    assert grades[0] == ["ชั้น", "นักเรียน ชาย", "นักเรียน หญิง", "ห้องเรียน"]


def test_words_stay_words_and_units_stay_with_their_numbers(pressed: Callable[[str], Any]) -> None:
    rows = list(csv.reader(io.StringIO(bytes(pressed(TABLES)["odd"][2]).decode("utf-8-sig"))))
    assert rows == [
        ["ชื่อ", "ปีนี้ ค่า", "หน่วย", "คำ", "หน่วย"],
        ['\'=SUM("ก","ข")', "1234.5", "บาท", "รวม 1,234.50 บาท", "บาท"],
        ["–", "", "", "", ""],
    ]


def test_each_chart_is_a_picture_with_its_title_and_report(pressed: Callable[[str], Any]) -> None:
    told = pressed(CHART)
    assert told.pop("name").endswith(".png")
    assert told == {"type": "image/png", "width": 2000, "title": True, "drawing": True, "origin": True}
