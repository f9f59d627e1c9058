"""The approval trail: which step every proposal waits for, since when it is due, which step it skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from helpers.budget.transfer.proposals import ACCEPTED, Decided
from helpers.params.programmes.transfer import ApprovalDays

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
