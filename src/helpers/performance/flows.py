"""The pupils who came and went between the rounds of a year: start + in − out = end, always.

Where every round of the year has a pupil list, each pupil is followed by the keyed digest of the number, or without
one of the name within the school. Else the flows are net: by how much each grade of each school grew or shrank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd

from helpers.performance.rounds import ORIGIN, ReadRound
from helpers.performance.schemas import END, IN, MOVED, NET, OUT, PERSONS, START, STEPS

DMC = "dmc"
_STEPS = {(1, 2): STEPS[0], (2, 3): STEPS[1], (1, 3): STEPS[2]}


def flows(of_year: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """The rows of every step between neighbouring rounds that were received."""
    rounds = [each for each in of_year if each.source.name == DMC and each.table("enrolment") is not None]
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
        if each.source.name == DMC:
            yield each.placed(each.schools[each.schools["pupils"] > 0])
