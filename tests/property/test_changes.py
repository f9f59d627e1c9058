"""Whatever changed, its causes add up to the change, to the satang."""

from decimal import Decimal

import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.programmes.allocation import ALLOCATION, AllocationRow, SourceRow, allocation_frame
from helpers.systems.dmc.schemas import ENROLMENT
from helpers.tables.changes.causes import Cause, Part, causes
from helpers.tables.changes.movements import DiffTable
from helpers.tables.schemas import with_row_keys

NUMBERS = st.integers(0, 10_000).map(lambda value: Part(Decimal(value)))
RATES = st.decimals(0, 99_999, places=2)
AMOUNTS = st.decimals(-999_999, 999_999, places=2)


@st.composite
def amounts(draw: st.DrawFn) -> Part:
    """A subject's amount, made by one to three rates."""
    by_rate = draw(st.dictionaries(RATES, AMOUNTS, min_size=1, max_size=3))
    return Part(sum(by_rate.values(), Decimal(0)), by_rate)


def change(before: Part | None, after: Part | None) -> Decimal:
    return (after.value if after else Decimal(0)) - (before.value if before else Decimal(0))


@given(st.none() | amounts() | NUMBERS, st.none() | amounts() | NUMBERS, st.booleans(), st.booleans())
def test_the_causes_are_the_whole_change(
    before: Part | None, after: Part | None, known_before: bool, known_after: bool
) -> None:
    assume(before is None or known_before)
    assume(after is None or known_after)
    assume(known_before or known_after)
    found = list(causes(before, after, known_before=known_before, known_after=known_after))
    assert sum((part for _, part in found), Decimal(0)) == change(before, after)
    assert len({cause for cause, _ in found}) == len(found)
    assert all(part for _, part in found)


@given(RATES, AMOUNTS, AMOUNTS)
def test_a_rate_that_stays_causes_nothing(rate: Decimal, before: Decimal, after: Decimal) -> None:
    assert Cause.RATE not in dict(causes(Part(before, {rate: before}), Part(after, {rate: after})))


CELLS = st.lists(
    st.tuples(
        st.sampled_from("123"),
        st.just("ประถม"),
        st.sampled_from(("ป.1", "ป.2", "ป.3")),
        st.sampled_from("ชญ"),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=12,
)


@given(CELLS, CELLS, st.booleans())
def test_what_came_less_what_went_and_the_rest_is_the_difference(
    before: list[tuple[object, ...]], after: list[tuple[object, ...]], moved_up: bool
) -> None:
    names = ["smis", "level", "grade", "sex", "pupils"]
    sides = [
        with_row_keys(pd.DataFrame(rows, columns=names).assign(delivery="d", sheet="", row=1))
        for rows in (before, after)
    ]
    moved = DiffTable(ENROLMENT).frame(*sides, promoted=moved_up)
    for column, totals in (
        ("pupils", [int(side["pupils"].sum()) for side in sides]),
        ("records", list(map(len, sides))),
    ):
        assert moved[column].sum() == totals[1] - totals[0]
    # It holds for every cell that a fact can state, not only for the whole.
    for smis in "123":
        totals = [int(side.loc[side["smis"] == smis, "pupils"].sum()) for side in sides]
        own = moved[moved["smis"] == smis]
        assert own["pupils"].sum() == totals[1] - totals[0]
        # Moving up takes nobody from a school; what rose or fell is the school, one way alone.
        by_cause = own.groupby("cause")["pupils"].sum()
        assert by_cause.get(Cause.PROMOTED, 0) == by_cause.get(Cause.CHANGED, 0) == 0
        assert by_cause.get(Cause.INCREASED, 0) >= 0 >= by_cause.get(Cause.DECREASED, 0)
        assert not {Cause.INCREASED, Cause.DECREASED} <= set(by_cause[by_cause != 0].index)
    for grade in ("ป.1", "ป.2", "ป.3"):
        totals = [int(side.loc[side["grade"] == grade, "pupils"].sum()) for side in sides]
        assert moved.loc[moved["grade"] == grade, "pupils"].sum() == totals[1] - totals[0]


@st.composite
def allocation_rows(draw: st.DrawFn) -> AllocationRow:
    months = draw(st.integers(0, 6))
    return AllocationRow(
        smis=draw(st.sampled_from("12")),
        payee=draw(st.sampled_from(("ครู 1", "ครู 2"))),
        item="ค่าตอบแทน",
        tranche="",
        quantity=Decimal(months),
        quantity_unit="เดือน",
        rate=draw(st.sampled_from((Decimal(9000), Decimal("9333.33"), Decimal(15000)))),
        rate_unit="บาท/เดือน",
        reference="",
        status="confirmed",
        rule="",
        source=SourceRow("d", "", 1),
        months=Decimal(months),
        share=draw(st.sampled_from((Decimal(1), Decimal("0.5"), Decimal("0.3333333333")))),
        already_paid=draw(st.sampled_from((Decimal("0.00"), Decimal("1000.01")))),
    )


@given(st.lists(allocation_rows(), min_size=1, max_size=8), st.lists(allocation_rows(), min_size=1, max_size=8))
def test_quantity_and_rate_together_are_the_whole_difference_of_the_money(
    before: list[AllocationRow], after: list[AllocationRow]
) -> None:
    places = pd.DataFrame({"smis": ["1", "2"], "district": "", "size": ""})
    sides = [allocation_frame(rows, places, "0") for rows in (before, after)]
    moved = DiffTable(ALLOCATION).frame(*sides)
    one, other = (sum(side["amount"], Decimal(0)) for side in sides)
    assert sum(moved["amount"], Decimal(0)) == other - one
    assert sum(moved["months"], Decimal(0)) == sum(row.months for row in after) - sum(row.months for row in before)
