"""Drawings read back: which value each mark says it is, where it stands, and what is written.

Letters of a drawing are outlines, each named by its place in the font; that place says which letter it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from helpers.audit.pages_words import plain
from helpers.charts.marks import ANONYMOUS, CLASS, DOTS, KINDS, LINE_OF, NEXT, NUMERAL, SPAN, ZERO
from helpers.lettering import FONT_FILES

_SVG, _HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_ADDRESS = re.compile(r"(?P<fact>[\w.]+)\[(?P<key>[^\]]*)\]")
_ONE = rf"(?:[\w.]+\[[^\]]*\]|{ANONYMOUS})"
_NAME = re.compile(rf"{_ONE}(?: (?:\{NEXT} )?{_ONE})*")
_PART = re.compile(rf"{_ONE}|\{NEXT}")
_NUMBER = r"-?[\d.]+(?:e-?\d+)?"
_COORDINATES = re.compile(rf"({_NUMBER}) ({_NUMBER})")
_MOVED = re.compile(rf"translate\(({_NUMBER}) ({_NUMBER})\)")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SCALED = re.compile(rf"scale\(({_NUMBER}) ")
_LETTER, _HEIGHT = 50, 65
"""About how wide and high a digit is, in the units of a drawing's letters."""
_FILL = re.compile(r"fill: #([0-9a-f]{6})")
Address = tuple[str, str]
"""A fact and a key."""
_Shape = tuple[tuple[float, float, float, float], int | None]
"""The corners of an outline, left, top, right and bottom, and how bright it is filled."""


@dataclass(frozen=True)
class Mark:
    """A mark in a drawing: its kind, the values that it stands for (None for one without address), the panel that it is
    in and the artist that it is a part of, the corners of its outline in points from the left and the top, and the
    brightness of its fill (0 to 765)."""

    kind: str
    addresses: tuple[Address | None, ...]
    panel: int
    artist: int
    left: float
    top: float
    right: float
    bottom: float
    brightness: int | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class WrittenNumber:
    """A number in a drawing: the value that it says it is, its letters, its panel, and about where their middle is,
    across and down."""

    address: Address
    text: str
    panel: int
    middle: tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """What a drawing shows: its marks, its numbers and all other words. A line has a mark for each of its points."""

    marks: tuple[Mark, ...]
    numbers: tuple[WrittenNumber, ...]
    words: tuple[str, ...]

    def of_kind(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]

    @property
    def addresses(self) -> set[Address]:
        """Fact and key of everything that is drawn."""
        drawn = {address for mark in self.marks for address in mark.addresses if address}
        return drawn | {number.address for number in self.numbers}

    def says(self, words: str) -> bool:
        """Whether these words stand in it, wherever its lines break; vowels and tones above and below are left out, as
        those that the font moves aside have no letter of their own."""
        return _MARKS.sub("", plain(words)) in _MARKS.sub("", "".join(self.words))


def read_drawing(svg: str) -> Drawing:
    """What a drawing shows. Raises ElementTree.ParseError for a text that is no drawing, and ValueError for a group
    whose name is no address, or that has more or fewer marks than its name says."""
    marks, numbers, words = list[Mark](), list[WrittenNumber](), list[str]()
    letters = set[ElementTree.Element]()
    for panel, group in _groups(ElementTree.fromstring(svg)):
        name = group.get("id", "")
        kind = next((kind for kind in KINDS if name.startswith(kind)), "")
        if kind == NUMERAL:
            ((address,),) = _addresses(name.removeprefix(kind))
            numbers.append(WrittenNumber(address or ("", ""), plain(_text(group)), panel, _text_middle(group)))
            letters.update(group)
        elif kind:
            marks += map(_checked, _marks(kind, _addresses(name.removeprefix(kind)), (panel, len(marks)), group))
        elif group not in letters and group.find(f"{_SVG}use") is not None and (text := plain(_text(group))):
            words.append(text)
    return Drawing(tuple(marks), tuple(numbers), tuple(words))


def addresses_in(svg: str) -> set[Address]:
    """Fact and key of everything that a drawing shows; none of one that cannot be read."""
    try:
        return read_drawing(svg).addresses
    except (ElementTree.ParseError, ValueError):
        return set()


