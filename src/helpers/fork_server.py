"""The first import of the server that `processes` forks from; nothing else imports it.

It lets Ctrl-C end the server at once and silently while it starts. It also silences the server where the machine cannot
start another process: the process that asked for one reports that.
"""

import signal
import sys
from types import TracebackType


def _quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, OSError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quietly
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
