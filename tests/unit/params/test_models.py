from datetime import date, datetime

import pytest
from pydantic import ValidationError

from helpers.params.checks import AgeRange, AllowedRange, DaysWaiting, PupilsPerTeacher
from helpers.params.models import DatedValue, Office, SizeBands, TileMap, Window

SOURCE = {"reference": "ก", "status": "confirmed"}
FOUR_SIZES = [
    {"size": "เล็ก", "up_to": 120},
    {"size": "กลาง", "up_to": 600},
    {"size": "ใหญ่", "up_to": 1500},
    {"size": "ใหญ่พิเศษ"},
]


@pytest.mark.parametrize(
    ("pupils", "size"),
    [(0, "เล็ก"), (120, "เล็ก"), (121, "กลาง"), (600, "กลาง"), (601, "ใหญ่"), (1500, "ใหญ่"), (1501, "ใหญ่พิเศษ")],
)
def test_a_size_ends_with_its_ceiling(pupils: int, size: str) -> None:
    assert SizeBands.model_validate(SOURCE | {"bands": FOUR_SIZES}).size_of(pupils) == size


@pytest.mark.parametrize("bands", [FOUR_SIZES[:3], FOUR_SIZES[::-1], [FOUR_SIZES[0], *FOUR_SIZES], []])
def test_sizes_out_of_order_are_refused(bands: list[dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        SizeBands.model_validate(SOURCE | {"bands": bands})


@pytest.mark.parametrize(
    "tiles",
    [
        [("เมือง", 1, 1), ("เมือง", 1, 2)],
        [("เมือง", 1, 1), ("ไผ่", 1, 1)],
        [("เมือง", 0, 1)],
        [("เมือง", 1, 9)],
    ],
)
def test_a_district_has_a_tile_of_its_own_in_a_grid_that_can_be_read(tiles: list[tuple[str, int, int]]) -> None:
    cells = [{"district": district, "row": row, "column": column} for district, row, column in tiles]
    with pytest.raises(ValidationError):
        TileMap.model_validate(SOURCE | {"districts": cells})


@pytest.mark.parametrize("code", ["340", "34010", "34O1", "๓๔๐๑", 3401])
def test_an_area_code_is_four_digits_of_text(code: object) -> None:
    office = {"name": "ก", "short_name": "ก", "area_code": code, "size_bands": SOURCE | {"bands": FOUR_SIZES}}
    with pytest.raises(ValidationError):
        Office.model_validate(office)
    assert Office.model_validate(office | {"area_code": "3401"}).digits == "arabic"


def test_a_window_closes_at_the_end_of_its_last_day() -> None:
    window = Window.model_validate(SOURCE | {"opens": "16 พ.ค. 2568", "closes": "10 มิ.ย. 2568"})
    assert window.opens == date(2025, 5, 16)
    assert datetime(2025, 6, 10, 23, 59) < window.deadline < datetime(2025, 6, 11)


def test_ranges_that_nothing_can_meet_are_refused() -> None:
    with pytest.raises(ValidationError, match="วันปิด"):
        Window.model_validate(SOURCE | {"opens": "11 มิ.ย. 2568", "closes": "10 มิ.ย. 2568"})
    with pytest.raises(ValidationError, match="most"):
        AllowedRange.model_validate(SOURCE | {"least": 2.0, "most": 1.0})
    with pytest.raises(ValidationError, match="oldest"):
        AgeRange.model_validate({"grade": "ป.1", "youngest": 9, "oldest": 5})
    with pytest.raises(ValidationError, match="long"):
        DaysWaiting.model_validate(SOURCE | {"usual": 31, "long": 30})
    with pytest.raises(ValidationError, match="most"):
        PupilsPerTeacher.model_validate(SOURCE | {"least": 26, "most": 25, "positions": ["ครู"]})


def test_signers_have_a_role_and_a_position_and_no_name() -> None:
    office = {"name": "ก", "short_name": "ก", "area_code": "3401", "size_bands": SOURCE | {"bands": FOUR_SIZES}}
    one = {"role": "ผู้จัดทำ", "position": "นักวิเคราะห์นโยบายและแผน"}
    assert Office.model_validate(office).signers == ()
    assert Office.model_validate(office | {"signers": [one]}).signers[0].role == "ผู้จัดทำ"
    for wrong in ([one | {"name": "ข"}], [{"role": "ผู้จัดทำ"}], [one | {"position": " "}], [one] * 5):
        with pytest.raises(ValidationError):
            Office.model_validate(office | {"signers": wrong})


def test_a_decided_value_may_say_what_other_sources_say() -> None:
    seen = {"value": "2,280.00", "reference": "ถ้าทุกขั้นเท่ากัน"}
    read = DatedValue.model_validate(SOURCE | {"date": "10 มิ.ย. 2568", "also_seen": [seen]})
    assert [(each.value, each.reference) for each in read.also_seen] == [("2,280.00", "ถ้าทุกขั้นเท่ากัน")]
    with pytest.raises(ValidationError, match="reference"):
        DatedValue.model_validate(SOURCE | {"date": "10 มิ.ย. 2568", "also_seen": [{"value": "1"}]})
