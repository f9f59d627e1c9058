"""Where schools lie: north is up, a kilometre is as long in every direction, and classes are told without colour."""

import re
from decimal import Decimal
from math import cos, radians

import pytest

from helpers.audit.pages_drawings import Mark, read_drawing
from helpers.charts import Coordinates, Picture, Series, point_map
from helpers.charts.marks import CLASS, DOTS, SHADE
from helpers.charts.point_map import KM_PER_DEGREE
from unit.charts.reading import drawn_words

NAMES = ("ใต้", "เหนือสุด", "ตะวันออก")
EAST = (Decimal("104.800000"), Decimal("104.800000"), Decimal("105.000000"))
NORTH = (Decimal("15.000000"), Decimal("15.200000"), Decimal("15.000000"))
PUPILS = (10, 90, 200)


def series(fact: str, values: tuple[Decimal | int, ...]) -> Series:
    return Series(fact, values, tuple(f"{fact}[smis={name}]" for name in NAMES))


def drawn(groups: tuple[str, ...] = ()) -> Picture:
    coordinates = Coordinates(series("east", EAST), series("north", NORTH), groups)
    return point_map("นักเรียน", NAMES, series("pupils", PUPILS), coordinates, unit="คน")


def middles(svg: str, kind: str) -> dict[str, tuple[float, float]]:
    marks: list[Mark] = read_drawing(svg).of_kind(kind)
    return {str(mark.addresses[0]).split("=")[1].strip("')"): mark.middle for mark in marks}


@pytest.mark.parametrize("on_phone", [False, True])
def test_north_is_up_and_a_degree_of_longitude_is_shorter_by_the_cosine_of_the_latitude(on_phone: bool) -> None:
    picture = drawn()
    dots = middles(picture.narrow if on_phone else picture.svg, DOTS)
    south, north, east = (dots[name] for name in NAMES)
    assert north[0] == pytest.approx(south[0], abs=0.02)
    assert north[1] < south[1] == pytest.approx(east[1], abs=0.02)
    assert (east[0] - south[0]) / (south[1] - north[1]) == pytest.approx(cos(radians(15.1)), abs=0.002)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    svg = drawn().svg
    dots = middles(svg, DOTS)
    per_km = (dots["ใต้"][1] - dots["เหนือสุด"][1]) / (Decimal("0.2") * Decimal(str(KM_PER_DEGREE))).__float__()
    (length,) = [int(word.split()[0]) for word in drawn_words(drawn()) if word.endswith("กม.")]
    ends = re.findall(r'<path d="M (\S+) (\S+) L (\S+) \2 " [^>]*stroke-width: 1.6', svg)
    assert [float(right) - float(left) for left, _, right in ends] == [pytest.approx(length * per_km, abs=0.05)]


def test_points_stand_where_their_shades_do_and_the_legend_has_every_class() -> None:
    svg = drawn().svg
    dots, discs = middles(svg, DOTS), middles(svg, SHADE)
    assert discs == {name: pytest.approx(middle, abs=0.02) for name, middle in dots.items()}
    sizes = [mark.right - mark.left for mark in read_drawing(svg).of_kind(CLASS)]
    assert len(sizes) == 3
    assert sizes == sorted(set(sizes)), "larger with each class"


def test_groups_are_named_and_the_words_say_where_north_is() -> None:
    picture = drawn(("เมือง", "เมือง", ""))
    assert "เมือง" in drawn_words(picture)
    assert "เหนือ" in drawn_words(picture)
    assert picture.alt.startswith("แผนที่ 3 จุด: นักเรียน – มากที่สุดคือ ตะวันออก จำนวน 200 คน")


def test_a_school_without_coordinates_is_refused() -> None:
    with pytest.raises(ValueError, match="coordinates for 2 of 3"):
        point_map("ก", NAMES, series("p", PUPILS), Coordinates(Series("", EAST[:2]), Series("", NORTH[:2])), unit="คน")
