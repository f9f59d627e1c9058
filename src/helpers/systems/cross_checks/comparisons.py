"""The comparisons between two systems of a round, each with its table and its findings.

- pupils by school and grade: EMIS and DMC;
- rooms by school: those of B-OBEC's buildings and the classes that DMC counts;
- desks by school: the usable sets of M-OBEC and the pupils that DMC counts;
- G codes: the register of G-Code and DMC, code by code where there is a pupil list, else by number and school;
- hired staff: EMIS and the posts that the rosters of the hire programmes fill on the day of the data;
- schools: which of the systems that every school must send to have them.
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
from helpers.systems.dmc.aggregate_checks import exchanged_columns
from helpers.systems.emis.labels import FUNDINGS, IN_BUDGET, STAFF
from helpers.systems.emis.labels import HIRED as TEMPORARY
from helpers.systems.system import System, short_title
from helpers.tables.findings import Finding, Rule, empty_frame
from helpers.tables.schemas import TableSchema

ORIGIN = ["delivery", "sheet", "row"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class RoundTables:
    """The tables of the systems that delivered in a round. `read` gives a table by system and name, None where there is
    none; `files` are the names of delivered files by the id in row keys; `listed` says whether the office has a school
    list."""

    read: Callable[[str, str], pd.DataFrame | None]
    files: Mapping[str, str]
    listed: bool = True

    def table(self, system: str, table: str) -> pd.DataFrame | None:
        """A table with rows; None where the system delivered nothing for it."""
        frame = self.read(system, table)
        return None if frame is None or frame.empty else frame

    def finding(self, rule: Rule, row: Row, report: str, **details: str) -> Finding:
        """A finding at a source row."""
        delivery, file = row["delivery"], self.files.get(row["delivery"], "")
        return Finding(rule.id, row["smis"], report, delivery, file, row["sheet"], int(row["row"]), **details)


@dataclass(frozen=True)
class SystemComparison:
    """The table in which two systems stand side by side, and the findings where they disagree."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def side_by_side(schema: TableSchema, sides: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The rows of both systems below one another in the schema's columns, without row keys yet."""
    columns = [field.name for field in schema.fields if field.name != "row_key"]
    frames = [side[columns] for side in sides if not side.empty]
    return pd.concat(frames, ignore_index=True) if frames else empty_frame(schema)[columns]


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows as dictionaries by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


_GRADE_KEY = ["smis", "grade"]
_PAGE = "student_list"


def compare_pupils(tables: RoundTables, tolerance: int) -> SystemComparison:
    """Pupils of the schools that have pupils in both systems; a grade that one of them lacks counts as 0 there.
    `tolerance` is the number of pupils by which a grade may differ."""
    emis, dmc = tables.table("emis", "enrolment"), tables.table("dmc", "enrolment")
    if emis is None or dmc is None:
        return SystemComparison(side_by_side(PUPILS, ()))
    both = set(emis["smis"]) & set(dmc["smis"])
    sides = [frame[frame["smis"].isin(both)].assign(side=side) for frame, side in ((emis, EMIS), (dmc, DMC))]
    counted = [frame.groupby(_GRADE_KEY)["pupils"].sum() for frame in sides]
    counts = pd.concat(counted, axis=1, keys=[EMIS, DMC]).fillna(0)
    apart = counts[(counts[EMIS] - counts[DMC]).abs() > tolerance].astype("int64")
    marked = [_marked(frame, apart.index) for frame in sides]
    rows = pd.concat(marked, ignore_index=True)
    first = rows[rows["differs"]].drop_duplicates(_GRADE_KEY)
    pairs = zip(apart.index, apart.itertuples(index=False), strict=True)
    details = {key: _pupil_counts(*pair) for key, pair in pairs}
    findings = [
        tables.finding(PUPILS_DIFFER, row, _PAGE, column=row["grade"], **details[row["smis"], row["grade"]])
        for row in records(first)
    ]
    return SystemComparison(side_by_side(PUPILS, marked), (*findings, *_exchanged(tables, emis, dmc)))


