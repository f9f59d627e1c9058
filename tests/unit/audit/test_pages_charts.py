"""Drawings read back: every chart writes what its marks and numbers are known by, and stands or falls by where they
stand."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from helpers import charts
from helpers.audit.pages_charts import chart_problems
from helpers.audit.pages_drawings import read_drawing
from helpers.charts.marks import LENGTH
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Chart
from helpers.render.notebook_parts import ShownBlock

NAMES = ("ก", "ข", "ค")
VALUES = (3, 1200, 70)
LATITUDES = (15, 16, 17)


def addresses(fact: str) -> tuple[str, ...]:
    return tuple(f"{fact}[grade={name}]" for name in NAMES)


def series(fact: str, label: str = "คน") -> charts.Series:
    return charts.Series(label, VALUES, addresses(fact))


KEYS = tuple(f"grade={name}" for name in NAMES)
NORTH = charts.Series("n", LATITUDES, addresses("h"))


@cache
def pictures() -> dict[str, charts.Picture]:
    """A picture of each kind that draws numbers of facts `f` and `g`."""
    two = [series("f", "ชาย"), series("g", "หญิง")]
    shares = [charts.Series(one.label, tuple(Decimal(value) / 20 for value in VALUES), one.addresses) for one in two]
    steps = [("เดิม", 5), ("เข้า", 2), ("เดี๋ยวนี้", 7)]
    fields = [[3, 1200], [70, None]]
    return {
        "bars": charts.bars("t", NAMES, two, unit="คน"),
        "grouped": charts.bars("t", [f"{name * 40} ที่หนึ่ง" for name in NAMES], two, unit="คน"),
        "ranked": charts.ranked_bars("t", NAMES, series("f"), unit="คน"),
        "pyramid": charts.pyramid("t", NAMES, *two, unit="คน"),
        "bullets": charts.bullets("t", NAMES, *shares, shares[1], whole="จัดสรร"),
        "waterfall": charts.waterfall("t", steps, unit="คน", addresses=addresses("f")),
        "trend": charts.trend("t", NAMES, two, unit="คน"),
        "sparkline": charts.sparkline("t", NAMES, series("f"), unit="คน"),
        "targets": charts.against_targets(
            "t", NAMES, series("f"), {"ข": 900}, unit="คน", addresses={"ข": "g[grade=ข]"}
        ),
        "heat_map": charts.heat_map(
            "t", "กข", "คง", fields, unit="คน", addresses=[["f[grade=ก]", "f[grade=ข]"], ["f[grade=ค]", ""]]
        ),
        "small_multiples": charts.small_multiples("t", NAMES, two, unit="คน"),
        "distribution": charts.distribution("t", NAMES, series("f"), unit="คน"),
        "scatter": charts.scatter("t", NAMES, *two, charts.Ratio("r", 20, "คน", "r[]"), units=("คน", "คน")),
        "tile_map": charts.tile_map("t", NAMES, series("f"), unit="คน", apart="ค"),
        "point_map": charts.point_map("t", NAMES, series("f"), charts.Coordinates(series("g"), NORTH), unit="คน"),
    }


OF_ONE = {
    **{kind: {"f"} for kind in ("ranked", "waterfall", "heat_map", "distribution", "sparkline", "tile_map")},
    "scatter": {"f", "g", "r"},
    "point_map": {"f", "g", "h"},
}
"""The facts of pictures of other facts than two."""


@pytest.mark.parametrize("kind", list(pictures()))
def test_every_chart_can_be_read_back(kind: str) -> None:
    picture = pictures()[kind]
    for svg in filter(None, (picture.svg, picture.narrow)):
        drawing = read_drawing(svg)
        numbers = {number.address: number.text for number in drawing.numbers}
        if kind in ("bars", "grouped", "ranked", "pyramid", "trend"):
            assert numbers["f", "grade=ข"] == "1,200"
        facts = {fact for fact, _ in drawing.addresses}
        assert facts == OF_ONE.get(kind, {"f", "g"})
        assert bool(drawing.of_kind(LENGTH)) == (kind in ("bars", "grouped", "ranked", "pyramid", "bullets"))


def stated(kind: str) -> dict[tuple[str, str], FactLine]:
    """What facts.csv says of the values that a picture of this kind was drawn from."""
    values = {"waterfall": (5, 2, 7), "targets": (3, 1200, 70)}.get(kind, VALUES)
    shown = [str(Decimal(value) / 20) if kind == "bullets" else str(value) for value in values]
    lines = {
        (fact, f"grade={name}"): line(f"grade={name}", value, fact)
        for fact in "fg"
        for name, value in zip(NAMES, shown, strict=True)
    }
    if kind == "targets":
        lines["g", "grade=ข"] = line("grade=ข", "900", "g")
        del lines["g", "grade=ก"], lines["g", "grade=ค"]
    lines |= {("h", address): line(address, str(value), "h") for address, value in zip(KEYS, LATITUDES, strict=True)}
    lines["r", ""] = line("", "20", "r")
    return lines


def told(picture: charts.Picture, lines: dict[tuple[str, str], FactLine]) -> list[str]:
    """What is wrong with a picture, its words left out."""
    pieces = [ShownBlock(Chart(name="c", title="ภาพ", alt=""), picture.svg, picture.narrow)]
    return list(chart_problems(pieces, lines))


@pytest.mark.parametrize("kind", list(pictures()))
def test_no_mark_of_an_honest_drawing_stands_elsewhere(kind: str) -> None:
    assert told(pictures()[kind], stated(kind)) == []


IN_CLASSES = ("tile_map", "point_map")
"""Kinds in which a mark says no more of its value than its class."""


@pytest.mark.parametrize("kind", [kind for kind in pictures() if kind not in IN_CLASSES])
def test_marks_of_another_value_are_told_though_no_number_says_so(kind: str) -> None:
    picture, lines = pictures()[kind], stated(kind)
    svg = re.sub(r'<g id="number [^"]*">', "<g>", picture.svg)
    known = line("grade=ข", str(Decimal(lines["f", "grade=ข"].value) * 2))
    differing = told(charts.Picture(svg, ""), lines | {("f", "grade=ข"): known})
    assert any("วาด" in problem for problem in differing)


@pytest.mark.parametrize("kind", list(pictures()))
def test_a_drawing_that_no_longer_says_what_it_shows_is_told(kind: str) -> None:
    picture = pictures()[kind]
    bare = charts.Picture(*(re.sub(r'<g id="[^"]*">', "<g>", svg) for svg in (picture.svg, "", picture.narrow)))
    assert set(told(bare, stated(kind))) == {"ภาพ “ภาพ” ไม่บอกว่าแสดงค่าใด"}


def lose(kind: str, address: str) -> Callable[[str], str]:
    return lambda svg: svg.replace(f'<g id="{kind} {address}">', "<g>")


def move_point(svg: str) -> str:
    """The second point of the first line a millimetre lower, and the line with it."""
    return re.sub(
        r"(<g id=\"line [^>]*><path d=\"M \S+ \S+ L \S+ )(\S+)",
        lambda part: f"{part[1]}{float(part[2]) + 3}",
        svg,
        count=1,
    )


def brighten(svg: str) -> str:
    return svg.replace("fill: #173f6b; stroke: #ffffff", "fill: #5a7899; stroke: #ffffff", 1)


def exchange_numbers(svg: str) -> str:
    """The letters of two numbers, each with its name, in the other's position."""
    first, second = re.findall(r'<g id="number f\[grade=[กข]\]">.*?transform="translate\(\S+ \S+\)', svg, re.DOTALL)
    places = [re.search(r"translate\(.*\)", part) for part in (first, second)]
    assert all(places)
    one, other = (place[0] for place in places if place)
    return svg.replace(first, first.replace(one, other)).replace(second, second.replace(other, one))


