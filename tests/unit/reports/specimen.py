"""A small executed notebook that holds every kind of block: what the renderers are tested on."""

from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.render.blocks import (
    Chart,
    FactReceipt,
    Headline,
    Headlines,
    Number,
    Opening,
    Receipts,
    SourceFile,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    to_bundle,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300pt" height="120pt">'
    '<rect x="10" y="40" width="80" height="70" fill="#1f5a8a"/>'
    '<rect x="110" y="10" width="80" height="100" fill="#d9822b"/></svg>'
)
NARROW = SVG.replace("300", "150").replace('width="80"', 'width="20"')
"""The same chart for a phone."""
OPENING = Opening(
    report_id="round/2568-1/dmc",
    title="รายงานข้อมูลนักเรียนรายบุคคล (DMC)",
    office="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1",
    office_short="สพป.ตัวอย่าง เขต 1",
    period="ภาคเรียนที่ 1 ปีการศึกษา 2568",
    as_of="10 มิถุนายน 2568",
    as_of_iso="2025-06-10",
    sample=True,
    fingerprint="0123456789abcdef",
)
TOTAL = Number(fact="pupils.total", value="24060", text="24,060", unit="คน")
SHARE = Number(fact="pupils.share_poor", value="0.4712", text="47.1", unit="ร้อยละ", share=True)
DANGEROUS = '=HYPERLINK("http://x")<script>alert(1)</script> #strong[*x*] \\ $a$ @ref'


def cell(number: Number) -> tuple[Number]:
    """A table cell that holds one number."""
    return (number,)


def by_grade_table() -> TableBlock:
    """A short table with a spanning header, a total row and a missing cell."""
    rows = [
        TableRow(
            cells=(
                (Span(text=grade),),
                cell(Number(fact="pupils.by_grade", key=f"grade={grade};sex=ช", value=str(boys), text=str(boys))),
                cell(Number(fact="pupils.by_grade", key=f"grade={grade};sex=ญ", value=str(girls), text=str(girls))),
                (),
            )
        )
        for grade, boys, girls in (("ป.1", 1200, 1100), ("ป.2", 1180, 1099))
    ]
    return TableBlock(
        name="by-grade",
        title="จำนวนนักเรียนจำแนกตามชั้นและเพศ (คน)",
        columns=(
            TableColumn(label="ชั้น", align="start", width=1.4),
            TableColumn(label="ชาย", group="นักเรียน"),
            TableColumn(label="หญิง", group="นักเรียน"),
            TableColumn(label="ห้องเรียน"),
        ),
        rows=(*rows, TableRow(cells=((Span(text="รวม"),), cell(TOTAL), (), ()), total=True)),
        notes=("ไม่รวมโรงเรียนนอกบัญชี",),
    )


def by_school_table(schools: int = 120) -> TableBlock:
    """A long table, with names that try to break every format."""
    return TableBlock(
        name="by-school",
        title="จำนวนนักเรียนรายโรงเรียน (คน)",
        columns=(
            TableColumn(label="รหัส", align="start", width=1.2),
            TableColumn(label="โรงเรียน", align="start", width=4),
            TableColumn(label="นักเรียน"),
            TableColumn(label="เปลี่ยนแปลง"),
        ),
        headers=2,
        long=True,
        rows=tuple(
            TableRow(
                cells=(
                    (Span(text=f"{34010001 + place}"),),
                    (Span(text=DANGEROUS if place == 3 else f"บ้านตัวอย่างวิทยาที่ {place + 1}"),),
                    cell(
                        Number(
                            fact="pupils.by_school",
                            key=f"smis={34010001 + place}",
                            value=str(10 + place * 7),
                            text=f"{10 + place * 7:,}",
                        )
                    ),
                    cell(
                        Number(
                            fact="pupils.change.by_school",
                            key=f"smis={34010001 + place}",
                            value=str(place - 60),
                            text=f"{place - 60:+d}".replace("-", "−"),
                        )
                    ),
                )
            )
            for place in range(schools)
        ),
    )


