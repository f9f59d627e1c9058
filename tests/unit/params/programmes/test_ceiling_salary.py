from datetime import date
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.programmes.ceiling_salary import PERCENT, CeilingSalaryProgramme
from helpers.params.programmes.reading import read_programme

FILE = PROJECT_PARAMS / "programmes" / "ceiling-salary.yml"


def stated() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


def test_the_programme_pays_half_one_and_one_and_a_half_steps_to_two_groups() -> None:
    programme = read_programme(FILE)
    assert isinstance(programme, CeilingSalaryProgramme)
    assert programme.number == "9"
    in_force = [rate.on(date(2025, 10, 1)) for rate in programme.rates if rate.item == PERCENT]
    assert [(str(each.value), each.status) for each in in_force if each] == [
        ("2.00", "confirmed"),
        ("4.00", "confirmed"),
        ("6.00", "confirmed"),
    ]
    assert [group.group for group in programme.staff.groups] == ["ข้าราชการ", "ลูกจ้างประจำ"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rates", []),
        ("staff", {"groups": [], "reference": "ก", "status": "to_confirm"}),
        ("ceiling", "1.00"),
    ],
)
def test_wrong_settings_are_refused(key: str, value: object) -> None:
    CeilingSalaryProgramme.model_validate(stated())
    with pytest.raises(ValidationError):
        CeilingSalaryProgramme.model_validate(stated() | {key: value})
