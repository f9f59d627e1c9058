"""A small executed notebook of a budget report: large amounts, an annexed account with places to sign, its charts."""

from decimal import Decimal

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.facts.definitions import Absent, Fact, FactCell, Operation
from helpers.render.blocks import (
    AnnexTitle,
    Headline,
    Headlines,
    Opening,
    Receipts,
    SignatureLine,
    Signatures,
    Span,
    TableBlock,
    Text,
)
from helpers.reports.prose import sentence
from helpers.reports.tables import FactColumn, RowHeads, fact_table
from unit.reports.specimen import OPENING, output, receipts

BUDGET = OPENING.model_copy(
    update={
        "report_id": "programme/2569/per-head",
        "title": "การจัดสรรเงินอุดหนุนรายหัวทุกรายการ",
        "period": "ปีงบประมาณ พ.ศ. 2569",
    }
)
SCHOOLS = {f"smis={34010001 + place}": Decimal(90_000 + 123_456 * place) + Decimal("0.50") for place in range(24)}
SCHOOLS["smis=34010003"] = Decimal("-12500.25")
SCHOOLS["smis=รวม"] = sum(SCHOOLS.values(), Decimal(0))


def money(name: str, cells: dict[str, Decimal], operation: Operation = Operation.RULE) -> Fact:
    """A fact of baht."""
    return Fact(name, name, "บาท", operation, cells={key: FactCell(value, "", 1, "0") for key, value in cells.items()})


AMOUNT = money("amount.total", {"": SCHOOLS["smis=รวม"]})
FACTS: dict[str, Fact | Absent] = {
    "amount.total": AMOUNT,
    "amount.by_school": money("amount.by_school", SCHOOLS),
    "allotted.total": money("allotted.total", {"": Decimal("52345678.50")}),
    "allotted.balance": money(
        "allotted.balance", {"": Decimal("52345678.50") - SCHOOLS["smis=รวม"]}, Operation.DIFFERENCE
    ),
    "amount.change.last_year": money("amount.change.last_year", {"": Decimal("-1234567.25")}, Operation.DIFFERENCE),
}
HEADS = RowHeads(
    ("รหัส", "โรงเรียน", "อำเภอ"),
    (1.2, 3.0, 2.5),
    {
        f"{34010001 + place}": (f"{34010001 + place}", f"บ้านตัวอย่างวิทยาที่ {place + 1}", "เมืองอุบลราชธานี")
        for place in range(24)
    }
    | {"รวม": ("รวมทั้งสิ้น", "", "")},
)
IN_WORDS = "รวมเป็นเงินทั้งสิ้น {amount.total} ({amount.total|baht_text})"
SIGNATURES = Signatures(
    lines=(
        SignatureLine(role="ผู้จัดทำ", position="นักวิเคราะห์นโยบายและแผน"),
        SignatureLine(role="ผู้ตรวจสอบ", position="ผู้อำนวยการกลุ่มนโยบายและแผน"),
        SignatureLine(role="ผู้อนุมัติ", position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1"),
    )
)
ANNEX = AnnexTitle(
    name="account",
    lines=(
        (Span(text="บัญชีจัดสรรงบประมาณ การจัดสรรเงินอุดหนุนรายหัวทุกรายการ"),),
        (Span(text="ปีงบประมาณ พ.ศ. 2569"),),
        (Span(text="แนบท้ายหนังสือสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1"),),
        (Span(text="ที่ ………………… ลงวันที่ …………………"),),
    ),
)


def said(*templates: str) -> Text:
    """A paragraph."""
    return Text(paragraphs=tuple(sentence(template, FACTS, {}) for template in templates))


def account(columns: int = 1) -> TableBlock:
    """The annexed account; more than five columns of money need a page turned by 90 degrees."""
    fact = FACTS["amount.by_school"]
    assert isinstance(fact, Fact)
    shown = [(FactColumn(f"งวดที่ {place + 1}", "amount.by_school"), fact) for place in range(columns)]
    return fact_table("account-by-school", "เงินจัดสรรรายโรงเรียน (บาท)", "smis", shown, HEADS)


def figures() -> Headlines:
    """The director's figures."""
    told = (
        ("เงินจัดสรรทั้งปี", "{amount.total}", "เทียบกับปีก่อน {amount.change.last_year|change}"),
        ("ได้รับจัดสรร", "{allotted.total}", ""),
        ("คงเหลือ", "{allotted.balance|balance}", ""),
        ("เทียบกับปีก่อน", "{amount.change.last_year}", ""),
    )
    items = [
        Headline(label=label, number=sentence(number, FACTS, {}), note=sentence(note, FACTS, {}))
        for label, number, note in told
    ]
    return Headlines(items=tuple(items))


def budget_notebook(columns: int = 1, opening: Opening = BUDGET) -> nbformat.NotebookNode:
    """The notebook; `columns` of money in the annexed account."""

    def shown(*blocks: object) -> nbformat.NotebookNode:
        return new_code_cell("1", outputs=[output(block) for block in blocks], execution_count=1)

    found: Receipts = receipts()
    cells = [
        shown(opening),
        new_markdown_cell("## สรุปสำหรับผู้บริหาร"),
        shown(figures(), said("จัดสรร {amount.total} คงเหลือ {allotted.balance|balance}")),
        shown(ANNEX),
        shown(account(columns)),
        shown(said(IN_WORDS), SIGNATURES),
        new_markdown_cell("## ที่มาของตัวเลข"),
        shown(found),
    ]
    for number, each in enumerate(cells):
        each["id"] = f"cell-{number}"
    return new_notebook(cells=cells)
