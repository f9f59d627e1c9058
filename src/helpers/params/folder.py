"""The whole parameter folder, read and checked once for all reports of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from helpers.errors import ParameterError, ProgrammeError, WorkbookError, raise_together
from helpers.identifiers import NATIONAL_AREA
from helpers.params.checks import Checks
from helpers.params.fiscal_years import FiscalYearParams
from helpers.params.flags import FLAGS, FlagRules
from helpers.params.indicators import Indicators
from helpers.params.models import Assumption, Assumptions, CollectionRound, Office, SimilarSchools
from helpers.params.programmes.base import PROGRAMME_ID, Programme
from helpers.params.programmes.reading import read_programme
from helpers.params.school_list import School, read_school_list
from helpers.params.social_security import SocialSecurity
from helpers.params.strict_yaml import read_model
from helpers.periods import FiscalYear, Round

INDICATORS = "indicators.yml"
SIMILAR_SCHOOLS = "similar_schools.yml"
Name = TypeVar("Name")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Params:
    """Everything in the parameter folder, validated."""

    folder: Path
    office: Office
    schools: dict[str, School]
    checks: Checks
    assumptions: tuple[Assumption, ...]
    rounds: dict[Round, CollectionRound]
    programmes: dict[str, Programme]
    fiscal_years: dict[FiscalYear, FiscalYearParams]
    social_security: SocialSecurity
    stated_indicators: Indicators | None
    """None in a folder without the file."""
    flags: FlagRules
    similar_schools: SimilarSchools | None = None
    """None in a folder without the file: schools are not compared."""

    @property
    def is_national(self) -> bool:
        """Whether the folder is not an office's, but that in which many offices are put side by side."""
        return self.office.area_code == NATIONAL_AREA

    def round(self, round_: Round) -> CollectionRound:
        """The parameters of a round. Raises ParameterError when the folder has no file for it."""
        if round_ not in self.rounds:
            path = self.folder / "rounds" / f"{round_}.yml"
            raise ParameterError(f"ไม่มีพารามิเตอร์ของรอบ {round_}", where=str(path), remedy=f"workbook new round {round_}")
        return self.rounds[round_]

    def as_of(self, day: date) -> Params:
        """The same parameters, with every school under its name on that day."""
        return replace(self, schools={smis: school.on(day) for smis, school in self.schools.items()})

    def open_schools(self, day: date) -> dict[str, School]:
        """The schools of the list that are open on that day, by SMIS code."""
        return {smis: school for smis, school in self.schools.items() if school.is_open(day)}

    def fiscal_year(self, year: FiscalYear) -> FiscalYearParams:
        """The parameters of a fiscal year. Raises ParameterError when the folder has no file for it."""
        if year not in self.fiscal_years:
            path = self.folder / "fiscal_years" / f"{year}.yml"
            remedy = "คัดลอกไฟล์ของปีก่อนเป็นชื่อปีนี้ แล้วแก้รอบ วันที่ และเป้าหมายให้ตรงกับหนังสือสั่งการ"
            raise ParameterError(f"ไม่มีพารามิเตอร์ของ{year.thai}", where=str(path), remedy=remedy)
        return self.fiscal_years[year]

    @property
    def indicators(self) -> Indicators:
        """The indicators of the information work. Raises ParameterError when the folder has no file for them."""
        if self.stated_indicators is None:
            remedy = "คัดลอก indicators.yml จากโฟลเดอร์ params ของโครงการ"
            raise ParameterError("ไม่มีพารามิเตอร์ของตัวชี้วัด", where=str(self.indicators_file), remedy=remedy)
        return self.stated_indicators

    def assumptions_of(self, report_id: str) -> tuple[Assumption, ...]:
        """The assumptions that a report states, in their numbers' order."""
        return tuple(each for each in self.assumptions if any(fnmatchcase(report_id, name) for name in each.reports))

    def shared_files(self) -> tuple[Path, ...]:
        """The parameter files on which every report depends."""
        office, assumptions = self.folder / "office.yml", self.folder / "assumptions.yml"
        return office, self.checks_file, assumptions, self.school_list_file

    @property
    def checks_file(self) -> Path:
        """The file of the thresholds."""
        return self.folder / "checks.yml"

    @property
    def flags_file(self) -> Path:
        """The file of what a director must decide or know; folders older than it have none, and no flags."""
        return self.folder / FLAGS

    @property
    def indicators_file(self) -> Path:
        """The file of the indicators; folders older than the annual performance report have none."""
        return self.folder / INDICATORS

    @property
    def school_list_file(self) -> Path:
        """The file of the office's schools."""
        return self.folder / "schools" / f"{self.office.area_code}.csv"


