"""Next year's rounds, and the targets."""

from decimal import Decimal
from pathlib import Path

import pytest

from builders import Office, make_office
from helpers.deliveries.new_round import write_round
from helpers.performance.submissions import _later as later
from helpers.performance.submissions import calendar, calendar_rounds, targets
from helpers.periods import AcademicYear, Round, from_buddhist

YEAR = AcademicYear(2568)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_days_come_from_the_next_year_where_it_has_parameters(office: Office) -> None:
    write_round(office.folder / "params", Round(2569, 1))
    office.edit("rounds/2569-1.yml", lambda text: text.replace("opens: 16 พ.ค. 2569", "opens: 20 พ.ค. 2569"))
    first, second, third = calendar(YEAR, office.params).to_dict("records")
    assert first["entry"] == (
        "2569-1 | ภาคเรียนที่ 1 ปีการศึกษา 2569 | 20 พ.ค. 2569 – 10 มิ.ย. 2569 | 10 มิ.ย. 2569 | พารามิเตอร์ของรอบ ต้องยืนยัน"
    )
    assert (first["days"], second["days"], third["days"]) == (22, 119, 31)
    assert second["entry"].endswith("15 ก.ค. 2569 – 10 พ.ย. 2569 | 10 พ.ย. 2569 | วันเดียวกับปีนี้ ต้องยืนยัน")


def test_confirmed_days_are_not_to_be_confirmed(office: Office) -> None:
    write_round(office.folder / "params", Round(2569, 1))
    office.edit("rounds/2569-1.yml", lambda text: text.replace("to_confirm", "confirmed"))
    assert calendar(YEAR, office.params)["entry"].tolist()[0].endswith("| พารามิเตอร์ของรอบ")


def test_a_round_that_neither_year_knows_is_left_out(office: Office) -> None:
    (office.folder / "params" / "rounds" / "2568-2.yml").unlink()
    assert calendar(YEAR, office.params)["entry"].str[:6].tolist() == ["2569-1", "2569-3"]
    assert list(calendar_rounds(YEAR, office.params)) == ["rounds/2568-1.yml", "rounds/2568-3.yml"]


def test_the_last_of_february_is_the_last_of_february() -> None:
    assert later(from_buddhist(2567, 2, 29), 1) == from_buddhist(2568, 2, 28)


def test_only_indicators_with_a_target_are_aimed_at_anything(office: Office) -> None:
    assert targets(office.params).empty
    aim = '  better: higher\n  target: "95"\n'
    office.edit("indicators.yml", lambda text: text.replace("  better: higher\n", aim, 1))
    (aimed,) = targets(office.params).to_dict("records")
    assert (aimed["indicator"], aimed["target"]) == ("on_time", Decimal("95.00"))
