"""Writing a sample: the downloads of five rounds and of the fiscal year that pays for them, the list of planted
defects, and, for a part of the school list, that part."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from helpers.errors import ParameterError
from helpers.files import close_to_others, for_owner_alone
from helpers.forms.form import Choices
from helpers.params.folder import Params
from helpers.sample.aggregate_defects import AggregateDefects, Tables
from helpers.sample.aggregates import AggregateTable, build_tables
from helpers.sample.budget_year import Setting, write_budget_year
from helpers.sample.buildings import write_buildings
from helpers.sample.confirmations import write_confirmations
from helpers.sample.emis import write_emis
from helpers.sample.equipment import write_equipment
from helpers.sample.files import CONSEQUENCE, Planted, aggregate_encoding, confirmations_name, not_in_all, write_planted
from helpers.sample.gcode import write_gcode
from helpers.sample.history import History, RoundPupils, as_of
from helpers.sample.list_defects import COMPARED, ListDefects, differences
from helpers.sample.pupil_list import build_list
from helpers.sample.requests import write_requests
from helpers.sample.schools import build_schools, choose, read_school_list
from helpers.systems.dmc.layouts import GRADES
from helpers.tables.data_folder import KIND_FILE, DataFolder
from helpers.tables.requests import NAME as REQUESTS

OTHER_SYSTEMS = (write_gcode, write_buildings, write_equipment)
"""Functions that write the files of one other system, with their own random numbers, and yield what they planted."""
DOWNLOADS, PLANTED, SCHOOL_LIST, PARAMS = "downloads", "planted.csv", "schools.csv", "params"


@dataclass(frozen=True)
class SampleSummary:
    """The numbers of what was written."""

    folder: Path
    schools: int
    pupils: dict[str, int]
    """Pupils by round, as in the aggregates."""
    files: int
    """The number of downloads."""
    planted: int
    """The number of findings to be expected, including those that are consequences of others."""


def write_sample(
    folder: Path,
    params: Params,
    choices: Choices,
    *,
    schools: int | None = None,
    pupils: int | None = None,
    seed: int = 1,
    year: int = 2568,
) -> SampleSummary:
    """Write synthetic deliveries for academic year `year` (พ.ศ.): its three rounds with pupil lists and all systems,
    the last round of the year before, the first round of the year after, and the forms of the fiscal year that contains
    this one, for the programmes of `params` with the `choices` that depend on them.

    `schools` is the number of schools, a part of the list that is written to `schools.csv`; None for the whole list.
    `pupils` is the approximate number of pupils; None for one calibrated on a real area. The complete folder replaces
    an older sample. Raises ParameterError where the folder holds anything else, and for invalid arguments.
    """
    check_arguments(folder, pupils, seed)
    listed, rng = read_school_list(params.school_list_file), np.random.default_rng(seed)
    chosen, area_code = choose(listed, schools), params.office.area_code
    history = History(build_schools(chosen, pupils, rng), year, area_code, rng)
    with for_owner_alone(), _put_in_place(folder) as draft:
        if len(chosen) < len(listed):
            chosen.to_csv(draft / SCHOOL_LIST, index=False, lineterminator="\n", encoding="utf-8")
        planted = _write_downloads(draft / DOWNLOADS, params, choices, history, (seed, rng))
        write_planted(draft / PLANTED, planted)
        _settle(draft / DOWNLOADS, as_of(history.rounds[-1].round))
    files = sum(1 for _ in (folder / DOWNLOADS).iterdir())
    return SampleSummary(folder, len(chosen), history.pupils, files, len(planted))


def _write_downloads(
    downloads: Path, params: Params, choices: Choices, history: History, chance: tuple[int, np.random.Generator]
) -> list[Planted]:
    """Write the files of every system and every form, and beside them the requests for data of the year; returns the
    findings to be expected in and between them."""
    (seed, rng), area_code = chance, params.office.area_code
    write_requests(downloads.parent, history.year)
    planted = list(_write_rounds(downloads, history, area_code, rng))
    planted += chain(*(write(downloads, history, area_code, seed) for write in OTHER_SYSTEMS))
    setting = Setting.of(params, choices, history, downloads, seed)
    planted += write_emis(downloads, setting, history, seed)
    planted += write_budget_year(downloads, setting)
    return [*planted, *not_in_all(planted)]


def _settle(downloads: Path, day: date) -> None:
    """Make every file private, and give all the same modification time: which of two files counts must not depend on
    the speed of writing."""
    time = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    for path in (each for each in downloads.rglob("*") if each.is_file()):
        close_to_others(path)
        os.utime(path, (time, time))


@contextmanager
def _put_in_place(folder: Path) -> Iterator[Path]:
    """An empty draft of a sample beside `folder`, which replaces it on success and is removed on an error."""
    with replaced_whole(folder) as draft:
        (draft / DOWNLOADS).mkdir()
        DataFolder(draft).mark("sample")
        yield draft


@contextmanager
def replaced_whole(folder: Path) -> Iterator[Path]:
    """An empty draft folder beside `folder`, which replaces it on success and is removed on an error."""
    destination = folder.resolve()
    draft = destination.with_name(f".{destination.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        shutil.rmtree(destination, ignore_errors=True)
        draft.rename(destination)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_arguments(
    folder: Path, pupils: int | None, seed: int, is_older: Callable[[Path], bool] | None = None
) -> None:
    """Raises ParameterError for values that no sample can have, and for a folder that holds anything but an older
    sample, by `is_older` or by what `write_sample` writes."""
    if pupils is not None and pupils < 1:
        raise ParameterError(f"จำนวนนักเรียน {pupils} ใช้ไม่ได้", remedy="ระบุจำนวนตั้งแต่ 1 คนขึ้นไป")
    if seed < 0:
        raise ParameterError(f"ค่าเริ่มสุ่ม {seed} ใช้ไม่ได้", remedy="ระบุจำนวนเต็มตั้งแต่ 0 ขึ้นไป")
    if folder.exists() and not (is_older or is_sample)(folder):
        remedy = "ระบุโฟลเดอร์ใหม่ โฟลเดอร์ว่าง หรือโฟลเดอร์ข้อมูลตัวอย่างเดิม"
        raise ParameterError("ปลายทางมีสิ่งอื่นที่ไม่ใช่ข้อมูลตัวอย่าง", where=str(folder), remedy=remedy)


def is_sample(folder: Path) -> bool:
    """Whether the folder may be replaced: it is empty, or holds only what this module writes."""
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= {
        DOWNLOADS,
        PLANTED,
        SCHOOL_LIST,
        PARAMS,
        KIND_FILE,
        REQUESTS,
    }


def _write_rounds(downloads: Path, history: History, area_code: str, rng: np.random.Generator) -> Iterator[Planted]:
    """Write every download of DMC with its defects; yields the findings to be expected."""
    year = history.year
    tables = {data.round: build_tables(data, area_code, older=data.round.year < year) for data in history.rounds}
    yield from _occasions(history, tables)
    for data in history.rounds[:-1]:
        if data.round.year == year:
            yield from _write_list(downloads, data, tables[data.round]["enrolment"], rng)
        write_confirmations(downloads / confirmations_name(data.round), data, rng)
    defects = AggregateDefects(tables, year, rng)
    defects.plant(area_code)
    yield from defects.planted
    for table in (table for of_round in tables.values() for table in of_round.values()):
        _write_table(downloads, table)
    # Last of all, so that what is drawn for the other rounds does not depend on the round of the year after.
    write_confirmations(downloads / confirmations_name(history.rounds[-1].round), history.rounds[-1], rng)


def _occasions(history: History, tables: Tables) -> Iterator[Planted]:
    """The findings to be expected about schools that miss a round and grades that grow suddenly."""
    codes = history.rounds[0].schools.codes
    for round_, school in history.occasions.absent.items():
        for rule in ("dmc.school.missing", "dmc.rounds.school_gone"):
            yield Planted(rule, str(round_), codes[school])
    for round_, surge in history.occasions.surges.items():
        note = f"ชั้น {GRADES[surge.grade]} เพิ่มขึ้นประมาณ {surge.newcomers} คน"
        yield _at_school("dmc.rounds.grade_changed", tables[round_]["enrolment"], codes[surge.school], note)


def _write_list(
    downloads: Path, data: RoundPupils, enrolment: AggregateTable, rng: np.random.Generator
) -> Iterator[Planted]:
    """Write a round's list with its defects; a difference from the aggregates is expected at the school's row in the
    aggregate."""
    complete = build_list(data)
    delivered = complete.copy()
    yield from ListDefects(delivered, data.schools, rng).plant()
    delivered.write(downloads)
    for code, grade, sex, follows in differences(delivered, complete):
        start = f"{CONSEQUENCE}: " if follows else ""
        yield _at_school(COMPARED, enrolment, code, f"{start}ชั้น {grade} เพศ {sex}")


def _at_school(rule: str, table: AggregateTable, code: str, note: str) -> Planted:
    row = table.row_number(table.codes.index(code))
    return Planted(rule, str(table.round), code, table.file, row=str(row), note=note)


def _write_table(downloads: Path, table: AggregateTable) -> None:
    text = "\n".join(table.lines()) + "\n"
    (downloads / table.file).write_text(text, encoding=aggregate_encoding(table.round, table.layout), newline="")
