"""Correct: every finding of every round, and what became of those of the round before.

An issue is one rule at one school. It is closed when it is no longer found though it could be.

What to improve next year: the year's findings, ranked by how many schools and how much money they touch, then by how
many they are.

The money is what was allocated to the school from that round of that system, or of the systems that disagree. It rests
on data with a finding; it is not the amount of the mistake.

The pupils who came and went between the rounds of a year: start + in − out = end, always.

Where every round of the year has a pupil list, each pupil is followed by the keyed digest of the number, or without
one of the name within the school. Else the flows are net: by how much each grade of each school grew or shrank.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd

from helpers.params.folder import Params
from helpers.performance.reading import ORIGIN, ReadRound, districts
from helpers.performance.schemas import (
    CLOSED,
    EARLIER_ROUND,
    END,
    FIRST_FILES,
    IN,
    MOVED,
    NET,
    NEW,
    OUT,
    PERSONS,
    REMAINING,
    START,
    STEPS,
    UNCHECKED,
)
from helpers.programmes.allocation import ZERO
from helpers.tables.findings import Rule, Severity
from helpers.tables.schemas import joined

ISSUE = ["rule", "smis"]
ACTIONABLE = (str(Severity.ERROR), str(Severity.WARNING))


class Judged(Protocol):
    """A round of a system, or of what is between the systems."""

    @property
    def own(self) -> bool:
        """Whether it is of the year that is judged."""

    @property
    def findings(self) -> pd.DataFrame:
        """What is wrong with it."""

    @property
    def previous(self) -> Self | None:
        """The one before it, None for the first one."""

    @property
    def first(self) -> Mapping[str, pd.DataFrame] | None:
        """Its findings before anything was corrected, None where nothing was or nobody can tell."""

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Which of an earlier one's issues could be found in this one."""

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""


def problems(read: Iterable[Judged], params: Params) -> Iterator[pd.DataFrame]:
    """One row a finding."""
    for each in read:
        schools = each.findings["smis"]
        yield each.placed(
            each.findings.assign(district=districts(params)(schools), listed=schools.isin(params.schools))
        )


def issues(read: Iterable[Judged], params: Params) -> Iterator[pd.DataFrame]:
    """One row an issue of a round or of what the round is compared with: the system's round before, and the first files
    of the round itself where others have taken their place."""
    for each in read:
        if each.previous:
            yield _moved(each, each.previous.findings, EARLIER_ROUND, params)
        if each.first:
            yield _moved(each, each.first["findings"], FIRST_FILES, params)


def _moved(each: Judged, before: pd.DataFrame, since: str, params: Params) -> pd.DataFrame:
    moved = movements(each.findings, before, each.could_find)
    return each.placed(moved.assign(since=since, district=districts(params)(moved["smis"])))


