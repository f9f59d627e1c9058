from datetime import date
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.programmes.hire import MONTHLY_RATE, HireProgramme
from helpers.params.programmes.reading import read_programme

FOLDER = PROJECT_PARAMS / "programmes"
NUMBERS = {
    "government-employees": ("1", "18000.00", "to_confirm"),
    "office-hired-staff": ("2", "", ""),
    "critical-shortage-teachers": ("3", "15000.00", "to_confirm"),
    "science-maths-teachers": ("4", "15000.00", "to_confirm"),
    "school-clerks-15000": ("5.1", "15000.00", "confirmed"),
    "school-clerks-9000": ("5.2", "9000.00", "confirmed"),
    "returned-janitors": ("5.3", "9000.00", "to_confirm"),
    "janitors": ("6", "9000.00", "to_confirm"),
    "shortage-subject-teachers": ("7", "15000.00", "to_confirm"),
    "disability-carers": ("8", "9000.00", "to_confirm"),
}


def stated(name: str = "janitors") -> dict[str, Any]:
    content: dict[str, Any] = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


@pytest.mark.parametrize("name", NUMBERS)
def test_a_programme_has_its_number_and_its_rate(name: str) -> None:
    number, value, status = NUMBERS[name]
    programme = read_programme(FOLDER / f"{name}.yml")
    assert isinstance(programme, HireProgramme)
    assert programme.number == number
    rate = programme.rate(MONTHLY_RATE, "ลูกจ้างชั่วคราว")
    in_force = rate.on(date(2025, 10, 1)) if rate else None
    assert (str(in_force.value), in_force.status) == (value, status) if in_force else not value


@pytest.mark.parametrize(
    ("name", "rule"),
    [("janitors", "as_contracted"), ("office-hired-staff", "as_rated"), ("office-hired-staff", "at_least")],
)
def test_a_programme_has_a_rate_unless_it_pays_by_contract(name: str, rule: str) -> None:
    content = stated(name)
    HireProgramme.model_validate(content)
    with pytest.raises(ValidationError, match=MONTHLY_RATE):
        HireProgramme.model_validate(content | {"pay": content["pay"] | {"rule": rule}})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("broken_months", {"rule": "whole_months", "reference": "ก", "status": "to_confirm"}),
        ("pay", {"rule": "as_rated", "reference": "", "status": "to_confirm"}),
        ("legal_forms", {"allowed": [], "reference": "ก", "status": "to_confirm"}),
        ("insured", True),
    ],
)
def test_wrong_settings_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        HireProgramme.model_validate(stated() | {key: value})
