"""Executing a report's notebook by papermill, unless the cache has it as it was executed before.

The cache keys on code cells alone, so the report's fingerprint (parameters, data, helpers, notebook, lock) is
injected as a parameter: whatever changes the report changes the key.

What executes notebooks is imported when it is needed: it takes two seconds to load, and most runs have nothing to make.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.errors import NotebookError
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec

if TYPE_CHECKING:
    from nbformat import NotebookNode


class NotebookStoppedError(NotebookError):
    """A notebook stopped; `notebook` is as far as it came, with the error in it."""

    def __init__(self, problem: str, *, where: str, notebook: NotebookNode | None) -> None:
        self.notebook = notebook
        super().__init__(problem, where=where, remedy="ดูสมุดงานที่หยุดใน outputs/failed แล้วแก้ตามข้อความ")


def executed(spec: Spec, folders: Folders, fingerprint: str, scratch: Path) -> NotebookNode:
    """The report's notebook, executed: from the cache when this very fingerprint was executed before, else by
    papermill. Pages of schools are not kept: every delivery would add hundreds, which execute in less time than
    keeping takes.

    Raises NotebookStoppedError.
    """
    from helpers.reports.notebook_cache import keep, taken

    source, cache = folders.notebooks / f"{spec.kind}.ipynb", folders.data / "notebooks"
    parameters = spec.parameters.model_dump() | {"fingerprint": fingerprint}
    if spec.school:
        return _by_papermill(source, scratch / "executed.ipynb", parameters, spec.id)
    kept = taken(cache, _parameterised(source, parameters))
    if kept is not None:
        return kept
    notebook = _by_papermill(source, scratch / "executed.ipynb", parameters, spec.id)
    keep(cache, notebook)
    return notebook


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as a file."""
    from helpers.reports.notebook_text import written

    return written(notebook).encode()


def _by_papermill(source: Path, target: Path, parameters: dict[str, Any], report_id: str) -> NotebookNode:
    import papermill

    from helpers.reports.engine import ENGINE
    from helpers.reports.notebook_cache import cleaned

    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters,
            cwd=str(source.parent),
            engine_name=ENGINE,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except papermill.PapermillExecutionError as error:
        problem = f"สมุดงานหยุดที่เซลล์ {error.cell_index}: {error.ename}: {error.evalue}"
        raise NotebookStoppedError(problem, where=report_id, notebook=cleaned(_read(target))) from error
    return cleaned(_read(target))  # what a file has, in its order: a notebook from the cache is no other


def _read(path: Path) -> NotebookNode:
    import nbformat

    read: NotebookNode = nbformat.read(path, as_version=4)
    return read


def _parameterised(source: Path, parameters: dict[str, Any]) -> NotebookNode:
    """The notebook as papermill will execute it: what the cache is asked for."""
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(source))
    parameterised: NotebookNode = parameterize_notebook(notebook, parameters)
    return parameterised
