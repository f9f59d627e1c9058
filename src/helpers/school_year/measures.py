"""What a school has by the latest round of each system: counts that rest on the first source row of what was counted,
or on the school's own row where that is nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.periods import Round
from helpers.school_year import schemas
from helpers.systems.bobec.schemas import DILAPIDATED
from helpers.systems.emis.labels import COMPUTER, PAGES, SENT, STAFF
from helpers.systems.mobec.schemas import STATES
from helpers.tables.findings import empty_frame
from helpers.tables.snapshots import Snapshot

_ORIGIN = ["delivery", "sheet", "row", "row_key"]
_KEYS = ["smis", *_ORIGIN]
Rows = Callable[[Snapshot], pd.DataFrame]


@dataclass(frozen=True)
class Measure:
    """One thing that is counted: in which system, the rows with their `amount`, and the schools that sent what it is
    counted from."""

    name: str
    system: str
    counted: Rows
    sent: Rows


def _table(table: str, amount: str, **where: object) -> Rows:
    """The rows of a table that meet the conditions; each counts as its `amount`, as one for none."""

    def rows(snapshot: Snapshot) -> pd.DataFrame:
        frame = snapshot.read(table)
        for column, value in where.items():
            frame = frame[frame[column] != ""] if value is _STATED else frame[frame[column] == value]
        return frame.assign(amount=frame[amount] if amount else 1)

    return rows


def _delivered(snapshot: Snapshot) -> pd.DataFrame:
    frame = snapshot.read("schools")
    return frame[frame["delivered"]]


def _sent_page(page: str) -> Rows:
    def rows(snapshot: Snapshot) -> pd.DataFrame:
        coverage = snapshot.read("coverage")
        sent = coverage.loc[(coverage["page"] == PAGES[page]) & (coverage["submission"] == SENT), "smis"]
        schools = _delivered(snapshot)
        return schools[schools["smis"].isin(sent)]

    return rows


_STATED = object()
_USABLE = STATES["usable"]
MEASURES = (
    Measure(schemas.PUPILS, "dmc", _table("enrolment", "pupils"), _delivered),
    Measure(schemas.ROOMS, "dmc", _table("classrooms", "rooms"), _delivered),
    Measure(schemas.TEACHERS, "emis", _table("staff", "people", teacher=True), _sent_page(STAFF)),
    Measure(schemas.COMPUTERS, "emis", _table("schools", "computers"), _sent_page(COMPUTER)),
    Measure(schemas.CLASSROOM_BUILDINGS, "bobec", _table("buildings", "", classrooms=True), _delivered),
    Measure(schemas.DILAPIDATED, "bobec", _table("buildings", "", classrooms=True, condition=DILAPIDATED), _delivered),
    Measure(schemas.DESKS, "mobec", _table("equipment", "pieces", state=_USABLE, desks_for=_STATED), _delivered),
    Measure(schemas.EQUIPMENT, "mobec", _table("equipment", "pieces", state=_USABLE), _delivered),
)
SYSTEMS = tuple(dict.fromkeys(measure.system for measure in MEASURES))
"""The systems that a school's page counts from."""


def counts_frame(latest: Mapping[str, Snapshot], titles: Mapping[str, str]) -> pd.DataFrame:
    """One row for every school and measure of which the latest snapshot of its system says something; `titles` are the
    systems' names for readers."""
    frames = list(_counted(latest, titles))
    return pd.concat(frames, ignore_index=True) if frames else empty_frame(schemas.COUNTS)


def _counted(latest: Mapping[str, Snapshot], titles: Mapping[str, str]) -> Iterator[pd.DataFrame]:
    for measure in MEASURES:
        if measure.system in latest:
            snapshot = latest[measure.system]
            counted = _of_schools(measure.counted(snapshot), measure.sent(snapshot)[_KEYS])
            yield counted.assign(
                measure=measure.name,
                system=titles[measure.system],
                round=str(snapshot.period),
                amount=counted["amount"],
            )


def pupils_frame(headcounts: pd.DataFrame, round_: Round, title: str) -> pd.DataFrame:
    """One row for every school that had pupils a year before, in the same round; `title` is the system's name."""
    first = {name: (name, "first") for name in _ORIGIN}
    there = headcounts[headcounts["round"] == str(round_)].groupby("smis")
    counted: pd.DataFrame = there.agg(amount=("pupils", "sum"), **first).reset_index()
    return counted.assign(measure=schemas.PUPILS_LAST_YEAR, system=title, round=str(round_))


def _of_schools(counted: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """The sum of the counted rows of every school that sent something; nothing counted is zero."""
    first = {name: (name, "first") for name in _ORIGIN}
    sums = counted.groupby("smis", sort=False).agg(amount=("amount", "sum"), **first)
    nothing = sent.assign(amount=0).drop_duplicates("smis").set_index("smis")
    missing = nothing[~nothing.index.isin(sums.index)]
    both = pd.concat([sums[sums.index.isin(nothing.index)], missing]).sort_index()
    return both.reset_index().astype({"amount": "int64", "row": "int64"})
