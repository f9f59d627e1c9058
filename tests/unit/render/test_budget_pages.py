"""A budget report in every format: amounts in words, an annexed account, places to sign."""

import re
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import Workbook, load_workbook

from helpers.render import html, pdf, xlsx
from helpers.render.blocks import (
    AnnexTitle,
    Headline,
    Headlines,
    Number,
    SignatureLine,
    Signatures,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    from_json,
    to_json,
)
from helpers.render.html_blocks import block_html
from helpers.render.typst_document import document
from unit.reports.budget_specimen import ANNEX, BUDGET, FACTS, IN_WORDS, SIGNATURES, account, budget_notebook, said
from unit.reports.specimen import output

WORDS = "สามสิบห้าล้านแปดแสนแปดหมื่นสี่พันสี่ร้อยห้าสิบห้าบาทยี่สิบห้าสตางค์"
ACCOUNT = "เงินจัดสรรรายโรงเรียน (บาท)"


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(html.render(budget_notebook(8)), "html.parser")


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(xlsx.render(budget_notebook())))


def annex_of(columns: int) -> dict[str, Any]:
    (pages,) = [item for item in document(budget_notebook(columns))["flow"] if item["kind"] == "pages"]
    return dict(pages)


def test_an_amount_in_words_can_be_pressed_like_any_number(page: BeautifulSoup) -> None:
    (words,) = [data for data in page.select("main data") if data.text == WORDS]
    assert words.attrs == {"value": "35884455.25", "data-fact": "amount.total", "data-key": ""}


def test_an_annex_is_one_section_on_a_page_of_its_own_shape(page: BeautifulSoup) -> None:
    section = page.select_one("section.annex.sideways")
    assert [tag.get("class") or tag.name for tag in section.find_all(recursive=False)] == [
        ["annex-title"], ["table", "sideways"], "p", ["signatures"],
    ]  # fmt: skip
    upright = BeautifulSoup(html.render(budget_notebook(1)), "html.parser")
    assert upright.select_one("section.annex")["class"] == ["annex"]


def test_the_first_line_of_an_annex_is_a_heading_of_the_contents(page: BeautifulSoup) -> None:
    assert page.select_one("h2#account").text == "บัญชีจัดสรรงบประมาณ การจัดสรรเงินอุดหนุนรายหัวทุกรายการ"
    assert [line.text for line in page.select(".annex-title p")] == [line[0].text for line in ANNEX.lines[1:]]
    assert [link.text for link in page.select("#contents a")] == [heading.text for heading in page.select("main h2")]


def test_everyone_who_signs_has_a_place(page: BeautifulSoup) -> None:
    shown = [" ".join(line.text.split()) for line in page.select(".signatures > div")]
    assert shown == [f"ลงชื่อ {each.role} () ตำแหน่ง {each.position} วันที่" for each in SIGNATURES.lines]
    assert len(page.select(".signatures .blank")) == 9


def test_the_column_of_names_stays_in_view_and_has_room(page: BeautifulSoup) -> None:
    assert {cell.text for cell in page.select("#account-by-school thead .pin")} == {"โรงเรียน"}
    assert re.search(r"--pin:1[01]\.\d\dem", page.select_one("#account-by-school")["style"])


def test_headline_columns_are_as_wide_as_the_widest_amount() -> None:
    def widest(text: str) -> float:
        number = Number(fact="f", value="1", text=text, unit="บาท")
        shown = BeautifulSoup(block_html(Headlines(items=(Headline(label="ก", number=(number,)),))), "html.parser")
        return float(re.fullmatch(r"--widest:([\d.]+)", str(shown.dl["style"]))[1])  # type: ignore[index]

    assert 7 < widest("52,345,678.50") < 10
    assert widest("8.50") < 5


def test_print_turns_the_whole_annex_not_its_table() -> None:
    wide, narrow = annex_of(8), annex_of(1)
    assert (wide["landscape"], narrow["landscape"]) == (True, False)
    assert [item["kind"] for item in wide["flow"]] == ["heading", "centred", "table", "said", "signatures"]


def test_print_numbers_the_headings_of_an_annex_with_all_others() -> None:
    flow = document(budget_notebook())["flow"]
    assert annex_of(1)["flow"][0]["level"] == 1
    assert [item["level"] for item in flow if item["kind"] == "heading"] == [1, 1]


@pytest.mark.parametrize(("signers", "across"), [(1, 1), (2, 2), (3, 3), (4, 2)])
def test_places_to_sign_stand_in_even_rows(signers: int, across: int) -> None:
    block = Signatures(lines=SIGNATURES.lines[:1] * signers)
    (item,) = document(new_notebook(cells=[new_code_cell("1", outputs=[output(block)])]))["flow"]
    assert item["across"] == across


