"""The checks between the systems of a round as a data set: its snapshot is made from the systems' own, and from the
rosters of the hire programmes as the office filled them in for the fiscal year in which the round's day lies.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

import pandas as pd

from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.reading import Area, read_form
from helpers.forms.rosters import ROSTER
from helpers.params.folder import Params
from helpers.params.programmes.hire import HireProgramme
from helpers.periods import FiscalYear, Round
from helpers.systems.cross_checks.checks import RULES, check_age, earlier_rounds
from helpers.systems.cross_checks.classes import check_classes
from helpers.systems.cross_checks.comparisons import (
    RoundTables,
    SystemComparison,
    compare_codes,
    compare_desks,
    compare_hired,
    compare_presence,
    compare_pupils,
    compare_rooms,
    systems_of_every_school,
)
from helpers.systems.cross_checks.schemas import SCHEMAS, STANDINGS
from helpers.systems.dmc.layouts import GRADES, LEVELS
from helpers.systems.system import round_file, systems
from helpers.tables.file_names import smis_by_code
from helpers.tables.findings import Finding, all_deliveries, delivery_frame, empty_frame, finding_frame
from helpers.tables.graph import Dataset, Graph, Origin, delivery_of, named
from helpers.tables.register import Delivery, Entry
from helpers.tables.schemas import with_row_keys


def newest_rosters(register: Sequence[Entry], year: FiscalYear) -> list[Entry]:
    """The newest roster of each programme of a fiscal year, by programme."""
    rosters = (entry for entry in register if entry.report == ROSTER.slug and entry.period == str(year))
    return [entry for _, entry in sorted({entry.system: entry for entry in rosters}.items())]


def read_rosters(rosters: Sequence[Entry], graph: Graph) -> tuple[pd.DataFrame, list[Delivery]]:
    """The rows that can be counted, with the `programme` that each is of; and the files. What is wrong inside the
    forms is said where the programme is."""
    deliveries = [delivery_of(entry, graph.folder) for entry in rosters]
    graph.folder.refuse_changed(list(rosters))
    frames = [empty_frame(ROSTER.schema).assign(programme="")]
    for entry, delivery in zip(rosters, deliveries, strict=True):
        sheet = open_spreadsheet(delivery.path, graph.params.checks.file_limits, name=delivery.name)
        area = Area(graph.params.office.area_code, frozenset(graph.params.schools))
        rows, _ = read_form(ROSTER, sheet, delivery, {}, area, graph.params.checks.form_limits)
        frames.append(rows.assign(programme=entry.system))
    filled = [frame for frame in frames if not frame.empty] or frames
    return pd.concat(filled, ignore_index=True), deliveries


NAME = "between"


def cross_checks_dataset() -> Dataset[Round]:
    """All systems of a round, and the rosters of the fiscal year in which its day lies, held against each other."""
    return Dataset(
        name=NAME,
        title="ตรวจระหว่างระบบ",
        period_type=Round,
        schemas=SCHEMAS,
        modules=(__name__, *(system.build.__module__ for system in systems().values())),
        build=_build,
        missing_reason=_missing_reason,
        rules=RULES,
        value_order=lambda _report: {"grade": GRADES, "level": LEVELS, "standing": STANDINGS},
        reads=_reads,
        param_files=round_file,
        depends=_depends,
        available=lambda round_, graph: bool(graph.present(_reads(round_, graph))),
    )


def _reads(round_: Round, _graph: Graph) -> Mapping[str, Origin]:
    return {name: (name, round_) for name in systems()}


def _missing_reason(needs: Collection[str], round_: Round, _params: Params) -> str:
    """What there is to be compared with was not received."""
    known = {report: title for system in systems().values() for report, title in system.reports.items()}
    titles = [title for report, title in (known | {ROSTER.slug: ROSTER.title}).items() if report in needs]
    missing = " หรือ ".join(f" “{title}”" for title in titles) or "ข้อมูลระบบใด"
    return f"ยังไม่ได้รับ{missing} ของรอบ {round_} จึงยังไม่ได้เทียบ"


@dataclass(frozen=True)
class _Register:
    """What the register of received files says that matters to a round."""

    round: Round
    graph: Graph

    @property
    def day(self) -> date:
        """The day that the round's data describe. Raises ParameterError for a round without parameters."""
        return self.graph.params.round(self.round).as_of.date

    @cached_property
    def received(self) -> list[Entry]:
        """The files of the round in force, of all systems."""
        in_force = self.graph.folder.in_force()
        return [entry for entry in in_force if entry.period == str(self.round) and entry.system in systems()]

    @property
    def rosters(self) -> list[Entry]:
        """The newest roster of each programme of the fiscal year."""
        return newest_rosters(self.graph.folder.in_force(), FiscalYear.of(self.day))

    @property
    def earlier(self) -> dict[str, str]:
        """The latest earlier round in which a file of the same bytes was received for the same system, by digest."""
        return earlier_rounds(self.received, self.round, self.graph.folder.in_force())

    @property
    def hiring(self) -> list[str]:
        """The programmes that need a roster."""
        return sorted(name for name, each in self.graph.params.programmes.items() if isinstance(each, HireProgramme))


def _depends(round_: Round, graph: Graph) -> dict[str, Any]:
    """The rosters and the programmes that need one, and how old the files are."""
    register = _Register(round_, graph)
    return {
        "rosters": named(register.rosters),
        "hiring": register.hiring,
        "made": {entry.sha256: entry.made for entry in register.received if entry.made},
        "earlier": register.earlier,
    }


def _build(round_: Round, graph: Graph) -> dict[str, pd.DataFrame]:
    """Every pair of tables, and what is wrong between them."""
    register, snapshots = _Register(round_, graph), graph.snapshots(_reads(round_, graph))
    posts, used = read_rosters(register.rosters, graph)
    filled_in = delivery_frame(used, {ROSTER.slug: ROSTER.title}, graph.params)
    deliveries = all_deliveries(filled_in, [snapshot.read("deliveries") for snapshot in snapshots.values()])

    def table(system: str, name: str) -> pd.DataFrame | None:
        return snapshots[system].read(name) if system in snapshots else None

    files = dict(zip(deliveries["delivery"], deliveries["name"], strict=True))
    tables = RoundTables(table, files, listed=bool(graph.params.schools))
    compared = _compared(tables, posts, register)
    apart = chain.from_iterable(pair.findings for pair in compared.values())
    findings = chain(_aged(register, set(deliveries["sha256"])), apart, check_classes(tables))
    return {name: with_row_keys(pair.frame) for name, pair in compared.items()} | {
        "findings": finding_frame(findings, RULES),
        "deliveries": deliveries,
    }


def _compared(tables: RoundTables, posts: pd.DataFrame, register: _Register) -> dict[str, SystemComparison]:
    limits = register.graph.params.checks.between_systems
    complete = set(register.hiring) <= set(posts["programme"])
    return {
        "pupils": compare_pupils(tables, limits.pupils),
        "rooms": compare_rooms(tables),
        "desks": compare_desks(tables),
        "codes": compare_codes(tables),
        "hired": compare_hired(tables, posts, register.day, complete=complete),
        "presence": compare_presence(tables, systems_of_every_school(systems().values())),
    }


def _aged(register: _Register, counted: Collection[str]) -> Iterator[Finding]:
    """Of the files that take part in the round, those that are too old."""
    entries, params = [entry for entry in register.received if entry.sha256 in counted], register.graph.params
    codes = smis_by_code(params.schools)
    return check_age(entries, register.earlier, register.day, params.checks.between_systems.days, codes)
