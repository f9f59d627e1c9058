"""The data folder: the deliveries as received, their register, the store, and the key that hides learners' numbers.

The file `KIND` says what the folder holds, `real` or `sample`; the two never mix. Everything in it is readable for its
owner alone.

Learners' names and numbers are stored as digests made with the office's key. Digests made with two keys can never be
matched, so a key that was in use is replaced only when the office asks for it; `key.id` is the note by which another
key is recognised. The people of a sample are invented: its key is the same everywhere, and so are its reports.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from filelock import FileLock

from helpers.digests import file_digest
from helpers.errors import DeliveryError, raise_together
from helpers.files import PRIVATE, close_to_others, folder_named, matching, private_folder, write_whole
from helpers.periods import Period, Round, parse_period
from helpers.tables.register import Deliverables, Entry, in_force, read_register, register_text
from helpers.tables.register_copies import keep_copy, lost_lines, newest_copy, remedy_for_lost_lines

Kind = Literal["real", "sample"]
KIND_THAI: dict[Kind, str] = {"real": "ข้อมูลจริง", "sample": "ข้อมูลตัวอย่าง"}
KIND_FILE, _REGISTER = "KIND", "register.csv"


class DataFolder:
    """A data folder on disk; created, with its kind, by the first thing that is put into it."""

    def __init__(self, root: Path, deliverables: Deliverables | None = None) -> None:
        """`deliverables` are the reports that its register may name; None where that is not to be checked."""
        self.root = root
        self.deliveries = root / "deliveries"
        self.store = root / "store"
        self._deliverables = deliverables

    @property
    def kind(self) -> Kind:
        """What the folder holds. A new folder is real, and so is one into which somebody only put files by hand.

        Raises DeliveryError where the mark of a folder in use is gone or is not the kind of what was received into it.
        """
        mark, noted = read_mark(self.root), {entry.kind for entry in self.register()} - {""}
        if mark is None and not (noted or self._in_use()):
            return "real"
        if mark not in KIND_THAI or noted - {mark}:
            known = " และ ".join(f"{KIND_THAI[kind]} ({kind})" for kind in KIND_THAI if kind in noted)
            registered = f" ทะเบียนบอกว่าเป็น{known}" if known else ""
            wanted = " หรือ ".join(noted) or "real (ข้อมูลจริง) หรือ sample (ข้อมูลตัวอย่าง)"
            problem = f"ไฟล์ {KIND_FILE} ซึ่งบอกว่าโฟลเดอร์นี้เก็บข้อมูลชนิดใด หายไปหรือถูกแก้{registered}"
            remedy = f"สร้างไฟล์ {KIND_FILE} ที่มีคำเดียว: {wanted}"
            raise DeliveryError(problem, where=str(self.root / KIND_FILE), remedy=remedy)
        return mark

    def mark(self, kind: Kind) -> None:
        """Write down what the folder holds. Raises DeliveryError when it already holds the other kind."""
        marked = read_mark(self.root) is not None
        if (marked or self._in_use()) and self.kind != kind:
            problem = f"โฟลเดอร์นี้เก็บ{KIND_THAI[self.kind]} จะรับ{KIND_THAI[kind]}ไม่ได้"
            raise DeliveryError(
                problem, where=str(self.root), remedy="ใช้ --data ชี้ไปโฟลเดอร์อื่น ไฟล์ทดลองให้วางไว้ในโฟลเดอร์ข้อมูลตัวอย่าง"
            )
        if not marked:
            write_whole(self.root / KIND_FILE, f"{kind}\n", PRIVATE)

    def _in_use(self) -> bool:
        """Whether anything was received, or tables were made."""
        return (self.root / _REGISTER).exists() or self._has_tables()

    def _has_tables(self) -> bool:
        """Whether tables of a round were made: they are made with the key, at the latest then."""
        return any(self._descriptions())

    def key(self) -> bytes:
        """The office's key for digests of learners' numbers: 32 bytes, made once, at random; never leaves the folder.

        Raises DeliveryError where the key that was in use is gone or is another one.
        """
        if is_settled(self.root):
            return office_key(self.root, sample=False, in_use=True)
        with self.locked():
            used = self._keys_of_tables()
            return office_key(self.root, sample=self.kind == "sample", in_use=self._has_tables(), used=used)

    def _keys_of_tables(self) -> frozenset[str]:
        """The ids of the keys that tables in the store were made with, as far as their descriptions can be read."""
        keys = set[str]()
        for path in self._descriptions():
            with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
                keys.add(json.loads(path.read_text(encoding="utf-8"))["inputs"].get("key") or "")
        return frozenset(keys - {""})

    def _descriptions(self) -> list[Path]:
        return matching(self.store, "*-[0-9]/*/*/*.json")

    def key_id(self) -> str:
        """The public id of the key, which stands in everything that depends on the key and does not give it away."""
        return key_id(self.key())

    def begin_new_key(self) -> Path | None:
        """Replace the key because the office asked for it. The old one is kept: its path, None where it is gone."""
        with self.locked():
            return new_key(self.root, sample=self.kind == "sample")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder against other processes while it is changed. Raises DeliveryError where it may not be."""
        with folder_named(self.root):
            private_folder(self.root)
            with suppress(PermissionError):  # it is somebody else's, who says who may see it
                close_to_others(self.root)
            held = FileLock(self.root / ".lock", mode=PRIVATE).acquire()
        with held:
            yield

    @contextmanager
    def entering(self) -> Iterator[None]:
        """Hold the folder while lines are added to its register, a copy of which is kept afterwards. Raises
        DeliveryError, before anything is added, where lines are gone: files would be taken for new ones."""
        with self.locked():
            lost = self.lost_lines()
            if lost:
                problem, where = f"ทะเบียนไฟล์ที่ได้รับถูกแก้หรือขาดไป {lost:,} บรรทัด", str(self.root / _REGISTER)
                raise DeliveryError(problem, where=where, remedy=remedy_for_lost_lines(self.root))
            try:
                yield
            finally:
                keep_copy(self.root, self.root / _REGISTER, self.register())

    def lost_lines(self) -> int:
        """How many lines the register no longer has as they were when something was last received."""
        return lost_lines(self.root, self.register())

    def register(self) -> list[Entry]:
        """Every line of the register, the oldest first; empty for a new folder. Raises DeliveryError for a register
        that is damaged, or gone where copies show that there was one."""
        path = self.root / _REGISTER
        if not path.is_file() and newest_copy(self.root):
            raise DeliveryError("ทะเบียนไฟล์ที่ได้รับหายไป", where=str(path), remedy=remedy_for_lost_lines(self.root))
        return list(_read_register(path, _state(path), self._deliverables)) if path.is_file() else []

    def enter(self, entries: list[Entry]) -> None:
        """Add lines to the register. Raises DeliveryError, and changes nothing, for lines that could not be read
        again."""
        text = register_text([*self.register(), *entries])
        remedy = "แจ้งผู้ดูแลพร้อมชื่อไฟล์ที่กำลังรับ ทะเบียนเดิมยังอยู่ครบ"
        read_register(text.encode(), str(self.root / _REGISTER), remedy, self._deliverables)
        write_whole(self.root / _REGISTER, text, PRIVATE)

    def in_force(self) -> list[Entry]:
        """The files in force of all data sets and periods; of several files of one report, the last one counts."""
        path = self.root / _REGISTER
        return list(_in_force(path, _state(path), self._deliverables)) if path.is_file() else self.register()

    def received(self, dataset: str, period: Period) -> list[Entry]:
        """The files in force of one data set and period; of several files of one report, the last one counts."""
        return [entry for entry in self.in_force() if entry.system == dataset and entry.period == str(period)]

    def rounds(self, system: str = "") -> list[Round]:
        """The rounds for which anything of a system, or of any, is in force, oldest first."""
        received = {entry.period for entry in self.in_force() if not system or entry.system == system}
        return sorted(period for period in map(parse_period, received) if isinstance(period, Round))

    def refuse_changed(self, entries: list[Entry]) -> None:
        """Raise DeliveryError that names every received file that is gone or has other bytes than were received."""
        raise_together(problem for entry in entries if (problem := self._changed(entry)))

    def _changed(self, entry: Entry) -> DeliveryError | None:
        path = self.deliveries / entry.path
        again = "รับไฟล์เดิมอีกครั้งด้วย workbook receive ถ้าต้องการใช้ไฟล์ใหม่ให้รับไฟล์ใหม่นั้น"
        if not path.is_file():
            return DeliveryError("ไฟล์ที่ลงทะเบียนไว้หายไป", where=str(path), remedy=again)
        if file_digest(path) != entry.sha256:
            return DeliveryError("ไฟล์ที่ลงทะเบียนไว้ถูกแก้ไข", where=str(path), remedy=f"ย้ายไฟล์นี้ไปที่อื่น แล้ว{again}")
        return None


