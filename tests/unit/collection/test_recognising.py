from __future__ import annotations

from pathlib import Path

import pytest

from helpers.collection.recognising import refuse_other_period
from helpers.errors import DeliveryError
from helpers.periods import FiscalYear, Round


def test_a_round_that_contradicts_is_refused(tmp_path: Path) -> None:
    one, other = Round(2568, 1), Round(2568, 2)
    refuse_other_period(tmp_path / "2568-1.csv", one, None)
    refuse_other_period(tmp_path / "x.csv", one, one)
    for path, stated in ((tmp_path / "2568-2.csv", None), (tmp_path / "x.csv", other)):
        with pytest.raises(DeliveryError, match="ไม่ใช่รอบ 2568-2"):
            refuse_other_period(path, one, stated)


def test_the_name_of_a_form_may_speak_of_a_round(tmp_path: Path) -> None:
    refuse_other_period(tmp_path / "2568-1.xlsx", FiscalYear(2569), None)
