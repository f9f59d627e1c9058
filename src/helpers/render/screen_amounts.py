"""Money as screens show it, decided here alone: in millions or thousands where the exact amount hides the message.

A sentence or key figure has millions, with two places, from one million baht on; smaller amounts, among them nearly
all that is left or lacking, keep their satang. A table has one unit for all its amounts, if any of them reaches a
million: millions where none is below 100,000 baht, thousands, with one place, where none is below 1,000; so nothing
that is there becomes zero. Accounts that are signed, rates, amounts in words, paper and Excel are exact, and so is the
receipt of every number. A difference is that of its two parts as they stand beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from helpers.facts.definitions import Operation, parse_reference
from helpers.render.blocks import (
    Block,
    FactReceipt,
    Flags,
    Headlines,
    Inline,
    Number,
    Receipts,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.notebook_parts import Annex, Piece, ShownBlock, with_annexes
from helpers.thai import MINUS

BAHT = "บาท"
_IN_BRACKETS = f"({BAHT})"
_RATES = "rates."
"""Begins the ids of facts that are rates."""


@dataclass(frozen=True)
class Scale:
    """A unit of money: its name, how many baht it is, its decimal places, and the least amount that a table in it may
    have besides zero."""

    unit: str
    baht: int
    decimals: int
    least: int

    def rounded(self, value: Decimal) -> Decimal:
        """An amount of baht in this unit, halves away from zero."""
        return (value / self.baht).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


MILLIONS, THOUSANDS = Scale("ล้านบาท", 10**6, 2, 10**5), Scale("พันบาท", 10**3, 1, 10**3)
FROM = 10**6
"""The amount in baht that a sentence must reach to be told in millions, and a table to have a unit of its own."""


def on_screen(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a report with their amounts as a screen shows them; what belongs to an annex stays as it is."""
    blocks = (piece.block for piece in pieces if isinstance(piece, ShownBlock))
    amounts = ScreenAmounts.of(fact for block in blocks if isinstance(block, Receipts) for fact in block.facts)
    annexes = (piece for piece in with_annexes(pieces) if isinstance(piece, Annex))
    signed = {id(piece) for annex in annexes for piece in annex.inside}
    return [
        ShownBlock(amounts.block(piece.block), piece.svg, piece.narrow)
        if isinstance(piece, ShownBlock) and id(piece) not in signed
        else piece
        for piece in pieces
    ]


