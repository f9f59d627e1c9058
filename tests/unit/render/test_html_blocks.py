"""Blocks as HTML fragments: what assistive technology reads, and that no word can become markup."""

import base64

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from helpers.render.blocks import (
    Chart,
    Flag,
    Flags,
    Headline,
    Headlines,
    Number,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.html_blocks import block_html
from unit.reports.specimen import DANGEROUS, NARROW, OPENING, SVG, by_grade_table, by_school_table

ANYTHING = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1)
POOR = Number(fact="pupils.share", key="k", value="0.4712", text="47.1", unit="ร้อยละ")
ALL = Number(fact="pupils.total", value="24060", text="24,060", unit="คน")


def soup(*arguments: object) -> BeautifulSoup:
    return BeautifulSoup(block_html(*arguments), "html.parser")  # type: ignore[arg-type]


def heads(fragment: BeautifulSoup) -> list[list[tuple[str, str, str, str]]]:
    def attributes(cell: Tag) -> tuple[str, str, str, str]:
        return cell.text, str(cell["scope"]), str(cell.get("colspan", "1")), str(cell.get("rowspan", "1"))

    return [[attributes(cell) for cell in row.select("th")] for row in fragment.select("thead tr")]


def test_group_headers_span_their_columns() -> None:
    fragment = soup(by_grade_table())
    assert heads(fragment) == [
        [("ชั้น", "col", "1", "2"), ("นักเรียน", "colgroup", "2", "1"), ("ห้องเรียน", "col", "1", "2")],
        [("ชาย", "col", "1", "1"), ("หญิง", "col", "1", "1")],
    ]
    assert [group["span"] for group in fragment.select("colgroup")] == ["1", "2", "1"]


def test_rows_have_headers_and_a_caption_names_the_table() -> None:
    fragment = soup(by_school_table(2))
    rows = [[cell.name for cell in row.select("th, td")] for row in fragment.select("tbody tr")]
    assert rows == [["th", "th", "td", "td"]] * 2
    assert {cell["scope"] for cell in fragment.select("tbody th")} == {"row"}
    assert fragment.caption.text == by_school_table().title
    assert fragment.select_one("[role=region]")["aria-labelledby"] == fragment.caption.span["id"]
    assert "long" in fragment.div["class"]
    assert "long" not in soup(by_grade_table()).div["class"]


def test_totals_empty_cells_and_notes() -> None:
    fragment = soup(by_grade_table())
    assert [cell.text for cell in fragment.select("tr.total > *")] == ["รวม", "24,060", "", ""]
    assert fragment.select_one(".note").text == "หมายเหตุ: ไม่รวมโรงเรียนนอกบัญชี"


@pytest.mark.parametrize(("title", "shown"), [("จำนวน", "24,060\u00a0คน"), ("จำนวน (คน)", "24,060")])
def test_a_cell_says_the_unit_that_its_table_does_not(title: str, shown: str) -> None:
    columns = (TableColumn(label="ชั้น", align="start"), TableColumn(label="รวม"))
    table = TableBlock(name="t", title=title, columns=columns, rows=(TableRow(cells=((Span(text="ป.1"),), (ALL,))),))
    assert soup(table).td.text == shown


def test_units_stand_where_thai_puts_them() -> None:
    text = Text(paragraphs=((Span(text="ยากจน "), POOR, Span(text=" จาก "), ALL),))
    assert soup(text).p.text == "ยากจน ร้อยละ\u00a047.1 จาก 24,060\u00a0คน"
    assert soup(text).data.attrs == {"value": "0.4712", "data-fact": "pupils.share", "data-key": "k"}


def test_headlines_pair_a_label_with_its_figure() -> None:
    fragment = soup(Headlines(items=(Headline(label="นักเรียน", number=(ALL,), note=(Span(text="ลดลง"),)),)))
    assert [(tag.name, tag.text) for tag in fragment.select("dt, dd")] == [
        ("dt", "นักเรียน"),
        ("dd", "24,060\u00a0คน"),
        ("dd", "ลดลง"),
    ]


