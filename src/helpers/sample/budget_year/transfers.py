"""Proposals to move money that is left over to where it is short, each as far as it has come."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from helpers.forms.registers import BY_COMMITTEE, BY_GOVERNOR, CANCELLED, PROPOSED, REPORTED, TRANSFERS
from helpers.sample.budget_year.setting import ZERO, Filled, Row, Setting

STEP = 100
"""Proposals are for whole hundreds of baht."""


class Proposal(NamedTuple):
    """From where to where, which part of the surplus, and how far it has come."""

    from_programme: str
    to_programme: str
    share: str
    state: str
    reason: str
    days: tuple[int, ...]
    """Days of มิ.ย. on which it was proposed, approved by committee and governor, and reported."""


PROPOSALS = (
    Proposal(
        "office-hired-staff", "school-clerks-9000", "0.6", REPORTED, "เหลือจ่ายจากการจัดสรรเกินความต้องการ", (2, 9, 16, 23)
    ),
    Proposal("janitors", "temple-land-rent", "0.1", BY_GOVERNOR, "ค่าเช่าที่ดินได้รับจัดสรรไม่พอ", (4, 11, 18)),
    Proposal("janitors", "school-clerks-9000", "0.3", BY_COMMITTEE, "อัตราว่างมีเงินเหลือจ่าย", (8, 15)),
    Proposal("office-hired-staff", "house-rent", "0.1", CANCELLED, "ไม่ต้องใช้แล้ว", (10, 17)),
    Proposal("house-rent", "temple-land-rent", "0.2", PROPOSED, "มีผู้สิ้นสิทธิระหว่างปี", (22,)),
)
OVERDRAWN = Proposal("science-maths-teachers", "school-clerks-9000", "2", PROPOSED, "เสนอโอนเกินกว่าที่เหลือ", (24,))
"""Asks for twice of all that its programme was allotted."""


def transfers(setting: Setting, allotted: Mapping[str, Decimal], needed: Mapping[str, Decimal]) -> Filled:
    """The register of transfers between programmes that exist; `allotted` and `needed` are baht of the whole year."""
    proposals = (*PROPOSALS, OVERDRAWN)
    there = [each for each in proposals if {each.from_programme, each.to_programme} <= allotted.keys()]
    rows = [row for number, each in enumerate(there, 1) for row in _row(setting, number, each, allotted, needed)]
    return Filled(TRANSFERS, TRANSFERS.slug, rows)


def _row(
    setting: Setting, number: int, each: Proposal, allotted: Mapping[str, Decimal], needed: Mapping[str, Decimal]
) -> Iterator[Row]:
    surplus = allotted[each.from_programme] - (ZERO if each is OVERDRAWN else needed[each.from_programme])
    amount = surplus * Decimal(each.share) // STEP * STEP
    steps = ("date", "committee_date", "governor_date", "reported_date")
    year = setting.year.closes.year
    if amount > 0:
        yield {
            "proposal_no": f"{number}/{setting.year}",
            "from_programme": each.from_programme,
            "to_programme": each.to_programme,
            "amount": amount,
            "reason": each.reason,
            "state": each.state,
            **{step: date(year, 6, day) for step, day in zip(steps, each.days, strict=False)},
        }
