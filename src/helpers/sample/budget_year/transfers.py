"""The register of transfers: proposals to move leftover money to programmes that need it, at different approval
steps."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from helpers.forms.registers import BY_COMMITTEE, BY_GOVERNOR, CANCELLED, PROPOSED, REPORTED, TRANSFERS
from helpers.sample.budget_year.setting import ZERO, FilledForm, Row, Setting

STEP = 100
"""The amounts of proposals are multiples of this, in baht."""


class PlannedTransfer(NamedTuple):
    """A proposal: the programmes, the share of the surplus, the state and the reason."""

    from_programme: str
    to_programme: str
    share: str
    state: str
    reason: str
    days: tuple[int, ...]
    """The days of มิ.ย. on which it was proposed, approved by committee and governor, and reported, as far as it
    got."""


PROPOSALS = (
    PlannedTransfer(
        "office-hired-staff", "school-clerks-9000", "0.6", REPORTED, "เหลือจ่ายจากการจัดสรรเกินความต้องการ", (2, 9, 16, 23)
    ),
    PlannedTransfer("janitors", "temple-land-rent", "0.1", BY_GOVERNOR, "ค่าเช่าที่ดินได้รับจัดสรรไม่พอ", (4, 11, 18)),
    PlannedTransfer("janitors", "school-clerks-9000", "0.3", BY_COMMITTEE, "อัตราว่างมีเงินเหลือจ่าย", (8, 15)),
    PlannedTransfer("office-hired-staff", "house-rent", "0.1", CANCELLED, "ไม่ต้องใช้แล้ว", (10, 17)),
    PlannedTransfer("house-rent", "temple-land-rent", "0.2", PROPOSED, "มีผู้สิ้นสิทธิระหว่างปี", (22,)),
)
OVERDRAWN = PlannedTransfer("science-maths-teachers", "school-clerks-9000", "2", PROPOSED, "เสนอโอนเกินกว่าที่เหลือ", (24,))
"""A proposal for twice the allotment of its programme."""


def transfers(setting: Setting, allotted: Mapping[str, Decimal], needed: Mapping[str, Decimal]) -> FilledForm:
    """The register of transfers between existing programmes; `allotted` and `needed` are baht of the whole year."""
    proposals = (*PROPOSALS, OVERDRAWN)
    there = [planned for planned in proposals if {planned.from_programme, planned.to_programme} <= allotted.keys()]
    rows = [row for number, planned in enumerate(there, 1) for row in _row(setting, number, planned, allotted, needed)]
    return FilledForm(TRANSFERS, TRANSFERS.slug, rows)


def _row(
    setting: Setting,
    number: int,
    planned: PlannedTransfer,
    allotted: Mapping[str, Decimal],
    needed: Mapping[str, Decimal],
) -> Iterator[Row]:
    surplus = allotted[planned.from_programme] - (ZERO if planned is OVERDRAWN else needed[planned.from_programme])
    amount = surplus * Decimal(planned.share) // STEP * STEP
    steps = ("date", "committee_date", "governor_date", "reported_date")
    year = setting.year.closes.year
    if amount > 0:
        yield {
            "proposal_no": f"{number}/{setting.year}",
            "from_programme": planned.from_programme,
            "to_programme": planned.to_programme,
            "amount": amount,
            "reason": planned.reason,
            "state": planned.state,
            **{step: date(year, 6, day) for step, day in zip(steps, planned.days, strict=False)},
        }
