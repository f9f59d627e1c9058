"""The pages of schools that are in place, for the index: too many for a card each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.files import matching
from helpers.params.school_list import School
from helpers.periods import AcademicYear
from helpers.reports.school_kind import pages_folder

_PAGE = "report.html"


@dataclass(frozen=True)
class SchoolPages:
    """The pages of one academic year: their folder among the outputs, and the schools that have one, by code."""

    year: AcademicYear
    folder: str
    schools: tuple[School, ...]

    @property
    def title(self) -> str:
        """`หน้าโรงเรียน ปีการศึกษา 2568`."""
        return f"หน้าโรงเรียน {self.year.thai}"

    def href(self, smis: str) -> str:
        """The way from the index to the page of a school."""
        return f"{self.folder}/{smis}/{_PAGE}"


def pages_in_place(outputs: Path, schools: Mapping[str, School]) -> list[SchoolPages]:
    """The pages of the schools on the list, the newest year first."""
    in_place: list[SchoolPages] = []
    for path in matching(outputs, pages_folder("*")):
        if path.name.isdigit():
            there = tuple(schools[smis] for smis in sorted(schools) if (path / smis / _PAGE).is_file())
            in_place += [SchoolPages(AcademicYear(int(path.name)), pages_folder(path.name), there)] if there else []
    return sorted(in_place, key=lambda pages: pages.year, reverse=True)