def _state(path: Path) -> tuple[int, int, int]:
    """Inode, time and size of the file: different whenever the register was written again."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _read_register(path: Path, _as_it_is: tuple[int, int, int], deliverables: Deliverables | None) -> tuple[Entry, ...]:
    """The register as it is in this state: what a run asks for many hundred times is read once."""
    copy = newest_copy(path.parent)
    kept = f"คัดลอกสำเนา {copy} ทับ" if copy else "นำไฟล์สำรองกลับมา"
    remedy = (
        f"แก้บรรทัดที่บอกให้เหมือนเดิม หรือ{kept} ถ้าไม่มี ย้ายไฟล์นี้ไปที่อื่นแล้วสั่ง"
        f" workbook receive {path.parent / 'deliveries'} ซึ่งเรียงไฟล์ตามเวลาของไฟล์"
        " แล้วตรวจด้วย workbook deliveries ว่าไฟล์ที่เคยเอาออกไม่กลับมาใช้"
    )
    return read_register(path.read_bytes(), str(path), remedy, deliverables)


@lru_cache(maxsize=4)
def _in_force(path: Path, as_it_is: tuple[int, int, int], deliverables: Deliverables | None) -> tuple[Entry, ...]:
    """The files that count, by the register as it is in this state."""
    return tuple(in_force(_read_register(path, as_it_is, deliverables)))


def read_mark(root: Path) -> str | None:
    """The kind that a folder's mark names, as it stands there; None where it has none."""
    mark = root / KIND_FILE
    return mark.read_text(encoding="utf-8", errors="replace").strip() if mark.is_file() else None


