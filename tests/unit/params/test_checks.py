"""The thresholds: intervals in order, the limits of a form's column, and which system's reports rest on which."""

import pytest
from pydantic import ValidationError

from builders import PROJECT_PARAMS
from helpers.params.checks import DaysWaiting, FormAmount, FormLimits
from helpers.params.folder import read_params

AMOUNTS = (
    FormAmount(form="roster", column="monthly_rate", least=1, most=5),
    FormAmount(form="roster", column="days", least=0, most=6),
    FormAmount(form="spending", column="monthly_rate", least=0, most=7),
)
CHECKS = read_params(PROJECT_PARAMS).checks


def _limits(amounts: tuple[FormAmount, ...]) -> FormLimits:
    return CHECKS.form_limits.model_copy(update={"amounts": amounts})


def test_an_interval_may_be_a_single_value_and_never_runs_backwards() -> None:
    given = {"form": "roster", "column": "days"}
    assert FormAmount(least=5, most=5, **given).most == 5
    with pytest.raises(ValidationError, match="most ต้องไม่น้อยกว่า least"):
        FormAmount(least=6, most=5, **given)


def test_an_interval_names_its_own_ends() -> None:
    usual = CHECKS.gcode_waiting.model_dump()
    with pytest.raises(ValidationError, match="long ต้องไม่น้อยกว่า usual"):
        DaysWaiting.model_validate({**usual, "usual": 9, "long": 8})


@pytest.mark.parametrize(
    ("form", "column", "most"),
    [("roster", "monthly_rate", 5), ("roster", "days", 6), ("spending", "monthly_rate", 7), ("spending", "days", None)],
)
def test_a_column_has_the_limits_of_its_own_form(form: str, column: str, most: int | None) -> None:
    limits = _limits(AMOUNTS).amount(form, column)
    assert (limits and limits.most) == most
    assert _limits(()).amount(form, column) is None


def test_a_systems_thresholds_are_listed_in_the_order_of_the_file_with_what_reports_call_them() -> None:
    assert [(title, type(threshold).__name__) for title, threshold in CHECKS.used_by("gcode")] == [
        ("จำนวนวันที่รอรับรองหรือรออนุมัติ", "DaysWaiting"),
        ("จำนวนรายโรงเรียนหรือสัญชาติที่น้อยจนไม่พิมพ์", "SmallCells"),
    ]
    assert [threshold for _, threshold in CHECKS.used_by("gcode")] == [CHECKS.gcode_waiting, CHECKS.small_cells]
    assert len(list(CHECKS.used_by("dmc"))) == 7
    assert list(CHECKS.used_by("")) == []
