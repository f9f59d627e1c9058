from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.programmes.reading import read_programme
from helpers.params.programmes.rent import RentProgramme

FOLDER = PROJECT_PARAMS / "programmes"


def stated(name: str = "house-rent") -> dict[str, Any]:
    content: dict[str, Any] = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


def test_the_two_programmes_are_of_one_kind_with_a_form_each() -> None:
    house, land = (read_programme(FOLDER / f"{name}.yml") for name in ("house-rent", "temple-land-rent"))
    assert isinstance(house, RentProgramme)
    assert isinstance(land, RentProgramme)
    assert (house.form, land.form) == ("house_rent", "land_rent")
    assert (house.codes.source(2569), land.codes.source(2569)) == ("6911210", "6911220")
    assert (house.rates, land.rates) == ((), ())


@pytest.mark.parametrize(("name", "form"), [("house-rent", "land_rent"), ("temple-land-rent", "house_rent")])
def test_examples_with_a_ceiling_belong_to_houses_alone(name: str, form: str) -> None:
    RentProgramme.model_validate(stated(name))
    with pytest.raises(ValidationError, match="ceiling"):
        RentProgramme.model_validate(stated(name) | {"form": form})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("form", "roster"),
        ("broken_months", {"rule": "whole_months", "reference": "ก", "status": "to_confirm"}),
        ("contract_amounts", {"reference": "", "status": "to_confirm"}),
        ("ceiling", "3000.00"),
    ],
)
def test_wrong_settings_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        RentProgramme.model_validate(stated() | {key: value})