_KEY, _KEY_ID = "key", "key.id"
_BYTES = 32
_SAMPLE = hashlib.sha256(b"sample").digest()
_ID_DIGITS = 16
_IS_ID = re.compile(rf"[0-9a-f]{{{_ID_DIGITS}}}")
_REMEDY = (
    "นำไฟล์ key จากข้อมูลสำรองกลับมาไว้ที่เดิม ถ้าไม่มีแล้วและยอมให้เริ่มกุญแจใหม่ สั่ง workbook deliveries --new-key"
    " ตารางทุกรอบจะสร้างใหม่ และเทียบรายบุคคลกับรายงานฉบับเดิมไม่ได้อีก"
)
_NOTE_REMEDY = (
    f"นำไฟล์ {_KEY_ID} จากข้อมูลสำรองกลับมาไว้ที่เดิม ถ้าไม่มีและไฟล์ key เป็นดอกเดิมแน่นอน ให้ลบ {_KEY_ID} แล้วสั่งอีกครั้ง"
    " กุญแจจะถูกเทียบกับตารางที่สร้างไว้ก่อนบันทึกใหม่"
)


def key_id(key: bytes) -> str:
    """The public id of a key, 16 hex digits; it does not give the key away."""
    return hashlib.sha256(b"key.id" + key).hexdigest()[:_ID_DIGITS]


def is_settled(root: Path) -> bool:
    """Whether the folder has a key and its note, so that neither needs to be made."""
    return (root / _KEY).exists() and (root / _KEY_ID).exists()


def office_key(root: Path, *, sample: bool, in_use: bool, used: Collection[str] = ()) -> bytes:
    """The folder's key, made now where the folder never had one; `in_use` says whether tables were made with it,
    `used` are the ids of the keys that tables name.

    Raises DeliveryError for a key that is gone, of another length, or not the one that tables were made with, and for
    a note that is no id of a key.
    """
    path, noted = root / _KEY, _noted(root)
    if not path.is_file():
        if noted is not None or in_use:
            raise DeliveryError("กุญแจของหน่วยงาน (key) หายไป", where=str(path), remedy=_REMEDY)
        return _put(root, _SAMPLE if sample else secrets.token_bytes(_BYTES))
    key = path.read_bytes()
    if len(key) != _BYTES:
        problem = f"กุญแจของหน่วยงาน (key) เสียหาย มี {len(key):,} ไบต์ ต้องมี {_BYTES}"
        raise DeliveryError(problem, where=str(path), remedy=_REMEDY)
    if noted is not None and not _IS_ID.fullmatch(noted):
        problem = f"บันทึกของกุญแจ ({_KEY_ID}) ว่างหรือเสียหาย จึงไม่รู้ว่ากุญแจเป็นดอกเดิมหรือไม่"
        raise DeliveryError(problem, where=str(root / _KEY_ID), remedy=_NOTE_REMEDY)
    known = used if noted is None else (noted,)
    if known and key_id(key) not in known:
        raise DeliveryError("กุญแจของหน่วยงาน (key) ไม่ใช่ดอกที่ใช้สร้างตารางไว้", where=str(path), remedy=_REMEDY)
    if noted is None:
        _note(root, key)
    return key


def new_key(root: Path, *, sample: bool) -> Path | None:
    """Write another key. The one that was there is kept: its path, None where there was none."""
    path = root / _KEY
    kept = None
    if path.exists():
        kept = path.with_name(f"{_KEY}.{key_id(path.read_bytes())}.old")
        path.replace(kept)
    _put(root, _SAMPLE if sample else secrets.token_bytes(_BYTES))
    return kept


def _noted(root: Path) -> str | None:
    """What the note says, which may be nothing; None where there is none."""
    path = root / _KEY_ID
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else None


def _put(root: Path, key: bytes) -> bytes:
    write_whole(root / _KEY, key, PRIVATE)
    _note(root, key)
    return key


def _note(root: Path, key: bytes) -> None:
    write_whole(root / _KEY_ID, f"{key_id(key)}\n", PRIVATE)
