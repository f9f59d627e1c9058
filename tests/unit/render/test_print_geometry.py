"""A page of torture: names, marks and codes that break type, measured in the PDF as it stands on paper."""

from collections.abc import Iterator
from itertools import chain

import pypdfium2
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from pypdfium2 import raw

from helpers.lettering import name_parts
from helpers.render.blocks import AnnexTitle, Flag, Flags, Number, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.pdf import render
from helpers.render.table_layout import PORTRAIT_SIZES
from helpers.render.typst_document import document as data_of
from unit.reports.specimen import OPENING, output

DISTRICTS = ("เหล่าเสือโก้ก", "เมืองอุบลราชธานี", "เขื่องใน", "ม่วงสามสิบ", "ดอนมดแดง", "กุ้ยชิ้น")
SCHOOLS = (
    "บ้านเหล่าเสือโก้กหนองทุ่งมน",
    "ชุมชนบ้านที่ปู่ป้าญู่ฎุฐูฏู่",
    "มูลนิธิวัดศรีอุบลรัตนาราม(ในพระอุปถัมภ์สมเด็จพระเจ้าบรมวงศ์เธอ)",
    "อนุบาลน้ำขุ่นฟื้นฟูปั้นฝั้นฬิ่นฯ",
    "บ้านทุ่งใหญ่ๆ ที่ปี้ปู่ก่ำ",
    "๓๔๐๑๐๐๐๑ ก้ำกึ่งที่สุดชั้นปี๊บ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-2569-1/0123456789",
    "مدرسة بسم الله",
)
WORDS = ("ร้อยละ", "ตรวจสอบ", "ปีการศึกษา", "งบประมาณ", "ผู้อำนวยการ", "ออทิสติก", "อุบลราชธานี")
ON_A_RULE = 0.05
"""Points of ink above or below a rule that are no touch."""


def table(name: str, rows: int, *, numbers: int) -> TableBlock:
    labels = ("ทั้งปีที่เพิ่ม ชั้นที่สูง", "ครึ่งปีแรกที่ญู่", "ไตรมาสที่ ๑ ฎุ ป้า")
    columns = [TableColumn(label=label, align="start") for label in ("โรงเรียน", "อำเภอ")]
    columns += [TableColumn(label=labels[index % 3]) for index in range(numbers)]
    cells = [(Number(fact="f", value="1", text="1,234,567.00"),)] * numbers
    body = [
        TableRow(cells=((Span(text=SCHOOLS[index % 8]),), (Span(text=DISTRICTS[index % 6]),), *cells))
        for index in range(rows)
    ]
    total = TableRow(cells=((Span(text="รวมทั้งสิ้น ปี๊ ญู่"),), (), *cells), total=True)
    title = "ตารางที่ปู่ป้าญู่ฎุ"
    return TableBlock(
        name=name, title=title, columns=tuple(columns), rows=(*body, total), headers=2, long=rows >= 40, notes=(title,)
    )


def prose() -> Text:
    """Every word and name at every place of a line."""
    words = [word for word in (*WORDS, *DISTRICTS, SCHOOLS[0]) for _ in range(9)]
    return Text(paragraphs=tuple((Span(text="ก" * shift + "".join(words)),) for shift in range(0, 40, 5)))


def torture() -> NotebookNode:
    flag = Flag(
        rule="r", urgency="urgent", asks="know", sentence=(Span(text=SCHOOLS[0] * 4),), table="a", fact="f", keys=("",),
        when="above", limit="0",
    )  # fmt: skip
    annex = AnnexTitle(name="x", lines=((Span(text="บัญชีที่ปู่ญู่"),),))
    blocks = (
        OPENING, Flags(items=(flag,)), prose(), table("a", 8, numbers=1), table("b", 8, numbers=1),
        table("c", 19, numbers=4), annex, table("d", 150, numbers=7),
    )  # fmt: skip
    return new_notebook(cells=[new_code_cell("1", outputs=[output(block) for block in blocks])])


@pytest.fixture(scope="module")
def document() -> Iterator[pypdfium2.PdfDocument]:
    opened = pypdfium2.PdfDocument(render(torture()))
    yield opened
    opened.close()


def rules(page: pypdfium2.PdfPage) -> list[tuple[float, float, float]]:
    """Left, right and height of every horizontal rule."""
    bounds = (part.get_bounds() for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
    return [(left, right, (low + high) / 2) for left, low, right, high in bounds if high - low < 2 < right - left]


def inked(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every letter with the box of its ink."""
    text = page.get_textpage()
    letters = ((text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars()))
    return [(letter, box) for letter, box in letters if letter.strip() and box[3] > box[1]]


def test_no_mark_touches_a_rule(document: pypdfium2.PdfDocument) -> None:
    touched, looked = [], 0
    for page in document:
        letters = inked(page)
        for left, right, height in rules(page):
            looked += 1
            touched += [
                (page.get_width(), letter, height)
                for letter, (start, low, end, high) in letters
                if start < right and end > left and low + ON_A_RULE < height < high - ON_A_RULE
            ]
    assert looked > 50
    assert touched == []


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    """What stands in each line, cell by cell: a reader's program ends a line where one ends on paper."""
    text = page.get_textpage().get_text_range()
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n")]


def test_no_word_of_the_lexicon_and_no_name_is_parted(document: pypdfium2.PdfDocument) -> None:
    lines = list(chain.from_iterable(map(lines_of, document)))
    whole = "".join(lines)
    names = {part.strip() for name in (*DISTRICTS, SCHOOLS[0], SCHOOLS[1], SCHOOLS[3]) for part in name_parts(name)}
    for word in (*WORDS, *names):
        standing = whole.count(word)
        assert standing > 5, word
        assert sum(line.count(word) for line in lines) == standing, f"{word} is parted"


def test_every_letter_stands_on_its_page(document: pypdfium2.PdfDocument) -> None:
    for page in document:
        wide, high = page.get_size()
        assert all(box[0] > 0 and box[2] < wide and box[1] > 0 and box[3] < high for _, box in inked(page))


def test_a_page_has_two_sizes_of_tables_at_most() -> None:

    upright = [item for item in data_of(torture())["flow"] if item["kind"] in ("table", "pair")]
    tables = chain.from_iterable(item.get("items", [item]) for item in upright)
    assert {item["size"] for item in tables} <= set(PORTRAIT_SIZES)
