"""Whether a printed number is the fact that it says it is: its value, its rounding, its sign, its words.

Nothing here asks the code that printed it: texts are read back into numbers, and facts.csv says what they must be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from helpers.audit.pages_words import parts_of, plain, printed_runs
from helpers.errors import ParameterError
from helpers.facts.definitions import WHOLE, Operation, parse_reference
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Block, Inline, Number, Span, TableBlock
from helpers.reports.word_checks import contradicted, contradicted_at_end, contradicted_by_title
from helpers.thai import MINUS, PER_CENT

Lines = Mapping[tuple[str, str], FactLine]
"""The lines of facts.csv by fact and key."""
_NUMERAL = re.compile(rf"([+{MINUS}]?)(\d{{1,3}}(?:,\d{{3}})*(?:\.(\d+))?)")
_BAHT = "บาท"
_MONEY_DECIMALS = 2
_RISE, _FALL = "เพิ่มขึ้น", ("ลดลง", "ยังขาด")


def block_problems(block: Block, lines: Lines) -> Iterator[str]:
    """What the numbers of a block say other than facts.csv, in Thai."""
    for run in printed_runs(block):
        for index, part in enumerate(run):
            if isinstance(part, Number):
                before = run[index - 1] if index else None
                yield from _problems(part, before.text if isinstance(before, Span) else "", lines)
    if isinstance(block, TableBlock):
        yield from _table_problems(block, lines)
        yield from _lost_problems(block, lines)


def _problems(number: Number, before: str, lines: Lines) -> Iterator[str]:
    """`before` are the words in front of the number."""
    named = f"{number.fact}" + (f" [{number.key}]" if number.key else "")
    line = lines.get((number.fact, number.key))
    if line is None:
        yield f"ตัวเลข {named} {number.text} ไม่มีใน facts.csv"
    elif number.value != line.value:
        yield f"ตัวเลข {named} มีค่า {number.value} แต่ facts.csv ว่า {line.value}"
    elif not prints(number, line, lines):
        yield f"ตัวเลข {named} พิมพ์ว่า {number.text} ซึ่งไม่ใช่ {line.value} ที่ปัดเศษแล้ว"
    else:
        yield from (f"ตัวเลข {named} {number.text} {problem}" for problem in _against_words(line, before))


def prints(number: Number, line: FactLine, lines: Lines) -> bool:
    """Whether the text of a number is its fact's value, rightly rounded."""
    if number.words:
        return baht_of(number.text) == Decimal(line.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    read = _NUMERAL.fullmatch(plain(number.text))
    if read is None or number.share != is_share(line):
        return False
    decimals = len(read[3] or "")
    if line.unit.startswith(_BAHT) and decimals != _MONEY_DECIMALS:
        return False
    printed = Decimal(read[2].replace(",", ""))
    return any(printed == abs(value) and _signed(read[1], value) for value in rounded(line, lines, decimals))


def is_share(line: FactLine) -> bool:
    """Whether a line's value is a share of one, or a difference of such, which is printed as a percentage."""
    return line.unit == PER_CENT and line.operation in (Operation.RATIO, Operation.DIFFERENCE)


def _signed(sign: str, value: Decimal) -> bool:
    return not sign or (value < 0 if sign == MINUS else value > 0)


def rounded(line: FactLine, lines: Lines, decimals: int, scale: Decimal = Decimal(1)) -> Iterator[Decimal]:
    """The value as it may be printed in units of this scale: rounded, a share as its percentage; of a difference also
    that of its two rounded parts."""
    yield _round(line, decimals, scale)
    if line.operation is Operation.DIFFERENCE:
        try:
            parts = [lines[part] for part in parse_reference(line.where)]
        except (KeyError, ParameterError):
            return
        yield _round(parts[0], decimals, scale) - _round(parts[1], decimals, scale)


def _round(line: FactLine, decimals: int, scale: Decimal) -> Decimal:
    exact = Decimal(line.value) * (100 if is_share(line) else 1) / scale
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _against_words(line: FactLine, before: str) -> Iterator[str]:
    """What the words in front of a number say otherwise: the way that it changed, or whom it counts."""
    words, value = before.rstrip(), Decimal(line.value)
    if (words.endswith(_RISE) and value < 0) or (words.endswith(_FALL) and value > 0):
        yield f"ไม่ตรงกับคำว่า “{words[-12:]}” เพราะค่าคือ {line.value}"
    if word := contradicted_at_end(words, line):
        yield f"ไม่ตรงกับคำว่า “{word}” เพราะเงื่อนไขคือ {line.where}"


def line_problems(line: FactLine) -> Iterator[str]:
    """What a line of facts.csv contradicts in itself: its filter another key, or the words of its title."""
    named = f"ข้อเท็จจริง {line.fact}" + (f" [{line.key}]" if line.key else "")
    if line.table:
        for name, value in parts_of(line.key).items():
            literal = "'" + value.replace("'", "''") + "'"
            if value != WHOLE and f"= {literal}" not in line.where:
                yield f"{named} มีเงื่อนไข {line.where} ซึ่งไม่ใช่ {name} = {literal}"
        if contradicted_by_title(line):
            yield f"{named} มีเงื่อนไข {line.where} ซึ่งไม่ตรงกับความหมาย “{line.title}”"


def _table_problems(table: TableBlock, lines: Lines) -> Iterator[str]:
    """Numbers that stand in the column of the other sex, or in the row of another value."""
    heads = [_words(row.cells[: table.headers]) for row in table.rows]
    known = {word for words in heads for word in words}
    for row, words in zip(table.rows, heads, strict=True):
        for column, cell in zip(table.columns, row.cells, strict=True):
            for number in (part for part in cell if isinstance(part, Number)):
                line = lines.get((number.fact, number.key))
                if line and contradicted(f"{column.group} {column.label}".strip(), line):
                    yield f"ตาราง “{table.title}” คอลัมน์ “{column.label}” พิมพ์ {number.fact} [{number.key}]"
                if _is_of_another_row(number, words, known):
                    yield f"ตาราง “{table.title}” แถว “{' '.join(words)}” พิมพ์ {number.fact} [{number.key}]"


def _lost_problems(table: TableBlock, lines: Lines) -> Iterator[str]:
    """Cells of a fact that a column should have a row for and has not: those whose keys differ from the column's own
    in the one part in which these differ from each other. Margins may stand elsewhere."""
    of_facts: dict[str, list[str]] = {}
    for fact, key in lines:
        of_facts.setdefault(fact, []).append(key)
    for index, column in enumerate(table.columns):
        numbers = [part for row in table.rows for part in row.cells[index] if isinstance(part, Number)]
        keys = [parts_of(number.key) for number in numbers]
        if len({number.fact for number in numbers}) != 1 or len({tuple(parts) for parts in keys}) != 1:
            continue
        varying = [name for name in keys[0] if len({parts[name] for parts in keys}) > 1]
        fixed = {name: value for name, value in keys[0].items() if name not in varying}
        printed = {number.key for number in numbers}
        fact = numbers[0].fact
        missing = (key for key in of_facts.get(fact, ()) if key not in printed) if len(varying) == 1 else ()
        for key in missing:
            parts = parts_of(key)
            if parts.keys() == keys[0].keys() and fixed.items() <= parts.items() and WHOLE not in parts.values():
                yield f"ตาราง “{table.title}” คอลัมน์ “{column.label}” ไม่มีแถวของ {fact} [{key}]"


def _words(cells: Sequence[Sequence[Inline]]) -> tuple[str, ...]:
    return tuple("".join(part.text for part in cell) for cell in cells)


def _is_of_another_row(number: Number, words: Sequence[str], known: set[str]) -> bool:
    """Whether no value of the number's key heads its row, though one heads another row of the table."""
    values = set(parts_of(number.key).values()) - {WHOLE}
    return not values.intersection(words) and bool(values & known) and WHOLE not in words


_DIGIT_NAMES = {
    "ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_POWERS = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}
_WORD = re.compile("|".join((*_DIGIT_NAMES, *_POWERS)))
_AMOUNT = re.compile(r"(ลบ)?(?:(.+)บาท)?(?:(.+)สตางค์|ถ้วน)")
_MILLION = "ล้าน"


def baht_of(words: str) -> Decimal | None:
    """The amount that Thai words say, `หนึ่งพันห้าร้อยบาทถ้วน`; None for words that are no amount."""
    amount = _AMOUNT.fullmatch("".join(words.split()))
    parts = [_number_of(part) if part else 0 for part in (amount[2], amount[3])] if amount else []
    if amount is None or None in parts:
        return None
    baht, satang = (Decimal(part or 0) for part in parts)
    return (baht + satang / 100) * (-1 if amount[1] else 1)


def _number_of(words: str) -> int | None:
    """A whole number in words; every `ล้าน` multiplies what stands before it."""
    *above, last = words.split(_MILLION)
    number = 0
    for part in above:
        below = _below_a_million(part) if part else 0
        if below is None:
            return None
        number = (number + below) * 10**6
    rest = _below_a_million(last) if last else 0
    return None if rest is None else number + rest


def _below_a_million(words: str) -> int | None:
    if _WORD.sub("", words):
        return None
    number, digit = 0, None
    for word in _WORD.findall(words):
        if word in _POWERS:
            number, digit = number + (1 if digit is None else digit) * _POWERS[word], None
        else:
            digit = _DIGIT_NAMES[word]
    return number + (digit or 0)
