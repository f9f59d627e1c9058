"""What each kind of chart draws and says."""

import itertools
import re
from decimal import Decimal

import pytest

from helpers.charts import Picture, Series, against_targets, bars, pyramid, ranked_bars, sparkline, trend, waterfall
from helpers.charts.columns import DRAWING
from helpers.charts.drawing import PENS
from unit.charts.reading import boxes, drawn_words, positions

GRADES = ("ป.1", "ป.2", "ป.3")
BOYS, GIRLS = Series("ชาย", (1200, 1180, 600)), Series("หญิง", (1100, 1180, 590))
ROUNDS = ("2567-3", "2568-1", "2568-2")
STEPS = (("ต้นปี", 24060), ("ย้ายเข้า", 412), ("ย้ายออก", -388), ("ออกกลางคัน", -7), ("สิ้นปี", 24077))


def test_columns_stand_for_their_values_from_zero() -> None:
    picture = bars("นักเรียน", GRADES, [Series("นักเรียน", (1200, 600, 300))], unit="คน")
    heights = [height for _, height in boxes(picture, PENS[0].colour)]
    assert heights == pytest.approx([heights[0], heights[0] / 2, heights[0] / 4], abs=0.01)
    assert heights[0] < DRAWING * 72 / 25.4
    assert {"นักเรียน (คน)", *GRADES, "1,200", "600", "300"} == set(drawn_words(picture))


def test_two_series_are_told_apart_by_hatching_and_named() -> None:
    picture = bars("นักเรียน", GRADES, [BOYS, GIRLS], unit="คน")
    assert "url(#h" not in bars("นักเรียน", GRADES, [BOYS], unit="คน").svg
    assert len(boxes(picture, "url(#h")) == len(GRADES) + 1
    assert {"หน่วย: คน", "ชาย", "หญิง"} <= set(drawn_words(picture))
    assert picture.alt == (
        "แผนภูมิแท่งเปรียบเทียบ: นักเรียน – ชาย มากที่สุดคือ ป.1 จำนวน 1,200 คน น้อยที่สุดคือ ป.3 จำนวน 600 คน รวม 2,980 คน; "
        "หญิง มากที่สุดคือ ป.2 จำนวน 1,180 คน น้อยที่สุดคือ ป.3 จำนวน 590 คน รวม 2,870 คน"
    )


def test_categories_of_the_same_name_stay_apart() -> None:
    assert len(boxes(bars("ก", ("ป.1", "ป.1"), [Series("", (3, 5))], unit="คน"), PENS[0].colour)) == 2


def test_shares_keep_their_places_and_are_not_added_up() -> None:
    picture = bars("ยากจน", ("ก", "ข"), [Series("", (Decimal("47.1"), Decimal("3.25")))], unit="ร้อยละ")
    assert {"47.10", "3.25"} <= set(drawn_words(picture))
    assert picture.alt.endswith("มากที่สุดคือ ก ร้อยละ 47.10 น้อยที่สุดคือ ข ร้อยละ 3.25")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((5,), "มีรายการเดียวคือ ก จำนวน 5 คน"),
        ((5, 5), "ทุกรายการเท่ากันที่ 5 คน รวม 10 คน"),
        ((9, 0, 0, 0), "มากที่สุดคือ ก จำนวน 9 คน น้อยที่สุดคือ ข, ค และ ง เท่ากันที่ 0 คน รวม 9 คน"),
        ((9, 0, 0, 0, 0), "มากที่สุดคือ ก จำนวน 9 คน น้อยที่สุดคือ ข และอีก 3 รายการ เท่ากันที่ 0 คน รวม 9 คน"),
    ],
)
def test_shared_extremes_are_said_as_such(values: tuple[int, ...], words: str) -> None:
    assert bars("ท", "กขคงจ"[: len(values)], [Series("", values)], unit="คน").alt == f"แผนภูมิแท่ง: ท – {words}"


