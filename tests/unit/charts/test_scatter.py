"""Similar schools: where points and the line lie, which numbers are printed, who is named."""

import re

import pytest

from helpers.charts import Picture, Ratio, Series, scatter
from helpers.charts.point_scales import quarters
from helpers.charts.scatter import LARGER
from helpers.lettering import width
from unit.charts.reading import dots, drawn_words, positions

NAMES = tuple(f"บ้านหนองบัว {number}" for number in range(30))
PUPILS = Series("นักเรียน", tuple(20 * (number + 1) for number in range(30)))
RATIO = Ratio("เฉลี่ยทั้งเขต", 20, "คนต่อครู")


def teachers(**others: int) -> Series:
    usual = {f"s{number}": number + 1 for number in range(30)}
    return Series("ครู", tuple((usual | others).values()))


def drawn(upward: Series, across: Series = PUPILS, ratio: Ratio = RATIO) -> Picture:
    return scatter("ครูและนักเรียน", NAMES[: len(upward.values)], across, upward, ratio, units=("คน", "คน"))


def test_a_school_far_from_the_line_is_named_and_others_are_not() -> None:
    picture = drawn(teachers(s10=30, s20=5))
    assert {NAMES[10], NAMES[20]} == {*NAMES} & {*drawn_words(picture)}
    assert picture.alt == (
        "แผนภูมิจุด 30 โรงเรียน (นักเรียนแนวนอน ครูแนวตั้ง): ครูและนักเรียน – เส้นคือเฉลี่ยทั้งเขต 20.0 คนต่อครู; "
        "นักเรียนตั้งแต่ 20 คน ถึง 600 คน ครึ่งหนึ่งไม่เกิน 300 คน; ครูตั้งแต่ 1 คน ถึง 30 คน ครึ่งหนึ่งไม่เกิน 15 คน; "
        "ครูมากกว่าที่เส้นบอกอย่างเห็นได้ชัด: บ้านหนองบัว 10; ครูน้อยกว่าที่เส้นบอกอย่างเห็นได้ชัด: บ้านหนองบัว 20"
    )


def test_every_printed_number_is_one_of_a_school_or_the_ratio() -> None:
    upward = teachers(s10=30)
    numbers = {int(word.replace(",", "")) for word in drawn_words(drawn(upward)) if word.replace(",", "").isdecimal()}
    assert numbers <= {*quarters(PUPILS.values), *quarters(upward.values)}
    assert {20, 600} <= numbers


def test_schools_of_the_ratio_lie_on_the_line() -> None:
    svg = drawn(teachers()).svg
    line = re.search(r'd="M ([-\d.]+) ([-\d.]+) L ([-\d.]+) ([-\d.]+) "[^>]*stroke: #cb7a22', svg)
    assert line
    x0, y0, x1, y1 = map(float, line.groups())
    points = dots(svg)
    assert len(points) == 30
    for x, y in points:
        assert y == pytest.approx(y0 + (x - x0) / (x1 - x0) * (y1 - y0), abs=0.1)


def test_schools_that_are_equal_in_both_are_one_larger_point_and_it_says_so() -> None:
    three = Series("นักเรียน", (20, 20, 40))
    alone, together = drawn(Series("ครู", (1, 2, 2)), three), drawn(Series("ครู", (1, 1, 2)), three)
    assert [any(LARGER in words for words in drawn_words(picture)) for picture in (alone, together)] == [False, True]


@pytest.mark.parametrize("side", ["svg", "narrow"])
def test_names_stay_on_the_paper_and_apart(side: str) -> None:
    crowded = teachers(s0=30, s1=31, s2=32, s27=1, s28=1, s29=1)
    svg = getattr(drawn(crowded), side)
    where = dict(zip(drawn_words(Picture(svg, "")), positions(Picture(svg, "")), strict=True))
    heights = [y for words, (_, y) in where.items() if words in NAMES]
    assert len(heights) >= 3
    assert len(set(heights)) == len(heights)


def test_what_has_no_root_and_what_is_nothing() -> None:
    with pytest.raises(ValueError, match="square root"):
        drawn(teachers(s0=-1))
    nothing = Series("ครู", (0,) * 30)
    assert drawn(nothing).alt == drawn(teachers(), ratio=Ratio("", 0, "")).alt == "ครูและนักเรียน – ไม่มีจำนวนให้แสดง"


@pytest.mark.parametrize("side", ["svg", "narrow"])
def test_no_name_hides_a_point_and_one_without_room_is_left_to_the_words(side: str) -> None:
    alone, crowd = (10, 1), [(pupils, teachers) for pupils in range(100, 140) for teachers in (5, 7)]
    schools = [alone, *crowd, (120, 60)]
    names = [f"บ้านที่ชื่อยาวกว่าใคร {number}" for number in range(len(schools))]
    across, upward = (
        Series(label, tuple(values)) for label, values in zip("กข", zip(*schools, strict=True), strict=True)
    )
    picture = scatter("ก", names, across, upward, RATIO, units=("คน", "คน"))
    drawing = Picture(getattr(picture, side), "")
    where = dict(zip(drawn_words(drawing), positions(drawing), strict=True))
    assert names[-1] in picture.alt
    left, baseline = where[names[-1]]
    right = left + width(names[-1], 8.5)
    assert not [x for x, y in dots(drawing.svg) if left <= x <= right and baseline - 9 <= y <= baseline + 2]
