"""The evidence of one number in one folder or ZIP: what the report says, the rule in words, the masked source rows, the
digests of the files, what the second engine and the second reader say, the approvals, and programs with which anybody
who has Python checks all of it. Same report and data, same bytes."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from helpers.audit.approvals import Standing, standing_of
from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.evidence_page import evidence_page
from helpers.audit.evidence_rows import CellEvidence, cells_behind
from helpers.audit.manifest import FACTS, NAME, Manifest
from helpers.audit.second_reader import SecondReading, read_again
from helpers.audit.tracing import named_cell
from helpers.audit.verification import report_folder, stored_table, tables_of, unchanged_facts
from helpers.catalogue import datasets
from helpers.errors import ParameterError
from helpers.excel import csv_text
from helpers.facts.ledger import FactLine
from helpers.facts.recomputing import disagreements
from helpers.files import PRIVATE, private_folder, write_whole
from helpers.params.folder import Params
from helpers.params.signing_keys import read_signing_keys
from helpers.reports.folders import SECOND_READER, Folders

EVIDENCE = "evidence"
"""The folder of evidence among the outputs."""
_CHECK = "check_evidence.py"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP."""


@dataclass(frozen=True)
class Evidence:
    """Everything about one number of a report in place."""

    report_id: str
    manifest: Manifest
    folder: Path
    cells: tuple[CellEvidence, ...]
    """The parts first, the number itself last."""
    second_engine: tuple[str, ...]
    """The cells that the second engine contradicts; empty where it agrees."""
    second_reader: SecondReading
    approvals: Standing

    @property
    def line(self) -> FactLine:
        """The number itself."""
        return self.cells[-1].line

    @property
    def deliveries(self) -> list[tuple[str, str]]:
        """The name and SHA-256 of the delivered files in which the rows lie; of all that the report read where the
        number has no row."""
        files = {
            file["sha256"]: name for part in self.manifest.inputs["deliveries"].values() for name, file in part.items()
        }
        used = {row[0].partition(":")[0] for cell in self.cells for row in cell.rows}
        behind = [(name, digest) for digest, name in files.items() if digest[:12] in used]
        return sorted(behind or ((name, digest) for digest, name in files.items()))


def gather_evidence(report_id: str, fact: str, key: str, folders: Folders, params: Params) -> Evidence:
    """Gather the evidence of one cell, which may be named by its short code. Raises ParameterError for one that the
    report does not state, and VerificationError for a report whose facts or tables are not those that it was put in
    place with."""
    folder, manifest = report_folder(report_id, folders)
    lines = {(line.fact, line.key): line for line in unchanged_facts(folder, manifest)}
    fact, key = named_cell(fact, key, lines, report_id)
    snapshots = tables_of(manifest, folders)
    schemas = {name: dataset.schemas for name, dataset in datasets(params).items()}
    cells = {
        (cell.line.fact, cell.line.key): cell for cell in cells_behind(lines[fact, key], lines, snapshots, schemas)
    }
    contradicted = disagreements([cell.line for cell in cells.values()], lambda table: stored_table(table, snapshots))
    return Evidence(
        report_id,
        manifest,
        folder,
        tuple(cells.values()),
        tuple(f"{each.line.fact} [{each.line.key}]" for each in contradicted),
        read_again([folder], folders),
        standing_of(folder, manifest, folders),
    )


def evidence_files(evidence: Evidence, folders: Folders, params: Params) -> dict[str, bytes]:
    """Every file of the evidence by path. Raises DataQualityError where one would show what identifies a learner."""
    rows = {_rows_file(index): cell.csv() for index, cell in enumerate(evidence.cells, 1) if not cell.parts}
    report = {f"report/{name}": (evidence.folder / name).read_bytes() for name in (FACTS, NAME)}
    signed = {
        f"approvals/{number}-{approval.path.name}": approval.path.read_bytes()
        for number, approval in enumerate(evidence.approvals.in_force_files, 1)
    }
    files = {
        "evidence.html": evidence_page(evidence, params.office).encode(),
        "evidence.json": _description(evidence, folders),
        "files.csv": _table(("name", "sha256"), evidence.deliveries),
        "recheck.txt": evidence.second_reader.printed.encode(),
        "check.py": (folders.project / "src" / _CHECK).read_bytes(),
        SECOND_READER: folders.second_reader.read_bytes(),
        **rows,
        **report,
        **signed,
    }
    refuse_disclosure(files, (), b"", f"{EVIDENCE}/{evidence.report_id}")
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return files | {"SHA256SUMS": sums.encode()}


def _rows_file(index: int) -> str:
    return f"rows-{index}.csv"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(tuple(map(csv_text, row)) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _description(evidence: Evidence, folders: Folders) -> bytes:
    """evidence.json: what check.py works on."""
    cells = [
        {
            **{name: getattr(cell.line, name) for name in ("fact", "key", "value", "unit", "title", "column", "rows")},
            "digest": cell.line.digest,
            "operation": str(cell.line.operation),
            "parts": cell.parts,
            "file": "" if cell.parts else _rows_file(index),
        }
        for index, cell in enumerate(evidence.cells, 1)
    ]
    keys = read_signing_keys(folders.params)
    content = {
        "report": evidence.manifest.content["report"],
        "title": evidence.manifest.content["title"],
        "fact": evidence.line.fact,
        "key": evidence.line.key,
        "value": evidence.line.value,
        "cells": cells,
        "second_engine": list(evidence.second_engine),
        "second_reader": evidence.second_reader.verdict,
        "signing_keys": {each.signer: keys[each.signer].public_key for each in evidence.approvals.in_force},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def write_evidence(files: Mapping[str, bytes], target: Path) -> Path:
    """Write the files as a ZIP, where the name ends so, or as a folder, for their owner alone; the path. Raises
    ParameterError where there is something already."""
    if target.exists():
        raise ParameterError("มีหลักฐานชื่อนี้แล้ว", where=str(target), remedy="ลบของเดิม หรือใช้ --output ชื่ออื่น")
    private_folder(target.parent)
    if target.suffix.lower() == ".zip":
        write_whole(target, _zipped(files), PRIVATE)
    else:
        for name, content in files.items():
            write_whole(target / name, content, PRIVATE)
    return target


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
