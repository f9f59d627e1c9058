"""Which cells of facts a chart is drawn from: what all facts state, what none withholds, and no margin."""

from decimal import Decimal

from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.reports.chart_data import fields, points
from helpers.reports.tables import RowHeads, column

SCHOOLS = RowHeads(("รหัส", "โรงเรียน"), (1.0, 3.0), {"1": ("1", "บ้านหนึ่ง"), "2": ("2", "บ้านสอง")}, "(ไม่อยู่)")
DISTRICTS = RowHeads(("อำเภอ",), (1.0,))


def fact(cells: dict[str, int | Decimal], unit: str = "คน", operation: Operation = Operation.SUM) -> Fact:
    return Fact("f", "f", unit, operation, cells={key: FactCell(value, "", 1, "0") for key, value in cells.items()})


PUPILS = fact({"smis=1": 90, "smis=2": 30, "smis=3": 7, "smis=รวม": 127})
TEACHERS = fact({"smis=1": 5, "smis=3": 0}, "อัตรา")
COLUMNS = [(column("นักเรียน", "pupils"), PUPILS), (column("ครู", "teachers"), TEACHERS)]


def test_a_school_of_which_one_fact_says_nothing_is_no_point_and_not_zero() -> None:
    data = points("smis", COLUMNS, SCHOOLS)
    assert data.labels == ("บ้านหนึ่ง", "3 (ไม่อยู่)")
    assert [series.values for series in data.series] == [(90, 7), (5, 0)]
    assert data.units == ("คน", "อัตรา")


def test_what_is_withheld_is_not_drawn() -> None:
    hidden = [(columns, each.without(["smis=1"])) for columns, each in COLUMNS]
    assert points("smis", hidden, SCHOOLS).labels == ("3 (ไม่อยู่)",)
    assert fields("smis", hidden, SCHOOLS).rows == ("บ้านสอง", "3 (ไม่อยู่)")


SHARES = fact(
    {
        "district=เมือง;system=DMC": Decimal("0.9712"),
        "district=เขื่องใน;system=DMC": Decimal(1),
        "district=เขื่องใน;system=EMIS": Decimal("0.5"),
        "district=รวม;system=DMC": Decimal("0.98"),
    },
    "ร้อยละ",
    Operation.RATIO,
)


def test_fields_have_percentages_as_printed_no_margin_and_none_where_no_fact_is() -> None:
    columns = [(column(system, "shares", system=system), SHARES) for system in ("DMC", "EMIS", "รวม")]
    data = fields("district", columns, DISTRICTS)
    assert data.columns == ("DMC", "EMIS")
    by_row = dict(zip(data.rows, data.values, strict=True))
    assert by_row == {"เมือง": (Decimal("97.1"), None), "เขื่องใน": (Decimal("100.0"), Decimal("50.0"))}
    assert data.differ
    assert not fields("district", [(column("DMC", "x", system="EMIS"), SHARES)], DISTRICTS).differ
