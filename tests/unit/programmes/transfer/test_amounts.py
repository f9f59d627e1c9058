"""Left over, taken in turn, followed step by step: whole records, at and beside each boundary."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from helpers.params.programmes.transfer import ProgrammeSuccess, TransferProgramme
from helpers.programmes.allocation import SourceRow
from helpers.programmes.registers import ALLOTTED, COMMITTED, SPENT, Movement
from helpers.programmes.transfer.amounts import (
    BudgetLineBalance,
    DecidedProposal,
    TransferProposal,
    accepted,
    balances,
    decide,
    left_over,
    proposals_of,
    track,
    unspent,
)
from unit.programmes.entries import proposal
from unit.programmes.filled import DELIVERY, day, form_table, numbered, project_params

CLOSING = date(2026, 6, 30)
CURRENT, INVESTED = "งบดำเนินงาน", "งบลงทุน"


def _programme(**states: Literal["met", "not_met"]) -> TransferProgramme:
    """The programme of transfers; commitments are outstanding, money of undecided programmes is held."""
    programme = project_params().programmes["budget-transfers"]
    assert isinstance(programme, TransferProgramme)
    why = {"reference": "บันทึกของสำนักงาน", "status": "to_confirm"}
    given = tuple(ProgrammeSuccess.model_validate({"programme": each, "state": states[each], **why}) for each in states)
    success = programme.success.model_copy(update={"unknown": "held", "states": given})
    leftover = programme.leftover.model_copy(update={"commitments": "outstanding"})
    return programme.model_copy(update={"success": success, "leftover": leftover})


@pytest.mark.parametrize(
    ("commitments", "committed", "spent", "free"),
    [
        ("outstanding", "20", "50", "30"),
        ("outstanding", "60", "50", "-10"),
        ("kept", "20", "50", "50"),
        ("kept", "60", "50", "40"),
        ("kept", "50", "50", "50"),
    ],
)
def test_a_commitment_binds_what_is_still_to_be_paid_of_it(
    commitments: Any, committed: str, spent: str, free: str
) -> None:
    assert unspent(Decimal(100), Decimal(committed), Decimal(spent), commitments) == Decimal(free)


def test_money_is_left_over_where_success_lets_it_and_never_below_nothing() -> None:
    programme = _programme(a="met", b="not_met")
    assert left_over(Decimal(5), "met", programme) == Decimal(5)
    assert left_over(Decimal(-5), "met", programme) == Decimal(0)
    assert left_over(Decimal(5), "not_met", programme) == Decimal(0)
    assert left_over(Decimal(5), "unknown", programme) == Decimal(0)


def _movement(name: str, measure: str, amount: str, expenditure: str = CURRENT) -> Movement:
    return Movement(name, expenditure, measure, measure, Decimal(amount), CLOSING, "1", SourceRow("d1", "", 6))


def test_every_purse_is_summed_by_itself_in_the_given_order() -> None:
    movements = [
        _movement("b", ALLOTTED, "10.00", INVESTED),
        _movement("b", ALLOTTED, "100.00"),
        _movement("b", ALLOTTED, "1.00"),
        _movement("b", COMMITTED, "20.00"),
        _movement("b", SPENT, "30.00"),
        _movement("b", SPENT, "0.50"),
        _movement("a", SPENT, "7.00"),
    ]
    found = balances(movements, ["b", "a"], _programme(b="met"))
    assert list(found) == [("b", CURRENT), ("b", INVESTED), ("a", CURRENT)]
    assert list(found.values()) == [
        BudgetLineBalance("b", CURRENT, "met", Decimal(101), Decimal("50.50"), Decimal("50.50")),
        BudgetLineBalance("b", INVESTED, "met", Decimal(10), Decimal(10), Decimal(10)),
        BudgetLineBalance("a", CURRENT, "unknown", Decimal(0), Decimal(-7), Decimal(0)),
    ]


def _proposal(amount: str = "1", number: str = "1/2569", **changes: Any) -> TransferProposal:
    given = {
        "number": number,
        "day": date(2026, 3, 1),
        "giver": "janitors",
        "taker": "house-rent",
        "amount": Decimal(amount),
        "reason": "เหลือจ่ายจากอัตราว่าง",
        "steps": (None, None, None),
        "state": "เสนอ",
        "source": SourceRow(DELIVERY, "แบบกรอก", 6),
        **changes,
    }
    return TransferProposal(**given)


def test_a_row_of_the_register_is_read_whole() -> None:
    days = {"committee_date": day("2569-03-10"), "governor_date": day("2569-03-20"), "reported_date": None}
    register = form_table("transfers", numbered(proposal("1.25", **days)))
    assert proposals_of(register) == (_proposal("1.25", steps=(date(2026, 3, 10), date(2026, 3, 20), None)),)


def test_proposals_stand_by_day_then_number_whatever_their_order() -> None:
    rows = [proposal("3", "2/2569"), proposal("2", "1/2569"), proposal("1", "9/2569", on="2569-02-01")]
    assert [each.amount for each in proposals_of(form_table("transfers", numbered(*rows)))] == [1, 2, 3]


def test_each_proposal_takes_from_what_those_before_it_left() -> None:
    left = {("janitors", CURRENT): Decimal(6), ("janitors", INVESTED): Decimal(5), ("house-rent", CURRENT): Decimal(99)}
    asked = [_proposal("8"), _proposal("4"), _proposal("3"), _proposal("0.01")]
    outcomes = decide(asked, left, CLOSING)
    assert [(each.outcome, each.free, each.parts) for each in outcomes] == [
        ("นับ", Decimal(11), ((CURRENT, Decimal(6)), (INVESTED, Decimal(2)))),
        ("โอนเกินเงินเหลือจ่าย", Decimal(3), ()),
        ("นับ", Decimal(3), ((INVESTED, Decimal(3)),)),
        ("โอนเกินเงินเหลือจ่าย", Decimal(0), ()),
    ]
    assert [each.proposal for each in outcomes] == asked
    assert accepted(outcomes) == (outcomes[0], outcomes[2])
    assert left["janitors", CURRENT] == 6, "what was given is not changed"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"day": CLOSING}, "นับ"),
        ({"day": date(2026, 7, 1)}, "ลงวันที่หลังวันที่ของข้อมูล"),
        ({"day": date(2026, 7, 1), "state": "ยกเลิก"}, "ยกเลิกแล้ว"),
        ({"day": date(2026, 7, 1), "taker": "janitors"}, "ลงวันที่หลังวันที่ของข้อมูล"),
        ({"taker": "janitors", "amount": Decimal(999)}, "ต้นทางและปลายทางเป็นโครงการเดียวกัน"),
    ],
)
def test_the_first_reason_that_holds_is_the_outcome(changes: dict[str, Any], outcome: str) -> None:
    assert decide([_proposal(**changes)], {("janitors", CURRENT): Decimal(1)}, CLOSING)[0].outcome == outcome


def test_a_programme_without_any_money_left_gives_nothing() -> None:
    assert decide([_proposal("0.01")], {}, CLOSING)[0] == DecidedProposal(
        _proposal("0.01"), "โอนเกินเงินเหลือจ่าย", Decimal(0)
    )


_COMMITTEE, _GOVERNOR, _REPORT = date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 25)
_STEPS = ("คณะกรรมการเห็นชอบ", "ผู้ว่าราชการจังหวัดเห็นชอบ", "รายงาน สพฐ.")


@pytest.mark.parametrize(
    ("steps", "waiting", "due", "skipped"),
    [
        ((None, None, None), "รอคณะกรรมการเห็นชอบ", date(2026, 3, 3), ()),
        ((_COMMITTEE, None, None), "รอผู้ว่าราชการจังหวัดเห็นชอบ", date(2026, 3, 14), ()),
        ((_COMMITTEE, _GOVERNOR, None), "รอรายงาน สพฐ.", date(2026, 3, 28), ()),
        ((_COMMITTEE, _GOVERNOR, _REPORT), "ครบทุกขั้น", None, ()),
        ((None, _GOVERNOR, None), "รอคณะกรรมการเห็นชอบ", date(2026, 3, 3), _STEPS[:1]),
        ((None, None, _REPORT), "รอคณะกรรมการเห็นชอบ", date(2026, 3, 3), _STEPS[:2]),
        ((_COMMITTEE, None, _REPORT), "รอผู้ว่าราชการจังหวัดเห็นชอบ", date(2026, 3, 14), _STEPS[1:2]),
        ((CLOSING, None, None), "รอผู้ว่าราชการจังหวัดเห็นชอบ", date(2026, 7, 4), ()),
        ((date(2026, 7, 1), None, None), "รอคณะกรรมการเห็นชอบ", date(2026, 3, 3), ()),
    ],
)
def test_the_first_step_without_its_day_is_waited_for_from_the_one_before_it(
    steps: tuple[date | None, ...], waiting: str, due: date | None, skipped: tuple[str, ...]
) -> None:
    days = _programme().approval.model_copy(update={"committee": 2, "governor": 4, "report": 8})
    found = track(DecidedProposal(_proposal(steps=steps), "นับ", Decimal(9)), days, CLOSING)
    assert (found.waiting, found.due, found.skipped, found.as_of) == (waiting, due, skipped, CLOSING)


@pytest.mark.parametrize(
    ("as_of", "overdue", "timing"),
    [(date(2026, 3, 3), 0, "ยังไม่ถึงกำหนด"), (date(2026, 3, 4), 1, "เกินกำหนด"), (date(2026, 3, 1), 0, "ยังไม่ถึงกำหนด")],
)
def test_a_step_is_overdue_from_the_day_after_the_last_on(as_of: date, overdue: int, timing: str) -> None:
    days = _programme().approval.model_copy(update={"committee": 2})
    found = track(DecidedProposal(_proposal(), "นับ", Decimal(9)), days, as_of)
    assert (found.overdue, found.timing) == (overdue, timing)


def test_what_does_not_count_is_not_followed() -> None:
    found = track(
        DecidedProposal(_proposal(steps=(None, _GOVERNOR, None)), "ยกเลิกแล้ว", Decimal(9)),
        _programme().approval,
        CLOSING,
    )
    assert (found.waiting, found.due, found.skipped, found.overdue, found.timing) == (
        "ไม่ต้องติดตาม",
        None,
        (),
        0,
        "ไม่มีขั้นที่รอ",
    )
    assert (found.decided.outcome, found.as_of) == ("ยกเลิกแล้ว", CLOSING)
