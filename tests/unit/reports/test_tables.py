from decimal import Decimal

from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.render.blocks import Number, TableBlock
from helpers.reports.tables import LONG, RowHeads, cells_by_value, column, course, drawn, fact_table, row_values

GRADE = RowHeads(("ชั้น",), (1.0,))


def fact(name: str, cells: dict[str, int | Decimal], unit: str = "คน", operation: Operation = Operation.SUM) -> Fact:
    return Fact(name, name, unit, operation, cells={key: FactCell(value, "", 1, "0") for key, value in cells.items()})


PUPILS = fact(
    "pupils",
    {
        "grade=ป.1;sex=ช": 3,
        "grade=ป.1;sex=รวม": 5,
        "grade=ป.2;sex=ช": 1200,
        "grade=ป.2;sex=รวม": 1300,
        "grade=รวม;sex=ช": 1203,
        "grade=รวม;sex=รวม": 1305,
    },
)
ROOMS = fact("rooms", {"grade=ป.2": 4, "grade=ป.3": 1}, "ห้อง")
BOYS, BOTH, ROOM = (
    column("ชาย", "pupils", "นักเรียน", sex="ช"),
    column("รวม", "pupils", "นักเรียน", sex="รวม"),
    column("ห้อง", "rooms"),
)
COLUMNS = [(BOYS, PUPILS), (BOTH, PUPILS), (ROOM, ROOMS)]


def shown(table: TableBlock) -> list[list[str]]:
    return [["".join(each.text for each in cell) for cell in row.cells] for row in table.rows]


def test_rows_are_the_values_of_all_columns_with_the_margin_last() -> None:
    assert row_values([PUPILS, ROOMS], "grade") == ["ป.1", "ป.2", "ป.3", "รวม"]
    assert row_values([ROOMS], "grade") == ["ป.2", "ป.3"]
    assert row_values([ROOMS], "sex") == []


def test_a_cell_is_found_by_the_whole_of_its_key() -> None:
    assert cells_by_value(PUPILS, "grade", {"sex": "ช"})["ป.1"] == "grade=ป.1;sex=ช"
    assert cells_by_value(PUPILS, "grade", {}) == {}
    assert cells_by_value(PUPILS, "level", {"sex": "ช"}) == {}


def test_a_table_leaves_empty_what_a_fact_does_not_state() -> None:
    table = fact_table("by-grade", "ตามชั้น", "grade", COLUMNS, GRADE, ["หมายเหตุ"])
    assert shown(table) == [
        ["ป.1", "3", "5", ""],
        ["ป.2", "1,200", "1,300", "4"],
        ["ป.3", "", "", "1"],
        ["รวม", "1,203", "1,305", ""],
    ]
    assert [row.total for row in table.rows] == [False, False, False, True]
    assert [each.group for each in table.columns] == ["", "นักเรียน", "นักเรียน", ""]
    assert (table.headers, table.long, table.notes) == (1, False, ("หมายเหตุ",))
    (first,) = table.rows[0].cells[1]
    assert isinstance(first, Number)
    assert (first.fact, first.key, first.value, first.unit) == ("pupils", "grade=ป.1;sex=ช", "3", "")


def test_shares_are_percentages_and_changes_carry_their_sign() -> None:
    share = fact("share", {"grade=ป.1": Decimal("0.5")}, "ร้อยละ", Operation.RATIO)
    change = fact("change", {"grade=ป.1": -2}, operation=Operation.DIFFERENCE)
    table = fact_table("x", "x", "grade", [(column("ร้อยละ", "share"), share), (column("ต่าง", "change"), change)], GRADE)
    assert shown(table) == [["ป.1", "50.0", "−2"]]


def test_what_is_left_carries_no_plus_sign() -> None:
    left = fact("left", {"grade=ป.1": Decimal("5.00"), "grade=ป.2": Decimal("-5.5")}, "บาท", Operation.DIFFERENCE)
    change, balance = column("เปลี่ยน", "left"), column("เหลือ", "left", balance=True)
    table = fact_table("x", "x", "grade", [(change, left), (balance, left)], GRADE)
    assert shown(table) == [["ป.1", "+5.00", "5.00"], ["ป.2", "−5.50", "−5.50"]]


def test_a_chart_draws_shares_as_the_percentages_that_the_page_prints() -> None:
    share = fact("share", {"grade=ป.1": Decimal("0.47125"), "grade=ป.2": Decimal(1)}, "ร้อยละ", Operation.RATIO)
    points = fact("points", {"grade=ป.1": Decimal("-0.0512")}, "ร้อยละ", Operation.DIFFERENCE)
    data = drawn("grade", [(column("ร้อยละ", "share"), share), (column("ต่าง", "points"), points)], GRADE)
    assert [list(map(str, series.values)) for series in data.series] == [["47.1", "100.0"], ["-5.1", "0"]]


