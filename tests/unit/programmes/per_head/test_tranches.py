"""The tranches of a year: in what order, on which count, and how much of a term's money each brings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helpers.programmes.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2, TERM_2_ADVANCE, tranches
from unit.programmes.counted_rounds import programme

FIRST, SECOND = "ครึ่งปีแรก", "ครึ่งปีหลัง"
OPENS = date(2025, 10, 1)
TITLES = {
    "whole": "ภาคเรียนที่ 2",
    "first": "ภาคเรียนที่ 2 งวดแรก",
    "rest": "ภาคเรียนที่ 2 ส่วนที่เหลือ",
    "advance": "ภาคเรียนที่ 1 งวดแรก",
    "settled": "ภาคเรียนที่ 1 ส่วนที่เหลือ",
}


def _planned(first: str, opens: date | None = None) -> list[tuple[Any, ...]]:
    """Title, term, count, half, share, the tranche that it settles and the day of its rates, where term 2 pays so many
    percent first."""
    own = programme()
    terms = {
        "term_2": own.term_2.model_copy(update={"first": Decimal(first)}),
        "term_1": own.term_1.model_copy(update={"first": Decimal(70)}),
    }
    return [
        (each.title, each.term, each.counted, each.half, each.share, each.after, each.rated_from)
        for each in tranches(own.model_copy(update=terms), opens)
    ]


TERM_1_IN_TWO = [
    (TITLES["advance"], "term_1", TERM_1_ADVANCE, SECOND, Decimal("0.7"), "", date.min),
    (TITLES["settled"], "term_1", TERM_1, SECOND, 1, TITLES["advance"], date.min),
]


@pytest.mark.parametrize("opens", [None, OPENS])
def test_term_2_may_be_paid_at_once(opens: date | None) -> None:
    assert _planned("100", opens) == [(TITLES["whole"], "term_2", TERM_2, FIRST, 1, "", date.min), *TERM_1_IN_TWO]


def test_or_in_two_on_one_count() -> None:
    assert _planned("60") == [
        (TITLES["first"], "term_2", TERM_2, FIRST, Decimal("0.6"), "", date.min),
        (TITLES["rest"], "term_2", TERM_2, FIRST, 1, TITLES["first"], date.min),
        *TERM_1_IN_TWO,
    ]


def test_or_first_on_a_count_before_the_year_by_the_rates_of_its_first_day() -> None:
    assert _planned("60", OPENS)[:2] == [
        (TITLES["first"], "term_2", TERM_2_ADVANCE, FIRST, Decimal("0.6"), "", OPENS),
        (TITLES["rest"], "term_2", TERM_2, FIRST, 1, TITLES["first"], date.min),
    ]


def test_a_tranche_pays_the_items_of_its_term_and_the_advance_those_that_are_paid_in_advance() -> None:
    by_title = {each.title: [item.item for item in each.items(programme())] for each in tranches(programme())}
    own = programme().items
    in_term_1 = [item.item for item in own if item.share_of("term_1")]
    assert by_title[TITLES["whole"]] == [item.item for item in own if item.share_of("term_2")]
    assert by_title[TITLES["settled"]] == in_term_1
    assert by_title[TITLES["advance"]] == [item.item for item in own if item.item in in_term_1 and item.in_advance]
    assert by_title[TITLES["advance"]] != in_term_1


def test_a_tranche_settles_that_brings_all_of_the_terms_money() -> None:
    assert [each.settles for each in tranches(programme())] == [True, False, True]
