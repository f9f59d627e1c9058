"""Numbers among words, the same in every format: units before or after, and where a unit may be left out."""

from collections.abc import Iterable

from helpers.facts.definitions import Fact, Operation
from helpers.render.blocks import ApprovalLine, FactReceipt, Flag, Inline, Number, Span, TableBlock, TableColumn
from helpers.thai import BEFORE_NUMBER, PER_CENT

OPERATIONS = {
    Operation.COUNT: "นับ",
    Operation.SUM: "ผลรวม",
    Operation.DISTINCT: "นับไม่ซ้ำ",
    Operation.MEDIAN: "ค่ากลาง (มัธยฐาน)",
    Operation.RATIO: "สัดส่วน",
    Operation.DIFFERENCE: "ผลต่าง",
    Operation.RULE: "จำนวน × อัตรา × สัดส่วน ปัดเป็นสตางค์ หักที่จ่ายแล้ว รวมทุกแถว",
}
"""The Thai labels of operations, for readers."""
NO_BREAK = "\u00a0"
BLANK = "…" * 10
"""The dots on which people write by hand: the number and date of a letter, a signature."""


def unit_words(number: Number) -> tuple[str, str]:
    """The unit as words before and after the number: `("", "คน")`, `("ร้อยละ", "")`."""
    return (number.unit, "") if number.unit in BEFORE_NUMBER else ("", number.unit)


def in_prose(number: Number) -> str:
    """The number with its unit, joined by spaces that do not break: `24,060 คน`, `ร้อยละ 47.1`."""
    before, after = unit_words(number)
    return NO_BREAK.join(part for part in (before, number.text, after) if part)


def run_text(run: Iterable[Inline]) -> str:
    """A run of words and numbers as plain text."""
    return "".join(part.text if isinstance(part, Span) else in_prose(part) for part in run)


URGENCY = {"urgent": "เร่งด่วน", "watch": "ติดตาม"}
ASKS = {"decide": "ต้องตัดสินใจ", "know": "ต้องรู้", "notice": "ควรทราบ"}
"""What a flag says of itself: how urgent it is, and what it asks of the reader."""
NO_FLAGS = ("ปกติ", "ไม่มีเรื่องเร่งด่วนหรือเรื่องที่ต้องติดตาม")
"""The mark and the words where there is nothing to flag."""
MARKS = {"warning": "โปรดทราบ", "incomplete": "ยังไม่ครบ", "draft": "ร่าง"}
"""The mark before a text that must not be overlooked, by its role."""
MORE = "ดูตาราง"
"""The link from a flag to its table."""


def flag_words(flag: Flag) -> str:
    """The marks before a flag's sentence: `เร่งด่วน ต้องตัดสินใจ`."""
    return f"{URGENCY[flag.urgency]} {ASKS[flag.asks]}"


APPROVED = "รับรองตัวเลขแล้ว"
"""How every approval on a page begins."""


def approval_words(approval: ApprovalLine) -> str:
    """Who approved the numbers and when, up to the version, which keeps its digits whatever digits the office uses."""
    signed = f"{approval.role}: {approval.position} ลงลายมือชื่ออิเล็กทรอนิกส์ {approval.signed_on}"
    return f"{APPROVED} {signed} ฉบับ"


def unit_is_named(number: Number, column: TableColumn, table: TableBlock) -> bool:
    """Whether the table's title or the column's header names the unit, so that cells leave it out."""
    return not number.unit or any(number.unit in words for words in (table.title, column.label, column.group))


def in_cell(inline: Inline, column: TableColumn, table: TableBlock) -> str:
    """The text of a table cell: a number has its unit only where no header names it."""
    if isinstance(inline, Span) or unit_is_named(inline, column, table):
        return inline.text
    return in_prose(inline)


def is_share(fact: Fact | FactReceipt) -> bool:
    """Whether the fact's values are shares of one, or differences of them, which are printed as percentages.
    Percentages that a table holds as such (a target of 32) are none."""
    return fact.unit == PER_CENT and fact.operation in (Operation.RATIO, Operation.DIFFERENCE)
