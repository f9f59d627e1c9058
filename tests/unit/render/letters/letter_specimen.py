"""An executed notebook that has everything a letter may say, and what is read from letters again."""

import re
from io import BytesIO
from typing import Literal

import nbformat
from docx import Document
from docx.oxml.ns import qn
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pptx import Presentation
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from helpers.params.folder import read_params
from helpers.render.blocks import (
    AnnexTitle,
    Chart,
    Flag,
    Flags,
    Headline,
    Headlines,
    Inline,
    Number,
    SignatureLine,
    Signatures,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    to_bundle,
)
from helpers.render.letters.content import LetterContent, letter_content
from helpers.reports.folders import PROJECT
from unit.reports.specimen import DANGEROUS, OPENING, SVG

DUE = Number(fact="amount.total", value="330598340.46", text="330,598,340.46", unit="บาท")
PEOPLE = Number(fact="people.total", value="24060", text="24,060", unit="คน")
SHARE = Number(fact="spent.percent", value="0.913269", text="91.3", share=True)
PEOPLE_BEFORE = Number(fact="people.total.previous_round", value="24378", text="24,378")
PEOPLE_CHANGE = Number(fact="people.total.change.previous_round", value="-318", text="−318")
SHARE_CHANGE = Number(fact="spent.percent.change.previous_round", value="0.011", text="+1.1", share=True)
LOST = Number(fact="people.total.why.previous_round", key="cause=ออกไป", value="-318", text="318", unit="คน")
MISSING = Number(fact="allotted.missing", value="518919.30", text="518,919.30", unit="บาท")
WRONG = Number(fact="findings.by_rule", key="rule=x.y.z", value="40", text="40")
SCHOOLS = Number(fact="findings.schools.by_rule", key="rule=x.y.z", value="7", text="7")
RATES = Number(fact="rates.unconfirmed", value="38", text="38", unit="รายการ")
NUMBERS = (DUE, PEOPLE, SHARE, PEOPLE_CHANGE, SHARE_CHANGE, LOST, MISSING, WRONG, SCHOOLS, RATES)
"""Every number of the notebook that a letter prints."""
NUMERAL = re.compile(r"[0-9๐-๙][0-9๐-๙,.]*")
Digits = Literal["arabic", "thai"]


def words(text: str) -> Span:
    return Span(text=text)


def row(*cells: Inline | str) -> TableRow:
    return TableRow(cells=tuple((words(cell),) if isinstance(cell, str) else (cell,) for cell in cells))


def changes_table() -> TableBlock:
    columns = (
        TableColumn(label="ตัวเลข", align="start"),
        TableColumn(label="หน่วย", align="start"),
        TableColumn(label="ครั้งนี้"),
        TableColumn(label="เดิม", group="เทียบรอบก่อน"),
        TableColumn(label="เปลี่ยน", group="เทียบรอบก่อน"),
    )
    rows = (
        row("คนทั้งหมด", "คน", PEOPLE.model_copy(update={"unit": ""}), PEOPLE_BEFORE, PEOPLE_CHANGE),
        row("เบิกจ่าย", "ร้อยละ", SHARE, "", SHARE_CHANGE),
    )
    return TableBlock(name="changes", title="ตัวเลขสำคัญเทียบกับครั้งก่อน", columns=columns, rows=rows, headers=2)


def findings_table() -> TableBlock:
    labels = ("เรื่องที่พบ", "ระดับ", "สิ่งที่ต้องทำ", "ข้อ", "โรงเรียน")
    rows = (
        row("จ่ายเกินสิทธิ", "ต้องแก้ไข", "ตรวจยอดในทะเบียน", WRONG, SCHOOLS),
        row("น้ำหนักผิดปกติ", "ควรตรวจสอบ", "ดูอีกครั้ง", WRONG, SCHOOLS),
    )
    columns = tuple(TableColumn(label=label) for label in labels)
    return TableBlock(name="findings-by-rule", title="ข้อที่พบตามเรื่อง", columns=columns, rows=rows, headers=3)


