import shutil
from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.params.fiscal_years import FiscalYearParams
from helpers.params.folder import read_params
from helpers.params.new import write_fiscal_year
from helpers.periods import FiscalYear

PROJECT_PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def params(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT_PARAMS, tmp_path / "params"))


def made(params: Path, year: int) -> FiscalYearParams:
    write_fiscal_year(params, FiscalYear(year), read_params(params).fiscal_years)
    return read_params(params).fiscal_years[FiscalYear(year)]


def test_the_years_own_days_and_rounds_follow_and_the_targets_are_taken_over(params: Path) -> None:
    pattern = read_params(params).fiscal_years[FiscalYear(2569)]
    year = made(params, 2570)
    assert (year.rounds.term_2, year.rounds.term_1_advance, year.rounds.term_1) == ("2569-2", "2569-2", "2570-1")
    assert [(half.opens.isoformat(), half.closes.isoformat()) for half in year.halves.halves] == [
        ("2026-10-01", "2027-03-31"),
        ("2027-04-01", "2027-09-30"),
    ]
    assert [target.by.isoformat() for target in year.targets.targets] == [
        "2026-12-31",
        "2027-03-31",
        "2027-06-30",
        "2027-09-30",
    ]
    percents = ("overall", "investment", "current", "commitment")
    for target, before in zip(year.targets.targets, pattern.targets.targets, strict=True):
        assert [getattr(target, each) for each in percents] == [getattr(before, each) for each in percents]


def test_an_earlier_year_than_those_that_are_there_can_be_made(params: Path) -> None:
    year = made(params, 2566)
    assert (year.rounds.term_2, year.rounds.term_1) == ("2565-2", "2566-1")
    assert year.rounds.term_2_advance
    assert year.rounds.term_2_advance.round == "2565-1"
    assert (year.halves.halves[0].opens.isoformat(), year.as_of.date.isoformat()) == ("2022-10-01", "2023-09-30")
    assert "2569" in year.targets.reference


def test_the_nearest_year_is_the_pattern(params: Path) -> None:
    made(params, 2560)
    assert "2560" in made(params, 2561).targets.reference
    assert "2569" in made(params, 2567).targets.reference


@pytest.mark.parametrize("number", [2566, 2570])
def test_nothing_of_a_new_year_is_confirmed(params: Path, number: int) -> None:
    year = made(params, number)
    decided = (year.as_of, year.rounds, year.rounds.term_2_advance, year.halves, year.targets)
    assert {each.status for each in decided if each} == {"to_confirm"}
    assert [target.source for target in year.targets.targets if target.source] == []


def test_a_year_that_is_there_is_left_alone(params: Path) -> None:
    with pytest.raises(ParameterError, match="แล้ว"):
        made(params, 2569)


def test_what_cannot_be_read_back_is_not_written(params: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.params.new._targets", lambda *_: [{"quarter": 9, "by": "31 ธ.ค. 2569"}])
    before = sorted((params / "fiscal_years").iterdir())
    with pytest.raises(ParameterError):
        write_fiscal_year(params, FiscalYear(2570), read_params(params).fiscal_years)
    assert sorted((params / "fiscal_years").iterdir()) == before


@pytest.mark.parametrize("reference", ["หนังสือ: ศธ 04006", "ข้อ # 2", "'ก' \"ข\"", "- ข้อ 1", "ที่ ศธ \\ 1"])
def test_a_reference_of_the_pattern_is_read_back_as_it_was(params: Path, reference: str) -> None:
    known = read_params(params).fiscal_years
    year = known[FiscalYear(2569)]
    halves = year.halves.model_copy(update={"reference": reference})
    write_fiscal_year(params, FiscalYear(2570), {FiscalYear(2569): year.model_copy(update={"halves": halves})})
    assert read_params(params).fiscal_years[FiscalYear(2570)].halves.reference == reference
