"""The second reader: what it reads from files, and which files it takes."""

import csv
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

import recheck
from recheck import Condition, NotRecomputedError, UnreadableError

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f"""<workbook {MAIN} xmlns:r="{LINKS}"><sheets>
<sheet name="แผ่น" sheetId="1" r:id="rId1"/><sheet name="ซ่อน" sheetId="2" state="hidden" r:id="rId2"/>
</sheets></workbook>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/>
</Relationships>"""
STYLES = f"""<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>"""
TEXTS = f"<sst {MAIN}><si><t>รหัส</t></si><si><r><t>สอง</t></r><r><t>ส่วน</t></r></si></sst>"
CELLS = f"""<worksheet {MAIN}><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>34010001</t></is></c><c r="B3" s="1"><v>45818</v></c>
<c r="C3" s="2"><v>0.12</v></c><c r="D3"><v>3.0</v></c><c r="E3" t="e"><v>#N/A</v></c><c r="F3"><f>A1+1</f></c>
<c r="G3"><v>0.1</v></c></row></sheetData></worksheet>"""


def excel_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/styles.xml", STYLES)
        archive.writestr("xl/sharedStrings.xml", TEXTS)
        archive.writestr("xl/worksheets/sheet1.xml", CELLS)
        archive.writestr("xl/worksheets/sheet2.xml", CELLS)
    return path


def test_an_excel_file_is_read_by_its_parts(tmp_path: Path) -> None:
    (sheet,) = recheck.rows_of(excel_file(tmp_path / "named.csv"))
    assert (sheet.name, sheet.first_row, sheet.rows[0]) == ("แผ่น", 1, ["รหัส", "", "สองส่วน"])
    assert sheet.rows[1] == []
    assert sheet.rows[2] == ["34010001", "2025-06-10", "12%", "3", "#N/A", recheck.NO_VALUE, "0.1"]
    assert [recheck.is_error_cell(text) for text in sheet.rows[2][3:6]] == [False, True, True]


def test_text_of_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes("\ufeffก;1\n".encode() + "ข;2\n".encode("cp874"))
    assert recheck.rows_of(path)[0].rows == [["ก", "1"], ["ข", "2"]]
    path.write_bytes("sep=|\nก|1,5\n".encode("utf-16"))
    assert recheck.rows_of(path)[0].rows == [[], ["ก", "1,5"]]


def test_records_of_json_are_rows_from_1(tmp_path: Path) -> None:
    path = tmp_path / "building.json"
    path.write_text('[{"name": "ก", "details": {"แบบ": "017"}}, {"name": "ข", "ปี": null}]', encoding="utf-8")
    (sheet,) = recheck.rows_of(path)
    assert (sheet.first_row, sheet.rows) == (0, [["name", "แบบ", "ปี"], ["ก", "017", ""], ["ข", "", ""]])


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0old", b"<html><table></table></html>", b"PK\x03\x04x", b'{"a": 1}']
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "old.xls").write_bytes(content)
    with pytest.raises(UnreadableError, match=r"อ่านไม่ได้: old\.xls"):
        recheck.rows_of(tmp_path / "old.xls")


def test_thai_text_is_put_into_its_order() -> None:
    assert recheck.tidy(" เเผน\u200b ที\u0e48\n2 ") == "แผน ที่ 2"
    assert recheck.tidy("ปร\u0e49ะจ\u0e4d\u0e32 น\u0e48\u0e35 น\u0e4d\u0e49\u0e32") == "ปร้ะจำ นี่ น้ำ"


