"""What must hold within a row and between the rows of a form.

Whether single cells of a form can be what they say: dates near its fiscal year, amounts that exist, areas that say
whose value they hold. A row with one that cannot is not counted.
"""

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
    """Something wrong in a row. `cell` is its address, empty for the row as a whole; `leaves_out` whether the row
    cannot be counted."""

    rule: str
    row: FilledRow
    cell: str = ""
    found: str = ""
    allowed: str = ""
    leaves_out: bool = False


@dataclass(frozen=True)
class Area:
    """The office's area code, and the codes on its school list; none where there is no list yet."""

    code: str
    schools: Collection[str]


def check_row(form: Form, row: FilledRow, year: FiscalYear, area: Area) -> Iterator[Problem]:
    """What is wrong with a row whose cells can be read. A school of another area is not this office's to pay, so its
    row is not counted; an office without a school list gets no other finding of schools."""
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
    """Rows that say again what an earlier one says, however it is spelled: what names a row, or, where nothing does,
    every cell."""
    names = form.unique or tuple(column.name for column in form.columns)
    rule = "form.row.duplicate" if form.unique else "form.row.repeated"
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = _key(row.values, names)
        if key in seen:
            found = " · ".join(text for name in form.unique if (text := shown(row.texts[name])))
            allowed = f"เหมือนแถว {seen[key]}"
            cell = _cell(form, names[0], row)
            yield Problem(rule, row, cell, found, allowed, leaves_out=bool(form.unique))
        seen.setdefault(key, row.number)


def entries_missing(
    form: Form, before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    """The entries of an earlier file of a register that the later one no longer holds, however often each stands."""
    left = Counter(_key(entry, form.permanent) for entry in after)
    for entry in before:
        key = _key(entry, form.permanent)
        left[key] -= 1
        if left[key] < 0:
            yield entry


def _key(values: Mapping[str, object], names: Sequence[str]) -> tuple[object, ...]:
    return tuple(comparable(value) if isinstance(value, str) else value for value in map(values.__getitem__, names))


def entry_words(form: Form, entry: Mapping[str, object]) -> str:
    """An entry's permanent columns, as a person reads them."""
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
    """A row that begins after the year or ends before it costs nothing, be it that its year was mistyped."""
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
    """Empty cells that stand for something, so that one that was forgotten is seen. What names its last day only is
    named by a condition; what is not held at all has no last day."""
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
        found = grouped(amount, 2)
        yield Problem("form.row.wrong_sign", row, _cell(form, sign.column, row), found, allowed, leaves_out=True)


def _condition(form: Form, condition: Condition, row: FilledRow) -> Iterator[Problem]:
    """Cells are looked at as they stand in the file: one that holds something unreadable is named already."""
    said, filled = row.values[condition.on], _states(form, condition.column, row)
    applies = said in condition.values if condition.values else _states(form, condition.on, row)
    cell = _cell(form, condition.column, row)
    because = f"เพราะ{form.column(condition.on).label}เป็น “{shown(row.texts[condition.on])}”"
    if applies and not filled:
        yield Problem("form.row.incomplete", row, cell, "", f"ต้องกรอก {because}")
    if condition.otherwise_empty and filled and not applies:
        yield Problem("form.row.not_expected", row, cell, shown(row.texts[condition.column]), f"เว้นว่าง {because}")


def _states(form: Form, name: str, row: FilledRow) -> bool:
    """Whether a cell holds anything but the words for nothing."""
    return bool(row.texts[name]) and not form.column(name).says_blank(row.texts[name])


def _cell(form: Form, name: str, row: FilledRow) -> str:
    return f"{form.letter(name)}{row.number}"


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
