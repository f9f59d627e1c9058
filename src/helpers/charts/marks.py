"""What is written into a drawing so that it can be read back: of which value each mark is, and in what way.

A name is a kind and the addresses of a mark's values, `length pupils.total[sex=ช]`; of an artist with several marks
those of each mark in turn.
"""

from collections.abc import Sequence

from matplotlib.artist import Artist

LENGTH, NUMERAL = "length ", "number "
"""A bar as long as its value; letters that are its number."""
POINT, SPAN = "point ", "span "
"""What stands across where its value is; what reaches across from one value to another."""
LINE_OF, ZERO = "line ", "zero "
"""A line, or points, as high as its values one after the other; a line where zero is."""
DOTS, RATIO = "dots ", "ratio "
"""Dots that stand by two values each, across and upwards, and those of several schools by as many pairs; the line on
which these have a ratio."""
COLUMN, FIELDS = "column ", "fields "
"""A column of a waterfall; fields as dark as their values."""
TILE, SHADE, CLASS, APART = "tile ", "shade ", "class ", "apart "
"""A tile, or a point of a map, in the shade of the class that holds its value; a sample of a class with its least and
greatest values; what is in no class."""
KINDS = (LENGTH, NUMERAL, POINT, SPAN, LINE_OF, ZERO, DOTS, RATIO, COLUMN, FIELDS, TILE, SHADE, CLASS, APART)
ANONYMOUS, NEXT = "-", "|"
"""Written for a value without address, and between the marks of one artist."""


def name_drawn(artist: Artist, kind: str, *addresses: str) -> None:
    """Write into the drawing what an artist shows; nothing for values without address."""
    name_marks(artist, kind, [addresses])


def name_marks(artist: Artist, kind: str, addresses: Sequence[Sequence[str]]) -> None:
    """The same for an artist of several marks, in the order in which it draws them."""
    if any(map(any, addresses)):
        marks = (" ".join(_escaped(address) or ANONYMOUS for address in mark) for mark in addresses)
        artist.set_gid(kind + f" {NEXT} ".join(marks))


def _escaped(address: str) -> str:
    """An address that ends at its first `]`."""
    fact, opened, key = address.partition("[")
    return fact + opened + key.removesuffix("]").replace("%", "%25").replace("]", "%5D") + "]" * bool(opened)
