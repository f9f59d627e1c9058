"""What the server that `processes` forks from imports first of all, and nobody else imports.

Whoever presses Ctrl-C while the server makes itself ready waits for nothing: it ends at once, and without a word. So it
does where the machine lets it start no process; who asked for one notices, and tells.
"""

import signal
import sys
from types import TracebackType


def _quietly(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    if not issubclass(kind, OSError):
        sys.__excepthook__(kind, error, place)


sys.excepthook = _quietly
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
