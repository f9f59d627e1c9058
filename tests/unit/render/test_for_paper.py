"""What print leaves out: long tables, unless the office prints them; never what is signed, which comes last."""

from collections.abc import Sequence

import pytest

from helpers.render.blocks import (
    Receipts,
    SignatureLine,
    Signatures,
    SourceFile,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.for_paper import for_paper
from helpers.render.notebook_parts import Piece, Prose, ShownBlock
from unit.reports.budget_specimen import ANNEX
from unit.reports.specimen import OPENING

SIGNED = Signatures(lines=(SignatureLine(role="ผู้อนุมัติ", position="ผู้อำนวยการ"),))


def table(name: str, *, long: bool) -> TableBlock:
    return TableBlock(name=name, title=f"ตาราง {name}", columns=(TableColumn(label="ก"),), rows=(), long=long)


def receipts(files: int) -> Receipts:
    file = SourceFile(name="a.csv", title="ก", round="2568-1", sha256="0" * 64, rows=1, encoding="utf-8")
    return Receipts(files=(file,) * files, facts=())


def pieces(*, prints_lists: bool, files: int = 1) -> list[Piece]:
    opening = OPENING.model_copy(update={"prints_lists": prints_lists})
    inside = (ANNEX, table("signed", long=True), SIGNED)
    blocks = (opening, table("short", long=False), table("long", long=True), *inside, receipts(files))
    return [ShownBlock(block) for block in blocks]


def tables(shown: Sequence[Piece]) -> list[str]:
    blocks = [piece.block for piece in shown if isinstance(piece, ShownBlock)]
    return [block.name for block in blocks if isinstance(block, TableBlock)]


def lines(shown: Sequence[Piece]) -> list[str]:
    texts = [piece.block for piece in shown if isinstance(piece, ShownBlock) and isinstance(piece.block, Text)]
    return ["".join(part.text for part in text.paragraphs[0]) for text in texts]


def test_a_long_table_gives_way_to_a_line_and_an_account_that_is_signed_does_not() -> None:
    shown = for_paper(pieces(prints_lists=False))
    assert tables(shown) == ["short", "signed"]
    assert lines(shown) == ["ตาราง long: ดูทุกแถวในรายงาน HTML หรือ Excel"]


def test_an_office_that_prints_lists_has_them_all() -> None:
    assert tables(for_paper(pieces(prints_lists=True))) == ["short", "long", "signed"]


def test_what_is_signed_comes_last() -> None:
    *_, receipt, title, signed, signatures = for_paper(pieces(prints_lists=False))
    blocks = [piece.block for piece in (receipt, title, signed, signatures) if isinstance(piece, ShownBlock)]
    assert [block.kind for block in blocks] == ["receipts", "annex", "table", "signatures"]


@pytest.mark.parametrize(
    ("name", "rows", "printed"), [("a", 20, True), ("a", 21, False), ("findings-by-rule", 21, True)]
)
def test_only_what_must_be_mended_is_printed_over_more_than_twenty_rows(name: str, rows: int, printed: bool) -> None:
    listed = table(name, long=False).model_copy(update={"rows": (TableRow(cells=((),)),) * rows})
    shown = for_paper([ShownBlock(OPENING.model_copy(update={"prints_lists": False})), ShownBlock(listed)])
    assert tables(shown) == [name] * printed


def test_sections_of_lists_alone_give_way_to_one_line_at_the_end() -> None:
    opening, short, long, *_ = pieces(prints_lists=False)
    sections = [opening, short, Prose("## ก"), long, Prose("## ข"), long, Prose("## ที่มา"), ShownBlock(receipts(1))]
    shown = for_paper(sections)
    assert [piece.source for piece in shown if isinstance(piece, Prose)] == ["## ที่มา"]
    assert lines(shown) == ["ตาราง long และตาราง long: ดูทุกแถวในรายงาน HTML หรือ Excel"]