def read_params(folder: Path) -> Params:
    """Read and check the whole folder; every problem of every file is raised together as one ParameterError."""
    problems: list[WorkbookError] = []
    indicators: Indicators | None = None
    rounds = _by_name(folder / "rounds", Round.parse, lambda path: read_model(path, CollectionRound), problems)
    years = _by_name(
        folder / "fiscal_years", FiscalYear.parse, lambda path: read_model(path, FiscalYearParams), problems
    )
    programmes = _by_name(folder / "programmes", _programme_id, read_programme, problems)
    with _gathered(problems):
        office = read_model(folder / "office.yml", Office)
        schools = read_school_list(folder / "schools" / f"{office.area_code}.csv")
    with _gathered(problems):
        checks = read_model(folder / "checks.yml", Checks)
    with _gathered(problems):
        assumptions = read_model(folder / "assumptions.yml", Assumptions).assumptions
    with _gathered(problems):
        social_security = read_model(folder / "social_security.yml", SocialSecurity)
    with _gathered(problems):
        if (folder / INDICATORS).exists():
            indicators = read_model(folder / INDICATORS, Indicators)
    with _gathered(problems):
        flags = read_model(folder / FLAGS, FlagRules) if (folder / FLAGS).exists() else FlagRules(flags=())
    with _gathered(problems):
        similar = read_model(folder / SIMILAR_SCHOOLS, SimilarSchools) if (folder / SIMILAR_SCHOOLS).exists() else None
    raise_together(problems)
    money = (social_security, indicators, flags, similar)
    return Params(folder, office, schools, checks, assumptions, rounds, programmes, years, *money)


def _by_name(
    folder: Path, named: Callable[[str], Name], read: Callable[[Path], Value], problems: list[WorkbookError]
) -> dict[Name, Value]:
    """The contents of a folder's files by their names, as `named` parses them. A name that it cannot parse is a
    problem: Windows and editors give such names to copies. Hidden files are skipped."""
    values: dict[Name, Value] = {}
    for path in sorted(each for each in folder.glob("*.y*ml") if not each.name.startswith(".")):
        with _gathered(problems):
            values[_stated_name(path, named)] = read(path)
    return values


def _stated_name(path: Path, named: Callable[[str], Name]) -> Name:
    remedy = f"ถ้าเป็นสำเนา ให้ย้ายไฟล์นี้ออกจาก {path.parent}"
    try:
        name = named(path.stem)
    except ParameterError as error:
        raise ParameterError(f"ชื่อไฟล์ใช้ไม่ได้: {error.problem}", where=str(path), remedy=remedy) from error
    if path.name != f"{name}.yml":
        raise ParameterError(f"ชื่อไฟล์ใช้ไม่ได้: ต้องเป็น {name}.yml", where=str(path), remedy=remedy)
    return name


def _programme_id(stem: str) -> str:
    if not PROGRAMME_ID.fullmatch(stem):
        problem = f"“{stem}” ไม่ใช่ชื่อโครงการ ซึ่งเป็นอักษรอังกฤษตัวเล็ก ตัวเลข และขีด เช่น extra-teachers"
        raise ParameterError(problem, remedy="เปลี่ยนชื่อไฟล์")
    return stem


@contextmanager
def _gathered(problems: list[WorkbookError]) -> Iterator[None]:
    """Collect an error of the block, so that the other files are still read."""
    try:
        yield
    except (ParameterError, ProgrammeError) as error:
        problems.append(error)
