"""Every table has a name that Excel takes whole: its title, or the short one that the notebook gives it."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat

from contract.repository import demand_none, name, notebooks
from helpers.excel import LONGEST_NAME, sheet_name

TITLE_PLACES = {"report.table": 1, "report.figures": 1, "show_category": 2}
"""Which argument of a call is the title of the table that it shows."""


def sheets(path: Path) -> Iterator[tuple[str, str]]:
    """Title and sheet name of every table whose title the notebook spells out."""
    cells = nbformat.read(path, as_version=4).cells
    calls = [each for cell in cells if cell.cell_type == "code" for each in ast.walk(ast.parse(cell.source))]
    for call in calls:
        if not isinstance(call, ast.Call) or ast.unparse(call.func) not in TITLE_PLACES:
            continue
        title = call.args[TITLE_PLACES[ast.unparse(call.func)]]
        short = next((word.value for word in call.keywords if word.arg == "sheet"), None)
        if isinstance(title, ast.Constant):
            said = str(short.value) if isinstance(short, ast.Constant) else str(title.value)
            yield str(title.value), said if short else sheet_name(said, [])


def test_the_rule_sees_the_tables() -> None:
    assert all(list(sheets(path)) for path in notebooks())


def test_no_sheet_is_called_by_half_a_word() -> None:
    called = [(name(path), *each) for path in notebooks() for each in sheets(path)]
    demand_none(
        f"{path}: “{title}” would be the sheet “{sheet}”; give it a sheet="
        for path, title, sheet in called
        if sheet != sheet_name(sheet, []) or sheet.endswith("…") or len(sheet) > LONGEST_NAME
    )


def test_sheets_of_one_report_are_told_apart_by_words() -> None:
    counts = {path: Counter(sheet for _, sheet in sheets(path)) for path in notebooks()}
    demand_none(
        f"{name(path)}: {sheet}" for path, found in counts.items() for sheet, count in found.items() if count > 1
    )
