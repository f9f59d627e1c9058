"""The errors that the workbook raises on purpose: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable


class WorkbookError(Exception):
    """A problem that a person must solve.

    `problem` and `remedy` are Thai sentences, `where` names the file, sheet, row or parameter. None of the three may
    hold a pupil's name or number: messages are copied into mails and chats.
    """

    exit_code = 1
    parts: tuple[WorkbookError, ...] = ()
    """The errors that this one lists; empty for a single problem."""

    def __init__(self, problem: str, *, where: str = "", remedy: str) -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors are pickled between processes; the default would lose the keyword arguments."""
        return _revived, (type(self), vars(self))

    def __str__(self) -> str:
        location = f"\n  ที่: {self.where}" if self.where else ""
        return f"{self.problem}{location}\n  วิธีแก้: {self.remedy}"


def _revived(kind: type[WorkbookError], state: dict[str, object]) -> WorkbookError:
    error = kind.__new__(kind)
    vars(error).update(state)
    return error


class ParameterError(WorkbookError):
    """A parameter file, a command-line value or a notebook parameter is not allowed."""

    exit_code = 10


class ProgrammeError(WorkbookError):
    """A budget programme cannot be computed as its parameters state it."""

    exit_code = 11


class CollectionError(WorkbookError):
    """A collection system, round or school list is not what the deliveries need."""

    exit_code = 12


class DeliveryError(WorkbookError):
    """A delivered file is missing, unreadable, of the wrong kind, round or area, or changed since it was received."""

    exit_code = 13


class DataQualityError(WorkbookError):
    """The data are too faulty for the figure that was asked for."""

    exit_code = 14


class NotebookError(WorkbookError):
    """A notebook stopped while it was executed."""

    exit_code = 15


class RenderingError(WorkbookError):
    """An executed notebook could not be turned into HTML, PDF or Excel."""

    exit_code = 16


class VerificationError(WorkbookError):
    """A recomputed fact or a file's digest differs from what the report states."""

    exit_code = 17


class StorageError(WorkbookError):
    """A folder cannot be read or written, or the machine has no room left for files or processes."""

    exit_code = 18


class UnforeseenError(WorkbookError):
    """An error that the program did not expect; its details are in a file."""

    exit_code = 19


class ClusterError(WorkbookError):
    """The machines of a cluster cannot be reached, or lack what reports need."""

    exit_code = 20


MOST_LISTED = 40
"""The number of problems that a message lists; further ones are only counted."""


def raise_together(errors: Iterable[WorkbookError]) -> None:
    """Raise nothing for no error, a single error itself, and for several one error of the first one's kind that lists
    them."""
    problems = list({str(part): part for error in errors for part in (error.parts or (error,))}.values())
    if not problems:
        return
    if len(problems) == 1:
        raise problems[0]
    listed = [f"  {number}. {error}".replace("\n", "\n     ") for number, error in enumerate(problems[:MOST_LISTED], 1)]
    if len(problems) > MOST_LISTED:
        listed.append(f"  … อีก {len(problems) - MOST_LISTED:,} รายการ")
    together = _kind(problems[0])(
        "\n".join([f"พบปัญหา {len(problems):,} รายการ", *listed]), remedy="แก้ไขทีละรายการตามที่ระบุ แล้วสั่งอีกครั้ง"
    )
    together.parts = tuple(problems)
    raise together


def _kind(error: WorkbookError) -> type[WorkbookError]:
    """The error's class among those of this module: a subclass from elsewhere may need more arguments."""
    return next(kind for kind in type(error).__mro__ if kind.__module__ == __name__)
