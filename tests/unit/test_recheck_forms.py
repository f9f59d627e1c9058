"""The second reader on forms that a test writes: which rows count, and that a planted wrong amount is seen."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

import recheck

PARAMS = Path(__file__).parents[2] / "params"
ROSTER_HEAD = [
    "รหัสโรงเรียน",
    "เลขที่ตำแหน่ง *",
    "ตำแหน่ง *",
    "ประเภทการจ้าง *",
    "วันเริ่มจ้าง",
    "วันสิ้นสุดการจ้าง",
    "ค่าจ้างต่อเดือน (บาท) *",
    "หมายเหตุ",
]


def write_xlsx(path: Path, rows: list[list[str]], merged: str = "") -> None:
    """A workbook of one sheet whose cells are texts, written with the standard library."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = [
        f'<row r="{index}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for index, row in enumerate(rows, start=1)
    ]
    sheet = f'<sheets><sheet name="กรอกข้อมูล" sheetId="1" r:id="rId1" xmlns:r="{office}"/></sheets>'
    relation = '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook {space}>{sheet}</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="r">{relation}</Relationships>')
        areas = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        cells = f"<sheetData>{''.join(lines)}</sheetData>{areas}"
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}>{cells}</worksheet>")


@pytest.fixture
def office(tmp_path: Path) -> recheck.Office:
    """An office of its own with the project's parameters and nothing received."""
    shutil.copytree(PARAMS, tmp_path / "params")
    (tmp_path / "data" / "deliveries").mkdir(parents=True)
    (tmp_path / "data" / "register.csv").write_text(
        "received,period,system,report,sha256,name,path,rows,encoding,made,saved,kind,event\n", encoding="utf-8"
    )
    return recheck.Office(tmp_path / "data", tmp_path / "params", "2569")


def receive(
    office: recheck.Office, folder: str, report: str, head: list[str], rows: list[list[str]], merged: str = ""
) -> None:
    """Enters a form into the office's register; `merged` is an area of cells that are merged in it."""
    name = f"2569-{folder}.xlsx"
    path = office.data / "deliveries" / name
    write_xlsx(path, [[f"แบบ {report} รุ่น 1 · {folder} · ปีงบประมาณ พ.ศ. 2569"], head, *rows], merged)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    line = [
        "2025-12-01T00:00:00+00:00",
        "2569",
        folder,
        report,
        digest,
        name,
        name,
        "",
        "",
        "",
        "",
        "sample",
        "received",
    ]
    with (office.data / "register.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(line)


GOOD = ["34010001", "1", "นักการ", "ลูกจ้างชั่วคราว", "1 ต.ค. 2568", "30 ก.ย. 2569", "9,000.00", ""]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (0, "3401"),
        (0, "99010001"),
        (1, ""),
        (3, "พนักงานราชการ"),
        (4, "31 ก.พ. 2569"),
        (5, "30 ก.ย. 2567"),
        (6, "เก้าพัน"),
        (6, "9000.123"),
        (6, "5"),
        (6, "#N/A"),
        (4, "1 ต.ค. 2400"),
    ],
)
def test_a_row_with_a_cell_that_cannot_be_used_is_not_counted(office: recheck.Office, column: int, cell: str) -> None:
    bad = [*GOOD[:column], cell, *GOOD[column + 1 :]]
    receive(office, "janitors", "roster", ROSTER_HEAD, [bad, [""] * 8, ["สำนักงานเขตพื้นที่", "2", *GOOD[2:]]])
    allowed = {"legal_form": {"จ้างเหมาบริการ", "ลูกจ้างชั่วคราว"}}
    rows = recheck.form_rows(office, "janitors", "roster", allowed)
    assert [(row["row"], row["smis"], row["post_no"]) for row in rows] == [(5, "34010000", "2")]


def test_a_claim_counts_once(office: recheck.Office) -> None:
    receive(office, "janitors", "roster", ROSTER_HEAD, [GOOD, ["34010002", *GOOD[1:]], ["34010003", "2", *GOOD[2:]]])
    rows = recheck.form_rows(office, "janitors", "roster", {"legal_form": {"ลูกจ้างชั่วคราว"}})
    assert [(row["smis"], row["post_no"]) for row in rows] == [("34010001", "1"), ("34010003", "2")]


