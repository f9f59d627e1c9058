"""What a report depends on, as one description: its digest is the report's fingerprint, its parts say why a report
is stale.

What papermill injected into the notebook that is running, as the kernel itself remembers it.

papermill only warns of a parameter that a notebook does not know, and injects it all the same: the report would be that
of the default parameters, under the name of what was asked for.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.digests import description_digest, file_digest, source_digests
from helpers.params.folder import Params
from helpers.periods import Period
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec
from helpers.tables.store import Snapshot, Store

_DECIDING = (
    "params",
    "tables",
    "foreign",
    "forms",
    "systems",
    "programmes",
    "performance",
    "facts",
    "charts",
    "reports",
    "render",
)
"""The layers that decide a report's bytes; the sample, the audit and the command line do not."""


def snapshots_read(spec: Spec, store: Store) -> Mapping[str, Snapshot]:
    """The snapshots that a report reads, by the notebook's name for them; those that the store has nothing for are
    left out."""
    found = {name: store.snapshot(*origin) for name, origin in spec.reads.items()}
    return {name: snapshot for name, snapshot in found.items() if snapshot is not None}


def described_inputs(spec: Spec, folders: Folders, params: Params, store: Store) -> dict[str, Any]:
    """Everything that decides the report's bytes. Builds no snapshot: it names those that the present inputs would
    give."""
    origins = {f"{period}/{source}": (source, period) for source, period in spec.reads.values()}
    there = {name: origin for name, origin in origins.items() if store.available(*origin)}
    received = {name: origin for name, origin in there.items() if store.folder.received(*origin)}
    own = [name for source, period in origins.values() for name in store.sources[source].param_files(period, params)]
    files = [*params.shared_files(), *(params.folder / name for name in own)]
    return {
        "report": spec.id,
        "parameters": spec.parameters.model_dump(exclude={"fingerprint"}),
        "data_kind": store.folder.kind,
        "deliveries": {name: _deliveries(store, *origin) for name, origin in received.items()},
        "snapshots": {name: store.fingerprint(*origin) for name, origin in there.items()},
        "params": {path.relative_to(params.folder).as_posix(): file_digest(path) for path in files},
        "notebook": {spec.kind: notebook_digest(folders.notebooks / f"{spec.kind}.ipynb")},
        "helpers": source_digests(*_DECIDING),
        "lock": {folders.lock.name: file_digest(folders.lock)},
    }


def _deliveries(store: Store, source: str, period: Period) -> dict[str, Any]:
    return {
        f"{entry.name} ({entry.sha256[:8]})": {"sha256": entry.sha256, "rows": entry.rows, "report": entry.report}
        for entry in store.folder.received(source, period)
    }


def notebook_digest(path: Path) -> str:
    """The digest of what a notebook says and runs: its cells' sources and tags, and its kernel. What executing it wrote
    into it counts for nothing."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = [
            [cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags")] for cell in content["cells"]
        ]
        return description_digest([cells, content["metadata"].get("kernelspec", {}).get("name")])
    except (ValueError, KeyError, TypeError, AttributeError):
        return file_digest(path)


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """The digest of the described inputs."""
    return description_digest(inputs)[:16]


_MARK = "# Parameters\n"
"""How papermill begins the cell that it injects."""


def injected_parameters() -> dict[str, Any]:
    """The parameters in papermill's own cell, by name; none where nothing was injected, or no kernel runs this."""
    from IPython import get_ipython

    shell = get_ipython()
    sources = shell.user_ns.get("In", ()) if shell else ()
    cells = [source for source in sources if isinstance(source, str) and source.startswith(_MARK)]
    return {name: value for source in cells[-1:] for name, value in _assigned(source)}


def _assigned(source: str) -> Iterator[tuple[str, Any]]:
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, _value(statement.value)


def _value(written: ast.expr) -> Any:
    """What is written, where it is a plain value; a name that is refused needs none."""
    try:
        return ast.literal_eval(written)
    except ValueError:
        return ast.unparse(written)
