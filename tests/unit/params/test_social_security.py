from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.social_security import ContributionTerms, SocialSecurity, terms_on
from helpers.params.strict_yaml import read_model

FILE = PROJECT_PARAMS / "social_security.yml"
TERMS = {"since": "1 ต.ค. 2564", "percent": "5", "floor": "1650.00", "ceiling": "15000.00", "rounding": "baht"}


def stated() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


@pytest.mark.parametrize(
    ("wage", "contribution"),
    [
        ("0.00", "83.00"),
        ("1650.00", "83.00"),
        ("9000.00", "450.00"),
        ("9009.99", "450.00"),
        ("9010.00", "451.00"),
        ("15000.00", "750.00"),
        ("18000.00", "750.00"),
    ],
)
def test_a_contribution_stays_between_floor_and_ceiling_in_whole_baht(wage: str, contribution: str) -> None:
    assert ContributionTerms.model_validate(TERMS).contribution(Decimal(wage)) == Decimal(contribution)


def test_a_contribution_may_be_rounded_to_the_satang() -> None:
    terms = ContributionTerms.model_validate(TERMS | {"rounding": "satang"})
    assert terms.contribution(Decimal("9009.99")) == Decimal("450.50")
    assert terms.contribution(Decimal("0.00")) == Decimal("82.50")


@pytest.mark.parametrize(
    ("day", "largest"),
    [
        (date(2022, 4, 30), "750.00"),
        (date(2022, 5, 1), "150.00"),
        (date(2022, 7, 31), "150.00"),
        (date(2022, 8, 1), "750.00"),
        (date(2022, 10, 1), "450.00"),
        (date(2022, 12, 31), "450.00"),
        (date(2023, 1, 1), "750.00"),
        (date(2025, 12, 31), "750.00"),
        (date(2026, 1, 1), "875.00"),
        (date(2028, 12, 31), "875.00"),
        (date(2029, 1, 1), "1000.00"),
        (date(2031, 12, 31), "1000.00"),
        (date(2032, 1, 1), "1150.00"),
    ],
)
def test_the_terms_change_on_their_days(day: date, largest: str) -> None:
    terms = terms_on(read_model(FILE, SocialSecurity).periods, day)
    assert terms is not None
    assert terms.contribution(Decimal("25000.00")) == Decimal(largest)


def test_before_the_first_day_there_are_no_terms() -> None:
    assert terms_on(read_model(FILE, SocialSecurity).periods, date(2021, 9, 30)) is None
    assert terms_on((), date(2026, 1, 1)) is None


def test_who_is_insured_is_still_to_be_confirmed_and_the_terms_name_their_sources() -> None:
    read = read_model(FILE, SocialSecurity)
    assert (read.legal_forms.status, {each.status for each in read.periods}) == ("to_confirm", {"confirmed"})
    assert all("มาตรา 46" in each.reference for each in read.periods)


@pytest.mark.parametrize("change", [{"floor": "15000.01"}, {"floor": "-1.00"}, {"percent": "101"}, {"rounding": "ten"}])
def test_impossible_terms_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ContributionTerms.model_validate(TERMS | change)


def test_periods_out_of_order_are_refused() -> None:
    content = stated()
    SocialSecurity.model_validate(content)
    for periods in (content["periods"][::-1], [content["periods"][0]] * 2, []):
        with pytest.raises(ValidationError):
            SocialSecurity.model_validate(content | {"periods": periods})


def test_a_legal_form_is_on_one_list() -> None:
    content = stated()
    forms = content["legal_forms"] | {"not_insured": ["จ้างเหมาบริการ", "ลูกจ้างชั่วคราว"]}
    with pytest.raises(ValidationError, match="ลูกจ้างชั่วคราว อยู่ทั้งสองรายการ"):
        SocialSecurity.model_validate(content | {"legal_forms": forms})
