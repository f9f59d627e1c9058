"""Transfers between programmes: the leftover money of every budget line (a programme's money of one expenditure type);
the proposals for which it suffices, taken in turn; the approval step for which each proposal waits; and the check of
the worked examples."""

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

BudgetLine = tuple[str, str]
"""A programme's id and an expenditure type."""


@dataclass(frozen=True, slots=True)
class BudgetLineBalance:
    """The balance of one budget line in baht. `unspent` is negative where more was committed and spent than allotted;
    `leftover` is the part that may be transferred, never negative."""

    programme: str
    expenditure: str
    state: Success
    allotted: Decimal
    unspent: Decimal
    leftover: Decimal


def unspent(allotted: Decimal, committed: Decimal, spent: Decimal, commitments: Commitments) -> Decimal:
    """The allotted money that is neither spent nor committed and still to be paid, baht."""
    bound = committed if commitments == "outstanding" else max(committed - spent, ZERO)
    return allotted - spent - bound


def left_over(amount: Decimal, state: Success, programme: TransferProgramme) -> Decimal:
    """The part of unspent money that may be transferred: none where the programme's conditions of success are not
    met."""
    return max(amount, ZERO) if programme.success.counts(state) else ZERO


def balances(
    movements: Iterable[Movement], order: Iterable[str], programme: TransferProgramme
) -> Mapping[BudgetLine, BudgetLineBalance]:
    """The balance of every budget line in the registers, programmes in the given order."""
    entries: dict[BudgetLine, list[Movement]] = {}
    for movement in movements:
        entries.setdefault((movement.programme, movement.expenditure), []).append(movement)
    positions = {name: place for place, name in enumerate(order)}
    ordered = sorted(entries, key=lambda budget_line: (positions[budget_line[0]], EXPENDITURES.index(budget_line[1])))
    return {budget_line: _balance(budget_line, entries[budget_line], programme) for budget_line in ordered}


def _balance(budget_line: BudgetLine, entries: list[Movement], programme: TransferProgramme) -> BudgetLineBalance:
    sums = dict.fromkeys((ALLOTTED, COMMITTED, SPENT), ZERO)
    for movement in entries:
        sums[movement.measure] += movement.amount
    free = unspent(sums[ALLOTTED], sums[COMMITTED], sums[SPENT], programme.leftover.commitments)
    state = programme.success.of(budget_line[0])
    return BudgetLineBalance(*budget_line, state, sums[ALLOTTED], free, left_over(free, state, programme))


ACCEPTED, OVERDRAWN, SAME, WITHDRAWN = "นับ", "โอนเกินเงินเหลือจ่าย", "ต้นทางและปลายทางเป็นโครงการเดียวกัน", "ยกเลิกแล้ว"
OUTCOMES = (ACCEPTED, OVERDRAWN, SAME, WITHDRAWN, AFTER_CLOSING)
"""The outcomes of proposals; only those with the first one count."""


@dataclass(frozen=True, slots=True)
class TransferProposal:
    """One row of the register: a proposal to transfer money from the programme `giver` to the programme `taker`."""

    number: str
    day: date
    giver: str
    taker: str
    amount: Decimal
    reason: str
    steps: tuple[date | None, date | None, date | None]
    """The days of committee, governor and report; None for a step that was not reached."""
    state: str
    source: SourceRow


@dataclass(frozen=True, slots=True)
class DecidedProposal:
    """A proposal and its outcome. `parts` are the amounts that an accepted one takes, by expenditure type; `free` is
    the leftover money of the giving programme before it."""

    proposal: TransferProposal
    outcome: str
    free: Decimal
    parts: tuple[tuple[str, Decimal], ...] = ()


def proposals_of(register: pd.DataFrame) -> tuple[TransferProposal, ...]:
    """The proposals of a register, sorted by day and number."""
    read = (_proposal({str(name): value for name, value in row.items()}) for row in register.to_dict("records"))
    return tuple(sorted(read, key=lambda each: (each.day, each.number, each.giver, each.taker)))


def decide(
    proposals: Sequence[TransferProposal], leftover: Mapping[BudgetLine, Decimal], as_of: date
) -> tuple[DecidedProposal, ...]:
    """Decide on the proposals in turn, each against the money that those before it have left over."""
    left = dict(leftover)
    decisions = []
    for proposal in proposals:
        free = sum((left.get((proposal.giver, kind), ZERO) for kind in EXPENDITURES), ZERO)
        outcome = _outcome(proposal, free, as_of)
        parts = _taken(proposal, left) if outcome == ACCEPTED else ()
        for kind, amount in parts:
            left[proposal.giver, kind] -= amount
        decisions.append(DecidedProposal(proposal, outcome, free, parts))
    return tuple(decisions)


