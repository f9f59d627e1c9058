"""What a report depends on, as one description: its digest is the report's fingerprint, its parts say why a report
is stale.

What papermill injected into the notebook that is running, as the kernel itself remembers it.

papermill only warns of a parameter that a notebook does not know, and injects it all the same: the report would be that
of the default parameters, under the name of what was asked for.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers.digests import code_digests, description_digest, file_digest
from helpers.errors import NotebookError
from helpers.facts.released import read_release
from helpers.periods import Period
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.school_kind import linked_pages
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph, Origin

MAKING = ("helpers.reports.production", "helpers.reports.session")
"""The modules that make any report: its process, and what its notebook opens. Sample, audit and command line do not."""


def described_inputs(spec: Spec, folders: Folders, graph: Graph) -> dict[str, Any]:
    """Everything that decides the report's bytes: the report is a leaf of the graph of data sets. Builds no snapshot:
    it names those that the present inputs would give."""
    origins = {f"{period}/{dataset}": (dataset, period) for dataset, period in spec.reads.values()}
    present = graph.present(origins)
    received = {name: origin for name, origin in present.items() if graph.folder.received(*origin)}
    modules = (module for dataset, _ in origins.values() for module in graph.datasets[dataset].modules)
    return {
        "report": spec.id,
        "parameters": spec.parameters.model_dump(exclude={"fingerprint"}),
        "data_kind": graph.folder.kind,
        "deliveries": {name: _deliveries(graph, *origin) for name, origin in received.items()},
        "snapshots": {name: graph.fingerprint(*origin) for name, origin in present.items()},
        "params": graph.param_digests(tuple(origins.values())) | _flag_digests(graph),
        "notebook": {spec.kind: notebook_digest(folders.notebooks / f"{spec.kind}.ipynb")},
        "helpers": code_digests(*MAKING, *sorted(set(modules))) | _second_reader(spec, folders),
        "pages": _pages(spec, graph),
        **_tables_of(spec, present),
        **_gathered_from(spec, graph),
        "lock": {folders.lock.name: file_digest(folders.lock)},
        **_released(spec, folders),
    }


def _tables_of(spec: Spec, present: Mapping[str, Origin]) -> dict[str, dict[str, list[str]]]:
    """The tables that the report may show of each snapshot that it reads in part; nothing where it reads all whole."""
    parts = {spec.reads[at]: sorted(tables) for at, tables in spec.tables.items()}
    tables = {name: parts[origin] for name, origin in present.items() if origin in parts}
    return {"tables": tables} if tables else {}


def _released(spec: Spec, folders: Folders) -> dict[str, Any]:
    """The digest of what the public edition may say of the report and of which others are in it; nothing for the
    office edition."""
    if folders.release is None:
        return {}
    release = read_release(folders.release.read_text(encoding="utf-8"), folders.release.name)
    mine = replace(release, reports={spec.id: release.reports.get(spec.id, {})})
    return {"release": {"facts": mine.digest, "reports": description_digest(sorted(release.reports))}}


def _pages(spec: Spec, graph: Graph) -> dict[str, Any]:
    """The digest of the list of pages to which names of schools lead, by year; nothing where there are none."""
    pages = linked_pages(spec.period, graph)
    return {next(iter(pages.values())).rpartition("/")[0]: description_digest(pages)} if pages else {}


def _gathered_from(spec: Spec, graph: Graph) -> dict[str, dict[str, str]]:
    """Of the page of a school the data sets, with their titles, that its own is gathered from: their reports are linked
    on it."""
    if not spec.school:
        return {}
    gathered = gathered_from(spec, graph)
    return {"gathered_from": {f"{period}/{name}": graph.datasets[name].title for name, period in gathered}}


def gathered_from(spec: Spec, graph: Graph) -> list[Origin]:
    """The data sets that are there of those that the report's own data set reads."""
    name, period = spec.reads["this"]
    return list(graph.present(graph.datasets[name].reads(period, graph)).values())


def _second_reader(spec: Spec, folders: Folders) -> dict[str, str]:
    """The digest of the program that goes along with the report; it lies beside `helpers`, not in it. None goes along
    with the page of a school: 241 copies would weigh as much as the pages."""
    return {} if spec.school else {SECOND_READER: file_digest(folders.second_reader)}


def _flag_digests(graph: Graph) -> dict[str, str]:
    """The digest of the rules of what a director must know, which reports have and data sets do not."""
    path = graph.params.flags_file
    return {path.name: file_digest(path)} if path.exists() else {}


def _deliveries(graph: Graph, dataset: str, period: Period) -> dict[str, Any]:
    return {
        f"{entry.name} ({entry.sha256[:8]})": {"sha256": entry.sha256, "rows": entry.rows, "report": entry.report}
        for entry in graph.folder.received(dataset, period)
    }


def notebook_digest(path: Path) -> str:
    """The digest of what a notebook says and runs: its cells' sources and tags, and its kernel. What executing it wrote
    into it counts for nothing. Raises NotebookError for one that is not there."""
    try:
        return _source_digest(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        remedy = "สร้างสมุดงานที่ชื่อเดียวกับชนิดของรายงาน หรือนำไฟล์เดิมกลับมา"
        raise NotebookError("ไม่พบสมุดงานของรายงาน", where=str(path), remedy=remedy) from error
    except (ValueError, KeyError, TypeError, AttributeError):
        return file_digest(path)


def executed_digest(notebook: Mapping[str, Any]) -> str:
    """The digest that the notebook had before it was executed: of all cells but the one that was injected. The empty
    string for what is no notebook."""
    try:
        cells = [cell for cell in notebook["cells"] if _INJECTED not in (cell["metadata"].get("tags") or ())]
        return _source_digest({"cells": cells, "metadata": notebook["metadata"]})
    except (KeyError, TypeError, AttributeError):
        return ""


_INJECTED = "injected-parameters"
"""The tag of the cell that papermill injects."""


def _source_digest(content: Mapping[str, Any]) -> str:
    cells = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags")] for cell in content["cells"]]
    return description_digest([cells, content["metadata"].get("kernelspec", {}).get("name")])


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
