"""Where each school stands among all: what is printed, where points lie, who is named."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from helpers.charts import Picture, Series, distribution
from helpers.charts.drawing import PENS
from helpers.charts.point_scales import AT_MOST, CLOSER, EACH_POINT, outliers, quarters
from unit.charts.reading import dots, drawn_words

NAMES = tuple(f"บ้านหนองบัว {number}" for number in range(40))
SIZES = tuple(60 + 3 * number for number in range(39))


def drawn(*values: int | Decimal, unit: str = "คน") -> Picture:
    return distribution("ขนาด", NAMES[: len(values)], Series("นักเรียน", values), unit=unit)


def test_every_school_is_a_point_at_its_value() -> None:
    points = dots(drawn(*SIZES).svg)
    assert len(points) == len(SIZES)
    across = sorted(x for x, _ in points)
    steps = [after - before for before, after in pairwise(across)]
    assert max(steps) - min(steps) < 0.05, "equal differences lie equally far apart"


def test_schools_of_one_value_stand_above_each_other() -> None:
    points = dots(drawn(5, 5, 5, 9).svg)
    ((left, low), (_, middle), (_, high), (right, alone)) = sorted(points)
    assert [x for x, _ in sorted(points)[:3]] == pytest.approx([left] * 3, abs=0.01)
    assert len({low, middle, high}) == 3
    assert alone in {low, middle, high}
    assert right > left


def test_quarters_are_values_that_schools_have() -> None:
    assert quarters((7, 1, 3, 100)) == [1, 1, 3, 7, 100]
    assert quarters((4,)) == [4] * 5
    numbers = {int(word) for word in drawn_words(drawn(*SIZES)) if word.isdecimal()}
    assert numbers == set(quarters(SIZES)) <= set(SIZES)


def test_the_words_say_how_many_schools_have_at_most_what() -> None:
    assert drawn(1, 3, 7, 100).alt == (
        "แผนภูมิการกระจาย 4 โรงเรียน: ขนาด – นักเรียน โรงเรียนหนึ่งในสี่ไม่เกิน 1 คน ครึ่งหนึ่งไม่เกิน 3 คน สามในสี่ไม่เกิน 7 คน "
        "มากที่สุดคือ บ้านหนองบัว 3 จำนวน 100 คน น้อยที่สุดคือ บ้านหนองบัว 0 จำนวน 1 คน สูงกว่าโรงเรียนอื่นมาก: บ้านหนองบัว 3"
    )


def test_only_schools_far_from_all_others_are_named() -> None:
    assert not {*NAMES} & {*drawn_words(drawn(*SIZES))}
    far = drawn(*SIZES, 900)
    assert NAMES[39] in drawn_words(far)
    assert f"สูงกว่าโรงเรียนอื่นมาก: {NAMES[39]}" in far.alt
    assert outliers([0, *[50.0 + point for point in range(20)], 100]) == ([0], [21])


def test_counts_that_one_school_dwarfs_are_drawn_by_their_roots_and_it_says_so() -> None:
    dwarfed, shares = drawn(*SIZES, 2000), drawn(*(Decimal(value) for value in (*SIZES, 2000)), unit="ร้อยละ")
    assert any(CLOSER in words for words in drawn_words(dwarfed))
    assert not any(CLOSER in words for words in drawn_words(shares))
    first, second, last = (dots(drawn(1, 4, 4, 4, 100).svg)[point][0] for point in (0, 1, 4))
    assert (last - first) / (second - first) == pytest.approx((10 - 1) / (2 - 1), abs=0.01)


@pytest.mark.parametrize("count", [1, 40])
def test_many_schools_of_one_value_still_fit_a_page(count: int) -> None:
    picture = distribution(
        "ก", [str(school) for school in range(240)], Series("ก", (0,) * 200 + (count,) * 40), unit="คน"
    )
    for svg in (picture.svg, picture.narrow):
        assert len(dots(svg)) == 240
        (high,) = re.findall(r'height="([\d.]+)pt"', svg)[:1]
        assert float(high) < 115 * 72 / 25.4


def test_equal_schools_and_a_single_one_are_drawn() -> None:
    assert len(dots(drawn(7, 7, 7).svg)) == 3
    assert len(dots(drawn(7).narrow)) == 1
    assert drawn(0, 0).alt == "ขนาด – ไม่มีจำนวนให้แสดง"


def test_what_a_point_and_a_quarter_are_is_said() -> None:
    words = " ".join(drawn_words(drawn(*SIZES)))
    assert EACH_POINT in words
    assert AT_MOST.split()[0] in words
    assert PENS[0].colour in drawn(*SIZES).svg


def test_a_name_wider_than_a_phone_is_cut_there_and_whole_in_the_words() -> None:
    name = "บ้านหนองบัวที่มีชื่อยาวเกินกว่าความกว้างของโทรศัพท์ทุกเครื่องในเขตพื้นที่การศึกษานี้ทั้งหมด"
    picture = distribution("ก", (*NAMES, name), Series("ก", (*SIZES, 100, 900)), unit="คน")
    assert name in drawn_words(picture)
    (cut,) = (words for words in drawn_words(Picture(picture.narrow, "")) if words.endswith("…"))
    assert name.startswith(cut.removesuffix("…"))
    assert name in picture.alt


def test_points_that_are_no_schools_are_called_what_they_are() -> None:
    far = distribution("ก", (*NAMES[: len(SIZES)], "ไกล"), Series("ก", (*SIZES, 100_000)), unit="คน", noun="สำนักงาน")
    words = [*drawn_words(far), far.alt]
    assert any("แต่ละจุดคือสำนักงานหนึ่งแห่ง" in line for line in words)
    assert "สูงกว่าสำนักงานอื่นมาก: ไกล" in far.alt
    assert not [line for line in words if "โรงเรียน" in line]
