"""G-Code registers of the invented schools, clean until a test changes them."""

from collections.abc import Sequence

import pandas as pd

from builders import SCHOOL_ROWS, Office, Rows, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.systems.gcode.reading import LEARNERS, USERS
from helpers.systems.listings import SCHOOL as SCHOOL_COLUMN

SCHOOL, OTHER, THIRD = (row[0] for row in SCHOOL_ROWS)
ROUND = "2568-1"
"""Its data are of 10 June 2568."""
CODE, CITIZEN, STUDENT, FIRST, LAST, SEX, NATIONALITY, RECORDED, CERTIFIED = range(1, 10)
REGISTERED, APPROVED = 3, 4
FIRST_NAME, LAST_NAME = "สมมติ", "นามสมมติ"


def code(serial: int) -> str:
    """A G code that nobody has."""
    return f"G6834{serial:08}"


def learner(serial: int, smis: str = SCHOOL) -> list[str]:
    """A certified learner."""
    values = ["ช", "ลาว", "01/03/2568", "15/03/2568"]
    return [smis, code(serial), "-", str(serial), FIRST_NAME, LAST_NAME, *values]


def user(smis: str = SCHOOL) -> list[str]:
    """An approved user."""
    return [smis, FIRST_NAME, LAST_NAME, "01/02/2568", "02/02/2568"]


def clean_learners() -> Rows:
    """Two learners of one school and one of another."""
    return [learner(1), learner(2), learner(3, OTHER)]


def receive_registers(
    office: Office, learners: Sequence[Sequence[str]], users: Sequence[Sequence[str]] = (), round_: str = ROUND
) -> None:
    """Let the office receive the registers; that of users only where there is any."""
    for listing, rows in ((LEARNERS, learners), (USERS, users)):
        if rows:
            header = [SCHOOL_COLUMN, *(column.labels[0] for column in listing.columns)]
            (one,) = office.receive(write_csv(office.folder / "in" / f"{round_}-{listing.report}.csv", [header, *rows]))
            assert one.outcome is ReceiptOutcome.RECEIVED, one.error
            assert one.entry
            assert (one.entry.system, one.entry.report) == ("gcode", listing.report)


def table(office: Office, name: str, round_: str = ROUND) -> pd.DataFrame:
    """A table of the office's G-Code round."""
    return office.snapshot(round_, "gcode").read(name)
