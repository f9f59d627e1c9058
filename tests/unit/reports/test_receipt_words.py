"""What receipts call the columns and coded values of filters."""

from types import SimpleNamespace
from typing import Any

from helpers.catalogue import rules
from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.reports.receipt_words import column_words, value_words
from helpers.tables.schemas import PUBLIC, TableSchema, parts, text


def tables() -> Any:
    fields = (
        text("sex", "เพศ", PUBLIC),
        text("district", "อำเภอ (ว่าง = ไม่ระบุ)", PUBLIC),
        text("owner", "ผู้ที่แก้ไขได้: โรงเรียนหรือเขต", PUBLIC),
    )
    schema = TableSchema("pupils", "นักเรียนหนึ่งคน", (*fields, parts("entry", "รหัส", "โรงเรียน", sensitivity=PUBLIC)))
    dataset = SimpleNamespace(name="dmc", reports={"disability": "จำนวนนักเรียนพิการ", "age": "อายุ"})
    return SimpleNamespace(snapshots={"this": None}, dataset=lambda _: dataset, schemas=lambda _: (schema,))


def fact(table: str, *filters: str) -> Fact:
    cells = {f"n={number}": FactCell(1, where, 1, "0") for number, where in enumerate(filters)}
    return Fact("f", "f", "คน", Operation.COUNT, table, cells=cells)


def test_columns_of_the_tables_that_facts_are_about_without_remarks() -> None:
    words = column_words([fact("2568-1/dmc/pupils"), fact(""), fact("2568-1/emis/staff")], tables())
    assert words == {"dmc/pupils": {"sex": "เพศ", "district": "อำเภอ", "owner": "ผู้ที่แก้ไขได้", "entry": "รหัส · โรงเรียน"}}


def test_rules_and_reports_are_called_by_their_titles_where_a_filter_names_them() -> None:
    rule = next(iter(rules().values()))
    words = value_words([fact("t", "report = 'disability'", f"rule = '{rule.id}'", "sex = 'ช'")], tables())
    assert words["sex"] == {"ช": "ชาย", "ญ": "หญิง"}
    assert words["report"] == {"disability": "จำนวนนักเรียนพิการ"}
    assert words["rule"] == {rule.id: rule.title}
    assert "report" not in value_words([fact("t", "sex = 'ช'")], tables())
