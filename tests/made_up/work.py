"""What the tests of processes ask of another process, which must be able to import it."""

import os
import signal
import time
from pathlib import Path
from threading import Thread


def work(task: str) -> str:
    """What a test asks of another process."""
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "fails":
        raise LookupError("ไม่มี")
    if task == "lingers":
        Thread(target=time.sleep, args=(60,)).start()
    if task == "hangs":
        time.sleep(60)
    if task.startswith("/"):
        Path(task).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)
    return f"{task} {os.getpid()}"
