"""Tables on a screen: the column that stays, what a phone shows below it, and what the style sheet is told."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.html_blocks import ScreenTable, block_html, words_in_digits
from unit.reports.specimen import by_grade_table, by_school_table

ONE = Number(fact="f", key="k", value="1", text="1")


def table(widths: tuple[float, ...], *rows: tuple[str, ...], group: str = "") -> TableBlock:
    """Row headers of these widths, and one column of numbers."""
    heads = tuple(TableColumn(label=f"หัว {place}", align="start", width=each) for place, each in enumerate(widths))
    lines = tuple(TableRow(cells=(*(((Span(text=word),) if word else ()) for word in words), (ONE,))) for words in rows)
    last = (TableColumn(label="จำนวน"),)
    heads = tuple(head.model_copy(update={"group": group}) for head in heads)
    return TableBlock(name="t", title="ตาราง", columns=heads + last, rows=lines, headers=len(widths))


def body(shown: TableBlock) -> Tag:
    tbody = BeautifulSoup(block_html(shown), "html.parser").tbody
    assert tbody
    return tbody


SCHOOL, RULE = ("34010001", "บ้านหนึ่ง", "เมือง"), ("ไม่มีชื่อ", "ต้องแก้ไข", "ใส่ชื่อ")


@pytest.mark.parametrize(
    ("rows", "pinned"),
    [
        ((SCHOOL, ("34010002", "บ้านสอง", "เมือง")), 1),
        ((RULE, ("ไม่มีเลข", "ต้องแก้ไข", "ใส่เลข")), 0),
        ((("DMC", "ก"), ("DMC", "ข")), 1),
        ((("1", "2"),), 0),
        (((),), -1),
    ],
)
def test_the_names_stay_in_view(rows: tuple[tuple[str, ...], ...], pinned: int) -> None:
    assert ScreenTable(table((1.0,) * len(rows[0]), *rows)).pinned == pinned


def test_code_and_district_stand_below_the_name() -> None:
    row = body(table((1.2, 3.0, 2.5), SCHOOL)).tr
    assert [cell.get("class") for cell in row.select("th")] == [["fold"], ["pin"], ["fold"]]
    under = row.select_one(".pin")["data-under"]
    assert under.replace("\u2060", "") == "34010001 · เมือง"
    assert "\u2060ม" in under, "the name holds together"
    assert row.select_one(".pin").text == "บ้านหนึ่ง", "what is searched and sorted by must not grow"


def test_many_words_below_a_name_keep_their_labels() -> None:
    row = body(table((1, 3, 1, 1), ("2569-1", "ภาคเรียนที่ 1", "", "10 มิ.ย."))).tr
    assert row.select_one(".pin")["data-under"] == "หัว 0: 2569-1\nหัว 3: 10 มิ.ย."


def test_a_table_with_one_column_of_heads_folds_nothing() -> None:
    assert not BeautifulSoup(block_html(by_grade_table()), "html.parser").select(".fold, [data-under]")


def test_numbers_and_grouped_heads_are_not_folded() -> None:
    assert ScreenTable(table((1.0, 3.0), ("ก", "ข"), group="กลุ่ม")).folded == ()
    numbered = by_school_table(2).model_copy(update={"headers": 3})
    assert ScreenTable(numbered).folded == (0,)


def test_the_words_below_a_name_are_written_in_the_offices_digits() -> None:
    written = words_in_digits(block_html(by_school_table(1)), "thai")
    assert 'data-under="๓๔๐๑๐๐๐๑"' in written
    assert 'data-key="smis=34010001"' in written
    assert 'value="10"' in written


def test_the_style_knows_what_the_columns_need() -> None:
    style = dict(re.findall(r"--([a-z]+):([0-9.]+)", ScreenTable(by_school_table()).style))
    assert (style["columns"], style["left"], style["figures"]) == ("4", "3", "2")
    assert float(style["narrow"]) < float(style["wide"])


def test_a_long_head_gets_room_on_a_phone() -> None:
    long = by_grade_table().model_copy(update={"columns": (TableColumn(label="ชั้น"), TableColumn(label="ก" * 40))})
    assert 'style="--head:' in ScreenTable(long.model_copy(update={"rows": ()})).head(1)
    assert "style" not in ScreenTable(by_grade_table()).head(1)


@given(st.text("กา (/)<&a1", max_size=30))
def test_words_of_cells_lose_no_letter(words: str) -> None:
    columns = (TableColumn(label="โรงเรียน", align="start"), TableColumn(label="คน"))
    row = TableRow(cells=((Span(text=words),), (Number(fact="n", value="1", text="1"),)))
    table = TableBlock(name="t", title="ท", columns=columns, rows=(row,))
    cell = BeautifulSoup(ScreenTable(table).cells(row)[0], "html.parser")
    assert "".join(cell.text.split()) == "".join(words.split())


def test_a_schools_name_leads_to_its_page_and_other_words_nowhere() -> None:
    heads = (TableColumn(label="โรงเรียน", align="start"), TableColumn(label="ไฟล์", align="start"))
    name, file = Span(text="บ้านหนึ่ง", page="school/2568/34010001"), Span(text="a.csv", technical=True)
    row = TableRow(cells=((name,), (file,), (ONE,)))
    shown = TableBlock(name="t", title="ตาราง", columns=(*heads, TableColumn(label="จำนวน")), rows=(row,), headers=2)
    (way,) = body(shown).select("a")
    assert (way["href"], plain_text(way)) == ("../../../school/2568/34010001/report.html", "บ้านหนึ่ง")
    assert plain_text(body(shown).code) == "a.csv"


def plain_text(tag: Tag | None) -> str:
    """The words of a tag without the marks that hold them together."""
    assert tag
    return tag.text.replace("\u2060", "")