def test_parameters_are_read_without_a_library(tmp_path: Path) -> None:
    path = tmp_path / "rates.yml"
    path.write_text(
        '# หัว\nwindow: # ช่วงเวลา\n  opens: 16 พ.ค. 2568\n  status: to_confirm\nshare: 0.10\nlisted: [ก, "ข, ค"]\n'
        'items:\n  - item: teaching\n    term_1: "50" # ร้อยละ\n  - {size: เล็ก, up_to: 120}\nempty:\nlong: >-\n  หนึ่ง\n'
        "  สอง\nplain: บรรทัดแรก\n  ต่อบรรทัด\nyes: true\n",
        encoding="utf-8",
    )
    assert recheck.read_yaml(path) == {
        "window": {"opens": "16 พ.ค. 2568", "status": "to_confirm"},
        "share": Decimal("0.10"),
        "listed": ["ก", "ข, ค"],
        "items": [{"item": "teaching", "term_1": "50"}, {"size": "เล็ก", "up_to": 120}],
        "empty": None,
        "long": "หนึ่ง สอง",
        "plain": "บรรทัดแรก ต่อบรรทัด",
        "yes": True,
    }
    with pytest.raises(UnreadableError, match="ไม่พบพารามิเตอร์"):
        recheck.read_yaml(tmp_path / "missing.yml")


def test_conditions_are_those_of_the_filter() -> None:
    where = "whole = FALSE AND category <> 'จำหน่าย/ตาย' AND sex IN ('ช', 'it''s') AND year = 3"
    assert recheck.conditions_of(where) == [
        Condition("whole", "=", [False]),
        Condition("category", "<>", ["จำหน่ายตาย"]),
        Condition("sex", "IN", ["ช", "it's"]),
        Condition("year", "=", [Decimal(3)]),
    ]
    with pytest.raises(NotRecomputedError, match="เงื่อนไข"):
        recheck.conditions_of("pupils > 3")


def register(folder: Path, *lines: tuple[str, str, str, str]) -> list[str]:
    """Writes a register of events (report, name, made, event) an hour apart; names of the files in force."""
    columns = ["received", "period", "system", "report", "sha256", "name", "path", "made", "saved", "event"]
    with (folder / "register.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for hour, (report, name, made, event) in enumerate(lines):
            moment = f"2025-06-20T{hour:02}:00:00+00:00"
            writer.writerow([moment, "2568-1", "dmc", report, name, name, f"2568-1/dmc/{name}", made, "", event])
    recheck._standings.cache_clear()
    return [delivery.name for delivery in recheck.in_force(folder, "2568-1", "dmc")]


OLD = ("age", "old.csv", "2025-06-01", "received")
NEW = ("age", "new.csv", "2025-06-02", "received")


def test_the_file_made_last_counts_whenever_it_came(tmp_path: Path) -> None:
    assert register(tmp_path, NEW, OLD) == ["new.csv"]
    assert register(tmp_path, ("age", "a (1).csv", "2025-06-01", "received"), OLD) == ["a (1).csv"]
    assert register(tmp_path, ("age", "later.csv", "2029-01-01", "received"), NEW) == ["later.csv"]
    assert register(tmp_path, NEW, ("age", "timeless.csv", "", "received")) == ["new.csv"]


def test_a_file_taken_out_does_not_count_until_it_is_put_back(tmp_path: Path) -> None:
    out, back = (*NEW[:3], "withdrawn"), (*NEW[:3], "restored")
    assert register(tmp_path, OLD, NEW, out) == ["old.csv"]
    assert register(tmp_path, OLD, NEW, out, back) == ["new.csv"]
    assert register(tmp_path, OLD, NEW, (*OLD[:3], "restored")) == ["old.csv"]


def test_all_lists_of_schools_are_given_oldest_first(tmp_path: Path) -> None:
    lists = [("pupil_list", name, f"2025-06-0{day}", "received") for name, day in (("b.xlsx", 2), ("a.xlsx", 1))]
    assert register(tmp_path, *lists) == ["a.xlsx", "b.xlsx"]


def test_a_citizen_number_checks_itself() -> None:
    assert recheck.is_citizen_number("1101700230708")
    assert not recheck.is_citizen_number("1101700230709")
    assert not recheck.is_citizen_number("G640000000001")
