"""Title, filter and printed head of every fact of a notebook agree by the declared vocabulary."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

from contract.repository import ROOT, demand_none, name, notebooks
from helpers.catalogue import datasets
from helpers.facts.definitions import Condition, Not
from helpers.params.folder import read_params
from helpers.reports.tables import FactColumn, column
from helpers.reports.vocabulary import SUBJECTS, Subject
from helpers.reports.word_checks import unfaithful
from helpers.tables.schemas import TableSchema

PERIODS = Subject("at", {"รอบก่อน": ("previous",), "ปีก่อน": ("last_year",)}, unsaid=("this",))
"""Which period's tables a title speaks of."""


@dataclass
class Stated:
    """A fact as a notebook asks for it."""

    title: str
    of: str
    rows: dict[str, Any]

    @property
    def table(self) -> str:
        return self.of.partition(".")[0]

    @property
    def conditions(self) -> dict[str, Condition]:
        conditions: dict[str, Condition] = self.rows.get("where", {})
        return conditions


@dataclass
class Recorder:
    """Stands where the report stands in a notebook, and keeps what is asked of it."""

    facts: dict[str, Stated] = field(default_factory=dict)
    heads: list[tuple[str, FactColumn]] = field(default_factory=list)

    def _keep(self, fact: str, title: str, of: str = "allocation.amount", *, unit: str = "", **rows: Any) -> None:
        self.facts[fact] = Stated(title, of, rows)

    sum = count = rule = distinct = _keep

    def across(self, fact: str, dimension: str) -> list[FactColumn]:
        return []

    def order(self, dimension: str) -> tuple[str, ...]:
        return dimension, dimension

    def __getattr__(self, name: str) -> Any:
        """Whatever else is called: it shows the columns that it is given, in a list or alone, and gives no words."""
        return self._show

    def _show(self, *shown: Any, **named: Any) -> str:
        values = [*shown, *named.values()]
        columns = [head for value in values for head in (value if isinstance(value, list) else [value])]
        self.heads += [(str(shown[1]), head) for head in columns if isinstance(head, FactColumn)]
        return ""


class _NoLogic:
    """What a notebook's imported helper is here: it states and shows nothing, whatever it is given."""

    def __call__(self, *_: Any, **__: Any) -> list[Any]:
        return []


def recorded(cells: list[str]) -> Recorder:
    """What the code of a notebook states and shows; what imported helpers state is judged where it is printed."""
    report = Recorder()
    known: dict[str, Any] = {"open_report": lambda *_, **__: report, "column": column}
    for source in cells:
        parsed = ast.parse(source)
        for imported in (node for node in parsed.body if isinstance(node, ast.ImportFrom)):
            for alias in imported.names:
                known.setdefault(alias.asname or alias.name, Not if alias.name == "Not" else _NoLogic())
        parsed.body = [node for node in parsed.body if not isinstance(node, ast.ImportFrom)]
        exec(compile(parsed, "notebook", "exec"), known)
    return report


@cache
def schemas() -> dict[str, tuple[TableSchema, ...]]:
    """Every table of every data set of the repository's parameters, by name."""
    every = [schema for dataset in datasets(read_params(ROOT / "params")).values() for schema in dataset.tables]
    return {schema.name: tuple(each for each in every if each.name == schema.name) for schema in every}


def columns_of(stated: Stated) -> frozenset[str]:
    """The columns that the table asked has, whichever data set it is of: those of all tables of its name that have
    what the fact asks for."""
    asked = {*stated.conditions, *stated.rows.get("by", ()), *filter(None, [stated.of.partition(".")[2]])}
    fitting = [names for schema in schemas()[stated.table] if asked <= (names := frozenset(schema.arrow.names))]
    assert fitting, f"no table {stated.table} has {asked}"
    return frozenset.intersection(*fitting)


def wrong_in(report: Recorder) -> Iterator[str]:
    """Facts whose title and filter disagree, and columns of tables headed otherwise than their fact counts."""
    for fact, stated in report.facts.items():
        keys, summed = stated.rows.get("by", ()), stated.of.partition(".")[2]
        for subject in unfaithful(stated.title, stated.table, columns_of(stated), stated.conditions, keys, summed):
            yield f"{fact} “{stated.title}” {subject}: {stated.conditions.get(subject)}"
        at = stated.rows.get("at", "this")
        if (at in PERIODS.values or PERIODS.named(stated.title)) and PERIODS.named(stated.title) != {at}:
            yield f"{fact} “{stated.title}” at {at}"
    for title, head in report.heads:
        if (shown := report.facts.get(head.fact)) is not None:
            yield from _wrong_head(title, head, shown)


def _wrong_head(title: str, head: FactColumn, stated: Stated) -> Iterator[str]:
    for subject in (subject for subject in SUBJECTS if subject.concerns(stated.table)):
        condition = head.key.get(subject.column, stated.conditions.get(subject.column))
        named = subject.named(f"{head.group} {head.label}".strip())
        if named and not subject.chosen(condition) <= named:
            yield f"ตาราง “{title}” คอลัมน์ “{head.label}” แสดง {head.fact} {subject.column}: {condition}"


