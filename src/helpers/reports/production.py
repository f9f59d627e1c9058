"""Producing one report: execute its notebook, then render what was executed. Runs in a process of its own."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from helpers.catalogue import rules
from helpers.errors import NotebookError, WorkbookError
from helpers.excel import csv_text
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine, write_csv
from helpers.incidents import unforeseen
from helpers.params.folder import Params
from helpers.render import renderers
from helpers.render.blocks import BLOCK_MIME, ApprovalLine, Opening, Receipts, from_json, to_json
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.notebooks import NotebookStoppedError, executed, notebook_bytes
from helpers.reports.opened import opened
from helpers.reports.specs import Spec
from helpers.tables.findings import SEVERITY_THAI, Severity
from helpers.tables.snapshots import Snapshot

if TYPE_CHECKING:
    from nbformat import NotebookNode


Once = TypeVar("Once", Opening, Receipts)
PRELOADED = (
    "helpers.reports.engine",
    "helpers.reports.notebook_cache",
    "helpers.render.html",
    "helpers.render.pdf",
    "helpers.render.xlsx",
    "helpers.reports.session",
    "helpers.reports.warm",
    "papermill",
)
"""What a report's process and its notebook import besides this module."""
FINDING_COLUMNS = ("rule", "severity", "smis", "file", "sheet", "row", "column", "found", "allowed")


@dataclass(frozen=True)
class Produced:
    """A report's files by name, or why there are none. `notebook` is the failed notebook as far as it came."""

    spec: Spec
    fingerprint: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    error: WorkbookError | None = None
    notebook: bytes = b""


def produce(
    spec: Spec,
    folders: Folders,
    params: Params,
    fingerprint: str,
    approved: Callable[[str], tuple[ApprovalLine, ...]] = lambda _: (),
) -> Produced:
    """Execute and render; `approved` gives the approvals of the numbers of a facts.csv, which the pages show. Never
    raises a WorkbookError, nor what the machine refuses: what went wrong is in the result,
    so that other reports go on."""
    os.environ.update(folders.environment())
    try:
        snapshots = opened(folders, params).snapshots(spec.reads)
        with tempfile.TemporaryDirectory() as scratch:
            notebook = executed(spec, folders, fingerprint, Path(scratch))
        facts = write_csv(stated_lines(notebook))
        files = rendered(with_approvals(notebook, approved(facts))) | {"facts.csv": facts.encode()}
        if not spec.school:  # it lies beside every report that pages of schools rest on
            files |= {SECOND_READER: folders.second_reader.read_bytes()}
        findings = findings_file(snapshots["this"])
        return Produced(spec, fingerprint, files | ({"findings.csv": findings} if findings else {}))
    except NotebookStoppedError as failed:
        partial = notebook_bytes(failed.notebook) if failed.notebook else b""
        # The error goes to other processes, and its notebook is large.
        error = NotebookError(failed.problem, where=failed.where, remedy=failed.remedy)
        return Produced(spec, fingerprint, error=error, notebook=partial)
    except (WorkbookError, OSError) as reason:
        return Produced(spec, fingerprint, error=unforeseen(reason, folders.data))


def with_approvals(notebook: NotebookNode, approvals: tuple[ApprovalLine, ...]) -> NotebookNode:
    """The notebook whose opening names these approvals; without any, the notebook as it is."""
    bundles = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    for data in bundles if approvals else ():
        value = data.get(BLOCK_MIME)
        if value and value["kind"] == Opening.model_fields["kind"].default:
            data[BLOCK_MIME] = to_json(Opening.model_validate(value).model_copy(update={"approvals": approvals}))
    return notebook


def rendered(notebook: NotebookNode) -> dict[str, bytes]:
    """The executed notebook, and the files that it is rendered into, by name. Raises RenderingError."""
    files = {name: made for name, render in renderers().items() if (made := render(notebook))}
    return files | {"report.ipynb": notebook_bytes(notebook)}


def only_block(notebook: NotebookNode, kind: type[Once]) -> Once:
    """The one block of a kind (Opening, Receipts) that an executed notebook holds. Raises NotebookError for none."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            value = output.get("data", {}).get(BLOCK_MIME)
            if value and value["kind"] == kind.model_fields["kind"].default:
                block = from_json(value)
                assert isinstance(block, kind)
                return block
    remedy = "ให้เซลล์แรกของสมุดงานเปิดด้วย open_report และเซลล์สุดท้ายปิดด้วย report.close()"
    raise NotebookError(f"สมุดงานไม่มีส่วน {kind.__name__}", where="notebooks", remedy=remedy)


def stated_lines(notebook: NotebookNode) -> list[FactLine]:
    """The lines of facts.csv, from the receipts that the notebook closed with."""
    return [
        FactLine(
            fact=fact.fact,
            key=key,
            value=value,
            unit=fact.unit,
            title=fact.title,
            operation=Operation(fact.operation),
            table=fact.table,
            column=fact.column,
            where=where,
            rows=rows,
            digest=digest,
        )
        for fact in only_block(notebook, Receipts).facts
        for key, value, where, rows, digest in fact.cells
    ]


def findings_file(snapshot: Snapshot) -> bytes:
    """findings.csv: one line a finding, with what it says and what to do; empty where nothing was found."""
    frame = snapshot.read("findings")
    if frame.empty:
        return b""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*FINDING_COLUMNS, "title", "remedy"))
    writer.writerows(_finding_row(finding) for _, finding in frame.iterrows())
    return text.getvalue().encode("utf-8-sig")


def _finding_row(finding: pd.Series) -> tuple[str, ...]:
    rule = rules()[finding["rule"]]
    shown = {**finding.to_dict(), "severity": SEVERITY_THAI[Severity(finding["severity"])]}
    return (*(csv_text(str(shown[column])) for column in FINDING_COLUMNS), rule.title, rule.remedy)
