"""An academic year by school as a data set: it counts nothing itself that another data set has counted."""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from helpers.params.folder import SIMILAR_SCHOOLS, Params
from helpers.periods import AcademicYear, FiscalYear, Period, Round, thai_date_short
from helpers.programmes.year import ALLOCATED, IN_BUDGET, NEED, OFF_BUDGET, RECEIVED
from helpers.programmes.year import NAME as ALL_PROGRAMMES
from helpers.school_year import schemas
from helpers.school_year.measures import SYSTEMS, counts_frame, pupils_frame
from helpers.school_year.similar import similar_frame
from helpers.systems.cross_checks.dataset import NAME as BETWEEN
from helpers.systems.dmc.all_rounds import NAME as ALL_ROUNDS
from helpers.systems.dmc.layouts import LEVELS
from helpers.systems.listed_schools import name_of
from helpers.systems.system import systems
from helpers.tables.findings import all_deliveries, delivery_frame, empty_frame, school_list_delivery
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import FINDINGS, NOT_STATED, with_row_keys
from helpers.tables.snapshots import Snapshot

NAME = "school-year"
_DMC = "dmc"
_COURSE = "course"
_MONEY = "money"
_MEASURES = (*schemas.MEASURES, *schemas.QUOTIENTS, schemas.PUPILS_LAST_YEAR)
_OF_PERSONS = frozenset({"pupil", "user", "codes", "hired"})
"""What the rules are about that speak of single persons; a rule's second word says it."""
_OF_ROSTERS = frozenset({"form", "budget"})
"""Where the rules belong that speak of rows of forms, most of which are persons; a rule's first word says it."""


def school_year_dataset() -> Dataset[AcademicYear]:
    """Every school of an academic year: its pupils in all rounds, what it has, its money, what it must mend, and what
    similar schools have."""
    return Dataset(
        name=NAME,
        title="ข้อมูลรายโรงเรียนของปี",
        period_type=AcademicYear,
        schemas=schemas.SCHEMAS,
        modules=(__name__,),
        build=_build,
        missing_reason=_missing_reason,
        value_order=lambda _report: {"level": LEVELS, "measure": _MEASURES},
        reads=_reads,
        param_files=_param_files,
        available=lambda year, graph: any(graph.available(_DMC, round_) for round_ in year.rounds),
    )


def fiscal_year_of(year: AcademicYear) -> FiscalYear:
    """The fiscal year whose money stands on a school's page: the one that begins in the academic year."""
    return FiscalYear(year.year + 1)


def latest_rounds(year: AcademicYear, graph: Graph) -> Mapping[str, Round]:
    """The latest round of the year of every system that received any, by system."""
    return {
        system: max(received)
        for system in systems()
        if (received := [round_ for round_ in year.rounds if graph.available(system, round_)])
    }


def _reads(year: AcademicYear, graph: Graph) -> Mapping[str, Origin]:
    latest = latest_rounds(year, graph)
    reads: dict[str, Origin] = {system: (system, round_) for system, round_ in latest.items()}
    counted = graph.folder.rounds(_DMC)
    if counted:
        reads[_COURSE] = (ALL_ROUNDS, max(counted))
    if latest:
        reads[BETWEEN] = (BETWEEN, max(latest.values()))
    return reads | {_MONEY: (ALL_PROGRAMMES, fiscal_year_of(year))}


def _param_files(year: AcademicYear, params: Params) -> list[str]:
    """What makes schools alike, and the rounds, whose windows are the deadlines."""
    rounds = [f"rounds/{round_}.yml" for round_ in year.rounds if round_ in params.rounds]
    return [*([SIMILAR_SCHOOLS] if params.similar_schools else []), *rounds]


def _build(year: AcademicYear, graph: Graph) -> dict[str, pd.DataFrame]:
    params, snapshots = graph.params, graph.snapshots(_reads(year, graph))
    titles = {name: system.short_title for name, system in systems().items()}
    counts = counts_frame({system: snapshots[system] for system in SYSTEMS if system in snapshots}, titles)
    headcounts = snapshots[_COURSE].read("headcounts")
    now = snapshots[_DMC].period
    assert isinstance(now, Round)
    schools = _schools(params, counts, _levels(headcounts, now))
    known = set(schools["smis"])
    most = params.similar_schools.most if params.similar_schools else 0
    return {
        "schools": schools,
        "headcounts": headcounts[headcounts["smis"].isin(known)].reset_index(drop=True),
        "counts": pd.concat([counts, pupils_frame(headcounts, now.same_last_year, titles[_DMC])], ignore_index=True),
        "similar": similar_frame(schools, counts, most),
        "money": _money(snapshots.get(_MONEY), known),
        "to_mend": _to_mend(snapshots, titles | {BETWEEN: "ระหว่างระบบ", _MONEY: "แบบกรอก"}, known, params),
        "findings": empty_frame(FINDINGS),
        "deliveries": all_deliveries(
            delivery_frame((), {}, params), [snapshot.read("deliveries") for snapshot in snapshots.values()]
        ),
    }


