from decimal import Decimal

import pandas as pd
import pytest

from helpers.params.fiscal_years import USUAL_STEP, RateStep
from helpers.params.models import AlsoSeen, Referenced
from helpers.programmes.allocation import ARITHMETIC, rounded
from helpers.programmes.what_if import (
    ELSEWHERE,
    WHAT_IF,
    alternatives,
    stated_elsewhere,
    what_if_frame,
    with_tried_rates,
)
from unit.programmes.counted_rounds import (
    SCHOOL,
    TEACHING,
    TERM_2,
    allocate,
    counted,
    programme,
)

LOWER, HIGHER, SEEN = alternatives(USUAL_STEP)
BIG = {SCHOOL: {"ป.1": 100, "ป.2": 50}}
GROWN = {SCHOOL: {"ป.1": 90, "ป.2": 98, "ป.3": 51}}


def source(status: str, *values: str) -> Referenced:
    seen = tuple(AlsoSeen(value=value, reference="อีกแหล่ง") for value in values)
    return Referenced(reference="หนังสือ", status=status, also_seen=seen)  # type: ignore[arg-type]


def test_the_alternatives_are_a_step_down_a_step_up_and_another_source() -> None:
    assert [each.title for each in (LOWER, HIGHER, SEEN)] == ["ต่ำลงร้อยละ 5", "สูงขึ้นร้อยละ 5", ELSEWHERE]
    assert LOWER.tried(source("to_confirm"), Decimal("2204.00")) == Decimal("2093.80")
    assert HIGHER.tried(source("to_confirm"), Decimal("0.10")) == Decimal("0.11")
    assert HIGHER.tried(source("confirmed"), Decimal("2204.00")) is None


def test_the_step_is_a_parameter() -> None:
    step = RateStep(percent="2.5", reference="เลือก", status="confirmed")  # type: ignore[arg-type]
    assert [each.factor for each in alternatives(step)] == [Decimal("0.975"), Decimal("1.025"), None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [((), None), (("2,280.00",), "2280.00"), (("ไม่ต่ำกว่า 18,000 บาท", "439"), "439.00"), (("ร้อยละ 2",), None)],
)
def test_another_source_counts_where_it_states_an_amount(values: tuple[str, ...], expected: str | None) -> None:
    assert stated_elsewhere(source("to_confirm", *values)) == (expected and Decimal(expected))


def test_the_subsidy_is_computed_anew_by_every_alternative() -> None:
    trials = [each for each in allocate(counted(BIG)).trials if each.effect.tranche == TERM_2]
    changes: dict[tuple[str, str], Decimal] = {}
    for each in trials:
        key = each.alternative, each.effect.item
        changes[key] = changes.get(key, Decimal()) + each.effect.amount
    assert changes[LOWER.title, TEACHING] == Decimal("-8265.00")  # 150 × (2,093.80 − 2,204.00) × 0.5
    assert changes[HIGHER.title, TEACHING] == Decimal("8265.00")
    assert changes[ELSEWHERE, TEACHING] == Decimal("5700.00")  # 150 × (2,280.00 − 2,204.00) × 0.5


def test_the_changes_add_up_to_the_difference_of_the_two_years_with_what_was_paid_in_advance() -> None:
    before, after = counted(BIG, poor={SCHOOL: {"ป.1": 70}}), counted(GROWN, name="2569-1")
    present = allocate(before, after)
    for alternative in (LOWER, HIGHER, SEEN):
        again = allocate(before, after, with_tried_rates(programme(), alternative))
        difference = sum(row.amount for row in again.rows) - sum(row.amount for row in present.rows)
        assert difference
        assert difference == sum(each.effect.amount for each in present.trials if each.alternative == alternative.title)


def test_the_table_states_the_change_as_quantity_rate_and_share_less_what_is_due() -> None:
    schools = pd.DataFrame({"smis": [SCHOOL], "district": ["เมือง"], "size": ["เล็ก"]})
    frame = what_if_frame(allocate(counted(BIG)).trials, schools, "34019999")
    WHAT_IF.table(frame)
    for row in frame.to_dict("records"):
        assert row["amount"] == rounded(row["quantity"] * row["rate"] * row["share"]) - row["less"]
    assert ARITHMETIC.endswith("- less")
    assert set(frame["rate_used"].str.split(" | ", regex=False).str[-1]) == {"ต้องยืนยัน"}
