from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers.forms.rosters import LEGAL_FORMS
from helpers.systems.cross_checks.comparisons import compare_hired
from helpers.systems.emis.labels import FUNDINGS, IN_BUDGET, OFF_BUDGET
from unit.systems.cross_checks.small_tables import ONE, TWO, findings_of, round_tables

EMPLOYEE, TEMPORARY, CONTRACTOR = LEGAL_FORMS
DAY = date(2025, 11, 10)
UNSTATED = FUNDINGS[-1]


def staff(position: str, people: int, funding: str = IN_BUDGET, smis: str = ONE) -> dict[str, Any]:
    return {"smis": smis, "position": position, "funding": funding, "people": people}


def roster(*posts: dict[str, Any]) -> pd.DataFrame:
    usual = {"smis": ONE, "legal_form": TEMPORARY, "starts": date(2025, 10, 1), "ends": date(2026, 9, 30)}
    rows = [
        {"delivery": "roster", "sheet": "", "row": row, "post_no": str(row), "programme": "ก", **usual, **post}
        for row, post in enumerate(posts, 3)
    ]
    return pd.DataFrame(rows).astype({"starts": object, "ends": object})


def differences(people: list[dict[str, Any]], *posts: dict[str, Any], complete: bool = True) -> list[tuple[str, ...]]:
    return findings_of(compare_hired(round_tables({("emis", "staff"): people}), roster(*posts), DAY, complete=complete))


def test_who_is_on_the_roster_and_in_emis_is_no_finding() -> None:
    assert (
        differences([staff(TEMPORARY, 2), staff(EMPLOYEE, 1)], {}, {"legal_form": CONTRACTOR}, {"legal_form": EMPLOYEE})
        == []
    )


def test_too_few_and_too_many_are_found_with_both_numbers() -> None:
    few = ("between.hired.fewer_in_emis", ONE, "EMIS 1 คน", "ทะเบียน 2 คน")
    assert differences([staff(TEMPORARY, 1)], {}, {}) == [few]
    more = ("between.hired.more_in_emis", ONE, "EMIS 2 คน", "ทะเบียน 1 คน")
    assert differences([staff(TEMPORARY, 2)], {}) == [more]


def test_without_the_rosters_of_all_programmes_emis_cannot_have_too_many() -> None:
    assert differences([staff(TEMPORARY, 2)], {}, complete=False) == []


@pytest.mark.parametrize(
    "post",
    [
        {"starts": None, "ends": None},
        {"starts": date(2025, 11, 11)},
        {"ends": date(2025, 11, 9)},
        {"smis": ""},
        {"smis": TWO},
    ],
)
def test_posts_that_nobody_holds_on_the_day_at_a_school_of_emis_do_not_count(post: dict[str, Any]) -> None:
    assert differences([staff("ครู", 9)], post) == []


@pytest.mark.parametrize("post", [{"starts": DAY}, {"ends": DAY}, {"ends": None}])
def test_the_first_and_the_last_day_count(post: dict[str, Any]) -> None:
    assert differences([staff("ครู", 9)], post) == [("between.hired.fewer_in_emis", ONE, "EMIS 0 คน", "ทะเบียน 1 คน")]


def test_staff_of_unstated_funding_may_fill_a_post_and_staff_off_the_budget_cannot() -> None:
    assert differences([staff(TEMPORARY, 1, UNSTATED)], {}) == []
    assert differences([staff(TEMPORARY, 1, OFF_BUDGET)], {}) != []


def test_both_sides_are_laid_out_and_marked() -> None:
    people = [staff(TEMPORARY, 1), staff(EMPLOYEE, 1), staff(TEMPORARY, 5, OFF_BUDGET)]
    frame = compare_hired(
        round_tables({("emis", "staff"): people}), roster({}, {}, {"legal_form": EMPLOYEE}), DAY, complete=True
    ).frame
    assert frame.groupby(["personnel", "side"])["people"].sum().to_dict() == {
        (EMPLOYEE, "EMIS"): 1,
        (EMPLOYEE, "ทะเบียนผู้รับจ้าง"): 1,
        (TEMPORARY, "EMIS"): 1,
        (TEMPORARY, "ทะเบียนผู้รับจ้าง"): 2,
    }
    assert set(frame.loc[frame["differs"], "personnel"]) == {TEMPORARY}