def exchanged(svg: str, name: str, other: str) -> str:
    """A mark with the name of another one; where that is there, it has the first one's name."""
    return svg.replace(f'"{name}"', '"-"').replace(f'"{other}"', f'"{name}"').replace('"-"', f'"{other}"')


def exchange_numbers_of_tiles(svg: str) -> str:
    """The numbers on two tiles, each with its letters, under the other's name; those of the legend stay."""
    legend, *tiles = re.split(r'(?=<g id="tile )', svg)
    return legend + exchanged("".join(tiles), "number f[grade=ก]", "number f[grade=ข]")


@pytest.mark.parametrize(
    ("kind", "change", "named"),
    [
        ("ranked", lose("length", "f[grade=ข]"), "ไม่มี f [grade=ข]"),
        ("bars", lose("number", "f[grade=ค]"), "ไม่มี f [grade=ค]"),
        ("heat_map", lose("number", "f[grade=ค]"), "ไม่มี f [grade=ค]"),
        ("heat_map", brighten, "วาด f [grade=ข] ไม่ตรงกับค่า 1200"),
        ("trend", lambda svg: svg.replace('<g id="zero ">', "<g>"), "วาด f [grade=ก]"),
        ("small_multiples", move_point, "วาด g [grade=ข]"),
        ("bars", exchange_numbers, "วาด f [grade=ก]"),
        ("scatter", lambda svg: svg.replace("[grade=ข] | ", "[grade=ข] "), "อ่านไม่ได้"),
        ("distribution", lambda svg: svg.replace(" | f[grade=ค]", ""), "อ่านไม่ได้"),
        ("scatter", lambda svg: svg.replace("ratio r[]", "ratio f[grade=ค]"), "วาด f [grade=ค]"),
        ("tile_map", lambda svg: exchanged(svg, "tile f[grade=ก]", "tile f[grade=ข]"), "วาด f [grade=ก]"),
        ("tile_map", lambda svg: exchanged(svg, "class f[grade=ก] f[grade=ก]", "class f[grade=ก] f[grade=ข]"), "วาด f"),
        ("tile_map", lose("tile", "f[grade=ข]"), "ไม่มี f [grade=ข]"),
        ("tile_map", lose("apart", "f[grade=ค]"), "ไม่มี f [grade=ค]"),
        ("tile_map", exchange_numbers_of_tiles, "วาด f [grade=ก]"),
        ("point_map", lambda svg: svg.replace("f[grade=ก] | f[grade=ค]", "f[grade=ก] | f[grade=ข]"), "วาด f"),
        ("point_map", lambda svg: svg.replace("g[grade=ก] h[grade=ก]", "g[grade=ข] h[grade=ก]"), "วาด g [grade=ข]"),
        ("point_map", lambda svg: svg.replace("f[grade=ก] | f[grade=ค]", "f[grade=ก] | -"), "ไม่มี f [grade=ค]"),
    ],
)
def test_a_drawing_that_was_changed_is_told(kind: str, change: Callable[[str], str], named: str) -> None:
    svg = pictures()[kind].svg
    changed = change(svg)
    assert changed != svg
    assert any(named in problem for problem in told(charts.Picture(changed, ""), stated(kind)))