def receipts() -> Receipts:
    """Receipts of two facts and two source files."""
    return Receipts(
        files=(
            SourceFile(
                name="2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv",
                title="จำนวนนักเรียนแยกชั้น,เพศ",
                round="2568-1",
                sha256="ab" * 32,
                rows=108,
                encoding="utf-8",
            ),
        ),
        facts=(
            FactReceipt(
                fact="pupils.total",
                title="นักเรียนทั้งหมด",
                unit="คน",
                operation="sum",
                table="2568-1/dmc/enrolment",
                column="pupils",
                files=(0,),
                cells=(("", "24060", "", 107, "a1b2c3d4e5f60718"),),
            ),
            FactReceipt(
                fact="pupils.by_grade",
                title="นักเรียนตามชั้นและเพศ",
                unit="คน",
                operation="sum",
                table="2568-1/dmc/enrolment",
                column="pupils",
                files=(0,),
                cells=(("grade=ป.1;sex=ช", "1200", "grade = 'ป.1' AND sex = 'ช'", 107, "a1b2c3d4e5f60719"),),
            ),
        ),
        columns={"dmc/enrolment": {"grade": "ชั้น", "sex": "เพศ"}},
        values={"sex": {"ช": "ชาย", "ญ": "หญิง"}},
    )


def output(block: Any, svg: str = "", narrow: str = "") -> Any:
    """A notebook output that carries the block."""
    return new_output("display_data", data=to_bundle(block, svg, narrow) | {"text/plain": block.kind})


def specimen(schools: int = 120) -> nbformat.NotebookNode:
    """The notebook: prose, code that must stay hidden, and one output of each kind of block."""

    def shown(source: str, *blocks: Any) -> Any:
        outputs = [output(block, *((SVG, NARROW) if block.kind == "chart" else ())) for block in blocks]
        return new_code_cell(source, outputs=outputs, execution_count=1)

    claim = Text(
        role="lead", paragraphs=((Span(text="ปีการศึกษานี้มีนักเรียน "), TOTAL, Span(text=" ลดลงจากรอบก่อน", strong=True)),)
    )
    absent = Text(role="absent", paragraphs=((Span(text="ไม่ได้รับไฟล์ จำนวนนักเรียนพักนอน จึงไม่มีข้อมูลส่วนนี้"),),))
    chart = Chart(name="by-grade-chart", title="นักเรียนตามชั้น", alt="แผนภูมิแท่ง: ชั้น ป.2 มากที่สุด 2,279 คน")
    headlines = Headlines(
        items=(
            Headline(label="นักเรียนทั้งหมด", number=(TOTAL,), note=(Span(text="เพิ่มขึ้นจากรอบก่อน"),)),
            Headline(label="นักเรียนยากจน", number=(SHARE,)),
        )
    )
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# รายงานข้อมูลนักเรียนรายบุคคล (DMC)\n\nมีนักเรียนกี่คน และเปลี่ยนไปอย่างไร"),
            new_code_cell('round_id = "2568-1"', metadata={"tags": ["parameters"]}),
            shown("report = open_report(...)", OPENING),
            new_markdown_cell("## สรุปสำหรับผู้บริหาร"),
            shown("report.headlines(...)", headlines, claim),
            new_markdown_cell("## จำแนกตามชั้น\n\nตารางนับ**ทุกคน**ในทะเบียน:\n\n- ข้อหนึ่ง\n- ข้อสอง"),
            shown('report.table("by-grade")', by_grade_table(), chart),
            new_markdown_cell("## รายโรงเรียน"),
            shown('report.table("by-school")', by_school_table(schools)),
            new_markdown_cell("## พักนอน"),
            shown("report.text(...)", absent),
            new_markdown_cell("## ที่มาของตัวเลข"),
            shown("report.close()", receipts()),
        ],
        metadata={
            "language_info": {"name": "python"},
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
    )
    for number, each in enumerate(notebook.cells):
        each["id"] = f"cell-{number}"
    return notebook