def test_signature_lines_are_stored_under_the_name_that_earlier_notebooks_have() -> None:
    stored = to_json(SIGNATURES)
    assert stored.keys() == {"kind", "places"}
    assert from_json(stored) == SIGNATURES


def test_an_annex_begins_and_ends_a_page_and_keeps_the_standards() -> None:
    made = pdf.render(budget_notebook(8))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", made)
    (first, *annex) = [float(wide) > float(high) for wide, high in boxes]
    assert (first, set(annex)) == (False, {True})


@pytest.mark.parametrize(
    "blocks",
    [
        [ANNEX],
        [ANNEX, ANNEX],
        [SIGNATURES],
        [
            AnnexTitle(name="a", lines=((Span(text="ก"),),)),
            Signatures(lines=(SignatureLine(role="😀", position="\x00" * 3),)),
        ],
    ],
)
def test_annexes_and_places_to_sign_may_stand_alone(blocks: list[Any]) -> None:
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output(block) for block in blocks])])
    assert pdf.render(notebook).startswith(b"%PDF")
    assert b"<main" in html.render(notebook)
    assert load_workbook(BytesIO(xlsx.render(notebook))).sheetnames == ["สารบัญ", "ข้อเท็จจริง", "ไฟล์ต้นทาง"]


def test_the_sheet_of_an_annex_is_the_annex(book: Workbook) -> None:
    sheet = book[ACCOUNT]
    column = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert column[:2] == ["กลับสารบัญ", f"ข้อมูลตัวอย่าง · {BUDGET.edition} · {BUDGET.office_short} · {BUDGET.period}"]
    assert column[2:6] == [line[0].text for line in ANNEX.lines]
    assert column[6:9] == [ACCOUNT, "รหัส", "34010001"]
    assert f"รวมเป็นเงินทั้งสิ้น 35,884,455.25\u00a0บาท ({WORDS})" in column
    assert (sheet.print_area, sheet.print_title_rows) == (f"'{ACCOUNT}'!$A$3:$D${sheet.max_row}", "$8:$8")
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A3:D3", "A6:D6"}


def test_amounts_in_a_sheet_are_numbers_with_two_places_set_to_the_right(book: Workbook) -> None:
    cells = {book[ACCOUNT].cell(row, 1).value: book[ACCOUNT].cell(row, 4) for row in range(9, 34)}
    first, negative, total = (cells[key] for key in ("34010001", "34010003", "รวมทั้งสิ้น"))
    assert (first.value, first.number_format, first.alignment.horizontal) == (90000.5, "#,##0.00", "right")
    assert (negative.value, negative.number_format) == (-12500.25, '+#,##0.00;"−"#,##0.00;#,##0.00')
    assert total.value == 35884455.25


def test_a_sheet_has_a_place_for_everyone_who_signs(book: Workbook) -> None:
    text = [str(cell.value) for row in book[ACCOUNT].iter_rows() for cell in row if cell.value]
    for line in SIGNATURES.lines:
        assert any(re.fullmatch(rf"ลงชื่อ \.+ {line.role}", each) for each in text)
        assert f"ตำแหน่ง {line.position}" in text


def test_places_to_sign_stand_side_by_side_where_columns_are_wide_enough() -> None:
    def signing_row(columns: int) -> set[int]:
        sheet = load_workbook(BytesIO(xlsx.render(budget_notebook(columns))))[ACCOUNT]
        return {cell.row for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("ลงชื่อ")}

    assert (len(signing_row(1)), len(signing_row(8))) == (3, 1)


def test_a_fact_in_the_words_below_a_table_has_a_place() -> None:
    notebook = budget_notebook()
    (words,) = [each for run in said(IN_WORDS).paragraphs for each in run if isinstance(each, Number) and each.words]
    sheet = TableBlock(
        name="t", title="ก", columns=(TableColumn(label="จำนวนเงินตัวอักษร"),), rows=(TableRow(cells=((words,),)),)
    )
    notebook.cells.insert(1, new_code_cell("1", outputs=[output(sheet)]))
    assert load_workbook(BytesIO(xlsx.render(notebook)))["ก"]["A6"].value == WORDS


def test_thai_digits_hold_in_annexes_and_places_to_sign() -> None:
    thai = BUDGET.model_copy(update={"digits": "thai"})
    flow = next(item for item in document(budget_notebook(1, thai))["flow"] if item["kind"] == "pages")["flow"]
    assert "๒๕๖๙" in str(flow[1])
    assert "เขต ๑" in str(flow[-1])
    sheet = load_workbook(BytesIO(xlsx.render(budget_notebook(1, thai))))[ACCOUNT]
    assert sheet["A4"].value == "ปีงบประมาณ พ.ศ. ๒๕๖๙"


def test_the_specimen_states_what_it_shows() -> None:
    assert account().rows[-1].total
    assert {"amount.total", "allotted.balance"} <= FACTS.keys()
