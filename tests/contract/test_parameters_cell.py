"""The parameters cell of every notebook is its model once more: names, types, defaults and help."""

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from pydantic import BaseModel

from contract.repository import ROOT, notebooks
from helpers.reports.catalogue import kinds
from helpers.systems.system import systems

Parameter = tuple[str, str, object, str]


def cell_of(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    (source,) = (cell.source for cell in cells if "parameters" in cell.metadata.get("tags", ()))
    return str(source)


def written(source: str) -> list[Parameter]:
    """Name, annotation, default and help of every line of a parameters cell."""
    lines = source.splitlines()
    found: list[Parameter] = []
    for node in ast.parse(source).body:
        assert isinstance(node, ast.AnnAssign), ast.unparse(node)
        assert node.value, ast.unparse(node)
        comment = lines[node.lineno - 1].encode()[node.end_col_offset :].decode().partition("# ")[2]
        found.append((ast.unparse(node.target), ast.unparse(node.annotation), ast.literal_eval(node.value), comment))
    return found


def declared(model: type[BaseModel]) -> list[Parameter]:
    """The same of a model, what `workbook run` fills in last."""
    fields = sorted(model.model_fields.items(), key=lambda each: each[0] == "fingerprint")
    return [
        (name, getattr(field.annotation, "__name__", str(field.annotation)), field.default, field.description or "")
        for name, field in fields
    ]


def kind_of(path: Path) -> str:
    return path.relative_to(ROOT / "notebooks").with_suffix("").as_posix()


def test_every_kind_has_its_notebook_and_every_notebook_its_kind() -> None:
    assert {kind_of(path) for path in notebooks()} == set(kinds())


def test_every_system_has_a_report_on_its_rounds_and_a_table_of_schools() -> None:
    for name, system in systems().items():
        assert f"round/{name}" in kinds()
        (schools,) = (schema for schema in system.schemas if schema.name == "schools")
        assert {"smis", "name", "district"} <= set(schools.arrow.names)


@pytest.mark.parametrize("path", notebooks(), ids=kind_of)
def test_the_cell_equals_the_model(path: Path) -> None:
    model = kinds()[kind_of(path)].parameters
    assert written(cell_of(path)) == declared(model)
    assert all(explained for *_, explained in declared(model))


@pytest.mark.parametrize(
    "change",
    [
        lambda source: source.replace("round_id", "round"),
        lambda source: source.replace(": str", ": int", 1),
        lambda source: source.replace("2568-1", "2568-2", 1),
        lambda source: source.replace("รอบของข้อมูล", "รอบ"),
        lambda source: source.splitlines()[0],
    ],
    ids=["name", "type", "default", "help", "missing"],
)
def test_a_cell_that_differs_is_found(change: Callable[[str], str]) -> None:
    (path,) = (path for path in notebooks() if kind_of(path) == "round/dmc")
    source = cell_of(path)
    assert written(change(source)) != declared(kinds()["round/dmc"].parameters) == written(source)
