"""Blocks as plain text: what a reader without the project's renderers shows of an executed notebook."""

from collections.abc import Iterator

from helpers.render.blocks import (
    AnnexTitle,
    Block,
    Chart,
    Flags,
    Headline,
    Headlines,
    IndicatorExport,
    MethodsNote,
    Opening,
    Receipts,
    Signatures,
    TableBlock,
    Text,
)
from helpers.render.methods_note import methods_words
from helpers.render.wording import MARKS, NO_FLAGS, flag_words, run_text
from helpers.thai import in_digits


def block_text(block: Block, digits: str) -> str:
    """The words of a block, in lines: sentences and figures as they are, a table as its title and size, a chart as its
    description. Never empty, and every number has its unit."""
    return in_digits("\n".join(_lines(block)), digits)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield from filter(None, (MARKS.get(block.role, ""),))
            yield from map(run_text, block.paragraphs)
        case Headlines():
            yield from map(_headline, block.items)
        case Flags():
            yield from (f"{flag_words(flag)} {run_text(flag.sentence)}" for flag in block.items)
            if not block.items:
                yield " ".join(NO_FLAGS)
        case TableBlock():
            yield f"{block.title} ตาราง {len(block.rows):,} แถว {len(block.columns):,} คอลัมน์"
        case Chart():
            yield f"{block.title}: {block.alt}"
        case AnnexTitle():
            yield from map(run_text, block.lines)
        case Signatures():
            yield from (f"ลงชื่อ {line.role} ตำแหน่ง {line.position}" for line in block.lines)
        case IndicatorExport():
            yield block.note
        case MethodsNote():
            yield f"{methods_words(block)} {block.title}"
        case Receipts():
            yield f"ที่มาของตัวเลข {len(block.facts):,} รายการ จากไฟล์ต้นทาง {len(block.files):,} ไฟล์"
        case Opening():
            yield from _opening(block)


def _headline(item: Headline) -> str:
    return " ".join(filter(None, (item.label, run_text(item.number), run_text(item.note))))


def _opening(block: Opening) -> Iterator[str]:
    yield block.title
    yield f"{block.office} {block.period}"
    if block.as_of:
        yield f"ข้อมูล ณ วันที่ {block.as_of}"
    if block.sample:
        yield "ข้อมูลตัวอย่าง มิใช่ข้อมูลจริง"
