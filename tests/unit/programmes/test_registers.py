"""Registers up to the day on which the books were closed: that day counts, the next one does not."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from helpers.params.fiscal_years import Half
from helpers.programmes.allocation import Excluded, SourceRow
from helpers.programmes.kinds import ProgrammeInputs
from helpers.programmes.registers import (
    Movement,
    allotments_of,
    allotted,
    closed,
    half_of,
    movement_frame,
    register_movements,
    short_of,
)
from helpers.tables.findings import Finding, Rule, Severity
from unit.programmes.entries import Entry, entry, reported
from unit.programmes.filled import DELIVERY, YEAR, form_table, numbered, project_params

CLOSING = date(2026, 6, 30)
HALVES = (
    Half(title="ครึ่งปีแรก", opens=date(2025, 10, 1), closes=date(2026, 3, 31)),
    Half(title="ครึ่งปีหลัง", opens=date(2026, 4, 1), closes=date(2026, 9, 30)),
)


def movement(day: date, row: int) -> Movement:
    source = SourceRow("d1", "", row)
    return Movement("janitors", "งบดำเนินงาน", "เบิกจ่าย", "เบิกจ่าย", Decimal(row), day, f"ที่ {row}", source)


def rows(found: Iterable[Movement]) -> list[int]:
    return [each.source.row for each in found]


def test_an_entry_dated_on_the_closing_day_counts() -> None:
    days = (date(2026, 6, 29), CLOSING, date(2026, 7, 1))
    counted, later = closed([movement(day, row) for row, day in enumerate(days, 1)], CLOSING)
    assert rows(counted) == [1, 2]
    assert [(each.source.row, each.amount) for each in later] == [(3, Decimal(3))]
    assert "ที่ 3" in later[0].detail


def test_spending_of_the_closing_day_is_an_amount_of_the_year() -> None:
    spent = [entry("เบิกจ่าย", "10.00", on="2569-06-30"), entry("เบิกจ่าย", "7.00", on="2569-07-01")]
    found = reported("disbursement", allotments=[entry("จัดสรร", "100.00")], spending=spent)
    assert [row.amount for row in found.rows] == [Decimal("10.00")]
    assert [each.amount for each in found.excluded] == [Decimal("7.00")]


@pytest.mark.parametrize(
    ("day", "half"), [(date(2026, 3, 31), "ครึ่งปีแรก"), (date(2026, 4, 1), "ครึ่งปีหลัง"), (date(2026, 4, 2), "ครึ่งปีหลัง")]
)
def test_the_second_half_begins_on_the_day_on_which_it_opens(day: date, half: str) -> None:
    assert half_of(day, HALVES) == half


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2025, 10, 1), "ต.ค.", "ไตรมาสที่ 1"),
        (date(2025, 12, 31), "ธ.ค.", "ไตรมาสที่ 1"),
        (date(2026, 1, 1), "ม.ค.", "ไตรมาสที่ 2"),
        (date(2026, 6, 30), "มิ.ย.", "ไตรมาสที่ 3"),
        (date(2026, 9, 30), "ก.ย.", "ไตรมาสที่ 4"),
    ],
)
def test_a_quarter_ends_with_the_last_day_of_its_third_month(day: date, month: str, quarter: str) -> None:
    own = movement(day, 1)
    assert (own.month, own.quarter) == (month, quarter)


def _allotments(*amounts: str, programme: str = "janitors") -> list[Entry]:
    return [entry("จัดสรร", amount, programme) for amount in amounts]


def test_both_registers_are_read_in_file_order_with_every_field() -> None:
    spending = form_table("spending", numbered(entry("ส่งคืน", "-5.00", document_no="9"), entry("ผูกพัน", "7.00")))
    shuffled = spending.iloc[::-1]
    allotments = form_table("allotments", numbered(*_allotments("100.00")))
    assert register_movements({"allotments": allotments, "spending": shuffled}) == (
        _entry("จัดสรร", "จัดสรร", "100.00", "1", 6),
        _entry("เบิกจ่าย", "ส่งคืน", "-5.00", "9", 6),
        _entry("ผูกพัน", "ผูกพัน", "7.00", "1", 7),
    )
    assert register_movements({"allotments": None, "spending": spending})[0].entry == "ส่งคืน"
    assert register_movements({}) == ()


def _entry(measure: str, kind: str, amount: str, document: str, row: int) -> Movement:
    source = SourceRow(DELIVERY, "แบบกรอก", row)
    return Movement("janitors", "งบดำเนินงาน", measure, kind, Decimal(amount), date(2025, 11, 1), document, source)


def test_rows_of_two_files_stand_by_file_sheet_and_row() -> None:
    rows = form_table("allotments", numbered(*_allotments("1.00", "2.00", "3.00", "4.00")))
    moved = rows.assign(delivery=["b", "a", "a", "a"], sheet=["", "z", "y", "y"], row=[1, 1, 3, 2])
    found = register_movements({"allotments": moved})
    assert [each.amount for each in found] == [4, 3, 2, 1]


def test_a_movement_is_a_row_of_the_table_with_its_month_quarter_and_half() -> None:
    frame = movement_frame([movement(CLOSING, 7), movement(date(2025, 10, 1), 8)], HALVES)
    assert frame.drop(columns="row_key").to_dict("records") == [
        {
            "programme": "janitors",
            "expenditure": "งบดำเนินงาน",
            "measure": "เบิกจ่าย",
            "entry": "เบิกจ่าย",
            "month": month,
            "quarter": quarter,
            "half": half,
            "day": day,
            "document": f"ที่ {row}",
            "amount": Decimal(row),
            "delivery": "d1",
            "sheet": "",
            "row": row,
        }
        for month, quarter, half, day, row in (
            ("มิ.ย.", "ไตรมาสที่ 3", "ครึ่งปีหลัง", CLOSING, 7),
            ("ต.ค.", "ไตรมาสที่ 1", "ครึ่งปีแรก", date(2025, 10, 1), 8),
        )
    ]
    assert list(frame["row_key"]) == ["d1::7", "d1::8"]
    assert str(movement_frame([], HALVES)["row"].dtype) == "int64"


def test_a_later_movement_is_left_out_with_what_it_is() -> None:
    assert closed([movement(date(2026, 7, 1), 3)], CLOSING) == (
        [],
        [Excluded("", "ลงวันที่หลังวันที่ของข้อมูล", 1, SourceRow("d1", "", 3), "เบิกจ่าย 1 ก.ค. 2569 ตาม ที่ 3", Decimal(3))],
    )


def _inputs(*entries: Entry | None) -> ProgrammeInputs:
    """The inputs of the programme of janitors, as far as the register of allotments is asked for."""
    params = project_params()
    kept = [each for each in entries if each]
    tables = {("allotments", "allotments"): form_table("allotments", numbered(*kept))} if entries else {}
    return ProgrammeInputs(
        "janitors",
        params.programmes["janitors"],
        YEAR,
        params.fiscal_years[YEAR],
        params,
        pd.DataFrame(),
        lambda *name: tables.get(name),
    )


def test_an_allotment_is_the_sum_of_the_programmes_own_entries() -> None:
    others = entry("จัดสรร", "1000.00", "house-rent")
    assert allotted(_inputs(*_allotments("10.25", "-0.25"), others)) == Decimal("10.00")
    assert allotted(_inputs(others)) is None
    assert allotted(_inputs(None)) is None
    assert allotted(_inputs()) is None
    assert allotments_of(YEAR) == {"allotments": ("allotments", YEAR)}


def test_a_need_above_the_allotment_is_named_with_both() -> None:
    rule = Rule("budget.x.short", Severity.WARNING, "", "")
    inputs = _inputs(*_allotments("1234.50"))
    assert list(short_of(rule, inputs, Decimal("1234.51"))) == [
        Finding("budget.x.short", "", "allotments", found="1,234.50", allowed="ต้องจ่าย 1,234.51")
    ]
    assert list(short_of(rule, inputs, Decimal("1234.50"))) == []
    assert list(short_of(rule, _inputs(), Decimal("1234.51"))) == []
