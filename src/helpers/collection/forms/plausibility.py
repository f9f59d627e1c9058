"""Whether single cells of a form can be what they say: dates near its fiscal year, amounts that exist, areas that say
whose value they hold. A row with one that cannot is not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from helpers.collection.forms.banner import FIRST_ROW
from helpers.collection.forms.cells import shown
from helpers.collection.forms.filled_rows import FilledRow
from helpers.collection.forms.form import NUMBERS, Form, FormColumn
from helpers.collection.forms.row_checks import Problem
from helpers.collection.spreadsheets import MergedArea, Spreadsheet
from helpers.params.checks import FormLimits
from helpers.periods import BUDDHIST_ERA_OFFSET, FiscalYear, thai_date_short
from helpers.thai import grouped

_CENTURIES = 2500 - 1900
"""What a two-digit year of พ.ศ. loses where Excel takes it for one of ค.ศ.: 68 becomes 1968 for 2568."""


def check_cells(form: Form, row: FilledRow, year: FiscalYear, limits: FormLimits) -> Iterator[Problem]:
    """Every day and every number that cannot be, whatever else is wrong with the row."""
    for column in form.columns:
        value, cell = row.values[column.name], f"{form.letter(column.name)}{row.number}"
        if isinstance(value, date):
            yield from _day(column, value, row, cell, year, limits)
        elif isinstance(value, Decimal | int):
            amount = limits.amount(form.slug, column.name)
            if amount and not amount.least <= abs(Decimal(value)) <= amount.most:
                allowed = f"{grouped(amount.least)} ถึง {grouped(amount.most)} {column.unit}".rstrip()
                found = shown(row.texts[column.name])
                yield Problem("form.cell.amount_implausible", row, cell, found, allowed, leaves_out=True)


def _day(
    column: FormColumn, day: date, row: FilledRow, cell: str, year: FiscalYear, limits: FormLimits
) -> Iterator[Problem]:
    first = year.opens.replace(year=year.opens.year - limits.years_before)
    last = year.closes.replace(year=year.closes.year + limits.years_after)
    if not first <= day <= last:
        found = f"{thai_date_short(day)} (ค.ศ. {day.year})"
        allowed = f"{_between(first, last)}{_perhaps(day, first, last)}"
        yield Problem("form.cell.date_implausible", row, cell, found, allowed, leaves_out=True)
    elif column.in_year and not year.opens <= day <= year.closes:
        window = f"ต้องอยู่ใน {_between(year.opens, year.closes)}"
        yield Problem("form.row.outside_year", row, cell, thai_date_short(day), window, leaves_out=True)


def _between(first: date, last: date) -> str:
    return f"{thai_date_short(first)} ถึง {thai_date_short(last)}"


def _perhaps(day: date, first: date, last: date) -> str:
    """The year that was meant, where two digits of it were typed."""
    meant = day.year + _CENTURIES - BUDDHIST_ERA_OFFSET
    return f" อาจหมายถึงปี {meant + BUDDHIST_ERA_OFFSET}" if first.year <= meant <= last.year else ""


def unclear_areas(form: Form, sheet: Spreadsheet) -> Mapping[int, Sequence[MergedArea]]:
    """By row, the merged areas that do not say whose value they hold: across columns, down from the headings, and of
    numbers, which may be for each row or for all of them together. Any other counts for each of its rows, as a person
    reads it."""
    found: dict[int, list[MergedArea]] = {}
    for area in sheet.merged:
        columns = form.columns[area.first_column - 1 : area.last_column]
        filled = [
            row for row in range(area.first_row, min(area.last_row, len(sheet.rows)) + 1) if any(sheet.rows[row - 1])
        ]
        across = len(columns) > 1 or area.first_row < FIRST_ROW
        if columns and _says(sheet, area) and (across or (len(filled) > 1 and columns[0].kind in NUMBERS)):
            for row in filled:
                found.setdefault(row, []).append(area)
    return found


def check_merged(form: Form, row: FilledRow, areas: Sequence[MergedArea], sheet: Spreadsheet) -> Iterator[Problem]:
    """The unclear areas of one row; it is not counted where any of their cells matters."""
    for area in areas:
        columns = form.columns[area.first_column - 1 : area.last_column]
        matters = any(column.needed or column.kind in NUMBERS for column in columns)
        cell, found = f"{form.letter(columns[0].name)}{row.number}", f"{area} “{shown(_says(sheet, area))}”"
        yield Problem("form.cell.merged", row, cell, found, "หนึ่งช่องต่อหนึ่งค่า ไม่ผสาน", leaves_out=matters)


def _says(sheet: Spreadsheet, area: MergedArea) -> str:
    """What stands in an area: the text of its first cell."""
    cells = sheet.rows[area.first_row - 1] if area.first_row <= len(sheet.rows) else ()
    return cells[area.first_column - 1] if area.first_column <= len(cells) else ""
