"""What is wrong with the rounds and what became of it, what to improve next year, and the pupils who came and went.

An issue is one rule at one school. It is closed when it is no longer found though it could be.

What to improve is ranked by how many schools and how much money the findings touch, then by how many they are. The
money is what was allocated to the school from that round of that system, or of the systems that disagree. It rests on
data with a finding; it is not the amount of the mistake.

Of the pupils, start + in − out = end in every school and step. Where every round of the year has a pupil list, a pupil
is followed by the keyed digest of the number, or, without one, of the name within the school. Else the flows are net:
by how much each grade of each school grew or shrank.
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
    """A round of a system, or the checks between the systems of a round."""

    @property
    def of_year(self) -> bool:
        """Whether it is of the year that is judged."""

    @property
    def findings(self) -> pd.DataFrame:
        """What is wrong with it."""

    @property
    def previous(self) -> Self | None:
        """The one before it, None for the first one."""

    @property
    def first(self) -> Mapping[str, pd.DataFrame] | None:
        """Its tables `findings` and `deliveries` as they were before any file was replaced; None where none was, or
        where that is not known."""

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Row by row, whether an earlier one's issue could be found in this one."""

    def labelled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""


def problems(read: Iterable[Judged], params: Params) -> Iterator[pd.DataFrame]:
    """One row a finding."""
    for judged in read:
        schools = judged.findings["smis"]
        yield judged.labelled(
            judged.findings.assign(district=districts(params)(schools), listed=schools.isin(params.schools))
        )


def issues(read: Iterable[Judged], params: Params) -> Iterator[pd.DataFrame]:
    """One row an issue of a round or of what the round is compared with: the system's round before, and the first files
    of the round itself where others have replaced them."""
    for judged in read:
        if judged.previous:
            yield _moved(judged, judged.previous.findings, EARLIER_ROUND, params)
        if judged.first:
            yield _moved(judged, judged.first["findings"], FIRST_FILES, params)


def _moved(judged: Judged, before: pd.DataFrame, since: str, params: Params) -> pd.DataFrame:
    moved = movements(judged.findings, before, judged.could_find)
    return judged.labelled(moved.assign(since=since, district=districts(params)(moved["smis"])))