def _exchanged(tables: RoundTables, emis: pd.DataFrame, dmc: pd.DataFrame) -> Iterator[Finding]:
    """One finding for each EMIS file in which two columns are exchanged, which sums do not show."""
    for _, file_rows in emis.groupby("delivery"):
        if pairs := exchanged_columns(file_rows, dmc):
            smis = file_rows["smis"].iloc[0] if file_rows["smis"].nunique() == 1 else ""
            file_row = {**records(file_rows.head(1))[0], "smis": smis, "row": 0}
            yield tables.finding(COLUMNS_EXCHANGED, file_row, _PAGE, found=", ".join(pairs), allowed="เทียบกับ DMC")


def _pupil_counts(emis: int, dmc: int) -> dict[str, str]:
    return {"found": f"EMIS {emis:,} คน", "allowed": f"DMC {dmc:,} คน"}


def _marked(frame: pd.DataFrame, apart: pd.Index) -> pd.DataFrame:
    return frame.assign(differs=pd.MultiIndex.from_frame(frame[_GRADE_KEY]).isin(apart))


_LIST = "building_list"


def compare_rooms(tables: RoundTables) -> SystemComparison:
    """Rooms of the schools that are in both systems, of classroom buildings alone. A building that does not state its
    rooms counts as 0, and the finding says how many such buildings the school has."""
    buildings, classes = tables.table("bobec", "buildings"), tables.table("dmc", "classrooms")
    if buildings is None or classes is None:
        return SystemComparison(side_by_side(ROOMS, ()))
    both = set(buildings["smis"]) & set(classes["smis"])
    built = buildings[buildings["smis"].isin(both) & buildings["classrooms"]]
    stated = built[built["rooms"].notna()].assign(side=BOBEC).astype({"rooms": "int64"})
    taught = classes[classes["smis"].isin(both)].assign(side=DMC)
    has, needs = (frame.groupby("smis")["rooms"].sum() for frame in (stated, taught))
    silent = built[built["rooms"].isna()].groupby("smis").size()
    first = buildings[buildings["smis"].isin(both)].drop_duplicates("smis")
    short = [row for row in records(first) if has.get(row["smis"], 0) < needs[row["smis"]]]
    findings = [
        tables.finding(
            ROOMS_SHORT,
            row,
            _LIST,
            found=_room_count(int(has.get(row["smis"], 0)), int(silent.get(row["smis"], 0))),
            allowed=f"DMC เปิดสอน {needs[row['smis']]:,} ห้อง",
        )
        for row in short
    ]
    schools = {row["smis"] for row in short}
    marked = [frame.assign(short=frame["smis"].isin(schools)) for frame in (stated, taught)]
    return SystemComparison(side_by_side(ROOMS, marked), tuple(findings))


def _room_count(rooms: int, silent: int) -> str:
    more = f" (ไม่ระบุจำนวนห้อง {silent:,} หลัง)" if silent else ""
    return f"B-OBEC {rooms:,} ห้อง{more}"


_USABLE = "ใช้ได้"


def compare_desks(tables: RoundTables) -> SystemComparison:
    """Desks of the schools that are in both systems, with or without a usable set. Too few desks are no mistake in the
    data, so there are no findings."""
    equipment, enrolment = tables.table("mobec", "equipment"), tables.table("dmc", "enrolment")
    if equipment is None or enrolment is None:
        return SystemComparison(side_by_side(DESKS, ()))
    both = set(equipment["smis"]) & set(enrolment["smis"])
    usable = (equipment["desks_for"] != "") & (equipment["state"] == _USABLE)
    desks = equipment[usable & equipment["smis"].isin(both)].rename(columns={"pieces": "number"}).assign(side=MOBEC)
    pupils = enrolment[enrolment["smis"].isin(both)].rename(columns={"pupils": "number"}).assign(side=DMC)
    has, needs = (frame.groupby("smis")["number"].sum() for frame in (desks, pupils))
    short = {smis for smis, needed in needs.items() if has.get(smis, 0) < needed}
    marked = [frame.assign(short=frame["smis"].isin(short)) for frame in (desks, pupils)]
    return SystemComparison(side_by_side(DESKS, marked))


