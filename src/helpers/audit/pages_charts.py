"""Charts read back from their drawings: where each mark stands, what each number says, and what their words say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

from helpers.audit.pages_drawings import Address, Drawing, read_drawing
from helpers.audit.pages_numbers import Lines, rounded
from helpers.audit.pages_scales import misplaced
from helpers.audit.pages_words import parts_of, plain, printed_runs, shown_blocks
from helpers.charts.alt_text import NEARLY_NONE, NOTHING
from helpers.charts.bullets import WHOLE as FULL
from helpers.charts.marks import APART, CLASS, FIELDS, LENGTH, TILE
from helpers.charts.point_map import DEGREE_DECIMALS, DEGREES, KILOMETRES
from helpers.facts.definitions import WHOLE
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Chart, Receipts, Span
from helpers.render.notebook_parts import Piece, ShownBlock
from helpers.thai import MINUS

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SCALES = (Decimal(1), Decimal(10**3), Decimal(10**6))
_BAHT, _MONTHS = "บาท", "เดือน"


def chart_problems(pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What charts show other than facts.csv, in Thai."""
    labels, hidden = _labels(pieces), _hidden(pieces)
    for piece in pieces:
        if isinstance(piece, ShownBlock) and isinstance(piece.block, Chart):
            name = f"ภาพ “{piece.block.title}”"
            for svg in filter(None, (piece.svg, piece.narrow)):
                try:
                    drawing = read_drawing(svg)
                except (ElementTree.ParseError, ValueError):
                    yield f"{name} อ่านไม่ได้"
                    continue
                yield from (f"{name} {problem}" for problem in _problems(drawing, piece.block, lines, labels, hidden))


def _labels(pieces: Sequence[Piece]) -> frozenset[str]:
    """The numerals in the words of the report's tables and sentences, as in names: a chart's words may hold them."""
    runs = (run for block in shown_blocks(pieces) for run in printed_runs(block))
    words = (part.text for run in runs for part in run if isinstance(part, Span))
    return frozenset(numeral for text in words for numeral in _NUMERAL.findall(plain(text)))


def _hidden(pieces: Sequence[Piece]) -> frozenset[Address]:
    """The cells that the report withholds."""
    closing = (block for block in shown_blocks(pieces) if isinstance(block, Receipts))
    return frozenset((fact.fact, key) for receipts in closing for fact in receipts.facts for key in fact.hidden)


def _problems(
    drawing: Drawing, chart: Chart, lines: Lines, labels: frozenset[str], hidden: frozenset[Address]
) -> Iterator[str]:
    unknown = drawing.addresses - lines.keys()
    if unknown:
        yield from (f"แสดง {fact} [{key}] ที่ไม่มีใน facts.csv" for fact, key in sorted(unknown))
        return
    if not drawing.addresses:
        yield from () if drawing.says(NOTHING) else ("ไม่บอกว่าแสดงค่าใด",)
        return
    yield from _number_problems(drawing, lines)
    for address in dict.fromkeys(misplaced(drawing, lambda address: _drawn_value(lines[address], lines))):
        yield f"วาด {_named(address)} ไม่ตรงกับค่า {lines[address].value}"
    facts = {fact for fact, _ in drawing.addresses}
    unseen = {value for fact, key in hidden if fact in facts for value in parts_of(key).values()}
    for address in _lost(drawing, lines):
        if not unseen.intersection(parts_of(address[1]).values()):
            yield f"ไม่มี {_named(address)}"
    known = labels | _numerals_of(drawing, chart, lines, partly=bool(unseen))
    if any(lines[address].unit == DEGREES for address in drawing.addresses):
        known |= set(map(str, KILOMETRES))
    for where, words in (("คำอธิบาย", [chart.alt]), ("ข้อความ", drawing.words)):
        for numeral in (numeral for text in words for part in text.split(", ") for numeral in _numerals_in(part)):
            if numeral not in known:
                yield f"มี{where}ว่า {numeral} ซึ่งไม่ใช่ค่าที่ภาพแสดง"


def _numerals_in(text: str) -> list[str]:
    """The numerals of words without a list: of `2567-3, 2568-1` a reader of the whole would make one number."""
    return _NUMERAL.findall(plain(text))


def _number_problems(drawing: Drawing, lines: Lines) -> Iterator[str]:
    scales, wrong = set(_SCALES), False
    for number in drawing.numbers:
        fitting = {scale for scale in _SCALES if _says(number.text, number.address, lines, scale)}
        scales &= fitting
        if not fitting:
            wrong = True
            yield f"พิมพ์ {number.text} แต่ {_named(number.address)} คือ {lines[number.address].value}"
    if not (scales or wrong):
        yield "พิมพ์ตัวเลขในหน่วยต่างกัน"


_FOLDED = "อื่น ๆ ("
"""Begins the last row of a ranking that adds up what there is no room for."""


def _lost(drawing: Drawing, lines: Lines) -> Iterator[Address]:
    """Values that a drawing should show and does not: those whose keys differ from the drawn ones in the one part in
    which these differ from each other; and numbers of marks where other marks of their fact have one."""
    legend = drawing.of_kind(CLASS)
    drawn = {address for mark in drawing.marks if mark not in legend for address in mark.addresses if address}
    numbered = {number.address for number in drawing.numbers}
    if not drawing.says(_FOLDED):
        yield from _missing(drawn, lines)
    for mark in drawing.of_kind(LENGTH, FIELDS, TILE, APART):
        (address,) = mark.addresses
        if address and address not in numbered and any(address[0] == fact for fact, _ in numbered):
            yield address


