"""Drawings read back: every chart writes what its bars and numbers are known by."""

from decimal import Decimal

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


def addresses(fact: str) -> tuple[str, ...]:
    return tuple(f"{fact}[grade={name}]" for name in NAMES)


def series(fact: str, label: str = "คน") -> charts.Series:
    return charts.Series(label, VALUES, addresses(fact))


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
        "targets": charts.against_targets(
            "t", NAMES, series("f"), {"ข": 900}, unit="คน", addresses={"ข": "g[grade=ข]"}
        ),
        "heat_map": charts.heat_map(
            "t", "กข", "คง", fields, unit="คน", addresses=[["f[grade=ก]", "f[grade=ข]"], ["f[grade=ค]", ""]]
        ),
        "small_multiples": charts.small_multiples("t", NAMES, two, unit="คน"),
    }


@pytest.mark.parametrize("kind", list(pictures()))
def test_every_chart_can_be_read_back(kind: str) -> None:
    picture = pictures()[kind]
    for svg in filter(None, (picture.svg, picture.narrow)):
        drawing = read_drawing(svg)
        numbers = {number.address: number.text for number in drawing.numbers}
        if kind in ("bars", "grouped", "ranked", "pyramid", "trend"):
            assert numbers["f", "grade=ข"] == "1,200"
        facts = {fact for fact, _ in drawing.addresses}
        assert facts == ({"f"} if kind in ("ranked", "waterfall", "heat_map") else {"f", "g"})
        assert bool(drawing.of_kind(LENGTH)) == (kind in ("bars", "grouped", "ranked", "pyramid", "bullets"))


def test_what_a_ranking_adds_up_is_known_by_nothing() -> None:
    picture = charts.ranked_bars("t", NAMES, series("f"), unit="คน", most=2)
    assert read_drawing(picture.svg).addresses == {("f", "grade=ข")}


def line(key: str, value: str) -> FactLine:
    return FactLine("f", key, value, "คน", "จำนวน", Operation.SUM, "2568-1/dmc/t", "n", "", 1, "0")


def problems(picture: charts.Picture, values: tuple[int, ...] = VALUES) -> list[str]:
    lines = {
        ("f", f"grade={name}"): line(f"grade={name}", str(value)) for name, value in zip(NAMES, values, strict=True)
    }
    return list(chart_problems([ShownBlock(Chart(name="c", title="ภาพ", alt=picture.alt), picture.svg)], lines))


def test_an_honest_drawing_has_no_problems() -> None:
    assert problems(charts.bars("ภาพ", NAMES, [series("f")], unit="คน")) == []


def test_a_drawing_of_other_values_is_told() -> None:
    assert problems(charts.bars("ภาพ", NAMES, [series("f")], unit="คน"), (3, 1200, 700)) == [
        "ภาพ “ภาพ” พิมพ์ 70 แต่ f [grade=ค] คือ 700",
        "ภาพ “ภาพ” วาด f [grade=ค] ไม่ตรงกับค่า 700",
        "ภาพ “ภาพ” มีคำอธิบายว่า 1,273 ซึ่งไม่ใช่ค่าที่ภาพแสดง",
    ]


@pytest.mark.parametrize("svg", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg"><g id="length f"/></svg>'])
def test_a_drawing_that_cannot_be_read_is_told(svg: str) -> None:
    assert problems(charts.Picture(svg, "")) == ["ภาพ “ภาพ” อ่านไม่ได้"]