def _outcome(proposal: TransferProposal, free: Decimal, as_of: date) -> str:
    if proposal.state == CANCELLED:
        return WITHDRAWN
    if proposal.day > as_of:
        return AFTER_CLOSING
    if proposal.giver == proposal.taker:
        return SAME
    return ACCEPTED if proposal.amount <= free else OVERDRAWN


def _taken(proposal: TransferProposal, left: Mapping[BudgetLine, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    """The amounts taken by expenditure type, in the order of the budget, each up to its leftover money."""
    parts, rest = [], proposal.amount
    for kind in EXPENDITURES:
        taken = min(rest, left.get((proposal.giver, kind), ZERO))
        if taken:
            parts.append((kind, taken))
            rest -= taken
    return tuple(parts)


def accepted(proposals: Iterable[DecidedProposal]) -> tuple[DecidedProposal, ...]:
    """The accepted proposals."""
    return tuple(each for each in proposals if each.outcome == ACCEPTED)


def _proposal(row: Mapping[str, object]) -> TransferProposal:
    day, amount = _day(row["date"]), row["amount"]
    assert day is not None, "the form takes no row without its day"
    assert isinstance(amount, Decimal), "the form takes no row without its amount"
    return TransferProposal(
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
"""The steps for which proposals wait, in reading order; proposals that are not accepted are not tracked."""
IN_TIME, OVERDUE, NOTHING_DUE = "ยังไม่ถึงกำหนด", "เกินกำหนด", "ไม่มีขั้นที่รอ"
TIMINGS = (OVERDUE, IN_TIME, NOTHING_DUE)


@dataclass(frozen=True, slots=True)
class TrackedProposal:
    """A proposal in its approval. `due` is the day on which the step that it waits for is due, None where it waits for
    none; `skipped` are steps without a day before a step that has one."""

    decided: DecidedProposal
    waiting: str
    due: date | None
    skipped: tuple[str, ...]
    as_of: date

    @property
    def overdue(self) -> int:
        """The days since the step was due; 0 where it is not overdue."""
        return max(0, (self.as_of - self.due).days) if self.due else 0

    @property
    def timing(self) -> str:
        """Whether the step is overdue, one of `TIMINGS`."""
        if self.due is None:
            return NOTHING_DUE
        return OVERDUE if self.overdue else IN_TIME


def track(decided: DecidedProposal, days: ApprovalDays, as_of: date) -> TrackedProposal:
    """The approval of a proposal as of a day; steps with a later date have not been reached yet."""
    if decided.outcome != ACCEPTED:
        return TrackedProposal(decided, NOT_FOLLOWED, None, (), as_of)
    reached = [day if day and day <= as_of else None for day in decided.proposal.steps]
    following = [step for step, later in enumerate(reached) if later]
    skipped = tuple(STEPS[step] for step, day in enumerate(reached) if not day and any(f > step for f in following))
    first = next((step for step, day in enumerate(reached) if not day), None)
    if first is None:
        return TrackedProposal(decided, DONE, None, skipped, as_of)
    before = decided.proposal.day if first == 0 else reached[first - 1]
    assert before is not None, "all steps before the first open one have their day"
    allowed = (days.committee, days.governor, days.report)[first]
    return TrackedProposal(decided, WAITING[first], before + timedelta(days=allowed), skipped, as_of)


Amounts = Mapping[str, Decimal]
_GIVER, _TAKER = "giver", "taker"
_DAY = date(2026, 1, 1)


def check_example(programme: TransferProgramme, example: TransferExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that are computed, by name."""
    unspent_amount = unspent(example.allotted, example.committed, example.spent, programme.leftover.commitments)
    leftover = left_over(unspent_amount, example.state, programme)
    steps = (None, None, None)
    proposals = [
        TransferProposal(str(number), _DAY, _GIVER, _TAKER, amount, "", steps, PROPOSED, SourceRow("", "", number))
        for number, amount in enumerate(example.proposals)
    ]
    counted = accepted(decide(proposals, {(_GIVER, EXPENDITURES[0]): leftover}, _DAY))
    moved = sum((each.proposal.amount for each in counted), ZERO)
    expected = {"leftover": example.leftover, "accepted": example.accepted, "free": example.free}
    return expected, {"leftover": leftover, "accepted": moved, "free": leftover - moved}
