"""What was given and used, each row against a whole of its own."""

from decimal import Decimal

import pytest

from helpers.charts import Picture, Series, bullets
from helpers.charts.drawing import PENS
from unit.charts.reading import boxes, drawn_words

NAMES = ("ค่าเช่าบ้าน", "รายหัว", "ค่าเช่าที่ดิน")


def series(label: str, *values: str) -> Series:
    return Series(label, tuple(map(Decimal, values)))


USED, GIVEN = series("เบิกจ่าย", "50.0", "100.0", "90.0"), series("ได้รับจัดสรร", "100.0", "100.0", "60.0")
MARK = series("จัดสรรแล้ว", "100.0", "100.0", "100.0")


def drawn(used: Series = USED, given: Series = GIVEN, mark: Series = MARK) -> Picture:
    return bullets("เงินรายโครงการ", NAMES, used, given, mark, whole="ต้องจ่าย")


def test_what_is_used_lies_within_what_was_given_on_one_scale() -> None:
    used = [width for width, _ in boxes(drawn(), PENS[0].colour)][: len(NAMES)]
    assert used == pytest.approx([used[1] * 0.5, used[1], used[1] * 0.9], abs=0.01)


def test_every_part_of_the_picture_is_named() -> None:
    words = set(drawn_words(drawn()))
    assert {"เบิกจ่าย", "ได้รับจัดสรร", "จัดสรรแล้ว", "ต้องจ่าย = 100", "ร้อยละของที่ต้องจ่าย ตัวเลขคือเบิกจ่าย", "50.0", *NAMES} <= words


def test_the_words_name_who_used_more_than_was_given() -> None:
    assert drawn().alt.startswith(
        "แผนภูมิแท่งแนวนอนเทียบกับที่ต้องจ่าย 3 รายการ: เงินรายโครงการ – เบิกจ่าย มากที่สุดคือ รายหัว ร้อยละ 100.0"
    )
    assert drawn().alt.endswith("เบิกจ่ายเกินได้รับจัดสรร: ค่าเช่าที่ดิน")
    assert "เกิน" not in drawn(given=MARK).alt


def test_a_mark_is_named_only_where_there_is_one() -> None:
    unmarked = bullets("เงินรายโครงการ", NAMES, USED, GIVEN, whole="ต้องจ่าย")
    assert "จัดสรรแล้ว" not in drawn_words(unmarked)
    assert "จัดสรรแล้ว" not in unmarked.alt
    assert "50.0" in drawn_words(unmarked)


def test_where_nothing_is_there_no_empty_axes_are_shown() -> None:
    none = series("", "0", "0", "0")
    assert drawn(none, none, none).alt == "เงินรายโครงการ – ไม่มีจำนวนให้แสดง"


def test_a_length_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        drawn(used=series("เบิกจ่าย", "-1", "0", "0"))
