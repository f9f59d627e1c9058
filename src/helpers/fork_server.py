"""What the server that `processes` forks from imports first of all, and nobody else imports.

Whoever presses Ctrl-C while the server makes itself ready waits for nothing: it ends at once, and without a word.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
