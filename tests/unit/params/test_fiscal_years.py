from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from helpers.params.fiscal_years import FiscalYearParams

YEAR = Path(__file__).parents[3] / "params" / "fiscal_years" / "2569.yml"
GOOD: dict[str, Any] = yaml.safe_load(YEAR.read_text(encoding="utf-8"))


def changed(section: str, value: Any, *steps: Any) -> dict[str, Any]:
    content = deepcopy(GOOD)
    part = content[section]
    for step in steps[:-1]:
        part = part[step]
    part[steps[-1]] = value
    return content


def test_the_year_knows_its_halves_and_targets() -> None:
    year = FiscalYearParams.model_validate(GOOD)
    assert year.halves.halves[0].closes < year.halves.halves[1].opens
    assert [target.quarter for target in year.targets.targets] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (changed("rounds", "2568", "term_2"), "รหัสรอบ"),
        (changed("halves", "1 เม.ย. 2569", "halves", 0, "closes"), "ครึ่งปีแรกต้องจบก่อน"),
        (changed("targets", "10", "targets", 1, "overall"), "เป้าหมายต้องเรียง"),
        (changed("targets", "30 พ.ย. 2568", "targets", 1, "by"), "เป้าหมายต้องเรียง"),
        (changed("targets", "99", "targets", 2, "current"), "เป้าหมายต้องเรียง"),
        (changed("targets", "101", "targets", 3, "overall"), "less than or equal to 100"),
        (changed("as_of", "จริง", "status"), "confirmed"),
    ],
)
def test_what_contradicts_itself_is_refused(content: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        FiscalYearParams.model_validate(content)


def test_the_targets_of_2569_are_the_cabinets_at_the_end_of_the_year_alone() -> None:
    *earlier, last = FiscalYearParams.model_validate(GOOD).targets.targets
    assert [str(each) for each in (last.overall, last.investment, last.current, last.commitment)] == [
        "93",
        "75",
        "98",
        "100",
    ]
    assert last.source
    assert (last.source.status, "21 ต.ค. 2568" in last.source.reference) == ("confirmed", True)
    assert [each.source for each in earlier] == [None] * 3
