"""Amounts of baht, and the several amounts of each programme side by side."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from helpers.charts import Series, bars, ranked_bars
from helpers.charts.drawing import BAR_PENS, INK, PENS
from helpers.charts.horizontal_bars import TALLEST
from unit.charts.reading import boxes, drawn_words, positions

PROGRAMMES = (
    "ค่าตอบแทนพนักงานราชการ และเงินสมทบกองทุนประกันสังคม",
    "โครงการคืนครูให้นักเรียน: ครูธุรการโรงเรียน เดือนละ 15,000 บาท",
    "ค่าตอบแทนจ้างครูรายเดือนแก้ปัญหาสถานศึกษาขาดแคลนครูขั้นวิกฤต",
)
MONEY = [
    Series(label, tuple(map(Decimal, values)))
    for label, *values in (
        ("ความต้องการ", "52345678.50", "21600000.00", "9999999.50"),
        ("ได้รับจัดสรร", "50000000.00", "21600000.00", "9999999.50"),
        ("จัดสรรแล้ว", "50000000.00", "20000000.00", "9900000.00"),
        ("เบิกจ่ายแล้ว", "50345678.50", "4000.00", "8900000.00"),
        ("คงเหลือ", "-345678.50", "19996000.00", "1000000.00"),
    )
]
QUARTERS = ("ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4")


def test_long_titles_stand_above_groups_of_lying_bars_of_one_scale() -> None:
    picture = bars("งบประมาณ", PROGRAMMES, MONEY, unit="บาท")
    words = drawn_words(picture)
    assert [word for word in words if word in PROGRAMMES] == list(PROGRAMMES)
    assert {"หน่วย: ล้านบาท", *(series.label for series in MONEY)} <= set(words)
    assert "rotate" not in picture.svg
    need = [length for length, _ in boxes(picture, PENS[0].colour)][: len(PROGRAMMES)]
    assert need[1] == pytest.approx(need[0] * 21600000 / 52345678.5, abs=0.001)
    assert len(boxes(picture, BAR_PENS[-1].colour)) == len(PROGRAMMES) + 1
    assert f"stroke: {INK}" in picture.svg


def test_what_is_overspent_lies_on_the_other_side_of_the_line() -> None:
    picture = bars("งบประมาณ", PROGRAMMES, [MONEY[-1]], unit="บาท")
    where = dict(zip(drawn_words(picture), positions(picture), strict=True))
    assert where["−0.35"][0] < where["20.00"][0]
    assert where["−0.35"][0] >= 0


def test_columns_that_would_be_too_thin_for_their_numbers_lie() -> None:
    thin = bars("ก", [f"ป.{place}" for place in range(20)], [Series("ก", (1,) * 20)] * 3, unit="คน")
    assert thin.alt.startswith("แผนภูมิแท่งแนวนอนเปรียบเทียบ: ก")
    assert bars("ก", QUARTERS, [Series("ก", (1,) * 4)] * 5, unit="คน").alt.startswith("แผนภูมิแท่งเปรียบเทียบ: ก")


def test_many_groups_are_drawn_smaller_so_that_they_fit_on_a_page() -> None:
    names = [f"{place} {PROGRAMMES[1]}" for place in range(30)]
    root = ElementTree.fromstring(bars("ก", names, [Series("ก", (1,) * 30)] * 5, unit="คน").svg)
    assert float(root.attrib["height"].removesuffix("pt")) == pytest.approx(TALLEST * 72 / 25.4, abs=0.01)


def test_large_amounts_are_drawn_in_millions_and_told_in_full() -> None:
    picture = ranked_bars("งบประมาณ", PROGRAMMES, MONEY[3], unit="บาท")
    assert {"50.35", "≈0", "เบิกจ่ายแล้ว (ล้านบาท)"} <= set(drawn_words(picture))
    assert picture.alt.endswith(
        f"มากที่สุดคือ {PROGRAMMES[0]} จำนวน 50,345,678.50 บาท น้อยที่สุดคือ {PROGRAMMES[1]} จำนวน 4,000.00 บาท "
        "รวม 59,249,678.50 บาท"
    )


@pytest.mark.parametrize(
    ("amounts", "unit", "shown"),
    [
        (("836000.00", "1000000.00"), "ล้านบาท", {"0.84", "1.00"}),
        (("836000.00", "15250.00"), "พันบาท", {"836.00", "15.25"}),
        (("99999.00", "15250.00"), "บาท", {"99,999", "15,250"}),
        (("99999.00", "15250.50"), "บาท", {"99,999.00", "15,250.50"}),
    ],
)
def test_the_unit_of_money_follows_the_largest_amount(amounts: tuple[str, str], unit: str, shown: set[str]) -> None:
    picture = bars("ก", ("ก", "ข"), [Series("บาท", tuple(map(Decimal, amounts)))], unit="บาท")
    assert {f"หน่วย: {unit}", *shown} <= set(drawn_words(picture))


def test_a_legend_too_wide_for_the_heading_stands_below_it() -> None:
    def height(series: list[Series]) -> float:
        root = ElementTree.fromstring(bars("ก", QUARTERS[:2], series, unit="คน").svg)
        return float(root.attrib["height"].removesuffix("pt"))

    short = [Series(name, (1, 2)) for name in "กข"]
    long = [Series(f"โครงการคืนครูให้นักเรียน {place} ของปีงบประมาณ", (1, 2)) for place in range(5)]
    assert height(short) == height([short[0]])
    assert height(long) > height(long[:4]) > height(short)
