"""A report with every kind of block for Quarto's pages, and what delivered text may hold at its worst."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from helpers.render.blocks import (
    AnnexTitle,
    Flag,
    Flags,
    IndicatorExport,
    Number,
    SignatureLine,
    Signatures,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.quarto.pages import QuartoPage, quarto_page
from unit.reports.specimen import OPENING, SVG, TOTAL, output, specimen

PROBE = (
    "{{< env HOME >}} {{< include _quarto.yml >}} `r 1+1` ```{python} ::: {.x} <script>alert(1)</script> \\(x\\) $x$ "
    "@fig-1 [a](b) **c** &amp; #strong[d] \u202eอา\u0000ก 1. x"
)
SEEN = PROBE.replace("\u202e", "").replace("\u0000", "")
"""The probe as readers see it."""
AMOUNT = Number(fact="amount.words", value="1500.00", text="หนึ่งพันห้าร้อยบาทถ้วน", words=True)
FLAG = Flag(
    rule="few",
    urgency="urgent",
    asks="decide",
    sentence=(Span(text="มีนักเรียน "), TOTAL),
    table="by-grade",
    fact="pupils.total",
    keys=("",),
    when="above",
    limit="1",
)


def probed_table() -> TableBlock:
    """A table whose every text is the probe."""
    number = Number(fact="pupils.by_school", key="smis=34010001", value="3", text="3", unit="คน")
    cells = ((Span(text=PROBE),), (number,), (Span(text=PROBE, technical=True),), (Span(text=PROBE, strong=True),))
    columns = tuple(TableColumn(label=PROBE, align="start") for _ in cells)
    return TableBlock(name="probed", title=PROBE, columns=columns, rows=(TableRow(cells=cells),), notes=(PROBE,))


def whole_report(*, probed: bool = False) -> NotebookNode:
    """The specimen of all renderers, of eight schools, and the kinds of block that it lacks."""
    notebook = specimen(8)
    lines = (SignatureLine(role="ผู้จัดทำ", position="นักวิชาการ"), SignatureLine(role="ผู้อนุมัติ", position="ผู้อำนวยการ"))
    more = [
        Flags(items=(FLAG,)),
        Flags(),
        IndicatorExport(lines=()),
        Text(role="warning", paragraphs=((Span(text="ยอดรวม "), AMOUNT),)),
        AnnexTitle(name="account", lines=((Span(text="บัญชีจัดสรร"),), (Span(text="ปีงบประมาณ พ.ศ. 2569"),))),
        Signatures(lines=lines),
        *([probed_table(), Text(paragraphs=((Span(text=PROBE),),))] if probed else []),
    ]
    outputs = [output(block) for block in more]
    outputs += [
        new_output("stream", name="stdout", text="พิมพ์เอง\n"),
        new_output("display_data", data={"image/svg+xml": SVG}),
    ]
    notebook.cells.insert(-2, new_code_cell("more", outputs=outputs))
    if probed:
        opening = OPENING.model_copy(update={"title": PROBE, "office": PROBE, "period": PROBE, "office_short": PROBE})
        notebook.cells[2].outputs = [output(opening)]
        notebook.cells[
            3
        ].source = f"## {PROBE}\n\n{PROBE}\n\n- {PROBE}\n\n| a | b |\n|---|---|\n| {PROBE.replace('|', '')} | 1 |"
    return notebook


def page(*, probed: bool = False) -> QuartoPage:
    """The page of that report."""
    return quarto_page(whole_report(probed=probed), set())
