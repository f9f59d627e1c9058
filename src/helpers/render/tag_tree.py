"""The tag tree of a PDF, put right where typst leaves it short: every title of a table is the table's caption, and the
first cells of its rows are row headers.

typst can say so of a cell (`pdf.header-cell`), but only with a feature that its Python package cannot switch on. What
it writes is rewritten instead: the elements of the tag tree are objects of one line each, in a file with a plain table
of objects, and nothing but such objects changes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.errors import RenderingError

_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")
_TABLE_OF_OBJECTS = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY_SIZE = 20
_ELEMENT = re.compile(rb"<</Type/StructElem/S/(\w+)/P (\d+) 0 R")
_INSIDE = re.compile(rb"<<.*?>>", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_HEADERS = re.compile(rb"(/O/Table[^>]*?/Headers\[[^\]]*)\]")
_NAMES = re.compile(rb"(/IDTree<</Names\[.*?)\]>>", re.DOTALL)
_FIRST_ID = b"(V"
"""typst's own ids begin with U. A name tree is sorted, so that these follow them."""


def with_captions_and_row_headers(made: bytes, headers: Sequence[int]) -> bytes:
    """The PDF with its tag tree put right; `headers` are, for every table in reading order, how many leading columns
    head the rows. The same bytes for the same PDF. A cell without words heads nothing, nor does the last cell of a row.

    Raises RenderingError for a file that typst of the locked version does not write.
    """
    pdf = _Objects(made)
    root = next((number for number, body in pdf.bodies.items() if body.startswith(b"<</Type/StructTreeRoot")), None)
    if root is None:
        raise _unknown("ไม่มีโครงสร้างเอกสาร")
    tables = [number for child in pdf.references(root) for number in pdf.tables(child)]
    if len(tables) != len(headers):
        raise _unknown(f"มีตาราง {len(tables)} ตาราง แต่รายงานมี {len(headers)}")
    ids: list[tuple[bytes, int]] = []
    for table, count in zip(tables, headers, strict=True):
        _take_caption(pdf, table)
        for row in pdf.rows(table):
            ids += _head_row(pdf, row, count, len(ids))
    pdf.bodies[root] = _with_ids(pdf.bodies[root], ids)
    return pdf.written()


@dataclass
class _Element:
    """One element of the tag tree: what it is, the number of its parent, and of the elements in it."""

    kind: bytes
    parent: int
    children: tuple[int, ...]
    empty: bool


class _Objects:
    """The objects of a PDF by number, each as it stands between `obj` and `endobj`, in the order of the file."""

    def __init__(self, made: bytes) -> None:
        start = _START.search(made)
        head = _TABLE_OF_OBJECTS.match(made, int(start[1])) if start else None
        if not start or not head:
            raise _unknown("ไม่มีตารางวัตถุ")
        self._size, self._table = int(head[1]), int(start[1])
        entries = (head.end() + _ENTRY_SIZE * number for number in range(1, self._size))
        starts = sorted((int(made[at : at + 10]), number) for number, at in enumerate(entries, 1))
        ends = [*(at for at, _ in starts[1:]), self._table]
        self._preamble, self._trailer = (
            made[: starts[0][0]],
            made[head.end() + _ENTRY_SIZE * self._size : start.start()],
        )
        self.bodies: dict[int, bytes] = {}
        for (at, number), end in zip(starts, ends, strict=True):
            before, after = b"%d 0 obj\n" % number, made.rfind(b"endobj", at, end)
            if not made.startswith(before, at) or after < 0:
                raise _unknown(f"วัตถุ {number}")
            self.bodies[number] = made[at + len(before) : after]

    def references(self, number: int) -> list[int]:
        """The objects in the last `/K` of an object."""
        inside = self._inside(number)
        return [int(found) for found in _REFERENCE.findall(_INSIDE.sub(b"", inside))]

    def element(self, number: int) -> _Element | None:
        """An element of the tag tree; None for any other object."""
        match = _ELEMENT.match(self.bodies.get(number, b""))
        if not match:
            return None
        return _Element(match[1], int(match[2]), tuple(self.references(number)), not self._inside(number).strip())

    def tables(self, number: int) -> Iterator[int]:
        """The tables in an element, in reading order."""
        element = self.element(number)
        if element and element.kind == b"Table":
            yield number
        elif element:
            for child in element.children:
                yield from self.tables(child)

    def rows(self, table: int) -> Iterator[int]:
        """The rows of a table outside its head."""
        for child in self.references(table):
            element = self.element(child)
            if element and element.kind == b"TR":
                yield child
            elif element and element.kind in (b"TBody", b"TFoot"):
                yield from element.children

    def set_children(self, number: int, children: Sequence[int]) -> None:
        """Put these elements in the place of those that an element of elements has."""
        body = self.bodies[number]
        at = body.rfind(b"/K[")
        end = body.index(b"]", at)
        self.bodies[number] = body[: at + 3] + b" ".join(b"%d 0 R" % child for child in children) + body[end:]

    def written(self) -> bytes:
        """The file, its table of objects made anew."""
        parts, at, offsets = [self._preamble], len(self._preamble), {}
        for number, body in self.bodies.items():
            part = b"%d 0 obj\n%bendobj\n" % (number, body)
            offsets[number] = at
            parts.append(part)
            at += len(part)
        entries = b"".join(b"%010d 00000 n\r\n" % offsets[number] for number in range(1, self._size))
        table = b"xref\n0 %d\n0000000000 65535 f\r\n%b" % (self._size, entries)
        return b"".join([*parts, table, self._trailer, b"startxref\n%d\n%%%%EOF" % at])

    def _inside(self, number: int) -> bytes:
        body = self.bodies[number]
        at = body.rfind(b"/K[")
        return body[at + 3 : body.index(b"]", at)] if at >= 0 else b""


