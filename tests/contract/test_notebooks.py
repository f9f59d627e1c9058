"""Notebooks choose and explain: prose and calls, no logic, no typed-in number, nothing left from a run."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from contract.repository import ROOT, demand_none, name, notebooks

LONGEST_CELL = 12
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
BRANCHES = ast.If | ast.IfExp | ast.Match | ast.Try | ast.TryStar | ast.With | ast.AsyncWith
LOOPS = ast.For | ast.AsyncFor | ast.While | ast.comprehension
COMPUTING = {"Path", "agg", "apply", "concat", "eval", "exec", "groupby", "join", "merge", "open", "pivot", "query"}
FILE_NAME = re.compile(r"^(\.{0,2}/|~)|\.(csv|ipynb|json|parquet|py|xlsx|ya?ml)$")
# A grade is written with its number; that number counts nothing.
GRADE = re.compile(r"(?:อ|ป|ม|ปวช|ปวส)\.\s?\d")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def is_parameters(cell: NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", ())


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def logic(node: ast.AST) -> Iterator[str]:
    if isinstance(node, DEFINITIONS | BRANCHES | LOOPS):
        yield f"holds {type(node).__name__}"
    if isinstance(node, ast.Name) and node.id in COMPUTING:
        yield f"uses {node.id}"
    if isinstance(node, ast.Attribute) and (node.attr in COMPUTING or node.attr.startswith("read_")):
        yield f"uses .{node.attr}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and FILE_NAME.search(node.value):
        yield f"names the file {node.value}"


def foreign_imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (f"imports {alias.name}" for alias in node.names if alias.name.split(".")[0] != "helpers")
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] != "helpers":
        yield f"imports from {node.module}"


def typed_numbers(node: ast.AST) -> Iterator[str]:
    """Digits in the prose of `report.text(...)` that stand in no placeholder, and prose put together without facts."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1] != "text":
        return
    for part in (part for argument in node.args for part in ast.walk(argument)):
        if isinstance(part, ast.JoinedStr):
            yield "has prose in an f-string"
        if isinstance(part, ast.Constant) and re.search(r"\d", GRADE.sub("", PLACEHOLDER.sub("", str(part.value)))):
            yield f"has a typed-in number: {part.value}"


def wrong_in(source: str) -> list[str]:
    rules = (logic, foreign_imports, typed_numbers)
    return [wrong for node in ast.walk(ast.parse(source)) for rule in rules for wrong in rule(node)]


def left_from_a_run(path: Path) -> Iterator[str]:
    notebook = read(path)
    yield from (f"metadata {key}" for key in set(notebook.metadata) - {"kernelspec", "language_info"})
    for cell in notebook.cells:
        yield from (f"cell metadata {key}" for key in set(cell.metadata) - {"tags"})
    yield from ("outputs" for cell in code_cells(path) if cell.outputs or cell.execution_count is not None)


def wrong_order(path: Path) -> Iterator[str]:
    cells, (parameters, opening, *_) = read(path).cells, code_cells(path)
    if cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        yield "the first cell is not the title"
    if [is_parameters(cell) for cell in cells].count(True) != 1 or not is_parameters(parameters):
        yield "the first code cell, and no other, holds the parameters"
    if "open_report(" not in opening.source:
        yield "the second code cell does not open the report"


def computed_parameters(path: Path) -> Iterator[str]:
    for statement in ast.parse(code_cells(path)[0].source).body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if not isinstance(value, ast.Constant | ast.UnaryOp):
            yield ast.unparse(statement)


@pytest.mark.parametrize(
    "source",
    [
        "def total(): ...",
        "for row in rows: show(row)",
        "[row for row in rows]",
        "while True: show()",
        "show(lambda row: row)",
        "try:\n    show()\nexcept KeyError:\n    show()",
        "open('x')",
        "Path('x')",
        "table.groupby('grade')",
        "table.merge(other)",
        "show('../data/x')",
        "show('schools.csv')",
        "import pandas",
        "from pathlib import PurePath",
        "report.text('มี 24,060 คน')",
        "report.text('มี ๒๔ คน')",
        "report.text(f'มี {total} คน')",
        "report.text('ก ' + 'มี 7 คน')",
    ],
)
def test_the_rules_find_what_a_notebook_must_not_hold(source: str) -> None:
    assert wrong_in(source)


@pytest.mark.parametrize(
    "source",
    [
        "from helpers.reports import open_report",
        "by_grade = report.count('pupils', by=['grade', 'sex'])",
        "report.text('ชั้น ป.1 ถึง ม.3 มี {pupils.total} คน ({pupils.by_grade:grade=ป.1;sex=ช})')",
    ],
)
def test_the_rules_leave_prose_and_calls_alone(source: str) -> None:
    assert not wrong_in(source)


def test_notebooks_hold_prose_and_calls_only() -> None:
    cells = [(name(path), cell.source) for path in notebooks() for cell in code_cells(path)]
    demand_none(f"{path}: {wrong}" for path, source in cells for wrong in wrong_in(source))


def test_no_cell_is_longer_than_a_glance() -> None:
    cells = [(name(path), cell.source) for path in notebooks() for cell in read(path).cells]
    demand_none(f"{path}: {source}" for path, source in cells if len(source.splitlines()) > LONGEST_CELL)


def test_nothing_is_left_from_a_run() -> None:
    demand_none(f"{name(path)}: {left}" for path in notebooks() for left in left_from_a_run(path))


def test_notebooks_open_with_title_parameters_and_report() -> None:
    demand_none(f"{name(path)}: {wrong}" for path in notebooks() for wrong in wrong_order(path))


def test_parameters_are_plain_values() -> None:
    demand_none(f"{name(path)}: {wrong}" for path in notebooks() for wrong in computed_parameters(path))


def test_every_notebook_is_where_reports_are_looked_for() -> None:
    demand_none(name(path) for path in notebooks() if len(path.relative_to(ROOT / "notebooks").parts) != 2)
