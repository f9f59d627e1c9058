from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.params.folder import read_params
from helpers.params.new_fiscal_year import write_fiscal_year
from helpers.periods import FiscalYear

PROJECT_PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT_PARAMS, tmp_path / "params"))


def test_the_years_own_days_and_rounds_follow_and_the_targets_are_taken_over(params: Path) -> None:
    before = read_params(params).fiscal_years[FiscalYear(2569)]
    write_fiscal_year(params, FiscalYear(2570), before)
    made = read_params(params).fiscal_years[FiscalYear(2570)]
    assert (made.rounds.term_2, made.rounds.term_1_advance, made.rounds.term_1) == ("2569-2", "2569-2", "2570-1")
    assert [(half.opens.isoformat(), half.closes.isoformat()) for half in made.halves.halves] == [
        ("2026-10-01", "2027-03-31"),
        ("2027-04-01", "2027-09-30"),
    ]
    assert [target.by.isoformat() for target in made.targets.targets] == [
        "2026-12-31",
        "2027-03-31",
        "2027-06-30",
        "2027-09-30",
    ]
    assert [target.overall for target in made.targets.targets] == [target.overall for target in before.targets.targets]
    assert made.targets.status == "to_confirm"


def test_a_year_that_is_there_is_left_alone(params: Path) -> None:
    before = read_params(params).fiscal_years[FiscalYear(2569)]
    with pytest.raises(ParameterError, match="แล้ว"):
        write_fiscal_year(params, FiscalYear(2569), before)