def code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


OPEN = 'report = open_report("round/dmc")\n'
PUPILS = 'report.sum("f", "{title}", "enrolment.pupils", where={where})\n'
ROOMS = 'report.sum("f", "{title}", "buildings.rooms", where={where})\n'
COMPUTERS = 'report.sum("f", "{title}", "computer_conditions.computers", where={where})\n'
MONEY = 'report.rule("f", "{title}", "money.amount", where={where})\n'
SHOWN = (
    'report.sum("f", "นักเรียน", "enrolment.pupils", by=["grade", "sex"])\nreport.table("t", "ตาราง", "grade", [{}])\n'
)


def planted(source: str, title: str = "", where: str = "{}") -> list[str]:
    return list(wrong_in(recorded([OPEN + source.format(title=title, where=where)])))


@pytest.mark.parametrize(
    ("source", "title", "where"),
    [
        (PUPILS, "นักเรียนชาย", {"sex": "ญ"}),
        (PUPILS, "นักเรียนชาย", {}),
        (PUPILS, "นักเรียน", {"sex": "ช"}),
        (PUPILS, "นักเรียนชายและหญิง", {"sex": "ช"}),
        (PUPILS, "นักเรียน ป.1", {"grade": "ป.2"}),
        (PUPILS, "นักเรียน ป.1", {"grade": ("ป.1", "ป.2")}),
        (ROOMS, "ห้องเรียนทรุดโทรม", {"classrooms": True, "condition": "พอใช้"}),
        (ROOMS, "ห้องเรียน", {"classrooms": True, "condition": "ทรุดโทรม"}),
        (COMPUTERS, "คอมพิวเตอร์ที่ใช้งานได้", {"condition": "ใช้งานไม่ได้"}),
        (COMPUTERS, "คอมพิวเตอร์ที่ใช้งานไม่ได้", {"condition": "ใช้งานได้"}),
        (MONEY, "เบิกจ่าย", {"measure": "คงเหลือ", "fund": "เงินงบประมาณ"}),
        (MONEY, "เบิกจ่าย", {"measure": "เบิกจ่าย", "fund": "เงินนอกงบประมาณ"}),
        (MONEY, "เบิกจ่าย ครึ่งปีแรก", {"measure": "เบิกจ่าย", "half": "ครึ่งปีหลัง"}),
    ],
)
def test_a_title_that_says_otherwise_than_the_filter_is_named(source: str, title: str, where: dict[str, Any]) -> None:
    assert planted(source, title, repr(where))


@pytest.mark.parametrize(
    ("source", "title", "where"),
    [
        (PUPILS, "นักเรียนทั้งหมด", {}),
        (PUPILS, "นักเรียนชาย", {"sex": "ช"}),
        (PUPILS, "นักเรียนชายและหญิง", {"sex": ("ช", "ญ")}),
        (ROOMS, "ห้องในอาคารเรียนทรุดโทรม", {"classrooms": True, "condition": "ทรุดโทรม"}),
        (COMPUTERS, "คอมพิวเตอร์ที่ใช้งานไม่ได้", {"condition": "ใช้งานไม่ได้"}),
        (MONEY, "เบิกจ่าย", {"measure": "เบิกจ่าย", "fund": "เงินงบประมาณ"}),
    ],
)
def test_a_title_that_says_what_is_counted_is_left_alone(source: str, title: str, where: dict[str, Any]) -> None:
    assert not planted(source, title, repr(where))


@pytest.mark.parametrize(
    ("title", "at", "wrong"),
    [("นักเรียนรอบก่อน", "last_year", 1), ("นักเรียน", "previous", 1), ("นักเรียนรอบก่อน", "previous", 0)],
)
def test_a_title_says_of_which_period_it_is(title: str, at: str, wrong: int) -> None:
    assert len(planted(f'report.sum("f", "{title}", "enrolment.pupils", at="{at}")\n')) == wrong


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        ('column("หญิง", "f", sex="ช")', 1),
        ('column("หญิง", "f", sex="ญ")', 0),
        ('column("คน", "f", "ชาย", sex="ญ")', 1),
        ('column("รวม", "f", sex="รวม")', 0),
    ],
)
def test_the_head_of_a_column_says_what_it_shows(head: str, wrong: int) -> None:
    assert len(list(wrong_in(recorded([OPEN + SHOWN.replace("{}", head)])))) == wrong


def test_words_name_values_that_their_columns_can_have() -> None:
    for subject in SUBJECTS:
        there = [each for table in subject.tables for schema in schemas()[table] for each in schema.fields]
        allowed = {str(value) for each in there if each.name == subject.column for value in each.allowed or ()}
        named = {*map(str, subject.values), *map(str, subject.heads), *map(str, subject.unsaid)}
        assert not allowed or named <= allowed | {"True", "False"}, subject.column


@pytest.mark.parametrize("path", notebooks(), ids=name)
def test_what_a_notebook_says_its_facts_count(path: Path) -> None:
    report = recorded(code(path))
    assert report.facts
    demand_none(f"{name(path)}: {wrong}" for wrong in wrong_in(report))
