"""Lunch without a rate: no programme, day or example gets one from elsewhere."""

from datetime import date
from decimal import Decimal

from helpers.params.programmes.local_support import LocalSupportProgramme
from helpers.programmes.local_support.amounts import check_example, lunch_rate
from unit.programmes.filled import project_params
from unit.programmes.local_support.test_allocating import ID

DAY = date(2025, 10, 1)


def _programme(*, rated: bool = True) -> LocalSupportProgramme:
    programme = project_params().programmes[ID]
    assert isinstance(programme, LocalSupportProgramme)
    return programme if rated else programme.model_copy(update={"rates": ()})


def test_a_size_has_its_rate_of_the_day_or_none() -> None:
    size, rate = lunch_rate(_programme(), DAY, 40)
    assert (size, rate and rate.value) == ("1–40 คน", Decimal("36.00"))
    assert lunch_rate(_programme(), date(1990, 1, 1), 40) == ("1–40 คน", None)
    assert lunch_rate(_programme(rated=False), DAY, 40) == ("1–40 คน", None)


def test_an_example_of_a_year_without_a_rate_comes_to_nothing() -> None:
    example = _programme().examples[0]
    stated, computed = check_example(_programme(rated=False), example)
    assert (stated, computed) == ({"amount": example.amount}, {"amount": Decimal("0.00")})
