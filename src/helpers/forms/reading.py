"""Reading a filled-in form: its rows as a table, and the findings by cell address. Every row of the file is either in
the table or named by a finding `form.row.left_out`, `form.row.duplicate` or `form.row.note`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl.utils import get_column_letter

from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import MergedArea, Spreadsheet
from helpers.forms.cells import CellValue, read_cell, shown
from helpers.forms.checks import (
    Area,
    Problem,
    check_cells,
    check_merged,
    check_repeats,
    check_row,
    entries_missing,
    entry_words,
    unclear_areas,
)
from helpers.forms.form import CellKind, Choices, Form, FormColumn, Options
from helpers.forms.recognition import FilledRow, SheetRow, recognise_form, sheet_rows
from helpers.forms.rules import PERSONAL_NAME, RULES
from helpers.params.checks import FormLimits
from helpers.periods import FiscalYear
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery
from helpers.tables.schemas import with_row_keys

__all__ = ["RULES", "Area", "entries_gone", "read_form"]

_DTYPES = {CellKind.DATE: "object", CellKind.MONEY: "object", CellKind.DECIMAL: "object", CellKind.WHOLE: "Int64"}
_NO_VALUE = {CellKind.DATE: None, CellKind.MONEY: None, CellKind.DECIMAL: None, CellKind.WHOLE: None}


def read_form(
    form: Form, sheet: Spreadsheet, delivery: Delivery, choices: Choices, area: Area, limits: FormLimits
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows that can be counted, in the form's schema, and the findings in the order of the rows.

    `choices` are the options that depend on parameters, `area` the office's area and schools, `limits` the plausible
    dates and amounts. Raises DeliveryError where the file is not this form.
    """
    file = recognise_form(sheet)
    if file is None or file.form.slug != form.slug:
        problem = f"ไฟล์นี้ไม่ใช่แบบ{form.title}"
        raise DeliveryError(problem, where=sheet.name, remedy="รับไฟล์ของแบบนี้ใหม่ด้วย workbook receive")
    options = {column.name: column.options(choices) for column in form.columns}
    row_reader = _RowReader(form, sheet, options, file.year, area, limits, unclear_areas(form, sheet))
    read = [row_reader.read(sheet_row) for sheet_row in sheet_rows(form, sheet)]
    usable = [row for row, problems in read if not any(problem.leaves_out for problem in problems)]
    repeated = list(check_repeats(form, usable))
    dropped = {problem.row.number for problem in repeated if problem.leaves_out}
    frame = _frame(form, [row for row in usable if row.number not in dropped], delivery, sheet)
    all_problems = (*(problem for _, problems in read for problem in problems), *repeated)
    findings = [_finding(form, problem, delivery, sheet) for problem in all_problems]
    return frame, sorted(findings, key=lambda finding: finding.row)


