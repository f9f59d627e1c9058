"""Whether the marks of a drawing stand where their values are: on one scale for all that can be compared by eye.

Nothing is known of how a drawing was laid out: its scale is the one that most of its marks agree on.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from math import sqrt
from statistics import median

from helpers.audit.pages_drawings import Address, Drawing, Mark
from helpers.charts.alt_text import CUT
from helpers.charts.classes import class_of
from helpers.charts.marks import CLASS, COLUMN, DOTS, FIELDS, LENGTH, LINE_OF, POINT, RATIO, SHADE, SPAN, TILE, ZERO
from helpers.charts.point_scales import CLOSER
from helpers.charts.small_multiples import OWN_HIGHEST

SLACK = 0.75
"""Points by which a mark may stand beside its value: what rounding positions and values takes."""
_SHADE_SLACK = 6
"""The same for the brightness of a field, of 765: there are 256 shades."""
Value = Callable[[Address], float]
"""What a drawing shows of a value: rounded as it is printed."""


@dataclass(frozen=True)
class _Anchor:
    """Where something stands, and the number that stands there; `address` is None for zero."""

    at: float
    number: float
    address: Address | None


@dataclass(frozen=True)
class _Scale:
    """Where the number zero is, and by how much a number of one more stands further on."""

    zero: float
    unit: float

    def at(self, number: float) -> float:
        """Where a number stands."""
        return self.zero + self.unit * number

    def number(self, at: float) -> float:
        """The number that stands here; the scale is not that of equal numbers."""
        return (at - self.zero) / self.unit


def misplaced(drawing: Drawing, value: Value) -> Iterator[Address]:
    """The values whose marks stand elsewhere, are of another length or another shade."""
    root = _root if drawing.says(CLOSER) else float
    across, upward = _across(drawing, lambda address: root(value(address))), list[_Anchor]()
    for mark in drawing.of_kind(DOTS):
        pairs = [address for address in mark.addresses if address]
        across += [_Anchor(mark.middle[0], root(value(one)), one) for one in pairs[::2]]
        upward += [_Anchor(-mark.middle[1], root(value(one)), one) for one in pairs[1::2]]
    yield from _off_scale(across)
    yield from _off_scale(upward)
    yield from _off_ratio(drawing, value, _scale(across), _scale(upward))
    yield from _wrong_lines(drawing, value)
    yield from _wrong_lengths(drawing, value)
    yield from _wrong_steps(drawing.of_kind(COLUMN), value)
    yield from _wrong_shades([(mark, mark.addresses[0]) for mark in drawing.of_kind(FIELDS)], value)
    yield from _wrong_classes(drawing, value)
    yield from _wrong_numbers(drawing)


def _root(number: float) -> float:
    """The square root; zero for what has none, which stands nowhere on such a scale."""
    return sqrt(max(number, 0.0))


def _across(drawing: Drawing, number: Value) -> list[_Anchor]:
    """Marks on the scale from left to right, with the bars beside which they stand."""
    anchors = list[_Anchor]()
    for mark in drawing.of_kind(POINT, SPAN):
        ends = (mark.middle[0],) if mark.kind == POINT else (mark.left, mark.right)
        pairs = zip(ends, mark.addresses, strict=False)
        anchors += [_Anchor(at, number(address), address) for at, address in pairs if address]
    for mark in drawing.of_kind(LENGTH) if anchors else ():
        (address,) = mark.addresses
        if address:
            anchors += [_Anchor(mark.left, 0, None), _Anchor(mark.right, number(address), address)]
    return anchors


def _scale(anchors: Sequence[_Anchor]) -> _Scale:
    """The scale that most of the anchors agree on; its unit is zero where all have one number."""
    ordered = sorted(anchors, key=lambda anchor: anchor.number)
    half = len(ordered) // 2
    pairs = [(low, high) for low, high in zip(ordered, ordered[half:], strict=False) if high.number > low.number]
    unit = median((high.at - low.at) / (high.number - low.number) for low, high in pairs) if pairs else 0.0
    return _Scale(median([anchor.at - unit * anchor.number for anchor in ordered] or [0.0]), unit)


def _off_scale(anchors: Sequence[_Anchor]) -> Iterator[Address]:
    """Greater numbers stand further on, and all by the same measure."""
    scale = _scale(anchors)
    for anchor in anchors:
        if anchor.address and (scale.unit < 0 or abs(scale.at(anchor.number) - anchor.at) > SLACK):
            yield anchor.address


def _off_ratio(drawing: Drawing, value: Value, across: _Scale, upward: _Scale) -> Iterator[Address]:
    """A line of equal ratios of which one end stands where the ratio is another."""
    for mark in drawing.of_kind(RATIO):
        (address,) = mark.addresses
        ends = ((mark.left, mark.bottom), (mark.right, mark.top))
        if address and across.unit and upward.unit:
            wanted = (across.at(_root(value(address)) * upward.number(-height)) for _, height in ends)
            if any(abs(at - end) > SLACK for at, (end, _) in zip(wanted, ends, strict=True)):
                yield address


def _wrong_lines(drawing: Drawing, value: Value) -> Iterator[Address]:
    """Points of lines that do not stand as high as their values, and of the first that has no zero though it should."""
    shares, cut = drawing.says(OWN_HIGHEST), drawing.says(CUT)
    zeros = {mark.panel: _Anchor(-mark.middle[1], 0, None) for mark in drawing.of_kind(ZERO)}
    for panel, of_panel in groupby(drawing.of_kind(LINE_OF), key=lambda mark: mark.panel):
        lines = [list(line) for _, line in groupby(of_panel, key=lambda mark: mark.artist)]
        highest = _highest(lines, value) if shares else {}
        points = [(mark, address) for line in lines for mark in line if (address := mark.addresses[0])]
        anchors = [_Anchor(-mark.middle[1], value(one) / highest.get(one, 1), one) for mark, one in points]
        if panel in zeros:
            anchors.append(zeros[panel])
        elif points and not (cut or shares):
            yield points[0][1]
        yield from _off_scale(anchors)
        yield from _out_of_order(lines)


def _highest(lines: Sequence[Sequence[Mark]], value: Value) -> dict[Address, float]:
    """For each value the highest of its line, of which a small drawing shows the share."""
    highest = dict[Address, float]()
    for line in lines:
        known = [mark.addresses[0] for mark in line if mark.addresses[0]]
        most = max(map(value, known), default=0.0) or 1.0
        highest |= {address: max(most, highest.get(address, 0.0)) for address in known}
    return highest


def _out_of_order(lines: Sequence[Sequence[Mark]]) -> Iterator[Address]:
    """Points that do not follow each other from left to right, or stand beside those of the other lines."""
    for line in lines:
        first = next((other for other in lines if len(other) == len(line)), line)
        beside = [abs(mark.left - other.left) > SLACK for mark, other in zip(line, first, strict=True)]
        backwards = [False, *(later.left <= earlier.left for earlier, later in pairwise(line))]
        yield from (
            mark.addresses[0]
            for mark, *wrong in zip(line, beside, backwards, strict=True)
            if any(wrong) and mark.addresses[0]
        )


def _wrong_lengths(drawing: Drawing, value: Value) -> Iterator[Address]:
    """Bars whose lengths are not in the proportion of their values, whichever way they lie, or that begin elsewhere
    than the others."""
    bars = [(mark, mark.addresses[0]) for mark in drawing.of_kind(LENGTH)]
    known = [(mark, address) for mark, address in bars if address]
    values = [abs(value(address)) for _, address in known]
    if any(values):
        wrong = [list(_not_so_long(known, values, way)) for way in (0, 1)]
        yield from min(wrong, key=len)


def _not_so_long(bars: Sequence[tuple[Mark, Address]], values: Sequence[float], way: int) -> Iterator[Address]:
    """Bars that are not as long as their values; `way` is 0 for those that lie, 1 for those that stand."""
    longest = values.index(max(values))
    spans = [((mark.left, mark.right), (mark.top, mark.bottom))[way] for mark, _ in bars]
    unit = (spans[longest][1] - spans[longest][0]) / values[longest]
    ends = Counter((mark.panel, round(end)) for (mark, _), span in zip(bars, spans, strict=True) for end in span)
    bases = {panel: end for (panel, end), _ in reversed(ends.most_common())}
    for (mark, address), value, (low, high) in zip(bars, values, spans, strict=True):
        apart = min(abs(end - bases[mark.panel]) for end in (low, high)) > 2 * SLACK
        if abs(high - low - value * unit) > SLACK or apart:
            yield address


def _wrong_steps(columns: Sequence[Mark], value: Value) -> Iterator[Address]:
    """Columns of a waterfall that are not as high as their values, or do not begin where the one before ends. The first
    and the last are counts, and may be cut at their feet."""
    known = [(mark, mark.addresses[0]) for mark in columns if mark.addresses[0]]
    tops = [_Anchor(-mark.top, value(address), address) for mark, address in (known[:1] + known[-1:])]
    changes = [(mark, address) for mark, address in known[1:-1] if value(address)]
    if not changes:
        yield from _off_scale(tops)
        return
    unit = median((mark.bottom - mark.top) / abs(value(address)) for mark, address in changes)
    for mark, address in changes:
        if abs(mark.bottom - mark.top - abs(value(address)) * unit) > SLACK:
            yield address
    first, last = tops
    if abs((last.at - first.at) - (last.number - first.number) * unit) > SLACK and last.address:
        yield last.address
    for (before, _), (mark, address) in pairwise(known if len(known) == len(columns) else ()):
        ends, others = (before.top, before.bottom), (mark.top, mark.bottom)
        if min(abs(end - other) for end in ends for other in others) > SLACK:
            yield address


def _wrong_shades(fields: Sequence[tuple[Mark, Address | None]], value: Value) -> Iterator[Address]:
    """Fields that are not as dark as their values, the darker or the brighter the higher."""
    shown = [(mark.brightness, address) for mark, address in fields]
    known = [(shade, address) for shade, address in shown if shade is not None and address]
    yield from (address for shade, address in shown if shade is None and address)
    scale = _scale([_Anchor(shade, value(address), address) for shade, address in known])
    for shade, address in known:
        if abs(scale.at(value(address)) - shade) > _SHADE_SLACK:
            yield address


def _wrong_classes(drawing: Drawing, value: Value) -> Iterator[Address]:
    """Tiles and points that have not the shade of the class which holds their values, and samples of classes that have
    not the shade, the least or the greatest value of theirs."""
    tiles = [(mark, address) for mark in drawing.of_kind(TILE, SHADE) if (address := mark.addresses[0])]
    samples = [(mark, address) for mark in drawing.of_kind(CLASS) for address in mark.addresses]
    shown = {address: Decimal(repr(value(address))) for _, address in tiles}
    if not shown:
        return
    ends = min(shown.values()), max(shown.values())
    classes = {address: class_of(number, *ends) for address, number in shown.items()}
    yield from (address for _, address in samples if address and address not in shown)
    yield from _wrong_shades(
        [each for each in (*tiles, *samples) if each[1] in shown], lambda address: float(classes[address])
    )
    members: dict[int, list[Decimal]] = {}
    for address, number in shown.items():
        members.setdefault(classes[address], []).append(number)
    for mark in drawing.of_kind(CLASS):
        for address, extreme in zip(mark.addresses, (min, max), strict=True):
            if address in shown and shown[address] != extreme(members[classes[address]]):
                yield address


def _wrong_numbers(drawing: Drawing) -> Iterator[Address]:
    """Numbers that stand at the mark of another value: along the axis on which the marks of their kind follow each
    other, none is nearer than that of their own."""
    for kind, way in ((LENGTH, None), (LINE_OF, 0), (COLUMN, 0)):
        marks = [mark for mark in drawing.of_kind(kind) if mark.addresses[0]]
        ways = (0, 1) if way is None else (way,)
        wrong = [list(_at_another(drawing, marks, direction)) for direction in ways] if marks else []
        yield from min(wrong, key=len, default=[])
    yield from _outside(drawing)


def _at_another(drawing: Drawing, marks: Sequence[Mark], way: int) -> Iterator[Address]:
    middles = dict[tuple[int, Address], float]()
    for mark in marks:
        if mark.addresses[0]:
            middles[mark.panel, mark.addresses[0]] = mark.middle[way]
    for number in drawing.numbers:
        if (number.panel, number.address) in middles:
            distances = (abs(at - number.middle[way]) for (panel, _), at in middles.items() if panel == number.panel)
            if abs(middles[number.panel, number.address] - number.middle[way]) > min(distances) + SLACK:
                yield number.address


def _outside(drawing: Drawing) -> Iterator[Address]:
    """Numbers of fields and tiles that stand outside of these; those of a tile also stand in the legend."""
    fields = {mark.addresses[0]: mark for mark in drawing.of_kind(FIELDS, TILE)}
    written: dict[Address, list[tuple[float, float]]] = {}
    for number in drawing.numbers:
        written.setdefault(number.address, []).append(number.middle)
    for address, middles in written.items():
        field = fields.get(address)
        if field and not any(
            field.left <= across <= field.right and field.top <= down <= field.bottom for across, down in middles
        ):
            yield address