@pytest.mark.parametrize("role", ["absent", "warning"])
def test_what_must_not_be_overlooked_is_a_note_of_its_own(role: str) -> None:
    fragment = soup(Text(role=role, paragraphs=((Span(text="ข้อความ", strong=True),),)))  # type: ignore[arg-type]
    assert fragment.select_one(f".{role}[role=note] p strong").text == "ข้อความ"


def test_a_chart_is_a_picture_with_words() -> None:
    fragment = soup(Chart(name="c", title="ชื่อ", alt="ป.2 มากที่สุด", width_mm=120), SVG)
    assert (fragment.img["alt"], fragment.figcaption.text) == ("ป.2 มากที่สุด", "ชื่อ")
    assert base64.b64decode(fragment.img["src"].removeprefix("data:image/svg+xml;base64,")).decode() == SVG
    assert "120" in fragment.img["style"]


def test_a_phone_gets_a_drawing_of_its_own_where_there_is_one() -> None:
    fragment = soup(Chart(name="c", title="ชื่อ", alt="ป.2 มากที่สุด"), SVG, NARROW)
    assert fragment.picture.source["media"].startswith("screen and (max-width")
    assert base64.b64decode(fragment.source["srcset"].partition(",")[2]).decode() == NARROW
    assert fragment.picture.img["alt"] == "ป.2 มากที่สุด"
    assert not soup(Chart(name="c", title="ชื่อ", alt="ป.2 มากที่สุด"), SVG).select("picture, source")


def test_an_opening_says_that_its_data_are_a_sample() -> None:
    assert "ข้อมูลตัวอย่าง" in soup(OPENING).text
    assert "ข้อมูลตัวอย่าง" not in soup(OPENING.model_copy(update={"sample": False})).text


@given(ANYTHING)
def test_no_word_becomes_markup(words: str) -> None:
    number = Number(fact=words, key=words, value=words, text=words)
    columns = (TableColumn(label=words, group=words), TableColumn(label=words))
    row = TableRow(cells=((Span(text=words),), (number,)))
    fragment = soup(TableBlock(name="t", title=words, columns=columns, rows=(row,), notes=(words,)))
    expected = dict.fromkeys(("table", "caption", "data", "td"), 1) | {"th": 4, "p": 1}
    assert {name: len(fragment.select(name)) for name in expected} == expected
    assert fragment.data.attrs == {"value": words, "data-fact": words, "data-key": words}
    assert fragment.data.text == words


def test_a_chart_cannot_run_what_its_words_say() -> None:
    fragment = soup(Chart(name="c", title=DANGEROUS, alt=DANGEROUS), f"<svg>{DANGEROUS}</svg>")
    assert not fragment.select("script")
    assert fragment.img["alt"] == DANGEROUS


def test_a_flag_says_how_urgent_it_is_in_a_word_and_leads_to_its_table() -> None:
    flag = Flag(
        rule="short", urgency="urgent", asks="decide", sentence=(Span(text="ยังขาด "), ALL), table="by-item",
        fact="pupils.total", keys=("",), when="above", limit="0",
    )  # fmt: skip
    (item,) = soup(Flags(items=(flag,))).select("ul.flags > li")
    assert item["class"] == ["urgent"]
    assert item.text == "เร่งด่วน ต้องตัดสินใจ ยังขาด 24,060\u00a0คน ดูตาราง"
    assert item.a["href"] == "#by-item"
    assert item.data["data-fact"] == "pupils.total"


def test_without_flags_it_is_said_that_all_is_as_it_should_be() -> None:
    (item,) = soup(Flags()).select("ul.flags > li")
    assert (item["class"], item.strong.text) == (["normal"], "ปกติ")


def test_why_a_report_is_a_draft_stands_in_a_box_of_its_own() -> None:
    box = soup(Text(role="draft", paragraphs=((Span(text="อัตรายังไม่ได้ยืนยัน"),),))).select_one(".draft")
    assert box["role"] == "note"
    assert box.text.split() == ["ร่าง", "อัตรายังไม่ได้ยืนยัน"]