def entries_gone(form: Form, before: pd.DataFrame, after: pd.DataFrame, delivery: Delivery) -> list[Finding]:
    """A finding for every entry in the table of a register's earlier file that the table of its later file, `delivery`,
    lacks."""
    missing = entries_missing(form, _records(before), _records(after))
    free = ", ".join(column.label for column in form.columns if column.name not in form.permanent)
    allowed = f"รายการเดิมต้องอยู่เหมือนเดิม แก้ได้เฉพาะ{free}"
    return [
        Finding(
            "form.register.entry_gone",
            "",
            form.slug,
            delivery.id,
            delivery.name,
            found=f"แถว {entry['row']} ของไฟล์ก่อน: {entry_words(form, entry)}",
            allowed=allowed,
        )
        for entry in missing
    ]


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@dataclass(frozen=True)
class _RowReader:
    """Reads and checks the rows of one file."""

    form: Form
    sheet: Spreadsheet
    options: Mapping[str, Options]
    year: FiscalYear
    area: Area
    limits: FormLimits
    unclear: Mapping[int, Sequence[MergedArea]]
    """By row number, the merged areas whose value cannot be assigned to a cell."""

    def read(self, sheet_row: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """The values of a row of the sheet, and its problems."""
        if sheet_row.note:
            return self._note(sheet_row)
        row, problems = self._cells(sheet_row)
        if sheet_row.number in self.sheet.hidden_rows:
            problems.append(Problem("form.row.hidden", row))
        problems += check_cells(self.form, row, self.year, self.limits)
        problems += check_merged(self.form, row, self.unclear.get(row.number, ()), self.sheet)
        if not any(problem.leaves_out for problem in problems):
            problems += check_row(self.form, row, self.year, self.area)
        unusable = [problem.cell for problem in problems if problem.leaves_out]
        if unusable:
            problems.append(Problem("form.row.left_out", row, value=f"เพราะช่อง {', '.join(unusable)}"))
        return row, problems

    def _cells(self, sheet_row: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """The values of a row's cells, and the problems of single cells."""
        columns = self.form.columns
        texts = {column.name: text for column, text in zip(columns, sheet_row.cells, strict=False)}
        read = {column.name: _read(column, texts[column.name], self.options[column.name]) for column in columns}
        row = FilledRow(sheet_row.number, texts, {column.name: _value(column, read[column.name]) for column in columns})
        problems = [
            _problem(self.form, column, row, read[column.name].rule, self.options[column.name])
            for column in columns
            if read[column.name].rule
        ]
        return row, [*problems, *_outside(self.form, row, sheet_row.cells)]

    def _note(self, sheet_row: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """A row of text that is not an entry of the form, with its first cell as the problem."""
        column_number, text = next((number, text) for number, text in enumerate(sheet_row.cells, 1) if text)
        needed = ", ".join(column.label for column in self.form.columns if column.needed)
        row, cell = FilledRow(sheet_row.number, {}, {}), f"{get_column_letter(column_number)}{sheet_row.number}"
        return row, [Problem("form.row.note", row, cell, shown(text), f"แถวของแบบมี {needed}", leaves_out=True)]


def _read(column: FormColumn, text: str, options: Options) -> CellValue:
    if text:
        return read_cell(column, text, options)
    return CellValue(None, "form.cell.required" if column.required else "")


def _value(column: FormColumn, read: CellValue) -> object:
    return _NO_VALUE.get(column.kind, "") if read.value is None else read.value


def _problem(form: Form, column: FormColumn, row: FilledRow, rule: str, options: Options) -> Problem:
    """The problem of a bad cell. The row is left out for a needed cell, unless it only has to be masked, and for any
    cell with a person's name, since the table is printed."""
    masked = rule == "form.cell.personal_number" and column.name not in form.unique
    lost = rule == PERSONAL_NAME or (column.needed and not masked)
    cell, shown_text = f"{form.letter(column.name)}{row.number}", shown(row.texts[column.name])
    allowed = "ข้อความที่ไม่มีชื่อบุคคล" if rule == PERSONAL_NAME else column.allowed(options)
    return Problem(rule, row, cell, shown_text, allowed, leaves_out=lost)


def _outside(form: Form, row: FilledRow, cells: Sequence[str]) -> Iterator[Problem]:
    for column_number, text in enumerate(cells[len(form.columns) :], len(form.columns) + 1):
        if text:
            yield Problem(
                "form.row.outside_columns", row, f"{get_column_letter(column_number)}{row.number}", shown(text)
            )


def _finding(form: Form, problem: Problem, delivery: Delivery, sheet: Spreadsheet) -> Finding:
    return Finding(
        rule=problem.rule,
        smis=problem.row.smis,
        report=form.slug,
        delivery=delivery.id,
        file=delivery.name,
        sheet=sheet.sheet,
        row=problem.row.number,
        column=problem.cell,
        found=problem.value,
        allowed=problem.allowed,
    )


def _frame(form: Form, rows: Sequence[FilledRow], delivery: Delivery, sheet: Spreadsheet) -> pd.DataFrame:
    """The rows in the form's schema. Days and decimal numbers are objects, None where absent; whole numbers `Int64`."""
    columns: Mapping[str, pd.Series] = {
        column.name: pd.Series([row.values[column.name] for row in rows], dtype=_DTYPES.get(column.kind, "str"))
        for column in form.columns
    }
    keys = {
        "delivery": pd.Series([delivery.id] * len(rows), dtype="str"),
        "sheet": pd.Series([sheet.sheet] * len(rows), dtype="str"),
        "row": pd.Series([row.number for row in rows], dtype="int64"),
    }
    return with_row_keys(pd.DataFrame({**columns, **keys}))
