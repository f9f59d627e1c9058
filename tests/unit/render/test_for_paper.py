"""What print leaves out: long tables and long lists of files, unless the office prints them; never what is signed."""

from collections.abc import Sequence

import pytest

from helpers.render.blocks import Receipts, SignatureLine, Signatures, SourceFile, TableBlock, TableColumn, Text
from helpers.render.for_paper import for_paper
from helpers.render.notebook_parts import Piece, ShownBlock
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
    everything = pieces(prints_lists=True, files=13)
    assert for_paper(everything) == everything


@pytest.mark.parametrize(("files", "printed"), [(12, 12), (13, 0)])
def test_a_long_list_of_source_files_is_not_printed(files: int, printed: int) -> None:
    *_, last = for_paper(pieces(prints_lists=False, files=files))
    assert isinstance(last, ShownBlock)
    assert isinstance(last.block, Receipts)
    assert len(last.block.files) == printed
