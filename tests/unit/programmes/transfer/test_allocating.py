"""Leftover money, proposals to move it, and the trail of their approval."""

from decimal import Decimal
from typing import Any

import pytest

from helpers.programmes.kinds import Allocated
from unit.programmes.entries import entry, proposal, reported, rules, table
from unit.programmes.filled import day

ALLOTTED = [entry("จัดสรร", "100000.00"), entry("จัดสรร", "5000.00", "house-rent")]
SPENT = [entry("ผูกพัน", "20000.00"), entry("เบิกจ่าย", "50000.00")]


def transfers(*proposals: dict[str, Any]) -> Allocated:
    return reported("budget-transfers", allotments=ALLOTTED, spending=SPENT, transfers=list(proposals))


def budget_line(allocated: Allocated, programme: str) -> dict[str, Any]:
    rows = table(allocated, "balances")
    (row,) = rows[rows["programme"] == programme].to_dict("records")
    return {str(name): value for name, value in row.items()}


def step(allocated: Allocated) -> dict[str, Any]:
    (row,) = table(allocated, "trail").to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_what_is_left_over_is_neither_spent_nor_bound_and_may_be_moved_once() -> None:
    moved = transfers(proposal("25000.00"), proposal("6000.00", "2/2569"), proposal("5000.00", "3/2569"))
    assert budget_line(moved, "janitors")["leftover"] == Decimal("30000.00")
    assert [row.amount for row in moved.rows] == [Decimal("25000.00"), Decimal("5000.00")]
    assert [left_out.amount for left_out in moved.excluded] == [Decimal("6000.00")], "more than the 5,000 still left"
    assert budget_line(moved, "janitors")["free"] == Decimal("0.00")
    assert "overdrawn" in rules(moved)


@pytest.mark.parametrize(("amount", "counts"), [("30000.00", True), ("30000.01", False)])
def test_all_that_is_left_over_may_be_moved_and_no_satang_more(amount: str, counts: bool) -> None:
    moved = transfers(proposal(amount))
    assert [row.amount for row in moved.rows] == ([Decimal(amount)] if counts else [])
    assert ("overdrawn" in rules(moved)) is not counts


@pytest.mark.parametrize(("dated", "overdue"), [("2569-05-31", 0), ("2569-05-30", 1)])
def test_a_step_may_take_all_of_its_days(dated: str, overdue: int) -> None:
    allocated = transfers(proposal("1000.00", on=dated))
    assert step(allocated)["overdue"] == overdue
    assert ("step_overdue" in rules(allocated)) == bool(overdue)


def test_a_proposal_of_the_closing_day_counts() -> None:
    assert [row.amount for row in transfers(proposal("1000.00", on="2569-06-30")).rows] == [Decimal("1000.00")]


def test_out_and_in_are_the_same_money() -> None:
    moved = transfers(proposal("25000.00"))
    assert (
        budget_line(moved, "janitors")["moved_out"]
        == budget_line(moved, "house-rent")["moved_in"]
        == Decimal("25000.00")
    )
    assert budget_line(moved, "janitors")["moved_in"] == budget_line(moved, "house-rent")["moved_out"] == 0


def test_an_amount_rests_on_the_register_and_names_its_proposal() -> None:
    (row,) = transfers(proposal("25000.00")).rows
    assert row.source.key == "0123456789ab:แบบกรอก:6"
    assert row.reference == "ทะเบียนการโอนและเปลี่ยนแปลงงบประมาณของสำนักงาน"


@pytest.mark.parametrize(
    ("changes", "outcome", "rule"),
    [
        ({"to_programme": "janitors"}, "ต้นทางและปลายทางเป็นโครงการเดียวกัน", ["same_programme"]),
        ({"state": "ยกเลิก"}, "ยกเลิกแล้ว", []),
        ({"date": day("2569-07-01")}, "ลงวันที่หลังวันที่ของข้อมูล", []),
    ],
)
def test_what_does_not_count_is_left_out_with_its_reason(
    changes: dict[str, Any], outcome: str, rule: list[str]
) -> None:
    moved = transfers(proposal("1000.00", **changes))
    assert not moved.rows
    assert [left_out.reason for left_out in moved.excluded] == [outcome]
    assert step(moved)["outcome"] == outcome
    assert rules(moved) == rule


@pytest.mark.parametrize(
    ("days", "waiting", "overdue"),
    [
        ({}, "รอคณะกรรมการเห็นชอบ", 91),
        ({"committee_date": "2569-06-15"}, "รอผู้ว่าราชการจังหวัดเห็นชอบ", 0),
        ({"committee_date": "2569-03-10", "governor_date": "2569-03-20"}, "รอรายงาน สพฐ.", 87),
        (
            {"committee_date": "2569-03-10", "governor_date": "2569-03-20", "reported_date": "2569-03-25"},
            "ครบทุกขั้น",
            0,
        ),
    ],
)
def test_the_trail_says_which_step_is_waited_for_and_since_when(
    days: dict[str, str], waiting: str, overdue: int
) -> None:
    """The books were closed on 30 June 2569; 30, 30 and 15 days are allowed: 1 March and 30 days is 31 March."""
    allocated = transfers(proposal("1000.00", **{name: day(text) for name, text in days.items()}))
    row = step(allocated)
    assert (row["waiting"], row["overdue"]) == (waiting, overdue)
    assert ("step_overdue" in rules(allocated)) == (overdue > 0)


def test_the_trail_is_printed_step_by_step() -> None:
    allocated = transfers(proposal("1000.00", committee_date=day("2569-03-10")))
    assert step(allocated)["steps"] == ("1/2569 | 1 มี.ค. 2569 | 10 มี.ค. 2569 | – | – | นับ | รอผู้ว่าราชการจังหวัดเห็นชอบ")
    assert step(allocated)["proposal"].startswith("1/2569 | 6 ค่าตอบแทนจ้างนักการภารโรง | 13 ค่าเช่าบ้าน")


def test_a_skipped_step_is_told() -> None:
    allocated = transfers(proposal("1000.00", governor_date=day("2569-03-20")))
    assert step(allocated)["skipped"] == "คณะกรรมการเห็นชอบ"
    assert "step_skipped" in rules(allocated)


def test_a_purse_that_is_overspent_has_nothing_to_move() -> None:
    over = [entry("เบิกจ่าย", "120000.00")]
    allocated = reported("budget-transfers", allotments=ALLOTTED, spending=over, transfers=[proposal("1.00")])
    assert budget_line(allocated, "janitors")["leftover"] == 0
    assert {"overspent", "overdrawn"} <= set(rules(allocated))


def test_corrections_and_withdrawals_carry_their_sign() -> None:
    entries = [*ALLOTTED, entry("ดึงกลับ", "-10000.00")]
    paid = [*SPENT, entry("ส่งคืน", "-1000.00"), entry("แก้ไขผูกพัน", "-20000.00")]
    allocated = reported("budget-transfers", allotments=entries, spending=paid, transfers=[])
    assert budget_line(allocated, "janitors")["leftover"] == Decimal("41000.00"), (
        "90,000 allotted, 49,000 spent, none bound"
    )


def test_a_register_that_was_not_received_stops_nothing() -> None:
    allocated = reported("budget-transfers", allotments=ALLOTTED)
    assert not allocated.rows
    assert budget_line(allocated, "janitors")["leftover"] == Decimal("100000.00")
