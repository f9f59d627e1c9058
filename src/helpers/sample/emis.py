"""Writing the EMIS deliveries of a sample: four pages per round with planted defects, with their own random numbers."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from helpers.forms.rosters import LEGAL_FORMS
from helpers.periods import Round
from helpers.sample.budget_year.rosters import posts_held
from helpers.sample.budget_year.setting import Setting
from helpers.sample.emis_defects import AGAINST_OTHERS, DEFECTS, Hit, PageDefect, plant
from helpers.sample.emis_pages import Pages, Rows, round_pages, school_pages
from helpers.sample.files import CONSEQUENCE, SHEET_NAME, Planted, write_sheet
from helpers.sample.history import History, RoundPupils, as_of
from helpers.systems.dmc.layouts import GRADES
from helpers.systems.emis import labels

_STREAM = 1
"""Makes these random numbers independent of those of other systems."""
UNLISTED = "9903"
"""The running number after the area code of a school that is not on the list."""
_NAMES = {labels.STUDENT: "นักเรียน", labels.STAFF: "บุคลากร", labels.COMPUTER: "คอมพิวเตอร์", labels.INTERNET: "อินเทอร์เน็ต"}
_STAFF_MEASURES = tuple(f"ข้าราชการครูและบุคลากรทางการศึกษา (คน)_{sex}" for sex in labels.SEX_COLUMNS)
_HEADERS = {
    labels.STUDENT: labels.STUDENT_COLUMNS,
    labels.STAFF: (*labels.STAFF_COLUMNS, labels.FUNDING_COLUMN, *_STAFF_MEASURES),
}
_NUMBERED = ("0", "1", "2")
_START, _PAGE_START = 3, 2
"""The first row below the header in a page of many schools, which begins with a banner, and in a page of one school."""


def write_emis(downloads: Path, setting: Setting, history: History, seed: int) -> Iterator[Planted]:
    """Write the pages of every round of the year; yields the findings to be expected. The staff hired from the budget
    are those in the rosters of the fiscal year."""
    for data in history.of_the_year:
        yield from _write_round(downloads, data, setting, seed)


def _hired(setting: Setting, day: date) -> dict[str, tuple[int, int]]:
    held = posts_held(setting, day)
    employee, *temporary = LEGAL_FORMS
    return {code: (held[code, employee], sum(held[code, form] for form in temporary)) for code in setting.codes}


def _defects(setting: Setting, day: date) -> tuple[PageDefect, ...]:
    """The defects of a round; those of hired staff only within the fiscal year that has rosters."""
    in_year = setting.year.opens <= day <= setting.year.closes
    return (*DEFECTS, *(each for each in AGAINST_OTHERS if in_year or each.report != labels.STAFF))


def _write_round(downloads: Path, data: RoundPupils, setting: Setting, seed: int) -> Iterator[Planted]:
    rng, day = np.random.default_rng([seed, _STREAM, data.round.number]), as_of(data.round)
    area_code = setting.params.office.area_code
    pages = round_pages(data, seed, _hired(setting, day))
    codes = list(pages[labels.STUDENT])
    yield from (Planted("emis.school.missing", str(data.round), code) for code in set(data.schools.codes) - set(codes))
    if len(codes) > 1:
        del pages[labels.INTERNET][codes[0]]
        yield Planted("emis.school.incomplete", str(data.round), codes[0])
    hits = list(plant(pages, rng, _defects(setting, day)))
    unlisted = area_code + UNLISTED
    counts = np.zeros((len(GRADES), 4), dtype=np.int64)
    counts[GRADES.index("ป.1")] = (4, 6, 10, 1)
    for report, rows in school_pages(counts, int(counts[:, 2].sum()), seed, unlisted).items():
        pages[report][unlisted] = rows
    hits.append(Hit("emis.school.not_on_list", labels.STUDENT, unlisted, 0, follows=False))
    alone = data.schools.listed["ministry_code"][data.present[-1]] if data.round.number == 1 else ""
    yield from _write_pages(downloads, data.round, pages, hits, {alone: codes[-1]} if alone else {})


def _write_pages(
    downloads: Path, round_: Round, pages: Pages, hits: list[Hit], alone: dict[str, str]
) -> Iterator[Planted]:
    """Write a file for each page. The schools in `alone` (SMIS code by ministry code) have an internet page of their
    own."""
    for report, by_school in pages.items():
        of_many = {
            code: rows for code, rows in by_school.items() if report != labels.INTERNET or code not in alone.values()
        }
        name, starts = _write_many(downloads, round_, report, of_many)
        locations = {code: (name, start) for code, start in starts.items()}
        for ministry_code, code in alone.items() if report == labels.INTERNET else ():
            page = f"{round_}-{ministry_code}-internet.csv"
            _write_csv(downloads / page, [list(_NUMBERED), *by_school[code]])
            locations[code] = page, _PAGE_START
        sheet = SHEET_NAME if report in _HEADERS else ""
        for hit in (hit for hit in hits if hit.report == report):
            file, start = locations[hit.code]
            note = f"{CONSEQUENCE}: แถวคู่" if hit.follows else ""
            yield Planted(hit.rule, str(round_), hit.code, file, sheet, str(start + hit.row_index), note)


def _write_many(downloads: Path, round_: Round, report: str, by_school: dict[str, Rows]) -> tuple[str, dict[str, int]]:
    """Write the page of many schools; returns its name, and the first row of each school."""
    body = [[code, *row] for code, rows in by_school.items() for row in rows]
    name = f"{round_}-emis-{_NAMES[report]}.{'xlsx' if report in _HEADERS else 'csv'}"
    banner = f"{labels.TITLES[report]} {as_of(round_)}"
    if report in _HEADERS:
        header = (labels.SCHOOL_COLUMN, *_HEADERS[report])
        write_sheet(downloads / name, banner, header, np.array(body, dtype=object))
    else:
        _write_csv(downloads / name, [[banner], [labels.SCHOOL_COLUMN, *_NUMBERED], *body])
    starts, row = {}, _START
    for code, rows in by_school.items():
        starts[code] = row
        row += len(rows)
    return name, starts


def _write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
