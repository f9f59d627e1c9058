"""What an office has in one round: clean until a test changes it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from builders import (
    AREA,
    ENROLLED,
    ROUND,
    SCHOOL_ROWS,
    Counts,
    Rows,
    aggregate,
    place_of,
    pupil_rows,
    roster,
    write_csv,
)
from helpers.digests import file_digest
from helpers.identifiers import area_block_code
from helpers.params.checks import RenamedLabel
from helpers.params.folder import Params
from helpers.params.school_list import School
from helpers.periods import Round
from helpers.systems.dmc.confirmations import HEADER
from helpers.systems.dmc.dataset import build
from helpers.systems.system import EarlierRound, RoundInputs
from helpers.tables.register import Delivery

SCHOOL = "34010001"
AREA_BLOCK = area_block_code(AREA)
REPORTS = ("enrolment", "age", "nationality", "religion", "disability", "g_code", "inspection", "electricity")


def reports_of(enrolled: Counts = ENROLLED) -> dict[str, Rows]:
    """Every report that the checks read, with the same pupils in each."""
    return {slug: aggregate(slug, ROUND, enrolled) for slug in REPORTS}


@dataclass
class Deliveries:
    """What the office has in one round; clean until a test changes it."""

    reports: dict[str, Rows] = field(default_factory=reports_of)
    pupils: list[dict[str, str]] = field(default_factory=roster)
    schools: list[tuple[str, ...]] = field(default_factory=lambda: list(SCHOOL_ROWS))
    earlier: Counts = field(default_factory=lambda: ENROLLED)
    recoded: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    last_days: dict[str, date] = field(default_factory=dict)
    """Of schools that the list has as closed."""
    words: dict[str, str] = field(default_factory=dict)
    """What the files have in labels in place of DMC's own words, which the parameters know."""
    confirmations: Rows = field(default_factory=list)

    def add(self, slug: str, code: str, group: str, measure: str, label: str = "", *, more: int = 1) -> None:
        """Change one count of one report."""
        row, column = place_of(slug, self.reports[slug], code, group, measure, label)
        self.reports[slug][row][column] = str(int(self.reports[slug][row][column]) + more)

    def findings(self, folder: Path, params: Params) -> pd.DataFrame:
        """What the checks find."""
        for slug, rows in self.reports.items():
            path = write_csv(
                folder / "in" / f"{slug}.csv", [[self.words.get(cell, cell) for cell in row] for row in rows]
            )
            path.write_bytes(self.recoded.get(slug, bytes)(path.read_bytes()))
        if self.pupils:
            write_csv(folder / "in" / "pupil_list.csv", pupil_rows(self.pupils))
        if self.confirmations:
            write_csv(folder / "in" / "confirmations.csv", [HEADER, *self.confirmations])
        schools = {row[0]: School(*row, last_day=self.last_days.get(row[0])) for row in self.schools}  # type: ignore[misc]
        renamed = [RenamedLabel(found=found, stands_for=changed) for changed, found in self.words.items()]
        labels = params.checks.renamed_labels.model_copy(update={"words": tuple(renamed)})
        changed = replace(params, schools=schools, checks=params.checks.model_copy(update={"renamed_labels": labels}))
        files = tuple(_delivery(path) for path in sorted((folder / "in").iterdir()))
        cells = [(smis, grade, sex, n) for smis, school in self.earlier.items() for (grade, sex), n in school.items()]
        earlier = {"enrolment": pd.DataFrame(cells, columns=["smis", "grade", "sex", "pupils"])}
        inputs = RoundInputs(
            Round.parse(ROUND), files, changed, b"key", EarlierRound(Round.parse("2568-2"), earlier.__getitem__)
        )
        return build(inputs)["findings"]


def _delivery(path: Path) -> Delivery:
    return Delivery(path, path.name, file_digest(path), path.stem, 1, "")
