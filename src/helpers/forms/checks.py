"""Checks of a filled-in form: single cells (implausible dates and amounts, unclear merged areas), the cells of one row
(order of dates, signs, conditions), and rows against each other (duplicates, entries that are gone). A row with a
problem that `leaves_out` is not counted."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from helpers.foreign.cells import comparable
from helpers.foreign.spreadsheets import MergedArea, Spreadsheet
from helpers.forms.cells import shown
from helpers.forms.form import NUMBERS, SPAN, Condition, Form, FormColumn
from helpers.forms.recognition import FIRST_ROW, FilledRow
from helpers.forms.rules import BLANK
from helpers.params.checks import FormLimits
from helpers.periods import BUDDHIST_ERA_OFFSET, FiscalYear, thai_date_short
from helpers.tables.file_names import of_area
from helpers.thai import grouped


@dataclass(frozen=True)
class Problem:
    """A problem of one row: the rule that it breaks, the address of the `cell` (empty for the row as a whole), the
    `value` that stands there and what is `allowed`, as users read them. `leaves_out` says that the row is not
    counted."""

    rule: str
    row: FilledRow
    cell: str = ""
    value: str = ""
    allowed: str = ""
    leaves_out: bool = False


@dataclass(frozen=True)
class Area:
    """The office's area code, and the SMIS codes on its school list; no codes where there is no list yet."""

    code: str
    schools: Collection[str]


def check_row(form: Form, row: FilledRow, year: FiscalYear, area: Area) -> Iterator[Problem]:
    """The problems of a row whose cells can be read. The row of a school in another area is not counted, since that
    school is paid by another office; without a school list, schools are not checked otherwise."""
    known = not row.smis or row.smis in area.schools
    if not known and not of_area(row.smis, area.code):
        allowed = f"รหัสที่ขึ้นต้นด้วย {area.code}"
        yield Problem("form.school.other_area", row, _cell(form, "smis", row), row.smis, allowed, leaves_out=True)
    elif not known and area.schools:
        yield Problem("form.school.not_on_list", row, _cell(form, "smis", row), row.smis)
    yield from _order(form, row)
    yield from _sign(form, row)
    for condition in form.conditions:
        yield from _condition(form, condition, row)
    if form.ordered == SPAN:
        yield from _reaches(form, row, year)
    yield from _blank(form, row)


def check_repeats(form: Form, rows: Sequence[FilledRow]) -> Iterator[Problem]:
    """Rows that repeat an earlier one: in the columns that identify a row, or, where a form has none, in all columns.
    Spelling is compared by `foreign.cells.comparable`."""
    names = form.unique or tuple(column.name for column in form.columns)
    rule = "form.row.duplicate" if form.unique else "form.row.repeated"
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = _key(row.values, names)
        if key in seen:
            repeated_values = " · ".join(text for name in form.unique if (text := shown(row.texts[name])))
            allowed = f"เหมือนแถว {seen[key]}"
            cell = _cell(form, names[0], row)
            yield Problem(rule, row, cell, repeated_values, allowed, leaves_out=bool(form.unique))
        seen.setdefault(key, row.number)


