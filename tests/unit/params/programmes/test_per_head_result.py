"""What the file of a result of the per-head subsidy may say."""

from pathlib import Path

import pytest

from builders import PROJECT_PARAMS
from helpers.errors import ParameterError
from helpers.params.programmes.per_head_result import PerHeadResultProgramme
from helpers.params.programmes.reading import read_programme

OWN = PROJECT_PARAMS / "programmes" / "per-head-result.yml"


def test_it_names_the_programme_that_payments_are_held_against() -> None:
    programme = read_programme(OWN)
    assert isinstance(programme, PerHeadResultProgramme)
    assert (OWN.parent / f"{programme.entitlement}.yml").exists()
    assert programme.rates == ()


def test_without_that_programme_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text(OWN.read_text(encoding="utf-8").replace("entitlement: per-head\n", ""), encoding="utf-8")
    with pytest.raises(ParameterError, match="ขาดค่านี้"):
        read_programme(path)
