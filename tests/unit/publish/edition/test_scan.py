"""Whatever must not be in a public file is found in it, and a message never repeats it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import typst

from helpers.identifiers import citizen_check_digit, name_digest
from helpers.publish.edition.scan import Secrets, scan_problems

KEY = b"k" * 32
NUMBER = "110170023070" + citizen_check_digit("110170023070")
ROW, FILE = "0123456789abcdef", "fedcba98" * 8
SECRETS = Secrets(
    frozenset({ROW, FILE}),
    frozenset({"2568-1-รายชื่อนักเรียน.csv"}),
    (name_digest("สมมติ นามสมมติ", KEY),),
    KEY,
    ("/srv/office/data",),
    ("https://www.example.go.th/data/",),
)


def found(text: str, name: str = "report.html") -> list[str]:
    return list(scan_problems({name: text.encode()}, SECRETS))


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{NUMBER}</p>",
        "<td>ด.ช.สมมติ</td><td>นามสมมติ</td>",
        f"<code>{ROW}</code>",
        f"<code>{FILE[:12]}</code>",
        f"แถว {FILE[:12]}:Sheet1:7".replace(":", " "),
        f"SHA-256 {FILE}",
        "ไฟล์ 2568-1-รายชื่อนักเรียน.csv",
        "อยู่ที่ /srv/office/data/store",
        f"อ่าน /{'home'}/officer/reports ไม่ได้",
        rf"เปิด C:\{'Users'}\officer",
        'ดู <a href="https://elsewhere.example/x">ที่นี่</a>',
        '<script src="http://cdn.example/x.js">',
    ],
)
def test_what_must_not_be_public_is_found_and_not_repeated(text: str) -> None:
    (problem,) = found(text)
    assert problem.startswith("report.html: ")
    assert not any(secret in problem for secret in (NUMBER, "นามสมมติ", ROW, FILE[:12], "รายชื่อนักเรียน", "officer"))


@pytest.mark.parametrize(
    "text",
    [
        "นักเรียน 53,393 คน ครู 12 คน",
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        "https://www.example.go.th/data/round/2568-1/dmc/report.html",
        f"<style>src: url(data:font/woff2;base64,{ROW * 8})</style>",
        "สี #0123456789 และ abcdef0123456789",
        "ครึ่งปี 1/2 และ /ไม่ใช่ที่อยู่",
    ],
)
def test_what_everybody_may_read_passes(text: str) -> None:
    assert found(text) == []


def test_words_are_read_in_pdf_and_in_every_part_of_an_excel_file(tmp_path: Path) -> None:
    source = tmp_path / "page.typ"
    source.write_text(f"Row {ROW}", encoding="utf-8")
    workbook = openpyxl.Workbook()
    workbook.active.append(["ที่มา", f"/srv/office/data/{ROW}"])
    workbook.active["A2"].hyperlink = "https://elsewhere.example/"
    saved = BytesIO()
    workbook.save(saved)
    files = {"report.pdf": typst.compile(source), "tables.xlsx": saved.getvalue(), "facts.csv": b"fact,key"}
    problems = list(scan_problems(files, SECRETS))
    assert [problem.partition(": ")[0] for problem in problems] == ["report.pdf", *["tables.xlsx"] * 3]
