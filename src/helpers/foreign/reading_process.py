"""Reading foreign files in a subprocess with limits of memory and time, so that a file that crashes the reader is
refused by name and the program goes on.

The subprocess is started when the first file is read, and reads all later ones; it is replaced when a file crashes it.
It answers in plain values (marshal), which cannot run code here. On a system without memory limits (Windows) it is
still a separate process with a time limit.
"""

import atexit
import contextlib
import marshal
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from helpers.errors import DeliveryError
from helpers.foreign.excel_files import OLD_EXCEL, ZIP, read_excel
from helpers.foreign.foreign_files import MEGABYTE, Limits, SheetCells
from helpers.foreign.text_files import read_text

_OWN_MEMORY, _TIMES_UNPACKED = 512, 2
"""MiB of memory that the subprocess itself needs, and the multiple of a file's unpacked size that is added to it."""
_SECONDS = 120
"""Seconds of processor time for one file: the largest one of an office takes three."""
_PATIENCE = 10
"""How many times longer it may take by the clock: a busy machine computes slowly."""
_LENGTH_BYTES = 8
_READ, _REFUSED, _FAILED = "read", "refused", "failed"


def read_in_subprocess(path: Path, display_name: str, limits: Limits) -> SheetCells:
    """The cells of a file, read in the subprocess. Raises DeliveryError where that refuses the file or crashes on
    it."""
    global _reader
    with _lock:
        if _reader is not None and not _reader.is_ours:
            _reader.end()
            _reader = None
        _reader = _reader or _ReaderProcess()
        kind, *answer = _reader.ask((os.fsencode(path.absolute()), display_name, tuple(limits)))
    if kind == _READ:
        return SheetCells(*answer)
    if kind == _REFUSED:
        problem, where, remedy = answer
        raise DeliveryError(problem, where=where, remedy=remedy)
    problem = f"เปิดไฟล์ไม่สำเร็จ เพราะไฟล์ทำให้โปรแกรมอ่านหยุดหรือใช้หน่วยความจำหรือเวลาเกินกำหนด ({answer[0]})"
    remedy = "เปิดไฟล์ด้วย Excel แล้วบันทึกใหม่เป็น .xlsx หรือดาวน์โหลดจากระบบอีกครั้ง แล้วส่งใหม่"
    raise DeliveryError(problem, where=display_name, remedy=remedy)


class _ReaderProcess:
    """The subprocess, seen from this process."""

    def __init__(self) -> None:
        home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._owner = os.getpid()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is for whoever asks: this process ends when nobody can ask any more
            )
        except OSError as error:
            remedy = "ปิดโปรแกรมอื่นที่ไม่ใช้ แล้วสั่งใหม่"
            raise DeliveryError(
                f"เริ่มโปรแกรมอ่านไฟล์ไม่ได้ ({error.strerror})", where=sys.executable, remedy=remedy
            ) from error
        atexit.register(self.end)

    @property
    def is_ours(self) -> bool:
        """Whether it still runs, and was started by this process: a fork must not share the pipes of its parent."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, request: tuple[bytes, str, tuple[int, ...]]) -> tuple[Any, ...]:
        """The answer; `_FAILED` where the process ends instead, or takes too long."""
        stream_in, stream_out = self._process.stdin, self._process.stdout
        assert stream_in is not None
        assert stream_out is not None
        clock = Timer(_SECONDS * _PATIENCE, self._process.kill)
        clock.start()
        try:
            _send(stream_in, request)
            return _receive(stream_out)
        except (OSError, EOFError):
            code = self._process.wait()
            self.end()
            return _FAILED, f"exit code {code}"
        except BaseException:
            self._process.kill()  # whoever asks was interrupted: the answer would meet the next question
            raise
        finally:
            clock.cancel()

    def end(self) -> None:
        """Close the pipes, upon which the subprocess ends."""
        atexit.unregister(self.end)
        for stream in filter(None, (self._process.stdin, self._process.stdout)):
            with contextlib.suppress(OSError):
                stream.close()
        if self._owner == os.getpid():
            self._process.wait()


_reader: _ReaderProcess | None = None
_lock = Lock()


def _send(stream: IO[bytes], values: tuple[Any, ...]) -> None:
    content = marshal.dumps(values)
    stream.write(len(content).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[Any, ...]:
    """The next message. Raises EOFError where the pipe is closed."""
    length = int.from_bytes(_exactly(stream, _LENGTH_BYTES), "big")
    values: tuple[Any, ...] = marshal.loads(_exactly(stream, length))
    return values


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _serve() -> None:
    """Answer requests until the pipe is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with contextlib.suppress(EOFError):
        while True:
            path, display_name, limits = _receive(sys.stdin.buffer)
            _send(answers, _answer(Path(os.fsdecode(path)), display_name, Limits(*limits)))


def _answer(path: Path, display_name: str, limits: Limits) -> tuple[Any, ...]:
    _limit(limits)
    try:
        content = path.read_bytes()
        read = read_excel if content.startswith((ZIP, OLD_EXCEL)) else read_text
        return (_READ, *read(content, display_name, limits))
    except DeliveryError as error:
        return _REFUSED, error.problem, error.where, error.remedy


def _limit(limits: Limits) -> None:
    """Limit memory and time for this file. A crash must leave no core dump of pupils' data, so nothing may be
    written."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    memory = (_OWN_MEMORY + _TIMES_UNPACKED * limits.megabytes) * MEGABYTE
    seconds = int(time.process_time()) + _SECONDS
    wanted = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds))
    for kind, most in (*wanted, (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(OSError, ValueError):  # macOS has no limit of memory, an administrator may have others
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    _serve()
