"""Errors of the operating system and unforeseen errors, turned into errors of the workbook.

The details of an unforeseen error may hold anything, even a pupil's name: they are written into the data folder, for
their owner alone, and the message names only the file.
"""

import errno
import os
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from helpers.errors import StorageError, UnforeseenError, WorkbookError

FOLDER = "errors"
"""The folder of the details, in the data folder."""
_STORAGE_PROBLEMS = (
    (
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        "เขียนไม่ได้ เพราะดิสก์เต็มหรือเกินโควตา",
        "ลบหรือย้ายไฟล์ที่ไม่ใช้ออกจากดิสก์นี้ แล้วสั่งอีกครั้ง รายงานที่เสร็จแล้วยังอยู่ครบ",
    ),
    (
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "อ่านหรือเขียนไม่ได้ เพราะไม่มีสิทธิ์ในโฟลเดอร์นี้",
        "ขอสิทธิ์อ่านและเขียนโฟลเดอร์นี้ หรือใช้โฟลเดอร์อื่นด้วย --data, --params หรือ --outputs",
    ),
    (
        (errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
        "เครื่องมีหน่วยความจำ โปรเซส หรือจำนวนไฟล์ที่เปิดได้ไม่พอ",
        "ปิดโปรแกรมอื่น หรือสั่งทีละฉบับด้วย --jobs 1",
    ),
    (
        (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP),
        "อ่านหรือเขียนไม่ได้ เพราะชื่อนี้ไม่ใช่โฟลเดอร์ที่ใช้ได้",
        "ตรวจชื่อโฟลเดอร์ที่ให้ไว้กับ --data, --params หรือ --outputs",
    ),
    (
        (errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO),
        "อ่านหรือเขียนไม่ได้ เพราะดิสก์หรือเครือข่ายไม่ตอบสนอง",
        "ตรวจการเชื่อมต่อของดิสก์หรือโฟลเดอร์เครือข่าย แล้วสั่งอีกครั้ง",
    ),
)
"""The error numbers of the operating system, what they mean in Thai, and what to do."""


def storage_error(error: OSError) -> StorageError | None:
    """The error with the folder it is about; None for one that is not about folders, files or the machine's
    resources."""
    for numbers, problem, remedy in _STORAGE_PROBLEMS:
        if error.errno in numbers:
            return StorageError(problem, where=_folder(error), remedy=remedy)
    return None


_KILLED = "exit code -9"
"""How a process ends that the system, or somebody, ended at once."""


def unforeseen(error: BaseException, data: Path) -> WorkbookError:
    """The error as one of the workbook: itself where it is one, a storage error where it is about storage, else an
    unforeseen error with its details kept in the data folder."""
    if isinstance(error, WorkbookError):
        return error
    known = storage_error(error) if isinstance(error, OSError) else None
    if known:
        return known
    if isinstance(error, MemoryError):
        return StorageError(_STORAGE_PROBLEMS[2][1], remedy=_STORAGE_PROBLEMS[2][2])
    return stopped(type(error).__name__, "".join(traceback.format_exception(error)), data)


def stopped(kind: str, details: str, data: Path, where: str = "") -> UnforeseenError:
    """The error of work that stopped for an unforeseen reason; `details` are kept in the data folder."""
    if kind == _KILLED:
        remedy = "ปิดโปรแกรมอื่น หรือทำพร้อมกันน้อยลงด้วย --jobs แล้วสั่งอีกครั้ง"
        return UnforeseenError(f"ถูกระบบหยุดกลางคัน มักเพราะหน่วยความจำไม่พอ ({kind})", where=where, remedy=remedy)
    kept = f" รายละเอียดอยู่ใน {write_details(details, data)}" if details else ""
    remedy = f"สั่งอีกครั้ง ถ้ายังเกิดซ้ำให้แจ้งผู้ดูแลพร้อมข้อความนี้{'และไฟล์รายละเอียด' if details else ''}"
    return UnforeseenError(f"หยุดด้วยเหตุที่โปรแกรมไม่รู้จัก ({kind}){kept}", where=where, remedy=remedy)


def write_details(details: str, data: Path) -> Path:
    """Write details into a new file that only its owner can read, and return its path: in the data folder, or in the
    system's temporary folder where that cannot be written or does not exist."""
    name = f"{datetime.now():%Y-%m-%d-%H%M%S}-"
    try:
        data.stat()
        folder = data / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, path = tempfile.mkstemp(".txt", name, folder)
    except OSError:
        handle, path = tempfile.mkstemp(".txt", f"workbook-{name}")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write(details)
    return Path(path)


def _folder(error: OSError) -> str:
    """The folder that an error is about; empty where it names none."""
    if not isinstance(error.filename, str | bytes):
        return ""
    path = Path(os.fsdecode(error.filename))
    return str(path if path.is_dir() else path.parent)
