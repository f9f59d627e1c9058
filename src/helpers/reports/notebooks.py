"""Executing a report's notebook by papermill, and keeping what was executed in a jupyter-cache.

The cache keys on code cells alone, so the report's fingerprint (parameters, data, helpers, notebook, lock) is
injected as a parameter: whatever changes the report changes the key.

What executes notebooks is imported when it is needed: it takes two seconds to load, and most runs have nothing to make.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from helpers.errors import NotebookError
from helpers.reports.places import Places
from helpers.reports.specs import Spec

if TYPE_CHECKING:
    from nbformat import NotebookNode

KEPT_NOTEBOOKS = 100_000
"""jupyter-cache forgets the oldest beyond its limit of 1,000; an office keeps years of reports."""
KERNEL_OPTIONS = ["--IPKernelApp.log_level=CRITICAL", "--HistoryManager.enabled=False"]
"""The kernel's own remarks (on its local transport, on being shut down) would look like errors of the report; and what
a report executes is nobody's typing, to be remembered."""
_METADATA_KEPT = ("kernelspec", "language_info")


class NotebookStoppedError(NotebookError):
    """A notebook stopped; `notebook` is as far as it came, with the error in it."""

    def __init__(self, problem: str, *, where: str, notebook: NotebookNode | None) -> None:
        self.notebook = notebook
        super().__init__(problem, where=where, remedy="ดูสมุดงานที่หยุดใน outputs/failed แล้วแก้ตามข้อความ")


def executed(spec: Spec, places: Places, fingerprint: str, scratch: Path) -> NotebookNode:
    """The report's notebook, executed: from the cache when this very fingerprint was executed before, else by
    papermill.

    Raises NotebookStoppedError.
    """
    source = places.notebooks / f"{spec.kind}.ipynb"
    parameters = spec.parameters.model_dump() | {"fingerprint": fingerprint}
    with FileLock(places.data / ".notebooks.lock"):
        kept = _from_cache(source, places, parameters)
    if kept is not None:
        return kept
    notebook = _by_papermill(source, scratch / "executed.ipynb", parameters, spec.id)
    with FileLock(places.data / ".notebooks.lock"):
        _into_cache(notebook, places)
    return notebook


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as a file."""
    import nbformat

    text: str = nbformat.writes(notebook)
    return text.encode()


def _by_papermill(source: Path, target: Path, parameters: dict[str, Any], report_id: str) -> NotebookNode:
    import papermill
    from nbclient.exceptions import DeadKernelError

    from helpers.reports.kernels import kernel_starter

    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters,
            cwd=str(source.parent),
            progress_bar=False,
            request_save_on_cell_execute=False,
            extra_arguments=KERNEL_OPTIONS,
            kernel_manager_class=kernel_starter(),
            shutdown_kernel="immediate",
        )
    except papermill.PapermillExecutionError as error:
        problem = f"สมุดงานหยุดที่เซลล์ {error.cell_index}: {error.ename}: {error.evalue}"
        raise NotebookStoppedError(problem, where=report_id, notebook=_cleaned(target)) from error
    except DeadKernelError as error:
        raise NotebookStoppedError(f"เคอร์เนลหยุดกลางคัน: {error}", where=report_id, notebook=None) from error
    return _cleaned(target)


def _cleaned(path: Path) -> NotebookNode:
    """The executed notebook without times, random ids and papermill's own records: the same bytes on every rerun."""
    import nbformat

    notebook = _without_own_metadata(nbformat.read(path, as_version=4))
    kept = {name: notebook.metadata[name] for name in _METADATA_KEPT if name in notebook.metadata}
    kept.get("language_info", {}).pop("version", None)
    notebook.metadata = nbformat.NotebookNode(kept)
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place:02}"
    return notebook


def _without_own_metadata(notebook: NotebookNode) -> NotebookNode:
    """The notebook with nothing but tags on its cells; papermill writes times and a random id beside them."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = type(cell.metadata)({"tags": tags} if tags else {})
    return notebook


def _parameterised(source: Path, parameters: dict[str, Any]) -> NotebookNode:
    """The notebook as papermill will execute it: what the cache is asked for."""
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(source))
    parameterised: NotebookNode = parameterize_notebook(notebook, parameters)
    return parameterised


def _cache(places: Places) -> Any:
    from jupyter_cache import get_cache

    cache = get_cache(places.data / "notebooks")
    cache.change_cache_limit(KEPT_NOTEBOOKS)
    return cache


def _from_cache(source: Path, places: Places, parameters: dict[str, Any]) -> NotebookNode | None:
    """What the cache has; a run that was killed while it wrote there left nothing that can be read."""
    cache = _cache(places)
    try:
        record = cache.match_cache_notebook(_without_own_metadata(_parameterised(source, parameters)))
        kept: NotebookNode = cache.get_cache_bundle(record.pk).nb
    except (KeyError, ValueError):
        return None
    return kept


def _into_cache(notebook: NotebookNode, places: Places) -> None:
    from jupyter_cache.cache.main import CacheBundleIn

    bundle = CacheBundleIn(nb=notebook, uri="report.ipynb")
    _cache(places).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