def movements(now: pd.DataFrame, before: pd.DataFrame, could_find: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    """Every issue of two tables of findings, with its `movement`; its row is the first finding of it, of those found
    again the present one. `could_find` says which issues could be found now."""
    present, past = _distinct(now), _distinct(before)
    known = set(zip(past["rule"], past["smis"], strict=True))
    found = set(zip(present["rule"], present["smis"], strict=True))
    again = _in(present, known)
    gone = past[~_in(past, found)]
    return pd.concat(
        [
            present.assign(movement=np.where(again, REMAINING, NEW)),
            gone.assign(movement=np.where(could_find(gone), CLOSED, UNCHECKED)),
        ],
        ignore_index=True,
    )


def _distinct(findings: pd.DataFrame) -> pd.DataFrame:
    """The first finding of every issue that somebody must act on."""
    return findings[findings["severity"].isin(ACTIONABLE)].drop_duplicates(ISSUE)


def _in(findings: pd.DataFrame, issues: set[tuple[str, str]]) -> np.ndarray:
    return np.array([issue in issues for issue in zip(findings["rule"], findings["smis"], strict=True)], dtype=bool)


def first_files(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """The files whose place others have taken since."""
    known: Iterable[Mapping[str, pd.DataFrame]] = (each.first for each in read if each.first)
    yield from (tables["deliveries"] for tables in known)


LEADING = 10
"""So many are told first: what fits one page."""
_TOUCHED = ["round", "system", "smis"]


def improvements(
    problems: pd.DataFrame, money: pd.DataFrame, rules: Mapping[str, Rule], compared: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """One row for every rule, round and school; its source row is the first of its findings. `compared` has the
    systems that a rule between systems lays side by side."""
    found = problems[problems["severity"].isin(ACTIONABLE)]
    if found.empty:
        return pd.DataFrame()
    cells = found.groupby(["rule", *_TOUCHED], sort=False)
    own = cells.agg(findings=("rule", "size"), district=("district", "first"), **_first()).reset_index()
    amounts: dict[Any, Decimal] = money.groupby(_TOUCHED)["amount"].sum().to_dict()
    own["money"] = pd.Series([_touched(each, amounts, compared) for each in own.itertuples()], dtype=object)
    ranks = _ranks(own)
    return own.assign(
        foremost=own["rule"].map(ranks) <= LEADING,
        funded=own["money"] != ZERO,
        improvement=[_label(each, ranks, rules) for each in own.itertuples()],
    )


def _touched(
    each: Any, amounts: Mapping[tuple[str, str, str], Decimal], compared: Mapping[str, Collection[str]]
) -> Decimal:
    """What the school was allocated from the systems that the rule is about; nothing where it is about no school."""
    systems = compared.get(each.rule, (each.system,)) if each.smis else ()
    return sum((amounts.get((each.round, system, each.smis), ZERO) for system in systems), ZERO)


def _first() -> dict[str, tuple[str, str]]:
    return {name: (name, "first") for name in ORIGIN}


def _ranks(own: pd.DataFrame) -> dict[str, int]:
    """Every rule's rank, from 1: by its schools, its money, its findings, and of equals by its id."""
    schools = own[own["smis"] != ""].groupby("rule")["smis"].nunique().to_dict()
    amounts = own.groupby("rule")["money"].sum().to_dict()
    findings = own.groupby("rule")["findings"].sum().to_dict()
    ranked = sorted(map(str, amounts), key=lambda rule: (-schools.get(rule, 0), -amounts[rule], -findings[rule], rule))
    return {rule: rank for rank, rule in enumerate(ranked, 1)}


def _label(row: Any, ranks: Mapping[str, int], rules: Mapping[str, Rule]) -> str:
    """What heads the rule's row: its rank with leading zeros, so that plain order is the order of the ranks."""
    rule, digits = rules[row.rule], len(str(len(ranks)))
    return joined(f"{ranks[row.rule]:0{digits}}", row.system, rule.title, rule.remedy)


DMC = "dmc"
_STEPS = {(1, 2): STEPS[0], (2, 3): STEPS[1], (1, 3): STEPS[2]}


def flows(of_year: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """The rows of every step between neighbouring rounds that were received."""
    rounds = [each for each in of_year if each.system.name == DMC and each.table("enrolment") is not None]
    listed = all(each.table("pupils") is not None for each in rounds)
    table, flowed = ("pupils", followed) if listed else ("enrolment", net)
    for before, after in pairwise(rounds):
        rows = flowed(before.snapshot.read(table), after.snapshot.read(table))
        ends = {"opening": before is rounds[0], "closing": after is rounds[-1]}
        yield rows.assign(step=_STEPS[before.round.number, after.round.number], **ends)


def followed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Flows of two pupil lists, one row a pupil and flow. A pupil who changed schools within the area neither came nor
    went, but `MOVED` to the school of the row."""
    old, new = _persons(before), _persons(after)
    left, joined = old[~old["who"].isin(new["who"])], new[~new["who"].isin(old["who"])]
    stayed = new.merge(old[["who", "smis"]], on="who", suffixes=("", "_before"))
    moved = stayed[stayed["smis"] != stayed["smis_before"]]
    parts = ((START, old), (IN, joined), (OUT, left), (END, new), (MOVED, moved))
    frames = [part[["smis", *ORIGIN]].assign(flow=flow, pupils=1) for flow, part in parts]
    return pd.concat(frames, ignore_index=True).assign(basis=PERSONS)


def _persons(pupils: pd.DataFrame) -> pd.DataFrame:
    """The list with `who` it is about: nobody stands there twice, so that rows can be paired one to one."""
    named = pupils["smis"] + ":" + pupils["name_digest"]
    who = pupils["person"].where(pupils["person"].notna(), named).astype("str")
    return pupils.assign(who=who + "#" + who.groupby(who).cumcount().astype("str"))


def net(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Flows of two enrolment tables, one row a school, grade and flow; its source row is the grade's first row."""
    old, new = _grades(before), _grades(after)
    change = new["pupils"].sub(old["pupils"], fill_value=0)
    grown, shrunk = change[change > 0], -change[change < 0]
    parts = [(START, old, old["pupils"]), (IN, new, grown), (OUT, old, shrunk), (END, new, new["pupils"])]
    frames = [
        rows.loc[counts.index].assign(flow=flow, pupils=counts.astype("int64")).reset_index()
        for flow, rows, counts in parts
    ]
    return pd.concat(frames, ignore_index=True).assign(basis=NET)


def _grades(enrolment: pd.DataFrame) -> pd.DataFrame:
    own = {"pupils": ("pupils", "sum"), **{name: (name, "first") for name in ORIGIN}}
    grades: pd.DataFrame = enrolment.groupby(["smis", "grade"]).agg(**own)
    return grades


def rolls(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a school with pupils in DMC."""
    for each in read:
        if each.system.name == DMC:
            yield each.placed(each.schools[each.schools["pupils"] > 0])
