"""Tables on paper: every column has the width that its numbers need, in the largest type that allows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.lettering import width
from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.table_layout import CELL_MARGIN, LANDSCAPE_WIDTH, PORTRAIT_SIZES, PORTRAIT_WIDTH, layout
from unit.reports.specimen import by_grade_table, by_school_table

NAME = "มูลนิธิวัดศรีอุบลรัตนาราม(ในพระอุปถัมภ์สมเด็จพระเจ้าบรมวงศ์เธอ)"
NUMERALS = st.integers(0, 10**7).map(lambda value: f"{value:,}")


def table_of(rows: list[list[str]], name_weight: float = 1.0) -> TableBlock:
    columns = (
        TableColumn(label="โรงเรียน", align="start", width=name_weight),
        *[TableColumn(label="ช")] * (len(rows[0]) - 1),
    )
    return TableBlock(name="t", title="ก", columns=columns, rows=tuple(row_of(*cells) for cells in rows))


def row_of(first: str, *numerals: str) -> TableRow:
    numbers = ((Number(fact="f", value="1", text=text),) for text in numerals)
    return TableRow(cells=((Span(text=first),), *numbers))


@given(st.integers(1, 20).flatmap(lambda n: st.lists(st.lists(NUMERALS, min_size=n, max_size=n), min_size=1)))
def test_no_number_is_wider_than_its_column(rows: list[list[str]]) -> None:
    laid = layout(table_of([["บ้านตัวอย่าง", *cells] for cells in rows]))
    for cells in rows:
        for text, available in zip(cells, laid.widths[1:], strict=True):
            assert width(text, laid.size) + 2 * CELL_MARGIN * laid.size <= available + 0.01


@given(st.integers(1, 60), st.floats(0.0, 9.0))
def test_a_table_is_exactly_as_wide_as_the_text(columns: int, weight: float) -> None:
    laid = layout(table_of([["บ้านตัวอย่าง", *["1,234"] * columns]], weight))
    assert sum(laid.widths) == pytest.approx(LANDSCAPE_WIDTH if laid.landscape else PORTRAIT_WIDTH)


def test_usual_tables_stand_upright_in_the_largest_type() -> None:
    for table in (by_grade_table(), by_school_table()):
        laid = layout(table)
        assert not laid.landscape
        assert laid.size == PORTRAIT_SIZES[0]


def test_many_columns_turn_the_page() -> None:
    assert layout(table_of([["บ้าน", *["1,234"] * 24]])).landscape


def test_names_get_the_room_that_numbers_do_not_need() -> None:
    name = "บ้านตัวอย่างวิทยาคารราษฎร์อุปถัมภ์"
    laid = layout(table_of([[name, *["12"] * 8]], name_weight=0.1))
    assert laid.widths[0] >= width(name, laid.size)


def test_smaller_type_keeps_the_heads_of_rows_from_breaking_into_many_lines() -> None:
    name = "ค่าตอบแทนจ้างครูรายเดือนแก้ปัญหาสถานศึกษาขาดแคลนครูขั้นวิกฤต"
    laid = layout(table_of([[name, *["1,425,168,698.46"] * 5]]))
    assert not laid.landscape
    assert laid.size < PORTRAIT_SIZES[0]
    assert 2 * laid.widths[0] >= width(name, laid.size)


def schools_and_amounts(rows: int, columns: int) -> TableBlock:
    table = table_of([[NAME, *["10,837,740.40"] * columns]] * rows)
    return table.model_copy(update={"long": rows >= 40})


def test_a_long_table_is_turned_rather_than_break_names_into_many_lines() -> None:
    long, short = layout(schools_and_amounts(60, 7)), layout(schools_and_amounts(6, 7))
    assert (long.landscape, short.landscape) == (True, False)
    assert 2 * long.widths[0] >= width(NAME, long.size)


def test_numbers_leave_the_room_that_they_do_not_need_to_words() -> None:
    laid = layout(table_of([["บ้านโนนใหญ่ " * 12, *["12"] * 4]], name_weight=0.1))
    number = width("โรง", laid.size)  # no head or cell is longer
    assert all(each < 2 * number for each in laid.widths[1:])


def test_a_word_of_a_head_stands_in_one_line() -> None:
    columns = tuple(TableColumn(label=label) for label in ("มัธยมศึกษา (แห่ง)", "อินเทอร์เน็ต", "ใช้ได้"))
    laid = layout(TableBlock(name="t", title="ก", columns=columns * 4, rows=(TableRow(cells=((),) * 12),)))
    for column, available in zip(columns, laid.widths, strict=False):
        assert width(column.label.split()[0], laid.size, bold=True) + 2 * CELL_MARGIN * laid.size <= available + 0.01


def test_a_long_head_gets_the_room_that_words_do_not_need() -> None:
    label = "ผู้เรียนที่รอการรับรองนานเกินเกณฑ์"
    columns = (TableColumn(label="เหตุ", align="start", width=3), *[TableColumn(label=label)] * 3)
    laid = layout(TableBlock(name="t", title="ก", columns=columns, rows=(row_of("เข้ามา", "1", "2", "3"),)))
    assert all(2 * each > width(label, laid.size) for each in laid.widths[1:])


def test_a_paragraph_at_the_head_of_a_row_does_not_shrink_the_type_for_nothing() -> None:
    laid = layout(table_of([["คำ " * 400, *["425,168,698.46"] * 5]]))
    assert (laid.landscape, laid.size) == (False, PORTRAIT_SIZES[0])


def test_words_beside_the_head_of_a_row_keep_their_room() -> None:
    name, title = "2568-1-จำนวนนักเรียนจำแนกตามอายุ.csv" * 2, "จำนวนนักเรียนจำแนกตามอายุ"
    columns = (
        TableColumn(label="ไฟล์", align="start"),
        TableColumn(label="รายงาน", align="start"),
        TableColumn(label="แถว"),
    )
    row = TableRow(cells=((Span(text=name),), (Span(text=title),), (Span(text="5,324"),)))
    laid = layout(TableBlock(name="t", title="ก", columns=columns, rows=(row,)))
    assert laid.widths[1] >= width(title, laid.size)


def test_the_authors_weights_share_out_what_is_left() -> None:
    columns = (TableColumn(label="ก", width=3), TableColumn(label="ข", width=1))
    laid = layout(TableBlock(name="t", title="ก", columns=columns, rows=(TableRow(cells=((), ())),)))
    assert laid.widths[0] == pytest.approx(3 * laid.widths[1])


def test_an_empty_table_has_a_layout() -> None:
    assert len(layout(TableBlock(name="t", title="ก", columns=(TableColumn(label="ก"),), rows=())).widths) == 1
