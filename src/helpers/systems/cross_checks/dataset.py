"""The rosters of the hire programmes, as the office filled them in for a fiscal year.

The checks between systems as a source of tables: its period is a round, its snapshot is made from the systems'.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import pandas as pd

from helpers.digests import description_digest, source_digests
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.reading import Area, read_form
from helpers.forms.rosters import ROSTER
from helpers.params.folder import Params
from helpers.params.programmes.hire import HireProgramme
from helpers.periods import FiscalYear, Period, Round
from helpers.systems.cross_checks.checks import RULES, check_age, earlier_rounds
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
from helpers.systems.system import systems
from helpers.tables.file_names import smis_by_code
from helpers.tables.findings import Finding, all_deliveries, delivery_frame, empty_frame, finding_frame
from helpers.tables.register import Delivery, Entry
from helpers.tables.schemas import with_row_keys
from helpers.tables.sources import delivery_of, named, params_digests, round_of
from helpers.tables.store import Snapshot, Store


def newest_rosters(register: Sequence[Entry], year: FiscalYear) -> list[Entry]:
    """The newest roster of each programme of a fiscal year, by programme."""
    own = (entry for entry in register if entry.report == ROSTER.slug and entry.period == str(year))
    return [entry for _, entry in sorted({entry.system: entry for entry in own}.items())]


def read_rosters(rosters: Sequence[Entry], store: Store) -> tuple[pd.DataFrame, list[Delivery]]:
    """The rows that can be counted, with the `programme` that each is of; and the files. What is wrong inside the
    forms is said where the programme is."""
    deliveries = [delivery_of(entry, store.folder) for entry in rosters]
    store.folder.refuse_changed(list(rosters))
    frames = [empty_frame(ROSTER.schema).assign(programme="")]
    for entry, delivery in zip(rosters, deliveries, strict=True):
        sheet = open_spreadsheet(delivery.path, store.params.checks.file_limits, name=delivery.name)
        area = Area(store.params.office.area_code, frozenset(store.params.schools))
        rows, _ = read_form(ROSTER, sheet, delivery, {}, area, store.params.checks.form_limits)
        frames.append(rows.assign(programme=entry.system))
    filled = [frame for frame in frames if not frame.empty] or frames
    return pd.concat(filled, ignore_index=True), deliveries


NAME = "between"


class Between:
    """All systems of a round, and the rosters of the fiscal year in which its day lies."""

    name = NAME
    title = "ตรวจระหว่างระบบ"
    reports: Mapping[str, str] = {}
    schemas = SCHEMAS
    rules = RULES

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """Grades and levels as the systems list them, and how codes stand."""
        return {"grade": GRADES, "level": LEVELS, "standing": STANDINGS}

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """What there is to be compared with was not received."""
        known = {report: title for system in systems().values() for report, title in system.reports.items()}
        titles = [title for report, title in (known | {ROSTER.slug: ROSTER.title}).items() if report in needs]
        told = " หรือ ".join(f"“{title}”" for title in titles) or "ข้อมูลระบบใด"
        return f"ยังไม่ได้รับ{told} ของรอบ {period} จึงยังไม่ได้เทียบ"

    def available(self, period: Period, store: Store) -> bool:
        """Whether any system of the round was received."""
        return isinstance(period, Round) and any(store.available(name, period) for name in systems())

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """The systems' snapshots, the rosters and the programmes that need one, the files' age, and the helpers."""
        read = _Read(round_of(period), store)
        there = [name for name in systems() if store.available(name, period)]
        return {
            "snapshots": {name: store.fingerprint(name, period) for name in there},
            "rosters": named(read.rosters),
            "hiring": sorted(read.hiring),
            "made": {entry.sha256: entry.made for entry in read.received if entry.made},
            "earlier": read.earlier,
            "params": params_digests(self, period, store.params),
            "helpers": description_digest(source_digests("params", "tables", "foreign", "forms", "systems")),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """The round's own file, where there is one."""
        return [f"rounds/{period}.yml"] if period in params.rounds else []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """Every pair of tables, and what is wrong between them."""
        read = _Read(round_of(period), store)
        posts, used = read_rosters(read.rosters, store)
        own = delivery_frame(used, {ROSTER.slug: ROSTER.title}, store.params)
        deliveries = all_deliveries(own, [each.read("deliveries") for each in read.snapshots.values()])
        files = dict(zip(deliveries["delivery"], deliveries["name"], strict=True))
        tables = RoundTables(read.table, files, listed=bool(store.params.schools))
        compared = _compared(tables, posts, read)
        found = chain(_aged(read, set(deliveries["sha256"])), *(each.findings for each in compared.values()))
        return {name: with_row_keys(each.frame) for name, each in compared.items()} | {
            "findings": finding_frame(found, RULES),
            "deliveries": deliveries,
        }


class _Read:
    """What is read for one round."""

    def __init__(self, round_: Round, store: Store) -> None:
        self.params = store.params
        self.day = store.params.round(round_).as_of.date
        register = store.folder.in_force()
        self.received = [entry for entry in register if entry.period == str(round_) and entry.system in systems()]
        self.rosters = newest_rosters(register, FiscalYear.of(self.day))
        self.earlier = earlier_rounds(self.received, round_, register)
        self.hiring = {name for name, each in store.params.programmes.items() if isinstance(each, HireProgramme)}
        self._round, self._store = round_, store

    @cached_property
    def snapshots(self) -> dict[str, Snapshot]:
        """Those of the systems that delivered, built where they are not there yet."""
        return {name: found for name in systems() if (found := self._store.snapshot(name, self._round))}

    def table(self, system: str, table: str) -> pd.DataFrame | None:
        """A system's table; None where nothing of the system was delivered."""
        return self.snapshots[system].read(table) if system in self.snapshots else None


def _compared(tables: RoundTables, posts: pd.DataFrame, read: _Read) -> dict[str, SystemComparison]:
    limits = read.params.checks.between_systems
    complete = read.hiring <= set(posts["programme"])
    return {
        "pupils": compare_pupils(tables, limits.pupils),
        "rooms": compare_rooms(tables),
        "desks": compare_desks(tables),
        "codes": compare_codes(tables),
        "hired": compare_hired(tables, posts, read.day, complete=complete),
        "presence": compare_presence(tables, systems_of_every_school(systems().values())),
    }


def _aged(read: _Read, counted: Collection[str]) -> Iterator[Finding]:
    """Of the files that take part in the round, those that are too old."""
    entries = [entry for entry in read.received if entry.sha256 in counted]
    codes = smis_by_code(read.params.schools)
    return check_age(entries, read.earlier, read.day, read.params.checks.between_systems.days, codes)
