"""The engine that executes notebooks in the report's own process gives what a kernel gives."""

import builtins
import os
import subprocess
import sys
from contextlib import suppress
from decimal import getcontext
from pathlib import Path

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import processes
from helpers.reports.engine import ENGINE
from helpers.reports.production import PRELOADED

SHOWS = (
    "import os, sys\nprint('ก'); print(year)\nprint('ข', file=sys.stderr)\nprint('ค')",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'), metadata={'kept': 1})\n{'ข': year}",
    "os.path.basename(os.getcwd())",
    "_ + '!';",
    "None",
    "get_ipython().user_ns['In'][-1]",
)


@pytest.fixture(autouse=True)
def fresh_last_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own prompt leaves its last value among the builtins, where IPython leaves it alone."""
    monkeypatch.delattr(builtins, "_", raising=False)


def notebook(*cells: str) -> NotebookNode:
    """A notebook of these code cells, below a heading."""
    made = new_notebook(cells=[new_markdown_cell("# ลอง"), *map(new_code_cell, cells)])
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return made


def executed(engine: str | None, folder: Path, *cells: str) -> NotebookNode:
    """The notebook as an engine of papermill executes it; as far as it came, where a cell stops it."""
    folder.mkdir(exist_ok=True)
    source, target = folder / "source.ipynb", folder / "executed.ipynb"
    nbformat.write(notebook(*cells), source)
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            source, target, {"year": 2569}, engine_name=engine, cwd=folder, progress_bar=False, start_timeout=600
        )
    return nbformat.read(target, as_version=4)


def outputs(executed_notebook: NotebookNode) -> list[tuple[object, list[NotebookNode]]]:
    """What every code cell shows, with its number; a kernel may send what a cell prints in pieces, in any order of
    the two streams, and words its traceback itself."""
    shown = []
    for cell in executed_notebook.cells:
        if cell.cell_type == "code":
            streams = {"stdout": "", "stderr": ""}
            others = []
            for output in cell.outputs:
                if output.output_type == "stream":
                    streams[output.name] += output.text
                else:
                    others.append({**output, "traceback": []})
            shown.append((cell.execution_count, [streams, *others]))
    return shown


def test_the_engine_shows_what_a_kernel_shows(tmp_path: Path) -> None:
    cells = (*SHOWS, "raise LookupError('ไม่มี')", "print('later')")
    here = executed(ENGINE, tmp_path / "same", *cells)
    assert outputs(here) == outputs(executed(None, tmp_path / "same", *cells))
    text = nbformat.writes(here)
    assert all(expected in text for expected in ("2569", "'ข'", "same", "LookupError"))
    assert not here.cells[-1].outputs


def test_pieces_of_one_stream_are_one_output_in_the_order_of_events(tmp_path: Path) -> None:
    cell = executed(ENGINE, tmp_path, SHOWS[0]).cells[-1]
    assert [(output.name, output.text) for output in cell.outputs] == [
        ("stdout", "ก\n2569\n"),
        ("stderr", "ข\n"),
        ("stdout", "ค\n"),
    ]


@pytest.mark.filterwarnings("default:To exit:UserWarning")
@pytest.mark.parametrize(
    ("cell", "name"), [("1 +", "SyntaxError"), ("import sys; sys.exit(3)", "SystemExit"), ("input()", "EOFError")]
)
def test_whatever_stops_a_cell_is_its_error(
    cell: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        stopped = executed(ENGINE, tmp_path, cell, "print('later')")
    errors = [output.ename for cell in stopped.cells for output in cell.get("outputs", []) if "ename" in output]
    assert errors == [name]
    assert not stopped.cells[-1].outputs


def test_no_name_lives_on_and_the_process_is_as_it_was(tmp_path: Path) -> None:
    before = (sys.stdout, sys.stderr, sys.excepthook, sys.modules["__main__"], Path.cwd())
    executed(ENGINE, tmp_path, "left = 1", "import decimal; decimal.getcontext().prec = 4")
    later = executed(ENGINE, tmp_path, "'left' in globals()")
    assert later.cells[-1].outputs[0].data["text/plain"] == "False"
    assert before == (sys.stdout, sys.stderr, sys.excepthook, sys.modules["__main__"], Path.cwd())
    assert not InteractiveShell.initialized()
    assert getcontext().prec > 4


@pytest.mark.skipif(not processes._FORKED, reason="processes are forked on Linux alone")
def test_what_is_imported_beforehand_is_there_and_starts_no_thread() -> None:
    """The server passes over what it cannot import; and to fork beside a running thread is not clean."""
    asked = f"import threading; {'; '.join(f'import {name}' for name in PRELOADED)}; print(threading.active_count())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
