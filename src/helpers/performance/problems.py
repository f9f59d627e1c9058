"""Correct: every finding of every round, and what became of those of the round before.

An issue is one rule at one school. It is closed when it is no longer found though it could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, Self

import numpy as np
import pandas as pd

from helpers.collection.findings import Severity
from helpers.params.folder import Params
from helpers.performance.rounds import ReadRound, districts
from helpers.performance.schemas import CLOSED, EARLIER_ROUND, FIRST_FILES, NEW, REMAINING, UNCHECKED

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
