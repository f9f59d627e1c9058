"""FilledForm-in forms of every kind as grids of cells, saved as Excel would save them, and what a programme makes of
it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.form import CellKind, Form
from helpers.forms.reading import Area, read_form
from helpers.forms.recognition import DATA_SHEET, FIRST_ROW, banner_text, recognise_form, refuse_other_programme
from helpers.forms.registers import TRANSFERS
from helpers.periods import FiscalYear
from helpers.programmes.kinds import ProgrammeInputs, kinds
from helpers.programmes.reading import choices_of
from helpers.programmes.registers import register_movements
from helpers.sample.budget_year.claims import rents, support_requests
from helpers.sample.budget_year.payments import payments, subsidy
from helpers.sample.budget_year.registers import allotments, spending
from helpers.sample.budget_year.rosters import ceiling_rosters, hire_rosters
from helpers.sample.budget_year.setting import FilledForm, PupilCounts, Setting
from helpers.sample.budget_year.transfers import transfers
from helpers.systems.dmc.layouts import GRADES
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery
from unit.programmes.filled import project_params

YEAR = FiscalYear(2569)
ROWS = 6
"""Rows of a form that are taken: enough for areas of several, few enough to be quick."""
SCHOOLS = 4
PUPILS = 9
Amounts = Counter[tuple[str, ...]]


@dataclass
class Sheet:
    """A form as a grid of values (row 1 is the banner), the formats of single cells, and areas to be merged."""

    grid: list[list[object]]
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def save(self, path: Path) -> Path:
        """As Excel would save it: the cells that a merged area covers are emptied."""
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = DATA_SHEET
        for number, cells in enumerate(self.grid, 1):
            for place, value in enumerate(cells, 1):
                if value is not None and value != "":
                    cell = sheet.cell(number, place, value)  # type: ignore[arg-type]
                    cell.number_format = self.formats.get((number, place), cell.number_format)
        for top, bottom, left, right in self.merged:
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
        workbook.save(path)
        return path


@dataclass(frozen=True)
class Specimen:
    """A form that somebody filled in: of which programme, and its sheet before anything happened to it."""

    form: Form
    subject: str
    sheet: Sheet

    @property
    def rows(self) -> range:
        """The numbers of its rows."""
        return range(FIRST_ROW, len(self.sheet.grid) + 1)


@dataclass(frozen=True)
class Outcome:
    """What came of reading a form: the findings by rule, cell and text, and its money."""

    findings: Counter[tuple[str, str, str]]
    amounts: Amounts


@cache
def specimens() -> Mapping[str, Specimen]:
    """One form of every kind, by the form's slug and the programme."""
    found = {f"{each.form.slug}-{each.subject}": _specimen(each) for each in _filled()}
    kinds_of_form = {each.form.slug: name for name, each in reversed(found.items())}
    return {name: found[name] for name in sorted(kinds_of_form.values())}


def _filled() -> Iterator[FilledForm]:
    setting = _setting()
    tranches = subsidy(setting)
    claims = [*hire_rosters(setting), *ceiling_rosters(setting), *support_requests(setting), *rents(setting)]
    needs = {each.subject: need for each in claims if (need := each.need(YEAR))}
    booked = allotments(setting, needs, by_letter=())
    given = Counter({name: Decimal(0) for name in needs})
    for row in booked.rows:
        given[str(row["programme"])] += Decimal(str(row["amount"]))
    needed = {name: sum(need.values(), Decimal(0)) for name, need in needs.items()}
    yield from chain(claims, payments(setting, tranches))
    yield from (booked, spending(setting, needs, given), transfers(setting, given, needed))


def _setting() -> Setting:
    params = project_params()
    codes = tuple(list(params.schools)[:SCHOOLS])
    heads = PupilCounts(np.full((SCHOOLS, len(GRADES)), PUPILS), np.full((SCHOOLS, len(GRADES)), 2))
    sure = np.ones(SCHOOLS, dtype=np.bool_)
    return Setting(params, choices_of(params), YEAR, codes, heads, heads, sure, sure, tuple(range(SCHOOLS)))


def _specimen(filled: FilledForm) -> Specimen:
    """The form with a few of its rows, from all over it."""
    form, programmes = filled.form, project_params().programmes
    title = programmes[filled.subject].title if filled.subject in programmes else form.title
    banner: list[object] = [banner_text(form, filled.subject, title, YEAR)]
    heads: list[object] = [column.heading for column in form.columns]
    step = max(1, len(filled.rows) // ROWS)
    rows = [_cells(form, row) for row in filled.rows[::step][:ROWS]]
    return Specimen(form, filled.subject, Sheet([banner, heads, *rows]))


def _cells(form: Form, row: Mapping[str, object]) -> list[object]:
    """A row as it is written; what stands for nothing is said in words."""
    cells: list[object] = []
    for column in form.columns:
        value = row.get(column.name)
        labels = dict(column.options(choices_of(project_params()))) if column.kind is CellKind.CHOICE else {}
        cells.append(labels.get(str(value), value) if value not in (None, "") else column.blank or None)
    return cells


def outcome(specimen: Specimen, sheet: Sheet, path: Path) -> Outcome:
    """Receive and read a sheet. Raises DeliveryError for one that is refused."""
    params, form = project_params(), specimen.form
    opened = open_spreadsheet(sheet.save(path), params.checks.file_limits)
    file = recognise_form(opened)
    assert file is not None, "a damaged form is taken for something else"
    refuse_other_programme(file, opened, params.programmes)
    delivery = Delivery(path, path.name, opened.sha256, form.slug, file.rows, opened.encoding)
    area, limits = Area(params.office.area_code, frozenset(params.schools)), params.checks.form_limits
    table, findings = read_form(form, opened, delivery, choices_of(params), area, limits)
    form.schema.table(table)
    amounts, more = _money(specimen, table)
    return Outcome(Counter((each.rule, each.column, each.found) for each in (*findings, *more)), amounts)


def _money(specimen: Specimen, table: pd.DataFrame) -> tuple[Amounts, list[Finding]]:
    """What the rows come to: by the rules of the programme, or, of a register, as entries. Of which row is left out:
    rows may be moved."""
    if specimen.form is TRANSFERS:
        names = ("from_programme", "to_programme", "amount", "state")
        return Counter(tuple(map(str, row)) for row in zip(*(table[name] for name in names), strict=True)), []
    if specimen.form.register:
        moved = register_movements({specimen.form.slug: table})
        return Counter(
            (each.programme, each.expenditure, each.measure, each.month, str(each.amount)) for each in moved
        ), []
    params = project_params()
    programme = params.programmes[specimen.subject]
    inputs = ProgrammeInputs(
        specimen.subject, programme, YEAR, params.fiscal_year(YEAR), params, table, lambda *_: None
    )
    allocated = kinds()[programme.kind].allocate(inputs)
    paid = ((row.smis, row.item, row.half, str(row.amount)) for row in allocated.rows)
    return Counter(paid), list(allocated.findings)
