"""Desks: the usable sets of M-OBEC against the pupils that DMC counts, by school."""

from __future__ import annotations

from helpers.collection.between.schemas import DESKS, DMC, MOBEC
from helpers.collection.between.sides import Compared, Sides, side_by_side

_USABLE = "ใช้ได้"


def compare_desks(sides: Sides) -> Compared:
    """The schools that are in both, those without any usable set among them. Too few desks are no mistake in the data,
    so nothing is found wrong."""
    equipment, enrolment = sides.table("mobec", "equipment"), sides.table("dmc", "enrolment")
    if equipment is None or enrolment is None:
        return Compared(side_by_side(DESKS, ()))
    both = set(equipment["smis"]) & set(enrolment["smis"])
    usable = (equipment["desks_for"] != "") & (equipment["state"] == _USABLE)
    desks = equipment[usable & equipment["smis"].isin(both)].rename(columns={"pieces": "number"}).assign(side=MOBEC)
    pupils = enrolment[enrolment["smis"].isin(both)].rename(columns={"pupils": "number"}).assign(side=DMC)
    has, needs = (frame.groupby("smis")["number"].sum() for frame in (desks, pupils))
    short = {smis for smis, needed in needs.items() if has.get(smis, 0) < needed}
    marked = [frame.assign(short=frame["smis"].isin(short)) for frame in (desks, pupils)]
    return Compared(side_by_side(DESKS, marked))
