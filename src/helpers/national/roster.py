"""The roster: which offices there are, and whether the reports of each could be taken over, as a CSV file.

It is delivered together with the copies of the offices' facts, so that an office whose report is missing is a row with
a source like any other.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

NAME, TITLE = "offices.csv", "บัญชีสำนักงาน"
REPORT = "offices"
"""The slug of the roster in the register."""


@dataclass(frozen=True)
class OfficeLine:
    """One office. `folder` is the name of its folder beside the national one; `state` is one of `schemas.STATES`.

    The digests are those of the facts that were taken over, of its report on the round and of that on the money, empty
    where none was; the fingerprints are those of these reports.
    """

    folder: str
    area_code: str
    name: str
    state: str
    report: str
    fingerprint: str = ""
    sha256: str = ""
    money_report: str = ""
    money_fingerprint: str = ""
    money_sha256: str = ""

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of the facts that were taken over."""
        return tuple(filter(None, (self.sha256, self.money_sha256)))


_COLUMNS = tuple(field.name for field in fields(OfficeLine))


def roster_text(lines: Iterable[OfficeLine]) -> str:
    """The roster as CSV: a header, then a line an office."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(astuple(line) for line in lines)
    return text.getvalue()


def read_roster(path: Path) -> list[tuple[int, OfficeLine]]:
    """The offices, each with the number of its row in the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [(row, OfficeLine(**line)) for row, line in enumerate(csv.DictReader(stream), 2)]
