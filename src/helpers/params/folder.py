"""The parameter folder as a whole: read once, checked once, and the same for every report of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from helpers.errors import ParameterError, WorkbookError, raise_together
from helpers.params.models import Assumption, Assumptions, Checks, CollectionRound, Office
from helpers.params.school_list import School, read_school_list
from helpers.params.strict_yaml import read_model
from helpers.periods import Round


@dataclass(frozen=True)
class Params:
    """Everything in the parameter folder, validated."""

    folder: Path
    office: Office
    schools: dict[str, School]
    checks: Checks
    assumptions: tuple[Assumption, ...]
    rounds: dict[Round, CollectionRound]

    def round(self, round_: Round) -> CollectionRound:
        """The parameters of a round. Raises ParameterError when the folder has no file for it."""
        if round_ not in self.rounds:
            path = self.folder / "rounds" / f"{round_}.yml"
            raise ParameterError(f"ไม่มีพารามิเตอร์ของรอบ {round_}", where=str(path), remedy=f"workbook new round {round_}")
        return self.rounds[round_]

    def assumptions_of(self, report_id: str) -> tuple[Assumption, ...]:
        """The assumptions that a report states, in their numbers' order."""
        return tuple(each for each in self.assumptions if any(fnmatchcase(report_id, name) for name in each.reports))

    def shared_files(self) -> tuple[Path, ...]:
        """The files that every report depends on."""
        names = ("office.yml", "checks.yml", "assumptions.yml", f"schools/{self.office.area_code}.csv")
        return tuple(self.folder / name for name in names)

    def round_file(self, round_: Round) -> Path:
        """The file of one round."""
        return self.folder / "rounds" / f"{round_}.yml"


def read_params(folder: Path) -> Params:
    """Read and check the whole folder; every problem of every file is raised together as one ParameterError."""
    problems: list[WorkbookError] = []
    rounds: dict[Round, CollectionRound] = {}
    for path in sorted((folder / "rounds").glob("*.yml")):
        with _gathered(problems):
            rounds[Round.parse(path.stem)] = read_model(path, CollectionRound)
    with _gathered(problems):
        office = read_model(folder / "office.yml", Office)
        schools = read_school_list(folder / "schools" / f"{office.area_code}.csv")
    with _gathered(problems):
        checks = read_model(folder / "checks.yml", Checks)
    with _gathered(problems):
        assumptions = read_model(folder / "assumptions.yml", Assumptions).assumptions
    raise_together(problems)
    return Params(folder, office, schools, checks, assumptions, rounds)


@contextmanager
def _gathered(problems: list[WorkbookError]) -> Iterator[None]:
    """Put a ParameterError of the block aside, so that the other files are read all the same."""
    try:
        yield
    except ParameterError as error:
        problems.append(error)
