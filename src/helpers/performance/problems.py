"""Correct: every finding of every round, and what became of those of the round before.

An issue is one rule at one school. It is closed when it is no longer found though it could be: its school is in the
round, and so is the report that it was found in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from helpers.collection.findings import Severity
from helpers.params.folder import Params
from helpers.performance.rounds import ReadRound, districts
from helpers.performance.schemas import CLOSED, EARLIER_ROUND, FIRST_FILES, NEW, REMAINING, UNCHECKED

ISSUE = ["rule", "smis"]
ACTIONABLE = (str(Severity.ERROR), str(Severity.WARNING))


def problems(read: Iterable[ReadRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a finding."""
    for each in read:
        yield each.placed(each.findings.assign(district=districts(params)(each.findings["smis"])))


def issues(read: Iterable[ReadRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row an issue of a round or of what the round is compared with: the system's round before, and the first files
    of the round itself where others have taken their place."""
    for each in read:
        if each.previous:
            yield _moved(each, each.previous.findings, EARLIER_ROUND, params)
        if each.first:
            yield _moved(each, each.first["findings"], FIRST_FILES, params)


def _moved(each: ReadRound, before: pd.DataFrame, since: str, params: Params) -> pd.DataFrame:
    schools = each.schools
    there = {"", *schools.loc[schools["delivered"], "smis"]}
    moved = movements(each.findings, before, there, set(each.deliveries["report"]))
    return each.placed(moved.assign(since=since, district=districts(params)(moved["smis"])))


def movements(now: pd.DataFrame, before: pd.DataFrame, schools: set[str], reports: set[str]) -> pd.DataFrame:
    """Every issue of two tables of findings, with its `movement`; its row is the first finding of it, of those found
    again the present one. `schools` and `reports` are those by which an issue could be found now."""
    present, past = _distinct(now), _distinct(before)
    known = set(zip(past["rule"], past["smis"], strict=True))
    found = set(zip(present["rule"], present["smis"], strict=True))
    again = _in(present, known)
    gone = past[~_in(past, found)]
    could_be = gone["smis"].isin(schools) & gone["report"].isin(reports)
    return pd.concat(
        [
            present.assign(movement=np.where(again, REMAINING, NEW)),
            gone.assign(movement=np.where(could_be, CLOSED, UNCHECKED)),
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
