"""What the approvals of a report mean for the version that lies there: which are in force, which are not and why, and
whether its pages show just those."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.audit.manifest import FACTS, HISTORY, NAME, Manifest, read_manifest
from helpers.audit.pdf_signatures import CopyVerdict, verdict_on
from helpers.audit.signing import APPROVALS, Approval, Statement, read_approvals
from helpers.errors import ParameterError
from helpers.facts.ledger import Cell, cell_values, values_digest
from helpers.files import matching
from helpers.params.signing_keys import read_signing_keys
from helpers.periods import thai_date
from helpers.render.blocks import BLOCK_MIME, ApprovalLine, Opening, from_json
from helpers.reports.folders import Folders

NOTEBOOK = "report.ipynb"
UNSIGNED = "ยังไม่มีผู้ลงลายมือชื่อรับรอง"
_CELLS_NAMED = 8


@dataclass(frozen=True)
class Standing:
    """The approvals of a report, seen from one version of its numbers; without approvals, the numbers are left out."""

    values: Mapping[Cell, tuple[str, str]]
    approvals: tuple[Approval, ...]

    @cached_property
    def in_force_files(self) -> tuple[Approval, ...]:
        """The good approvals of exactly these numbers."""
        digest = values_digest(self.values)
        good = (approval for approval in self.approvals if not approval.problem)
        return tuple(approval for approval in good if approval.statement and approval.statement.values == digest)

    @property
    def in_force(self) -> tuple[Statement, ...]:
        """What these approvals state."""
        return tuple(approval.statement for approval in self.in_force_files if approval.statement)

    @cached_property
    def void(self) -> tuple[Approval, ...]:
        """The good approvals of other numbers."""
        return tuple(each for each in self.approvals if not each.problem and each not in self.in_force_files)

    @property
    def lines(self) -> tuple[ApprovalLine, ...]:
        """The approvals in force as pages show them."""
        return tuple(map(approval_line, self.in_force))

    def changes_since(self, approval: Approval) -> list[str]:
        """The cells whose numbers are not those that were signed, in Thai; a cell that is new or gone counts too."""
        signed = approval.signed_values
        cells = dict.fromkeys([*signed, *self.values])
        changed = ((cell, signed.get(cell), self.values.get(cell)) for cell in cells)
        return [
            f"{fact}{f' [{key}]' if key else ''} {_change(before, now)}"
            for (fact, key), before, now in changed
            if before != now
        ]

    @property
    def words(self) -> tuple[str, ...]:
        """Where the report stands, for its readers: a line for each approval in force; without any, that there is none,
        and what became of the last one."""
        if self.in_force:
            return tuple(map(described, self.in_force))
        return (UNSIGNED, *(self.why_void(approval) for approval in self.void[-1:]))

    def why_void(self, approval: Approval) -> str:
        """That an approval holds no longer, and for which numbers."""
        assert approval.statement is not None
        changed = self.changes_since(approval)
        more = f" และอีก {len(changed) - _CELLS_NAMED:,} ค่า" if len(changed) > _CELLS_NAMED else ""
        listed = f": {', '.join(changed[:_CELLS_NAMED])}{more}" if approval.signed_values else ""
        number = f" {len(changed):,} ค่า" if approval.signed_values else ""
        return f"{described(approval.statement)} แต่ตัวเลขเปลี่ยนไปหลังลงนาม{number} การรับรองจึงไม่มีผล{listed}"


def _change(before: tuple[str, str] | None, now: tuple[str, str] | None) -> str:
    """`5 → 4`; with the units where only these differ."""
    parts = slice(2 if before and now and before[0] == now[0] else 1)
    return " → ".join(" ".join(cell[parts]) if cell else "(ไม่มี)" for cell in (before, now))


def approval_line(statement: Statement) -> ApprovalLine:
    """An approval as pages show it."""
    return ApprovalLine(
        role=statement.role,
        position=statement.position,
        signed_on=thai_date(statement.signed_on),
        version=statement.version,
    )


def described(statement: Statement) -> str:
    """An approval in a sentence: who, when and which version."""
    return f"{statement.role} ({statement.position}) ลงนามเมื่อ {thai_date(statement.signed_on)} ฉบับ {statement.version}"


def standing(report: str, facts: str, folders: Folders) -> Standing:
    """The approvals of a report for the version with this facts.csv. Raises ParameterError for a signing key that
    cannot be read."""
    keys = read_signing_keys(folders.params)
    return Standing(cell_values(facts), tuple(read_approvals(folders.outputs, report, keys)))


def standing_of(folder: Path, manifest: Manifest, folders: Folders) -> Standing:
    """The approvals of a version that is stored in a folder; a facts.csv that is gone has no numbers."""
    if not (folders.outputs / APPROVALS / manifest.content["report"]).is_dir():
        return Standing({}, ())
    try:
        facts = (folder / FACTS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        facts = ""
    return standing(manifest.content["report"], facts, folders)


def shown_approvals(folder: Path) -> tuple[ApprovalLine, ...]:
    """The approvals that a report's pages show, by its notebook."""
    try:
        text = (folder / NOTEBOOK).read_text(encoding="utf-8")
        if '"approvals"' not in text:
            return ()
        bundles = (output.get("data", {}) for cell in json.loads(text)["cells"] for output in cell.get("outputs", ()))
        blocks = (from_json(data[BLOCK_MIME]) for data in bundles if data.get(BLOCK_MIME, {}).get("kind") == "opening")
        return next((block.approvals for block in blocks if isinstance(block, Opening)), ())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def approval_problems(folder: Path, manifest: Manifest, folders: Folders) -> tuple[list[str], tuple[str, ...]]:
    """What is wrong with the approvals of a stored version, and, which is no problem, where it stands; both in Thai.
    What concerns all versions of a report is said of the one in place."""
    try:
        seen = standing_of(folder, manifest, folders)
    except ParameterError as error:
        return [str(error)], ()
    problems = list(_other_numbers(seen, manifest))
    if folder == folders.outputs / manifest.content["report"]:
        problems += _useless(seen, folders)
        problems += _lost(seen, manifest, folders)
        problems += _damaged_copies(seen, folders)
    if shown_approvals(folder) != seen.lines:
        problems.append("การรับรองที่หน้ารายงานแสดง ไม่ใช่การรับรองที่มีผลอยู่")
    verdicts = map(_copy_verdict, seen.in_force_files)
    return problems, (*seen.words, *(verdict.words for verdict in verdicts if verdict and verdict.words))


