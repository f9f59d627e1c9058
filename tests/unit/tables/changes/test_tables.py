from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from helpers.errors import CollectionError
from helpers.programmes.allocation import ALLOCATION, AllocationRow, SourceRow, allocation_frame
from helpers.systems.dmc.schemas import ENROLMENT, PUPILS, SCHEMAS
from helpers.tables.changes.causes import PER_ENTRY, Cause
from helpers.tables.changes.movements import DiffTable, diff_tables
from helpers.tables.schemas import CONFIDENTIAL, PUBLIC, ROW_KEYS, Field, TableSchema, count, text, with_row_keys

COUNTED = TableSchema(
    "counted",
    "โรงเรียน × ชั้น",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("grade", "ชั้น", PUBLIC),
        count("pupils", "นักเรียน", "คน", PUBLIC, nullable=True),
        count("year_built", "ปี", "", PUBLIC),
        *ROW_KEYS,
    ),
    subject=("smis", "grade"),
    entity=("smis",),
)
LISTED = TableSchema(
    "listed",
    "นักเรียน",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("person", "รหัสย่อ", CONFIDENTIAL, nullable=True, identifies=True),
        *ROW_KEYS,
    ),
    subject=("smis", "person"),
    entity=("person",),
    apart=("smis",),
    comparable_by=("smis",),
)


def table(schema: TableSchema, *rows: tuple[Any, ...], delivery: str = "d") -> pd.DataFrame:
    names = [field.name for field in schema.fields if field not in ROW_KEYS]
    frame = pd.DataFrame(rows, columns=names)
    return with_row_keys(frame.assign(delivery=delivery, sheet="", row=range(1, len(rows) + 1)))


