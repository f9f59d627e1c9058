"""The bounds that a reader can compute."""

import math
from decimal import Decimal

import pytest

from helpers.publish.disclosure_control.bounds import Component, Reader, Row, components, known_rows
from helpers.publish.disclosure_control.relations import Relation

ONE = Decimal(1)


def whole_of(whole: int, *parts: int) -> Relation:
    return Relation(((whole, ONE), *((part, -ONE) for part in parts)))


def bounds(
    known: list[Relation], values: list[float], unknown: set[int], signed: frozenset[int] = frozenset()
) -> dict[int, tuple[float, float]]:
    enough = dict.fromkeys(unknown, 1000.0)
    computed = Reader(known, values, signed).intervals(unknown, enough)
    return {position: (round(low, 4), round(high, 4)) for position, (low, high) in computed.items()}


def test_released_values_are_put_in() -> None:
    assert known_rows([whole_of(0, 1, 2)], {0: 10.0}) == [Row(((1, -1.0), (2, -1.0)), -10.0, -10.0)]
    assert known_rows([whole_of(0, 1)], {0: 10.0, 1: 10.0}) == []


def test_what_shares_no_number_is_apart() -> None:
    rows = known_rows([whole_of(0, 1), whole_of(2, 3), whole_of(3, 4)], {})
    assert sorted(map(len, components(rows))) == [1, 2]


def test_the_last_part_is_known() -> None:
    assert bounds([whole_of(0, 1, 2)], [10, 3, 7], {1}) == {1: (3, 3)}


def test_two_parts_lie_between_nothing_and_the_rest() -> None:
    assert bounds([whole_of(0, 1, 2)], [10, 3, 7], {1, 2}) == {1: (0, 10), 2: (0, 10)}


def test_a_second_whole_narrows_them() -> None:
    known = [whole_of(0, 1, 2), whole_of(3, 1, 4)]
    assert bounds(known, [10, 3, 7, 4, 1], {1, 2, 4}) == {1: (0, 4), 2: (6, 10), 4: (0, 4)}


def test_what_may_be_negative_has_no_bound() -> None:
    assert bounds([whole_of(0, 1, 2)], [10, 13, -3], {1, 2}, frozenset({1, 2})) == {
        1: (-math.inf, math.inf),
        2: (-math.inf, math.inf),
    }


@pytest.mark.parametrize("share", ["0.300000", "0.333333"])
def test_a_share_is_known_within_its_rounding(share: str) -> None:
    half = Decimal("0.0000005")
    known = [
        Relation(((1, ONE), (0, -(Decimal(share) - half))), high=None),
        Relation(((1, ONE), (0, -(Decimal(share) + half))), low=None),
    ]
    low, high = bounds(known, [1_000_000, 0], {1})[1]
    assert (low, high) == pytest.approx((float(share) * 1e6 - 0.5, float(share) * 1e6 + 0.5), abs=0.01)


def test_a_printed_share_is_known_only_where_it_is_printed() -> None:
    cell = ("report", "share", "")
    reader = Reader([Relation(((0, ONE), (1, -ONE)), printed=cell)], [5, 5], set())
    assert not reader.intervals({0}, {0: 10.0})
    assert reader.intervals({0}, {0: 10.0}, {cell}) == {0: pytest.approx((5, 5))}


def test_money_of_a_year_is_bounded_to_the_baht() -> None:
    values = [261_317_206.3, 1_442_850.0, 259_874_356.3]
    low, high = bounds([whole_of(0, 1, 2)], values, {1})[1]
    assert (low, high) == pytest.approx((1_442_850, 1_442_850), abs=1)


def test_what_contradicts_itself_counts_as_known() -> None:
    rows = [Row(((0, 1.0),), 5.0, 5.0), Row(((0, 1.0),), 7.0, 7.0)]
    assert Component(rows).bounds({0: 10.0}) == {0: (0.0, 0.0)}
