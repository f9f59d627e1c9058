"""The last pages of every report: what it takes for granted, and where its numbers come from."""

from collections.abc import Iterator, Sequence

from helpers.facts.definitions import Fact
from helpers.facts.ledger import value_text
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.periods import AcademicYear, Period
from helpers.render.blocks import (
    Block,
    FactReceipt,
    Receipts,
    SourceFile,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.methods_note import ASSUMPTIONS, PROVISIONAL, UNCONFIRMED
from helpers.reports.fact_specs import Tables
from helpers.reports.receipt_words import column_words, value_words
from helpers.reports.specs import Spec, Subject

_UNTIL_CHECKED = "ค่าเหล่านี้ใช้ชั่วคราวจนกว่าจะตรวจสอบกับเอกสารต้นเรื่อง"
_RAG = {"green": "มั่นใจ", "amber": "ต้องติดตาม", "red": "อาจไม่เป็นจริง"}


def assumption_blocks(params: Params, spec: Spec, subject: Subject, *, public: bool = False) -> Iterator[Block]:
    """The assumptions table, and the values that are still to be confirmed; neither where there is none. The public is
    not asked to confirm them."""
    stated = params.assumptions_of(spec.id)
    if stated:
        rows = [(each.number, _RAG[each.rag], each.text, each.consequence) for each in stated]
        about = (("ที่", 0.7), ("ความมั่นใจ", 1.2), ("ข้อสมมติ", 4.2), ("ถ้าไม่เป็นจริง", 3.4))
        yield words_table(ASSUMPTIONS, "ข้อสมมติที่รายงานนี้ใช้", about, rows)
    unconfirmed = [(name, value) for name, value in subject.settings if value.status == "to_confirm"]
    if unconfirmed:
        several = any(value.also_seen for _, value in unconfirmed)
        heads = (("ค่าที่ใช้", 2.4), ("ที่มา", 4.2), ("แหล่งอื่นว่าไว้", 3.2))[: 3 if several else 2]
        waiting = [(name, value.reference, _also_seen(value))[: len(heads)] for name, value in unconfirmed]
        yield words_table(UNCONFIRMED, "ค่าที่ยังไม่มีผู้ยืนยัน", heads, waiting)
        yield Text(
            role="note",
            paragraphs=((Span(text=_UNTIL_CHECKED if public else PROVISIONAL),),),
        )


def _also_seen(value: Referenced) -> str:
    """What other sources say instead, each with its source; empty for nothing."""
    return "; ".join(f"{each.value} ({each.reference})" for each in value.also_seen)


def words_table(
    name: str, title: str, heads: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]]
) -> TableBlock:
    """A table of words alone; `heads` are labels and widths."""
    return TableBlock(
        name=name,
        title=title,
        columns=tuple(TableColumn(label=label, align="start", width=width) for label, width in heads),
        rows=tuple(TableRow(cells=tuple((Span(text=word),) if word else () for word in row)) for row in rows),
    )


def receipts(facts: Sequence[Fact], tables: Tables) -> Receipts:
    """Every fact's receipt, and the delivered files that any of them came from."""
    used = frozenset[str]().union(*(fact.deliveries for fact in facts))
    origins = [
        (_period(snapshot.period), delivery)
        for name, snapshot in tables.snapshots.items()
        for delivery in tables.frame(name, "deliveries").to_dict("records")
        if delivery["delivery"] in used
    ]
    file_numbers: dict[str, int] = {}
    files: list[SourceFile] = []
    for round_, delivery in origins:
        if delivery["delivery"] not in file_numbers:
            file_numbers[delivery["delivery"]] = len(files)
            known = {name: delivery[name] for name in ("name", "title", "sha256", "rows", "encoding")}
            files.append(SourceFile(round=round_, **known))
    if tables.released is not None:
        files, file_numbers = _sources(files, file_numbers)
    stated = tuple(_receipt(fact, file_numbers) for fact in facts)
    words = {"columns": column_words(facts, tables), "values": value_words(facts, tables)}
    return Receipts(files=tuple(files), facts=stated, **words)


def _sources(files: Sequence[SourceFile], numbers: dict[str, int]) -> tuple[list[SourceFile], dict[str, int]]:
    """What the public may know of the files: of which report and period they are, each once; and by delivery which of
    these it is."""
    named = [SourceFile(round=file.round, title=file.title) for file in files]
    sources = list(dict.fromkeys(named))
    return sources, {delivery: sources.index(named[number]) for delivery, number in numbers.items()}


def _period(period: Period) -> str:
    return str(period.year if isinstance(period, AcademicYear) else period)


def _receipt(fact: Fact, file_numbers: dict[str, int]) -> FactReceipt:
    return FactReceipt(
        fact=fact.id,
        title=fact.title,
        unit=fact.unit,
        operation=fact.operation,
        table=fact.table,
        column=fact.column,
        files=tuple(sorted({file_numbers[each] for each in fact.deliveries if each in file_numbers})),
        cells=tuple(
            (key, value_text(cell.value), cell.where, cell.rows, cell.digest) for key, cell in fact.cells.items()
        ),
        narrowed=fact.narrowed,
        withheld=bool(fact.withheld),
        hidden=fact.withheld,
    )
