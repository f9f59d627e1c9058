"""Signing: a statement that the numbers of a report are approved, by which position, in which role, when.

What is signed is the digest of the numbers: a report that is rendered anew keeps its approvals, a changed number leaves
them with the version that was signed. They lie in `outputs/approvals/<report id>/<digest>/`, one file a signer, beside
the facts.csv as it was signed, so that what changed since can be named.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from helpers.audit.manifest import Manifest
from helpers.facts.ledger import Cell, cell_values, values_digest
from helpers.files import matching, write_whole
from helpers.params.signing_keys import SigningKey
from helpers.thai import normalised

APPROVALS = "approvals"
"""The folder of all approvals among the outputs."""
VERSION_DIGITS = 12
"""The digits of the digest of the numbers by which people name a version."""
_PURPOSE = b"workbook approval 1\n"
"""Comes before every statement that is signed: a signature for anything else is none here."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Statement(BaseModel):
    """What a signature is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report: _Text
    values: Digest
    """The digest of the numbers, as `values_digest` gives it."""
    count: Annotated[int, Field(ge=1)]
    """The number of cells."""
    facts: Digest
    """SHA-256 of the facts.csv that was signed."""
    fingerprint: _Text
    """The fingerprint of the version that lay there when it was signed."""
    data_kind: _Text
    signer: _Text
    role: _Text
    position: _Text
    signed_on: date
    certificate: Digest | None = None
    """SHA-256 of the certificate with which a copy of the PDF is signed beside this; None for none, which is left out
    of what is signed."""

    def message(self) -> bytes:
        """The bytes that are signed: JSON with sorted keys and without spaces, after a line that says what it is."""
        plain = self.as_json()
        return _PURPOSE + json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def as_json(self) -> dict[str, Any]:
        """What is stated, as it is stored."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def version(self) -> str:
        """The name of the version for people."""
        return self.values[:VERSION_DIGITS]


@dataclass(frozen=True)
class Approval:
    """A file among the approvals of a report. `problem` says in Thai why it counts for nothing; empty for a good one.
    `statement` is None where the file cannot be read."""

    path: Path
    statement: Statement | None
    problem: str = ""

    @property
    def signed_pdf(self) -> Path:
        """Where the copy of the PDF lies that is signed with a certificate, if the statement names one."""
        return self.path.with_suffix(".pdf")

    @property
    def signed_values(self) -> dict[Cell, tuple[str, str]]:
        """The value and unit of every cell as they were signed; empty where the copy of facts.csv is not that of the
        statement."""
        try:
            content = (self.path.parent / _copy_of(self.statement)).read_bytes() if self.statement else b""
        except OSError:
            return {}
        matches = self.statement is not None and hashlib.sha256(content).hexdigest() == self.statement.facts
        return cell_values(content.decode()) if matches else {}


def _copy_of(statement: Statement) -> str:
    """The name of the facts.csv that was signed: two signers may sign the same numbers in other words."""
    return f"facts-{statement.facts[:VERSION_DIGITS]}.csv"


def statement_of(
    manifest: Manifest,
    facts: bytes,
    signer: str,
    key: SigningKey,
    *,
    role: str,
    signed_on: date,
    certificate: str | None = None,
) -> Statement:
    """The statement about the numbers of a report in place, of which these are the bytes of facts.csv."""
    values = cell_values(facts.decode())
    return Statement(
        report=manifest.content["report"],
        values=values_digest(values),
        count=len(values),
        facts=hashlib.sha256(facts).hexdigest(),
        fingerprint=manifest.content["fingerprint"],
        data_kind=manifest.inputs["data_kind"],
        signer=signer,
        role=normalised(role),
        position=normalised(key.position),
        signed_on=signed_on,
        certificate=certificate,
    )


def keep_approval(outputs: Path, statement: Statement, facts: bytes, private_key: Ed25519PrivateKey) -> Path:
    """Sign a statement and keep it with what was signed; the path of the approval."""
    folder = _folder_of(outputs, statement)
    content = {"statement": statement.as_json(), "signature": private_key.sign(statement.message()).hex()}
    write_whole(folder / _copy_of(statement), facts)
    path = folder / f"{statement.signer}.json"
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return path


def keep_signed_pdf(outputs: Path, statement: Statement, content: bytes) -> Path:
    """Keep a copy of the PDF that was signed with the certificate that a statement names; its path."""
    path = _folder_of(outputs, statement) / f"{statement.signer}.pdf"
    write_whole(path, content)
    return path


def _folder_of(outputs: Path, statement: Statement) -> Path:
    return outputs / APPROVALS / statement.report / statement.version


def read_approvals(outputs: Path, report: str, keys: Mapping[str, SigningKey]) -> list[Approval]:
    """Everything among the approvals of a report, in the order of dates; also what counts for nothing."""
    files = matching(outputs / APPROVALS / report, "*/*.json")
    approvals = [_read(path, report, keys) for path in files]
    return sorted(approvals, key=lambda approval: approval.statement.signed_on if approval.statement else date.min)


def _read(path: Path, report: str, keys: Mapping[str, SigningKey]) -> Approval:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        statement = Statement.model_validate(content["statement"])
        signature = bytes.fromhex(content["signature"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return Approval(path, None, "ไฟล์ลายมือชื่อเสียหาย")
    return Approval(path, statement, _wrong(path, statement, signature, report, keys))


def _wrong(path: Path, statement: Statement, signature: bytes, report: str, keys: Mapping[str, SigningKey]) -> str:
    """Why a statement counts for nothing, in Thai; empty for one that counts."""
    key = keys.get(statement.signer)
    if key is None:
        return f"ไม่มีกุญแจของผู้ลงนาม {statement.signer} ใน params"
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key)).verify(signature, statement.message())
    except (InvalidSignature, ValueError):
        return f"ลายมือชื่อไม่ใช่ของกุญแจ {statement.signer} หรือข้อความถูกแก้หลังลงนาม"
    if (statement.report, statement.version, statement.signer) != (report, path.parent.name, path.stem):
        return "ลายมือชื่อเป็นของรายงานหรือฉบับอื่น"
    return ""
