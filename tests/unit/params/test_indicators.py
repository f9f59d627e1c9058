from decimal import Decimal
from pathlib import Path

import pytest

from builders import PROJECT_PARAMS, make_office
from helpers.errors import ParameterError
from helpers.params.indicators import Indicator, Indicators
from helpers.params.strict_yaml import read_model

OWN = read_model(PROJECT_PARAMS / "indicators.yml", Indicators)


def aimed(better: str, target: str = "95") -> Indicator:
    return Indicator.model_validate(OWN.on_time.model_dump() | {"better": better, "target": target})


@pytest.mark.parametrize(
    ("better", "value", "met"),
    [("higher", "95", True), ("higher", "94.99", False), ("lower", "95", True), ("lower", "95.01", False)],
)
def test_a_target_is_reached_from_its_own_side(better: str, value: str, met: bool) -> None:
    assert aimed(better).met(Decimal(value)) is met


def test_nobody_has_decided_a_target_yet() -> None:
    by_id = OWN.by_id()
    assert list(by_id)[:2] == ["on_time", "complete"]
    assert {each.target for each in by_id.values()} == {None}
    assert {each.status for each in by_id.values()} == {"to_confirm"}
    assert OWN.on_time.met(Decimal(100)) is None


@pytest.mark.parametrize("written", ['"-1"', '"มาก"', "ร้อยละ 95"])
def test_a_target_is_a_number_from_zero_up(tmp_path: Path, written: str) -> None:
    path = tmp_path / "indicators.yml"
    text = (PROJECT_PARAMS / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("  better: higher\n", f"  better: higher\n  target: {written}\n", 1), encoding="utf-8")
    with pytest.raises(ParameterError, match="target"):
        read_model(path, Indicators)


def test_a_folder_without_the_file_says_so_where_it_is_needed(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (office.folder / "params" / "indicators.yml").unlink()
    assert office.params.stated_indicators is None
    with pytest.raises(ParameterError, match="ตัวชี้วัด"):
        assert office.params.indicators
