"""Writing a form as an Excel workbook that its filler can hardly get wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.collection.forms.banner import DATA_SHEET, EXPLANATION, FIRST_ROW, HEAD_ROW, banner_text
from helpers.collection.forms.explanation import add_explanation
from helpers.collection.forms.form import Cell, Choices, Form, FormColumn, Options
from helpers.collection.forms.validation import add_lists, add_validation
from helpers.files import write_whole
from helpers.periods import FiscalYear

SPARE_ROWS = 1000
"""Empty rows below the data that are ready to be filled in."""
_THAI_DATE = "[$-107041E]d mmm yyyy;@"
"""Excel's calendar 07 (พ.ศ.), digits 1 (Arabic) and language 041E (Thai): `1 ต.ค. 2568`."""
_FORMATS = {Cell.DATE: _THAI_DATE, Cell.MONEY: "#,##0.00", Cell.WHOLE: "#,##0", Cell.DECIMAL: "0.00##"}
_AS_TEXT = "@"
_BANNER_PLACE = Alignment(vertical="center", wrap_text=True)
_NUMBER_PLACE, _TEXT_PLACE = Alignment(horizontal="right", vertical="top"), look.WRAPPED


def write_form(
    form: Form,
    path: Path,
    *,
    subject_id: str,
    subject_title: str,
    year: FiscalYear,
    office: str,
    choices: Choices,
    rows: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write the form of a programme (of a register: its slug) for a fiscal year. Same arguments, same bytes.

    `rows` fill it in: values by column name as the canonical table has them; a text stands where no such value is
    known. Columns that a row does not name stay empty; one that it names without a value says so, where the form has
    words for it.
    """
    day = datetime.combine(year.opens, time.min, UTC)
    options = {column.name: column.options(choices) for column in form.columns}
    banner = banner_text(form, subject_id, subject_title, year)
    workbook = look.new_workbook(f"{form.title} {year.thai}", office, day)
    _add_data_sheet(workbook, form, banner, options, rows)
    add_explanation(workbook.create_sheet(EXPLANATION), form, year, banner, options)
    _add_validations(workbook, form, options, len(rows))
    for name in (DATA_SHEET, EXPLANATION):
        head = (1, HEAD_ROW) if name == DATA_SHEET else None
        look.set_up_print(workbook[name], head=head, wide=True, mark="", foot=office)
    write_whole(path, look.saved_bytes(workbook, day))


def _add_data_sheet(
    workbook: Workbook,
    form: Form,
    banner: str,
    options: Mapping[str, Options],
    rows: Sequence[Mapping[str, object]],
) -> None:
    sheet = workbook.create_sheet(DATA_SHEET)
    _dress_columns(sheet, form)
    look.put(sheet, 1, 1, banner, look.STRONG).alignment = _BANNER_PLACE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(form.columns))
    sheet.row_dimensions[1].height = look.LINE_HEIGHT * look.lines(banner, sum(each.width for each in form.columns))
    for place, column in enumerate(form.columns, 1):
        cell = look.put(sheet, HEAD_ROW, place, column.heading, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_PLACE
        cell.number_format = "General"
    lines = max(look.lines(column.heading, column.width) for column in form.columns)
    sheet.row_dimensions[HEAD_ROW].height = look.LINE_HEIGHT * lines
    for number, row in enumerate(rows, FIRST_ROW):
        _add_row(sheet, number, form, row, options)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _dress_columns(sheet: Worksheet, form: Form) -> None:
    """Empty cells take the style of their column: what is typed into them is a date, an amount or a text from the
    start, and a long code stays whole."""
    for column in form.columns:
        dressed = sheet.column_dimensions[form.letter(column.name)]
        dressed.width = column.width
        dressed.font, dressed.alignment, dressed.number_format = look.BODY, _place(column), _format(column)


def _add_row(
    sheet: Worksheet, number: int, form: Form, row: Mapping[str, object], options: Mapping[str, Options]
) -> None:
    for place, column in enumerate(form.columns, 1):
        value = row.get(column.name) or (column.blank if column.name in row else None)
        if not value:
            continue
        shown = dict(options[column.name]).get(value, value) if isinstance(value, str) else value
        cell = look.put(sheet, number, place, shown)
        cell.number_format, cell.alignment = _format(column), _place(column)


def _add_validations(workbook: Workbook, form: Form, options: Mapping[str, Options], filled: int) -> None:
    ranges = add_lists(workbook, options)
    last = HEAD_ROW + filled + SPARE_ROWS
    for column in form.columns:
        offered = options[column.name]
        add_validation(workbook[DATA_SHEET], form, column, offered, ranges.get(column.name, ""), last)


def _format(column: FormColumn) -> str:
    return _FORMATS.get(column.kind, _AS_TEXT)


def _place(column: FormColumn) -> Alignment:
    return _NUMBER_PLACE if column.kind in _FORMATS else _TEXT_PLACE