def test_a_chart_draws_quotients_with_the_places_that_the_page_prints() -> None:
    rate = fact(
        "rate", {"grade=ป.1": Decimal("0.971250"), "grade=ป.2": Decimal(2)}, "ข้อต่อ 1,000 ระเบียน", Operation.RATIO
    )
    money = fact("money", {"grade=ป.1": Decimal("1.50")}, "บาท")
    data = drawn("grade", [(column("ข้อ", "rate"), rate), (column("บาท", "money"), money)], GRADE)
    assert [list(map(str, series.values)) for series in data.series] == [["1.0", "2.0"], ["1.50", "0"]]


def test_a_row_head_may_have_several_words_and_a_value_without_words_stands_for_itself() -> None:
    heads = RowHeads(("รหัส", "โรงเรียน"), (1.0, 3.0), {"34010001": ("34010001", "บ้านหนึ่ง")})
    by_school = fact("by_school", {"smis=34010001": 3, "smis=34019999": 4})
    table = fact_table("by-school", "รายโรงเรียน", "smis", [(column("คน", "by_school"), by_school)], heads)
    assert [row[:2] for row in shown(table)] == [["34010001", "บ้านหนึ่ง"], ["34019999", ""]]
    assert table.headers == 2


def test_many_rows_make_a_table_that_can_be_searched() -> None:
    many = fact("many", {f"grade={place}": place for place in range(LONG)})
    few = fact("few", {f"grade={place}": place for place in range(LONG - 1)})
    assert fact_table("x", "x", "grade", [(column("คน", "many"), many)], GRADE).long
    assert not fact_table("x", "x", "grade", [(column("คน", "few"), few)], GRADE).long


def test_a_chart_is_drawn_without_the_margin_and_with_nought_where_nothing_is_stated() -> None:
    data = drawn("grade", COLUMNS, GRADE)
    assert data.labels == ("ป.1", "ป.2", "ป.3")
    assert [tuple(series.values) for series in data.series] == [(3, 1200, 0), (5, 1300, 0), (0, 4, 1)]
    assert data.unit == "คน"


MONTHS = RowHeads(("เดือน",), (1.0,), {month: (f"{month} 69",) for month in ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.")})
SPENT = fact("spent", {"month=ต.ค.": Decimal("0.1"), "month=ธ.ค.": Decimal("0.301")}, "ร้อยละ", Operation.RATIO)
TARGET = fact("target", {"month=ธ.ค.": Decimal("32.0"), "month=ม.ค.": Decimal("40.0")}, "ร้อยละ")


def test_a_course_has_every_period_and_stays_as_it_was_where_nothing_came() -> None:
    found = course("month", (column("เบิกจ่าย", "spent"), SPENT), (column("เป้าหมาย", "target"), TARGET), MONTHS)
    assert found.periods == ("ต.ค. 69", "พ.ย. 69", "ธ.ค. 69", "ม.ค. 69")
    assert [str(value) for value in found.reached.values] == ["10.0", "10.0", "30.1"]
    assert found.targets == {"ธ.ค. 69": Decimal("32.0"), "ม.ค. 69": Decimal("40.0")}
    assert (found.reached.label, found.unit) == ("เบิกจ่าย", "ร้อยละ")


def test_a_course_without_words_has_the_periods_of_its_facts() -> None:
    plain = RowHeads(("เดือน",), (1.0,))
    found = course("month", (column("เบิกจ่าย", "spent"), SPENT), (column("เป้าหมาย", "target"), TARGET), plain)
    assert found.periods == ("ต.ค.", "ธ.ค.", "ม.ค.")


def test_a_course_may_not_have_begun() -> None:
    none = fact("spent", {"month=รวม": Decimal(0)}, "ร้อยละ", Operation.RATIO)
    found = course("month", (column("เบิกจ่าย", "spent"), none), (column("เป้าหมาย", "target"), TARGET), MONTHS)
    assert found.reached.values == ()
    assert len(found.targets) == 2


def test_what_is_withheld_is_said_to_be_and_neither_counted_nor_drawn() -> None:
    few = PUPILS.without({"grade=ป.1;sex=ช"})
    table = fact_table("by-grade", "ตามชั้น", "grade", [(BOYS, few), (BOTH, few)], GRADE)
    assert shown(table) == [["ป.1", "ปิดไว้", "5"], ["ป.2", "1,200", "1,300"], ["รวม", "1,203", "1,305"]]
    assert "ปิดไว้" in table.notes[0]


def test_a_row_in_which_everything_is_withheld_is_left_out() -> None:
    few = PUPILS.without({"grade=ป.1;sex=ช", "grade=ป.1;sex=รวม"})
    table = fact_table("by-grade", "ตามชั้น", "grade", [(BOYS, few), (BOTH, few)], GRADE)
    assert shown(table) == [["ป.2", "1,200", "1,300"], ["รวม", "1,203", "1,305"]]
    assert "แถวที่ทุกช่องปิดไว้ไม่แสดง" in table.notes[0]
    assert drawn("grade", [(BOYS, few)], GRADE).labels == ("ป.2",)
    assert "3" not in {str(cell.value) for cell in few.cells.values()}
    assert few.keys == tuple(PUPILS.cells)