def moved(schema: TableSchema, before: pd.DataFrame, after: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    diff = DiffTable(schema)
    frame = diff.frame(before, after)
    diff.schema.table(frame)
    return list(frame[list(names)].itertuples(index=False, name=None))


def test_schools_come_and_go_and_what_rose_and_fell_is_the_school() -> None:
    # School 1 has 1 pupil fewer, be it 3 and 2 more in two of its grades, and as many grades as before.
    before = table(COUNTED, ("1", "ป.1", 5, 0), ("1", "ป.2", 6, 0), ("2", "ป.1", 9, 0), delivery="old")
    after = table(COUNTED, ("1", "ป.1", 8, 0), ("1", "ป.3", 2, 0), ("3", "ป.1", 4, 0), delivery="new")
    assert moved(COUNTED, before, after, "cause", "smis", "grade", "pupils", "records", "delivery", "row") == [
        (Cause.DECREASED, "1", "ป.1", 3, 0, "new", 1),
        (Cause.DECREASED, "1", "ป.2", -6, 0, "old", 2),
        (Cause.CHANGED, "1", "ป.2", 0, -1, "old", 2),
        (Cause.DECREASED, "1", "ป.3", 2, 0, "new", 2),
        (Cause.CHANGED, "1", "ป.3", 0, 1, "new", 2),
        (Cause.LEFT, "2", "ป.1", -9, -1, "old", 3),
        (Cause.ENTERED, "3", "ป.1", 4, 1, "new", 3),
    ]


def test_an_absent_number_adds_nothing_and_one_without_a_unit_is_no_quantity() -> None:
    before, after = table(COUNTED, ("1", "ป.1", None, 2500)), table(COUNTED, ("1", "ป.1", 4, 2510))
    assert moved(COUNTED, before, after, "cause", "pupils") == [(Cause.INCREASED, 4)]
    assert "year_built" not in DiffTable(COUNTED).schema.arrow.names


def test_rows_of_one_subject_count_together() -> None:
    before = table(COUNTED, ("1", "ป.1", 5, 0), ("1", "ป.1", 2, 0))
    assert moved(COUNTED, before, table(COUNTED, ("1", "ป.1", 7, 0)), "cause", "pupils", "records") == [
        (Cause.DECREASED, 0, -1)
    ]


def test_a_building_in_another_condition_is_none_more_or_fewer() -> None:
    schema = TableSchema(
        "buildings",
        "",
        (text("building", "", PUBLIC), text("condition", "", PUBLIC), count("rooms", "ห้อง", "ห้อง", PUBLIC), *ROW_KEYS),
        unique=("building",),
        subject=("building", "condition"),
        entity=("building",),
    )
    before, after = table(schema, ("a", "ดี", 4), ("b", "ดี", 3)), table(schema, ("a", "ทรุดโทรม", 4), ("b", "ดี", 5))
    assert moved(schema, before, after, "cause", "building", "condition", "rooms", "records") == [
        (Cause.CHANGED, "a", "ดี", -4, -1),
        (Cause.CHANGED, "a", "ทรุดโทรม", 4, 1),
        (Cause.INCREASED, "b", "ดี", 2, 0),
    ]


def test_a_school_that_is_on_the_list_and_delivers_no_more_has_gone() -> None:
    schema = TableSchema(
        "schools",
        "",
        (
            text("smis", "", PUBLIC),
            Field("delivered", pa.bool_(), "", PUBLIC),
            count("pupils", "นักเรียน", "คน", PUBLIC),
            *ROW_KEYS,
        ),
        unique=("smis",),
        subject=("smis", "delivered"),
        entity=("smis",),
        present="delivered",
    )
    before = table(schema, ("1", True, 5), ("2", False, 0), ("3", True, 4), ("4", False, 0), ("6", True, 2))
    after = table(schema, ("1", False, 0), ("2", True, 7), ("3", True, 4), ("5", False, 0), ("6", True, 3))
    assert moved(schema, before, after, "cause", "smis", "delivered", "pupils", "records") == [
        (Cause.LEFT, "1", False, 0, 1),
        (Cause.LEFT, "1", True, -5, -1),
        (Cause.ENTERED, "2", False, 0, -1),
        (Cause.ENTERED, "2", True, 7, 1),
        (Cause.LEFT, "4", False, 0, -1),
        (Cause.ENTERED, "5", False, 0, 1),
        (Cause.INCREASED, "6", True, 1, 0),
    ]


def test_what_is_never_added_up_is_judged_apart() -> None:
    schema = replace(COUNTED, apart=("grade",))
    before, after = (table(COUNTED, ("1", "ป.1", one, 0), ("1", "ป.2", other, 0)) for one, other in ((5, 5), (9, 4)))
    assert moved(schema, before, after, "cause", "pupils") == [(Cause.INCREASED, 4), (Cause.DECREASED, -1)]


@pytest.mark.parametrize("side", [0, 1])
def test_what_was_not_delivered_has_neither_come_nor_gone(side: int) -> None:
    sides = [table(COUNTED, ("1", "ป.1", 5, 0))] * 2
    sides[side] = sides[side].iloc[:0]
    assert DiffTable(COUNTED).frame(*sides).empty


def test_persons_come_go_and_move_within_the_schools_that_sent_a_list_twice() -> None:
    before = table(LISTED, ("1", "a"), ("1", "b"), ("1", None), ("2", "c"), ("8", "x"))
    after = table(LISTED, ("1", "a"), ("2", "b"), ("1", None), ("2", "d"), ("9", "y"))
    assert moved(LISTED, before, after, "cause", "smis", "records") == [
        (Cause.DECREASED, "1", -1),
        (Cause.INCREASED, "2", 1),
        (Cause.LEFT, "2", -1),
        (Cause.ENTERED, "2", 1),
    ]
    assert "person" not in DiffTable(LISTED).schema.arrow.names


def test_a_person_counts_once_and_rows_without_one_not_at_all() -> None:
    """More rows of b in its school are no move; c moved to two schools at once; nobody knows who has no number."""
    before = table(LISTED, ("1", "b"), ("1", "c"), ("1", None), ("2", "e"), ("3", "f"))
    after = table(LISTED, ("1", "b"), ("1", "b"), ("2", "c"), ("3", "c"), ("2", None), ("2", None), ("3", "f"))
    assert sorted(moved(LISTED, before, after, "cause", "smis", "records", "persons")) == sorted(
        [
            (Cause.DECREASED, "1", -1, 0),
            (Cause.DECREASED, "1", -1, -1),
            (Cause.INCREASED, "1", 1, 0),
            (Cause.INCREASED, "2", 2, 0),
            (Cause.INCREASED, "2", 1, 1),
            (Cause.INCREASED, "3", 1, 0),
            (Cause.LEFT, "2", -1, -1),
        ]
    )
    assert "persons" not in DiffTable(COUNTED).schema.arrow.names


def row(smis: str, payee: str, months: str, rate: str, half: str = "ครึ่งปีแรก") -> AllocationRow:
    return AllocationRow(
        smis=smis,
        payee=payee,
        item="ค่าตอบแทน",
        tranche=half,
        half=half,
        quantity=Decimal(months),
        quantity_unit="เดือน",
        rate=Decimal(rate),
        rate_unit="บาท/เดือน",
        reference="หนังสือ",
        status="confirmed",
        rule="",
        source=SourceRow("d", "", 1),
        headcount=1,
        months=Decimal(months),
    )


def allocation(*rows: AllocationRow) -> pd.DataFrame:
    schools = pd.DataFrame({"smis": ["1", "2"], "district": ["ก", "ข"], "size": ["", ""]})
    return allocation_frame(rows, schools, "34010000")


def test_money_changes_by_posts_months_and_rate() -> None:
    before = allocation(row("1", "ครู 1", "6", "9000"), row("1", "ครู 2", "6", "9000"))
    after = allocation(row("1", "ครู 1", "7", "9500"), row("2", "ครู 3", "2", "9500"))
    assert moved(ALLOCATION, before, after, "cause", "payee", "amount", "months", "headcount") == [
        (Cause.INCREASED, "ครู 1", Decimal("9000.00"), Decimal("1.0000"), 0),
        (Cause.RATE, "ครู 1", Decimal("3500.00"), Decimal("0.0000"), 0),
        (Cause.LEFT, "ครู 2", Decimal("-54000.00"), Decimal("-6.0000"), -1),
        (Cause.ENTERED, "ครู 3", Decimal("19000.00"), Decimal("2.0000"), 1),
    ]


def test_what_a_document_states_as_a_whole_has_no_rate_that_changes() -> None:
    one, other = (replace(row("1", "", "1", amount), rate_unit=PER_ENTRY) for amount in ("5000", "7000"))
    assert moved(ALLOCATION, allocation(one), allocation(other), "cause", "amount") == [
        (Cause.INCREASED, Decimal("2000.00"))
    ]


def test_halves_are_compared_without_what_tells_them_apart() -> None:
    first, second = allocation(row("1", "ครู 1", "6", "9000")), allocation(row("1", "ครู 1", "6", "9000", "ครึ่งปีหลัง"))
    diff = DiffTable(ALLOCATION, ignore=("half", "tranche"))
    assert diff.frame(first, second).empty
    assert not {"half", "tranche"} & set(diff.schema.arrow.names)


def test_tables_that_say_what_comes_and_goes_are_followed() -> None:
    names = [each.of.name for each in diff_tables(SCHEMAS)]
    assert names == ["enrolment", "classrooms", "categories", "pupils", "schools"]
    assert all(set(schema.subject) >= set(schema.entity) for schema in SCHEMAS)


def test_a_movement_table_keeps_its_own_schema() -> None:
    frame = DiffTable(ENROLMENT).frame(*[table(ENROLMENT, ("1", "ประถม", "ป.1", "ช", pupils)) for pupils in (2, 3)])
    with pytest.raises(CollectionError):
        DiffTable(ENROLMENT).schema.table(frame.assign(cause="เพราะอะไร"))
    assert DiffTable(PUPILS).schema.arrow.field("records").type == pa.int64()
