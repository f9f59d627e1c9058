"""Money on screens read back: whether an amount in millions or thousands of baht is that of facts.csv, rightly rounded.

Nothing here asks the code that chose the unit: the words beside a number, above its column or over its table say it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.audit.pages_numbers import Lines, rounded
from helpers.audit.pages_words import plain, printed_runs
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Block, Number, TableBlock
from helpers.render.notebook_parts import Piece, ShownBlock
from helpers.thai import MINUS

_BAHT = "บาท"
_UNITS = {"ล้านบาท": (Decimal(10**6), 2), "พันบาท": (Decimal(10**3), 1)}
"""The units that a page may have besides baht, with the decimal places that an amount in them has."""
_EXACT = (Decimal(1), 2)
_NUMERAL = re.compile(rf"([+{MINUS}]?)(\d{{1,3}}(?:,\d{{3}})*\.(\d+))")


def screen_problems(pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What amounts of the pieces, as a screen shows them, say other than facts.csv, in Thai."""
    for piece in pieces:
        if isinstance(piece, ShownBlock):
            for number, words in _numbers(piece.block):
                line = lines.get((number.fact, number.key))
                if line and line.unit == _BAHT and not number.words and not _is_rounded(number, line, words, lines):
                    named = f"{number.fact}" + (f" [{number.key}]" if number.key else "")
                    yield f"report.html แสดง {named} เป็น {number.text} ซึ่งไม่ใช่ {line.value} บาทที่ปัดเศษแล้ว"


def _numbers(block: Block) -> Iterator[tuple[Number, str]]:
    """The numbers of a block, each with the words that name its unit."""
    if isinstance(block, TableBlock):
        for row in block.rows:
            for column, cell in zip(block.columns, row.cells, strict=True):
                words = f"{block.title} {column.group} {column.label}"
                yield from ((part, part.unit or words) for part in cell if isinstance(part, Number))
        return
    for run in printed_runs(block):
        yield from ((part, part.unit) for part in run if isinstance(part, Number))


def _is_rounded(number: Number, line: FactLine, words: str, lines: Lines) -> bool:
    """Whether the text is the value in the unit that the words name, and does not make nothing of something."""
    scale, decimals = next((unit for name, unit in _UNITS.items() if name in words), _EXACT)
    read = _NUMERAL.fullmatch(plain(number.text))
    if read is None or len(read[3]) != decimals:
        return False
    shown = Decimal(read[2].replace(",", ""))
    if not shown and Decimal(line.value):
        return False
    return any(shown == abs(value) for value in rounded(line, lines, decimals, scale))
