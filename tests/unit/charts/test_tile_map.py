"""Where it weighs most: which tiles are dark, where they stand, and what is no tile among them."""

import re

import pytest

from helpers.charts import Extreme, Picture, Series, tile_map
from helpers.charts.classes import ALIKE, MOST_CLASSES, class_of
from helpers.charts.tile_map import AS_STATED, NOT_WHERE_IT_IS
from unit.charts.reading import drawn_words, positions

NAMES = ("เขื่องใน", "ดอนมดแดง", "ม่วงสามสิบ", "ไม่รู้")
VALUES = (10, 20, 50, 90)
CELLS = {"เขื่องใน": (2, 1), "ดอนมดแดง": (1, 2), "ม่วงสามสิบ": (2, 3)}


def drawn(dark: Extreme = "high", values: tuple[int, ...] = VALUES, **layout: object) -> Picture:
    series = Series("นักเรียน", values, tuple(f"f[district={name}]" for name in NAMES))
    return tile_map("นักเรียน", NAMES, series, unit="คน", dark=dark, apart="ไม่รู้", **layout)  # type: ignore[arg-type]


def fills(svg: str, kind: str = "tile") -> dict[str, str]:
    return dict(re.findall(rf'<g id="{kind} f\[district=([^"]*)\]"><path [^>]*style="fill: (#[0-9a-f]{{6}})', svg))


def brightness(colour: str) -> int:
    return sum(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize(("dark", "darkest", "palest"), [("high", "ม่วงสามสิบ", "เขื่องใน"), ("low", "เขื่องใน", "ม่วงสามสิบ")])
def test_what_needs_attention_is_dark_and_what_has_no_district_has_no_shade(
    dark: Extreme, darkest: str, palest: str
) -> None:
    shades = fills(drawn(dark).svg)
    assert set(shades) == set(NAMES) - {"ไม่รู้"}
    assert min(shades, key=lambda name: brightness(shades[name])) == darkest
    assert brightness(shades[palest]) == max(map(brightness, shades.values()))


def test_classes_are_equal_parts_and_strokes_tell_them_without_colour() -> None:
    assert [class_of(value, 10, 50) for value in (10, 19, 20, 30, 49, 50)] == [0, 0, 1, 2, 3, 3]
    assert class_of(7, 7, 7) == 0
    assert {class_of(value, 91, 100) for value in (91, 95, 100)} == {0}, "a tenth of the greatest is no difference"
    assert class_of(100, 90, 100) == MOST_CLASSES - 1
    svg = drawn().svg
    upright = re.findall(r'<g><path d="[^"]*"[^>]* style="fill: #(?:ffffff|16202c)', svg)
    assert len(upright) == 2 * (1 + 2 + MOST_CLASSES), "one, two and four strokes on the tiles and again in the legend"


@pytest.mark.parametrize("dark", ["high", "low"])
def test_values_that_are_near_each_other_have_one_shade_and_the_picture_says_so(dark: Extreme) -> None:
    picture = drawn(dark, (160, 163, 165, 164))
    assert len(set(fills(picture.svg).values())) == 1
    assert brightness(fills(picture.svg)["เขื่องใน"]) > 3 * 0xE0
    assert ALIKE in " ".join(drawn_words(picture))


def test_the_legend_names_the_least_and_the_greatest_value_of_a_class() -> None:
    words = drawn_words(drawn(values=(10, 12, 50, 90)))
    assert words.index("ถึง") == words.index("10") + 1 == words.index("12") - 1
    assert words.count("50") == 2, "a class of one value has one number: in the legend and on the tile"


def test_tiles_stand_where_the_office_says_or_the_picture_says_that_it_is_no_map() -> None:
    listed, stated = drawn(), drawn(cells=CELLS)
    assert NOT_WHERE_IT_IS in " ".join(drawn_words(listed))
    assert AS_STATED in " ".join(drawn_words(stated))
    assert listed.alt.endswith(NOT_WHERE_IT_IS)
    starts = dict(zip(drawn_words(stated), positions(stated), strict=True))
    assert starts["เขื่องใน"][0] < starts["ดอนมดแดง"][0] < starts["ม่วงสามสิบ"][0]
    assert starts["ดอนมดแดง"][1] < starts["เขื่องใน"][1] == starts["ม่วงสามสิบ"][1] < starts["ไม่รู้"][1]
    some = {name: cell for name, cell in CELLS.items() if name != "ดอนมดแดง"}
    assert drawn(cells=some).svg == listed.svg, "a district without a cell would be lost"
    with pytest.raises(ValueError, match="two tiles in one cell"):
        drawn(cells=dict.fromkeys(CELLS, (1, 1)))


def test_names_too_small_for_a_phone_are_scrolled() -> None:
    assert drawn().narrow
    assert not drawn(cells={name: (1, 3 * column) for column, name in enumerate(CELLS, 1)}).narrow
