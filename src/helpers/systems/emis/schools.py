"""The schools of an EMIS round: what each has, how its ratios stand against the thresholds, which pages it sent."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from helpers.params.folder import Params
from helpers.systems.emis import labels
from helpers.systems.emis.reading import SchoolPage
from helpers.systems.listed_schools import is_expected, name_of
from helpers.tables.findings import school_list_delivery
from helpers.tables.schemas import NOT_STATED, joined

Pages = Mapping[str, Mapping[str, SchoolPage]]
"""Every school's pages: by report, then by school."""
_ORIGIN = ("delivery", "sheet", "row")


def school_frames(
    tables: Mapping[str, pd.DataFrame], pages: Pages, params: Params, day: date
) -> dict[str, pd.DataFrame]:
    """`schools` and `coverage`, of the schools that are open on the day of the data or sent anything. A school's source
    row is the first row of its first page, or its line in the list."""
    list_delivery = school_list_delivery(params)
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    sent = sorted({smis for own in pages.values() for smis in own})
    schools, coverage = [], []
    for smis in sorted({*params.open_schools(day), *sent}):
        own = {report: pages[report][smis] for report in labels.TITLES if smis in pages.get(report, {})}
        origin = {"delivery": list_delivery, "sheet": "", "row": lines.get(smis, 0)}
        first = next((_origin(page) for page in own.values()), origin)
        described = _described(smis, params, day)
        schools.append({**described, **_counted(smis, own, tables, params), **first})
        for report, page_name in labels.PAGES.items():
            kind, place = (labels.SENT, _origin(own[report])) if report in own else (labels.NOT_SENT, first)
            about = {"expected": described["expected"], "lacking": _lacking(smis, own, params)}
            coverage.append({"smis": smis, "page": page_name, "submission": kind, **about, **place})
    return {"schools": pd.DataFrame(schools), "coverage": pd.DataFrame(coverage)}


def _described(smis: str, params: Params, day: date) -> dict[str, object]:
    district = params.schools[smis].district if smis in params.schools else ""
    place = {"smis": smis, "name": name_of(smis, params), "district": district or NOT_STATED}
    return {**place, "listed": smis in params.open_schools(day), "expected": is_expected(smis, params, day)}


def _lacking(smis: str, own: Mapping[str, SchoolPage], params: Params) -> str:
    """The school and the pages that it did not send."""
    pages = [name for report, name in labels.PAGES.items() if report not in own]
    return joined(smis, name_of(smis, params), " ".join(pages))


def _origin(page: SchoolPage) -> dict[str, object]:
    return dict(zip(_ORIGIN, (page.delivery, page.sheet, page.lines[0].row), strict=True))


def _counted(
    smis: str, own: Mapping[str, SchoolPage], tables: Mapping[str, pd.DataFrame], params: Params
) -> dict[str, object]:
    pupils = _sum(tables["enrolment"], smis, "pupils")
    staff = _sum(tables["staff"], smis, "people")
    teachers = _sum(tables["staff"], smis, "people", teacher=True)
    working = {"purpose": labels.TEACHING, "condition": labels.WORKING}
    computers = _sum(tables["computer_conditions"], smis, "computers", **working)
    known = labels.STUDENT in own
    return {
        "size": _size(pupils, params) if known else NOT_STATED,
        "delivered": bool(own),
        "complete": len(own) == len(labels.TITLES),
        "pupils": pupils,
        "staff": staff,
        "teachers": teachers,
        "computers": computers,
        "teacher_band": _teacher_band(pupils, teachers, params) if known and labels.STAFF in own else labels.INCOMPLETE,
        "computer_band": _computer_band(pupils, computers, params)
        if known and labels.COMPUTER in own
        else labels.INCOMPLETE,
        "rental": _rental(smis, own, tables["connections"]),
    }


def _size(pupils: int, params: Params) -> str:
    return params.office.size_bands.size_of(pupils) if pupils else labels.NO_PUPILS


def _sum(frame: pd.DataFrame, smis: str, column: str, **where: object) -> int:
    if frame.empty:
        return 0
    chosen = frame["smis"] == smis
    for name, value in where.items():
        chosen &= frame[name] == value
    return int(frame.loc[chosen, column].sum())


def _teacher_band(pupils: int, teachers: int, params: Params) -> str:
    usual = params.checks.pupils_per_teacher
    if not pupils or not teachers:
        return labels.NO_TEACHER if pupils else labels.NO_PUPILS
    if pupils > usual.most * teachers:
        return labels.ABOVE
    return labels.BELOW if pupils < usual.least * teachers else labels.WITHIN


def _computer_band(pupils: int, computers: int, params: Params) -> str:
    if not pupils or not computers:
        return labels.NO_COMPUTER if pupils else labels.NO_PUPILS
    return labels.TOO_FEW if pupils > params.checks.pupils_per_computer.most * computers else labels.ENOUGH


def _rental(smis: str, own: Mapping[str, SchoolPage], connections: pd.DataFrame) -> str:
    if labels.INTERNET not in own:
        return labels.NO_INTERNET_PAGE
    rents = not connections.empty and bool((connections["smis"] == smis).any())
    return labels.RENTED if rents else labels.NOT_RENTED