def _levels(headcounts: pd.DataFrame, round_: Round) -> Mapping[str, str]:
    """The levels in which every school has pupils in a round, in their order."""
    there = headcounts[headcounts["round"] == str(round_)]
    return {str(smis): " ".join(sorted(set(of), key=LEVELS.index)) for smis, of in there.groupby("smis")["level"]}


def _schools(params: Params, counts: pd.DataFrame, levels: Mapping[str, str]) -> pd.DataFrame:
    """Every school on the list, and those that only the data know. The source row is its line in the list."""
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    listed = school_list_delivery(params)
    rows = [
        {
            "smis": smis,
            "name": name_of(smis, params),
            "district": (params.schools[smis].district if smis in lines else "") or NOT_STATED,
            "levels": levels.get(smis, ""),
            "delivery": listed,
            "sheet": "",
            "row": lines.get(smis, 0),
        }
        for smis in sorted({*lines, *counts["smis"]})
    ]
    return with_row_keys(pd.DataFrame(rows)) if rows else empty_frame(schemas.SCHOOLS)


def _money(snapshot: Snapshot | None, known: Collection[str]) -> pd.DataFrame:
    """What is due to every school from the budget, and what was handed on to it or paid by others, by source row."""
    if snapshot is None:
        return empty_frame(schemas.MONEY)
    rows = snapshot.read("money")
    paid = (rows["measure"] == ALLOCATED) | ((rows["measure"] == RECEIVED) & (rows["fund"] == OFF_BUDGET))
    due = (rows["measure"] == NEED) & (rows["fund"] == IN_BUDGET)
    rows = rows[rows["smis"].isin(set(known)) & (paid | due)]
    standing = rows["measure"].map({NEED: schemas.DUE}).fillna(schemas.PAID)
    line = rows["label"].where((rows["payee"] == "") | (rows["fund"] != IN_BUDGET), schemas.TO_PAYEES)
    keys = ["smis", "line", "standing", "delivery", "sheet", "row", "row_key"]
    grouped = rows.assign(line=line, standing=standing).groupby(keys, sort=False)["amount"].sum()
    return grouped.reset_index() if len(grouped) else empty_frame(schemas.MONEY)


def _to_mend(
    snapshots: Mapping[str, Snapshot], titles: Mapping[str, str], known: Collection[str], params: Params
) -> pd.DataFrame:
    """What every school must mend or look at, once for all data sets that found it."""
    frames = list(_of_snapshots(snapshots, titles, known, params))
    if not frames:
        return empty_frame(schemas.TO_MEND)
    columns = [name for name in frames[0] if name not in ("system", "round", "deadline")]
    every = pd.concat(frames, ignore_index=True).drop_duplicates(columns, ignore_index=True)
    return every[[field.name for field in schemas.TO_MEND.fields]]


def _of_snapshots(
    snapshots: Mapping[str, Snapshot], titles: Mapping[str, str], known: Collection[str], params: Params
) -> Iterator[pd.DataFrame]:
    for read_as, snapshot in snapshots.items():
        if read_as not in titles:
            continue
        findings = snapshot.read("findings")
        mine = (findings["owner"] == "school") & (findings["severity"] != "notice") & findings["smis"].isin(set(known))
        personal = findings["rule"].map(_is_personal).astype(bool)
        yield findings.assign(
            system=titles[read_as],
            round=str(snapshot.period),
            deadline=_deadline(snapshot.period, params),
            personal=personal,
        )[mine]


def _is_personal(rule: str) -> bool:
    first, second = rule.split(".")[:2]
    return first in _OF_ROSTERS or second in _OF_PERSONS


def _deadline(period: Period, params: Params) -> str:
    """The last day for corrections, as the workbook of findings says it."""
    if isinstance(period, Round):
        return thai_date_short(params.round(period).window.closes)
    assert isinstance(period, FiscalYear)
    return thai_date_short(period.closes)


def _missing_reason(_needs: Collection[str], year: AcademicYear, _params: Params) -> str:
    """No pupils of the year were received."""
    return f"ยังไม่ได้รับข้อมูลนักเรียนของ{year.thai}"
