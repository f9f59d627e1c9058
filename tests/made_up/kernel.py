"""What the tests of kernels ask of another process: to execute a few cells as a report's notebook is executed."""

import os
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from helpers.processes import preforked_child
from helpers.reports import notebooks

Executed = tuple[str, int, int | None]


def execute(task: tuple[Path, tuple[str, ...]]) -> Executed:
    """The executed notebook, or the problem it stopped with; this process, and its twin."""
    folder, cells = task
    source = folder / "source.ipynb"
    made = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(made, source)
    try:
        text = nbformat.writes(notebooks._by_papermill(source, folder / "executed.ipynb", {"year": 2569}, "ลอง"))
    except notebooks.NotebookStoppedError as stopped:
        text = f"{stopped.problem}\n{nbformat.writes(stopped.notebook) if stopped.notebook else ''}"
    sleeping = preforked_child()
    return text, os.getpid(), sleeping.process.pid if sleeping else None
