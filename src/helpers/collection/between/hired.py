"""Hired staff: the posts that the rosters of the hire programmes fill on the day of the data against EMIS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from helpers.collection.between.rules import HIRED_FEWER, HIRED_MORE
from helpers.collection.between.schemas import EMIS, HIRED, ROSTER
from helpers.collection.between.sides import Compared, Sides, records, side_by_side
from helpers.collection.cells import comparable
from helpers.collection.emis.labels import FUNDINGS, IN_BUDGET, STAFF
from helpers.collection.emis.labels import HIRED as TEMPORARY
from helpers.collection.findings import Finding
from helpers.collection.forms.hiring import LEGAL_FORMS

EMPLOYEE = LEGAL_FORMS[0]
PERSONNEL = {EMPLOYEE: EMPLOYEE} | dict.fromkeys(LEGAL_FORMS[1:], TEMPORARY)
"""The position under which EMIS counts each legal form: contractors (จ้างเหมาบริการ) stand among the temporary."""
_PLACE = ["smis", "personnel"]
_UNSTATED = FUNDINGS[-1]


def compare_hired(sides: Sides, roster: pd.DataFrame, day: date, *, complete: bool) -> Compared:
    """The schools that sent the page of staff. `roster` has the rows of every roster of the fiscal year; only where it
    is `complete`, a roster of every hire programme, can EMIS have too many. Staff of whom EMIS does not say who pays
    them may be paid by either."""
    staff = sides.table("emis", "staff")
    if staff is None or roster.empty:
        return Compared(side_by_side(HIRED, ()))
    emis = staff[staff["position"].isin(set(PERSONNEL.values()))].assign(side=EMIS)
    emis = emis.rename(columns={"position": "personnel"})
    posts = _filled(roster, day)
    posts = posts[posts["smis"].isin(set(staff["smis"]))]
    paid, unsure = (emis[emis["funding"] == each].groupby(_PLACE)["people"].sum() for each in (IN_BUDGET, _UNSTATED))
    on_roster = posts.groupby(_PLACE)["people"].sum()
    apart: dict[tuple[str, str], Finding] = {}
    firsts = pd.concat([emis, posts, _of_school(staff)], ignore_index=True).drop_duplicates(_PLACE)
    for row in records(firsts):
        place = (row["smis"], row["personnel"])
        least, wanted = int(paid.get(place, 0)), int(on_roster.get(place, 0))
        most = least + int(unsure.get(place, 0))
        rule = HIRED_FEWER if most < wanted else HIRED_MORE if complete and least > wanted else None
        if rule:
            said = {"found": f"EMIS {least:,} คน", "allowed": f"ทะเบียน {wanted:,} คน"}
            apart[place] = sides.finding(rule, row, STAFF, column=row["personnel"], **said)
    in_budget = emis[emis["funding"] == IN_BUDGET]
    marked = [each.assign(differs=[place in apart for place in _places(each)]) for each in (in_budget, posts)]
    return Compared(side_by_side(HIRED, marked), tuple(apart.values()))


def _filled(roster: pd.DataFrame, day: date) -> pd.DataFrame:
    """The posts that somebody holds on the day, one row each."""
    held = roster["starts"].map(lambda starts: bool(starts) and starts <= day)
    held &= roster["ends"].map(lambda ends: not ends or ends >= day)
    own = roster[held & (roster["smis"] != "")]
    once = ~own.assign(post_no=own["post_no"].map(comparable)).duplicated(["delivery", "post_no"])
    return own[once].assign(side=ROSTER, people=1, personnel=own.loc[once, "legal_form"].map(PERSONNEL))


def _of_school(staff: pd.DataFrame) -> pd.DataFrame:
    """For either kind of personnel, the first row of a school's page: where a finding stands if EMIS has none."""
    first = staff.drop_duplicates("smis")
    return pd.concat([first.assign(personnel=each) for each in set(PERSONNEL.values())], ignore_index=True)


def _places(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(frame["smis"], frame["personnel"], strict=True)