def _groups(root: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    """The groups of a drawing, each with the number of the panel that it is in: marks of one have their scale in
    common."""
    panels = (panel for figure in root.findall(f"{_SVG}g") for panel in figure.findall(f"{_SVG}g"))
    within = {group: number for number, panel in enumerate(panels, 1) for group in panel.iter(f"{_SVG}g")}
    return ((within.get(group, 0), group) for group in root.iter(f"{_SVG}g"))


def _addresses(name: str) -> list[tuple[Address | None, ...]]:
    """The addresses of each mark that a name tells of."""
    if not _NAME.fullmatch(name) and name:
        raise ValueError(name)
    marks: list[list[Address | None]] = [[]]
    for part in _PART.findall(name):
        address = _ADDRESS.fullmatch(part)
        if part == NEXT:
            marks.append([])
        else:
            key = address["key"].replace("%5D", "]").replace("%25", "%") if address else ""
            marks[-1].append((address["fact"], key) if address else None)
    return [tuple(mark) for mark in marks]


_VALUES = {SPAN: 2, CLASS: 2, ZERO: 0}
"""How many values a mark of a kind stands for, unless it is one."""


def _checked(mark: Mark) -> Mark:
    """The mark. Raises ValueError for more or fewer values than its kind has."""
    count = len(mark.addresses)
    if count != _VALUES.get(mark.kind, 1) if mark.kind != DOTS else not count or count % 2:
        raise ValueError(f"{mark.kind}{mark.addresses}")
    return mark


def _marks(
    kind: str,
    addresses: Sequence[tuple[Address | None, ...]],
    within: tuple[int, int],
    group: ElementTree.Element,
) -> Iterator[Mark]:
    """The marks of a group, `within` a panel and numbered as an artist. A line that has points is read twice, by these
    and by where it turns."""
    panel, artist = within
    shapes = list(_shapes(group))
    readings = [shapes[:1] if len(addresses) == 1 and kind != LINE_OF else shapes]
    if kind == LINE_OF:
        paths, uses = group.findall(f"{_SVG}path"), group.iter(f"{_SVG}use")
        points = [(float(use.get("x", 0)), float(use.get("y", 0))) for use in uses]
        turns = list(dict.fromkeys(corner for path in paths for corner in _corners(path)))
        readings = [[((x, y, x, y), None) for x, y in reading] for reading in (points, turns) if reading]
    for reading in readings:
        if len(reading) != len(addresses):
            raise ValueError(f"{kind}{len(reading)} {len(addresses)}")
        for mark, (corners, shade) in zip(addresses, reading, strict=True):
            yield Mark(kind, mark, panel, artist, *corners, shade)
        artist += 1


def _shapes(group: ElementTree.Element) -> Iterator[_Shape]:
    """The corners and fills of the outlines of a group and of what it repeats, in drawing order."""
    for part in group:
        if part.tag == f"{_SVG}path" and (points := _corners(part)):
            across, down = zip(*points, strict=True)
            yield (min(across), min(down), max(across), max(down)), _brightness(part)
        elif part.tag == f"{_SVG}path":
            yield (0.0, 0.0, 0.0, 0.0), None
        elif part.tag == f"{_SVG}use":
            x, y = float(part.get("x", 0)), float(part.get("y", 0))
            yield (x, y, x, y), _brightness(part)
        elif part.tag == f"{_SVG}g":
            yield from _shapes(part)


def _corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in _COORDINATES.findall(path.get("d", ""))]


def _brightness(part: ElementTree.Element) -> int | None:
    fill = _FILL.search(part.get("style", ""))
    return sum(bytes.fromhex(fill[1])) if fill else None


def _text_middle(group: ElementTree.Element) -> tuple[float, float]:
    """About where the middle of a text is: half of the way to its last letter, and half a letter up."""
    for part in group.iter(f"{_SVG}g"):
        moved, scaled = _MOVED.search(part.get("transform", "")), _SCALED.search(part.get("transform", ""))
        if moved and scaled:
            scale = float(scaled[1])
            along = scale * (_LETTER + max((float(use.get("x", 0)) for use in part.iter(f"{_SVG}use")), default=0)) / 2
            up = scale * _HEIGHT / 2
            upright = "rotate(-90)" in part.get("transform", "")
            across, down = (-up, -along) if upright else (along, -up)
            return float(moved[1]) + across, float(moved[2]) + down
    return 0.0, 0.0


def _text(group: ElementTree.Element) -> str:
    letters = (use.get(_HREF, "").removeprefix("#g") for use in group.iter(f"{_SVG}use"))
    return "".join(_letters().get(letter, "") for letter in letters)


@cache
def _letters() -> Mapping[str, str]:
    """The font's letters by the names that drawings have for them."""
    with TTFont(FONT_FILES / "Sarabun-Regular.ttf") as font:
        return {f"{font.getGlyphID(glyph):x}": chr(code) for code, glyph in font.getBestCmap().items()}
