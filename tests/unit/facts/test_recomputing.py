from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import VerificationError
from helpers.facts.computing import aggregate_cells, difference_cells, ratio_cells
from helpers.facts.definitions import Fact, Operation
from helpers.facts.ledger import FactLine
from helpers.facts.recomputing import BATCH, disagreements
from unit.facts.stated import lines

TABLE = "2568-1/dmc/enrolment"
COUNTS = pd.DataFrame(
    [
        (f"3401{serial:04}", f"ป.{serial % 6 + 1}", "ช" if serial % 2 else "ญ", serial, f"f::{serial // 2}")
        for serial in range(40)
    ],
    columns=["smis", "grade", "sex", "pupils", "row_key"],
)


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    COUNTS.to_parquet(tmp_path / "enrolment.parquet")
    return tmp_path / "enrolment.parquet"


def _fact(name: str, operation: Operation, column: str, by: list[str]) -> Fact:
    return Fact(
        name, "", "คน", operation, TABLE, column, aggregate_cells(COUNTS, operation, column, {}, by, {}, by[-1:])
    )


def _ledger() -> list[FactLine]:
    pupils, by_school = (
        _fact("pupils.total", Operation.SUM, "pupils", []),
        _fact("by", Operation.SUM, "pupils", ["smis"]),
    )
    share = Fact("share", "", "", Operation.RATIO, cells=ratio_cells(by_school, pupils))
    change = Fact("change", "", "คน", Operation.DIFFERENCE, cells=difference_cells(by_school, pupils))
    counts = _fact("rows", Operation.COUNT, "", ["grade", "sex"])
    schools = _fact("schools", Operation.DISTINCT, "smis", ["grade"])
    return lines([pupils, by_school, share, change, counts, schools])


def test_both_engines_agree_on_more_lines_than_one_query_takes(parquet: Path) -> None:
    ledger = _ledger()
    assert len(ledger) > 2 * BATCH
    assert list(disagreements(ledger, lambda _: parquet)) == []


@pytest.mark.parametrize("wrong", [{"value": "123456"}, {"rows": 1}, {"digest": "0" * 16}])
@pytest.mark.parametrize("fact", ["pupils.total", "share", "change", "rows", "schools"])
def test_a_changed_line_is_named(wrong: dict[str, object], fact: str, parquet: Path) -> None:
    ledger = _ledger()
    index = max(index for index, line in enumerate(ledger) if line.fact == fact)
    ledger[index] = replace(ledger[index], **wrong)  # type: ignore[arg-type]
    assert [disagreement.line for disagreement in disagreements(ledger, lambda _: parquet)] == [ledger[index]]


def test_a_changed_row_is_noticed(tmp_path: Path) -> None:
    COUNTS.assign(pupils=COUNTS["pupils"].replace(7, 8)).to_parquet(tmp_path / "other.parquet")
    names = {disagreement.line.fact for disagreement in disagreements(_ledger(), lambda _: tmp_path / "other.parquet")}
    assert names == {"pupils.total", "by", "share", "change"}


def test_a_line_whose_parts_are_gone_cannot_be_recomputed(parquet: Path) -> None:
    ledger = [line for line in _ledger() if line.fact == "share"]
    assert [disagreement.recomputed for disagreement in disagreements(ledger, lambda _: parquet)] == [None] * len(
        ledger
    )


def test_a_filter_that_the_table_does_not_know_is_said(parquet: Path) -> None:
    ledger = [replace(_ledger()[0], where="nothing = 'x'")]
    with pytest.raises(VerificationError, match=r"(?s)คำนวณซ้ำไม่ได้.*pupils\.total"):
        list(disagreements(ledger, lambda _: parquet))
