"""Money on screens: which unit it has, that nothing becomes zero, and that what is shown still adds up as it stands."""

from decimal import Decimal

import pytest

from helpers.render.blocks import (
    AnnexTitle,
    FactReceipt,
    Inline,
    Number,
    Receipts,
    SignatureLine,
    Signatures,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.notebook_parts import ShownBlock
from helpers.render.screen_amounts import ScreenAmounts, on_screen


def receipt(fact: str, cells: dict[str, str], unit: str = "บาท", where: str = "") -> FactReceipt:
    operation = "difference" if where else "sum"
    stated = tuple((key, value, where, 1, "0") for key, value in cells.items())
    return FactReceipt(
        fact=fact, title=fact, unit=unit, operation=operation, table="", column="", files=(), cells=stated
    )


def amount(fact: str, value: str, key: str = "", unit: str = "", sign: str = "") -> Number:
    text = f"{sign}{abs(Decimal(value)):,.2f}"
    return Number(fact=fact, key=key, value=value, text=text, unit=unit)


def table(
    *values: str, title: str = "เงินรายโครงการ (บาท)", label: str = "ได้รับจัดสรร", fact: str = "amount"
) -> TableBlock:
    rows = tuple(
        TableRow(cells=((Span(text=str(row)),), (amount(fact, value, f"row={row}"),)))
        for row, value in enumerate(values)
    )
    columns = (TableColumn(label="โครงการ", align="start"), TableColumn(label=label))
    return TableBlock(name="t", title=title, columns=columns, rows=rows)


def shown(block: TableBlock, fact: str = "amount") -> TableBlock:
    cells = {part.key: part.value for row in block.rows for part in row.cells[1] if isinstance(part, Number)}
    on_page = ScreenAmounts.of([receipt(fact, cells)]).block(block)
    assert isinstance(on_page, TableBlock)
    return on_page


def texts(block: TableBlock) -> list[str]:
    return [part.text for row in block.rows for part in row.cells[1]]


@pytest.mark.parametrize(
    ("value", "text", "unit"),
    [
        ("330706340.46", "330.71", "ล้านบาท"),
        ("1000000.00", "1.00", "ล้านบาท"),
        ("1005000.00", "1.01", "ล้านบาท"),
        ("999999.99", "999,999.99", "บาท"),
        ("519219.30", "519,219.30", "บาท"),
        ("0", "0.00", "บาท"),
    ],
)
def test_a_sentence_has_millions_from_one_on(value: str, text: str, unit: str) -> None:
    (number,) = ScreenAmounts().run((amount("amount", value, unit="บาท"),))
    assert isinstance(number, Number)
    assert (number.text, number.unit, number.value) == (text, unit, value)


def test_what_is_no_amount_and_amounts_in_words_stay() -> None:
    words = Number(fact="amount", value="7000000.00", text="เจ็ดล้านบาทถ้วน", words=True)
    run: tuple[Inline, ...] = (
        Span(text="มี "),
        Number(fact="pupils", value="2000000", text="2,000,000", unit="คน"),
        words,
        amount("rates.highest", "9000000.00", unit="บาท"),
    )
    assert ScreenAmounts().run(run) == run


@pytest.mark.parametrize(
    ("values", "texts_shown", "unit"),
    [
        (("334596900.00", "305578014.97", "100000.00", "0.00"), ["334.60", "305.58", "0.10", "0.00"], "ล้านบาท"),
        (("334596900.00", "18800.00", "-9400.00"), ["334,596.9", "18.8", "9.4"], "พันบาท"),
        (("334596900.00", "14.29"), ["334,596,900.00", "14.29"], "บาท"),
        (("999999.99", "500000.00"), ["999,999.99", "500,000.00"], "บาท"),
    ],
)
def test_a_table_has_one_unit_in_which_nothing_becomes_zero(
    values: tuple[str, ...], texts_shown: list[str], unit: str
) -> None:
    on_page = shown(table(*values))
    assert texts(on_page) == texts_shown
    assert on_page.title == f"เงินรายโครงการ ({unit})"
    assert on_page.notes == ()


@pytest.mark.parametrize(
    ("values", "apart"),
    [
        (("1000000.00", "2000000.00", "3000000.00"), False),
        (("1004000.00", "2004000.00", "3008000.00"), True),
        (("1004000.00", "2004000.00", "3000000.00"), False),
    ],
)
def test_a_sum_that_rounding_takes_apart_is_told_of(values: tuple[str, ...], apart: bool) -> None:
    note = "ปัดเศษเป็นล้านบาท ผลรวมจึงไม่เท่ากันพอดี กดตัวเลขเพื่อดูจำนวนเต็ม"
    assert shown(table(*values)).notes == (note,) * apart
    across = TableRow(
        cells=((Span(text="ก"),), *((amount("amount", value, str(n)),) for n, value in enumerate(values)))
    )
    columns = (TableColumn(label="โครงการ"), *(TableColumn(label=f"งวด {n}") for n in range(3)))
    wide = TableBlock(name="t", title="เงิน (บาท)", columns=columns, rows=(across,))
    facts = [receipt("amount", {str(n): value for n, value in enumerate(values)})]
    on_page = ScreenAmounts.of(facts).block(wide)
    assert isinstance(on_page, TableBlock)
    assert on_page.notes == (note,) * apart


def test_the_unit_may_stand_above_the_column() -> None:
    values = ("2000000.00", "3000000.00")
    assert shown(table(*values, title="เงิน", label="บาท")).columns[1].label == "ล้านบาท"
    assert shown(table(*values, title="เงิน", label="จัดสรร (บาท)")).columns[1].label == "จัดสรร (ล้านบาท)"


@pytest.mark.parametrize(("title", "fact"), [("เงินที่จ่าย", "amount"), ("อัตราที่ใช้ (บาท)", "rates.highest")])
def test_amounts_without_a_named_unit_and_rates_are_exact(title: str, fact: str) -> None:
    block = table("2000000.00", title=title, fact=fact)
    assert shown(block, fact) == block


def test_a_difference_is_that_of_what_stands_beside_it() -> None:
    """1,005,000 − 2,104,000 is −1.099 million, but whoever reads 1.01 and 2.10 works out −1.09."""
    facts = [
        receipt("one", {"": "1005000.00"}),
        receipt("other", {"": "2104000.00"}),
        receipt("apart", {"": "-1099000.00"}, where="one() - other()"),
    ]
    run = (amount("one", "1005000.00", unit="บาท"), amount("other", "2104000.00", unit="บาท"))
    difference = amount("apart", "-1099000.00", unit="บาท", sign="−")
    one, other, apart = ScreenAmounts.of(facts).run((*run, difference))
    assert [part.text for part in (one, other, apart)] == ["1.01", "2.10", "−1.09"]
    (alone,) = ScreenAmounts.of(facts[2:]).run((difference,))
    assert alone.text == "−1.10", "of parts that nobody states the exact difference is rounded"
    stored = [fact.model_dump(mode="json") for fact in facts]
    assert ScreenAmounts.for_numbers((difference,), stored).run((difference,)) == (apart,)


def test_an_account_that_is_signed_keeps_its_satang() -> None:
    block = table("2000000.00", "3000000.50")
    facts = Receipts(files=(), facts=(receipt("amount", {"row=0": "2000000.00", "row=1": "3000000.50"}),))
    title = AnnexTitle(name="account", lines=((Span(text="บัญชี"),),))
    sign = Signatures(lines=(SignatureLine(role="ผู้อนุมัติ", position="ผู้อำนวยการ"),))
    pieces = [ShownBlock(block), ShownBlock(title), ShownBlock(block), ShownBlock(sign), ShownBlock(facts)]
    first, _, account, *_ = on_screen(pieces)
    assert isinstance(first, ShownBlock)
    assert isinstance(first.block, TableBlock)
    assert texts(first.block) == ["2.00", "3.00"]
    assert account == pieces[2]


def test_words_around_amounts_stay() -> None:
    text = Text(role="lead", paragraphs=((Span(text="ต้องจ่าย "), amount("amount", "7605100.00", unit="บาท")),))
    on_page = ScreenAmounts().block(text)
    assert isinstance(on_page, Text)
    assert on_page.role == "lead"
    assert [part.text for part in on_page.paragraphs[0]] == ["ต้องจ่าย ", "7.61"]
