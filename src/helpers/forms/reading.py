"""A filled-in form as a table, and everything that is wrong with it by cell address.

Every row of the file is either in the table or named by a finding `form.row.left_out`, `form.row.duplicate` or
`form.row.note`.
"""

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
from helpers.forms.form import Cell, Choices, Form, FormColumn, Options
from helpers.forms.recognition import FilledRow, SheetRow, recognise_form, sheet_rows
from helpers.forms.rules import PERSONAL_NAME, RULES
from helpers.params.checks import FormLimits
from helpers.periods import FiscalYear
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery
from helpers.tables.schemas import with_row_keys

__all__ = ["RULES", "Area", "entries_gone", "read_form"]

_DTYPES = {Cell.DATE: "object", Cell.MONEY: "object", Cell.DECIMAL: "object", Cell.WHOLE: "Int64"}
_NO_VALUE = {Cell.DATE: None, Cell.MONEY: None, Cell.DECIMAL: None, Cell.WHOLE: None}


def read_form(
    form: Form, sheet: Spreadsheet, delivery: Delivery, choices: Choices, area: Area, limits: FormLimits
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows that can be counted, in the form's schema, and the findings in the order of the rows.

    `choices` are the lists that depend on parameters, `area` is whose schools may stand in it, `limits` what dates and
    amounts can be. Raises DeliveryError where the file is not this form.
    """
    file = recognise_form(sheet)
    if file is None or file.form.slug != form.slug:
        problem = f"ไฟล์นี้ไม่ใช่แบบ{form.title}"
        raise DeliveryError(problem, where=sheet.name, remedy="รับไฟล์ของแบบนี้ใหม่ด้วย workbook receive")
    options = {column.name: column.options(choices) for column in form.columns}
    reader = _Reader(form, sheet, options, file.year, area, limits, unclear_areas(form, sheet))
    read = [reader.read(each) for each in sheet_rows(form, sheet)]
    usable = [row for row, found in read if not any(problem.leaves_out for problem in found)]
    repeated = list(check_repeats(form, usable))
    dropped = {problem.row.number for problem in repeated if problem.leaves_out}
    frame = _frame(form, [row for row in usable if row.number not in dropped], delivery, sheet)
    problems = (*(problem for _, found in read for problem in found), *repeated)
    findings = [_finding(form, problem, delivery, sheet) for problem in problems]
    return frame, sorted(findings, key=lambda finding: finding.row)


def entries_gone(form: Form, before: pd.DataFrame, after: pd.DataFrame, delivery: Delivery) -> list[Finding]:
    """The entries in an earlier file's table of a register that the table of the later file, `delivery`, lacks."""
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
class _Reader:
    """What every row of one file is read and checked by."""

    form: Form
    sheet: Spreadsheet
    options: Mapping[str, Options]
    year: FiscalYear
    area: Area
    limits: FormLimits
    unclear: Mapping[int, Sequence[MergedArea]]
    """By row, the merged areas that do not say whose value they hold."""

    def read(self, each: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """A row of the sheet, and everything that is wrong with it."""
        if each.note:
            return self._note(each)
        row, found = self._cells(each)
        if each.number in self.sheet.hidden_rows:
            found.append(Problem("form.row.hidden", row))
        found += check_cells(self.form, row, self.year, self.limits)
        found += check_merged(self.form, row, self.unclear.get(row.number, ()), self.sheet)
        if not any(problem.leaves_out for problem in found):
            found += check_row(self.form, row, self.year, self.area)
        unusable = [problem.cell for problem in found if problem.leaves_out]
        if unusable:
            found.append(Problem("form.row.left_out", row, found=f"เพราะช่อง {', '.join(unusable)}"))
        return row, found

    def _cells(self, each: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """What its cells mean, and what is wrong with each as it stands there."""
        columns = self.form.columns
        texts = {column.name: text for column, text in zip(columns, each.cells, strict=False)}
        read = {column.name: _read(column, texts[column.name], self.options[column.name]) for column in columns}
        row = FilledRow(each.number, texts, {column.name: _value(column, read[column.name]) for column in columns})
        problems = [
            _problem(self.form, column, row, read[column.name].rule, self.options[column.name])
            for column in columns
            if read[column.name].rule
        ]
        return row, [*problems, *_outside(self.form, row, each.cells)]

    def _note(self, each: SheetRow) -> tuple[FilledRow, list[Problem]]:
        """A row that is none of the form's: where it begins and what it says."""
        place, text = next((place, text) for place, text in enumerate(each.cells, 1) if text)
        needed = ", ".join(column.label for column in self.form.columns if column.needed)
        row, cell = FilledRow(each.number, {}, {}), f"{get_column_letter(place)}{each.number}"
        return row, [Problem("form.row.note", row, cell, shown(text), f"แถวของแบบมี {needed}", leaves_out=True)]


def _read(column: FormColumn, text: str, options: Options) -> CellValue:
    if text:
        return read_cell(column, text, options)
    return CellValue(None, "form.cell.required" if column.required else "")


def _value(column: FormColumn, read: CellValue) -> object:
    return _NO_VALUE.get(column.kind, "") if read.value is None else read.value


def _problem(form: Form, column: FormColumn, row: FilledRow, rule: str, options: Options) -> Problem:
    """A bad cell; one that may just as well be empty does not cost the row, nor does one that only has to be masked. A
    person's name does: the table is printed."""
    masked = rule == "form.cell.personal_number" and column.name not in form.unique
    lost = rule == PERSONAL_NAME or (column.needed and not masked)
    cell, found = f"{form.letter(column.name)}{row.number}", shown(row.texts[column.name])
    allowed = "ข้อความที่ไม่มีชื่อบุคคล" if rule == PERSONAL_NAME else column.allowed(options)
    return Problem(rule, row, cell, found, allowed, leaves_out=lost)


def _outside(form: Form, row: FilledRow, cells: Sequence[str]) -> Iterator[Problem]:
    for place, text in enumerate(cells[len(form.columns) :], len(form.columns) + 1):
        if text:
            yield Problem("form.row.outside_columns", row, f"{get_column_letter(place)}{row.number}", shown(text))


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
        found=problem.found,
        allowed=problem.allowed,
    )


def _frame(form: Form, rows: Sequence[FilledRow], delivery: Delivery, sheet: Spreadsheet) -> pd.DataFrame:
    """In the form's schema. Days and exact numbers are objects, None where absent; whole numbers are `Int64`."""
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