def test_a_ranking_drops_nothing() -> None:
    names, values = [f"กลุ่ม{place}" for place in range(20)], tuple(range(20))
    picture = ranked_bars("ก", names, Series("นักเรียน", values), unit="คน", most=5)
    words = drawn_words(picture)
    assert words[:5] == ["19", "18", "17", "16", "120"]
    assert words[5:10] == ["กลุ่ม19", "กลุ่ม18", "กลุ่ม17", "กลุ่ม16", "อื่น ๆ (16 รายการ)"]
    assert "รวม 190 คน" in picture.alt
    assert "อื่น ๆ (16 รายการ) รวมกัน 120 คน" in picture.alt
    lengths = [length for length, _ in boxes(picture, PENS[0].colour)]
    assert lengths == pytest.approx([lengths[0] / 19 * value for value in (19, 18, 17, 16)], abs=0.01)
    assert len(boxes(picture, "url(#h")) == 1


def test_a_ranking_that_fits_is_not_folded() -> None:
    picture = ranked_bars("ก", GRADES, BOYS, unit="คน", most=3)
    assert not any("อื่น" in text for text in [*drawn_words(picture), picture.alt])


def test_both_sides_of_a_pyramid_have_one_scale() -> None:
    picture = pyramid("ก", GRADES, BOYS, GIRLS, unit="คน")
    left = [length for length, _ in boxes(picture, PENS[0].colour)]
    right = [length for length, _ in boxes(picture, "url(#h")]
    assert [*left, *right] == pytest.approx([left[0] / 1200 * v for v in (*BOYS.values, *GIRLS.values)], abs=0.01)
    assert picture.alt.startswith("พีระมิดประชากร (ชายด้านซ้าย หญิงด้านขวา): ก – ชาย มากที่สุดคือ ป.1")


def test_a_trend_says_from_where_to_where_and_whether_its_axis_is_cut() -> None:
    high = trend("ก", ROUNDS, [Series("นักเรียน", (24400, 24650, 24060))], unit="คน")
    assert "แกนตั้งไม่ได้เริ่มที่ศูนย์" in drawn_words(high)
    assert high.alt == (
        "แผนภูมิเส้น: ก – 3 ช่วง ตั้งแต่ 2567-3 ถึง 2568-2: นักเรียน จาก 24,400 คน เป็น 24,060 คน (ลดลง 340 คน) "
        "มากที่สุดคือ 2568-1 จำนวน 24,650 คน น้อยที่สุดคือ 2568-2 จำนวน 24,060 คน"
    )
    low = trend("ก", ROUNDS, [Series("นักเรียน", (10, 3, 12))], unit="คน")
    assert "แกนตั้งไม่ได้เริ่มที่ศูนย์" not in drawn_words(low)
    assert "มีรายการเดียวคือ 2568-1 จำนวน 7 คน" in trend("ก", ["2568-1"], [Series("", (7,))], unit="คน").alt


def test_a_round_that_is_left_out_keeps_its_room() -> None:
    series = [Series("นักเรียน", (7, 8, 9))]
    near, far = (trend("ก", ["ปีก่อน", "รอบก่อน", "รอบนี้"], series, unit="คน", steps=steps) for steps in ((), (0, 2, 3)))
    for picture, ratio in ((near, 1), (far, 2)):
        where = dict(zip(drawn_words(picture), positions(picture), strict=True))
        first, second, third = (where[number][0] for number in "789")
        assert (second - first) / (third - second) == pytest.approx(ratio, rel=0.01)
    assert near.alt == far.alt


def test_numbers_of_close_lines_do_not_lie_on_each_other() -> None:
    picture = trend("ก", ROUNDS[:2], [Series(name, (100 + place, 100)) for place, name in enumerate("กขคง")], unit="คน")
    numbers = [
        position
        for word, position in zip(drawn_words(picture), positions(picture), strict=True)
        if re.fullmatch(r"\d{3}", word)
    ]
    assert len(numbers) == 8
    for period in (numbers[:4], numbers[4:]):
        heights = sorted(y for _, y in period)
        assert min(upper - lower for lower, upper in itertools.pairwise(heights)) > 10


def test_a_waterfall_that_does_not_close_shows_the_difference() -> None:
    closed = waterfall("ก", STEPS, unit="คน")
    assert closed.alt == (
        "แผนภูมิแสดงการเปลี่ยนแปลงทีละขั้น: ก – เริ่มจากต้นปี 24,060 คน ย้ายเข้า +412 คน, ย้ายออก −388 คน, "
        "ออกกลางคัน −7 คน สุดท้ายสิ้นปี 24,077 คน (เพิ่มขึ้น 17 คน)"
    )
    gap = waterfall("ก", [*STEPS[:-1], ("สิ้นปี", 24070)], unit="คน")
    assert "ส่วนต่าง ไม่ทราบที่มา −7 คน" in gap.alt
    assert "ไม่ทราบที่มา" in drawn_words(gap)


