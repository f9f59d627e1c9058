"""A sample of many offices: a small country in which every office has a folder of its own, `<area code>/params` and
`<area code>/data`, as `write_sample` writes one.

Nothing in it is official. An area code begins with the number of a province, and those of Thailand go from 10 to 96:
97, 98 and 99 are nobody's. The schools keep only the levels and the gaps of the list that they are modelled on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.errors import ParameterError, WorkbookError, raise_together
from helpers.files import for_owner_alone
from helpers.forms.form import Choices
from helpers.incidents import stopped
from helpers.params.folder import Params, read_params
from helpers.params.models import Office
from helpers.params.new import write_params_for_schools
from helpers.params.school_list import read_school_list as read_office_schools
from helpers.params.strict_yaml import read_model
from helpers.processes import TaskOutcome, batches, in_batches
from helpers.sample import calibration
from helpers.sample.deliveries import PARAMS, SampleSummary, check_arguments, is_sample, replaced_whole, write_sample
from helpers.sample.schools import choose, read_school_list

DATA = "data"
_PROVINCES = ("97", "98", "99")
_MOST_IN_A_PROVINCE = 99
MOST_OFFICES = len(_PROVINCES) * _MOST_IN_A_PROVINCE


@dataclass(frozen=True)
class SampleOffice:
    """One office of the country; they are numbered from 1."""

    number: int

    @property
    def area_code(self) -> str:
        """`9701` to `9799`, then `9801`, and so on."""
        province, before = divmod(self.number - 1, _MOST_IN_A_PROVINCE)
        return f"{_PROVINCES[province]}{before + 1:02}"

    @property
    def names(self) -> tuple[str, str]:
        """The name and the short name."""
        return f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต {self.number}", f"สพป.ตัวอย่าง เขต {self.number}"


@dataclass(frozen=True)
class Country:
    """What the offices of a country have in common: the parameters that they take over, the list that their schools are
    like, and how large they are."""

    template: Path
    school_list: Path
    choices: Choices
    schools: int | None = None
    """The number of schools of every office; None for as many as the template's list has."""
    pupils: int | None = None
    """The approximate number of pupils of every office; None for offices of different sizes."""
    seed: int = 1
    year: int = 2568

    def schools_like(self) -> pd.DataFrame:
        """The schools of the template's list that the schools of every office are like. Raises ParameterError for an
        impossible number."""
        return choose(read_school_list(self.school_list), self.schools)


@dataclass(frozen=True)
class CountrySummary:
    """The numbers of what was written."""

    offices: int
    schools: int
    pupils: Counter[str]
    """Pupils by round."""
    files: int
    planted: int


@dataclass(frozen=True)
class _Task:
    country: Country
    office: SampleOffice
    folder: Path


def write_country(root: Path, country: Country, *, offices: int, jobs: int) -> CountrySummary:
    """Write a country of this many offices, `jobs` at a time; an office's seed follows from the country's and its code.

    The complete folder replaces an older country. Raises ParameterError where the folder holds anything else, and for
    invalid arguments.
    """
    if not 1 <= offices <= MOST_OFFICES:
        raise ParameterError(f"จำนวนสำนักงาน {offices} ใช้ไม่ได้", remedy=f"ระบุจำนวน 1 ถึง {MOST_OFFICES} สำนักงาน")
    check_arguments(root, country.pupils, country.seed, _is_country)
    country.schools_like()
    with for_owner_alone(), replaced_whole(root) as draft:
        tasks = [_Task(country, SampleOffice(number), draft) for number in range(1, offices + 1)]
        together = list(batches(tasks, jobs, lambda _: True))
        summaries = list(_written(in_batches(_write_office, together, jobs, preload=("helpers.sample.deliveries",))))
    return _added_up(summaries)


