"""Tables of single figures: a row for each fact, and in its columns what the fact is in other periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.facts.definitions import Absent, Fact
from helpers.reports.blocks import Column, Inline, Row, Span, Table
from helpers.reports.prose import is_share, number

_POINTS = "ร้อยละเปลี่ยนเป็นจุดร้อยละ คือผลต่างของร้อยละที่แสดง"


@dataclass(frozen=True)
class FigureColumn:
    """A column: its label, and what the id of the fact that it shows has after the id of the row's own."""

    label: str
    ending: str = ""
    group: str = ""


def figure_table(
    name: str,
    title: str,
    columns: Sequence[FigureColumn],
    rows: Sequence[str],
    facts: Mapping[str, Fact | Absent],
) -> Table:
    """The table, headed by what each fact of `rows` is called and its unit; an empty cell where a column's fact is
    absent or was not stated."""
    heads = (Column(label="ตัวเลข", align="start", width=2.6), Column(label="หน่วย", align="start", width=1.2))
    lines = []
    for row in rows:
        known = facts[row]
        assert isinstance(known, Fact)
        cells = [_cell(facts.get(row + each.ending)) for each in columns]
        lines.append(Row(cells=((Span(text=known.title),), (Span(text=known.unit),), *cells)))
    labels = (Column(label=each.label, group=each.group) for each in columns)
    stated = [fact for row in rows for each in columns if isinstance(fact := facts.get(row + each.ending), Fact)]
    notes = (_POINTS,) if any(is_share(fact) and fact.printed for fact in stated) else ()
    return Table(name=name, title=title, columns=(*heads, *labels), rows=tuple(lines), headers=len(heads), notes=notes)


def _cell(fact: Fact | Absent | None) -> tuple[Inline, ...]:
    cell = fact.cells.get("") if isinstance(fact, Fact) else None
    return (number(fact, "", cell),) if isinstance(fact, Fact) and cell else ()