@pytest.mark.parametrize(
    ("area", "counted"),
    [
        ("A3:A4", [(3, "34010001"), (4, "34010001")]),
        ("G3:G4", []),
        ("C3:D3", [(4, "34010002")]),
        ("H3:H4", [(3, "34010001"), (4, "34010002")]),
        ("A3:A3", [(3, "34010001"), (4, "34010002")]),
    ],
)
def test_merged_cells_count_for_every_row_unless_nobody_knows_what_they_say(
    office: recheck.Office, area: str, counted: list[tuple[int, str]]
) -> None:
    rows = [[*GOOD[:7], "หมายเหตุ"], ["34010002", "2", *GOOD[2:]]]
    receive(office, "janitors", "roster", ROSTER_HEAD, rows, merged=area)
    read = recheck.form_rows(office, "janitors", "roster", {"legal_form": {"ลูกจ้างชั่วคราว"}})
    assert [(row["row"], row["smis"]) for row in read] == counted


def test_what_may_be_empty_counts_as_empty_when_it_cannot_be_read(office: recheck.Office) -> None:
    head = [column.title for column in recheck.SUPPORT_REQUESTS]
    rows = [["1", "อบต.", "34010001", "อาหารกลางวัน", "ร้อยคน", "100", "250", "1 พ.ย. 2568", "อนุมัติ", ""]]
    receive(office, "local-support", "support_requests", head, rows)
    tables = recheck.support_tables(office, "local-support")
    assert [(row["due"], row["reason"]) for row in tables["2569/local-support/requests"]] == [(0, recheck.NOT_FILLED)]
    assert [row["amount"] for row in tables["2569/local-support/excluded"]] == [Decimal("250.00")]


@pytest.mark.parametrize(
    ("entry", "amount", "counted"),
    [
        ("จัดสรร", "100", True),
        ("จัดสรร", "-100", False),
        ("ดึงกลับ", "-100", True),
        ("ดึงกลับ", "100", False),
        ("แก้ไข", "-1", True),
    ],
)
def test_an_entry_of_a_register_has_the_sign_of_its_kind(
    office: recheck.Office, entry: str, amount: str, counted: bool
) -> None:
    head = [column.title for column in recheck.REGISTER]
    label = office.label_of("janitors")
    receive(office, "allotments", "allotments", head, [["1 พ.ย. 2568", "1", label, "งบดำเนินงาน", entry, amount]])
    assert len(recheck.form_rows(office, "allotments", "allotments")) == counted


def test_an_entry_of_another_year_is_not_counted(office: recheck.Office) -> None:
    head = [column.title for column in recheck.REGISTER]
    label = office.label_of("janitors")
    rows = [[day, "1", label, "งบดำเนินงาน", "เบิกจ่าย", "10"] for day in ("30 ก.ย. 2568", "1 ต.ค. 2568", "1 ต.ค. 2569")]
    receive(office, "spending", "spending", head, rows)
    assert [row["on"] for row in recheck.form_rows(office, "spending", "spending")] == [date(2025, 10, 1)]


def report_of(office: recheck.Office, values: dict[tuple[str, str, str], str]) -> Path:
    """A made report of the janitors, whose facts are the given values by fact, column and filter."""
    folder = office.data.parent / "outputs" / "programme" / "2569" / "janitors"
    folder.mkdir(parents=True)
    manifest = {"content": {"report": "programme/2569/janitors", "inputs": {"deliveries": {}}}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["fact", "key", "value", "unit", "title", "operation", "table", "column", "where", "rows", "digest"]
        )
        for (fact, column, where), value in values.items():
            writer.writerow([fact, "", value, "บาท", "", "rule", "2569/janitors/allocation", column, where, "1", ""])
    return folder


def test_a_planted_wrong_amount_is_found(office: recheck.Office, capsys: pytest.CaptureFixture[str]) -> None:
    receive(
        office, "janitors", "roster", ROSTER_HEAD, [GOOD, ["34010002", "2", *GOOD[2:4], "16 ม.ค. 2569", "", "9000", ""]]
    )
    right = {
        ("amount.total", "amount", ""): "193877.16",
        ("months.total", "months", ""): "20.5161",
        ("social_security.total", "amount", "item = 'เงินสมทบประกันสังคม'"): "9232.00",
        ("headcount.paid", "counted", ""): "2",
    }
    folder = report_of(office, right)
    arguments = [str(folder), "--data", str(office.data), "--params", str(office.params)]
    assert recheck.main(arguments) == 0
    assert "ไม่ตรง 0 ค่า" in capsys.readouterr().out
    shutil.rmtree(folder)
    report_of(office, right | {("amount.total", "amount", ""): "193877.17"})
    assert recheck.main(arguments) == 1
    assert "รายงานว่า 193877.17 คำนวณซ้ำได้ 193877.16" in capsys.readouterr().out
