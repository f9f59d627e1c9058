"""Charts read back from their drawings: what each bar is as long as, what each number says, and what their words say.

Letters of a drawing are outlines, each named by its place in the font; that place says which letter it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from helpers.audit.pages_numbers import Lines, rounded
from helpers.audit.pages_words import plain, printed_runs, shown_blocks
from helpers.charts.drawing import LENGTH, NUMERAL, POINT
from helpers.charts.lettering import FONT_FILES
from helpers.facts.definitions import WHOLE, key_parts
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Chart, Span
from helpers.render.notebook_parts import Piece, ShownBlock
from helpers.thai import MINUS

_SVG, _HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_ADDRESS = re.compile(r"(?P<fact>[\w.]+)\[(?P<key>.*)\]", re.DOTALL)
_COORDINATES = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SCALES = (Decimal(1), Decimal(10**3), Decimal(10**6))
_NEARLY_NONE = "≈0"
_BAHT, _MONTHS = "บาท", "เดือน"
_SLACK = 0.75
"""Points by which a bar may differ from its value: what rounding its ends and the value takes."""


@dataclass(frozen=True)
class Drawing:
    """What a drawing shows: the sizes of its bars, the texts of its numbers and its marks, by fact and key, and all
    other words."""

    bars: tuple[tuple[tuple[str, str], tuple[float, float]], ...]
    numbers: tuple[tuple[tuple[str, str], str], ...]
    points: frozenset[tuple[str, str]]
    words: tuple[str, ...]

    @property
    def addresses(self) -> set[tuple[str, str]]:
        """Fact and key of everything that is drawn."""
        return {*self.points, *(address for address, _ in (*self.bars, *self.numbers))}


def read_drawing(svg: str) -> Drawing:
    """What a drawing shows. Raises ElementTree.ParseError for a text that is no drawing, and ValueError for a group
    whose name is no address."""
    bars, numbers, points, words = [], [], [], []
    for group in ElementTree.fromstring(svg).iter(f"{_SVG}g"):
        name = group.get("id", "")
        if name.startswith(LENGTH):
            bars.append((_address(name.removeprefix(LENGTH)), _size(group)))
        elif name.startswith(NUMERAL):
            numbers.append((_address(name.removeprefix(NUMERAL)), plain(_text(group))))
        elif name.startswith(POINT):
            points.append(_address(name.removeprefix(POINT)))
        elif group.find(f"{_SVG}use") is not None:
            words.append(plain(_text(group)))
    return Drawing(tuple(bars), tuple(numbers), frozenset(points), tuple(words))


def addresses_in(svg: str) -> set[tuple[str, str]]:
    """Fact and key of everything that a drawing shows; none of one that cannot be read."""
    try:
        return read_drawing(svg).addresses
    except (ElementTree.ParseError, ValueError):
        return set()


def _address(name: str) -> tuple[str, str]:
    match = _ADDRESS.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return match["fact"], match["key"]


def _size(group: ElementTree.Element) -> tuple[float, float]:
    """The width and height of the group's path."""
    path = group.find(f"{_SVG}path")
    points = [tuple(map(float, point)) for point in _COORDINATES.findall(path.get("d", ""))] if path is not None else []
    if not points:
        return 0.0, 0.0
    across, upward = zip(*points, strict=True)
    return max(across) - min(across), max(upward) - min(upward)


def _text(group: ElementTree.Element) -> str:
    letters = (use.get(_HREF, "").removeprefix("#g") for use in group.iter(f"{_SVG}use"))
    return "".join(_letters().get(letter, "") for letter in letters)


@cache
def _letters() -> Mapping[str, str]:
    """The font's letters by the names that drawings have for them."""
    with TTFont(FONT_FILES / "Sarabun-Regular.ttf") as font:
        return {f"{font.getGlyphID(glyph):x}": chr(code) for code, glyph in font.getBestCmap().items()}


