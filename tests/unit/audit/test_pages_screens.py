"""Amounts on screens against the lines of facts.csv, by the unit that the page names."""

import pytest

from helpers.audit.pages_screens import screen_problems
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.notebook_parts import ShownBlock


def line(fact: str, value: str, unit: str = "บาท", where: str = "") -> FactLine:
    operation = Operation.DIFFERENCE if where else Operation.SUM
    return FactLine(fact, "", value, unit, "เงิน", operation, "" if where else "t", "n", where, 1, "0")


STATED = (
    line("amount", "330706340.46"),
    line("small", "9400.00"),
    line("one", "1005000.00"),
    line("other", "2104000.00"),
    line("apart", "-1099000.00", where="one() - other()"),
    line("pupils", "24060", "คน"),
)
LINES = {(each.fact, each.key): each for each in STATED}


def in_text(number: Number) -> list[str]:
    return list(screen_problems([ShownBlock(Text(paragraphs=((number,),)))], LINES))


def in_table(number: Number, title: str, label: str = "จัดสรร", group: str = "") -> list[str]:
    columns = (TableColumn(label="โครงการ"), TableColumn(label=label, group=group))
    row = TableRow(cells=((Span(text="ก"),), (number,)))
    block = TableBlock(name="t", title=title, columns=columns, rows=(row,))
    return list(screen_problems([ShownBlock(block)], LINES))


def number(fact: str, text: str, unit: str = "") -> Number:
    return Number(fact=fact, value=LINES[fact, ""].value, text=text, unit=unit)


@pytest.mark.parametrize(
    ("fact", "text", "unit"),
    [
        ("amount", "330.71", "ล้านบาท"),
        ("amount", "330,706.3", "พันบาท"),
        ("amount", "330,706,340.46", "บาท"),
        ("apart", "−1.09", "ล้านบาท"),
        ("apart", "1.10", "ล้านบาท"),
        ("pupils", "24,060", "คน"),
    ],
)
def test_rightly_rounded_amounts_are_their_facts(fact: str, text: str, unit: str) -> None:
    assert in_text(number(fact, text, unit)) == []


@pytest.mark.parametrize(
    ("fact", "text", "unit"),
    [
        ("amount", "330.70", "ล้านบาท"),
        ("amount", "330.7", "ล้านบาท"),
        ("amount", "330.71", "พันบาท"),
        ("amount", "330.71", "บาท"),
        ("amount", "330,706,340", "บาท"),
        ("small", "0.00", "ล้านบาท"),
        ("amount", "มาก", "ล้านบาท"),
    ],
)
def test_wrong_amounts_and_units_are_told(fact: str, text: str, unit: str) -> None:
    (problem,) = in_text(number(fact, text, unit))
    assert problem == f"report.html แสดง {fact} เป็น {text} ซึ่งไม่ใช่ {LINES[fact, ''].value} บาทที่ปัดเศษแล้ว"


def test_a_tables_title_or_heads_name_the_unit() -> None:
    rounded = number("amount", "330.71")
    assert in_table(rounded, "เงิน (ล้านบาท)") == []
    assert in_table(rounded, "เงิน", "จัดสรร (ล้านบาท)") == []
    assert in_table(rounded, "เงิน", group="ล้านบาท") == []
    assert len(in_table(rounded, "เงิน (บาท)")) == 1
    assert len(in_table(rounded, "เงิน (พันบาท)")) == 1


def test_amounts_in_words_are_left_to_those_who_read_words() -> None:
    assert in_text(Number(fact="small", value="9400.00", text="เก้าพันสี่ร้อยบาทถ้วน", words=True)) == []