def approvals_in_words(report_id: str, folders: Folders) -> tuple[str, ...]:
    """Who signed the report in place, what of it is in force and what counts for nothing, in Thai; nothing where no
    whole report is in place. Raises ParameterError for a signing key that cannot be read."""
    folder = folders.outputs / report_id
    manifest = read_manifest(folder)
    if manifest is None:
        return ()
    seen = standing_of(folder, manifest, folders)
    return (*seen.words, *_useless(seen, folders))


def _useless(seen: Standing, folders: Folders) -> Iterator[str]:
    """The files among the approvals that count for nothing, each with the reason."""
    for approval in seen.approvals:
        if approval.problem:
            yield f"{_from_outputs(approval.path, folders)}: {approval.problem}"


def _from_outputs(path: Path, folders: Folders) -> str:
    return path.relative_to(folders.outputs).as_posix()


def _damaged_copies(seen: Standing, folders: Folders) -> Iterator[str]:
    """The signed copies of PDFs that are not what was signed, each with the reason."""
    for approval in seen.approvals:
        if (verdict := _copy_verdict(approval)) and verdict.problem:
            yield f"{_from_outputs(approval.signed_pdf, folders)}: {verdict.problem}"


def _copy_verdict(approval: Approval) -> CopyVerdict | None:
    """What there is to say of the signed copy of the PDF; None for an approval without one, or that counts for
    nothing."""
    statement = None if approval.problem else approval.statement
    if statement is None or statement.certificate is None:
        return None
    return verdict_on(approval.signed_pdf, statement.certificate, statement.values)


def _other_numbers(seen: Standing, manifest: Manifest) -> Iterator[str]:
    """The approvals of other numbers made from the same inputs: these never give other numbers."""
    for approval in seen.void:
        if approval.statement and approval.statement.fingerprint == manifest.content["fingerprint"]:
            yield f"ตัวเลขไม่ใช่ที่ลงนามไว้ ทั้งที่ทำจากข้อมูลชุดเดียวกัน: {seen.why_void(approval)}"


def _lost(seen: Standing, manifest: Manifest, folders: Folders) -> Iterator[str]:
    """The approvals whose numbers are in no stored version: the history keeps every version that was signed."""
    kept = stored_digests(manifest.content["report"], folders.outputs) if seen.void else set()
    for approval in seen.void:
        if approval.statement and approval.statement.fingerprint == manifest.content["fingerprint"]:
            continue
        if approval.statement and approval.statement.values not in kept:
            yield f"ฉบับที่ลงนามไว้หายไปหรือถูกแก้: {seen.why_void(approval)}"


def stored_digests(report: str, outputs: Path) -> set[str]:
    """The digests of the numbers of every stored version of a report."""
    folders = [outputs / report, *(path.parent for path in matching(outputs / HISTORY / report, f"*/{NAME}"))]
    texts = (folder / FACTS for folder in folders if read_manifest(folder))
    return {
        values_digest(cell_values(path.read_text(encoding="utf-8", errors="replace")))
        for path in texts
        if path.is_file()
    }


def signed_fingerprints(report: str, folders: Folders) -> set[str]:
    """The fingerprints of the versions that somebody signed; nothing ever deletes these."""
    statements = (each.statement for each in standing(report, "", folders).approvals)
    return {statement.fingerprint for statement in statements if statement}
