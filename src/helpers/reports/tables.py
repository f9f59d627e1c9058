"""Tables whose every number is a fact: a key's values run down the side, facts stand in the columns.

How the rows of each dimension are headed: schools by code, name and district, rules by what they say and ask for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.catalogue import rules
from helpers.charts import Series
from helpers.facts.definitions import WHOLE, Fact, Value, key_parts, natural_key
from helpers.params.programmes.base import Programme
from helpers.programmes.kinds import programme_labels
from helpers.render.blocks import Inline, Span, TableBlock, TableColumn, TableRow
from helpers.reports.prose import WITHHELD, as_printed, number
from helpers.tables.changes.causes import CAUSE_WORDS
from helpers.tables.findings import SEVERITY_THAI, Severity
from helpers.tables.schemas import CONFIDENTIAL, NOT_STATED, PARTS, TableSchema, text

_WHY_WITHHELD = f"“{WITHHELD}” คือจำนวนที่น้อยจนอาจรู้ได้ว่าเป็นใคร หรือที่ใช้คำนวณย้อนหาจำนวนเช่นนั้นได้ แถวที่ทุกช่อง{WITHHELD}ไม่แสดง"
ALL_WITHHELD = f"{WITHHELD}ทุกแถว เพราะจำนวนน้อยจนอาจรู้ได้ว่าเป็นใคร"
"""What stands in the place of a table in which everything is withheld."""
CODE = "รหัส"
"""What heads the codes of schools."""
_NAME = 1
"""Where the name of a school stands beside its code."""
LONG = 40
"""From this many rows on a table is sortable and searchable on screen."""


@dataclass(frozen=True)
class FactColumn:
    """A column of facts: its label, the fact, and the rest of the key beside the row's own part."""

    label: str
    fact: str
    key: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    balance: bool = False
    """A difference that is what is left, not a change: without a plus sign."""
    change: bool = False
    """A sum of changes: with its sign, like a difference."""


