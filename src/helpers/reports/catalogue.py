"""The reports that can exist: for each kind its notebook, its parameters, which ids there are and which tables it
reads."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.strict_yaml import thai_message
from helpers.programmes.kinds import kinds as budget_kinds
from helpers.programmes.year import NAME as ALL_PROGRAMMES
from helpers.reports.kinds import FiscalYearKind, PerformanceKind, ProgrammeKind, RoundKind
from helpers.reports.national_kind import NationalKind
from helpers.reports.school_kind import SchoolKind, is_school_page
from helpers.reports.specs import ReportKind, Spec
from helpers.systems.system import systems
from helpers.tables.graph import Graph, Origin

_LISTED = 8


def kinds() -> Mapping[str, ReportKind]:
    """Every kind of report, by name."""
    every: list[ReportKind] = [
        *(RoundKind(system.name, f"รายงาน{system.title}") for system in systems().values()),
        *(ProgrammeKind(kind) for kind in budget_kinds().values()),
        FiscalYearKind(ALL_PROGRAMMES, "รายงานการจัดสรรงบประมาณประจำปี", "allocation"),
        PerformanceKind(),
        SchoolKind(),
        NationalKind(),
    ]
    by_name = {kind.name: kind for kind in every}
    if len(by_name) < len(every):
        twice = ", ".join(name for name, times in Counter(kind.name for kind in every).items() if times > 1)
        raise ParameterError(
            f"มีรายงานสองชนิดชื่อ {twice}", where="reports/catalogue.py", remedy="ให้ชนิดหนึ่งมีชื่อ (slug) ของตนเอง"
        )
    return by_name


def existing_reports(graph: Graph, asked: Collection[str] = ()) -> list[Spec]:
    """Every report for which there is data, by id; pages of schools of the newest year, and of another year those that
    are `asked` for by their ids or that of the year (`school/2567`)."""
    specs = {spec.id: spec for kind in kinds().values() for spec in kind.existing(graph)}
    if any(map(is_school_page, asked)):
        whole = {name.strip("/") for name in asked}
        older = SchoolKind().older(graph)
        specs |= {spec.id: spec for spec in older if whole & {spec.id, spec.id.rpartition("/")[0]}}
    return [specs[report_id] for report_id in sorted(specs)]


def waiting_reports(params: Params) -> set[str]:
    """The ids of the reports that the parameters speak of, whether anything was received for them or not: of an office
    all but the national view, in the folder of this view it alone."""
    asked = (kind for kind in kinds().values() if (kind.name == NationalKind.name) == params.is_national)
    return {waiting for kind in asked for waiting in kind.waiting(params)}


def reports_on(origins: Iterable[Origin], params: Params) -> list[Spec]:
    """The reports on these data sets, in their order, each once; data that no report is about have none."""
    every = list(kinds().values())
    specs = (kind.on(*origin, params) for origin in origins for kind in every)
    return list({spec.id: spec for spec in specs if spec}.values())


def selected_reports(specs: list[Spec], prefixes: list[str]) -> list[Spec]:
    """The reports whose ids begin with one of the prefixes; all for no prefixes. Raises as `selected` does."""
    chosen = selected([spec.id for spec in specs], prefixes)
    return [spec for spec in specs if spec.id in chosen]


def selected(ids: list[str], prefixes: list[str]) -> list[str]:
    """The ids that begin with one of the prefixes, whole steps of the path only; all for no prefixes.

    Raises ParameterError that names a prefix which selects nothing.
    """
    for prefix in prefixes:
        if not any(_selects(prefix, each) for each in ids):
            raise ParameterError(f"ไม่มีรายงาน “{prefix}”", remedy=_those_there(prefix, ids))
    return [each for each in ids if not prefixes or any(_selects(prefix, each) for prefix in prefixes)]


def _those_there(prefix: str, ids: list[str]) -> str:
    """What to ask for instead: of the reports that are there, those that are called nearly so, or else the first."""
    starts = {"/".join(each.split("/")[:steps]) for each in ids for steps in (1, 2, 3)}
    ends = sorted(start for start in starts if start.endswith(f"/{prefix.strip('/')}"))
    near = (ends or get_close_matches(prefix.strip("/"), sorted(starts), n=_LISTED, cutoff=0.7) or ids)[:_LISTED]
    return f"รายงานที่มีข้อมูลคือ {', '.join(near)}" if near else "ยังไม่ได้รับข้อมูลใด รับไฟล์ด้วย workbook receive ก่อน"


def _selects(prefix: str, report_id: str) -> bool:
    return f"{report_id}/".startswith(prefix.rstrip("/") + "/")


def spec_for(kind_name: str, parameters: Mapping[str, Any], params: Params) -> Spec:
    """The report that a notebook opens. Raises ParameterError for an unknown kind, an unknown or a wrong parameter."""
    kind = kinds().get(kind_name)
    if kind is None:
        raise ParameterError(f"ไม่รู้จักรายงานชนิด “{kind_name}”", remedy=f"ชนิดที่มีคือ {', '.join(kinds())}")
    try:
        return kind.spec(kind.parameters.model_validate(dict(parameters)), params)
    except ValidationError as invalid:
        problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {thai_message(each)}" for each in invalid.errors())
        known = ", ".join(f"{name} ({field.description})" for name, field in kind.parameters.model_fields.items())
        raise ParameterError(f"พารามิเตอร์ของรายงานไม่ถูกต้อง: {problems}", remedy=f"พารามิเตอร์ที่มีคือ {known}") from invalid
