from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import VerificationError
from helpers.facts.computing import aggregate_cells, difference_cells, ratio_cells
from helpers.facts.definitions import Fact, Operation
from helpers.facts.indexed import IndexedTable
from helpers.facts.ledger import FactLine
from helpers.facts.recomputing import BATCH, Disagreement, Recomputed, disagreements, recompute
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
        name,
        "",
        "คน",
        operation,
        TABLE,
        column,
        aggregate_cells(IndexedTable(COUNTS), operation, column, {}, by, {}, by[-1:]),
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
    with pytest.raises(VerificationError, match=r"(?s)คำนวณซ้ำไม่ได้.*pupils\.total") as refused:
        list(disagreements(ledger, lambda _: parquet))
    assert refused.value.problem == "คำนวณซ้ำไม่ได้: ตารางไม่มีคอลัมน์ “nothing”"
    assert refused.value.where == f"{TABLE}: pupils.total … pupils.total"
    assert "workbook run" in refused.value.remedy


def test_what_the_engine_cannot_run_is_said_of_its_first_and_last_line(parquet: Path) -> None:
    ledger = [replace(line, operation=Operation.SUM, column="sex") for line in _ledger() if line.fact == "rows"][:3]
    with pytest.raises(VerificationError, match=r"คำนวณซ้ำไม่ได้: .*VARCHAR") as refused:
        list(disagreements([replace(ledger[0], fact="first"), *ledger[1:]], lambda _: parquet))
    assert refused.value.where == f"{TABLE}: first … rows"


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VerificationError) as refused:
        list(disagreements(_ledger(), lambda _: tmp_path / "gone.parquet"))
    assert refused.value.where == TABLE


def test_every_line_is_recomputed_on_its_own_table(tmp_path: Path) -> None:
    """Two tables, their lines mixed; the second table has every count twice."""
    other = "2568-2/dmc/enrolment"
    COUNTS.to_parquet(tmp_path / "2568-1.parquet")
    COUNTS.assign(pupils=COUNTS["pupils"] * 2).to_parquet(tmp_path / "2568-2.parquet")
    total, *rest = [line for line in _ledger() if line.table]
    doubled = replace(total, fact="later.total", table=other, value=str(2 * int(total.value)))
    asked: list[str] = []

    def parquet(table: str) -> Path:
        asked.append(table)
        return tmp_path / f"{table.split('/')[0]}.parquet"

    ledger = [doubled, total, replace(doubled, fact="wrong.total", value=total.value), *rest]
    assert [each.line.fact for each in disagreements(ledger, parquet)] == ["wrong.total"]
    assert sorted(asked) == [TABLE, other]


def test_what_was_recomputed_stands_beside_a_changed_line(parquet: Path) -> None:
    total = _ledger()[0]
    (difference,) = disagreements([replace(total, value="0")], lambda _: parquet)
    assert difference == Disagreement(
        replace(total, value="0"), Recomputed(Decimal(total.value), total.rows, total.digest)
    )


@pytest.mark.parametrize(
    ("operation", "part", "whole", "value"),
    [
        (Operation.RATIO, "1", "2000000", "0.000001"),
        (Operation.RATIO, "1", "3", "0.333333"),
        (Operation.RATIO, "1", "0", None),
        (Operation.DIFFERENCE, "1", "0", "1"),
        (Operation.RATIO, None, "2", None),
        (Operation.RATIO, "2", None, None),
        (Operation.DIFFERENCE, None, "2", None),
        (Operation.DIFFERENCE, "2", None, None),
    ],
)
def test_a_line_made_of_two_others_needs_both(
    operation: Operation, part: str | None, whole: str | None, value: str | None, parquet: Path
) -> None:
    sizes = {"part": part, "whole": whole}
    frame = pd.DataFrame(
        {"fact": list(sizes), "baht": [int(size or 0) for size in sizes.values()], "row_key": ["a", "b"]}
    )
    frame.to_parquet(parquet.parent / "parts.parquet")
    facts = [
        Fact(
            name,
            "",
            "",
            Operation.SUM,
            TABLE,
            "baht",
            aggregate_cells(IndexedTable(frame), Operation.SUM, "baht", {"fact": name}, [], {}),
        )
        for name, size in sizes.items()
        if size is not None
    ]
    sign = "/" if operation is Operation.RATIO else "-"
    made = FactLine("made", "", "0.5", "", "", operation, "", "", f"part() {sign} whole()", 0, "")
    recomputed = recompute([*lines(facts), made], lambda _: parquet.parent / "parts.parquet").get(("made", ""))
    assert (recomputed and recomputed.value) == (None if value is None else Decimal(value))