def test_columns_of_a_waterfall_are_cut_only_where_they_dwarf_the_changes() -> None:
    cut = "แกนตั้งไม่ได้เริ่มที่ศูนย์"
    assert cut in drawn_words(waterfall("ก", STEPS, unit="คน"))
    whole = waterfall("ก", (("ต้นปี", 100), ("เข้า", 50), ("สิ้นปี", 150)), unit="คน")
    assert cut not in drawn_words(whole)
    (first, last) = [height for _, height in boxes(whole, PENS[0].colour)]
    assert last == pytest.approx(first * 1.5, rel=0.001)


@pytest.mark.parametrize("values", [(0, 0, 0), ()])
def test_nothing_to_show_is_said(values: tuple[int, ...]) -> None:
    names, series = GRADES[: len(values)], Series("ชาย", values)
    pictures = [
        bars("ก", names, [series], unit="คน"),
        ranked_bars("ก", names, series, unit="คน"),
        pyramid("ก", names, series, series, unit="คน"),
        trend("ก", names, [series], unit="คน"),
        against_targets("ก", names, series, {}, unit="คน"),
        waterfall("ก", [(name, 0) for name in names], unit="คน"),
    ]
    assert {picture.alt for picture in pictures} == {"ก – ไม่มีจำนวนให้แสดง"}
    assert {tuple(drawn_words(picture)) for picture in pictures} == {("ไม่มีจำนวนให้แสดง",)}
    on_phone = [Picture(picture.narrow, "") for picture in pictures]
    assert {tuple(drawn_words(picture)) for picture in on_phone} == {("ไม่มีจำนวนให้แสดง",)}


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values for 3"):
        bars("ก", GRADES, [Series("ชาย", (1, 2))], unit="คน")
    with pytest.raises(ValueError, match="below zero"):
        ranked_bars("ก", GRADES, Series("ชาย", (1, 2, -1)), unit="คน")
    with pytest.raises(ValueError, match="at most 5"):
        bars("ก", GRADES, [BOYS] * 6, unit="คน")
    with pytest.raises(ValueError, match="at most 4"):
        trend("ก", GRADES, [BOYS] * 5, unit="คน")


def test_a_small_line_has_numbers_at_its_ends_and_extremes_alone() -> None:
    pupils = Series("นักเรียน", (50, 47, 48, 47, 60, 52))
    rounds = ["2567-3", "2568-1", "2568-2", "2568-3", "2569-1", "2569-2"]
    picture = sparkline("ก", rounds, pupils, unit="คน")
    words = drawn_words(picture)
    assert [word for word in words if word.isdigit()] == ["50", "47", "60", "52"]
    assert {rounds[0], rounds[-1]} < set(words)
    assert not set(rounds[1:-1]) & set(words)
    assert "จาก 50 คน เป็น 52 คน (เพิ่มขึ้น 2 คน)" in picture.alt
    assert picture.narrow == picture.svg
    far, near = (sparkline("ก", rounds[:3], Series("ก", (5, 6, 7)), unit="คน", steps=at) for at in ((0, 1, 5), ()))
    assert far.svg != near.svg, "a round left out keeps its room"


def test_a_long_trend_has_numbers_at_its_ends_and_extremes_and_no_more_than_eight_labels() -> None:
    rounds = [f"{2559 + index // 3}-{index % 3 + 1}" for index in range(28)]
    pupils = [53000 - 100 * index for index in range(28)]
    pupils[5], pupils[20] = 60000, 41000
    picture = trend("ก", rounds, [Series("นักเรียน", tuple(pupils))], unit="คน", steps=range(28))
    words = drawn_words(picture)
    assert {"53,000", "60,000", "41,000", "50,300"} == {word for word in words if "," in word}
    labels = [word for word in words if word in rounds]
    assert len(labels) == 7
    assert labels[-1] == rounds[-1]
