"""Whom an item pays for: the edge of the small school, the caps, items without a rate."""

from decimal import Decimal

import pytest

from unit.programmes.counted_rounds import (
    OTHER,
    POOR,
    SCHOOL,
    TERM_2,
    TOP_UP,
    allocate,
    amounts,
    changed,
    counted,
    programme,
)

TERM = {"tranche": TERM_2}


@pytest.mark.parametrize(("pupils", "paid"), [(119, "29750.00"), (120, "30000.00"), (121, None)])
def test_the_top_up_of_a_primary_school_ends_at_120_pupils(pupils: int, paid: str | None) -> None:
    by_item = amounts(allocate(counted({SCHOOL: {"ป.1": pupils}})).rows, item=TOP_UP, **TERM)
    assert by_item.get(f"{TERM_2} {TOP_UP}") == paid


@pytest.mark.parametrize(("pupils", "paid"), [(300, "150000.00"), (301, None)])
def test_the_top_up_of_secondary_levels_ends_at_300_pupils(pupils: int, paid: str | None) -> None:
    by_item = amounts(allocate(counted({SCHOOL: {"ม.1": pupils - 1, "ม.6": 1}})).rows, item=TOP_UP, **TERM)
    assert by_item.get(f"{TERM_2} {TOP_UP}") == paid


def test_kindergarten_counts_with_primary_and_secondary_apart() -> None:
    rows = allocate(counted({SCHOOL: {"อ.2": 60, "ป.1": 61, "ม.1": 20}})).rows
    assert {each.grade for each in rows if each.item == TOP_UP and each.tranche == TERM_2} == {"ม.1"}
    assert "มัธยม 20 คน ไม่เกิน 300 คน" in next(each.rule for each in rows if each.item == TOP_UP)


def test_a_school_s_size_may_be_made_by_other_levels_than_those_paid() -> None:
    (primary, secondary) = programme().small_schools.groups
    whole = secondary.model_copy(update={"counted": (*primary.levels, *secondary.levels)})
    changed_programme = changed(small_schools={"groups": (whole,)})
    small, large = ({SCHOOL: {"ป.1": pupils, "ม.1": 100}} for pupils in (200, 201))
    paid = [
        amounts(allocate(counted(pupils), variant=changed_programme).rows, item=TOP_UP, tranche=TERM_2)
        for pupils in (small, large)
    ]
    assert paid == [{f"{TERM_2} {TOP_UP}": "50000.00"}, {}]


def test_poor_pupils_are_paid_up_to_the_cap_of_their_level_and_the_others_named() -> None:
    pupils = {SCHOOL: {"ป.1": 50, "ป.2": 50, "ม.1": 40}}
    poor = {SCHOOL: {"ป.1": 30, "ป.2": 11, "ม.1": 13, "อ.1": 9}}
    allocated = allocate(counted(pupils, poor=poor))
    rows = {each.level: each for each in allocated.rows if each.item == POOR}
    assert {level: each.headcount for level, each in rows.items()} == {"ประถม": 40, "มัธยมต้น": 12}
    assert rows["ประถม"].amount == Decimal("20000.00")  # 40 × 1,000 × 0.5
    assert rows["มัธยมต้น"].amount == Decimal("18000.00")  # 12 × 3,000 × 0.5
    assert [(each.headcount, each.amount) for each in allocated.excluded] == [
        (1, Decimal("500.00")),
        (1, Decimal("1500.00")),
    ]
    assert "2568-2-count::1" in rows["ประถม"].further_sources


@pytest.mark.parametrize(("enrolled", "paid"), [(10, 4), (11, 4), (12, 4), (13, 5)])
def test_a_cap_is_rounded_down_to_whole_pupils(enrolled: int, paid: int) -> None:
    allocated = allocate(counted({SCHOOL: {"ป.1": enrolled}}, poor={SCHOOL: {"ป.1": enrolled}}))
    assert sum(each.headcount for each in allocated.rows if each.item == POOR) == paid


def test_an_item_without_a_rate_pays_nothing_and_says_for_how_many() -> None:
    allocated = allocate(counted({SCHOOL: {"ป.1": 20}}, boarding={SCHOOL: {"ป.1": 7}, OTHER: {"ป.1": 1}}))
    assert not [each for each in allocated.rows if "พักนอน" in each.item]
    (unrated,) = [each for each in allocated.findings if each.rule == "budget.per_head.no_rate"]
    assert (unrated.column, unrated.found) == ("ค่าอาหารนักเรียนประจำพักนอน", f"ประถม: {TERM_2} 7 คน")
    assert allocated.tables
    (row,) = allocated.tables["unrated"].to_dict("records")
    assert (row["smis"], row["level"], row["grade"], row["pupils"]) == (SCHOOL, "ประถม", "", 7)
    assert row["row_key"] == "2568-2-board::1"


def test_an_item_is_paid_once_its_rate_is_known() -> None:
    per_head = programme()
    rate = per_head.rates[0].model_copy(update={"item": "boarding", "group": ""})
    with_rate = per_head.model_copy(update={"rates": (*per_head.rates, rate)})
    allocated = allocate(counted({SCHOOL: {"ป.1": 20}}, boarding={SCHOOL: {"ป.1": 7}}), variant=with_rate)
    (boarding,) = [each for each in allocated.rows if "พักนอน" in each.item]
    assert boarding.amount == Decimal("6902.00")  # 7 × 1,972 × 0.5


def test_a_day_before_the_first_rate_pays_nothing() -> None:
    per_head = programme()
    teaching = per_head.rates[0]
    late = teaching.model_copy(update={"values": teaching.values[-1:], "group": "ประถม"})
    only = per_head.model_copy(update={"rates": (late.model_copy(update={"values": (_never(late.values[0]),)}),)})
    assert not allocate(counted({SCHOOL: {"ป.1": 20}}), variant=only).rows


def _never(value: object) -> object:
    return value.model_copy(update={"since": value.since.replace(year=3000)})  # type: ignore[attr-defined]


def test_whom_a_cap_or_limit_is_for_is_a_setting() -> None:
    changed_programme = changed(small_schools={"groups": ()})
    assert not [
        row for row in allocate(counted({SCHOOL: {"ป.1": 20}}), variant=changed_programme).rows if row.item == TOP_UP
    ]
