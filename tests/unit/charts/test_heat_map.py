"""Where to look first: which fields are dark, what they say, what stands where nothing is known."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from helpers.charts import Extreme, Picture, heat_map
from unit.charts.reading import drawn_words

SYSTEMS, ROUNDS = ("DMC", "EMIS"), ("2568-1", "2568-2", "2568-3")
FOUND = ((1, 2, None), (3, 40, 0))


def drawn(dark: Extreme = "high", values: tuple[tuple[int | Decimal | None, ...], ...] = FOUND) -> Picture:
    return heat_map("ข้อที่พบ", SYSTEMS, ROUNDS, values, unit="ข้อ", dark=dark)


def lightness(svg: str) -> list[int]:
    """The sum of the colours of the fields, row by row."""
    fills = re.findall(r'style="fill: #([0-9a-f]{6}); stroke: #ffffff', svg)
    return [sum(int(fill[start : start + 2], 16) for start in (0, 2, 4)) for fill in fills]


def test_every_number_stands_in_its_field_and_a_dash_where_there_is_none() -> None:
    words = drawn_words(drawn())
    assert {"1", "2", "3", "40", "0", "–", *SYSTEMS, *ROUNDS, "หน่วย: ข้อ  สีเข้มคือที่ควรดูก่อน"} == set(words)


@pytest.mark.parametrize(("dark", "order"), [("high", (0, 1, 2, 3, 40)), ("low", (40, 3, 2, 1, 0))])
def test_the_nearer_to_the_dark_end_the_darker(dark: Extreme, order: tuple[int, ...]) -> None:
    shades = dict(zip((1, 2, 3, 40, 0), lightness(drawn(dark).svg), strict=True))
    assert all(shades[lighter] > shades[darker] for lighter, darker in pairwise(order))


def test_the_words_name_the_darkest_fields() -> None:
    assert drawn().alt == (
        "แผนภูมิสี 2 แถว 3 คอลัมน์: ข้อที่พบ – ควรดูก่อนคือ EMIS 2568-2 40 ข้อ, EMIS 2568-1 3 ข้อ, DMC 2568-2 2 ข้อ ไม่มีค่า 1 ช่อง"
    )
    assert "ควรดูก่อนคือ EMIS 2568-3 0 ข้อ" in drawn("low").alt


def test_where_all_are_alike_none_is_dark() -> None:
    alike = drawn("low", ((Decimal("100.0"),) * 3,) * 2)
    assert len(set(lightness(alike.svg))) == 1
    assert lightness(alike.svg)[0] > 3 * 0xE0
    assert alike.alt.endswith("ทุกช่องเท่ากันที่ 100.0 ข้อ")


def test_numbers_are_legible_on_every_shade() -> None:
    svg = drawn(values=((0, 25, 50), (60, 75, 100))).svg
    white = re.findall(r"<!-- (\d+) --><g style=\"fill: #ffffff", svg)
    assert set(white) == {"75", "100"}


def test_what_does_not_fill_the_fields_is_refused_and_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="2 rows of 3 values"):
        drawn(values=((1, 2), (1, 2)))
    assert drawn(values=((None, 0, None),) * 2).alt == "ข้อที่พบ – ไม่มีจำนวนให้แสดง"
