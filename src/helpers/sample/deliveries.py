"""Writing a sample: the downloads of five rounds and of the fiscal year that they are for, the list of planted defects,
the schools where they are not all."""

import os
import shutil
from collections.abc import Iterator
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
from helpers.sample.aggregates import Table, build_tables
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
from helpers.sample.schools import build_schools, choose, read_school_list
from helpers.systems.dmc.layouts import GRADES
from helpers.tables.data_folder import KIND_FILE, DataFolder

OTHER_SYSTEMS = (write_gcode, write_buildings, write_equipment)
"""Each writes its own files beside those of DMC, from a generator of its own, and says what it planted."""
DOWNLOADS, PLANTED, SCHOOL_LIST, PARAMS = "downloads", "planted.csv", "schools.csv", "params"


@dataclass(frozen=True)
class SampleSummary:
    """What was written."""

    folder: Path
    schools: int
    pupils: dict[str, int]
    """Pupils by round, as the aggregates count them."""
    files: int
    """Downloads."""
    planted: int
    """Findings to be expected, those included that are mere consequences of others."""


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
    """Write synthetic deliveries: the last round of the year before academic year `year` (พ.ศ.), its three with pupil
    lists and all systems, the first of the year after, and the forms of the fiscal year that this one falls into, for
    the programmes of `params`, with the `choices` that depend on them. `schools` takes a part of the list (and
    writes it to `schools.csv`), `pupils` is about how many there are; None is the whole list, and a number calibrated
    on a real area. The complete folder replaces an older sample; ParameterError for anything else there, and for
    arguments that cannot be used.
    """
    _check_arguments(folder, pupils, seed)
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
    """Write every system's files and every form; what a check must find in and between them."""
    (seed, rng), area_code = chance, params.office.area_code
    planted = list(_write_rounds(downloads, history, area_code, rng))
    planted += chain(*(write(downloads, history, area_code, seed) for write in OTHER_SYSTEMS))
    setting = Setting.of(params, choices, history, downloads, seed)
    planted += write_emis(downloads, setting, history, seed)
    planted += write_budget_year(downloads, setting)
    return [*planted, *not_in_all(planted)]


def _settle(downloads: Path, day: date) -> None:
    """Close every file to others, and give all the same time: which of two counts must not depend on how fast they were
    written."""
    time = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    for path in (each for each in downloads.rglob("*") if each.is_file()):
        close_to_others(path)
        os.utime(path, (time, time))


@contextmanager
def _put_in_place(folder: Path) -> Iterator[Path]:
    """An empty draft beside the folder, which takes the folder's place when all went well and goes when not."""
    place = folder.resolve()
    draft = place.with_name(f".{place.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / DOWNLOADS).mkdir(parents=True)
    DataFolder(draft).mark("sample")
    try:
        yield draft
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check_arguments(folder: Path, pupils: int | None, seed: int) -> None:
    if pupils is not None and pupils < 1:
        raise ParameterError(f"จำนวนนักเรียน {pupils} ใช้ไม่ได้", remedy="ระบุจำนวนตั้งแต่ 1 คนขึ้นไป")
    if seed < 0:
        raise ParameterError(f"ค่าเริ่มสุ่ม {seed} ใช้ไม่ได้", remedy="ระบุจำนวนเต็มตั้งแต่ 0 ขึ้นไป")
    if folder.exists() and not _is_sample(folder):
        remedy = "ระบุโฟลเดอร์ใหม่ โฟลเดอร์ว่าง หรือโฟลเดอร์ข้อมูลตัวอย่างเดิม"
        raise ParameterError("ปลายทางมีสิ่งอื่นที่ไม่ใช่ข้อมูลตัวอย่าง", where=str(folder), remedy=remedy)


def _is_sample(folder: Path) -> bool:
    """Whether the folder may be replaced: it is empty, or holds what this module writes and no more."""
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= {
        DOWNLOADS,
        PLANTED,
        SCHOOL_LIST,
        PARAMS,
        KIND_FILE,
    }


def _write_rounds(downloads: Path, history: History, area_code: str, rng: np.random.Generator) -> Iterator[Planted]:
    """Write every download of DMC, defects planted; yields what a check must find."""
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
    """What a check must find about a school that misses a round and a grade that swells."""
    codes = history.rounds[0].schools.codes
    for round_, school in history.occasions.absent.items():
        for rule in ("dmc.school.missing", "dmc.rounds.school_gone"):
            yield Planted(rule, str(round_), codes[school])
    for round_, surge in history.occasions.surges.items():
        note = f"ชั้น {GRADES[surge.grade]} เพิ่มขึ้นประมาณ {surge.newcomers} คน"
        yield _at_school("dmc.rounds.grade_changed", tables[round_]["enrolment"], codes[surge.school], note)


def _write_list(downloads: Path, data: RoundPupils, enrolment: Table, rng: np.random.Generator) -> Iterator[Planted]:
    """Write a round's list with its defects; a difference from the aggregates is found in the school's row there."""
    complete = build_list(data)
    delivered = complete.copy()
    yield from ListDefects(delivered, data.schools, rng).plant()
    delivered.write(downloads)
    for code, grade, sex, follows in differences(delivered, complete):
        start = f"{CONSEQUENCE}: " if follows else ""
        yield _at_school(COMPARED, enrolment, code, f"{start}ชั้น {grade} เพศ {sex}")


def _at_school(rule: str, table: Table, code: str, note: str) -> Planted:
    row = table.row_number(table.codes.index(code))
    return Planted(rule, str(table.round), code, table.file, row=str(row), note=note)


def _write_table(downloads: Path, table: Table) -> None:
    text = "\n".join(table.lines()) + "\n"
    (downloads / table.file).write_text(text, encoding=aggregate_encoding(table.round, table.layout), newline="")
