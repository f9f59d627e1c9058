"""What the checks read: the systems' tables of one round, each given only where its system has it.

Pupils: EMIS against DMC, by school and grade.

Rooms: what the buildings of B-OBEC have against the classes that DMC counts, by school.

Desks: the usable sets of M-OBEC against the pupils that DMC counts, by school.

G codes: the register of G-Code against DMC, code by code where there is a pupil list, else by number and school.

Hired staff: the posts that the rosters of the hire programmes fill on the day of the data against EMIS.

Schools that are in one system and not in another, among the systems in which every school must be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from helpers.foreign.cells import comparable
from helpers.forms.rosters import LEGAL_FORMS
from helpers.systems.cross_checks.checks import (
    CODE_COUNT_DIFFERS,
    COLUMNS_EXCHANGED,
    HIRED_FEWER,
    HIRED_MORE,
    NATIONALITY_DIFFERS,
    NOT_IN_ALL,
    NOT_IN_DMC,
    NOT_REGISTERED,
    PUPILS_DIFFER,
    ROOMS_SHORT,
)
from helpers.systems.cross_checks.schemas import (
    ALONE,
    BOBEC,
    BOTH,
    CODES,
    DESKS,
    DMC,
    EMIS,
    EXEMPT,
    GCODE,
    HIRED,
    MOBEC,
    PRESENCE,
    PUPILS,
    ROOMS,
    ROSTER,
    WAITING,
)
from helpers.systems.dmc.checks import exchanged
from helpers.systems.emis.labels import FUNDINGS, IN_BUDGET, STAFF
from helpers.systems.emis.labels import HIRED as TEMPORARY
from helpers.systems.system import System, short_title
from helpers.tables.findings import Finding, Rule, empty_frame
from helpers.tables.schemas import TableSchema

ORIGIN = ["delivery", "sheet", "row"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sides:
    """The tables of the systems that delivered. `files` are the names of delivered files by the id in row keys;
    `listed` says whether the office has a school list."""

    read: Callable[[str, str], pd.DataFrame | None]
    files: Mapping[str, str]
    listed: bool = True

    def table(self, system: str, table: str) -> pd.DataFrame | None:
        """A table with rows; None where the system delivered nothing for it."""
        frame = self.read(system, table)
        return None if frame is None or frame.empty else frame

    def finding(self, rule: Rule, row: Row, report: str, **said: str) -> Finding:
        """A finding at a source row."""
        delivery, file = row["delivery"], self.files.get(row["delivery"], "")
        return Finding(rule.id, row["smis"], report, delivery, file, row["sheet"], int(row["row"]), **said)


@dataclass(frozen=True)
class Compared:
    """One table of two sides, and what is wrong between them."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def side_by_side(schema: TableSchema, sides: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sides under one another in the schema's columns, without row keys yet."""
    columns = [field.name for field in schema.fields if field.name != "row_key"]
    frames = [side[columns] for side in sides if not side.empty]
    return pd.concat(frames, ignore_index=True) if frames else empty_frame(schema)[columns]


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows one by one."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


_GRADE_KEY = ["smis", "grade"]
_PAGE = "student_list"


def compare_pupils(sides: Sides, tolerance: int) -> Compared:
    """The schools that have pupils in both; a grade that one of them lacks has none there. `tolerance` is by how many
    pupils a grade may differ."""
    emis, dmc = sides.table("emis", "enrolment"), sides.table("dmc", "enrolment")
    if emis is None or dmc is None:
        return Compared(side_by_side(PUPILS, ()))
    both = set(emis["smis"]) & set(dmc["smis"])
    own = [frame[frame["smis"].isin(both)].assign(side=side) for frame, side in ((emis, EMIS), (dmc, DMC))]
    counts = pd.concat([frame.groupby(_GRADE_KEY)["pupils"].sum() for frame in own], axis=1, keys=[EMIS, DMC]).fillna(0)
    apart = counts[(counts[EMIS] - counts[DMC]).abs() > tolerance].astype("int64")
    marked = [_marked(frame, apart.index) for frame in own]
    rows = pd.concat(marked, ignore_index=True)
    first = rows[rows["differs"]].drop_duplicates(_GRADE_KEY)
    said = {
        place: _pupils_said(*numbers) for place, numbers in zip(apart.index, apart.itertuples(index=False), strict=True)
    }
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


def _pupils_said(emis: int, dmc: int) -> dict[str, str]:
    return {"found": f"EMIS {emis:,} คน", "allowed": f"DMC {dmc:,} คน"}


def _marked(frame: pd.DataFrame, apart: pd.Index) -> pd.DataFrame:
    return frame.assign(differs=pd.MultiIndex.from_frame(frame[_GRADE_KEY]).isin(apart))


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
            found=_rooms_said(int(has.get(row["smis"], 0)), int(silent.get(row["smis"], 0))),
            allowed=f"DMC เปิดสอน {needs[row['smis']]:,} ห้อง",
        )
        for row in short
    ]
    schools = {row["smis"] for row in short}
    marked = [frame.assign(short=frame["smis"].isin(schools)) for frame in (stated, taught)]
    return Compared(side_by_side(ROOMS, marked), tuple(findings))


def _rooms_said(rooms: int, silent: int) -> str:
    more = f" (ไม่ระบุจำนวนห้อง {silent:,} หลัง)" if silent else ""
    return f"B-OBEC {rooms:,} ห้อง{more}"


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


EMPLOYEE = LEGAL_FORMS[0]
PERSONNEL = {EMPLOYEE: EMPLOYEE} | dict.fromkeys(LEGAL_FORMS[1:], TEMPORARY)
"""The position under which EMIS counts each legal form: contractors (จ้างเหมาบริการ) stand among the temporary."""
_POST_KEY = ["smis", "personnel"]
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
    paid, unsure = (emis[emis["funding"] == each].groupby(_POST_KEY)["people"].sum() for each in (IN_BUDGET, _UNSTATED))
    on_roster = posts.groupby(_POST_KEY)["people"].sum()
    apart: dict[tuple[str, str], Finding] = {}
    firsts = pd.concat([emis, posts, _of_school(staff)], ignore_index=True).drop_duplicates(_POST_KEY)
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


def demanding(systems: Iterable[System]) -> dict[str, str]:
    """The systems that look for missing schools themselves, with what people call them: only in those must every school
    be."""
    return {
        system.name: short_title(system.title)
        for system in systems
        if any(rule.id == f"{system.name}.school.missing" for rule in system.rules)
    }


def compare_presence(sides: Sides, systems: Mapping[str, str]) -> Compared:
    """Every school of any of the systems that delivered. Without a school list nobody knows of whom all are: a file of
    one school is then no sign that others are missing."""
    found = {short: frame for name, short in systems.items() if (frame := sides.table(name, "schools")) is not None}
    frames = [frame[["smis", "delivered", *ORIGIN]].assign(side=short) for short, frame in found.items()]
    together = side_by_side(PRESENCE, frames)
    findings = []
    for _, own in together.groupby("smis") if sides.listed else ():
        there = list(own.loc[own["delivered"], "side"])
        absent = [short for short in found if short not in there]
        if there and absent:
            (first, *_) = records(own[own["delivered"]])
            said = {"found": f"มีใน {', '.join(there)}", "allowed": f"ไม่มีใน {', '.join(absent)}"}
            findings.append(sides.finding(NOT_IN_ALL, first, "", **said))
    return Compared(together, tuple(findings))
