"""One report of the public edition: the office's notebook executed once more on released facts, rendered, read back and
looked through before anybody else sees it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.audit.manifest import FACTS, Manifest, Originals
from helpers.audit.pages import page_problems
from helpers.audit.pages_names import known_names
from helpers.audit.report_cards import FirstPage, first_page_of
from helpers.audit.verification import stated_facts
from helpers.errors import VerificationError, WorkbookError
from helpers.facts.ledger import PUBLIC_COLUMNS, FactLine, value_text, write_csv
from helpers.facts.released import ReleasedFacts
from helpers.files import for_owner_alone, write_whole
from helpers.incidents import unforeseen
from helpers.publish.edition.scan import Secrets, scan_problems, secrets_of
from helpers.render.blocks import BLOCK_MIME
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs, fingerprint
from helpers.reports.notebooks import executed
from helpers.reports.opened import keep_open, opened
from helpers.reports.production import rendered, stated_lines
from helpers.reports.specs import Spec

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NOTEBOOK = "report.ipynb"
_AGAIN = "แจ้งผู้ดูแลโปรแกรม ฉบับเผยแพร่เดิมยังอยู่ครบ"
Task = tuple[Spec, Folders]


@dataclass(frozen=True)
class PublicReport:
    """A report of the edition: its files by name, what the index says of it, and its fingerprint; or why there is
    none."""

    spec: Spec
    files: Mapping[str, bytes] = field(default_factory=dict)
    first: FirstPage = field(default_factory=FirstPage)
    fingerprint: str = ""
    error: WorkbookError | None = None


def made_public(task: Task) -> PublicReport:
    """Make one report of the edition that the folders' release is of. Never raises a WorkbookError, nor what the
    machine refuses: what went wrong is in the result."""
    spec, folders = task
    os.environ.update(folders.environment())
    try:
        keep_open(folders)
        with for_owner_alone(), tempfile.TemporaryDirectory() as scratch:
            return _made(spec, folders, Path(scratch))
    except (WorkbookError, OSError) as error:
        return PublicReport(spec, error=unforeseen(error, folders.data))


def _made(spec: Spec, folders: Folders, scratch: Path) -> PublicReport:
    now_open = opened(folders)
    inputs = described_inputs(spec, folders, now_open.graph)
    known_by = fingerprint(inputs)
    notebook = _without_lost_tables(executed(spec, folders, known_by, scratch))
    lines = stated_lines(notebook)
    files = {name: content for name, content in rendered(notebook).items() if name != _NOTEBOOK}
    files[FACTS] = write_csv(lines, PUBLIC_COLUMNS).encode()
    manifest = Manifest({"report": spec.id, "title": spec.title, "fingerprint": known_by, "inputs": inputs})
    problems = [
        *_unreleased(lines, now_open.released(spec.id) or {}),
        *_misprinted(files, notebook, manifest, lines, scratch / "pages", folders),
        *scan_problems(files, _secrets(spec, folders)),
    ]
    if problems:
        raise VerificationError(f"ฉบับเผยแพร่ไม่ผ่านการตรวจ: {'; '.join(problems)}", where=spec.id, remedy=_AGAIN)
    return PublicReport(spec, files, first_page_of(notebook), known_by)


def _without_lost_tables(notebook: NotebookNode) -> NotebookNode:
    """The notebook whose flags lead to no table that the public edition does not show."""
    bundles = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    blocks = [data[BLOCK_MIME] for data in bundles if BLOCK_MIME in data]
    shown = {block["name"] for block in blocks if "name" in block}
    for flag in (flag for block in blocks if block["kind"] == "flags" for flag in block.get("items", ())):
        if flag["table"] not in shown:
            flag["table"] = ""
    return notebook


def _unreleased(lines: Sequence[FactLine], released: ReleasedFacts) -> Iterator[str]:
    """Where the facts that the report states are not, cell by cell, those of the release. It may state fewer: what
    changed by a number that is withheld has no causes."""
    stated = {(line.fact, line.key): (line.value, line.where) for line in lines}
    right = {
        (name, key): (value_text(cell.value), cell.where)
        for name, fact in released.items()
        for key, cell in fact.cells.items()
    }
    for cell in sorted(stated):
        if stated.get(cell) != right.get(cell):
            yield f"{cell[0]} [{cell[1]}] ไม่ตรงกับตัวเลขที่เผยแพร่ได้"


def _misprinted(
    files: Mapping[str, bytes],
    notebook: NotebookNode,
    manifest: Manifest,
    lines: Sequence[FactLine],
    folder: Path,
    folders: Folders,
) -> Iterator[str]:
    """What the pages say other than the facts and the notebook: `verify` reads those of the office in the same way."""
    import nbformat

    for name, content in chain(files.items(), [(_NOTEBOOK, nbformat.writes(notebook).encode())]):
        write_whole(folder / name, content)
    snapshots = Originals(folders.data_folder).snapshots(manifest)
    yield from page_problems(folder, manifest, lines, known_names(folders.params, manifest, snapshots))


def _secrets(spec: Spec, folders: Folders) -> Secrets:
    """What must not be found in the files: that of the office report in place."""
    now_open = opened(folders)
    return secrets_of(spec, stated_facts(folders.outputs / spec.id), folders, now_open.graph)
