"""How much a grade may change between two rounds of a year: 20 pupils, and three in ten of those before."""

from pathlib import Path

import pandas as pd
import pytest

from builders import make_office
from helpers.periods import Round
from helpers.systems.dmc.checks import RoundEnrolment, check_against_earlier

SCHOOL, OTHER = "34010001", "34010002"


def enrolment(**pupils: int) -> pd.DataFrame:
    """So many boys of ป.1 by school, called `s` and its code."""
    rows = [(smis.removeprefix("s"), "ป.1", "ช", number) for smis, number in pupils.items()]
    return pd.DataFrame(rows, columns=["smis", "grade", "sex", "pupils"])


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (0, 20, False),
        (0, 21, True),
        (21, 0, True),
        (20, 0, False),
        (70, 91, False),
        (70, 92, True),
        (70, 49, False),
        (70, 48, True),
    ],
)
def test_a_grade_has_changed_beyond_both_limits(before: int, after: int, changed: bool, tmp_path: Path) -> None:
    now = RoundEnrolment(Round(2568, 3), enrolment(s34010001=after, s34010002=30), None)
    earlier = enrolment(s34010001=before, s34010002=30)
    params = make_office(tmp_path).params
    named = check_against_earlier(now, {SCHOOL, OTHER}, Round(2568, 2), earlier, params)
    assert [(each.rule, each.smis, each.column) for each in named] == (
        [("dmc.rounds.grade_changed", SCHOOL, "ป.1")] if changed else []
    )
