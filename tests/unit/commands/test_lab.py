"""JupyterLab on working copies: what is written into them changes nothing of the project, and nothing is lost."""

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.commands.lab import _served, working_copies
from helpers.reports.folders import PROJECT, Folders
from helpers.reports.inputs import notebook_digest
from unit.audit.small_office import office

SERVER = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGALRM})
signal.alarm(60)
print("up", flush=True)
sys.exit(signal.sigwait({signal.SIGTERM, signal.SIGALRM}) != signal.SIGTERM)
"""
SERVING = (
    "import sys; from helpers.commands.lab import _served; sys.exit(_served([sys.executable, '-c', sys.argv[1]], {}))"
)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    new_folders = replace(office(tmp_path / "office"), project=tmp_path / "project")
    (new_folders.notebooks / "round").mkdir(parents=True)
    written(new_folders.notebooks / "round" / "dmc.ipynb", "# หัวเรื่อง")
    return new_folders


def written(path: Path, heading: str, count: int | None = None) -> Path:
    cell = new_code_cell("7", execution_count=count, outputs=[new_output("stream", text="7")] if count else [])
    notebook = new_notebook(cells=[new_markdown_cell(heading), cell])
    for number, new_cell in enumerate(notebook.cells):
        new_cell["id"] = f"cell-{number}"
    nbformat.write(notebook, path)
    return path


def test_the_project_s_notebooks_are_copied_and_stay_as_they_are(folders: Folders) -> None:
    source = folders.notebooks / "round" / "dmc.ipynb"
    before = source.read_bytes()
    copy = working_copies(folders) / "round" / "dmc.ipynb"
    assert copy.read_bytes() == before
    assert copy.is_relative_to(folders.data)
    written(copy, "# หัวเรื่องของฉัน", 1)
    assert working_copies(folders)
    assert "ของฉัน" in copy.read_text(encoding="utf-8")
    assert source.read_bytes() == before


def test_a_copy_of_an_older_notebook_is_set_aside_and_not_lost(folders: Folders) -> None:
    copy = working_copies(folders) / "round" / "dmc.ipynb"
    written(copy, "# หัวเรื่องของฉัน", 1)
    written(folders.notebooks / "round" / "dmc.ipynb", "# หัวเรื่องใหม่")
    working_copies(folders)
    assert "ใหม่" in copy.read_text(encoding="utf-8")
    (aside,) = set(copy.parent.iterdir()) - {copy}
    assert "ของฉัน" in aside.read_text(encoding="utf-8")


def test_results_in_a_notebook_do_not_make_another_of_it(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a.ipynb", "# ก"), written(tmp_path / "b.ipynb", "# ก", 3)
    assert one.read_bytes() != other.read_bytes()
    assert notebook_digest(one) == notebook_digest(other) != notebook_digest(written(tmp_path / "c.ipynb", "# ข"))
    tagged = json.loads(one.read_text(encoding="utf-8"))
    tagged["cells"][1]["metadata"]["tags"] = ["parameters"]
    (tmp_path / "d.ipynb").write_text(json.dumps(tagged), encoding="utf-8")
    assert notebook_digest(tmp_path / "d.ipynb") != notebook_digest(one)
    (tmp_path / "e.ipynb").write_text("{", encoding="utf-8")
    assert notebook_digest(tmp_path / "e.ipynb")


def test_it_ends_with_its_server() -> None:
    assert _served([sys.executable, "-c", ""], dict(os.environ)) == 0
    assert _served([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)) == 3


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_its_server_ends_with_it(number: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVING, SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)  # which ends when the server's end of the pipe is closed too
    assert (process.returncode, errors) == (0, "")


def test_the_export_menu_of_jupyterlab_can_ask_for_every_exporter() -> None:
    """Its address takes letters, digits and underscores alone."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = project["entry-points"]["nbconvert.exporters"]
    assert len(names) > 1
    assert all(re.fullmatch(r"\w+", name) for name in names)


def test_working_copies_are_for_their_owner_alone(folders: Folders) -> None:
    copy = working_copies(folders) / "round" / "dmc.ipynb"
    copy.chmod(0o644)
    copy.parent.chmod(0o755)
    folder = working_copies(folders)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.rglob("*")))
