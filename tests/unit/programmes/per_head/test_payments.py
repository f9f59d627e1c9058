"""The paying list, and the allotment held against it."""

from decimal import Decimal

import pandas as pd

from unit.programmes.counted_rounds import ADVANCE, REST, SCHOOL, TERM_2, allocate, allotments, changed, counted

GROWN, SHRUNK = {SCHOOL: {"ป.1": 200}}, {SCHOOL: {"ป.1": 10}}
MONEY = ["due", "brought", "paid", "returned", "carried"]


def payments(rule: str) -> pd.DataFrame:
    tables = allocate(counted(GROWN), counted(SHRUNK), changed(overpaid={"rule": rule})).tables
    assert tables
    return tables["payments"].set_index("tranche")


def test_a_negative_balance_is_carried_on_and_nothing_is_paid() -> None:
    paid = payments("carried")
    assert list(paid.index) == [TERM_2, ADVANCE, REST]
    last = paid.loc[REST]
    assert last["due"] < 0 == last["paid"]
    assert last["carried"] == last["due"]
    assert not paid["returned"].any()


def test_negative_amounts_may_be_returned_one_by_one() -> None:
    last = payments("returned").loc[REST]
    assert last["paid"] == Decimal("2500.00")  # only now a small school: 10 × 500 × 0.5
    assert last["returned"] > 0 == last["carried"]


def test_the_list_balances() -> None:
    for rule in ("carried", "returned"):
        for row in payments(rule)[MONEY].to_dict("records"):
            assert row["due"] + row["brought"] == row["paid"] - row["returned"] + row["carried"]


def test_an_allotment_below_what_is_due_is_named() -> None:
    def short(amount: str | None, of: str = "per-head") -> list[str]:
        register = None if amount is None else allotments(Decimal(amount), of)
        findings = allocate(counted(GROWN), allotted=register).findings
        return [each.rule for each in findings if each.rule == "budget.per_head.allotment_short"]

    assert short("1000.00") == ["budget.per_head.allotment_short"]
    assert short("99999999.00") == short(None) == short("1000.00", of="house-rent") == []


def test_an_allotment_of_exactly_what_is_due_is_enough() -> None:
    due = sum((row.amount for row in allocate(counted(GROWN)).rows), Decimal(0))
    for amount, expected in ((due, 0), (due - Decimal("0.01"), 1)):
        findings = allocate(counted(GROWN), allotted=allotments(amount)).findings
        assert sum(each.rule == "budget.per_head.allotment_short" for each in findings) == expected
