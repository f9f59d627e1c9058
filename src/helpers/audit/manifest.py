"""manifest.json: what a report was made from and what came out. `content` is the same on every rerun, `execution`
may differ.

What reports were made from, as it lies there now: the received files, and the tables in the store.
"""

import hashlib
import json
import platform
import subprocess
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field

from helpers.digests import digest_if_there, file_digest
from helpers.errors import ParameterError, VerificationError
from helpers.facts.ledger import cell_values, values_digest
from helpers.files import below, matching
from helpers.periods import parse_period
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.inputs import fingerprint as fingerprint_of
from helpers.reports.school_kind import is_school_page
from helpers.reports.shown_rows import rows_digest
from helpers.tables.data_folder import DataFolder
from helpers.tables.snapshots import Snapshot, stored_snapshot

NAME = "manifest.json"
HISTORY, FAILED = "history", "failed"
"""Folders of the outputs: what was superseded, and what a run that did not succeed left."""
_SENSITIVITY = {"findings.csv": "confidential"}
FACTS, PDF = "facts.csv", "report.pdf"
FILES_OF_ALL = {"report.html", PDF, "tables.xlsx", "report.ipynb", FACTS, SECOND_READER}
"""The files that every report has."""
_TOOLS = ("papermill", "pandas", "nbconvert", "typst", "duckdb", "pyarrow", "matplotlib", "openpyxl")


@dataclass(frozen=True)
class Manifest:
    """The manifest of a report that is in place."""

    content: Mapping[str, Any]

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What the report depended on when it was made."""
        inputs: Mapping[str, Any] = self.content["inputs"]
        return inputs

    @property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """The report's files with their digests."""
        outputs: Mapping[str, Mapping[str, Any]] = self.content["outputs"]
        return outputs

    @property
    def fact_count(self) -> int | None:
        """The number of lines that facts.csv was put in place with; None for a report of an earlier version."""
        return self.content["facts"]["count"] if "facts" in self.content else None

    @property
    def rows(self) -> str | None:
        """The digest of what a report that reads its tables in part showed of them when it was made; None for any
        other."""
        return self.content.get("rows")

    def delivered(self) -> Iterator[str]:
        """The digests of the received files that the report was made from."""
        for files in self.inputs["deliveries"].values():
            yield from (stated["sha256"] for stated in files.values())

    def changed_files(self, folder: Path) -> Iterator[tuple[str, str]]:
        """The report's files that are gone or not as they were made: name, and what happened to it in Thai."""
        # The program goes along since it is named among the code; superseded reports may be of an earlier version.
        later = {SECOND_READER} - self.inputs.get("helpers", {}).keys()
        for name in sorted(FILES_OF_ALL - self.outputs.keys() - later):
            yield name, f"ไม่มีใน {NAME}"
        for name, stated in self.outputs.items():
            digest = digest_if_there(folder / name)
            if digest != stated["sha256"]:
                yield name, "ถูกแก้ไขหลังสร้างรายงาน" if digest else "หายไป"

    def contradictions(self, folder: Path, report_id: str) -> Iterator[str]:
        """What shows that a manifest is not that of the report in this folder, in Thai: it names another, its
        fingerprint is not that of its inputs, or files lie there that it does not know."""
        stated_id = self.content["report"]
        if (
            report_id not in (stated_id, f"{HISTORY}/{stated_id}/{self.content['fingerprint']}")
            or self.inputs["report"] != stated_id
        ):
            yield f"{NAME} เป็นของรายงาน {stated_id}"
        if fingerprint_of(self.inputs) != self.content["fingerprint"]:
            yield f"ลายนิ้วมือใน {NAME} ไม่ตรงกับสิ่งที่รายงานบอกว่าใช้"
        for path in sorted(folder.iterdir()):
            if path.name not in (*self.outputs, NAME):
                yield f"ไฟล์ {path.name} ไม่ใช่ของรายงาน"


def is_confidential(name: str) -> bool:
    """Whether one of a report's files is for the office alone."""
    return _SENSITIVITY.get(name) == "confidential"


