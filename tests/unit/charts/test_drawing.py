"""What all charts share: the form of the picture, its letters, and that the same values give the same bytes."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot

from helpers.charts import (
    Coordinates,
    Picture,
    Ratio,
    Series,
    against_targets,
    bars,
    bullets,
    distribution,
    heat_map,
    point_map,
    pyramid,
    ranked_bars,
    scatter,
    small_multiples,
    sparkline,
    tile_map,
    trend,
    waterfall,
)
from helpers.charts.drawing import PENS, PHONE, WIDTH
from helpers.lettering import width
from unit.charts.reading import boxes, drawn_words, outlines, positions

GRADES = ("ป.1", "ป.2", "ป.3")
BOYS, GIRLS = Series("ชาย", (1200, 1180, 600)), Series("หญิง", (1100, 1180, 590))
ROUNDS = ("2567-3", "2568-1", "2568-2")
USED, TWICE = Series("เบิกจ่าย", (90, 80, 70)), Series("ชาย", BOYS.values * 2)
PAYS = ("15,000", "9,000", "7,500", "6,000", "5,000", "4,000")
LONG_TITLES = tuple(f"โครงการคืนครูให้นักเรียน: ครูธุรการโรงเรียน เดือนละ {pay} บาท" for pay in PAYS)
STEPS = (("ต้นปี", 24060), ("ย้ายเข้า", 412), ("ย้ายออก", -388), ("ออกกลางคัน", -7), ("สิ้นปี", 24077))
SCHOOLS = tuple(f"บ้านหนองบัว {number}" for number in range(60))
SIZES = Series("นักเรียน", tuple(number**2 % 97 + 20 * (number == 59) ** 2 * 60 for number in range(60)))
TEACHERS = Series("ครู", tuple(size // 15 + 1 for size in SIZES.values))
RATIO = Ratio("เฉลี่ย", 17, "คนต่อครู")
LYING = Coordinates(
    Series("ลองจิจูด", tuple(Decimal(number * 7 % 60) / 100 + 104 for number in range(60))),
    Series("ละติจูด", tuple(Decimal(number) / 100 + 15 for number in range(60))),
)
SOURCE = Path(__file__).resolve().parents[3] / "src"

EVERY_KIND: dict[str, Callable[[str], Picture]] = {
    "bars": lambda digits: bars("นักเรียนตามชั้น", GRADES, [BOYS, GIRLS], unit="คน", digits=digits),
    "ranked": lambda digits: ranked_bars("นักเรียนตามชั้น", GRADES, BOYS, unit="คน", digits=digits),
    "pyramid": lambda digits: pyramid("อายุและเพศ", ("6 ปี", "7 ปี", "8 ปี"), BOYS, GIRLS, unit="คน", digits=digits),
    "trend": lambda digits: trend("นักเรียนตามรอบ", ROUNDS, [BOYS, GIRLS], unit="คน", digits=digits),
    "sparkline": lambda digits: sparkline("นักเรียนตามรอบ", ROUNDS, BOYS, unit="คน", digits=digits),
    "horizontal bars": lambda digits: bars("นักเรียนตามชั้น", LONG_TITLES, [TWICE, TWICE], unit="คน", digits=digits),
    "bullets": lambda digits: bullets(
        "เงินรายโครงการ", LONG_TITLES[:3], USED, USED, USED, whole="ต้องจ่าย", digits=digits
    ),
    "targets": lambda digits: against_targets("นักเรียนตามรอบ", ROUNDS, BOYS, {"2568-2": 1000}, unit="คน", digits=digits),
    "waterfall": lambda digits: waterfall("นักเรียนระหว่างปี", STEPS, unit="คน", digits=digits),
    "distribution": lambda digits: distribution("ขนาด", SCHOOLS, SIZES, unit="คน", digits=digits),
    "scatter": lambda digits: scatter("ครู", SCHOOLS, SIZES, TEACHERS, RATIO, units=("คน", "คน"), digits=digits),
    "heat map": lambda digits: heat_map(
        "ข้อที่พบ", ("DMC", "EMIS"), ROUNDS, ((1, 2, None), (3, 40, 0)), unit="ข้อ", digits=digits
    ),
    "point map": lambda digits: point_map("ที่ตั้ง", SCHOOLS, SIZES, LYING, unit="คน", digits=digits),
    "tile map": lambda digits: tile_map("นักเรียนรายอำเภอ", GRADES, BOYS, unit="คน", digits=digits, apart="ป.3"),
    "small multiples": lambda digits: small_multiples("อำเภอ", ROUNDS, [BOYS, GIRLS], unit="คน", digits=digits),
}
every_kind = pytest.mark.parametrize("draw", EVERY_KIND.values(), ids=EVERY_KIND)


@every_kind
def test_a_picture_is_one_small_svg_element_that_names_no_time_and_place(draw: Callable[[str], Picture]) -> None:
    picture = draw("arabic")
    svg = picture.svg
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.width in (PHONE, WIDTH)
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(picture.width * 72 / 25.4, abs=0.01)
    assert len(svg.encode()) < 150_000
    assert not re.search(r"<text|<metadata|<image|<!DOCTYPE|/home|site-packages|matplotlib \d", svg)


def narrow_width(picture: Picture) -> float:
    return float(ElementTree.fromstring(picture.narrow).attrib["width"].removesuffix("pt"))


@every_kind
def test_every_picture_is_drawn_again_for_a_phone(draw: Callable[[str], Picture]) -> None:
    picture = draw("arabic")
    assert narrow_width(picture) == pytest.approx(88 * 72 / 25.4, abs=0.01)


@pytest.mark.parametrize("kind", sorted(EVERY_KIND.keys() - {"distribution", "scatter"}))
def test_a_phone_sees_the_same_words(kind: str) -> None:
    picture = EVERY_KIND[kind]("arabic")
    words, on_phone = drawn_words(picture), drawn_words(Picture(picture.narrow, ""))
    # Names break in other positions; what is drawn is the same.
    assert sorted("".join(words).replace(" ", "")) == sorted("".join(on_phone).replace(" ", ""))
    assert all(0 <= x < narrow_width(picture) for x, _ in positions(Picture(picture.narrow, "")))


def test_columns_that_a_phone_has_no_room_for_lie() -> None:
    many = [f"ป.{number}" for number in range(1, 17)]
    series = [Series(name, tuple(range(100, 116))) for name in ("ชาย", "หญิง")]
    phone = Picture(bars("ก", many, series, unit="คน").narrow, "")
    *lying, _ = boxes(phone, PENS[0].colour)
    assert len({round(height, 1) for _, height in lying}) == 1, "bars are equally thick"
    assert [round(length / lying[0][0], 2) for length, _ in lying] == [
        round(value / 100, 2) for value in range(100, 116)
    ]
    assert {*many, "100", "115"} <= set(drawn_words(phone))
    few = Picture(bars("ก", many[:3], [Series("", (1, 2, 3))], unit="คน").narrow, "")
    assert len({round(breadth, 1) for breadth, _ in boxes(few, PENS[0].colour)}) == 1, "columns are equally broad"


def test_no_name_runs_out_of_a_phones_picture() -> None:
    name = "ค่าตอบแทนจ้างครูรายเดือนแก้ปัญหาสถานศึกษาขาดแคลนครูขั้นวิกฤตและบุคลากรวิทยาศาสตร์"
    picture = ranked_bars("ก", (name, "ข"), Series("", (2, 1)), unit="คน").narrow
    (scale,) = re.findall(rf"<!-- {name} --><g [^>]*scale\(([\d.]+) ", picture)
    assert float(scale) * 100 * width(name, 1) <= 88 * 72 / 25.4 + 0.5


@every_kind
def test_nothing_that_is_referred_to_lost_its_name(draw: Callable[[str], Picture]) -> None:
    picture = draw("arabic")
    for svg in filter(None, (picture.svg, picture.narrow)):
        named = set(re.findall(r' id="([^"]*)"', svg))
        assert {*re.findall(r"url\(#([^)]*)\)", svg), *re.findall(r'href="#([^"]*)"', svg)} <= named


@every_kind
def test_thai_digits_hold_for_every_digit(draw: Callable[[str], Picture]) -> None:
    picture = draw("thai")
    assert not re.search("[0-9]", picture.alt + "".join(drawn_words(picture)))
    assert re.search("[๐-๙]", picture.alt)
    assert re.search("[๐-๙]", "".join(drawn_words(picture)))


@every_kind
def test_settings_of_the_surroundings_reach_no_picture_and_stay_as_they_are(draw: Callable[[str], Picture]) -> None:
    usual = draw("arabic").svg
    odd = {
        "font.size": 31.0,
        "legend.handletextpad": 3.0,
        "axes.facecolor": "red",
        "svg.hashsalt": None,
        "svg.fonttype": "none",
    }
    with matplotlib.rc_context(odd):
        assert draw("arabic").svg == usual
        assert {name: matplotlib.rcParams[name] for name in odd} == odd
    assert pyplot.get_fignums() == []


def test_another_process_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 31\nlegend.handletextpad: 3\n", encoding="utf-8")
    call = (
        "import hashlib; from helpers.charts import *;"
        f"svg = bars('ก', {GRADES!r}, [{BOYS!r}, {GIRLS!r}], unit='คน').svg;"
        f"svg += distribution('ก', {SCHOOLS!r}, {SIZES!r}, unit='คน').svg;"
        f"svg += scatter('ก', {SCHOOLS!r}, {SIZES!r}, {TEACHERS!r}, {RATIO!r}, units=('คน', 'คน')).svg;"
        "print(hashlib.sha256(svg.encode()).hexdigest())"
    )
    elsewhere = {"TZ": "WEST11", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1", "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=tmp_path, env={**os.environ, **elsewhere}, capture_output=True, check=True
    )
    here = bars("ก", GRADES, [BOYS, GIRLS], unit="คน").svg
    here += distribution("ก", SCHOOLS, SIZES, unit="คน").svg
    here += scatter("ก", SCHOOLS, SIZES, TEACHERS, RATIO, units=("คน", "คน")).svg
    assert done.stdout.decode().strip() == hashlib.sha256(here.encode()).hexdigest()


def test_stacked_marks_are_shaped() -> None:
    picture = bars("ก", ("ปี่", "ก่"), [Series("", (1, 2))], unit="คน")
    (_, _, raised), (_, usual) = outlines(picture, "ปี่"), outlines(picture, "ก่")
    assert raised != usual


def test_odd_names_are_drawn_as_they_are() -> None:
    picture = bars("ก", ("<script>$a^2$", "a & -- b", "漢"), [Series("", (1, 2, 3))], unit="คน")
    ElementTree.fromstring(picture.svg)
    assert {"&lt;script&gt;$a^2$", "?"} <= set(drawn_words(picture))
    assert len(outlines(picture, "&lt;script&gt;$a^2$")) == len("<script>$a^2$")
    assert "漢 จำนวน 3 คน" in picture.alt


def test_long_names_lean_and_stay_on_the_paper() -> None:
    names = [f"อำเภอเมืองอุบลราชธานี{place}" for place in range(8)]
    picture = bars("ก", names, [Series("", tuple(range(8)))], unit="คน")
    assert picture.svg.count("rotate(-35)") == len(names)
    assert min(x for x, _ in positions(picture)) >= 0


@settings(max_examples=12)
@given(st.lists(st.tuples(st.text("กที่ปู่ ", max_size=30), st.integers(0, 10**6)), min_size=1, max_size=18))
def test_every_text_starts_on_the_paper(pairs: list[tuple[str, int]]) -> None:
    names, values = [name for name, _ in pairs], Series("นักเรียน", tuple(value for _, value in pairs))
    for picture in (bars("ก", names, [values, values], unit="คน"), ranked_bars("ก", names, values, unit="คน")):
        root = ElementTree.fromstring(picture.svg)
        width, height = (float(root.attrib[side].removesuffix("pt")) for side in ("width", "height"))
        assert all(-1 <= x <= width and 0 <= y <= height for x, y in positions(picture))
