"""What was executed is kept in a jupyter-cache, and taken out as it was, prose and all.

The cache keys on code cells and keeps nothing else of a notebook, so what it has is merged into the notebook that is to
be executed; and it counts only where that gives, byte for byte, what was kept. Whatever else the cache gives, and a
cache that cannot be read at all, is passed over: the notebook is executed anew.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import nbformat
from filelock import FileLock
from jupyter_cache.base import CacheBundleIn, CachingError
from jupyter_cache.cache.db import DB_NAME, OrmBase
from jupyter_cache.cache.main import JupyterCacheBase
from nbformat import NotebookNode
from sqlalchemy import URL, Engine, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from helpers.reports.notebook_text import written

KEPT_NOTEBOOKS = 100_000
"""jupyter-cache forgets the oldest beyond its limit of 1,000; an office keeps years of reports."""
_DIGEST = "sha256"
_UNREADABLE = (
    AttributeError,
    CachingError,
    LookupError,
    OSError,
    RuntimeError,  # jupyter-cache's word for a database that does not answer
    SQLAlchemyError,
    TypeError,
    ValueError,
)
"""What comes of a cache that was cut off, edited, emptied, or written by another version."""
_METADATA_KEPT = ("kernelspec", "language_info")


def taken(folder: Path, asked: NotebookNode) -> NotebookNode | None:
    """A notebook as it was executed, for the one that is to be executed; None where the cache in the folder does not
    have it, or no longer as it was kept."""
    stripped = without_own_metadata(asked)
    with _opened(folder) as cache:
        try:
            stated = cache.match_cache_notebook(stripped).data[_DIGEST]
            merged = cleaned(cache.merge_match_into_notebook(stripped)[1])
            return merged if _digest(merged) == stated else None
        except _UNREADABLE:
            return None


def keep(folder: Path, executed: NotebookNode) -> None:
    """Keep a notebook that was executed and cleaned. A cache that cannot take it begins anew.

    Raises as the cache does where it cannot be written even so.
    """
    try:
        _put(folder, executed)
    except _UNREADABLE:
        shutil.rmtree(folder, ignore_errors=True)
        folder.unlink(missing_ok=True)
        _put(folder, executed)


class _Cache(JupyterCacheBase):  # type: ignore[misc]  # it brings no types
    """With a database that opens in a folder of any name, and that has every table."""

    @cached_property
    def db(self) -> Engine:
        made = create_engine(URL.create("sqlite", database=str(self.path / DB_NAME)), poolclass=NullPool)
        OrmBase.metadata.create_all(made)
        return made


@contextmanager
def _opened(folder: Path) -> Iterator[_Cache]:
    """The cache in the folder; processes use it one at a time."""
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        yield _Cache(folder)


def _put(folder: Path, executed: NotebookNode) -> None:
    with _opened(folder) as cache:
        cache.change_cache_limit(KEPT_NOTEBOOKS)
        bundle = CacheBundleIn(nb=executed, uri="report.ipynb", data={_DIGEST: _digest(executed)})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _digest(notebook: NotebookNode) -> str:
    return hashlib.sha256(written(notebook).encode()).hexdigest()


def cleaned(notebook: NotebookNode) -> NotebookNode:
    """An executed notebook without times, random ids and papermill's own records: the same bytes on every rerun."""
    notebook = without_own_metadata(notebook)
    kept = {name: notebook.metadata[name] for name in _METADATA_KEPT if name in notebook.metadata}
    kept.get("language_info", {}).pop("version", None)
    notebook.metadata = nbformat.NotebookNode(kept)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02}"
    return notebook


def without_own_metadata(notebook: NotebookNode) -> NotebookNode:
    """The notebook with nothing but tags on its cells; papermill writes times and a random id beside them."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = type(cell.metadata)({"tags": tags} if tags else {})
    return notebook
