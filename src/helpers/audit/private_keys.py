"""The private half of a signer's key: a PEM file that its holder keeps, in no folder of the workbook."""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from helpers.errors import ParameterError
from helpers.files import PRIVATE, write_whole
from helpers.reports.folders import Folders


def new_private_key(path: Path, passphrase: str, folders: Folders) -> Ed25519PrivateKey:
    """Make a key and write it for its owner alone, encrypted where there is a passphrase.

    Raises ParameterError for a file that exists, and for one in a folder of the workbook: these are copied, shared and
    put into repositories.
    """
    inside = next((folder for folder in _shared(folders) if path.resolve().is_relative_to(folder.resolve())), None)
    if inside:
        remedy = "เก็บกุญแจลับไว้ในที่ของผู้ลงนามเอง เช่น --key ~/signing.pem หรือในแฟลชไดรฟ์"
        raise ParameterError("กุญแจลับต้องไม่อยู่ในโฟลเดอร์ของสมุดรายงาน", where=str(path), remedy=remedy)
    if path.exists():
        raise ParameterError("มีไฟล์กุญแจนี้แล้ว", where=str(path), remedy="ใช้ชื่อไฟล์อื่น กุญแจเดิมจะไม่ถูกเขียนทับ")
    key = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), PRIVATE)
    return key


def _shared(folders: Folders) -> tuple[Path, ...]:
    return folders.project, folders.data, folders.params, folders.outputs


def read_private_key(path: Path, passphrase: Callable[[], str]) -> Ed25519PrivateKey:
    """The key in a file; `passphrase` is asked only where it is encrypted. Raises ParameterError for a file that is
    gone, is no such key, may be read by others, or does not open with the passphrase."""
    remedy = "ตรวจ --key ว่าชี้ไฟล์ที่ workbook new signer สร้างไว้"
    try:
        content = path.read_bytes()
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise ParameterError("ผู้อื่นอ่านไฟล์กุญแจลับได้", where=str(path), remedy=f"สั่ง chmod 600 {path}")
        key = _loaded(content, passphrase)
    except OSError as error:
        raise ParameterError("อ่านไฟล์กุญแจลับไม่ได้", where=str(path), remedy=remedy) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ParameterError("ไฟล์นี้ไม่ใช่กุญแจลับ หรือรหัสผ่านไม่ถูกต้อง", where=str(path), remedy=remedy) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ParameterError("กุญแจนี้ไม่ใช่ชนิด Ed25519", where=str(path), remedy=remedy)
    return key


def _loaded(content: bytes, passphrase: Callable[[], str]) -> object:
    if b"ENCRYPTED" in content:
        return load_pem_private_key(content, passphrase().encode())
    return load_pem_private_key(content, None)


def public_half(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as `signing_keys` holds it."""
    return key.public_key().public_bytes_raw().hex()
