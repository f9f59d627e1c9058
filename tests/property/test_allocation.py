"""Two engines come to the same amount: exact decimals in Python, and SQL in DuckDB."""

from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.programmes.allocation import ALLOCATION, ARITHMETIC, AllocationRow, SourceRow, allocation_frame

NOWHERE = pd.DataFrame({"smis": [], "district": [], "size": []}, dtype="str")
quantities = st.decimals("0", "99999999.99", places=2)
rates = st.decimals("0", "999999999.99", places=2)
shares = st.decimals("0", "1", places=10)
earlier = st.decimals("0", "99999999.99", places=2)


def row(quantity: Decimal, rate: Decimal, share: Decimal, less: Decimal, number: int = 1) -> AllocationRow:
    return AllocationRow(
        smis="34010001",
        item="รายการ",
        tranche="งวดเดียว",
        quantity=quantity,
        quantity_unit="คน",
        rate=rate,
        rate_unit="บาท/คน",
        reference="ตัวอย่าง",
        status="to_confirm",
        rule="จำนวน × อัตรา",
        source=SourceRow("abcdefabcdef", "", number),
        share=share,
        already_paid=less,
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(quantities, rates, shares, earlier), min_size=1, max_size=5))
def test_sql_comes_to_the_same_amounts(cells: list[tuple[Decimal, Decimal, Decimal, Decimal]]) -> None:
    rows = [row(*values, number) for number, values in enumerate(cells, 1)]
    table: pa.Table = ALLOCATION.table(allocation_frame(rows, NOWHERE, "34010000"))
    with duckdb.connect() as engine:
        engine.register("allocation", table)
        found = engine.execute(f"SELECT {ARITHMETIC}, amount FROM allocation ORDER BY row").fetchall()
    assert [made for made, _ in found] == [each.amount for each in rows]
    assert [stored for _, stored in found] == [each.amount for each in rows]


def test_halves_of_a_satang_go_away_from_zero() -> None:
    assert row(Decimal("1.00"), Decimal("0.01"), Decimal("0.5"), Decimal("0.00")).amount == Decimal("0.01")
    assert row(Decimal("1.00"), Decimal("1.00"), Decimal("0.7"), Decimal("0.80")).amount == Decimal("-0.10")
