"""What must hold between this round's enrolment and that of the round before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.collection.dmc.aggregates import Aggregate
from helpers.collection.dmc.exchanges import exchanged
from helpers.collection.dmc.layouts import GRADES_BY_LEVEL
from helpers.collection.findings import Finding
from helpers.params.folder import Params
from helpers.periods import Round

_ENTERED = ("อ.2",)
"""Grades in which children come to a school although it teaches the one before."""
_NEXT_GRADE = {one: two for grades in GRADES_BY_LEVEL.values() for one, two in pairwise(grades) if two not in _ENTERED}
"""Where pupils of a grade are a year later in the same school; a new level may be in another one."""


@dataclass(frozen=True)
class Enrolled:
    """A round's enrolment, and the file that it is from where that is a report of the area."""

    round: Round
    pupils: pd.DataFrame
    file: Aggregate | None


def check_against_earlier(
    now: Enrolled, standing: Collection[str], earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    """Findings between this round's enrolment table and that of the latest earlier round in the store. `standing` are
    the schools that stand in this round's deliveries, with pupils or without.

    Grades are compared only within one academic year: between years every pupil moves up. Columns that are exchanged
    are one finding about the file, and the grades that they change are none.
    """
    if now.pupils.empty:
        return
    day = params.round(now.round).as_of.date
    for smis in sorted(set(earlier["smis"]) - set(standing)):
        if smis not in params.schools or params.schools[smis].is_open(day):
            yield Finding("dmc.rounds.school_gone", smis, "enrolment", found=f"มีในรอบ {earlier_round}")
    if now.file is not None and (pairs := _exchanged(now, earlier_round, earlier)):
        allowed = f"เทียบกับรอบ {earlier_round}"
        yield now.file.finding_of_file("dmc.rounds.columns_exchanged", found=", ".join(pairs), allowed=allowed)
    elif earlier_round.year == now.round.year:
        yield from _changed_grades(now.pupils, earlier_round, earlier, params)


def _exchanged(now: Enrolled, earlier_round: Round, earlier: pd.DataFrame) -> list[str]:
    if earlier_round.year == now.round.year:
        return exchanged(now.pupils, earlier)
    if earlier_round.year + 1 == now.round.year:
        moved_up = earlier.assign(grade=earlier["grade"].map(_NEXT_GRADE))
        return exchanged(now.pupils, moved_up[moved_up["grade"].notna()])
    return []


def _changed_grades(
    enrolment: pd.DataFrame, earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    limit = params.checks.grade_change
    now = enrolment.groupby(["smis", "grade"])["pupils"].sum()
    before = earlier.groupby(["smis", "grade"])["pupils"].sum()
    both = pd.DataFrame({"now": now, "before": before}).fillna(0).astype("int64").reset_index()
    both = both[both["smis"].isin(set(enrolment["smis"]) & set(earlier["smis"]))]
    change = (both["now"] - both["before"]).abs()
    changed = both[(change > limit.pupils) & (change > limit.share * both["before"])]
    for each in changed.to_dict("records"):
        found, allowed = f"{each['now']:,}", f"รอบ {earlier_round} มี {each['before']:,}"
        rule = "dmc.rounds.grade_changed"
        yield Finding(rule, each["smis"], "enrolment", column=each["grade"], found=found, allowed=allowed)
