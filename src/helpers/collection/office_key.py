"""The office's own key for digests of learners' names and numbers, and the note by which another key is known.

Digests made with two keys can never be matched, so a key that was in use is never replaced but by the office's own
will. A sample's people are invented: its key is the same everywhere, and so are its reports.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from helpers.errors import DeliveryError
from helpers.files import PRIVATE, write_whole

_KEY, _KEY_ID = "key", "key.id"
_BYTES = 32
_SAMPLE = hashlib.sha256(b"sample").digest()
_REMEDY = (
    "นำไฟล์ key จากข้อมูลสำรองกลับมาไว้ที่เดิม ถ้าไม่มีแล้วและยอมให้เริ่มกุญแจใหม่ สั่ง workbook deliveries --new-key"
    " ตารางทุกรอบจะสร้างใหม่ และเทียบรายบุคคลกับรายงานฉบับเดิมไม่ได้อีก"
)


def key_id(key: bytes) -> str:
    """What a key is known by; it does not give the key away."""
    return hashlib.sha256(b"key.id" + key).hexdigest()[:16]


def is_settled(root: Path) -> bool:
    """Whether the folder has a key that was noted, so that nothing is to be made."""
    return (root / _KEY).exists() and (root / _KEY_ID).exists()


def office_key(root: Path, *, sample: bool, in_use: bool) -> bytes:
    """The folder's key, made now where the folder never had one; `in_use` says that tables were made there.

    Raises DeliveryError for a key that is gone, of another length, or not the one that tables were made with.
    """
    path, noted = root / _KEY, _noted(root)
    if not path.exists():
        if noted or in_use:
            raise DeliveryError("กุญแจของหน่วยงาน (key) หายไป", where=str(path), remedy=_REMEDY)
        return _put(root, _SAMPLE if sample else secrets.token_bytes(_BYTES))
    key = path.read_bytes()
    if len(key) != _BYTES:
        problem = f"กุญแจของหน่วยงาน (key) เสียหาย มี {len(key):,} ไบต์ ต้องมี {_BYTES}"
        raise DeliveryError(problem, where=str(path), remedy=_REMEDY)
    if noted not in ("", key_id(key)):
        raise DeliveryError("กุญแจของหน่วยงาน (key) ไม่ใช่ดอกที่ใช้สร้างตารางไว้", where=str(path), remedy=_REMEDY)
    if not noted:
        _note(root, key)
    return key


def new_key(root: Path, *, sample: bool) -> Path | None:
    """Begin anew with another key. The one that was there is kept: its path, None where there was none."""
    path = root / _KEY
    kept = None
    if path.exists():
        kept = path.with_name(f"{_KEY}.{key_id(path.read_bytes())}.old")
        path.replace(kept)
    _put(root, _SAMPLE if sample else secrets.token_bytes(_BYTES))
    return kept


def _noted(root: Path) -> str:
    path = root / _KEY_ID
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.exists() else ""


def _put(root: Path, key: bytes) -> bytes:
    write_whole(root / _KEY, key, PRIVATE)
    _note(root, key)
    return key


def _note(root: Path, key: bytes) -> None:
    write_whole(root / _KEY_ID, f"{key_id(key)}\n", PRIVATE)
