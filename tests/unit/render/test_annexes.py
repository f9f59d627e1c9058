"""Which pieces of a report make an annex, and which sheets of the workbook it becomes."""

from typing import Any

import pytest

from helpers.render.blocks import Receipts, Span, Text
from helpers.render.notebook_parts import (
    Annex,
    Code,
    FramedTable,
    Piece,
    Prose,
    ShownBlock,
    framed_tables,
    with_annexes,
)
from unit.reports.budget_specimen import ANNEX, SIGNATURES, account
from unit.reports.specimen import by_grade_table

WORDS = Text(paragraphs=((Span(text="รวมเป็นเงิน"),),))
TITLE, SIGNED, TABLE, SAID = ShownBlock(ANNEX), ShownBlock(SIGNATURES), ShownBlock(account()), ShownBlock(WORDS)


def shape(pieces: list[Piece]) -> list[Any]:
    """Every annex as the list of what is inside, any other piece as it is."""
    return [list(each.inside) if isinstance(each, Annex) else each for each in with_annexes(pieces)]


def test_an_annex_ends_with_the_places_to_sign() -> None:
    assert shape([SAID, TITLE, TABLE, SAID, SIGNED, SAID]) == [SAID, [TABLE, SAID, SIGNED], SAID]


@pytest.mark.parametrize("end", [Prose("## ที่มา"), Prose("คำ\n\n### ที่มา"), ShownBlock(Receipts(files=(), facts=()))])
def test_without_places_to_sign_it_ends_before_what_begins_anew(end: Piece) -> None:
    assert shape([TITLE, TABLE, end, SAID]) == [[TABLE], end, SAID]


def test_words_and_code_are_part_of_it_and_another_title_begins_another() -> None:
    words, code = Prose("คำอธิบาย **หนา**"), Code("report.table()")
    assert shape([TITLE, code, words, TABLE, TITLE, TABLE]) == [[code, words, TABLE], [TABLE]]


def test_a_heading_right_before_it_goes_along_and_nothing_else_does() -> None:
    heading, code = Prose("## บัญชีแนบท้าย\n"), Code("report.annex()")
    (annex,) = with_annexes([heading, code, TITLE])
    assert isinstance(annex, Annex)
    assert annex.before == (heading, code)
    described = Prose("## บัญชีแนบท้าย\n\nตามหนังสือ")
    first, annex = with_annexes([described, TITLE])
    assert first == described
    assert isinstance(annex, Annex)
    assert annex.before == ()


@pytest.mark.parametrize(("columns", "landscape"), [(1, False), (8, True)])
def test_it_is_turned_where_its_table_needs_it(columns: int, landscape: bool) -> None:
    (annex,) = with_annexes([TITLE, ShownBlock(account(columns))])
    assert isinstance(annex, Annex)
    assert annex.landscape is landscape


def test_a_sheet_carries_the_lines_above_and_the_words_below_its_table() -> None:
    grades = by_grade_table()
    before, first, second = framed_tables([ShownBlock(grades), TITLE, SAID, TABLE, SAID, ShownBlock(grades), SIGNED])
    assert before == FramedTable(grades)
    assert first == FramedTable(account(), (*ANNEX.lines, *WORDS.paragraphs), (WORDS,))
    assert second == FramedTable(grades, (), (SIGNATURES,))


def test_places_to_sign_outside_an_annex_belong_to_the_table_before_them_and_words_do_not() -> None:
    assert framed_tables([SIGNED, TABLE, SAID, SIGNED]) == [FramedTable(account(), (), (SIGNATURES,))]