class _Digested(BaseModel):
    sha256: str


class _Facts(BaseModel):
    count: Annotated[int, Field(ge=0)]
    values: str


class _Inputs(BaseModel):
    report: str
    parameters: dict[str, Any]
    data_kind: str
    deliveries: dict[str, dict[str, _Digested]]
    snapshots: dict[Annotated[str, Field(pattern=r"^[^/]+/[^/]+$")], Annotated[str, Field(pattern=r"^[0-9a-f]+$")]]
    params: dict[str, str]
    notebook: Annotated[dict[str, str], Field(min_length=1)]
    tables: dict[str, list[str]] = {}


class _Content(BaseModel):
    """What is relied on in a manifest; its texts become parts of paths, so they hold what such parts hold."""

    report: Annotated[str, Field(pattern=r"^[\w-]+(/[\w-]+)*$")]
    title: str
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-z]+$")]
    inputs: _Inputs
    facts: _Facts | None = None
    rows: str | None = None
    outputs: dict[Annotated[str, Field(pattern=r"^\w[^/\\\\]*$")], _Digested]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a report's folder; None where there is no whole report, or its manifest is damaged."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))["content"]
        _Content.model_validate(content, strict=True)
        return Manifest(content)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def in_place(outputs: Path) -> list[str]:
    """The ids of the folders that hold a whole manifest; what is in the making, superseded or failed lies elsewhere."""
    folders = (path.parent for path in matching(outputs, f"*/*/*/{NAME}") if read_manifest(path.parent))
    return sorted(folder.relative_to(outputs).as_posix() for folder in folders)


def damaged(outputs: Path) -> list[str]:
    """The ids of the folders whose manifest cannot be read: of a report that was in place, one cannot say what of."""
    folders = (path.parent for path in matching(outputs, f"*/*/*/{NAME}") if read_manifest(path.parent) is None)
    ids = (folder.relative_to(outputs).as_posix() for folder in folders)
    return sorted(name for name in ids if name.partition("/")[0] not in (HISTORY, FAILED))


def made_from(outputs: Path, digests: Container[str]) -> list[str]:
    """The ids of the reports in place that were made from any of the received files that have these digests."""
    manifests = ((each, read_manifest(outputs / each)) for each in in_place(outputs))
    return [each for each, manifest in manifests if manifest and any(own in digests for own in manifest.delivered())]


def superseded(outputs: Path) -> list[str]:
    """The ids of the superseded reports: `history/<report id>/<fingerprint>`."""
    manifests = (path for path in below(outputs / HISTORY) if path.name == NAME)
    return [path.parent.relative_to(outputs).as_posix() for path in manifests]


def manifest_text(
    inputs: Mapping[str, Any], fingerprint: str, title: str, files: Mapping[str, bytes], folders: Folders
) -> str:
    """The manifest of the report that these files are, made from tables that are in the store."""
    values = cell_values(files[FACTS].decode())
    rows = Originals(folders.data_folder).rows_shown(inputs)
    content = {
        "report": inputs["report"],
        "title": title,
        "fingerprint": fingerprint,
        "inputs": inputs,
        "facts": {"count": len(values), "values": values_digest(values)},
        **({"rows": rows} if rows else {}),
        "git_commit": _commit(folders.project),
        "outputs": {name: _described(name, content) for name, content in sorted(files.items())},
    }
    execution = {
        "made": datetime.now().astimezone().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.platform(),
        "versions": _versions(),
    }
    return json.dumps({"content": content, "execution": execution}, ensure_ascii=False, indent=1, sort_keys=True)


def _described(name: str, content: bytes) -> dict[str, Any]:
    """What the manifest says of one of the report's files."""
    sensitivity = _SENSITIVITY.get(name, "internal")
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "sensitivity": sensitivity}


@cache
def _versions() -> dict[str, str]:
    return {tool: version(tool) for tool in _TOOLS}


@cache
def _commit(project: Path) -> str:
    """The commit that the project stands at; empty for a copy without its history."""
    try:
        asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


