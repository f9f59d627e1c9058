"""G codes: the register of G-Code against DMC, code by code where there is a pupil list, else by number and school."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.collection.between.rules import (
    CODE_COUNT_DIFFERS,
    NATIONALITY_DIFFERS,
    NOT_IN_DMC,
    NOT_REGISTERED,
)
from helpers.collection.between.schemas import ALONE, BOTH, CODES, DMC, EXEMPT, GCODE, WAITING
from helpers.collection.between.sides import Compared, Sides, records, side_by_side
from helpers.collection.findings import Finding

_REGISTER, _PUPIL_LIST, _COUNTS = "learner_list", "pupil_list", "g_code"
_CERTIFIED = "เสร็จแล้ว"


def compare_codes(sides: Sides) -> Compared:
    """Nothing where no register was delivered. Certified learners are sought among the pupils of the schools that the
    list has, but for those who since have a citizen number. A code that stands in several rows is one code."""
    learners = sides.table("gcode", "learners")
    if learners is None:
        return Compared(side_by_side(CODES, ()))
    certified = learners[(learners["status"] == _CERTIFIED) & learners["person"].notna()]
    pupils = sides.table("dmc", "pupils")
    if pupils is None:
        return Compared(side_by_side(CODES, ()), tuple(_counts(sides, certified)))
    coded = pupils[(pupils["number_kind"] == "g_code") & pupils["person"].notna()]
    sought = certified["smis"].isin(set(pupils["smis"])) & ~certified["has_citizen_number"]
    register = certified.assign(side=GCODE, standing=sought.map({True: ALONE, False: EXEMPT}))
    register.loc[certified["person"].isin(set(coded["person"])), "standing"] = BOTH
    listed = coded.assign(side=DMC, standing=ALONE)
    for known, standing in ((learners, WAITING), (certified, BOTH)):
        listed.loc[coded["person"].isin(set(known["person"])), "standing"] = standing
    findings = (*_unmatched(sides, register, listed), *_nationalities(sides, register[sought], listed))
    return Compared(side_by_side(CODES, map(_each_once, (register, listed))), findings)


def _each_once(side: pd.DataFrame) -> pd.DataFrame:
    """The first row of every code; one that any of its rows seeks in vain is in its system alone."""
    return side.sort_values("standing", key=lambda standing: standing != ALONE, kind="stable").drop_duplicates("person")


def _unmatched(sides: Sides, register: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Finding]:
    """Who is in one of them alone; the codes themselves are never shown."""
    for row in records(listed[listed["standing"] == ALONE]):
        yield sides.finding(NOT_REGISTERED, row, _PUPIL_LIST)
    for row in records(register[register["standing"] == ALONE]):
        yield sides.finding(NOT_IN_DMC, row, _REGISTER)


def _nationalities(sides: Sides, register: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Finding]:
    in_dmc = listed.drop_duplicates("person").set_index("person")["nationality"]
    for row in records(register[register["standing"] == BOTH].drop_duplicates("person")):
        other = in_dmc[row["person"]]
        if row["nationality"] != other:
            said = {"found": row["nationality"], "allowed": f"DMC {other}"}
            yield sides.finding(NATIONALITY_DIFFERS, row, _REGISTER, column="สัญชาติ", **said)


def _counts(sides: Sides, certified: pd.DataFrame) -> Iterator[Finding]:
    """Without a pupil list, the schools whose numbers differ, of those that both know."""
    categories = sides.table("dmc", "categories")
    counted = None if categories is None else categories[categories["report"] == _COUNTS]
    if counted is None or counted.empty:
        return
    in_dmc, registered = counted.groupby("smis")["pupils"].sum(), certified.groupby("smis").size()
    for row in records(certified.drop_duplicates("smis")):
        here, there = int(registered[row["smis"]]), int(in_dmc.get(row["smis"], 0))
        if here != there:
            said = {"found": f"ทะเบียน {here:,} คน", "allowed": f"DMC {there:,} คน"}
            yield sides.finding(CODE_COUNT_DIFFERS, row, _REGISTER, **said)
