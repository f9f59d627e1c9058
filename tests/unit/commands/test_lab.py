"""workbook lab: on copies, with the words that were asked for, and gone with its server."""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import Exporter

from helpers.commands.lab import COPIES, lab, working_copies
from helpers.reports.inputs import notebook_digest
from helpers.reports.places import PROJECT, Places

NOTEBOOK = Path("round") / "dmc.ipynb"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "params", tmp_path / "outputs")


def executed(path: Path) -> None:
    """As Run All leaves a notebook: with outputs and counts."""
    notebook = nbformat.read(path, as_version=4)
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.execution_count = count
        cell.outputs = [nbformat.v4.new_output("stream", text="ผลของข้อมูลจริง")]
        cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01"}
    nbformat.write(notebook, path)


def test_what_is_run_by_hand_stays_in_the_owners_copy_below_data(places: Places) -> None:
    before = {path: path.read_bytes() for path in places.notebooks.rglob("*.ipynb")}
    copy = working_copies(places) / NOTEBOOK
    assert copy == places.data / COPIES / NOTEBOOK
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    executed(copy)
    working_copies(places)
    assert "ผลของข้อมูลจริง" in copy.read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in before} == before


def test_a_copy_that_somebody_changed_is_kept_and_told(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    copy = working_copies(places) / NOTEBOOK
    executed(copy)
    working_copies(places)
    assert not capsys.readouterr().out
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["# ของฉัน"]
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    working_copies(places)
    assert f"สมุดงาน {copy} ต่างจากของโครงการ" in capsys.readouterr().out
    assert "ของฉัน" in json.loads(copy.read_text(encoding="utf-8"))["cells"][0]["source"][0]


def test_a_notebook_is_judged_by_its_cells_and_not_by_what_running_it_left(tmp_path: Path) -> None:
    path = tmp_path / "dmc.ipynb"
    path.write_bytes((PROJECT / "notebooks" / NOTEBOOK).read_bytes())
    before = notebook_digest(path)
    executed(path)
    assert notebook_digest(path) == before
    path.write_text(path.read_text(encoding="utf-8").replace("pupils.total", "pupils.all"), encoding="utf-8")
    assert notebook_digest(path) != before


@pytest.mark.skipif(os.name != "posix", reason="only there can a process become another")
def test_the_command_becomes_the_server_that_was_asked_for(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    become: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *what: become.append(what))
    monkeypatch.setattr("subprocess.run", lambda *_, **__: Namespace(returncode=0))
    lab(Namespace(no_browser=True, port=8899), places)
    ((_, command, environment),) = become
    assert command[1:] == ["-m", "jupyterlab", str(places.data / COPIES), "--no-browser", "--port=8899"]
    assert environment["WORKBOOK_DATA"] == str(places.data)


def test_the_export_menu_can_ask_for_every_exporter_by_its_name() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    exporters = project["entry-points"]["nbconvert.exporters"]
    assert exporters
    for name, place in exporters.items():
        module, _, kind = place.partition(":")
        assert re.fullmatch(r"\w+", name), name
        assert issubclass(getattr(import_module(module), kind), Exporter)