def chart_problems(pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What charts show other than facts.csv, in Thai."""
    labels = _labels(pieces)
    for piece in pieces:
        if isinstance(piece, ShownBlock) and isinstance(piece.block, Chart):
            name = f"ภาพ “{piece.block.title}”"
            for svg in filter(None, (piece.svg, piece.narrow)):
                try:
                    drawing = read_drawing(svg)
                except (ElementTree.ParseError, ValueError):
                    yield f"{name} อ่านไม่ได้"
                    continue
                yield from (f"{name} {problem}" for problem in _problems(drawing, piece.block, lines, labels))


def _labels(pieces: Sequence[Piece]) -> frozenset[str]:
    """The numerals in the words of the report's tables and sentences, as in names: a chart's words may hold them."""
    runs = (run for block in shown_blocks(pieces) for run in printed_runs(block))
    words = (part.text for run in runs for part in run if isinstance(part, Span))
    return frozenset(numeral for text in words for numeral in _NUMERAL.findall(plain(text)))


def _problems(drawing: Drawing, chart: Chart, lines: Lines, labels: frozenset[str]) -> Iterator[str]:
    unknown = drawing.addresses - lines.keys()
    if unknown:
        yield from (f"แสดง {fact} [{key}] ที่ไม่มีใน facts.csv" for fact, key in sorted(unknown))
        return
    scales = set(_SCALES)
    for address, text in drawing.numbers:
        fitting = {scale for scale in _SCALES if _says(text, address, lines, scale)}
        scales &= fitting
        if not fitting:
            yield f"พิมพ์ {text} แต่ {_named(address)} คือ {lines[address].value}"
    if drawing.numbers and not scales:
        yield "พิมพ์ตัวเลขในหน่วยต่างกัน"
    yield from _length_problems(drawing, lines)
    if drawing.addresses:
        known = labels | _numerals_of(drawing, chart, lines)
        for numeral in _NUMERAL.findall(plain(chart.alt)):
            if numeral not in known:
                yield f"มีคำอธิบายว่า {numeral} ซึ่งไม่ใช่ค่าที่ภาพแสดง"


def _named(address: tuple[str, str]) -> str:
    return f"{address[0]} [{address[1]}]"


def _says(text: str, address: tuple[str, str], lines: Lines, scale: Decimal) -> bool:
    """Whether a number in a drawing is the fact's value in this scale; its sign may say which way a step goes."""
    line = lines[address]
    if scale != 1 and line.unit != _BAHT:
        return False
    digits = text.lstrip(f"+{MINUS}")
    if digits == _NEARLY_NONE:
        return 0 < abs(Decimal(line.value)) < scale / 100
    if not _NUMERAL.fullmatch(digits):
        return False
    decimals = len(digits.partition(".")[2])
    wanted = Decimal(digits.replace(",", ""))
    return any(wanted == abs(value) for value in rounded(line, lines, decimals, scale))


def _length_problems(drawing: Drawing, lines: Lines) -> Iterator[str]:
    """Bars whose lengths are not in the proportion of their values, whichever way they lie."""
    values = [_drawn_value(lines[address], lines) for address, _ in drawing.bars]
    if not any(values):
        return
    longest = values.index(max(values))
    wrong: list[list[int]] = []
    for way in (0, 1):
        lengths = [size[way] for _, size in drawing.bars]
        unit = lengths[longest] / values[longest]
        pairs = enumerate(zip(lengths, values, strict=True))
        wrong.append([index for index, (length, value) in pairs if abs(length - value * unit) > _SLACK])
    for index in min(wrong, key=len):
        yield f"แท่งของ {_named(drawing.bars[index][0])} ไม่ยาวตามค่า {lines[drawing.bars[index][0]].value}"


def _drawn_value(line: FactLine, lines: Lines) -> float:
    """A value as it is drawn: a quotient with the decimals that it is printed with."""
    decimals = 2 if line.unit.startswith((_BAHT, _MONTHS)) else 1
    return abs(float(next(rounded(line, lines, decimals))))


def _numerals_of(drawing: Drawing, chart: Chart, lines: Lines) -> set[str]:
    """The numerals that the words of a chart may hold: those of its title and labels, values of its facts, their sums
    and differences, and how many there are."""
    texts = (plain(chart.title), *drawing.words, *(text for _, text in drawing.numbers))
    known = {numeral for text in texts for numeral in _NUMERAL.findall(text)}
    facts = {fact for fact, _ in drawing.addresses}
    for decimals in range(3):
        values = {
            address: next(rounded(line, lines, decimals)) for address, line in lines.items() if address[0] in facts
        }
        shown = [values[address] for address in drawing.addresses]
        amounts = {*values.values(), *_sums(values, drawing.addresses)}
        amounts |= {one - other for one, other in combinations(shown, 2)} if len(shown) <= len(lines) else set()
        known |= {f"{abs(amount):,.{decimals}f}" for amount in amounts}
    known |= {str(count) for count in range(len({key for _, key in lines if key}) + 1)}
    return known | {
        part for key in (key for fact, key in lines if fact in facts) for part in _NUMERAL.findall(plain(key))
    }


def _sums(values: Mapping[tuple[str, str], Decimal], shown: set[tuple[str, str]]) -> Iterator[Decimal]:
    """The sums of each fact, whole and for every value of its keys, and what of these is not drawn by itself."""
    groups: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for fact, key in values:
        parts = key_parts(key)
        if WHOLE in parts.values():
            continue
        for name, value in (("", ""), *parts.items()):
            groups.setdefault((fact, name, value), []).append((fact, key))
    for members in groups.values():
        whole = sum((values[member] for member in members), Decimal(0))
        yield whole
        yield whole - sum((values[member] for member in members if member in shown), Decimal(0))
