"""Where to look first: a field for each row and column, the darker the more it needs attention."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from helpers.charts.alt_text import Series, Value, Writing, alt_text, is_nothing, writing_for
from helpers.charts.classes import DARKEST, PALEST, Extreme
from helpers.charts.drawing import (
    HEADING,
    INK,
    LINE,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    axis_labels,
    broken,
    heading,
    nothing,
    panel,
    sheet,
    wide,
)
from helpers.charts.marks import FIELDS, NUMERAL, name_drawn, name_marks
from helpers.charts.plotting import seaborn
from helpers.charts.rows import BESIDE, LONGEST_NAME

FIELD, LONGEST_ON_PHONE = 7.6, 34.0
"""Millimetres: how high a field is, and how wide names may be beside it on a phone."""
WIDEST = 34.0
UNKNOWN = "–"
"""Stands where there is no value."""
MOST_NAMED = 3
"""So many of the darkest fields are told in words."""
DARK = 0.6
"""From this shade on, white numbers stand out more than dark ones."""
DARK_FIRST = "สีเข้มคือที่ควรดูก่อน"


def heat_map(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Value | None]],
    *,
    unit: str,
    dark: Extreme = "high",
    digits: str = "arabic",
    addresses: Sequence[Sequence[str]] = (),
) -> Picture:
    """A field for every row and column with its number, the darker the nearer to the `dark` end; a dash where there is
    no value. `values` are row by row, and so are the `addresses` of those that have one.

    Raises ValueError where these are not a value, or None, for every field.
    """
    if {len(row) for row in values} - {len(columns)} or len(values) != len(rows):
        raise ValueError(f"{title}: not {len(rows)} rows of {len(columns)} values")
    known = tuple(value for row in values for value in row if value is not None)
    writing = writing_for([""] * len(known), [Series("", known)], unit, digits)
    if is_nothing([Series("", known)]):
        return nothing(title, writing)
    heads = ([writing.words(row) for row in rows], [writing.words(column) for column in columns])
    known_by = [
        "" if value is None else address
        for line, row in zip(addresses, values, strict=False)
        for address, value in zip(line, row, strict=True)
    ]
    page, phone = (_drawn(*heads, values, writing, dark, width, known_by) for width in (WIDTH, PHONE))
    return Picture(page, _describe(title, rows, columns, values, writing, dark), phone)


def _drawn(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Value | None]],
    writing: Writing,
    dark: Extreme,
    width: float,
    addresses: Sequence[str],
) -> str:
    """Names of rows at the left, of columns below; the fields no wider than they need. `addresses` are those of the
    fields, row by row, empty for one without a value."""
    names = [broken(name, LONGEST_NAME if width == WIDTH else LONGEST_ON_PHONE) for name in rows]
    left = max(map(wide, names)) + BESIDE
    right = max(0.0, width - left - WIDEST * len(columns))
    below = axis_labels(columns, width - left - right)
    high = FIELD + LINE * 0.7 * max(name.count("\n") for name in names)
    with sheet(HEADING + high * len(rows) + below.height, width) as figure:
        axes = panel(figure, left=left, right=right, bottom=below.height)
        _fields(axes, values, writing, dark)
        name_marks(axes.collections[0], FIELDS, [(address,) for address in addresses])
        for text, address in zip(axes.texts, filter(None, addresses), strict=False):
            name_drawn(text, NUMERAL, address)
        below.put(axes, first=0.5)
        heading(figure, f"{writing.shared_unit}  {DARK_FIRST}")
        for row, name in enumerate(names):
            axes.annotate(
                name, (0, row + 0.5), (-5, 0), ("axes fraction", "data"), "offset points", ha="right", va="center",
                linespacing=1,
            )  # fmt: skip
        return as_svg(figure)


def _fields(axes: Axes, values: Sequence[Sequence[Value | None]], writing: Writing, dark: Extreme) -> None:
    """The fields with their numbers, in white on the darker ones; a dash on no field where there is no value."""
    shades = _shades(values, dark)
    seaborn.heatmap(
        [[0.0 if shade is None else shade for shade in row] for row in shades],
        mask=np.array([[shade is None for shade in row] for row in shades]),
        annot=np.array([["" if value is None else writing.drawn(value) for value in row] for row in values]),
        fmt="", cmap=LinearSegmentedColormap.from_list("attention", (PALEST, DARKEST)), vmin=0, vmax=1, cbar=False,
        linewidths=1.4, linecolor="white", xticklabels=False, yticklabels=False, ax=axes,
    )  # fmt: skip
    known = [shade for row in shades for shade in row if shade is not None]
    for number, shade in zip(axes.texts, known, strict=True):
        number.set_color("white" if shade > DARK else INK)
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value is None:
                axes.text(column + 0.5, row + 0.5, UNKNOWN, ha="center", va="center", color=SOFT)


def _shades(values: Sequence[Sequence[Value | None]], dark: Extreme) -> list[list[float | None]]:
    """How dark each field is, from 0 to 1; none is dark where all values are the same."""
    known = [value for row in values for value in row if value is not None]
    bright, darkest = (min(known), max(known)) if dark == "high" else (max(known), min(known))
    span = darkest - bright
    return [
        [None if value is None else float((value - bright) / span) if span else 0.0 for value in row] for row in values
    ]


def _describe(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Value | None]],
    writing: Writing,
    dark: Extreme,
) -> str:
    """The darkest fields and their numbers, and how many fields have none."""
    fields = [
        (value, f"{row} {column}")
        for row, line in zip(rows, values, strict=True)
        for column, value in zip(columns, line, strict=True)
        if value is not None
    ]
    ranked = sorted(fields, key=lambda field: -field[0] if dark == "high" else field[0])
    first = ", ".join(f"{name} {writing.quantity(value)}" for value, name in ranked[:MOST_NAMED])
    unknown = len(rows) * len(columns) - len(fields)
    differ = len({value for value, _ in fields}) > 1
    shades = f"ควรดูก่อนคือ {first}" if differ else f"ทุกช่องเท่ากันที่ {writing.quantity(fields[0][0])}"
    lacking = f"ไม่มีค่า {unknown} ช่อง" if unknown else ""
    return alt_text(f"แผนภูมิสี {len(rows)} แถว {len(columns)} คอลัมน์", title, writing, shades, lacking)