def unconfirmed_table() -> TableBlock:
    columns = (TableColumn(label="ค่าที่ใช้"), TableColumn(label="ที่มา"))
    return TableBlock(
        name="unconfirmed", title="ค่าที่ยังไม่มีผู้ยืนยัน", columns=columns, rows=(row("วันที่ของข้อมูล", "วันสิ้นไตรมาส"),)
    )


def flags() -> Flags:
    raised = {"fact": "x", "keys": ("",), "when": "above", "limit": "0", "table": "t"}
    short = Flag(rule="a", urgency="urgent", asks="decide", sentence=(words("เงินไม่พอจ่าย ยังขาด "), MISSING), **raised)
    late = Flag(rule="b", urgency="watch", asks="know", sentence=(words(f"ชื่อ {DANGEROUS}"),), **raised)
    return Flags(items=(short, late))


def notebook(
    digits: Digits = "arabic", *, charts: int = 5, figures: int = 3, draft: bool = True
) -> nbformat.NotebookNode:
    """The notebook; without `draft` neither a draft nor a sample, and nothing to compare with."""
    items = (
        Headline(label="ต้องจ่ายทั้งปี", number=(DUE,)),
        Headline(label="คนทั้งหมด", number=(PEOPLE,), note=(words("ทุกคน"),)),
        Headline(label="เบิกจ่ายแล้ว", number=(words("ร้อยละ "), SHARE)),
        Headline(label="เทียบกับปีก่อน", number=(words("–"),)),
    )
    shown = [
        OPENING.model_copy(update={"digits": digits, "sample": draft}),
        Text(role="lead", paragraphs=((words("ปีนี้ต้องจ่าย "), DUE, words(" ให้ "), PEOPLE),)),
        flags(),
        Headlines(items=items[:figures] + items[3:]),
        Text(role="incomplete", paragraphs=((words("ยอดในรายงานนี้ยังไม่ครบ"),), (words("ยังไม่นับหนึ่งแถว"),))),
    ]
    if draft:
        shown.append(Text(role="draft", paragraphs=((words("อัตรา "), RATES, words(" ยังไม่ได้ยืนยัน")),)))
        shown += [changes_table(), Text(role="lead", paragraphs=((words("เทียบกับรอบก่อนลดลง "), LOST),))]
    else:
        shown.append(Text(role="absent", paragraphs=((words("ยังไม่ได้รับไฟล์ จึงเทียบกับปีก่อนไม่ได้"),),)))
    shown += [findings_table(), unconfirmed_table()]
    shown.append(AnnexTitle(name="account", lines=((words("บัญชีจัดสรร"),),)))
    shown.append(Text(role="incomplete", paragraphs=((words("บัญชีนี้ยังไม่ครบ"),),)))
    shown.append(Signatures(lines=(SignatureLine(role="ผู้จัดทำ", position="นักวิเคราะห์"),)))
    outputs = [new_output("display_data", data=to_bundle(block)) for block in shown]
    for index in range(charts):
        chart = Chart(name=f"chart-{index}", title=f"แผนภูมิ {index}", alt=f"แผนภูมิแท่ง {index} มากที่สุด 24,060 คน")
        outputs.append(new_output("display_data", data=to_bundle(chart, SVG)))
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


def content(digits: Digits = "arabic", *, charts: int = 5, draft: bool = True) -> LetterContent:
    """What a letter says of the notebook, for the office of the project's parameters."""
    office = read_params(PROJECT / "params").office.model_copy(update={"digits": digits})
    return letter_content(notebook(digits, charts=charts, draft=draft), office)


def memo_text(saved: bytes) -> str:
    """All texts of a memo, its tables and headers included."""
    memo = Document(BytesIO(saved))
    parts = [memo.element.body, *(section.header._element for section in memo.sections)]
    paragraphs = [paragraph for part in parts for paragraph in part.iter(qn("w:p"))]
    return "\n".join("".join(str(text.text) for text in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def slides_of(saved: bytes) -> list[Slide]:
    return list(Presentation(BytesIO(saved)).slides)


def slide_text(slide: Slide) -> str:
    """All texts on a slide."""
    texts = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            texts += [cell.text for table_row in shape.table.rows for cell in table_row.cells]
    return "\n".join(texts)
