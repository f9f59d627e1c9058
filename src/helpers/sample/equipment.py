"""Synthetic M-OBEC lists of three rounds: invented counts of every code, with planted defects.

The counts only have to be plausible. One school delivers its own page, the others are in one file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.sample.files import Planted
from helpers.sample.history import History
from helpers.sample.school_lists import Row, SchoolList, write_csv
from helpers.systems.listings import SCHOOL
from helpers.systems.mobec.schemas import LABELS, items

STREAM = 102
"""Makes this module's random numbers independent of those of every other part of a sample."""
_OWNED, _SOME_BROKEN, _SOME_USELESS = 0.45, 0.05, 0.03
"""The share of codes of which a school has any, and, of these, the shares with some to be repaired and with some to be
disposed of."""
_MOST, _MOST_SETS = 12, 120
_FEWER = 0.01
"""The share of codes of which one piece breaks between two rounds."""
_COUNTS = ("usable", "to_repair", "to_dispose")
_LEFT_OUT = 2
_LAST = list(items().values())[-1]
UNKNOWN_CODE = "29999"


class EquipmentDefect(NamedTuple):
    """A defect in one cell of one row: the rule that finds it, the rounds, the column and its new text."""

    rule: str
    rounds: tuple[int, ...]
    column: str
    text: str


DEFECTS = (
    EquipmentDefect("item.not_a_count", (1,), "to_repair", "สิบ"),
    EquipmentDefect("item.not_a_count", (2,), "usable", "-1"),
    EquipmentDefect("item.name_of_other_code", (1, 2), "item", _LAST.item),
)


def write_equipment(downloads: Path, history: History, area_code: str, seed: int) -> Iterator[Planted]:
    """Write the lists of every round of the year; yields the findings to be expected."""
    rng = np.random.default_rng([seed, STREAM])
    schools = history.rounds[0].schools.listed
    codes = list(schools["smis"])
    single = codes[-1] if len(codes) > 1 else ""
    equipment = [row for smis in codes for row in _school(smis, rng)]
    before: list[Row] = []
    for round_ in (data.round for data in history.of_the_year):
        if single:
            code = str(schools["ministry_code"].iloc[-1]) or single
            page = [row for row in equipment if row[SCHOOL] == single]
            name = f"{code}-{round_}-durable_goods.csv"
            write_csv(downloads / name, list(LABELS.values()), page)
            if page == before:
                yield Planted("between.delivery.same_as_before", str(round_), single, name)
            before = [dict(row) for row in page]
        rows = [dict(row) for row in equipment if row[SCHOOL] != single]
        yield from _delivered(SchoolList("mobec", round_, rows, rng), area_code, downloads)
        _wear_out(equipment, rng)


def _school(smis: str, rng: np.random.Generator) -> Iterator[Row]:
    for number, item in enumerate(items().values(), 1):
        most = _MOST_SETS if item.desks_for else _MOST
        owned = rng.random() < _OWNED or bool(item.desks_for)
        usable = int(rng.integers(1, most + 1)) if owned else 0
        broken = int(rng.integers(1, most // 4 + 1)) if owned and rng.random() < _SOME_BROKEN else 0
        useless = int(rng.integers(1, most // 4 + 1)) if owned and rng.random() < _SOME_USELESS else 0
        stated = (number, item.code, item.category, item.item, usable, broken, useless)
        yield {SCHOOL: smis, **dict(zip(LABELS.values(), map(str, stated), strict=True))}


def _wear_out(equipment: list[Row], rng: np.random.Generator) -> None:
    usable, broken = LABELS["usable"], LABELS["to_repair"]
    for row in equipment:
        if int(row[usable]) and rng.random() < _FEWER:
            row[usable], row[broken] = str(int(row[usable]) - 1), str(int(row[broken]) + 1)


def _delivered(listed: SchoolList, area_code: str, downloads: Path) -> Iterator[Planted]:
    """Plant the defects and write the list: the first round as CSV, the others as Excel workbooks."""
    first = listed.round.number == 1
    listed.leave_out_a_school()
    _report_nothing(listed)
    _leave_out_codes(listed)
    listed.add_unknown_school(f"{area_code}9904")
    for defect in DEFECTS:
        if listed.round.number in defect.rounds:
            listed.change(defect.rule, _is_not_last, {LABELS[defect.column]: defect.text})
    _add_unknown_code(listed)
    _repeat_a_row(listed)
    if not first:
        listed.add_strange_column()
    yield from listed.write(downloads, list(LABELS.values()), mixed_into="cp874" if first else "")


def _is_not_last(row: Row) -> bool:
    """Whether a row has another name than the one that a defect inserts."""
    return row[LABELS["code"]] != _LAST.code


def _report_nothing(listed: SchoolList) -> None:
    smis = listed.take_school()
    if smis is not None:
        for row in listed.of(smis):
            row.update({LABELS[column]: "0" for column in _COUNTS})
        listed.note_school("school.all_zero", smis)


def _leave_out_codes(listed: SchoolList) -> None:
    smis = listed.take_school()
    if smis is not None:
        gone = [row[LABELS["code"]] for row in listed.of(smis)[-_LEFT_OUT:]]
        listed.rows = [row for row in listed.rows if row[SCHOOL] != smis or row[LABELS["code"]] not in gone]
        listed.note_school("school.codes_missing", smis, ", ".join(gone))


def _add_unknown_code(listed: SchoolList) -> None:
    beside = listed.draw(_is_not_last)
    if beside is not None:
        named = {LABELS["code"]: UNKNOWN_CODE, LABELS["item"]: "ครุภัณฑ์ที่ไม่มีในบัญชี"}
        _insert_behind(listed, beside, "item.code_unknown", beside | named)


def _repeat_a_row(listed: SchoolList) -> None:
    first = listed.draw(lambda row: row[LABELS["code"]] in items())
    if first is not None:
        _insert_behind(listed, first, "item.repeated", dict(first))


def _insert_behind(listed: SchoolList, row: Row, rule: str, added: Row) -> None:
    position = next(index for index, other in enumerate(listed.rows) if other is row)
    listed.rows.insert(position + 1, added)
    listed.spare(added)
    listed.note(rule, added)
