from decimal import Decimal

import pytest

from helpers.programmes.rent.amounts import Rent, rent_parts
from unit.programmes.filled import YEAR, day, project_params

HALVES = project_params().fiscal_years[YEAR].halves.halves


def rent(opens: str, closes: str = "", *, amount: str = "3500", ceiling: str = "", yearly: bool = False) -> Rent:
    most = Decimal(ceiling) if ceiling else None
    return Rent(yearly, Decimal(amount), most, day(opens), day(closes) if closes else None)


def paid(one: Rent) -> list[tuple[str, int, Decimal, Decimal]]:
    return [(part.half, part.quantity, part.share, part.paid) for part in rent_parts(one, HALVES, "calendar_days")]


def test_a_rent_without_an_end_is_paid_for_twelve_months() -> None:
    assert paid(rent("2560-05-10")) == [
        ("ครึ่งปีแรก", 6, 1, Decimal("21000.00")),
        ("ครึ่งปีหลัง", 6, 1, Decimal("21000.00")),
    ]


def test_a_rent_above_its_ceiling_is_paid_up_to_it() -> None:
    first, second = rent_parts(rent("2568-10-01", ceiling="3000"), HALVES, "calendar_days")
    assert (first.paid, first.due - first.paid) == (Decimal("18000.00"), Decimal("3000.00"))
    assert second.paid == Decimal("18000.00")


def test_a_rent_below_its_ceiling_is_paid_as_it_is() -> None:
    first, _ = rent_parts(rent("2568-10-01", ceiling="9000"), HALVES, "calendar_days")
    assert first.paid == first.due == Decimal("21000.00")


def test_the_last_month_is_paid_by_its_days() -> None:
    share = Decimal("0.3225806452")
    assert paid(rent("2568-10-01", "2568-12-10")) == [
        ("ครึ่งปีแรก", 2, 1, Decimal("7000.00")),
        ("ครึ่งปีแรก", 1, share, Decimal("1129.03")),
    ]


@pytest.mark.parametrize(("opens", "closes"), [("2566-10-01", "2568-09-30"), ("2569-10-01", "2570-09-30")])
def test_a_rent_outside_the_year_comes_to_nothing(opens: str, closes: str) -> None:
    assert paid(rent(opens, closes)) == []
    assert paid(rent(opens, closes, yearly=True)) == []


def test_a_yearly_contract_is_paid_whole_where_its_year_begins() -> None:
    assert paid(rent("2565-10-01", yearly=True)) == [("ครึ่งปีแรก", 1, 1, Decimal("3500.00"))]
    assert paid(rent("2565-09-30", yearly=True)) == [("ครึ่งปีหลัง", 1, 1, Decimal("3500.00"))]


def test_the_last_contract_year_is_paid_by_its_months() -> None:
    assert paid(rent("2567-07-16", "2569-12-15", amount="1200", yearly=True)) == [
        ("ครึ่งปีหลัง", 1, Decimal("0.4166666667"), Decimal("500.00"))
    ]


def test_a_contract_year_that_was_paid_last_year_is_not_paid_again() -> None:
    assert paid(rent("2567-11-01", "2568-10-31", yearly=True)) == []


def test_a_contract_of_29_february_goes_on_from_1_march() -> None:
    (part,) = rent_parts(rent("2567-02-29", yearly=True), HALVES, "calendar_days")
    assert (part.opens, part.closes) == (day("2569-03-01"), day("2570-02-28"))


def test_a_yearly_contract_is_for_twelve_months() -> None:
    (part,) = rent_parts(rent("2565-10-01", yearly=True), HALVES, "calendar_days")
    assert part.months == 12