def _missing(drawn: set[Address], lines: Lines) -> Iterator[Address]:
    """The cells whose value of the varying part every drawn fact states, and which are not drawn: of one that a fact
    lacks, a drawing that compares facts has nothing."""
    shown = {fact for fact, _ in drawn}
    keys_of: dict[str, list[str]] = {fact: [] for fact in shown}
    for fact, key in lines:
        if fact in shown:
            keys_of[fact].append(key)
    everywhere = set.intersection(
        *({value for key in keys for value in parts_of(key).values()} for keys in keys_of.values())
    )
    for (fact, _), keys in _series(drawn).items():
        fixed = set.intersection(*(set(parts.items()) for parts in keys))
        varying = keys[0].keys() - dict(fixed).keys()
        if any(_alone(name, keys_of[fact]) for name in dict(fixed)):
            continue
        for key in keys_of[fact] if len(varying) == 1 else ():
            parts = parts_of(key)
            fits = parts.keys() == keys[0].keys() and fixed <= parts.items()
            if fits and (fact, key) not in drawn and {parts[name] for name in varying} <= everywhere - {WHOLE}:
                yield fact, key


def _alone(name: str, keys: Sequence[str]) -> bool:
    """Whether a part of a fact's keys has one value besides the margin: a drawing of such rows may well leave out
    columns, and looks like one that leaves out rows."""
    return len({parts_of(key).get(name, WHOLE) for key in keys} - {WHOLE}) == 1


def _series(drawn: set[Address]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The parts of the drawn keys by fact and, where two parts vary, by the value of the one that varies least."""
    of_facts: dict[str, list[dict[str, str]]] = {}
    for fact, key in sorted(drawn):
        of_facts.setdefault(fact, []).append(dict(parts_of(key)))
    series: dict[tuple[str, str], list[dict[str, str]]] = {}
    for fact, keys in of_facts.items():
        counts = {name: len({parts.get(name, "") for parts in keys}) for name in keys[0]}
        varying = sorted((name for name, count in counts.items() if count > 1), key=counts.__getitem__)
        for parts in keys:
            series.setdefault((fact, parts.get(varying[0], "") if len(varying) > 1 else ""), []).append(parts)
    return series


def _named(address: Address) -> str:
    return f"{address[0]} [{address[1]}]"


def _says(text: str, address: Address, lines: Lines, scale: Decimal) -> bool:
    """Whether a number in a drawing is the fact's value in this scale; its sign may say which way a step goes."""
    line = lines[address]
    if scale != 1 and line.unit != _BAHT:
        return False
    digits = text.lstrip(f"+{MINUS}")
    if digits == NEARLY_NONE:
        return 0 < abs(Decimal(line.value)) < scale / 100
    if not _NUMERAL.fullmatch(digits):
        return False
    decimals = len(digits.partition(".")[2])
    wanted = Decimal(digits.replace(",", ""))
    return any(wanted == abs(value) for value in rounded(line, lines, decimals, scale))


def _drawn_value(line: FactLine, lines: Lines) -> float:
    """A value as it is drawn: a quotient with the decimals that it is printed with."""
    decimals = DEGREE_DECIMALS if line.unit == DEGREES else 2 if line.unit.startswith((_BAHT, _MONTHS)) else 1
    return float(next(rounded(line, lines, decimals)))


def _numerals_of(drawing: Drawing, chart: Chart, lines: Lines, *, partly: bool) -> set[str]:
    """The numerals that the words of a chart may hold: those of its title and labels, values of its facts, their sums
    and differences, and how many there are. Where it leaves out values that are withheld `partly`, also the sums of
    what it shows."""
    texts = (plain(chart.title), *(number.text for number in drawing.numbers))
    known = {numeral for text in texts for numeral in _NUMERAL.findall(text)}
    facts = {fact for fact, _ in drawing.addresses}
    for decimals in range(3):
        values = {
            address: next(rounded(line, lines, decimals)) for address, line in lines.items() if address[0] in facts
        }
        shown = [values[address] for address in drawing.addresses]
        amounts = {*values.values(), *_sums(values, drawing.addresses)}
        amounts |= set(_drawn_sums(values, drawing.addresses)) if partly else set()
        amounts |= {one - other for one, other in combinations(shown, 2)} if len(shown) <= len(lines) else set()
        known |= {f"{abs(amount):,.{decimals}f}" for amount in amounts}
    keys = {key for fact, key in lines if fact in facts}
    known |= {str(FULL), *map(str, range(len(keys) + 1))}
    return known | {part for key in keys for part in _NUMERAL.findall(plain(key))}


def _drawn_sums(values: Mapping[Address, Decimal], drawn: set[Address]) -> Iterator[Decimal]:
    """The sums of what is drawn of each fact, whole and for every value of its keys."""
    groups: dict[tuple[str, str], list[Address]] = {}
    for fact, key in drawn:
        for value in ("", *parts_of(key).values()):
            groups.setdefault((fact, value), []).append((fact, key))
    yield from (sum((values[member] for member in members), Decimal(0)) for members in groups.values())


def _sums(values: Mapping[tuple[str, str], Decimal], shown: set[tuple[str, str]]) -> Iterator[Decimal]:
    """The sums of each fact, whole and for every value of its keys, and what of these is not drawn by itself."""
    groups: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for fact, key in values:
        parts = parts_of(key)
        if WHOLE in parts.values():
            continue
        for name, value in (("", ""), *parts.items()):
            groups.setdefault((fact, name, value), []).append((fact, key))
    for members in groups.values():
        whole = sum((values[member] for member in members), Decimal(0))
        yield whole
        yield whole - sum((values[member] for member in members if member in shown), Decimal(0))
