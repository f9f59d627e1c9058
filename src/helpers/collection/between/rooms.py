"""Rooms: what the buildings of B-OBEC have against the classes that DMC counts, by school."""

from __future__ import annotations

from helpers.collection.between.rules import ROOMS_SHORT
from helpers.collection.between.schemas import BOBEC, DMC, ROOMS
from helpers.collection.between.sides import Compared, Sides, records, side_by_side

_LIST = "building_list"


def compare_rooms(sides: Sides) -> Compared:
    """The schools that are in both. Rooms are those of classroom buildings; a building that states none counts as
    none, and the finding says how many do not."""
    buildings, classes = sides.table("bobec", "buildings"), sides.table("dmc", "classrooms")
    if buildings is None or classes is None:
        return Compared(side_by_side(ROOMS, ()))
    both = set(buildings["smis"]) & set(classes["smis"])
    built = buildings[buildings["smis"].isin(both) & buildings["classrooms"]]
    stated = built[built["rooms"].notna()].assign(side=BOBEC).astype({"rooms": "int64"})
    taught = classes[classes["smis"].isin(both)].assign(side=DMC)
    has, needs = (frame.groupby("smis")["rooms"].sum() for frame in (stated, taught))
    silent = built[built["rooms"].isna()].groupby("smis").size()
    first = buildings[buildings["smis"].isin(both)].drop_duplicates("smis")
    short = [row for row in records(first) if has.get(row["smis"], 0) < needs[row["smis"]]]
    findings = [
        sides.finding(
            ROOMS_SHORT,
            row,
            _LIST,
            found=_said(int(has.get(row["smis"], 0)), int(silent.get(row["smis"], 0))),
            allowed=f"DMC เปิดสอน {needs[row['smis']]:,} ห้อง",
        )
        for row in short
    ]
    schools = {row["smis"] for row in short}
    marked = [frame.assign(short=frame["smis"].isin(schools)) for frame in (stated, taught)]
    return Compared(side_by_side(ROOMS, marked), tuple(findings))


def _said(rooms: int, silent: int) -> str:
    more = f" (ไม่ระบุจำนวนห้อง {silent:,} หลัง)" if silent else ""
    return f"B-OBEC {rooms:,} ห้อง{more}"
