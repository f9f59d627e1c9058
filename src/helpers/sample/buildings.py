"""Synthetic B-OBEC lists of three rounds: invented buildings whose condition gets worse between the rounds, with
planted defects.

Plans, kinds and conditions are words of real lists; their frequencies are invented and only have to be plausible. One
school delivers its page as JSON, the same in every round; the others are in one file.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.sample.files import Planted
from helpers.sample.history import History
from helpers.sample.school_lists import Row, SchoolList
from helpers.sample.schools import headcounts, rooms_needed
from helpers.systems.bobec.schemas import (
    ASSET_COLUMNS,
    CLASSROOM_BUILDING,
    CONDITIONS,
    DILAPIDATED,
    FAIR,
    GOOD,
    KINDS,
    LABELS,
)
from helpers.systems.listings import SCHOOL

STREAM = 101
"""Makes this module's random numbers independent of those of every other part of a sample."""
_SINGLE_PAGE = ("plan", "rooms", "year", "condition")
_MANY = ("kind", "number", *_SINGLE_PAGE)
_SOURCES = ("งบประมาณ สพฐ.", "งบบริจาค", "งบองค์กรปกครองส่วนท้องถิ่น")
_USES = ("ใช้งาน", "ใช้งาน", "ใช้งาน", "งดใช้งาน")
_SERVICE_LIFE = 25
_LARGEST = "สปช.2/28"
_WORSENS = 0.02
_FIRST_YEAR, _LAST_YEAR = 2500, 2565
_OLD, _VERY_OLD = 25, 45


class Usual(NamedTuple):
    """The usual number of buildings of a kind at a school, and their plans."""

    least: int
    most: int
    plans: tuple[str, ...]


CLASSROOM_PLANS = {"ป.1ข": 4, "ป.1ฉ": 4, "017": 8, "สปช.105/29": 8, "สปช.2/28": 16}
USUAL = dict(
    zip(
        KINDS,
        (
            Usual(1, 3, tuple(CLASSROOM_PLANS)),
            Usual(1, 2, ("สปช.203/26", "สปช.205/26", "อาคารหอประชุม 100/27")),
            Usual(0, 2, ("องค์การฯ", "สปช.301/26")),
            Usual(2, 4, ("สปช.601/26", "สปช.604/45")),
            Usual(1, 1, ("สนามเด็กเล่น",)),
            Usual(0, 1, ("อื่น อื่น",)),
            Usual(1, 2, ("สนามฟุตบอล แบบ ฟ.3", "สนามบาสเก็ตบอล", "สนามตะกร้อ")),
            Usual(1, 3, ("ถังน้ำใต้ดิน", "ฝ.33")),
            Usual(1, 1, ("รั้วคอนกรีต",)),
            Usual(0, 1, ("ถนนลาดยาง", "ถนนคอนกรีต")),
        ),
        strict=True,
    )
)


class BuildingDefect(NamedTuple):
    """A defect in one cell of one building: the rule that finds it, the rounds, the column and its new text."""

    rule: str
    rounds: tuple[int, ...]
    column: str
    text: str

    def fits(self, row: Row) -> bool:
        """Whether the defect would break no other rule in that row: only classroom buildings have rooms, and the
        replaced kind must not be one that every school should have."""
        kind = row[LABELS["kind"]]
        if self.column == "rooms":
            return kind == CLASSROOM_BUILDING
        return kind in ("รั้ว", "สนามเด็กเล่น") if self.column == "kind" else True


DEFECTS = (
    BuildingDefect("building.kind_unknown", (1, 2), "kind", "กำแพงกันดิน"),
    BuildingDefect("building.number_missing", (1, 2), "number", "-"),
    BuildingDefect("building.plan_missing", (1, 2), "plan", ""),
    BuildingDefect("building.rooms_missing", (1, 2), "rooms", ""),
    BuildingDefect("building.rooms_malformed", (1, 2), "rooms", "แปดห้อง"),
    BuildingDefect("building.year_missing", (1, 2), "year", "-"),
    BuildingDefect("building.year_malformed", (1, 2), "year", "พ.ศ. 25xx"),
    BuildingDefect("building.year_impossible", (1,), "year", "พ.ศ. 1985"),
    BuildingDefect("building.year_impossible", (2,), "year", "พ.ศ. 2599"),
    BuildingDefect("building.condition_missing", (1, 2), "condition", ""),
    BuildingDefect("building.condition_unknown", (1, 2), "condition", "ชำรุด"),
    BuildingDefect("asset.malformed", (2,), "budget", "ล้านเศษ"),
    BuildingDefect("asset.malformed", (2,), "service_life", "ยี่สิบปี"),
)


def write_buildings(downloads: Path, history: History, area_code: str, seed: int) -> Iterator[Planted]:
    """Write the lists of every round of the year; yields the findings to be expected."""
    rng = np.random.default_rng([seed, STREAM])
    schools = history.rounds[0].schools.listed
    codes = list(schools["smis"])
    single = codes[0] if len(codes) > 1 else ""
    needed = dict(zip(codes, most_rooms(history), strict=True))
    buildings = [row for smis in codes for row in _school(smis, needed[smis], rng)]
    page = [dict(row) for row in buildings if row[SCHOOL] == single]
    for round_ in (data.round for data in history.of_the_year):
        if single:
            code = str(schools["ministry_code"].iloc[0]) or single
            name = f"{code}-{round_}-building.json"
            _write_page(downloads / name, page)
            if round_.number > 1:
                yield Planted("between.delivery.same_as_before", str(round_), single, name)
        rows = [dict(row) for row in buildings if row[SCHOOL] != single]
        yield from _delivered(SchoolList("bobec", round_, rows, rng), area_code, downloads)
        _grow_older(buildings, rng)


