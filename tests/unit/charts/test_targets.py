"""What was reached so far against dated targets."""

import re
from decimal import Decimal

import pytest

from helpers.charts import Series, against_targets
from unit.charts.reading import drawn_words, positions

QUARTERS = ("ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4")
SPENT = Series("เบิกจ่ายสะสม", (Decimal("30.1"), Decimal("52.0"), Decimal("78.5")))
TARGETS = dict(zip(QUARTERS, map(Decimal, ("32.0", "52.0", "75.0", "93.0")), strict=True))


def test_targets_are_compared_with_what_was_reached() -> None:
    picture = against_targets("ผลเบิกจ่าย", QUARTERS, SPENT, TARGETS, unit="ร้อยละ")
    assert picture.alt == (
        "แผนภูมิเส้นเทียบเป้าหมาย: ผลเบิกจ่าย – ไตรมาส 1 เบิกจ่ายสะสม ร้อยละ 30.1 เป้าหมาย ร้อยละ 32.0 "
        "(ต่ำกว่าเป้าหมาย 1.9 จุดร้อยละ); ไตรมาส 2 เบิกจ่ายสะสม ร้อยละ 52.0 เป้าหมาย ร้อยละ 52.0 (เท่ากับเป้าหมาย); "
        "ไตรมาส 3 เบิกจ่ายสะสม ร้อยละ 78.5 เป้าหมาย ร้อยละ 75.0 (สูงกว่าเป้าหมาย 3.5 จุดร้อยละ); "
        "ยังไม่ถึงกำหนด: ไตรมาส 4 เป้าหมาย ร้อยละ 93.0"
    )
    assert {"หน่วย: ร้อยละ", "เบิกจ่ายสะสม", "เป้าหมาย", "30.1", "78.5", "93.0", *QUARTERS} <= set(drawn_words(picture))


def test_a_figure_between_targets_is_told_as_the_latest() -> None:
    picture = against_targets("ก", QUARTERS, SPENT, {"ไตรมาส 4": Decimal(93)}, unit="ร้อยละ")
    assert picture.alt.endswith("ล่าสุด ไตรมาส 3 เบิกจ่ายสะสม ร้อยละ 78.5; ยังไม่ถึงกำหนด: ไตรมาส 4 เป้าหมาย ร้อยละ 93.0")


def test_numbers_stand_on_the_side_where_the_other_line_is_not() -> None:
    picture = against_targets("ก", QUARTERS, SPENT, TARGETS, unit="ร้อยละ")
    heights = {word: y for word, (_, y) in zip(drawn_words(picture), positions(picture), strict=True)}
    assert heights["32.0"] < heights["30.1"]
    assert heights["78.5"] < heights["75.0"]


def test_before_anything_is_spent_the_targets_stand_alone() -> None:
    picture = against_targets("ก", QUARTERS, Series("เบิกจ่าย", ()), TARGETS, unit="ร้อยละ")
    assert picture.alt.startswith("แผนภูมิเส้นเทียบเป้าหมาย: ก – ยังไม่ถึงกำหนด: ไตรมาส 1 เป้าหมาย ร้อยละ 32.0")
    assert set(TARGETS.values()) == {Decimal(word) for word in drawn_words(picture) if re.fullmatch(r"[\d.]+", word)}


def test_what_does_not_belong_to_the_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="3 values for 2"):
        against_targets("ก", QUARTERS[:2], SPENT, {}, unit="ร้อยละ")
    with pytest.raises(ValueError, match=r"not there: \['ไตรมาส 5'\]"):
        against_targets("ก", QUARTERS, SPENT, {"ไตรมาส 5": 1}, unit="ร้อยละ")