class Originals:
    """The received files and the snapshots of one data folder. Each is read once, however many reports are of it."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._snapshot = cache(stored_snapshot)
        self._digest = cache(file_digest)
        self._changed_tables = cache(Snapshot.changed_tables)
        self._keys_of: dict[str, frozenset[str]] = {}

    def snapshots(self, manifest: Manifest) -> dict[str, Snapshot]:
        """The very snapshots that a report was computed from, by id. Raises VerificationError for one that is gone,
        ParameterError for a period that is none."""
        return self._stored(manifest.inputs["snapshots"])

    def _stored(self, fingerprints: Mapping[str, str]) -> dict[str, Snapshot]:
        stated = {name: (name.split("/"), digest) for name, digest in fingerprints.items()}
        return {
            name: self._snapshot(self._folder.store, dataset, parse_period(period), fingerprint)
            for name, ((period, dataset), fingerprint) in stated.items()
        }

    def rows_shown(self, inputs: Mapping[str, Any]) -> str | None:
        """The digest of what a report shows of the snapshots among its inputs; None where these are not stored whole,
        and for one that reads them whole."""
        school = inputs["parameters"]["smis"] if is_school_page(inputs["report"]) else ""
        if not school and "tables" not in inputs:
            return None
        try:
            snapshots = self._stored(inputs["snapshots"])
            whole = not any(map(self._changed_tables, snapshots.values()))
        except (VerificationError, ParameterError):
            return None
        return rows_digest(snapshots, school=school, tables=inputs.get("tables")) if whole else None

    def key_renewed(self, manifest: Manifest) -> bool:
        """Whether the office began a new key since the tables were made, or those from which they were made."""
        used = set(chain.from_iterable(map(self._keys, manifest.inputs["snapshots"].values())))
        return bool(used) and self._folder.key_id() not in used

    def _keys(self, fingerprint: str) -> frozenset[str]:
        """What the keys are known by with which a snapshot of the store was made, as far as it is there; found once
        for each snapshot."""
        if fingerprint not in self._keys_of:
            self._keys_of[fingerprint] = frozenset(self._find_keys(fingerprint))
        return self._keys_of[fingerprint]

    def _find_keys(self, fingerprint: str) -> Iterator[str]:
        for folder in matching(self._folder.store, f"*/*/{fingerprint}"):
            with suppress(VerificationError, ParameterError):
                snapshot = Snapshot(folder, folder.parent.name, parse_period(folder.parent.parent.name))
                inputs = snapshot.description["inputs"]
                yield from filter(None, [inputs.get("key")])
                yield from chain.from_iterable(map(self._keys, inputs.get("snapshots", {}).values()))

    def changes(self, manifest: Manifest) -> list[str]:
        """What is gone or is no longer as the report read it, in Thai; nothing where all is as it was."""
        try:
            return [*self.changed_deliveries(manifest), *self.changed_tables(self.snapshots(manifest))]
        except (VerificationError, ParameterError) as gone:
            return [f"{gone.problem} {gone.where}"]

    def changed_deliveries(self, manifest: Manifest) -> Iterator[str]:
        """Of the received files, a line for each that is gone or was changed."""
        paths = {entry.sha256: entry.path for entry in self._folder.register()}
        for deliveries in manifest.inputs["deliveries"].values():
            for name, stated in deliveries.items():
                received = paths.get(stated["sha256"])
                path = self._folder.deliveries / received if received else None
                if path is None or not path.is_file():
                    yield f"ไฟล์ต้นทาง {name} หายไป"
                elif self._digest(path) != stated["sha256"]:
                    yield f"ไฟล์ต้นทาง {name} ถูกแก้ไขหลังได้รับ"

    def changed_tables(self, snapshots: Mapping[str, Snapshot]) -> Iterator[str]:
        """Of the tables in the store, a line for each that is gone or was changed."""
        for name, snapshot in snapshots.items():
            try:
                changed = self._changed_tables(snapshot)
            except VerificationError as damaged:
                yield f"{damaged.problem} {damaged.where}"
                continue
            for table in changed:
                yield f"ตาราง {name}/{table} ในคลังข้อมูลถูกแก้ไข"