def _take_caption(pdf: _Objects, table: int) -> None:
    """Move the caption beside a table, or beside the parts that hold it alone, into the table."""
    element = pdf.element(table)
    inside = list(element.children) if element else []
    if not element or _caption(pdf, inside):
        return
    above = pdf.element(element.parent)
    number = element.parent
    while above and above.kind == b"Div":
        if caption := _caption(pdf, above.children):
            pdf.set_children(number, [child for child in above.children if child != caption])
            pdf.set_children(table, [caption, *inside])
            pdf.bodies[caption] = re.sub(rb"/P \d+ 0 R", b"/P %d 0 R" % table, pdf.bodies[caption], count=1)
            return
        number, above = above.parent, pdf.element(above.parent)


def _caption(pdf: _Objects, children: Sequence[int]) -> int | None:
    elements = ((child, pdf.element(child)) for child in children)
    return next((child for child, element in elements if element and element.kind == b"Caption"), None)


def _head_row(pdf: _Objects, row: int, count: int, taken: int) -> list[tuple[bytes, int]]:
    """Make the first cells of a row its headers, and name them in its other cells; the new ids with their cells."""
    cells = pdf.references(row)
    heads, ids = cells[: min(count, len(cells) - 1)], list[tuple[bytes, int]]()
    for head in heads:
        element = pdf.element(head)
        if element and element.kind == b"TD" and not element.empty:
            name = b"%b%07d)" % (_FIRST_ID, taken + len(ids))
            ids.append((name, head))
            body = pdf.bodies[head].replace(b"/S/TD", b"/S/TH", 1).replace(b"/A[", b"/ID%b/A[" % name, 1)
            pdf.bodies[head] = body.replace(b"<</O/Table", b"<</O/Table/Scope/Row", 1)
    names = b"".join(name for name, _ in ids)
    for cell in cells[len(heads) :]:
        pdf.bodies[cell] = _HEADERS.sub(rb"\1%b]" % names, pdf.bodies[cell], count=1)
    return ids


def _with_ids(root: bytes, ids: Sequence[tuple[bytes, int]]) -> bytes:
    """The root of the tag tree, knowing the new ids."""
    added = b"".join(b"%b%d 0 R" % each for each in ids)
    written, changed = _NAMES.subn(lambda names: names[1] + added + b"]>>", root, count=1)
    if ids and not changed:
        raise _unknown("ไม่มีรายชื่อหัวตาราง")
    return written


def _unknown(what: str) -> RenderingError:
    return RenderingError(
        "จัดหัวแถวของตารางใน PDF ไม่ได้",
        where=f"typst: {what}",
        remedy="ใช้รุ่นของ typst ตาม requirements.lock แล้วสั่ง workbook run ใหม่",
    )
