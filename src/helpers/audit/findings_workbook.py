"""findings.xlsx: what is wrong with a period's data in any system and between them, a sheet for every school; and a
file for each, ready to be sent. Confidential.

The stored findings point to a file and a row. So that the school finds the pupil, the number that it gave the pupil
itself is read from the delivery at this moment; it stands in no stored table and in no report.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pandas as pd

from helpers.audit.findings_sheets import About, FindingsSheets, SchoolFindings, Shown
from helpers.collection.findings import Owner, Severity
from helpers.collection.schemas import DELIVERY_DIGITS
from helpers.collection.spreadsheets import open_spreadsheet
from helpers.collection.store import Snapshot
from helpers.collection.systems import systems
from helpers.files import PRIVATE, folder_in_the_making, folder_named, write_whole
from helpers.params.folder import Params
from helpers.performance.sources import rules, sources
from helpers.periods import FiscalYear, Period, Round, thai_date
from helpers.reports.places import Places

NAME = "findings.xlsx"
FOLDER = "check"
PACKS = "schools"
_PUPIL = "pupil"
"""What the findings of rules like `dmc.pupil.number_missing` are about; a rule's second word says it."""
_MOST_URGENT_FIRST = list(Severity)
_References = Mapping[tuple[str, int], str]


def all_findings(snapshots: Sequence[Snapshot], params: Params) -> pd.DataFrame:
    """What was found in one period, by whatever source; each of the places once, though a source that reports on
    another's data repeats what is wrong with them. `system` is the source's title."""
    titles = {name: source.title for name, source in sources(params).items()}
    found = [each.read("findings").assign(system=titles[each.source]) for each in snapshots]
    together = pd.concat(found, ignore_index=True)
    return together.drop_duplicates([name for name in together if name != "system"], ignore_index=True)


def school_names(snapshots: Sequence[Snapshot], params: Params) -> dict[str, str]:
    """What the schools are called, of the list and of the data; a source that knows no schools adds none."""
    names = {smis: school.name for smis, school in params.schools.items()}
    for schools in (each.read("schools") for each in snapshots if each.path("schools").exists()):
        names = dict(zip(schools["smis"], schools["name"], strict=True)) | names
    return names


def write_findings(snapshots: Sequence[Snapshot], places: Places, params: Params) -> Path:
    """Write `outputs/check/<period>/findings.xlsx` (all schools) and beside it `schools/<smis>.xlsx` (each alone),
    over all sources of one period, readable by their owner alone; returns the path of the first.

    Same data, same bytes. Raises DeliveryError for a delivery that can no longer be opened.
    """
    findings, period = all_findings(snapshots, params), snapshots[0].period
    shown = _shown(findings, _references(findings, period, places, params))
    names = school_names(snapshots, params)
    names |= {smis: "" for smis in shown if smis not in names and smis}
    schools = [SchoolFindings(smis, names[smis], tuple(shown.get(smis, ()))) for smis in sorted(names)]
    area = SchoolFindings("", "", tuple(shown.get("", ())))
    path = places.outputs / FOLDER / str(period) / NAME
    with folder_named(places.outputs):
        places.outputs.mkdir(parents=True, exist_ok=True)  # reports in it are for others too
    about = _about(period, places, params)
    write_whole(path, FindingsSheets(about, [area, *schools]).saved(), mode=PRIVATE)
    _write_packs(path.parent / PACKS, about, [own for school in schools if (own := _to_put_right(school)).findings])
    return path


def _to_put_right(school: SchoolFindings) -> SchoolFindings:
    """The school with what it can put right itself; the rest is the area's to do."""
    return replace(school, findings=tuple(each for each in school.findings if each.owner is Owner.SCHOOL))


def _write_packs(final: Path, about: About, schools: Sequence[SchoolFindings]) -> None:
    """A workbook of its own for each school that has findings, so that none reads of another's pupils."""
    with folder_in_the_making(final, PRIVATE) as scratch:
        for school in schools:
            write_whole(scratch / f"{school.smis}.xlsx", FindingsSheets(about, [school]).saved(), mode=PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)


def _about(period: Period, places: Places, params: Params) -> About:
    deadline, day = _days(period, params)
    return About(
        office=params.office.name,
        period=period.thai,
        deadline=thai_date(deadline),
        digits=params.office.digits,
        day=datetime.combine(day, time.min, UTC),
        sample=places.data_folder.kind == "sample",
        pupils=isinstance(period, Round),
    )


def _days(period: Period, params: Params) -> tuple[date, date]:
    """The last day for corrections, and the day that the data describe."""
    if isinstance(period, Round):
        return params.round(period).window.closes, params.round(period).as_of.date
    assert isinstance(period, FiscalYear)
    return period.closes, params.fiscal_year(period).as_of.date


def _shown(findings: pd.DataFrame, references: _References) -> dict[str, list[Shown]]:
    """Every school's findings by its code, the most urgent first; the empty code stands for the whole area."""
    found: dict[str, list[Shown]] = {}
    for each in findings.itertuples():
        rule = rules()[str(each.rule)]
        shown = Shown(
            system=str(each.system),
            severity=rule.severity,
            owner=rule.owner,
            title=rule.title,
            file=str(each.file),
            sheet=str(each.sheet),
            row=int(str(each.row)),
            column=str(each.column),
            found=str(each.found),
            allowed=str(each.allowed),
            remedy=rule.remedy,
            pupil=references.get((str(each.delivery), int(str(each.row))), "") if _subject(rule.id) == _PUPIL else "",
        )
        found.setdefault(str(each.smis), []).append(shown)
    for listed in found.values():
        listed.sort(key=lambda one: _MOST_URGENT_FIRST.index(one.severity))
    return found


def _references(findings: pd.DataFrame, period: Period, places: Places, params: Params) -> _References:
    """The school's own number of the pupil that a finding is about, by delivery and row. Opens each delivery once."""
    folder, about = places.data_folder, findings[findings["rule"].map(_subject) == _PUPIL]
    found: dict[tuple[str, int], str] = {}
    for name, system in systems().items():
        for entry in folder.received(name, period):
            delivery = entry.sha256[:DELIVERY_DIGITS]
            rows = frozenset(about[about["delivery"] == delivery]["row"])
            if rows:
                sheet = open_spreadsheet(folder.deliveries / entry.path, params.checks.file_limits, name=entry.name)
                found |= {(delivery, row): number for row, number in system.pupil_references(sheet, rows).items()}
    return found


def _subject(rule: str) -> str:
    return rule.split(".")[1]
