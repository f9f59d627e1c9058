"""How downloaded files are named and encoded: as in real folders both vary from file to file, but never by chance."""

from __future__ import annotations

import zlib

from helpers.collection.dmc.layouts import Layout, Shape
from helpers.periods import Round

ENCODINGS = ("cp874", "utf-8-sig", "cp874", "utf-8-sig", "utf-8")


def _variant(round_: Round, layout: Layout, choices: int) -> int:
    return zlib.crc32(f"{round_}/{layout.slug}".encode()) % choices


def aggregate_name(round_: Round, layout: Layout, area_block: str, *, older: bool) -> str:
    """`2568-2-<title>.csv`, or the older `2567-3-age-34010000.csv` for reports that had one."""
    if layout.old_name and (older or _variant(round_, layout, 4) == 0):
        return f"{round_}-{layout.old_name}-{area_block}.csv"
    title = layout.title.replace(".", "-") if layout.shape is Shape.FLAGS and older else layout.title
    return f"{round_}-{title}.csv"


def aggregate_encoding(round_: Round, layout: Layout) -> str:
    """cp874 or UTF-8, with or without a byte order mark; reports without Thai text have none."""
    return ENCODINGS[_variant(round_, layout, len(ENCODINGS))] if layout.labels else "utf-8"


def pupil_list_name(round_: Round, part: int = 0) -> str:
    """`2568-1-student.xlsx`; a list that is delivered in parts numbers them from 1."""
    return f"{round_}-student{f'-{part}' if part else ''}.xlsx"


def confirmations_name(round_: Round) -> str:
    """`2568-1-confirmations.csv`."""
    return f"{round_}-confirmations.csv"
