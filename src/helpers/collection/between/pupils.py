"""Pupils: EMIS against DMC, by school and grade."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.collection.between.rules import COLUMNS_EXCHANGED, PUPILS_DIFFER
from helpers.collection.between.schemas import DMC, EMIS, PUPILS
from helpers.collection.between.sides import Compared, Sides, records, side_by_side
from helpers.collection.dmc.exchanges import exchanged
from helpers.collection.findings import Finding

_PLACE = ["smis", "grade"]
_PAGE = "student_list"


def compare_pupils(sides: Sides, tolerance: int) -> Compared:
    """The schools that have pupils in both; a grade that one of them lacks has none there. `tolerance` is by how many
    pupils a grade may differ."""
    emis, dmc = sides.table("emis", "enrolment"), sides.table("dmc", "enrolment")
    if emis is None or dmc is None:
        return Compared(side_by_side(PUPILS, ()))
    both = set(emis["smis"]) & set(dmc["smis"])
    own = [frame[frame["smis"].isin(both)].assign(side=side) for frame, side in ((emis, EMIS), (dmc, DMC))]
    counts = pd.concat([frame.groupby(_PLACE)["pupils"].sum() for frame in own], axis=1, keys=[EMIS, DMC]).fillna(0)
    apart = counts[(counts[EMIS] - counts[DMC]).abs() > tolerance].astype("int64")
    marked = [_marked(frame, apart.index) for frame in own]
    rows = pd.concat(marked, ignore_index=True)
    first = rows[rows["differs"]].drop_duplicates(_PLACE)
    said = {place: _said(*numbers) for place, numbers in zip(apart.index, apart.itertuples(index=False), strict=True)}
    findings = [
        sides.finding(PUPILS_DIFFER, row, _PAGE, column=row["grade"], **said[row["smis"], row["grade"]])
        for row in records(first)
    ]
    return Compared(side_by_side(PUPILS, marked), (*findings, *_exchanged(sides, emis, dmc)))


def _exchanged(sides: Sides, emis: pd.DataFrame, dmc: pd.DataFrame) -> Iterator[Finding]:
    """One finding about each EMIS file whose columns stand in each other's place, which sums do not show."""
    for _, own in emis.groupby("delivery"):
        if pairs := exchanged(own, dmc):
            whose = own["smis"].iloc[0] if own["smis"].nunique() == 1 else ""
            place = {**records(own.head(1))[0], "smis": whose, "row": 0}
            yield sides.finding(COLUMNS_EXCHANGED, place, _PAGE, found=", ".join(pairs), allowed="เทียบกับ DMC")


def _said(emis: int, dmc: int) -> dict[str, str]:
    return {"found": f"EMIS {emis:,} คน", "allowed": f"DMC {dmc:,} คน"}


def _marked(frame: pd.DataFrame, apart: pd.Index) -> pd.DataFrame:
    return frame.assign(differs=pd.MultiIndex.from_frame(frame[_PLACE]).isin(apart))