@dataclass(frozen=True)
class RowHeads:
    """How the rows of one dimension are headed: the header labels, their widths in print, and the words for each value.

    A value without words stands for itself, followed by what `unknown` says of it; one of as many `PARTS` as there are
    labels gives each label its part. `ranks` and `days` are those of the labels whose words are such.
    """

    labels: tuple[str, ...]
    widths: tuple[float, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: str = ""
    ranks: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    """The pages of schools by code: where a row begins with a code, the name beside it leads there."""

    def columns(self) -> Iterator[TableColumn]:
        """The leading columns of a table."""
        for label, width in zip(self.labels, self.widths, strict=True):
            holds: Literal["words", "ranks", "days"]
            holds = "ranks" if label in self.ranks else "days" if label in self.days else "words"
            yield TableColumn(label=label, align="start", width=width, holds=holds)

    def of(self, value: str) -> tuple[str, ...]:
        """The words at the head of a value's row."""
        parts = tuple(value.split(PARTS))
        if value not in self.words and len(parts) == len(self.labels):
            return parts
        beside = (self.unknown, *("",) * len(self.labels))
        return self.words.get(value, (value, *beside[: len(self.labels) - 1]))

    def cells(self, value: str) -> Iterator[tuple[Inline, ...]]:
        """The same as the cells of a table; nothing for no words."""
        words = self.of(value)
        page = self.pages.get(words[0], "") if self.labels[0] == CODE else ""
        for head, word in enumerate(words):
            yield (Span(text=word, page=page if head == _NAME else ""),) if word else ()


def display_name(heads: RowHeads, value: str) -> str:
    """What a value is called in a sentence: a school by its name, which stands behind its code."""
    words = heads.of(value)
    return words[1] if heads.labels[0] == CODE and words[1:] else words[0]


def column(
    label: str, fact: str, group: str = "", *, balance: bool = False, change: bool = False, **key: str
) -> FactColumn:
    """A column for `report.table` or a series for a chart: `column("ชาย", "pupils.by_grade", sex="ช")`."""
    return FactColumn(label, fact, key, group, balance, change)


UNPLACED = {"district": NOT_STATED}
"""By dimension, the value of those that have none: it stands below all others, and is none of them."""
WITHOUT_DISTRICT = "schools.without_district"
"""The fact that a report states where it shows districts: how many schools have none."""


def is_unplaced(dimension: str, value: str) -> bool:
    """Whether a value says that there is none."""
    return UNPLACED.get(dimension) == value


def row_values(facts: Sequence[Fact], dimension: str) -> list[str]:
    """The values that a dimension takes in the facts' keys, in the first fact's order, the margin last, and before it
    the value of those that have none.

    Values that only later facts have follow, or are sorted in where the first fact's own order is the natural one.
    """
    values = dict.fromkeys(key_parts(key).get(dimension, "") for fact in facts for key in fact.keys)
    unplaced = [value for value in values if is_unplaced(dimension, value)]
    labels = [value for value in values if value not in ("", WHOLE, *unplaced)]
    first = [
        value for value in dict.fromkeys(key_parts(key).get(dimension, "") for key in facts[0].keys) if value in labels
    ]
    ordered = sorted(labels, key=natural_key) if first == sorted(first, key=natural_key) else labels
    return ordered + unplaced + [WHOLE] * (WHOLE in values)


def address(fact: Fact, key: str) -> str:
    """What a cell is known by in a drawing: `pupils.by_grade[grade=ป.1;sex=ช]`."""
    return f"{fact.id}[{key}]"


def cells_by_value(fact: Fact, dimension: str, rest: Mapping[str, str]) -> dict[str, str]:
    """The fact's keys by the value of one dimension, among those whose other parts are `rest`; none of those
    withheld."""
    return dict(_keys_by_value(fact.cells, dimension, rest))


def withheld_values(fact: Fact, dimension: str, rest: Mapping[str, str]) -> frozenset[str]:
    """The values of one dimension whose cells are withheld, among those whose other parts are `rest`."""
    return frozenset(value for value, _ in _keys_by_value(fact.withheld, dimension, rest))


def _keys_by_value(keys: Iterable[str], dimension: str, rest: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        parts = key_parts(key)
        value = parts.pop(dimension, None)
        if value is not None and parts == dict(rest):
            yield value, key


def charted(fact: Fact, key: str) -> Value:
    """A cell's value as a chart draws it: a share as the percentage and a quotient with the places that the page
    prints, anything else as it is."""
    value = fact.cells[key].value
    return as_printed(fact, key) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Drawn:
    """What a chart is drawn from: one label and one value per series for each value of a dimension, without the
    margin."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str


def drawn(dimension: str, columns: Sequence[tuple[FactColumn, Fact]], heads: RowHeads) -> Drawn:
    """The columns of facts as series of a chart; a value that a fact does not state counts as 0, one that is withheld
    anywhere is not drawn."""
    hidden = {WHOLE}.union(*(withheld_values(fact, dimension, shown.key) for shown, fact in columns))
    values = [value for value in row_values([fact for _, fact in columns], dimension) if value not in hidden]
    series = []
    for shown, fact in columns:
        keys = cells_by_value(fact, dimension, shown.key)
        numbers = tuple(charted(fact, keys[value]) if value in keys else 0 for value in values)
        addresses = tuple(address(fact, keys[value]) if value in keys else "" for value in values)
        series.append(Series(shown.label, numbers, addresses))
    return Drawn(tuple(heads.of(value)[0] for value in values), tuple(series), columns[0][1].unit)


@dataclass(frozen=True)
class Course:
    """What a chart against targets is drawn from: all periods, the figures of those that have come, some targets."""

    periods: tuple[str, ...]
    reached: Series
    targets: Mapping[str, Value]
    unit: str
    addresses: Mapping[str, str]
    """Those of the targets."""


def course(
    dimension: str, reached: tuple[FactColumn, Fact], target: tuple[FactColumn, Fact], heads: RowHeads
) -> Course:
    """A cumulative figure by period against its targets.

    The periods are those that `heads` has words for, in that order; without words, those of the facts. The figure stays
    as it was in a period to which nothing came; after its last cell nothing is known yet.
    """
    known = [value for value in heads.words if value != WHOLE]
    values = known or [value for value in row_values([reached[1], target[1]], dimension) if value != WHOLE]
    (shown, fact), (aim, aimed) = reached, target
    keys, aims = cells_by_value(fact, dimension, shown.key), cells_by_value(aimed, dimension, aim.key)
    last = max((place for place, value in enumerate(values) if value in keys), default=-1)
    figures: list[Value] = []
    known_by: list[str] = []
    for value in values[: last + 1]:
        figures.append(charted(fact, keys[value]) if value in keys else figures[-1] if figures else 0)
        known_by.append(address(fact, keys[value]) if value in keys else known_by[-1] if known_by else "")
    due = {heads.of(value)[0]: aims[value] for value in values if value in aims}
    return Course(
        tuple(heads.of(value)[0] for value in values),
        Series(shown.label, tuple(figures), tuple(known_by)),
        {period: charted(aimed, key) for period, key in due.items()},
        fact.unit,
        {period: address(aimed, key) for period, key in due.items()},
    )


def _column_cells(shown: FactColumn, fact: Fact, dimension: str) -> dict[str, tuple[Inline, ...]]:
    """What stands in a column, by the value of the row's dimension."""
    cells: dict[str, tuple[Inline, ...]] = {}
    for value in withheld_values(fact, dimension, shown.key):
        cells[value] = (Span(text=WITHHELD),)
    for value, key in cells_by_value(fact, dimension, shown.key).items():
        cells[value] = (number(fact, key, fact.cells[key], balance=shown.balance, change=shown.change),)
    return cells


def _head_cells(heads: RowHeads, value: str, schools: Fact | None) -> Iterator[tuple[Inline, ...]]:
    """The words at the head of a value's row, after the first of them how many schools it stands for, if told."""
    first, *others = heads.cells(value)
    counted: tuple[Inline, ...] = ()
    if schools and "" in schools.cells:
        counted = (Span(text=" ("), number(schools, "", schools.cells[""]), Span(text=f" {schools.unit})"))
    yield (*first, *counted)
    yield from others


def _rows(
    dimension: str, columns: Sequence[tuple[FactColumn, Fact]], heads: RowHeads, schools: Fact | None
) -> tuple[TableRow, ...]:
    """A row for each value that any of the columns has; one in which everything is withheld is left out."""
    filled = [_column_cells(own, fact, dimension) for own, fact in columns]
    known = set().union(*(cells_by_value(fact, dimension, own.key) for own, fact in columns))
    rows = []
    for value in filter(known.__contains__, row_values([fact for _, fact in columns], dimension)):
        apart = is_unplaced(dimension, value)
        head = _head_cells(heads, value, schools if apart else None)
        cells = (*head, *(column.get(value, ()) for column in filled))
        rows.append(TableRow(cells=cells, total=value == WHOLE, apart=apart))
    return tuple(rows)


def fact_table(
    name: str,
    title: str,
    dimension: str,
    columns: Sequence[tuple[FactColumn, Fact]],
    heads: RowHeads,
    notes: Sequence[str] = (),
    sheet: str = "",
    schools: Fact | None = None,
) -> TableBlock:
    """The table; an empty cell where a fact does not state a value that another column has. `schools` are those that
    the row without a value stands for."""
    rows = _rows(dimension, columns, heads, schools)
    hidden = any(withheld_values(fact, dimension, own.key) for own, fact in columns)
    leading = tuple(heads.columns())
    return TableBlock(
        name=name,
        title=title,
        columns=(*leading, *(TableColumn(label=own.label, group=own.group) for own, _ in columns)),
        rows=rows,
        headers=len(leading),
        long=len(rows) >= LONG,
        notes=(*notes, *((_WHY_WITHHELD,) if hidden else ())),
        sheet=sheet,
    )


_PLAIN = {
    "grade": RowHeads(("ชั้น",), (1.2,)),
    "level": RowHeads(("ระดับ",), (2.0,)),
    "size": RowHeads(("ขนาดโรงเรียน",), (2.0,)),
    "district": RowHeads(("อำเภอ",), (2.4,), {NOT_STATED: ("ยังไม่ระบุอำเภอ",)}),
    "confirmation": RowHeads(("การยืนยัน",), (2.0,)),
    "tranche": RowHeads(("งวด",), (3.4,)),
    "round": RowHeads(("รอบ",), (1.6,)),
    "system": RowHeads(("ระบบ",), (3.4,)),
    "half": RowHeads(("ช่วง",), (2.4,)),
    "cause": RowHeads(("เหตุ",), (3.4,), {str(cause): (words,) for cause, words in CAUSE_WORDS.items()}),
    "severity": RowHeads(("ระดับ",), (2.0,), {str(each): (SEVERITY_THAI[each],) for each in Severity}),
}
"""Columns that mean the same wherever they stand; what one word means in one table and another in the next is headed as
its own table declares it."""
_REWORDED = {
    "category": {
        "นักเรียนพิการ": ("พิการอย่างเดียว",),
        "นักเรียนด้อยโอกาส": ("ด้อยโอกาสอย่างเดียว",),
        "นักเรียนพิการและด้อยโอกาส": ("ทั้งพิการและด้อยโอกาส",),
        "ความพิการทางการซ้ำซ้อน": ("พิการซ้อน",),
        "ความพิการทางการออทิสติก": ("ออทิสติก",),
        "โรงเรียนอื่น สังกัด อบท.": ("โรงเรียนอื่น สังกัด อปท.",),
    }
}
"""Labels that the collection systems misspell, or that say less than they mean: keys of facts keep them, readers see
what is meant."""
_REMARK = re.compile(r" \((?:ว่าง|ไม่ระบุ).*\)$")
_LAST = {WHOLE: (WHOLE, "", "")}


def row_heads(
    dimension: str, schools: pd.DataFrame, schemas: Sequence[TableSchema], programmes: Mapping[str, Programme]
) -> RowHeads:
    """The row heads of one dimension of fact keys; `schools` is the report's table of schools.

    Any other dimension is headed by the meaning that the first of the `schemas` to have it gives the column, part by
    part where it has several.
    """
    if dimension in ("smis", "peer"):
        words = {
            smis: (smis, name, district)
            for smis, name, district in schools[["smis", "name", "district"]].itertuples(index=False, name=None)
        }
        return RowHeads((CODE, "โรงเรียน", "อำเภอ"), (1.2, 3.0, 2.5), words | _LAST, "(ไม่อยู่ในทะเบียน)")
    if dimension == "rule":
        words = {rule.id: (rule.title, SEVERITY_THAI[rule.severity], rule.remedy) for rule in rules().values()}
        return RowHeads(("เรื่องที่พบ", "ระดับ", "สิ่งที่ต้องทำ"), (3.2, 1.3, 3.6), words | _LAST)
    if dimension == "programme":
        return RowHeads(("โครงการ",), (3.4,), {name: (label,) for name, label in programme_labels(programmes).items()})
    return _PLAIN.get(dimension) or _declared(dimension, schemas)


def _declared(column: str, schemas: Sequence[TableSchema]) -> RowHeads:
    field = next(
        (field for schema in schemas for field in schema.fields if field.name == column),
        text(column, column, CONFIDENTIAL),
    )
    labels = tuple(_REMARK.sub("", field.meaning).split(PARTS))
    widths = (3.4,) if len(labels) == 1 else (1.2, *[2.8] * (len(labels) - 1))
    return RowHeads(labels, widths, _REWORDED.get(column, {}), ranks=field.ranks, days=field.days)
