"""Reading foreign files in a process of its own, with limits: what breaks there is named here, and harms nobody.

The process is started when the first file is read, and reads all that come after; one that a file broke is replaced.
What it sends are plain values (marshal): nothing that it answers can run anything here. Where the system knows no
limits of memory (Windows) it still is another process, and still has a limit of time.
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
from helpers.foreign.foreign_files import MEGABYTE, Content, Limits
from helpers.foreign.text_files import read_text

_OWN_MEMORY, _TIMES_UNPACKED = 512, 2
"""MiB that the process may take besides, and how often over, what a file may be unpacked."""
_SECONDS = 120
"""Of computing, for one file: the largest that an office has takes three."""
_PATIENCE = 10
"""Times as long on the clock: a busy machine computes slowly."""
_LENGTH_BYTES = 8
_READ, _REFUSED, _FAILED = "read", "refused", "failed"


def read_apart(path: Path, called: str, limits: Limits) -> Content:
    """The cells of a file as the other process reads them. Raises DeliveryError where it refuses it or breaks on it."""
    global _reader
    with _lock:
        if _reader is not None and not _reader.is_ours:
            _reader.end()
            _reader = None
        _reader = _reader or _Reader()
        kind, *answer = _reader.ask((os.fsencode(path.absolute()), called, tuple(limits)))
    if kind == _READ:
        return Content(*answer)
    if kind == _REFUSED:
        problem, where, remedy = answer
        raise DeliveryError(problem, where=where, remedy=remedy)
    problem = f"เปิดไฟล์ไม่สำเร็จ เพราะไฟล์ทำให้โปรแกรมอ่านหยุดหรือใช้หน่วยความจำหรือเวลาเกินกำหนด ({answer[0]})"
    remedy = "เปิดไฟล์ด้วย Excel แล้วบันทึกใหม่เป็น .xlsx หรือดาวน์โหลดจากระบบอีกครั้ง แล้วส่งใหม่"
    raise DeliveryError(problem, where=called, remedy=remedy)


class _Reader:
    """The process as this one sees it."""

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
        """Whether it still runs, and for this process: a fork of the one that started it must not mix in."""
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
        """Let the process end: nobody will ask any more."""
        atexit.unregister(self.end)
        for stream in filter(None, (self._process.stdin, self._process.stdout)):
            with contextlib.suppress(OSError):
                stream.close()
        if self._owner == os.getpid():
            self._process.wait()


_reader: _Reader | None = None
_lock = Lock()


def _send(stream: IO[bytes], values: tuple[Any, ...]) -> None:
    content = marshal.dumps(values)
    stream.write(len(content).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[Any, ...]:
    """The next values. Raises EOFError where none come any more."""
    length = int.from_bytes(_exactly(stream, _LENGTH_BYTES), "big")
    values: tuple[Any, ...] = marshal.loads(_exactly(stream, length))
    return values


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _serve() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with contextlib.suppress(EOFError):
        while True:
            path, called, limits = _receive(sys.stdin.buffer)
            _send(answers, _answer(Path(os.fsdecode(path)), called, Limits(*limits)))


def _answer(path: Path, called: str, limits: Limits) -> tuple[Any, ...]:
    _limit(limits)
    try:
        content = path.read_bytes()
        read = read_excel if content.startswith((ZIP, OLD_EXCEL)) else read_text
        return (_READ, *read(content, called, limits))
    except DeliveryError as error:
        return _REFUSED, error.problem, error.where, error.remedy


def _limit(limits: Limits) -> None:
    """What this file may take; no core of pupils' data is left where it takes more, and nothing is written at all."""
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
