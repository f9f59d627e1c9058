"""What a cell shows against what its code names."""

from collections.abc import Mapping
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.audit.pages_sentences import sentence_problems
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import (
    Chart,
    Headline,
    Headlines,
    Number,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    to_bundle,
)

TOTAL = Number(fact="pupils.total", value="5", text="5", unit="คน")
BOYS = Number(fact="pupils.by_sex", key="sex=ช", value="3", text="3", unit="คน")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg"><g id="length pupils.by_sex[sex=ช]">'
    '<path d="M 0 0 L 3 0 L 3 1 L 0 1 z"/></g></svg>'
)


def problems(
    source: str, block: Any, svg: str = "", known: Mapping[tuple[str, str], FactLine] | None = None
) -> list[str]:
    output = new_output("display_data", data=to_bundle(block, svg))
    return list(sentence_problems(new_notebook(cells=[new_code_cell(source, outputs=[output])]), known or {}))


def lead(*parts: Span | Number) -> Text:
    return Text(role="lead", paragraphs=(parts,))


SOURCE = 'report.lead("ปี {year} มี {pupils.total}", "ชาย {pupils.by_sex[sex=ช]|bare} คน")'


@pytest.mark.parametrize(
    "parts",
    [
        (Span(text="ปี 2568 มี "), TOTAL, Span(text=" "), Span(text="ชาย "), BOYS, Span(text=" คน")),
        (Span(text="ปี 2568 มี "), TOTAL),
        (Span(text="ชาย "), BOYS, Span(text=" คน")),
    ],
)
def test_a_sentence_that_shows_what_it_names_is_right_also_where_others_are_absent(parts: tuple[Any, ...]) -> None:
    assert problems(SOURCE, lead(*parts)) == []


@pytest.mark.parametrize("number", [BOYS, BOYS.model_copy(update={"key": "sex=ญ"})])
def test_a_sentence_that_shows_another_fact_is_told(number: Number) -> None:
    (problem,) = problems(SOURCE, lead(Span(text="ปี 2568 มี "), number))
    assert problem == "ประโยค “ปี 2568 มี 3” ไม่ใช่ข้อเท็จจริงที่สมุดงานสั่งให้แสดง"


def test_a_cell_that_calls_other_code_is_not_judged() -> None:
    assert problems(f"{SOURCE}\nshow_changes(report)", lead(Span(text="อื่น "), TOTAL)) == []


def test_a_change_may_be_told_in_words() -> None:
    change = Number(fact="pupils.change", value="-2", text="2", unit="คน")
    assert problems('report.text("{pupils.change|change}")', Text(paragraphs=((Span(text="ลดลง "), change),))) == []


def test_a_key_figure_that_shows_another_fact_is_told() -> None:
    source = 'report.headlines(("ทั้งหมด", "{pupils.total}", "ชาย {pupils.by_sex[sex=ช]}"))'
    right = Headline(label="ทั้งหมด", number=(TOTAL,), note=(Span(text="ชาย "), BOYS))
    assert problems(source, Headlines(items=(right,))) == []
    (problem,) = problems(source, Headlines(items=(right.model_copy(update={"number": (BOYS,)}),)))
    assert problem.startswith("ตัวเลขสำคัญ “ทั้งหมด” (3)")


def test_a_column_that_shows_another_key_is_told() -> None:
    source = 'report.table("t", "ตาราง", "grade", [column("หญิง", "pupils.by_sex", sex="ญ")])'
    row = TableRow(cells=((Span(text="ป.1"),), (BOYS,)))
    columns = (TableColumn(label="ชั้น"), TableColumn(label="หญิง"))
    (problem,) = problems(source, TableBlock(name="t", title="ตาราง", columns=columns, rows=(row,)))
    assert problem == "ตาราง “ตาราง” คอลัมน์ “หญิง” พิมพ์ pupils.by_sex [sex=ช] ซึ่งสมุดงานไม่ได้สั่ง"


def test_a_drawing_that_shows_another_key_is_told() -> None:
    chart = Chart(name="c", title="ภาพ", alt="")
    source = 'report.bars("c", "ภาพ", "grade", [column("คน", "pupils.by_sex", sex="{}")])'
    assert problems(source.format("ช"), chart, DRAWING) == []
    assert problems(source.format("ญ"), chart, DRAWING) == ["ภาพ “ภาพ” แสดง pupils.by_sex [sex=ช] ซึ่งสมุดงานไม่ได้สั่ง"]


CHART = (
    'report.bars("by-sex-chart", "ตามเพศ", "sex", '
    '[column("ชาย", "pupils.by_sex", sex="ช"), column("ทุกคน", "all.by_sex")])'
)


def stated(*addresses: tuple[str, str]) -> dict[tuple[str, str], FactLine]:
    return {
        (fact, key): FactLine(fact, key, "3", "คน", "นักเรียน", Operation.SUM, "2568-1/dmc/t", "n", "", 1, "0")
        for fact, key in addresses
    }


def test_a_picture_that_is_gone_is_told_where_its_facts_are_there() -> None:
    shown = Text(paragraphs=((Span(text="ไม่มีภาพ"),),))
    both = stated(("pupils.by_sex", "sex=ช"), ("all.by_sex", "sex=ช"))
    assert problems(CHART, shown, known=both) == ["ไม่มี “ตามเพศ” (by-sex-chart) ซึ่งสมุดงานสั่งให้แสดง"]
    assert problems(CHART, shown, known=stated(("pupils.by_sex", "sex=ช"))) == []


def test_a_picture_that_lost_one_of_its_facts_is_told() -> None:
    picture = Chart(name="by-sex-chart", title="ตามเพศ", alt="")
    both = stated(("pupils.by_sex", "sex=ช"), ("all.by_sex", "sex=ช"))
    assert problems(CHART, picture, DRAWING, both) == ["ภาพ “ตามเพศ” ไม่แสดง all.by_sex ซึ่งสมุดงานสั่ง"]