def entries_missing(
    form: Form, before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    """The entries of a register's earlier file that the later one lacks; equal entries are counted, so that one of two
    that is gone is noticed."""
    left = Counter(_key(entry, form.permanent) for entry in after)
    for entry in before:
        key = _key(entry, form.permanent)
        left[key] -= 1
        if left[key] < 0:
            yield entry


def _key(values: Mapping[str, object], names: Sequence[str]) -> tuple[object, ...]:
    return tuple(comparable(value) if isinstance(value, str) else value for value in map(values.__getitem__, names))


def entry_words(form: Form, entry: Mapping[str, object]) -> str:
    """The permanent columns of an entry, as users read them: `15 ต.ค. 2568 · ศธ 1/1 · 100.00 บาท`."""
    return " · ".join(words for name in form.permanent if (words := _words(entry[name])))


def _words(value: object) -> str:
    if isinstance(value, date):
        return thai_date_short(value)
    return f"{grouped(value, 2)} บาท" if isinstance(value, Decimal) else str(value)


def _order(form: Form, row: FilledRow) -> Iterator[Problem]:
    days = [(name, day) for name in form.ordered if isinstance(day := row.values[name], date)]
    for (first, earlier), (second, later) in pairwise(days):
        if later < earlier:
            allowed = f"{form.column(second).label}ต้องไม่ก่อน{form.column(first).label} {thai_date_short(earlier)}"
            cell = _cell(form, second, row)
            yield Problem("form.row.dates_out_of_order", row, cell, thai_date_short(later), allowed, leaves_out=True)


def _reaches(form: Form, row: FilledRow, year: FiscalYear) -> Iterator[Problem]:
    """A row whose days lie outside the fiscal year costs nothing; perhaps its year was mistyped."""
    first, last = (row.values[name] for name in SPAN)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return
    if isinstance(first, date) and first > year.closes:
        allowed = f"ไม่หลัง {thai_date_short(year.closes)}"
        yield Problem("form.row.not_in_year", row, _cell(form, SPAN[0], row), thai_date_short(first), allowed)
    if isinstance(last, date) and last < year.opens:
        allowed = f"ไม่ก่อน {thai_date_short(year.opens)}"
        yield Problem("form.row.not_in_year", row, _cell(form, SPAN[1], row), thai_date_short(last), allowed)


def _blank(form: Form, row: FilledRow) -> Iterator[Problem]:
    """Empty cells that have a meaning, so that a forgotten cell is noticed. A row with a last day only is reported by a
    condition, and a vacant post needs no last day."""
    vacant = form.ordered == SPAN and row.values[SPAN[0]] is None
    for column in form.columns:
        beside = column.name in SPAN and vacant and bool(row.texts[SPAN[1]] or column.name == SPAN[1])
        if column.blank and not row.texts[column.name] and not beside:
            meaning = f"“{column.blank}” ถ้าใช่ให้พิมพ์คำนี้ในช่อง"
            yield Problem(BLANK, row, _cell(form, column.name, row), "", meaning)


def _sign(form: Form, row: FilledRow) -> Iterator[Problem]:
    sign = form.sign
    if sign is None:
        return
    amount, entry = row.values[sign.column], row.values[sign.on]
    negative, either = entry in sign.negative, entry in sign.either
    if isinstance(amount, Decimal) and (amount == 0 if either else amount >= 0 if negative else amount <= 0):
        allowed = f"“{entry}” ต้อง{'ไม่เป็นศูนย์' if either else 'เป็นลบ' if negative else 'เป็นบวก'}"
        shown_amount = grouped(amount, 2)
        yield Problem("form.row.wrong_sign", row, _cell(form, sign.column, row), shown_amount, allowed, leaves_out=True)


def _condition(form: Form, condition: Condition, row: FilledRow) -> Iterator[Problem]:
    """Check the cells' texts rather than their values: an unreadable cell is reported already."""
    entry, filled = row.values[condition.on], _states(form, condition.column, row)
    applies = entry in condition.values if condition.values else _states(form, condition.on, row)
    cell = _cell(form, condition.column, row)
    because = f"เพราะ{form.column(condition.on).label}เป็น “{shown(row.texts[condition.on])}”"
    if applies and not filled:
        yield Problem("form.row.incomplete", row, cell, "", f"ต้องกรอก {because}")
    if condition.otherwise_empty and filled and not applies:
        yield Problem("form.row.not_expected", row, cell, shown(row.texts[condition.column]), f"เว้นว่าง {because}")


def _states(form: Form, name: str, row: FilledRow) -> bool:
    """Whether a cell states a value: it is not empty, and does not hold the words for an empty cell."""
    return bool(row.texts[name]) and not form.column(name).says_blank(row.texts[name])


def _cell(form: Form, name: str, row: FilledRow) -> str:
    return f"{form.letter(name)}{row.number}"


_CENTURIES = 2500 - 1900
"""The years lost where Excel takes a two-digit year of พ.ศ. for one of ค.ศ.: 68 becomes 1968 instead of 2568."""


def check_cells(form: Form, row: FilledRow, year: FiscalYear, limits: FormLimits) -> Iterator[Problem]:
    """The implausible days and numbers of a row, whatever else is wrong with it."""
    for column in form.columns:
        value, cell = row.values[column.name], f"{form.letter(column.name)}{row.number}"
        if isinstance(value, date):
            yield from _day(column, value, row, cell, year, limits)
        elif isinstance(value, Decimal | int):
            amount = limits.amount(form.slug, column.name)
            if amount and not amount.least <= abs(Decimal(value)) <= amount.most:
                allowed = f"{grouped(amount.least)} ถึง {grouped(amount.most)} {column.unit}".rstrip()
                shown_amount = shown(row.texts[column.name])
                yield Problem("form.cell.amount_implausible", row, cell, shown_amount, allowed, leaves_out=True)


def _day(
    column: FormColumn, day: date, row: FilledRow, cell: str, year: FiscalYear, limits: FormLimits
) -> Iterator[Problem]:
    first = year.opens.replace(year=year.opens.year - limits.years_before)
    last = year.closes.replace(year=year.closes.year + limits.years_after)
    if not first <= day <= last:
        shown_day = f"{thai_date_short(day)} (ค.ศ. {day.year})"
        allowed = f"{_between(first, last)}{_perhaps(day, first, last)}"
        yield Problem("form.cell.date_implausible", row, cell, shown_day, allowed, leaves_out=True)
    elif column.in_year and not year.opens <= day <= year.closes:
        window = f"ต้องอยู่ใน {_between(year.opens, year.closes)}"
        yield Problem("form.row.outside_year", row, cell, thai_date_short(day), window, leaves_out=True)


def _between(first: date, last: date) -> str:
    return f"{thai_date_short(first)} ถึง {thai_date_short(last)}"


def _perhaps(day: date, first: date, last: date) -> str:
    """A hint at the year that was meant where two digits of it were typed; empty where none would be plausible."""
    meant = day.year + _CENTURIES - BUDDHIST_ERA_OFFSET
    return f" อาจหมายถึงปี {meant + BUDDHIST_ERA_OFFSET}" if first.year <= meant <= last.year else ""


def unclear_areas(form: Form, sheet: Spreadsheet) -> Mapping[int, Sequence[MergedArea]]:
    """By row number, the merged areas whose value cannot be assigned to a cell: those across several columns, those
    that begin in the headings, and those of numbers, which may be meant for each row or for all rows together. The
    value of any other area counts for each of its rows."""
    areas_by_row: dict[int, list[MergedArea]] = {}
    for area in sheet.merged:
        columns = form.columns[area.first_column - 1 : area.last_column]
        filled = [
            row for row in range(area.first_row, min(area.last_row, len(sheet.rows)) + 1) if any(sheet.rows[row - 1])
        ]
        across = len(columns) > 1 or area.first_row < FIRST_ROW
        if columns and _says(sheet, area) and (across or (len(filled) > 1 and columns[0].kind in NUMBERS)):
            for row in filled:
                areas_by_row.setdefault(row, []).append(area)
    return areas_by_row


def check_merged(form: Form, row: FilledRow, areas: Sequence[MergedArea], sheet: Spreadsheet) -> Iterator[Problem]:
    """The problems of one row's unclear merged areas; the row is not counted where one covers a needed column or a
    number."""
    for area in areas:
        columns = form.columns[area.first_column - 1 : area.last_column]
        matters = any(column.needed or column.kind in NUMBERS for column in columns)
        cell, shown_value = f"{form.letter(columns[0].name)}{row.number}", f"{area} “{shown(_says(sheet, area))}”"
        yield Problem("form.cell.merged", row, cell, shown_value, "หนึ่งช่องต่อหนึ่งค่า ไม่ผสาน", leaves_out=matters)


def _says(sheet: Spreadsheet, area: MergedArea) -> str:
    """The text of an area's first cell."""
    cells = sheet.rows[area.first_row - 1] if area.first_row <= len(sheet.rows) else ()
    return cells[area.first_column - 1] if area.first_column <= len(cells) else ""
