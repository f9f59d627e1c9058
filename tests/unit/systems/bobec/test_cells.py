from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from helpers.systems.bobec.reading import kind_and_number, money_in, rooms_in, year_in, years_in

ROOMS = partial(rooms_in, most=500)


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (year_in, "พ.ศ. 2506", 2506),
        (year_in, "พ.ศ.2506", 2506),
        (year_in, "๒๕๐๖", 2506),
        (year_in, "1985", 1985),
        (year_in, "-", None),
        (ROOMS, "8 ห้อง", 8),
        (ROOMS, None, None),
        (partial(years_in, most=100), "25 ปี", 25),
        (money_in, "1,250,000.00", Decimal("1250000.00")),
        (money_in, "980000 บาท", Decimal("980000.00")),
        (money_in, "๙๘๐.๕", Decimal("980.50")),
        (money_in, "", None),
    ],
)
def test_cells_are_read(reader: Callable[[str | None], object], text: str | None, value: object) -> None:
    assert reader(text) == value
    assert not isinstance(value, float)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (year_in, "พ.ศ. 25xx"),
        (year_in, "ราว พ.ศ. 2506"),
        (year_in, "25066"),
        (ROOMS, "8 ปี"),
        (ROOMS, "999999999"),
        *((partial(years_in, most=100), text) for text in ("8 ห้อง", "2525", "0")),
        (money_in, "1.234"),
        (money_in, "ล้านเศษ"),
        (money_in, "-5"),
        (money_in, "1" * 14),
    ],
)
def test_what_cannot_be_read_is_refused(reader: Callable[[str | None], object], text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        reader(text)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("อาคารเรียน ลำดับที่ 1 ", "อาคารเรียน", 1),
        ("ถนน / รางระบายน้ำ  ลำดับที่ ๒", "ถนน/รางระบายน้ำ", 2),
        ("ส้วม หลังที่ 3", "ส้วม", 3),
        ("ส้วม", "ส้วม", None),
        ("", "", None),
    ],
)
def test_a_name_is_a_kind_and_a_number(text: str, kind: str, number: int | None) -> None:
    assert kind_and_number(text) == (kind, number)
