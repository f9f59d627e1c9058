"""Copies of the register, one after each command that entered something: what shows that lines are gone, and what an
office puts back when the register is damaged."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from helpers.files import PRIVATE, write_whole
from helpers.tables.register import Entry, read_register

COPIES = "register-copies"
_KEPT = 30
"""The number of copies that are kept, the newest ones."""


def keep_copy(root: Path, register: Path, entries: Sequence[Entry]) -> None:
    """Keep a copy of the register as it is now, named after the number of its lines, which only grows; older ones
    beyond the number kept go."""
    path = root / COPIES / f"{len(entries):08}.csv"
    if not entries or path.exists():
        return
    write_whole(path, register.read_bytes(), PRIVATE)
    for path in _copies(root)[:-_KEPT]:
        path.unlink(missing_ok=True)


def newest_copy(root: Path) -> Path | None:
    """The newest copy; None for none."""
    return next(reversed(_copies(root)), None)


def _copies(root: Path) -> list[Path]:
    return sorted(path for path in (root / COPIES).glob("*.csv") if path.is_file())


def lost_lines(root: Path, register: Sequence[Entry]) -> int:
    """How many lines of the newest copy the register no longer has as they were; 0 without a copy. Raises DeliveryError
    for a copy that is damaged itself."""
    copy = newest_copy(root)
    return len(set(_entries(copy, copy.stat().st_mtime_ns)) - set(register)) if copy else 0


@lru_cache(maxsize=4)
def _entries(copy: Path, _as_it_is: int) -> tuple[Entry, ...]:
    return read_register(copy.read_bytes(), str(copy), f"ลบสำเนานี้ ทะเบียนและสำเนาอื่นไม่เปลี่ยน: {copy}")


def remedy_for_lost_lines(root: Path) -> str:
    """What to do about lines that are gone, naming the newest copy."""
    on_purpose = f"ถ้าตั้งใจลบบรรทัดตามระเบียบ ให้ลบโฟลเดอร์ {root / COPIES} ด้วย"
    return f"คัดลอกสำเนา {newest_copy(root)} ทับ register.csv แล้วสั่งอีกครั้ง {on_purpose}"
