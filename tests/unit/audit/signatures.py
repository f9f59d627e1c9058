"""Signers of a small office, and what they sign."""

from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from helpers.audit.private_keys import public_half
from helpers.audit.signing import Statement, keep_approval, statement_of
from helpers.audit.verification import report_folder
from helpers.params.signing_keys import SigningKey, read_signing_keys, write_signing_key
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT

DAY = date(2025, 6, 12)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def register_signer(folders: Folders, signer: str = "director", key: Ed25519PrivateKey = KEY) -> None:
    write_signing_key(folders.params, signer, SigningKey(position="ผู้อำนวยการ", public_key=public_half(key)))


def stated(folders: Folders, signer: str = "director") -> tuple[Statement, bytes]:
    folder, manifest = report_folder(REPORT, folders)
    facts = (folder / "facts.csv").read_bytes()
    key = read_signing_keys(folders.params)[signer]
    return statement_of(manifest, facts, signer, key, role="ผู้อนุมัติ", signed_on=DAY), facts


def sign(folders: Folders, signer: str = "director", key: Ed25519PrivateKey = KEY) -> Path:
    """The approval of the report in place, whose signer is made known if nobody knows it."""
    if signer not in read_signing_keys(folders.params):
        register_signer(folders, signer, key)
    return keep_approval(folders.outputs, *stated(folders, signer), key)
