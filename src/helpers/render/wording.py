"""How a number stands among words, alike in every format."""

from collections.abc import Iterable

from helpers.facts.definitions import Fact, Operation
from helpers.render.blocks import Column, FactReceipt, Inline, Number, Span, Table
from helpers.thai import BEFORE_NUMBER, PER_CENT

OPERATIONS = {
    Operation.COUNT: "นับ",
    Operation.SUM: "ผลรวม",
    Operation.DISTINCT: "นับไม่ซ้ำ",
    Operation.RATIO: "สัดส่วน",
    Operation.DIFFERENCE: "ผลต่าง",
    Operation.RULE: "คำนวณตามกฎ",
}
"""How a fact came about, as readers see it."""
NO_BREAK = "\u00a0"


def around(number: Number) -> tuple[str, str]:
    """The unit as words before and after the number's text: `("", "คน")`, `("ร้อยละ", "")`."""
    return (number.unit, "") if number.unit in BEFORE_NUMBER else ("", number.unit)


def in_prose(number: Number) -> str:
    """`24,060 คน`, `ร้อยละ 47.1`; unit and number never part at a line's end."""
    before, after = around(number)
    return NO_BREAK.join(part for part in (before, number.text, after) if part)


def run_text(run: Iterable[Inline]) -> str:
    """A run of words and numbers as plain text."""
    return "".join(part.text if isinstance(part, Span) else in_prose(part) for part in run)


def unit_is_named(number: Number, column: Column, table: Table) -> bool:
    """Whether a cell may leave the unit out, because the table's title or the column's header says it."""
    return not number.unit or any(number.unit in words for words in (table.title, column.label, column.group))


def in_cell(inline: Inline, column: Column, table: Table) -> str:
    """A table cell's words: a number takes its unit along only where no header says it."""
    if isinstance(inline, Span) or unit_is_named(inline, column, table):
        return inline.text
    return in_prose(inline)


def is_share(fact: Fact | FactReceipt) -> bool:
    """Whether the fact holds shares of one, which are printed as percentages, or differences of such. What a table of
    percentages holds (a target of 32) is none."""
    return fact.unit == PER_CENT and fact.operation in (Operation.RATIO, Operation.DIFFERENCE)
