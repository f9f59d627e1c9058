from decimal import Decimal

import pytest

from helpers.params.fiscal_years import USUAL_STEP
from helpers.programmes.hire.amounts import SOCIAL_SECURITY, WAGE, HireTerms, posts_of
from helpers.programmes.hire.kind import allocate_posts
from helpers.programmes.kinds import Allocated
from helpers.programmes.what_if import alternatives
from unit.programmes.filled import YEAR, allocate, day, form_table, numbered, project_params
from unit.programmes.hire.roster import post

TEACHERS, OFFICE = "critical-shortage-teachers", "office-hired-staff"
LOWER, HIGHER = "ต่ำลงร้อยละ 5", "สูงขึ้นร้อยละ 5"


def changes(allocated: Allocated, alternative: str) -> dict[str, Decimal]:
    by_item: dict[str, Decimal] = {}
    for trial in allocated.trials:
        if trial.alternative == alternative:
            by_item[trial.effect.item] = by_item.get(trial.effect.item, Decimal()) + trial.effect.amount
    return by_item


@pytest.mark.parametrize(
    ("alternative", "wages", "contributions"),
    [
        # 15,750 a month: 750 × 12; 750 a month up to the ceiling of 15,000, then 787.50, in whole baht 788: 38 × 9
        (HIGHER, "9000.00", "342.00"),
        # 14,250 a month: −750 × 12; 712.50, in whole baht 713: −37 × 12
        (LOWER, "-9000.00", "-444.00"),
    ],
)
def test_contributions_follow_another_pay_within_their_ceiling_and_rounding(
    alternative: str, wages: str, contributions: str
) -> None:
    allocated = allocate(TEACHERS, numbered(post()))
    assert changes(allocated, alternative) == {WAGE: Decimal(wages), SOCIAL_SECURITY: Decimal(contributions)}


def test_a_broken_month_is_paid_and_contributed_for_by_its_days() -> None:
    allocated = allocate(TEACHERS, numbered(post(starts=day("2569-09-16"))))  # 15 of 30 days
    # 7,500.00 becomes 7,875.00; 375 becomes 393.75, in whole baht 394
    assert changes(allocated, HIGHER) == {WAGE: Decimal("375.00"), SOCIAL_SECURITY: Decimal("19.00")}


def test_a_contribution_that_follows_a_wage_is_told_with_the_rate_of_the_wage() -> None:
    allocated = allocate(TEACHERS, numbered(post()))
    assert {trial.rated.item for trial in allocated.trials} == {WAGE}


def test_a_vacant_post_and_a_confirmed_source_change_nothing() -> None:
    programme = project_params().programmes[TEACHERS]
    (rate,) = programme.rates
    confirmed = tuple(value.model_copy(update={"status": "confirmed"}) for value in rate.values)
    known = programme.model_copy(update={"rates": (rate.model_copy(update={"values": confirmed}),)})
    assert allocate(TEACHERS, numbered(post()), programme=known).trials == ()
    assert allocate(TEACHERS, numbered(post(starts=None, ends=None))).trials == ()


def test_unconfirmed_terms_of_social_security_are_tried_by_their_percentage() -> None:
    params = project_params()
    doubted = tuple(each.model_copy(update={"status": "to_confirm"}) for each in params.social_security.periods)
    security = params.social_security.model_copy(update={"periods": doubted})
    programme = params.programmes[TEACHERS]
    terms = HireTerms(programme, params.fiscal_years[YEAR].halves.halves, security)  # type: ignore[arg-type]
    posts = posts_of(form_table("roster", numbered(post())))
    allocated = allocate_posts(posts, terms, alternatives(USUAL_STEP))
    of_terms = [trial.effect for trial in allocated.trials if trial.rated.item == SOCIAL_SECURITY]
    higher = [row.amount for row in of_terms if row.rate > 750]
    assert sum(higher) == Decimal("456.00")  # 5.25 % of 15,000 is 787.50, in whole baht 788: 38 × 12
    assert sum(row.amount for row in of_terms) - sum(higher) == Decimal("-444.00")