def movements(now: pd.DataFrame, before: pd.DataFrame, could_find: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    """One row an issue of either table of findings, with its `movement`. The row is the first finding of the issue, of
    issues in both tables that of `now`. `could_find` says row by row which issues could be found now."""
    present, past = _distinct(now), _distinct(before)
    past_issues = set(zip(past["rule"], past["smis"], strict=True))
    present_issues = set(zip(present["rule"], present["smis"], strict=True))
    again = _in(present, past_issues)
    gone = past[~_in(past, present_issues)]
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
    """The tables of files of those rounds of which files were replaced, as they were before."""
    yield from (read_round.first["deliveries"] for read_round in read if read_round.first)


LEADING = 10
"""How many improvements are foremost: what fits one page."""
_TOUCHED = ["round", "system", "smis"]


def improvements(
    problems: pd.DataFrame, money: pd.DataFrame, rules: Mapping[str, Rule], compared: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """One row a rule, round and school; its row keys are those of the first of its findings. `problems` and `money` are
    the tables of these names, `compared` the systems by what people call them that a rule between systems compares."""
    actionable = problems[problems["severity"].isin(ACTIONABLE)]
    if actionable.empty:
        return pd.DataFrame()
    cells = actionable.groupby(["rule", *_TOUCHED], sort=False)
    touched = cells.agg(findings=("rule", "size"), district=("district", "first"), **_first()).reset_index()
    amounts: dict[Any, Decimal] = money.groupby(_TOUCHED)["amount"].sum().to_dict()
    touched["money"] = pd.Series([_money(row, amounts, compared) for row in touched.itertuples()], dtype=object)
    ranks = _ranks(touched)
    return touched.assign(
        foremost=touched["rule"].map(ranks) <= LEADING,
        funded=touched["money"] != ZERO,
        improvement=[_label(row, ranks, rules) for row in touched.itertuples()],
    )


def _money(
    row: Any, amounts: Mapping[tuple[str, str, str], Decimal], compared: Mapping[str, Collection[str]]
) -> Decimal:
    """The baht that the school was allocated from the systems that the rule is about; 0 where it is about no school."""
    systems = compared.get(row.rule, (row.system,)) if row.smis else ()
    return sum((amounts.get((row.round, system, row.smis), ZERO) for system in systems), ZERO)


def _first() -> dict[str, tuple[str, str]]:
    return {name: (name, "first") for name in ORIGIN}


def _ranks(touched: pd.DataFrame) -> dict[str, int]:
    """Every rule's rank, from 1: by its schools, its money, its findings, and of equals by its id."""
    schools = touched[touched["smis"] != ""].groupby("rule")["smis"].nunique().to_dict()
    amounts = touched.groupby("rule")["money"].sum().to_dict()
    findings = touched.groupby("rule")["findings"].sum().to_dict()
    ranked = sorted(map(str, amounts), key=lambda rule: (-schools.get(rule, 0), -amounts[rule], -findings[rule], rule))
    return {rule: rank for rank, rule in enumerate(ranked, 1)}


def _label(row: Any, ranks: Mapping[str, int], rules: Mapping[str, Rule]) -> str:
    """The label at the head of the rule's row: its rank with leading zeros, so that labels sort by rank."""
    rule, digits = rules[row.rule], len(str(len(ranks)))
    return joined(f"{ranks[row.rule]:0{digits}}", row.system, rule.title, rule.remedy)


DMC = "dmc"
_STEPS = {(1, 2): STEPS[0], (2, 3): STEPS[1], (1, 3): STEPS[2]}


def flows(of_year: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """The rows of every step between neighbouring rounds that were received."""
    dmc_rounds = (read_round for read_round in of_year if read_round.system.name == DMC)
    rounds = [read_round for read_round in dmc_rounds if read_round.table("enrolment") is not None]
    listed = all(read_round.table("pupils") is not None for read_round in rounds)
    table, flowed = ("pupils", followed) if listed else ("enrolment", net)
    for before, after in pairwise(rounds):
        rows = flowed(before.snapshot.read(table), after.snapshot.read(table))
        ends = {"opening": before is rounds[0], "closing": after is rounds[-1]}
        yield rows.assign(step=_STEPS[before.round.number, after.round.number], **ends)


def followed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Flows between two pupil lists, one row a pupil and flow. A pupil who changed schools within the area is neither
    `IN` nor `OUT`, but `MOVED`, to the school of the row."""
    old, new = _persons(before), _persons(after)
    left, joined = old[~old["who"].isin(new["who"])], new[~new["who"].isin(old["who"])]
    stayed = new.merge(old[["who", "smis"]], on="who", suffixes=("", "_before"))
    moved = stayed[stayed["smis"] != stayed["smis_before"]]
    parts = ((START, old), (IN, joined), (OUT, left), (END, new), (MOVED, moved))
    frames = [part[["smis", *ORIGIN]].assign(flow=flow, pupils=1) for flow, part in parts]
    return pd.concat(frames, ignore_index=True).assign(basis=PERSONS)


def _persons(pupils: pd.DataFrame) -> pd.DataFrame:
    """The list with a column `who` that identifies the pupil and is unique, so that rows can be paired one to one: the
    digest, numbered where a list has it more than once."""
    named = pupils["smis"] + ":" + pupils["name_digest"]
    who = pupils["person"].where(pupils["person"].notna(), named).astype("str")
    return pupils.assign(who=who + "#" + who.groupby(who).cumcount().astype("str"))


def net(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Flows between two enrolment tables, one row a school, grade and flow, with the row keys of the grade's first
    row."""
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
    grades: pd.DataFrame = enrolment.groupby(["smis", "grade"]).agg(pupils=("pupils", "sum"), **_first())
    return grades


def rolls(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a school with pupils in DMC."""
    for read_round in read:
        if read_round.system.name == DMC:
            yield read_round.labelled(read_round.schools[read_round.schools["pupils"] > 0])
