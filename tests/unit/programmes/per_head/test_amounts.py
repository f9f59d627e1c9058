"""The mark of an amount below what was paid: of a grade that shrank, not of one that stayed or grew."""

from decimal import Decimal

import pytest

from helpers.programmes.allocation import AllocationRow
from unit.programmes.counted_rounds import (
    REST,
    SCHOOL,
    UNIFORM,
    allocate,
    changed,
    counted,
)

MARKS = {"carried": "จ่ายเกินสิทธิ หักจากเงินของโรงเรียน", "returned": "จ่ายเกินสิทธิ โรงเรียนส่งคืน"}


def settled(before: int, after: int, rule: str = "carried") -> AllocationRow:
    """The uniforms of ป.1 in the rest of term 1, of which 70 % was paid on the count before."""
    first, second = (counted({SCHOOL: {"ป.1": number}}) for number in (before, after))
    rows = allocate(first, second, changed(overpaid={"rule": rule})).rows
    (settled_row,) = [row for row in rows if (row.tranche, row.item, row.grade) == (REST, UNIFORM, "ป.1")]
    return settled_row


@pytest.mark.parametrize("rule", MARKS)
def test_a_grade_that_shrank_is_marked_as_overpaid(rule: str) -> None:
    found = settled(100, 50, rule)
    assert (found.headcount, found.already_paid, found.amount) == (50, Decimal("28000.00"), Decimal("-8000.00"))
    assert found.overpaid == MARKS[rule]


@pytest.mark.parametrize(
    ("after", "amount", "marked"), [(69, "-400.00", True), (70, "0.00", False), (71, "400.00", False)]
)
def test_what_was_paid_exactly_is_not_overpaid(after: int, amount: str, marked: bool) -> None:
    found = settled(100, after)
    assert (found.amount, bool(found.overpaid)) == (Decimal(amount), marked)
