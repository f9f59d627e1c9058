"""Counts that stand in several rows: their sum, and all the rows that it rests on, whatever their order."""

import pandas as pd

from helpers.programmes.allocation import AllocationRow
from unit.programmes.counted_rounds import (
    ADVANCE,
    OTHER,
    POOR,
    SCHOOL,
    TEACHING,
    TERM_2,
    Tables,
    allocate,
    counted,
)


def _again(tables: Tables, table: str, row: int, pupils: int) -> pd.DataFrame:
    """The rows of a table and, before them, the same once more under another row key, of other pupils."""
    own = tables[table]
    key = own["row_key"].str.rpartition(":")[0] + f":{row}"
    return pd.concat([own.assign(row=row, row_key=key, pupils=pupils), own], ignore_index=True)


def _row(rows: tuple[AllocationRow, ...], item: str, tranche: str = TERM_2, grade: str = "") -> AllocationRow:
    (found,) = [row for row in rows if (row.item, row.tranche, row.grade, row.smis) == (item, tranche, grade, SCHOOL)]
    return found


def test_a_grade_in_two_rows_is_their_sum_and_rests_on_both() -> None:
    tables = counted({SCHOOL: {"ป.1": 20}, OTHER: {"ป.1": 7}})
    twice = {**tables, "enrolment": _again(tables, "enrolment", 9, 5)}
    row = _row(allocate(twice).rows, TEACHING, grade="ป.1")
    assert (row.headcount, row.source.key, row.further_sources) == (25, "2568-2-count::1", ("2568-2-count::9",))


def test_a_category_in_two_rows_rests_on_both_and_on_the_enrolment_of_its_cap() -> None:
    tables = counted({SCHOOL: {"ป.1": 100, "ป.2": 100}}, poor={SCHOOL: {"ป.1": 4}})
    twice = {**tables, "categories": _again(tables, "categories", 8, 3)}
    row = _row(allocate(twice).rows, POOR)
    assert (row.headcount, row.source.key) == (7, "2568-2-poor::1")
    assert row.further_sources == ("2568-2-poor::8", "2568-2-count::1")


def test_a_grade_that_moves_up_keeps_its_rows_and_an_entry_grade_its_count() -> None:
    rows = allocate(counted({SCHOOL: {"อ.2": 11, "ป.1": 20, "ป.2": 30}})).rows
    paid = {row.grade: row.headcount for row in rows if (row.item, row.tranche) == (TEACHING, ADVANCE)}
    assert paid == {"อ.2": 11, "อ.3": 11, "ป.1": 20, "ป.2": 20, "ป.3": 30}
    assert _row(rows, TEACHING, ADVANCE, "ป.3").source.key == "2568-2-count::1"


def test_what_is_missing_is_said_of_every_round() -> None:
    found = allocate(counted({SCHOOL: {"ป.1": 20}}), counted({SCHOOL: {"ป.1": 20}}, name="after")).findings
    said = [(each.rule.rpartition(".")[2], each.found) for each in found]
    for round_ in ("2568-2", "2569-1"):
        assert said.count(("no_pupil_list", f"รอบ {round_}: 1 โรงเรียน")) == 1
        assert said.count(("no_confirmations", f"รอบ {round_}")) == 1


def test_those_above_a_cap_are_named_by_school_item_and_count() -> None:
    tables = counted({SCHOOL: {"ป.1": 10}}, poor={SCHOOL: {"ป.1": 7}})
    (over,) = [each for each in allocate(tables).excluded if each.reason.startswith("เกินเพดาน")]
    assert (over.smis, over.reason, over.headcount, over.source.key) == (SCHOOL, f"เกินเพดาน{POOR}", 3, "2568-2-poor::1")
    assert over.detail.endswith(f"({TERM_2} ณ 10 พ.ย. 2568)")
    assert str(over.amount) == "1500.00"