def _written(outcomes: Iterator[TaskOutcome[_Task, SampleSummary | WorkbookError]]) -> Iterator[SampleSummary]:
    """The summaries of the offices. Raises what prevented any of them: a part would pass for the whole."""
    errors: list[WorkbookError] = []
    for outcome in outcomes:
        if isinstance(outcome.done, SampleSummary):
            yield outcome.done
        else:
            area_code, folder = outcome.task.office.area_code, outcome.task.folder
            errors.append(outcome.done or stopped(outcome.stopped, outcome.details, folder.parent, where=area_code))
    raise_together(errors)


def _write_office(task: _Task) -> SampleSummary | WorkbookError:
    """Write the parameters and the data of one office; the error of what it cannot have."""
    country, office = task.country, task.office
    (seed,) = np.random.SeedSequence([country.seed, int(office.area_code)]).generate_state(1).tolist()
    rng = np.random.default_rng(seed)
    try:
        folder, listed = task.folder / office.area_code, _school_list(country, office)
        final, text = folder / PARAMS, listed.to_csv(index=False, lineterminator="\n")
        write_params_for_schools(final, country.template, office.area_code, text.encode(), office.names)
        pupils = _usual_size(len(listed), rng) if country.pupils is None else country.pupils
        params = _office_params(final, country.template)
        return write_sample(folder / DATA, params, country.choices, pupils=pupils, seed=seed, year=country.year)
    except WorkbookError as error:
        return error


@cache
def _template_params(template: Path) -> Params:
    return read_params(template)


def _office_params(folder: Path, template: Path) -> Params:
    """The parameters of an office: what all have in common is read once, its own two files are read back."""
    office = read_model(folder / "office.yml", Office)
    schools = read_office_schools(folder / "schools" / f"{office.area_code}.csv")
    return replace(_template_params(template), folder=folder, office=office, schools=schools)


def _usual_size(schools: int, rng: np.random.Generator) -> int:
    """The number of pupils of an office of this many schools; offices differ, so that a comparison has something to
    show."""
    return round(schools * calibration.PUPILS_PER_SCHOOL * rng.uniform(*calibration.OFFICE_SIZES))


def _school_list(country: Country, office: SampleOffice) -> pd.DataFrame:
    """The schools of an office: the levels of the template's schools, and where these have no district, none; codes and
    names are invented, and every code occurs once in the country."""
    like = country.schools_like()
    serials = range(1, len(like) + 1)
    obec_codes = [f"{office.number * 1000 + serial:06}" for serial in serials]
    codes = {
        "smis": [f"{office.area_code}{serial:04}" for serial in serials],
        "ministry_code": [f"10{office.area_code[:2]}{obec_code}" for obec_code in obec_codes],
        "obec_code": obec_codes,
        "name": [f"บ้านตัวอย่าง {office.number}-{serial}" for serial in serials],
    }
    return like.assign(**codes, **{column: _renamed(like[column], office) for column in ("district", "subdistrict")})


def _renamed(column: "pd.Series[str]", office: SampleOffice) -> Sequence[str]:
    """Invented names for the values of a column, each value always under the same; the empty string stays."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(filter(None, column)), 1)}
    return [f"ตัวอย่าง {office.number}-{numbers[value]}" if value else "" for value in column]


def _is_country(folder: Path) -> bool:
    """Whether the folder may be replaced: it is empty, or holds only what this module writes."""
    return folder.is_dir() and all(_is_office(path) for path in folder.iterdir())


def _is_office(folder: Path) -> bool:
    is_invented = folder.name.startswith(_PROVINCES) and folder.is_dir()
    return is_invented and {path.name for path in folder.iterdir()} <= {PARAMS, DATA} and _holds_sample(folder / DATA)


def _holds_sample(data: Path) -> bool:
    return not data.exists() or is_sample(data)


def _added_up(summaries: Sequence[SampleSummary]) -> CountrySummary:
    pupils: Counter[str] = Counter()
    for summary in summaries:
        pupils.update(summary.pupils)
    schools, files, planted = (
        sum(numbers) for numbers in zip(*((each.schools, each.files, each.planted) for each in summaries), strict=True)
    )
    return CountrySummary(len(summaries), schools, pupils, files, planted)
