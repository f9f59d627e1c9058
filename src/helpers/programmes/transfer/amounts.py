"""What every programme has left over, by expenditure type: allotted, committed, spent, and what of it may be moved.

The register of transfers as proposals, and which of them the leftover money suffices for.

The approval trail: which step every proposal waits for, since when it is due, which step it skipped.

The worked examples of a programme of transfers, held against its rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from helpers.forms.registers import CANCELLED, PROPOSED
from helpers.params.programmes.base import EXPENDITURES
from helpers.params.programmes.transfer import ApprovalDays, Commitments, Success, TransferExample, TransferProgramme
from helpers.programmes.allocation import ZERO, SourceRow
from helpers.programmes.registers import AFTER_CLOSING, ALLOTTED, COMMITTED, SPENT, Movement

Purse = tuple[str, str]
"""A programme's money of one expenditure type."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Baht of one purse. `unspent` is negative where more was bound and spent than allotted; `leftover` is what may be
    moved away, never negative."""

    programme: str
    expenditure: str
    state: Success
    allotted: Decimal
    unspent: Decimal
    leftover: Decimal


def unspent(allotted: Decimal, committed: Decimal, spent: Decimal, commitments: Commitments) -> Decimal:
    """What is neither spent nor bound by a commitment that is still to be paid."""
    bound = committed if commitments == "outstanding" else max(committed - spent, ZERO)
    return allotted - spent - bound


def left_over(found: Decimal, state: Success, programme: TransferProgramme) -> Decimal:
    """What of the unspent money may be moved away: none of a programme whose success is wanting."""
    return max(found, ZERO) if programme.success.counts(state) else ZERO


def balances(
    movements: Iterable[Movement], order: Iterable[str], programme: TransferProgramme
) -> Mapping[Purse, Balance]:
    """One for every purse that the registers speak of, programmes in the given order."""
    own: dict[Purse, list[Movement]] = {}
    for each in movements:
        own.setdefault((each.programme, each.expenditure), []).append(each)
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(own, key=lambda purse: (places[purse[0]], EXPENDITURES.index(purse[1])))
    return {purse: _balance(purse, own[purse], programme) for purse in ordered}


def _balance(purse: Purse, entries: list[Movement], programme: TransferProgramme) -> Balance:
    sums = dict.fromkeys((ALLOTTED, COMMITTED, SPENT), ZERO)
    for each in entries:
        sums[each.measure] += each.amount
    free = unspent(sums[ALLOTTED], sums[COMMITTED], sums[SPENT], programme.leftover.commitments)
    state = programme.success.of(purse[0])
    return Balance(*purse, state, sums[ALLOTTED], free, left_over(free, state, programme))


ACCEPTED, OVERDRAWN, SAME, WITHDRAWN = "นับ", "โอนเกินเงินเหลือจ่าย", "ต้นทางและปลายทางเป็นโครงการเดียวกัน", "ยกเลิกแล้ว"
OUTCOMES = (ACCEPTED, OVERDRAWN, SAME, WITHDRAWN, AFTER_CLOSING)
"""What becomes of a proposal; all but the first are left out."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of the register. A step that was not reached has no day."""

    number: str
    day: date
    giver: str
    taker: str
    amount: Decimal
    reason: str
    steps: tuple[date | None, date | None, date | None]
    """The days of committee, governor and report."""
    state: str
    source: SourceRow


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal and what becomes of it. `parts` say from which expenditure types an accepted one takes how much;
    `free` is what its programme had left when its turn came."""

    proposal: Proposal
    outcome: str
    free: Decimal
    parts: tuple[tuple[str, Decimal], ...] = ()


def proposals_of(register: pd.DataFrame) -> tuple[Proposal, ...]:
    """The proposals by day, then by number, whatever their order in the file."""
    read = (_proposal({str(name): value for name, value in row.items()}) for row in register.to_dict("records"))
    return tuple(sorted(read, key=lambda each: (each.day, each.number, each.giver, each.taker)))


def decided(proposals: Sequence[Proposal], leftover: Mapping[Purse, Decimal], as_of: date) -> tuple[Decided, ...]:
    """What becomes of every proposal, in turn: each takes from what those before it left."""
    left = dict(leftover)
    found = []
    for each in proposals:
        free = sum((left.get((each.giver, kind), ZERO) for kind in EXPENDITURES), ZERO)
        outcome = _outcome(each, free, as_of)
        parts = _taken(each, left) if outcome == ACCEPTED else ()
        for kind, amount in parts:
            left[each.giver, kind] -= amount
        found.append(Decided(each, outcome, free, parts))
    return tuple(found)


def _outcome(proposal: Proposal, free: Decimal, as_of: date) -> str:
    if proposal.state == CANCELLED:
        return WITHDRAWN
    if proposal.day > as_of:
        return AFTER_CLOSING
    if proposal.giver == proposal.taker:
        return SAME
    return ACCEPTED if proposal.amount <= free else OVERDRAWN


def _taken(proposal: Proposal, left: Mapping[Purse, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    """The amount by expenditure type, in the order of the budget, each as far as it goes."""
    parts, rest = [], proposal.amount
    for kind in EXPENDITURES:
        taken = min(rest, left.get((proposal.giver, kind), ZERO))
        if taken:
            parts.append((kind, taken))
            rest -= taken
    return tuple(parts)


def accepted(found: Iterable[Decided]) -> tuple[Decided, ...]:
    """Those that count."""
    return tuple(each for each in found if each.outcome == ACCEPTED)


def _proposal(row: Mapping[str, object]) -> Proposal:
    day, amount = _day(row["date"]), row["amount"]
    assert day is not None, "the form takes no row without its day"
    assert isinstance(amount, Decimal), "the form takes no row without its amount"
    return Proposal(
        number=str(row["proposal_no"]),
        day=day,
        giver=str(row["from_programme"]),
        taker=str(row["to_programme"]),
        amount=amount,
        reason=str(row["reason"]),
        steps=(_day(row["committee_date"]), _day(row["governor_date"]), _day(row["reported_date"])),
        state=str(row["state"]),
        source=SourceRow(str(row["delivery"]), str(row["sheet"]), int(str(row["row"]))),
    )


def _day(value: object) -> date | None:
    """The day of a cell; None for an empty one."""
    return date(value.year, value.month, value.day) if isinstance(value, date) and not pd.isna(value) else None


STEPS = ("คณะกรรมการเห็นชอบ", "ผู้ว่าราชการจังหวัดเห็นชอบ", "รายงาน สพฐ.")
DONE, NOT_FOLLOWED = "ครบทุกขั้น", "ไม่ต้องติดตาม"
WAITING = (*(f"รอ{step}" for step in STEPS), DONE, NOT_FOLLOWED)
"""Where a proposal stands, in reading order; one that does not count is not followed."""
IN_TIME, OVERDUE, NOTHING_DUE = "ยังไม่ถึงกำหนด", "เกินกำหนด", "ไม่มีขั้นที่รอ"
TIMINGS = (OVERDUE, IN_TIME, NOTHING_DUE)


@dataclass(frozen=True, slots=True)
class Followed:
    """A proposal on its way. `due` is the day by which the step that it waits for is looked for, None where it waits
    for none; `skipped` are steps without a day before one that has its day."""

    decided: Decided
    waiting: str
    due: date | None
    skipped: tuple[str, ...]
    as_of: date

    @property
    def overdue(self) -> int:
        """Days since the step was due; 0 where it is not."""
        return max(0, (self.as_of - self.due).days) if self.due else 0

    @property
    def timing(self) -> str:
        """Whether somebody has to ask after it."""
        if self.due is None:
            return NOTHING_DUE
        return OVERDUE if self.overdue else IN_TIME


def followed(decided: Decided, days: ApprovalDays, as_of: date) -> Followed:
    """Where a proposal stands on a day; steps dated later have not been reached yet."""
    if decided.outcome != ACCEPTED:
        return Followed(decided, NOT_FOLLOWED, None, (), as_of)
    reached = [day if day and day <= as_of else None for day in decided.proposal.steps]
    following = [step for step, later in enumerate(reached) if later]
    skipped = tuple(STEPS[step] for step, day in enumerate(reached) if not day and any(f > step for f in following))
    first = next((step for step, day in enumerate(reached) if not day), None)
    if first is None:
        return Followed(decided, DONE, None, skipped, as_of)
    before = decided.proposal.day if first == 0 else reached[first - 1]
    assert before is not None, "all steps before the first open one have their day"
    allowed = (days.committee, days.governor, days.report)[first]
    return Followed(decided, WAITING[first], before + timedelta(days=allowed), skipped, as_of)


Amounts = Mapping[str, Decimal]
_GIVER, _TAKER = "giver", "taker"
_DAY = date(2026, 1, 1)


def check_example(programme: TransferProgramme, example: TransferExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    found = unspent(example.allotted, example.committed, example.spent, programme.leftover.commitments)
    leftover = left_over(found, example.state, programme)
    steps = (None, None, None)
    proposals = [
        Proposal(str(number), _DAY, _GIVER, _TAKER, amount, "", steps, PROPOSED, SourceRow("", "", number))
        for number, amount in enumerate(example.proposals)
    ]
    counted = accepted(decided(proposals, {(_GIVER, EXPENDITURES[0]): leftover}, _DAY))
    moved = sum((each.proposal.amount for each in counted), ZERO)
    expected = {"leftover": example.leftover, "accepted": example.accepted, "free": example.free}
    return expected, {"leftover": leftover, "accepted": moved, "free": leftover - moved}
