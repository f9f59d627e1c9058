"""Who goes against the stream: one drawing each, all on one scale of shares, and the ends in numbers."""

import re

import pytest

from helpers.charts import Picture, Series, small_multiples
from helpers.charts.alt_text import CUT
from unit.charts.reading import drawn_words

ROUNDS = ("2567-3", "2568-1", "2568-2")
DISTRICTS = (Series("เมือง", (1000, 1010, 1040)), Series("เขื่องใน", (200, 190, 180)), Series("ม่วงสามสิบ", (50, 50, 50)))


def drawn(*series: Series) -> Picture:
    return small_multiples("นักเรียนรายอำเภอ", ROUNDS, series or DISTRICTS, unit="คน")


def test_every_series_has_a_drawing_with_its_ends_in_numbers() -> None:
    words = drawn_words(drawn())
    for series in DISTRICTS:
        assert series.label in words
        assert {f"{series.values[0]:,}", f"{series.values[-1]:,}"} <= set(words)
    assert "1,010" not in words
    assert words.count(ROUNDS[0]) == words.count(ROUNDS[-1]) == len(DISTRICTS)


def test_in_every_drawing_one_line_stands_out_and_all_others_are_pale() -> None:
    svg = drawn().svg
    assert len(re.findall(r"stroke: #173f6b; stroke-width: 2.2", svg)) == len(DISTRICTS)
    assert len(re.findall(r"stroke: #c3cad2", svg)) == len(DISTRICTS) * (len(DISTRICTS) - 1)


def test_the_same_change_in_per_cent_is_the_same_slope() -> None:
    svg = drawn(Series("ใหญ่", (1000, 900, 800)), Series("เล็ก", (10, 9, 8))).svg
    lines = re.findall(r'd="([^"]*)"[^>]*stroke: #173f6b; stroke-width: 2.2', svg)
    rises = []
    for line in lines:
        heights = [float(y) for _, y in re.findall(r"([-\d.]+) ([-\d.]+)", line)]
        rises.append(heights[-1] - heights[0])
    assert rises[0] == pytest.approx(rises[1], abs=0.02)
    assert rises[0] > 0


def test_the_words_tell_every_course_the_greatest_rise_first() -> None:
    assert drawn().alt == (
        "แผนภูมิเส้น 3 ภาพเล็ก: นักเรียนรายอำเภอ – 2567-3 ถึง 2568-2: เมือง จาก 1,000 คน เป็น 1,040 คน (เพิ่มขึ้น 40 คน); "
        "ม่วงสามสิบ จาก 50 คน เป็น 50 คน (ไม่เปลี่ยนแปลง); เขื่องใน จาก 200 คน เป็น 180 คน (ลดลง 20 คน)"
    )


def test_an_axis_that_does_not_begin_at_zero_says_so() -> None:
    assert any(CUT in words for words in drawn_words(drawn()))
    assert not any(CUT in words for words in drawn_words(drawn(Series("ก", (1, 5, 10)))))


def test_a_series_of_nothing_has_no_drawing_but_words() -> None:
    picture = drawn(*DISTRICTS, Series("ว่าง", (0, 0, 0)))
    assert "ว่าง" not in drawn_words(picture)
    assert "ว่าง จาก 0 คน เป็น 0 คน" in picture.alt


def test_what_has_no_course_is_refused_and_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="1 periods"):
        small_multiples("ก", ROUNDS[:1], [Series("ก", (1,))], unit="คน")
    with pytest.raises(ValueError, match="below zero"):
        drawn(Series("ก", (1, -1, 1)))
    assert drawn(Series("ก", (0, 0, 0))).alt == "นักเรียนรายอำเภอ – ไม่มีจำนวนให้แสดง"
