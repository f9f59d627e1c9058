"""What must hold of facts for all tables and filters: two engines, one number; parts add up; names are read as
written."""

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import VerificationError
from helpers.facts.computing import aggregate_cells, difference_cells, ratio_cells
from helpers.facts.definitions import (
    Condition,
    Fact,
    FactCell,
    Not,
    Operation,
    key_parts,
    key_text,
    parse_reference,
    parse_where,
    reference_text,
    where_text,
)
from helpers.facts.indexed import IndexedTable
from helpers.facts.ledger import read_csv, write_csv
from helpers.facts.recomputing import disagreements
from unit.facts.stated import lines

TABLE = "2568-1/dmc/categories"
labels = st.sampled_from(
    ["ป.1", "it's", "''", 'a"b', "a;b", "x=y", "แบบเรียน(หนังสือยืมเรียน)", "a\\b", "%", ") - t(", "รวมประถม"]
)
rows = st.tuples(labels, st.sampled_from("ชญ"), st.booleans(), st.integers(0, 10**9), st.integers(1, 5))
frames = st.lists(rows, max_size=12).map(
    lambda cells: (
        pd.DataFrame(cells, columns=["category", "sex", "whole", "pupils", "row"])
        .astype({"category": "str", "sex": "str", "whole": "bool", "pupils": "int64"})
        .assign(row_key=lambda frame: "f::" + frame["row"].astype("str"))
    )
)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "category": st.one_of(labels, labels.map(Not), st.lists(labels, max_size=3).map(tuple)),
        "whole": st.booleans(),
        "sex": st.sampled_from("ชญ"),
    },
)
groupings = st.sampled_from([[], ["category"], ["sex"], ["category", "sex"], ["sex", "category"]])
names = st.from_regex(r"[a-z_]{1,8}(\.[a-z_]{1,8})?", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), texts, max_size=3)


def _fact(frame: pd.DataFrame, operation: Operation, where: dict[str, Condition], by: list[str], margin: bool) -> Fact:
    column = {Operation.SUM: "pupils", Operation.MEDIAN: "pupils", Operation.DISTINCT: "category"}.get(operation, "")
    cells = aggregate_cells(IndexedTable(frame), operation, column, where, by, {"sex": "ชญ"}, by if margin else ())
    return Fact(f"fact.{operation}", "", "คน", operation, TABLE, column, cells)


def _stored(frame: pd.DataFrame, use: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        frame.to_parquet(Path(folder) / "t.parquet")
        use(Path(folder) / "t.parquet")


@settings(max_examples=60)
@given(frames, conditions, groupings, st.booleans())
def test_both_engines_come_to_the_same_numbers(
    frame: pd.DataFrame, where: dict[str, Condition], by: list[str], margin: bool
) -> None:
    kinds = (Operation.COUNT, Operation.SUM, Operation.DISTINCT)
    facts = [_fact(frame, kind, where, by, margin) for kind in kinds]
    total = Fact("total", "", "คน", Operation.SUM, TABLE, "pupils", _fact(frame, Operation.SUM, {}, [], False).cells)
    ratio = Fact("ratio", "", "", Operation.RATIO, cells=ratio_cells(facts[1], total))
    difference = Fact("difference", "", "คน", Operation.DIFFERENCE, cells=difference_cells(facts[0], facts[2]))
    ledger = read_csv(write_csv(lines([*facts, total, ratio, difference])), "facts.csv")

    def agree(path: Path) -> None:
        assert list(disagreements(ledger, lambda _: path)) == []

    _stored(frame, agree)


@settings(max_examples=60)
@given(frames.filter(len))
def test_both_engines_come_to_the_same_middle(frame: pd.DataFrame) -> None:
    frame = frame.assign(pupils=[Decimal(value) / 100 for value in frame["pupils"]])
    middle = _fact(frame, Operation.MEDIAN, {}, [], False)
    ledger = read_csv(write_csv(lines([middle])), "facts.csv")

    def agree(path: Path) -> None:
        assert list(disagreements(ledger, lambda _: path)) == []

    table = pa.Table.from_pandas(frame, preserve_index=False)
    at = table.schema.get_field_index("pupils")
    exact = table.set_column(at, "pupils", table["pupils"].cast(pa.decimal128(18, 4)))
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(exact, Path(folder) / "t.parquet")
        agree(Path(folder) / "t.parquet")


@given(frames, groupings)
def test_totals_by_any_dimension_add_up(frame: pd.DataFrame, by: list[str]) -> None:
    for operation, whole in ((Operation.SUM, frame["pupils"].sum()), (Operation.COUNT, len(frame))):
        assert sum(cell.value for cell in _fact(frame, operation, {}, by, False).cells.values()) == whole
        margins = _fact(frame, operation, {}, by, True).cells
        assert margins[key_text(dict.fromkeys(by, "รวม"))].value == whole


@given(frames.filter(len), groupings, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(frame: pd.DataFrame, by: list[str], chance: object) -> None:
    order = list(range(len(frame)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    for operation in (Operation.SUM, Operation.COUNT, Operation.DISTINCT):
        assert _fact(frame.iloc[order], operation, {}, by, True) == _fact(frame, operation, {}, by, True)


@given(keys)
def test_a_key_is_read_as_it_is_written(parts: dict[str, str]) -> None:
    assert key_parts(key_text(parts)) == parts


@given(names, keys, st.sampled_from("-/"), names, keys)
def test_a_reference_is_read_as_it_is_written(
    left: str, left_parts: dict[str, str], sign: str, right: str, right_parts: dict[str, str]
) -> None:
    left_key, right_key = key_text(left_parts), key_text(right_parts)
    text = reference_text(left, left_key, sign, right, right_key)
    assert parse_reference(text) == ((left, left_key), (right, right_key))


columns = st.one_of(st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True), st.just("column"))
values = st.one_of(texts, st.booleans(), st.lists(texts, max_size=3).map(tuple), texts.map(Not))


@given(st.dictionaries(columns, values, max_size=4))
def test_a_filter_is_read_as_it_is_written(where: dict[str, Condition]) -> None:
    assert parse_where(where_text(where)) == where


@given(st.text(alphabet="ab ='<>()IN,\"TRUEAD;-\n", max_size=30))
def test_a_text_that_is_read_as_a_filter_is_one(text: str) -> None:
    try:
        conditions = parse_where(text)
    except VerificationError:
        return
    assert where_text(conditions) == text


@given(names, texts, texts, st.integers(-(10**12), 10**12))
def test_a_ledger_is_read_as_it_is_written(name: str, key: str, where: str, value: int) -> None:
    cells = {key: FactCell(value, where, 1, "ab")}
    ledger = lines([Fact(name, "ชื่อ", "คน", Operation.SUM, TABLE, "pupils", cells)])
    assert read_csv(write_csv(ledger), "facts.csv") == ledger
