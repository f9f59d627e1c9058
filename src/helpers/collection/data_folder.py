"""The data folder: the deliveries as received, their register, the store, and the key that hides learners' numbers.

The folder says what it is: `real` or `sample`. The two never mix.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Literal

from filelock import FileLock

from helpers.digests import file_digest
from helpers.errors import DeliveryError, raise_together
from helpers.files import write_whole
from helpers.periods import Period, Round, parse_period

Kind = Literal["real", "sample"]
KIND_THAI: dict[Kind, str] = {"real": "ข้อมูลจริง", "sample": "ข้อมูลตัวอย่าง"}
KIND_FILE, _REGISTER, _KEY = "KIND", "register.csv", "key"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Entry:
    """One line of the register: a file that was received. `period` is a round or a fiscal year, `system` the
    collection system, register or programme; `path` is relative to the deliveries folder."""

    received: str
    period: str
    system: str
    report: str
    sha256: str
    name: str
    path: str
    rows: int
    encoding: str
    made: str = ""
    """The day on which the file says that it was made, ISO; empty where it says none, or was received before this was
    noted."""


class DataFolder:
    """A data folder on disk; created, with its kind, by the first thing that is put into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.deliveries = root / "deliveries"
        self.store = root / "store"

    @property
    def kind(self) -> Kind:
        """What the folder holds; a folder without a mark holds real data."""
        mark = self.root / KIND_FILE
        return "sample" if mark.exists() and mark.read_text(encoding="utf-8").strip() == "sample" else "real"

    def mark(self, kind: Kind) -> None:
        """Say what the folder holds. Raises DeliveryError when it already holds the other kind."""
        if (self.root / KIND_FILE).exists() and self.kind != kind:
            problem = f"โฟลเดอร์นี้เก็บ{KIND_THAI[self.kind]} จะรับ{KIND_THAI[kind]}ไม่ได้"
            raise DeliveryError(
                problem, where=str(self.root), remedy="ใช้ --data ชี้ไปโฟลเดอร์อื่น ไฟล์ทดลองให้วางไว้ในโฟลเดอร์ข้อมูลตัวอย่าง"
            )
        if not (self.root / KIND_FILE).exists():
            write_whole(self.root / KIND_FILE, f"{kind}\n")

    def key(self) -> bytes:
        """The office's own key for digests of learners' numbers; made once, at random, and never leaves the folder."""
        path = self.root / _KEY
        with self.locked():
            if not path.exists():
                write_whole(path, secrets.token_bytes(_KEY_BYTES), mode=0o600)
        return path.read_bytes()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder against other processes while it is changed."""
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock"):
            yield

    def register(self) -> list[Entry]:
        """The register, oldest line first; empty for a new folder. Raises DeliveryError for one that was damaged."""
        path = self.root / _REGISTER
        return list(_read_register(path, _state(path))) if path.exists() else []

    def enter(self, entries: list[Entry]) -> None:
        """Append to the register."""
        text = io.StringIO()
        writer = csv.DictWriter(text, [field.name for field in fields(Entry)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(entry) for entry in [*self.register(), *entries])
        write_whole(self.root / _REGISTER, text.getvalue())

    def received(self, source: str, period: Period) -> list[Entry]:
        """The register's lines of one source and period, in the order received."""
        return [entry for entry in self.register() if entry.system == source and entry.period == str(period)]

    def rounds(self, system: str) -> list[Round]:
        """The rounds for which anything of the system was received, oldest first."""
        received = {parse_period(entry.period) for entry in self.register() if entry.system == system}
        return sorted(period for period in received if isinstance(period, Round))

    def refuse_changed(self, entries: list[Entry]) -> None:
        """Raise DeliveryError that names every received file that is gone or has other bytes than were received."""
        raise_together(problem for entry in entries if (problem := self._changed(entry)))

    def _changed(self, entry: Entry) -> DeliveryError | None:
        path = self.deliveries / entry.path
        remedy = "นำไฟล์เดิมกลับมาที่เดิม ถ้าต้องการใช้ไฟล์ใหม่ให้สั่ง workbook receive กับไฟล์ใหม่นั้น"
        if not path.exists():
            return DeliveryError("ไฟล์ที่ลงทะเบียนไว้หายไป", where=str(path), remedy=remedy)
        if file_digest(path) != entry.sha256:
            return DeliveryError("ไฟล์ที่ลงทะเบียนไว้ถูกแก้ไข", where=str(path), remedy=remedy)
        return None


def _state(path: Path) -> tuple[int, int, int]:
    """What changes whenever another register is put in this one's place."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _read_register(path: Path, _as_it_is: tuple[int, int, int]) -> tuple[Entry, ...]:
    """The register as it is in this state: what a run asks for many hundred times is read once."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream, strict=True)
        return tuple(_entry(dict(zip(header, line, strict=True))) for line in lines)
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        remedy = "นำไฟล์สำรองกลับมา หรือลบไฟล์นี้แล้วรับไฟล์ในโฟลเดอร์ deliveries ใหม่ด้วย workbook receive"
        raise DeliveryError("ทะเบียนไฟล์ที่ได้รับเสียหาย", where=str(path), remedy=remedy) from error


def _entry(line: dict[str, str]) -> Entry:
    rows = int(line.pop("rows"))
    return Entry(**line, rows=rows)