_REGISTER, _PUPIL_LIST, _COUNTS = "learner_list", "pupil_list", "g_code"
_CERTIFIED = "เสร็จแล้ว"


def compare_codes(tables: RoundTables) -> SystemComparison:
    """One row a code and system; empty where no register or no pupil list was delivered. Certified learners are looked
    up among the pupils of the schools in the pupil list, except those who have got a citizen number since."""
    learners = tables.table("gcode", "learners")
    if learners is None:
        return SystemComparison(side_by_side(CODES, ()))
    certified = learners[(learners["status"] == _CERTIFIED) & learners["person"].notna()]
    pupils = tables.table("dmc", "pupils")
    if pupils is None:
        return SystemComparison(side_by_side(CODES, ()), tuple(_counts(tables, certified)))
    coded = pupils[(pupils["number_kind"] == "g_code") & pupils["person"].notna()]
    sought = certified["smis"].isin(set(pupils["smis"])) & ~certified["has_citizen_number"]
    register = certified.assign(side=GCODE, standing=sought.map({True: ALONE, False: EXEMPT}))
    register.loc[certified["person"].isin(set(coded["person"])), "standing"] = BOTH
    listed = coded.assign(side=DMC, standing=ALONE)
    for known, standing in ((learners, WAITING), (certified, BOTH)):
        listed.loc[coded["person"].isin(set(known["person"])), "standing"] = standing
    findings = (*_unmatched(tables, register, listed), *_nationalities(tables, register[sought], listed))
    return SystemComparison(side_by_side(CODES, map(_one_row_a_code, (register, listed))), findings)


def _one_row_a_code(side: pd.DataFrame) -> pd.DataFrame:
    """The first row of every code; a code of which any row is in one system alone counts as such."""
    return side.sort_values("standing", key=lambda standing: standing != ALONE, kind="stable").drop_duplicates("person")


