from pathlib import Path
from typing import Any

import papermill
import pytest
from nbclient import NotebookClient
from nbformat import write
from nbformat.v4 import new_notebook

from helpers.reports import notebooks


def test_a_busy_machine_gets_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """nbclient itself waits four seconds for what a cell printed, and papermill makes an error of it."""
    given: dict[str, Any] = {}

    def execute(*_: object, **options: Any) -> None:
        given.update(options)
        write(new_notebook(), tmp_path / "out.ipynb")

    monkeypatch.setattr(papermill, "execute_notebook", execute)
    notebooks._by_papermill(tmp_path / "in.ipynb", tmp_path / "out.ipynb", {}, "ลอง")
    assert NotebookClient.iopub_timeout.default_value < given["iopub_timeout"] == notebooks.PATIENCE
    assert given["start_timeout"] == notebooks.PATIENCE
    assert notebooks.PATIENCE >= 300
