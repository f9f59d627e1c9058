"""What the tests of processes ask of another process, which must be able to import it."""

import os
import signal
import threading
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from helpers.processes import preforked_child


def work(task: str) -> str:
    """What a test asks of another process."""
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "fails":
        raise LookupError("ไม่มี")
    if task.startswith("/"):
        Path(task).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)
    return f"{task} {os.getpid()}"


def work_of_child(_: str) -> str:
    """What the twin of another process says of itself: both process numbers, and how many threads it has."""
    sleeping = preforked_child()
    if sleeping is None:
        return "no child"
    ours, theirs = Pipe(duplex=False)
    sleeping.start(_tell, theirs)
    return f"{os.getpid()} {ours.recv()}"


def _tell(pipe: Connection) -> None:
    pipe.send(f"{os.getpid()} {threading.active_count()}")
    time.sleep(60)