def _unmatched(tables: RoundTables, register: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each code that is in one system alone; it never shows the code."""
    for row in records(listed[listed["standing"] == ALONE]):
        yield tables.finding(NOT_REGISTERED, row, _PUPIL_LIST)
    for row in records(register[register["standing"] == ALONE]):
        yield tables.finding(NOT_IN_DMC, row, _REGISTER)


def _nationalities(tables: RoundTables, register: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Finding]:
    in_dmc = listed.drop_duplicates("person").set_index("person")["nationality"]
    for row in records(register[register["standing"] == BOTH].drop_duplicates("person")):
        other = in_dmc[row["person"]]
        if row["nationality"] != other:
            details = {"found": row["nationality"], "allowed": f"DMC {other}"}
            yield tables.finding(NATIONALITY_DIFFERS, row, _REGISTER, column="สัญชาติ", **details)


def _counts(tables: RoundTables, certified: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each school of the register in which DMC counts another number of G codes; used without a pupil
    list."""
    categories = tables.table("dmc", "categories")
    counted = None if categories is None else categories[categories["report"] == _COUNTS]
    if counted is None or counted.empty:
        return
    in_dmc, registered = counted.groupby("smis")["pupils"].sum(), certified.groupby("smis").size()
    for row in records(certified.drop_duplicates("smis")):
        here, there = int(registered[row["smis"]]), int(in_dmc.get(row["smis"], 0))
        if here != there:
            details = {"found": f"ทะเบียน {here:,} คน", "allowed": f"DMC {there:,} คน"}
            yield tables.finding(CODE_COUNT_DIFFERS, row, _REGISTER, **details)


EMPLOYEE = LEGAL_FORMS[0]
PERSONNEL = {EMPLOYEE: EMPLOYEE} | dict.fromkeys(LEGAL_FORMS[1:], TEMPORARY)
"""The position under which EMIS counts each legal form: contractors (จ้างเหมาบริการ) are among the temporary staff."""
_POST_KEY = ["smis", "personnel"]
_PAYERS = (IN_BUDGET, FUNDINGS[-1])
"""The fundings of staff that the budget pays, or may pay where EMIS does not state it."""


def compare_hired(tables: RoundTables, roster: pd.DataFrame, day: date, *, complete: bool) -> SystemComparison:
    """Hired staff of the schools that sent the page of staff. `roster` has the rows of the fiscal year's rosters; EMIS
    can have too many only where they are `complete`, one of every hire programme. Staff of unstated funding count
    towards either number."""
    staff = tables.table("emis", "staff")
    if staff is None or roster.empty:
        return SystemComparison(side_by_side(HIRED, ()))
    emis = staff[staff["position"].isin(set(PERSONNEL.values()))].assign(side=EMIS)
    emis = emis.rename(columns={"position": "personnel"})
    posts = _filled_posts(roster, day)
    posts = posts[posts["smis"].isin(set(staff["smis"]))]
    paid, unsure = (emis[emis["funding"] == funding].groupby(_POST_KEY)["people"].sum() for funding in _PAYERS)
    on_roster = posts.groupby(_POST_KEY)["people"].sum()
    apart: dict[tuple[str, str], Finding] = {}
    firsts = pd.concat([emis, posts, _of_school(staff)], ignore_index=True).drop_duplicates(_POST_KEY)
    for row in records(firsts):
        key = (row["smis"], row["personnel"])
        least, wanted = int(paid.get(key, 0)), int(on_roster.get(key, 0))
        most = least + int(unsure.get(key, 0))
        rule = HIRED_FEWER if most < wanted else HIRED_MORE if complete and least > wanted else None
        if rule:
            details = {"found": f"EMIS {least:,} คน", "allowed": f"ทะเบียน {wanted:,} คน"}
            apart[key] = tables.finding(rule, row, STAFF, column=row["personnel"], **details)
    in_budget = emis[emis["funding"] == IN_BUDGET]
    marked = [side.assign(differs=[key in apart for key in _post_keys(side)]) for side in (in_budget, posts)]
    return SystemComparison(side_by_side(HIRED, marked), tuple(apart.values()))


def _filled_posts(roster: pd.DataFrame, day: date) -> pd.DataFrame:
    """The posts that somebody holds on the day, one row each."""
    held = roster["starts"].map(lambda starts: bool(starts) and starts <= day)
    held &= roster["ends"].map(lambda ends: not ends or ends >= day)
    posts = roster[held & (roster["smis"] != "")]
    once = ~posts.assign(post_no=posts["post_no"].map(comparable)).duplicated(["delivery", "post_no"])
    return posts[once].assign(side=ROSTER, people=1, personnel=posts.loc[once, "legal_form"].map(PERSONNEL))


def _of_school(staff: pd.DataFrame) -> pd.DataFrame:
    """The first row of each school's page once for each kind of personnel: the source of a finding where EMIS has no
    row of that kind."""
    first = staff.drop_duplicates("smis")
    return pd.concat([first.assign(personnel=personnel) for personnel in set(PERSONNEL.values())], ignore_index=True)


def _post_keys(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(frame["smis"], frame["personnel"], strict=True)


def systems_of_every_school(systems: Iterable[System]) -> dict[str, str]:
    """Name to short title of the systems that every school must send to: those that themselves check for missing
    schools."""
    return {
        system.name: short_title(system.title)
        for system in systems
        if any(rule.id == f"{system.name}.school.missing" for rule in system.rules)
    }


def compare_presence(tables: RoundTables, systems: Mapping[str, str]) -> SystemComparison:
    """One row a school and system that delivered. Findings only where the office has a school list: without one a file
    of a single school is no sign that others are missing."""
    delivered = {
        short: frame for name, short in systems.items() if (frame := tables.table(name, "schools")) is not None
    }
    frames = [frame[["smis", "delivered", *ORIGIN]].assign(side=short) for short, frame in delivered.items()]
    together = side_by_side(PRESENCE, frames)
    findings = []
    for _, school_rows in together.groupby("smis") if tables.listed else ():
        present = list(school_rows.loc[school_rows["delivered"], "side"])
        absent = [short for short in delivered if short not in present]
        if present and absent:
            (first, *_) = records(school_rows[school_rows["delivered"]])
            details = {"found": f"มีใน {', '.join(present)}", "allowed": f"ไม่มีใน {', '.join(absent)}"}
            findings.append(tables.finding(NOT_IN_ALL, first, "", **details))
    return SystemComparison(together, tuple(findings))
