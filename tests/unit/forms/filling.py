"""Forms written, filled in and read back: what the tests of forms share."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

from builders import PROJECT_PARAMS
from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.forms.cells import read_cell
from helpers.forms.form import Choices, Form
from helpers.forms.reading import Area, read_form
from helpers.forms.recognition import DATA_SHEET
from helpers.forms.writing import write_form
from helpers.params.checks import Checks, FileLimits
from helpers.params.strict_yaml import read_model
from helpers.periods import FiscalYear
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery

YEAR = FiscalYear(2569)
AREA = "3401"
SCHOOLS = frozenset({"34010001", "34010002"})
CHOICES: Choices = {
    "programmes": [("clerk-15000", "5.1 ครูธุรการโรงเรียน เดือนละ 15,000 บาท"), ("per-head", "11 เงินอุดหนุนรายหัว")],
    "items": [("teaching", "ค่าจัดการเรียนการสอน"), ("books", "ค่าหนังสือเรียน")],
    "tranches": [("term-1-advance", "ภาคเรียนที่ 1 งวดแรก"), ("term-1", "ภาคเรียนที่ 1 งวดที่สอง")],
}
LIMITS = FileLimits(rows=5000, unpacked_megabytes=50, reference="ทดสอบ", status="confirmed")
FORM_LIMITS = read_model(PROJECT_PARAMS / "checks.yml", Checks).form_limits
SUBJECT = "clerk-15000"
Row = Mapping[str, object]


def example(form: Form, **changes: object) -> dict[str, object]:
    """The form's own example row as values, with changes."""
    row: dict[str, object] = {}
    for column in form.columns:
        options = column.options(CHOICES)
        text = column.example_in(YEAR, options)
        row[column.name] = read_cell(column, text, options).value if text else None
    return row | changes


def written(folder: Path, form: Form, rows: Sequence[Row] = (), name: str = "form.xlsx") -> Path:
    """The form as a file, with these rows filled in."""
    path = folder / name
    subject = form.slug if form.register else SUBJECT
    title = "" if form.register else "ครูธุรการโรงเรียน"
    write_form(
        form,
        path,
        subject_id=subject,
        subject_title=title,
        year=YEAR,
        office="สพป.ตัวอย่าง เขต 1",
        choices=CHOICES,
        rows=rows,
    )
    return path


def changed(path: Path, cells: Mapping[str, object]) -> Path:
    """The file after somebody wrote into cells of its data sheet, as Excel would save it."""
    workbook = load_workbook(path)
    for address, value in cells.items():
        workbook[DATA_SHEET][address].value = value  # type: ignore[union-attr]
    workbook.save(path)
    return path


def merged(path: Path, *areas: str) -> Path:
    """The file after somebody merged areas of its data sheet, as Excel would save it: one value each is left."""
    workbook = load_workbook(path)
    for area in areas:
        workbook[DATA_SHEET].merge_cells(area)
    workbook.save(path)
    return path


def opened(path: Path) -> Spreadsheet:
    """The file's first sheet."""
    return open_spreadsheet(path, LIMITS)


def delivered(path: Path, form: Form) -> Delivery:
    """The file as a delivery."""
    sheet = opened(path)
    return Delivery(path, path.name, sheet.sha256, form.slug, len(sheet.rows), sheet.encoding)


def read(form: Form, path: Path, schools: frozenset[str] = SCHOOLS) -> tuple[pd.DataFrame, list[Finding]]:
    """The file's table, which keeps the form's schema, and its findings."""
    area = Area(AREA, schools)
    frame, findings = read_form(form, opened(path), delivered(path, form), CHOICES, area, FORM_LIMITS)
    form.schema.table(frame)
    return frame, findings


def rules_of(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Rule and cell of each finding."""
    return [(finding.rule.removeprefix("form."), finding.column) for finding in findings]