def test_what_a_ranking_adds_up_is_known_by_nothing() -> None:
    picture = charts.ranked_bars("t", NAMES, series("f"), unit="คน", most=2)
    assert read_drawing(picture.svg).addresses == {("f", "grade=ข")}


def line(key: str, value: str, fact: str = "f") -> FactLine:
    return FactLine(fact, key, value, "คน", "จำนวน", Operation.SUM, "2568-1/dmc/t", "n", "", 1, "0")


def problems(picture: charts.Picture, values: tuple[int, ...] = VALUES) -> list[str]:
    lines = {
        ("f", f"grade={name}"): line(f"grade={name}", str(value)) for name, value in zip(NAMES, values, strict=True)
    }
    return list(chart_problems([ShownBlock(Chart(name="c", title="ภาพ", alt=picture.alt), picture.svg)], lines))


def test_an_honest_drawing_has_no_problems() -> None:
    assert problems(charts.bars("ภาพ", NAMES, [series("f")], unit="คน")) == []


def test_a_list_of_periods_is_no_number_of_its_own() -> None:
    rounds = ("2567-3", "2568-1", "2568-3", "2569-1")
    alike = charts.Series("คน", (1, 1, 2, 1), tuple(f"f[grade={name}]" for name in rounds))
    picture = charts.trend("ภาพ", rounds, [alike], unit="คน")
    assert "2567-3, 2568-1 และ 2569-1" in picture.alt
    lines = {
        ("f", f"grade={name}"): line(f"grade={name}", str(value))
        for name, value in zip(rounds, alike.values, strict=True)
    }
    pieces = [ShownBlock(Chart(name="c", title="ภาพ", alt=picture.alt), picture.svg, "")]
    assert list(chart_problems(pieces, lines)) == []


def test_a_drawing_of_other_values_is_told() -> None:
    assert problems(charts.bars("ภาพ", NAMES, [series("f")], unit="คน"), (3, 1200, 700)) == [
        "ภาพ “ภาพ” พิมพ์ 70 แต่ f [grade=ค] คือ 700",
        "ภาพ “ภาพ” วาด f [grade=ค] ไม่ตรงกับค่า 700",
        "ภาพ “ภาพ” มีคำอธิบายว่า 1,273 ซึ่งไม่ใช่ค่าที่ภาพแสดง",
    ]


@pytest.mark.parametrize("svg", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg"><g id="length f"/></svg>'])
def test_a_drawing_that_cannot_be_read_is_told(svg: str) -> None:
    assert problems(charts.Picture(svg, "")) == ["ภาพ “ภาพ” อ่านไม่ได้"]


def test_a_picture_of_one_row_may_leave_out_columns() -> None:
    """Two states of the only category are drawn; the third is no row that was lost."""
    states = ("ใช้ได้", "รอซ่อม", "รอจำหน่าย")
    keys = {state: f"grade=ก;state={state}" for state in states}
    lines = {("f", key): line(key, "4", "f") for key in keys.values()}
    drawn = [charts.Series(state, (4,), (f"f[{keys[state]}]",)) for state in states[1:]]
    assert told(charts.bars("t", ("ก",), drawn, unit="คน"), lines) == []
