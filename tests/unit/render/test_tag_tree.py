"""The tag tree of the PDF: every title is its table's caption, and the first cells of rows head them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.errors import RenderingError
from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.pdf import render
from helpers.render.tag_tree import with_captions_and_row_headers
from unit.reports.specimen import OPENING, output, specimen

ELEMENT = re.compile(rb"(\d+) 0 obj\n(<</Type/StructElem/S/(\w+)/P (\d+) 0 R.*?)\nendobj", re.DOTALL)


@dataclass(frozen=True)
class Element:
    kind: str
    parent: int
    children: tuple[int, ...]
    body: str


def elements(pdf: bytes) -> dict[int, Element]:
    """The elements of the tag tree by number, read without the code that writes them."""
    read = {}
    for number, body, kind, parent in ELEMENT.findall(pdf):
        inside = re.sub(rb"<<.*?>>", b"", body.rpartition(b"/K[")[2].partition(b"]")[0]) if b"/K[" in body else b""
        children = tuple(int(child) for child in re.findall(rb"(\d+) 0 R", inside))
        read[int(number)] = Element(kind.decode(), int(parent), children, body.decode("latin-1"))
    return read


def rows_of(tree: dict[int, Element], table: int) -> Iterator[list[Element]]:
    for group in tree[table].children:
        if tree[group].kind in ("TBody", "TFoot"):
            yield from ([tree[cell] for cell in tree[row].children] for row in tree[group].children)


def table(rows: int, *, headers: int = 1, columns: int = 3) -> TableBlock:
    number = Number(fact="f", value="1", text="1,234")
    names = ((Span(text="34010001"),), (Span(text="บ้านตัวอย่าง"),))[:headers]
    cells = (*names, *[(number,)] * (columns - headers))
    total = TableRow(cells=((Span(text="รวม"),), *[()] * (headers - 1), *[(number,)] * (columns - headers)), total=True)
    labels = tuple(TableColumn(label=f"หัว {index}", align="start") for index in range(columns))
    body = (TableRow(cells=cells),) * rows
    return TableBlock(name="t", title="ตาราง", columns=labels, rows=(*body, total), headers=headers)


def printed(*blocks: TableBlock | Text) -> bytes:
    cells = [new_code_cell("1", outputs=[output(block)]) for block in (OPENING, *blocks)]
    return render(new_notebook(cells=cells))


@pytest.mark.parametrize("lines", range(18, 34, 3))
@pytest.mark.parametrize("rows", [8, 40])
def test_every_table_has_its_title_as_caption_wherever_pages_part_it(lines: int, rows: int) -> None:
    before = Text(paragraphs=((Span(text="ข้อความ"),),) * lines)
    tree = elements(printed(before, table(rows), table(rows)))
    tables = [element for element in tree.values() if element.kind == "Table"]
    assert len(tables) == 2
    for element in tables:
        first, *others = (tree[child].kind for child in element.children)
        assert (first, "Caption" in others) == ("Caption", False)
    captions = [element for element in tree.values() if element.kind == "Caption"]
    assert all(tree[element.parent].kind == "Table" for element in captions)


@pytest.mark.parametrize("headers", [1, 2])
def test_the_first_cells_of_a_row_head_the_others(headers: int) -> None:
    tree = elements(printed(table(3, headers=headers)))
    (number,) = [number for number, element in tree.items() if element.kind == "Table"]
    *rows, total = rows_of(tree, number)
    assert len(rows) == 3
    for cells in rows:
        heads, others = cells[:headers], cells[headers:]
        assert [(cell.kind, "/Scope/Row" in cell.body) for cell in heads] == [("TH", True)] * headers
        names = [re.search(r"/ID(\(V\d+\))", cell.body)[1] for cell in heads]  # type: ignore[index]
        assert [(cell.kind, "/Scope" in cell.body) for cell in others] == [("TD", False)] * (3 - headers)
        assert all(name in cell.body.partition("/Headers[")[2].partition("]")[0] for name in names for cell in others)
    assert [cell.kind for cell in total][:headers] == ["TH", "TD"][:headers], "a cell without words heads nothing"


def test_all_ids_are_known_in_their_order() -> None:
    made = printed(table(12, headers=2), table(30))
    listed = re.findall(rb"\((\w+)\)(\d+) 0 R", re.search(rb"/IDTree<</Names\[(.*?)\]>>", made)[1])  # type: ignore[index]
    assert [name for name, _ in listed] == sorted({name for name, _ in listed})
    given = {re.search(r"/ID\((\w+)\)", each.body): each for each in elements(made).values() if "/ID(" in each.body}
    assert len(listed) == len(given)
    tree = elements(made)
    assert all(f"/ID({name.decode()})" in tree[int(number)].body for name, number in listed)


def test_the_table_of_objects_leads_to_every_object() -> None:
    made = printed(table(12))
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF$", made)[1])  # type: ignore[index]
    entries = re.findall(rb"(\d{10}) 00000 n\r\n", made[start:])
    assert len(entries) > 50
    assert all(made.startswith(b"%d 0 obj" % number, int(at)) for number, at in enumerate(entries, 1))


def test_a_last_column_is_never_all_heads() -> None:
    tree = elements(printed(table(2, headers=2, columns=2)))
    (number,) = [number for number, element in tree.items() if element.kind == "Table"]
    assert next([cell.kind for cell in cells] for cells in rows_of(tree, number)) == ["TH", "TD"]


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7\n", render(specimen(2))[:-9]])
def test_a_file_that_typst_does_not_write_is_refused(damage: bytes) -> None:
    with pytest.raises(RenderingError, match=r"requirements\.lock"):
        with_captions_and_row_headers(damage, [1])


def test_more_tables_than_the_report_has_are_refused() -> None:
    with pytest.raises(RenderingError, match="แต่รายงานมี 5"):
        with_captions_and_row_headers(printed(table(2)), [1] * 5)
