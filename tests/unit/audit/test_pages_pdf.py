"""The cells of a PDF's tables, read by row and column."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.audit.pages_pdf import page_texts, pdf_problems
from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.notebook_parts import notebook_pieces
from helpers.render.pdf import render
from unit.reports.specimen import OPENING, output

FIVE = Number(fact="f", key="grade=ป.1", value="5", text="5")


def notebook(*cells: tuple[Number, ...]) -> NotebookNode:
    """A table of one row: these cells below their columns, behind the name of the row."""
    columns = tuple(TableColumn(label=label) for label in ("ชั้น", "ชาย", "หญิง"))
    table = TableBlock(name="t", title="ตาราง", columns=columns, rows=(TableRow(cells=((Span(text="ป.1"),), *cells)),))
    return new_notebook(cells=[new_code_cell("1", outputs=[output(block)]) for block in (OPENING, table)])


def told(shown: NotebookNode, stated: NotebookNode) -> list[str]:
    return list(pdf_problems(render(shown), notebook_pieces(stated), OPENING))


def test_a_number_in_its_column_is_right() -> None:
    assert told(notebook((), (FIVE,)), notebook((), (FIVE,))) == []


def test_a_number_that_changed_sides_with_an_empty_cell_is_told() -> None:
    """The text of the page is the same, letter by letter."""
    shown, stated = notebook((FIVE,), ()), notebook((), (FIVE,))
    assert list(page_texts(render(shown))) == list(page_texts(render(stated)))
    assert told(shown, stated) == ["report.pdf ตาราง “ตาราง” แถว “ป.1” ไม่มีตัวเลขในคอลัมน์ตามสมุดงาน"]


def test_a_row_without_a_number_is_a_row() -> None:
    assert told(notebook((), ()), notebook((), ())) == []
    assert told(notebook((), ()), notebook((), (FIVE,))) != []
