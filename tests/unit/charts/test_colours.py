"""Whether every eye, and grey print, can tell the series of a chart apart."""

import itertools
import math

import pytest
from matplotlib.colors import to_rgb

from helpers.charts.drawing import BAR_PENS, PENS

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
Matrix = tuple[tuple[float, ...], ...]


def lab(colour: str, eye: Matrix) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as an eye sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    seen = [min(1.0, max(0.0, sum(map(lambda a, b: a * b, row, linear)))) for row in eye]
    xyz = [sum(a * b for a, b in zip(row, seen, strict=True)) / sum(row) for row in TO_XYZ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eye", [NORMAL, PROTANOPIA, DEUTERANOPIA], ids=["normal", "protanopia", "deuteranopia"])
def test_every_eye_tells_the_colours_apart(eye: Matrix) -> None:
    for one, other in itertools.combinations(BAR_PENS, 2):
        assert math.dist(lab(one.colour, eye), lab(other.colour, eye)) > 15


def test_grey_print_tells_the_colours_apart() -> None:
    greys = sorted(lab(pen.colour, NORMAL)[0] for pen in PENS)
    assert min(lighter - darker for darker, lighter in itertools.pairwise(greys)) > 12
    assert abs(lab(PENS[0].colour, NORMAL)[0] - lab(PENS[1].colour, NORMAL)[0]) > 30
    assert greys[-1] < 62
    assert (
        len({pen.hatch for pen in PENS})
        == len({pen.marker for pen in PENS})
        == len({pen.dashes for pen in PENS})
        == len(PENS)
    )


def test_the_fifth_bar_is_empty_and_has_an_edge_that_print_shows() -> None:
    *_, fifth = BAR_PENS
    assert lab(fifth.colour, NORMAL)[0] - max(lab(pen.colour, NORMAL)[0] for pen in PENS) > 30
    assert lab(fifth.edge, NORMAL)[0] < 15
    assert {pen.edge for pen in PENS} == {"none"}