@dataclass(frozen=True)
class ScreenAmounts:
    """Blocks with their amounts as a screen shows them. `facts` say what the numbers of a report are, by id."""

    facts: Mapping[str, FactReceipt] = field(default_factory=dict)
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """The values of those facts that are amounts, by fact and key."""

    @classmethod
    def of(cls, receipts: Iterable[FactReceipt]) -> "ScreenAmounts":
        """Those of these facts."""
        facts = {fact.fact: fact for fact in receipts}
        money = (fact for fact in facts.values() if fact.unit == BAHT)
        return cls(facts, {(fact.fact, key): Decimal(value) for fact in money for key, value, *_ in fact.cells})

    @classmethod
    def for_numbers(cls, shown: Iterable[Inline], stored: Iterable[Mapping[str, Any]]) -> "ScreenAmounts":
        """What these numbers need of the facts of a notebook's receipts, as they are stored."""
        by_id = {fact["fact"]: fact for fact in stored}
        wanted = {part.fact for part in shown if isinstance(part, Number) and part.unit == BAHT}
        known = [FactReceipt.model_validate(by_id[fact]) for fact in sorted(wanted & by_id.keys())]
        differences = (fact for fact in known if fact.operation == Operation.DIFFERENCE)
        parts = {part for fact in differences for _, _, where, *_ in fact.cells for part, _ in parse_reference(where)}
        behind = [FactReceipt.model_validate(by_id[fact]) for fact in sorted((parts - wanted) & by_id.keys())]
        return cls.of([*known, *behind])

    def block(self, block: Block) -> Block:
        """A block as a screen shows it."""
        match block:
            case Text(paragraphs=runs):
                return block.model_copy(update={"paragraphs": tuple(map(self.run, runs))})
            case Headlines(items=items):
                shown = [{"number": self.run(item.number), "note": self.run(item.note)} for item in items]
                pairs = zip(items, shown, strict=True)
                return block.model_copy(update={"items": tuple(item.model_copy(update=runs) for item, runs in pairs)})
            case Flags(items=flags):
                sentences = (flag.model_copy(update={"sentence": self.run(flag.sentence)}) for flag in flags)
                return block.model_copy(update={"items": tuple(sentences)})
            case TableBlock():
                return self._table(block)
        return block

    def run(self, run: Sequence[Inline]) -> tuple[Inline, ...]:
        """The words and numbers of a sentence or key figure."""
        return tuple(self._in_prose(part) if isinstance(part, Number) and part.unit == BAHT else part for part in run)

    def _in_prose(self, number: Number) -> Number:
        if number.words or abs(Decimal(number.value)) < FROM or number.fact.startswith(_RATES):
            return number
        parts = self._parts(number)
        if any(abs(part) < FROM for part in parts):
            parts = ()
        return _shown(number, MILLIONS, parts).model_copy(update={"unit": MILLIONS.unit})

    def _parts(self, number: Number) -> tuple[Decimal, ...]:
        """The two amounts whose difference a number is; none of another number."""
        fact = self.facts.get(number.fact)
        if fact is None or fact.operation != Operation.DIFFERENCE:
            return ()
        where = next((where for key, _, where, *_ in fact.cells if key == number.key), "")
        parts = tuple(self.values[part] for part in parse_reference(where) if part in self.values) if where else ()
        return parts if len(parts) == 2 else ()

    def _table(self, table: TableBlock) -> TableBlock:
        scale = self._scale(table)
        if scale is None:
            return table
        rows = [
            row.model_copy(
                update={"cells": tuple(tuple(self._in_table(part, scale) for part in cell) for cell in row.cells)}
            )
            for row in table.rows
        ]
        shown = {
            "title": _in_unit(table.title, scale),
            "columns": tuple(_column(column, scale) for column in table.columns),
            "rows": tuple(rows),
        }
        apart = any(map(_falls_apart, self._sums(table, rows)))
        note = (f"ปัดเศษเป็น{scale.unit} ผลรวมจึงไม่เท่ากันพอดี กดตัวเลขเพื่อดูจำนวนเต็ม",) if apart else ()
        return table.model_copy(update={**shown, "notes": (*table.notes, *note)})

    def _sums(self, table: TableBlock, rows: Sequence[TableRow]) -> Iterator[list[tuple[Decimal, Decimal]]]:
        """The amounts that a reader may add up, each row's and each column's: exact, and as the `rows` show them."""
        cells = [[self._amount(cell) for cell in row.cells] for row in table.rows]
        printed = [[self._printed(cell) for cell in row.cells] for row in rows]
        pairs = [list(zip(*lines, strict=True)) for lines in zip(cells, printed, strict=True)]
        for line in (*pairs, *zip(*pairs, strict=True)):
            yield [(exact, shown) for exact, shown in line if exact is not None and shown is not None]

    def _amount(self, cell: Sequence[Inline]) -> Decimal | None:
        return next((Decimal(part.value) for part in cell if isinstance(part, Number) and self._is_amount(part)), None)

    def _printed(self, cell: Sequence[Inline]) -> Decimal | None:
        part = next((part for part in cell if isinstance(part, Number) and self._is_amount(part)), None)
        return (
            None
            if part is None
            else Decimal(part.text.lstrip(f"+{MINUS}").replace(",", "")).copy_sign(Decimal(part.value))
        )

    def _is_amount(self, part: Inline) -> bool:
        return isinstance(part, Number) and not part.words and (part.fact, part.key) in self.values

    def _in_table(self, part: Inline, scale: Scale) -> Inline:
        return _shown(part, scale, self._parts(part)) if isinstance(part, Number) and self._is_amount(part) else part

    def _scale(self, table: TableBlock) -> Scale | None:
        """The unit of a table's amounts; None where they stay exact: small ones, rates, and amounts whose unit stands
        neither in the title nor above them."""
        amounts = [
            (column, part)
            for row in table.rows
            for column, cell in zip(table.columns, row.cells, strict=True)
            for part in cell
            if isinstance(part, Number) and self._is_amount(part)
        ]
        named = _IN_BRACKETS in table.title
        if any(part.fact.startswith(_RATES) or not (named or _names_baht(column)) for column, part in amounts):
            return None
        sizes = [abs(Decimal(part.value)) for _, part in amounts if Decimal(part.value)]
        if max(sizes, default=Decimal(0)) < FROM:
            return None
        return next((scale for scale in (MILLIONS, THOUSANDS) if min(sizes) >= scale.least), None)


def _shown(number: Number, scale: Scale, parts: Sequence[Decimal]) -> Number:
    """A number in this unit, with the sign that it had; of two parts their difference as both are shown."""
    value = scale.rounded(Decimal(number.value))
    if parts:
        minuend, subtrahend = map(scale.rounded, parts)
        value = minuend - subtrahend
    sign = number.text[:1] if number.text[:1] in ("+", MINUS) else ""
    return number.model_copy(update={"text": f"{sign}{abs(value):,.{scale.decimals}f}"})


def _falls_apart(line: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Whether one of the amounts is the sum of the others, and is not as they are shown."""
    whole, shown = sum((exact for exact, _ in line), Decimal(0)), sum((each for _, each in line), Decimal(0))
    return any(exact and 2 * exact == whole and 2 * each != shown for exact, each in line)


def _names_baht(column: TableColumn) -> bool:
    return BAHT in (column.label, column.group) or any(_IN_BRACKETS in words for words in (column.label, column.group))


def _column(column: TableColumn, scale: Scale) -> TableColumn:
    return column.model_copy(update={"label": _in_unit(column.label, scale), "group": _in_unit(column.group, scale)})


def _in_unit(words: str, scale: Scale) -> str:
    """Words that name the unit of amounts, with this unit."""
    return scale.unit if words == BAHT else words.replace(_IN_BRACKETS, f"({scale.unit})")
