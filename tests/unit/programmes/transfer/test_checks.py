"""What a finding on transfers says, and of which row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helpers.programmes.allocation import SourceRow
from helpers.programmes.registers import Movement
from helpers.programmes.transfer.amounts import BudgetLineBalance, DecidedProposal, TrackedProposal, decide, track
from helpers.programmes.transfer.checks import check_balances, check_entered_twice, check_trail
from helpers.tables.findings import Finding
from unit.programmes.transfer.test_amounts import CLOSING, CURRENT, _programme, _proposal

PLACE: dict[str, Any] = {"smis": "", "report": "transfers", "delivery": "0123456789ab", "sheet": "แบบกรอก", "row": 6}


def _trail(*steps: TrackedProposal, **states: Any) -> list[Finding]:
    return list(check_trail(steps, _programme(**states)))


def _followed(outcome: str = "นับ", free: str = "9", **changes: Any) -> TrackedProposal:
    days = _programme().approval.model_copy(update={"committee": 2, "governor": 4, "report": 8})
    return track(DecidedProposal(_proposal("1234.50", **changes), outcome, Decimal(free)), days, CLOSING)


def _finding(problem: str, column: str, found: str, allowed: str = "") -> Finding:
    return Finding(f"budget.transfer.{problem}", column=column, found=found, allowed=allowed, **PLACE)


def test_too_much_and_to_itself_are_said_with_what_is_allowed() -> None:
    assert _trail(_followed("โอนเกินเงินเหลือจ่าย", "1000.5"), janitors="met") == [
        _finding("overdrawn", "E6", "1,234.50 บาท", "ไม่เกิน 1,000.50 บาท")
    ]
    assert _trail(_followed("ต้นทางและปลายทางเป็นโครงการเดียวกัน"), janitors="met") == [
        _finding("same_programme", "D6", "house-rent")
    ]
    assert _trail(_followed("ยกเลิกแล้ว"), _followed("ลงวันที่หลังวันที่ของข้อมูล"), janitors="met") == []


def test_every_skipped_step_and_the_one_that_is_overdue_are_named() -> None:
    assert _trail(_followed(steps=(None, None, date(2026, 3, 25))), janitors="met") == [
        _finding("step_skipped", "J6", "เสนอ", "คณะกรรมการเห็นชอบ"),
        _finding("step_skipped", "J6", "เสนอ", "ผู้ว่าราชการจังหวัดเห็นชอบ"),
        _finding("step_overdue", "J6", "รอคณะกรรมการเห็นชอบ", "ภายใน 3 มี.ค. 2569"),
    ]
    assert _trail(_followed(day=date(2026, 6, 28)), janitors="met") == []


def test_money_of_an_undecided_programme_is_named_where_it_counts() -> None:
    on_its_way = _followed(day=date(2026, 6, 28))
    assert _trail(on_its_way) == [_finding("success_unknown", "C6", "janitors")]
    assert _trail(on_its_way, janitors="not_met") == []
    assert _trail(_followed("ยกเลิกแล้ว")) == []


def test_the_outcomes_are_those_that_are_decided() -> None:
    """The other tests here give them by name."""
    (found,) = decide([_proposal("1234.50")], {("janitors", CURRENT): Decimal(9)}, CLOSING)
    assert (found.outcome, found.free) == ("โอนเกินเงินเหลือจ่าย", Decimal(9))


def test_an_overspent_purse_is_named_with_by_how_much() -> None:
    purses = [
        BudgetLineBalance("a", CURRENT, "met", Decimal(1000), Decimal("-0.50"), Decimal(0)),
        BudgetLineBalance("b", CURRENT, "met", Decimal(1000), Decimal(0), Decimal(0)),
    ]
    assert list(check_balances(purses, {"a": "ก", "b": "ข"})) == [
        Finding(
            "budget.transfer.overspent",
            "",
            "spending",
            found="ก งบดำเนินงาน: เกิน 0.50 บาท",
            allowed="ไม่เกิน 1,000.00 บาท",
        )
    ]


def _entered(programme: str, entry: str, amount: str, day: date = date(2026, 3, 1)) -> Movement:
    return Movement(programme, CURRENT, "จัดสรร", entry, Decimal(amount), day, "1", SourceRow("a", "b", 6))


WITHDRAWAL = _entered("janitors", "ดึงกลับ", "-1234.50")
INCREASE = _entered("house-rent", "จัดสรรเพิ่ม", "1234.50")


@pytest.mark.parametrize(
    ("entries", "outcome", "twice"),
    [
        ((WITHDRAWAL, INCREASE), "นับ", True),
        ((WITHDRAWAL, INCREASE), "ยกเลิกแล้ว", False),
        ((WITHDRAWAL,), "นับ", False),
        ((INCREASE,), "นับ", False),
        ((WITHDRAWAL, replace(INCREASE, amount=Decimal("1234.49"))), "นับ", False),
        ((WITHDRAWAL, replace(INCREASE, programme="janitors")), "นับ", False),
        ((WITHDRAWAL, replace(INCREASE, entry="จัดสรร")), "นับ", False),
        ((WITHDRAWAL, replace(INCREASE, day=date(2026, 2, 28))), "นับ", False),
        ((replace(WITHDRAWAL, day=date(2026, 9, 30)), INCREASE), "นับ", True),
    ],
)
def test_a_transfer_that_both_registers_have_is_named(entries: tuple[Movement, ...], outcome: str, twice: bool) -> None:
    decided = DecidedProposal(_proposal("1234.50"), outcome, Decimal(9999))
    findings = check_entered_twice([decided], entries, {"janitors": "นักการ", "house-rent": "ค่าเช่าบ้าน"})
    assert list(findings) == [_finding("entered_twice", "E6", "นักการ → ค่าเช่าบ้าน 1,234.50 บาท")] * twice