def most_rooms(history: History) -> list[int]:
    """The largest number of classes of each school in any round of the year."""
    counts = [headcounts(data.pupils, len(data.schools)) for data in history.of_the_year]
    most: list[int] = np.max([rooms_needed(each).sum(axis=1) for each in counts], axis=0).tolist()
    return most


def _school(smis: str, needed: int, rng: np.random.Generator) -> Iterator[Row]:
    """The buildings of a school, with at least as many classrooms as it needs."""
    for kind, usual in USUAL.items():
        plans = [usual.plans[int(index)] for index in rng.integers(len(usual.plans), size=_count(usual, rng))]
        if kind == CLASSROOM_BUILDING:
            plans += [_LARGEST] * max(
                0, -(-(needed - sum(CLASSROOM_PLANS[each] for each in plans)) // CLASSROOM_PLANS[_LARGEST])
            )
        for number, plan in enumerate(plans, 1):
            year = int(rng.integers(_FIRST_YEAR, _LAST_YEAR + 1))
            rooms = f"{CLASSROOM_PLANS[plan]} ห้อง" if kind == CLASSROOM_BUILDING else ""
            stated = (kind, str(number), plan, rooms, f"พ.ศ. {year}", _condition(_LAST_YEAR - year, rng))
            labelled = zip((LABELS[column] for column in _MANY), stated, strict=True)
            yield {SCHOOL: smis, **dict(labelled), **_asset(rng, rooms, f"{smis}-{KINDS.index(kind) + 1:02}-{number}")}


def _count(usual: Usual, rng: np.random.Generator) -> int:
    return int(rng.integers(usual.least, usual.most + 1))


def _condition(age: int, rng: np.random.Generator) -> str:
    """A condition, which is more often bad for older buildings."""
    shares = (0.05, 0.35, 0.6) if age > _VERY_OLD else (0.35, 0.5, 0.15) if age > _OLD else (0.85, 0.14, 0.01)
    return str(rng.choice((GOOD, FAIR, DILAPIDATED), p=shares))


def _asset(rng: np.random.Generator, rooms: str, name: str) -> Row:
    """The cells of the newer register, whose columns only some lists have."""
    special, added = (str(int(rng.integers(0, 3))) if rooms else "" for _ in range(2))
    budget = f"{int(rng.integers(80, 4000)) * 1000:,}.00"
    source, use = (str(rng.choice(words)) for words in (_SOURCES, _USES))
    stated = (special, added, f"{_SERVICE_LIFE} ปี", budget, source, use)
    cells = dict(zip((LABELS[column] for column in ASSET_COLUMNS), stated, strict=True))
    return cells | {LABELS["photographs"]: f"{name}.jpg" if rooms else ""}


def _grow_older(buildings: list[Row], rng: np.random.Generator) -> None:
    """Make the condition of a few buildings worse, as between two rounds."""
    condition = LABELS["condition"]
    for row in buildings:
        if row[condition] != DILAPIDATED and rng.random() < _WORSENS:
            row[condition] = CONDITIONS[CONDITIONS.index(row[condition]) + 1]


def _write_page(path: Path, rows: Sequence[Row]) -> None:
    """Write one school's page as the system exports it: without the school's code, with the number in the name, and
    with rooms of classroom buildings only."""
    records = [
        {
            "name": f"{row[LABELS['kind']]} ลำดับที่ {row[LABELS['number']]} ",
            "details": {LABELS[column]: row[LABELS[column]] for column in _SINGLE_PAGE if row[LABELS[column]]},
        }
        for row in rows
    ]
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")


def _delivered(listed: SchoolList, area_code: str, downloads: Path) -> Iterator[Planted]:
    """Plant the defects and write the list: the first round as CSV without the newer register, the others as Excel
    workbooks with it."""
    first = listed.round.number == 1
    listed.leave_out_a_school()
    _leave_few_rooms(listed)
    _leave_out_a_kind(listed, "ส้วม" if first else KINDS[1])
    listed.add_unknown_school(f"{area_code}9903")
    _repeat_a_number(listed)
    for defect in DEFECTS:
        if listed.round.number in defect.rounds:
            change = {LABELS[defect.column]: defect.text}
            listed.change(defect.rule, defect.fits, change)
    if not first:
        listed.add_strange_column()
    columns = _MANY if first else tuple(LABELS)
    yield from listed.write(downloads, [LABELS[column] for column in columns], mixed_into="utf-8" if first else "")


def _leave_few_rooms(listed: SchoolList) -> None:
    """Leave one room in each classroom building of a school, too few for its classes."""
    smis = listed.take_school()
    if smis is not None:
        for row in listed.of(smis):
            if row[LABELS["kind"]] == CLASSROOM_BUILDING:
                row[LABELS["rooms"]] = "1 ห้อง"
        listed.planted.append(Planted("between.rooms.fewer_than_classes", str(listed.round), smis))


def _leave_out_a_kind(listed: SchoolList, kind: str) -> None:
    smis = listed.take_school()
    if smis is not None:
        listed.rows = [row for row in listed.rows if (row[SCHOOL], row[LABELS["kind"]]) != (smis, kind)]
        listed.note_school("school.kind_missing", smis, kind)


def _repeat_a_number(listed: SchoolList) -> None:
    """Give the second water tank of a school the number of the first."""
    second = listed.draw(lambda row: (row[LABELS["kind"]], row[LABELS["number"]]) == ("ถังเก็บน้ำ", "2"))
    if second is None:
        return
    second[LABELS["number"]] = "1"
    listed.note("building.number_repeated", second)
    for row in listed.of(second[SCHOOL]):
        if row[LABELS["kind"]] == "ถังเก็บน้ำ" and row is not second:
            listed.spare(row)
