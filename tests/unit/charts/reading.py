"""What the tests read back from a picture: its words, its boxes, its outlines."""

import re

from helpers.charts import Picture


def drawn_words(picture: Picture) -> list[str]:
    """Every text in the picture; the drawing notes each beside its outlines."""
    return re.findall(r"<!-- (.*?) -->", picture.svg)


def boxes(picture: Picture, fill: str) -> list[tuple[float, float]]:
    """Width and height of every filled rectangle whose fill starts so, in drawing order."""
    outlines = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {re.escape(fill)}', picture.svg)
    corners = [[tuple(map(float, pair)) for pair in re.findall(r"([-\d.]+) ([-\d.]+)", path)] for path in outlines]
    spans = [(list(zip(*points, strict=True))) for points in corners]
    return [(max(across) - min(across), max(down) - min(down)) for across, down in spans]


def positions(picture: Picture) -> list[tuple[float, float]]:
    """Where every text starts."""
    return [(float(x), float(y)) for x, y in re.findall(r'transform="translate\(([-\d.]+) ([-\d.]+)\) ', picture.svg)]


def outlines(picture: Picture, text: str) -> list[str]:
    """The glyphs of one text, in drawing order."""
    (part,) = re.findall(rf"<!-- {re.escape(text)} -->(.*?)</g>", picture.svg, re.DOTALL)
    return re.findall(r'<use xlink:href="#(.*?)"', part)


def dots(svg: str, fill: str = "#173f6b") -> list[tuple[float, float]]:
    """The middles of the points of this colour: of equal ones that refer to one outline, and of those drawn out."""
    uses = re.findall(rf'<use xlink:href="#[^"]*" x="([-\d.]+)" y="([-\d.]+)" style="fill: {fill}', svg)
    outlines = re.findall(rf'<path d="([^"]*)" style="fill: {fill}; stroke: #ffffff', svg)
    middles = [(float(x), float(y)) for x, y in uses]
    for outline in outlines:
        across, down = zip(*(map(float, pair) for pair in re.findall(r"([-\d.]+) ([-\d.]+)", outline)), strict=True)
        middles.append(((min(across) + max(across)) / 2, (min(down) + max(down)) / 2))
    return middles
