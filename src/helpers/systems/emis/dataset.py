"""Building an EMIS round: open its files, take each school's latest pages, lay them out as tables, check them."""

from dataclasses import dataclass

import pandas as pd

from helpers.digests import text_digest
from helpers.foreign.checks import check_file
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.folder import Params
from helpers.systems.emis import labels
from helpers.systems.emis.checks import RULES, check_pages
from helpers.systems.emis.ict import read_computers, read_internet
from helpers.systems.emis.reading import PageLine, Pages, SchoolPage, Tables, read_file
from helpers.systems.emis.schemas import SCHEMAS
from helpers.systems.emis.tables import read_staff, read_students, school_frames
from helpers.systems.system import RoundInputs
from helpers.tables.file_names import smis_by_code
from helpers.tables.findings import (
    Finding,
    delivery_frame,
    empty_frame,
    finding_frame,
    threshold_frame,
    with_checks_file,
)
from helpers.tables.register import Delivery
from helpers.tables.schemas import DELIVERY_DIGITS, with_row_keys


@dataclass(frozen=True)
class _RoundPages:
    """A round's pages, their files by the id that row keys carry, and their findings."""

    pages: Pages
    used: dict[str, Delivery]
    findings: tuple[Finding, ...]


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    params, opened = inputs.params, _open(inputs)
    day = params.round(inputs.round).as_of.date
    tables = _tables(opened.pages, params)
    tables |= school_frames(tables, opened.pages, params, day)
    thresholds = _thresholds(params)
    tables["thresholds"] = threshold_frame(thresholds, params)
    findings = [*opened.findings, *check_pages(opened.pages, tables["schools"], params, day)]
    return {name: with_row_keys(frame) for name, frame in tables.items()} | {
        "findings": finding_frame(findings, RULES),
        "deliveries": with_checks_file(_delivery_frame(opened, params), thresholds, params),
    }


def _thresholds(params: Params) -> dict[str, int]:
    teacher, computer = params.checks.pupils_per_teacher, params.checks.pupils_per_computer
    return {"teacher_least": teacher.least, "teacher_most": teacher.most, "computer_most": computer.most}


def _open(inputs: RoundInputs) -> _RoundPages:
    """Each school's page is that of the last file that holds the school."""
    codes = smis_by_code(inputs.params.schools)
    pages: dict[str, dict[str, SchoolPage]] = {report: {} for report in labels.TITLES}
    files: dict[str, Delivery] = {}
    findings: list[Finding] = []
    for delivery in inputs.deliveries:
        sheet = open_spreadsheet(delivery.path, inputs.params.checks.file_limits, name=delivery.name)
        file = read_file(sheet)
        if file is None:
            continue
        findings += check_file("emis", sheet, delivery)
        file_id = _id(delivery, files)
        files[file_id] = delivery
        by_school: dict[str, list[PageLine]] = {}
        for line in file.lines:
            by_school.setdefault(codes.get(line.school, line.school), []).append(line)
        for smis, lines in by_school.items():
            origin = (file_id, delivery.name, sheet.sheet, file.columns)
            pages[file.report][smis] = SchoolPage(smis, file.report, *origin, tuple(lines))
    counted = {page.delivery for by_school in pages.values() for page in by_school.values()}
    used = {file_id: delivery for file_id, delivery in files.items() if file_id in counted}
    return _RoundPages(pages, used, tuple(finding for finding in findings if finding.delivery in counted))


def _id(delivery: Delivery, before: dict[str, Delivery]) -> str:
    """The id of a file in row keys: of its bytes, and of its name too where another school's page has the same
    bytes."""
    if delivery.id not in before:
        return delivery.id
    return text_digest(f"{delivery.sha256}\n{delivery.name}")[:DELIVERY_DIGITS]


def _delivery_frame(opened: _RoundPages, params: Params) -> pd.DataFrame:
    """The files and the school list; a page with the bytes of another school's has a row of its own."""
    frame = delivery_frame(opened.used.values(), labels.TITLES, params)
    twins = []
    for file_id, delivery in opened.used.items():
        if file_id not in set(frame["delivery"]):
            twins.append(frame[frame["sha256"] == delivery.sha256].assign(delivery=file_id, name=delivery.name))
    return with_row_keys(pd.concat([frame, *twins], ignore_index=True))


def _tables(pages: Pages, params: Params) -> dict[str, pd.DataFrame]:
    rows: Tables = {schema.name: [] for schema in SCHEMAS}
    for report, by_school in pages.items():
        for smis in sorted(by_school):
            for name, records in _read(report, by_school[smis], params).items():
                rows[name] += records
    tables = {schema.name: pd.DataFrame(rows[schema.name]) for schema in SCHEMAS if rows[schema.name]}
    if "connections" in tables:
        tables["connections"] = tables["connections"].astype({"mbps": "Int64"})
    return {schema.name: empty_frame(schema) for schema in SCHEMAS} | tables


def _read(report: str, page: SchoolPage, params: Params) -> Tables:
    limits = params.checks.plausible
    if report == labels.STUDENT:
        return read_students(page, limits)
    if report == labels.STAFF:
        return read_staff(page, params.checks.pupils_per_teacher.positions, limits.people)
    return read_computers(page, limits.pieces) if report == labels.COMPUTER else read_internet(page)
