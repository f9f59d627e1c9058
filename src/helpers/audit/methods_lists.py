"""What the methods page of a year shows: the assumptions, unconfirmed values and source files of its reports in place,
each once, with the reports that rest on it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.audit.manifest import in_place
from helpers.facts.definitions import natural_key
from helpers.params.models import Office
from helpers.render.blocks import (
    BLOCK_MIME,
    Block,
    Opening,
    Receipts,
    RelatedReport,
    SourceFile,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    from_json,
    to_bundle,
)
from helpers.render.methods_note import (
    ASSUMPTIONS,
    METHODS,
    PROVISIONAL,
    TITLE,
    UNCONFIRMED,
    methods_year,
    rows_of,
    year_words,
)

_NOTEBOOK = "report.ipynb"
_DIGEST_SHOWN = 16
_ALL = "ทุกฉบับ"
_LISTS = frozenset({"opening", "table", "receipts"})


@dataclass(frozen=True)
class Basis:
    """What one report rests on: the rows of its lists, and its files. `opening` says what it is called."""

    report_id: str
    opening: Opening
    assumptions: tuple[tuple[str, ...], ...]
    unconfirmed: tuple[tuple[str, ...], ...]
    files: tuple[SourceFile, ...]


def methods_notebooks(outputs: Path, office: Office) -> dict[str, NotebookNode]:
    """The page of every year with reports in place, as a notebook that shows it."""
    bases = sorted(_bases(outputs), key=lambda basis: (methods_year(basis.report_id), *_order(basis)))
    by_year = groupby(bases, key=lambda basis: methods_year(basis.report_id))
    return {year: _notebook(_blocks(year, list(of_year), office)) for year, of_year in by_year}


def _bases(outputs: Path) -> Iterator[Basis]:
    for report_id in in_place(outputs):
        path = outputs / report_id / _NOTEBOOK
        if methods_year(report_id) and path.is_file():
            state = path.stat()
            basis = _basis(report_id, path, (state.st_mtime_ns, state.st_size))
            if basis:
                yield basis


@cache
def _basis(report_id: str, path: Path, _state: tuple[int, ...]) -> Basis | None:
    """What a report rests on; None where its notebook can no longer be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = [from_json(value) for value in _values(cells) if value["kind"] in _LISTS and _is_listed(value)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    opening = next((block for block in shown if isinstance(block, Opening)), None)
    files = next((block.files for block in shown if isinstance(block, Receipts)), ())
    assumptions, unconfirmed = (tuple(rows_of(shown, name)) for name in (ASSUMPTIONS, UNCONFIRMED))
    return Basis(report_id, opening, assumptions, unconfirmed, files) if opening else None


def _values(cells: Iterable[Any]) -> Iterator[Any]:
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        if value := output.get("data", {}).get(BLOCK_MIME):
            yield value


def _is_listed(value: Mapping[str, Any]) -> bool:
    return value["kind"] != "table" or value["name"] in (ASSUMPTIONS, UNCONFIRMED)


def _order(basis: Basis) -> tuple[object, ...]:
    """Reports on rounds first, then those on programmes, then on the whole year."""
    top, period, _ = basis.report_id.split("/")
    return ("round", "programme", "annual").index(top), period, natural_key(basis.opening.title), basis.report_id


@dataclass(frozen=True)
class _Used:
    """A row of a list, and the numbers of the reports that rest on it."""

    row: tuple[str, ...]
    by: tuple[int, ...]


def _gathered(lists: Iterable[Iterable[tuple[str, ...]]], width: int) -> list[_Used]:
    """Every row once, in the order of the first report that has it; short ones end in empty cells."""
    used: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, rows in enumerate(lists, 1):
        for row in dict.fromkeys((*row, *("",) * (width - len(row))) for row in rows):
            used[row].append(number)
    return [_Used(row, tuple(by)) for row, by in used.items()]


def _blocks(year: str, bases: Sequence[Basis], office: Office) -> list[str | Block]:
    """What the page shows, in order: headings as Markdown, and blocks."""
    assumptions = sorted(
        _gathered((basis.assumptions for basis in bases), 4), key=lambda used: natural_key(used.row[0])
    )
    unconfirmed = _gathered((basis.unconfirmed for basis in bases), 3)
    files = _gathered((map(_file_row, basis.files) for basis in bases), 6)
    counted = ((assumptions, "ข้อสมมติ", "ข้อ"), (unconfirmed, "ค่าที่ยังไม่มีผู้ยืนยัน", "ค่า"), (files, "ไฟล์ต้นทาง", "ไฟล์"))
    words = " ".join(f"{what} {len(rows):,} {unit}" for rows, what, unit in counted)
    return [
        _opening(year, bases, office),
        _text("lead", f"รายงานของปีนี้ {len(bases):,} ฉบับใช้{words}"),
        "## รายงานของปีนี้",
        _reports_table(bases),
        "## ข้อสมมติ",
        _table(ASSUMPTIONS, "ข้อสมมติที่ใช้", _ABOUT_ASSUMPTIONS, assumptions, len(bases)),
        "## ค่าที่ยังไม่มีผู้ยืนยัน",
        _table(UNCONFIRMED, "ค่าที่ใช้และที่มา", _ABOUT_VALUES, unconfirmed, len(bases)),
        _text("note", PROVISIONAL),
        "## ไฟล์ต้นทาง",
        _table("source-files", "ไฟล์ข้อมูลต้นทาง", _ABOUT_FILES, files, len(bases)),
    ]


_ABOUT_ASSUMPTIONS = (("ที่", 0.7), ("ความมั่นใจ", 1.1), ("ข้อสมมติ", 4.0), ("ถ้าไม่เป็นจริง", 3.2))
_ABOUT_VALUES = (("ค่าที่ใช้", 2.4), ("ที่มา", 3.8), ("แหล่งอื่นว่าไว้", 2.6))
_ABOUT_FILES = (
    ("ไฟล์", 3.0),
    ("รายงานของระบบ", 2.4),
    ("ชุดข้อมูล", 0.9),
    ("แถว", 0.8),
    ("การเข้ารหัสอักขระ", 1.0),
    (f"SHA-256 ({_DIGEST_SHOWN} หลักแรก)", 1.9),
)
_TECHNICAL = frozenset({_ABOUT_FILES[0][0], *(label for label, _ in _ABOUT_FILES[4:])})
_COUNTS = frozenset({"แถว", "ข้อสมมติ (ข้อ)", "ค่าที่รอยืนยัน (ค่า)", "ไฟล์ (ไฟล์)"})


def _file_row(file: SourceFile) -> tuple[str, ...]:
    return file.name, file.title, file.round, f"{file.rows:,}", file.encoding, file.sha256[:_DIGEST_SHOWN]


def _opening(year: str, bases: Sequence[Basis], office: Office) -> Opening:
    latest = max((basis.opening for basis in bases), key=lambda opening: opening.as_of_iso)
    return Opening(
        report_id=f"{METHODS}/{year}",
        title=TITLE,
        office=office.name,
        office_short=office.short_name,
        period=year_words(year),
        as_of="",
        as_of_iso=latest.as_of_iso,
        sample=any(basis.opening.sample for basis in bases),
        digits=latest.digits,
        has_tables=False,
        related=tuple(RelatedReport(report_id=basis.report_id, label=_called(basis)) for basis in bases),
    )


def _called(basis: Basis) -> str:
    return f"{basis.opening.title} {basis.opening.period}"


def _reports_table(bases: Sequence[Basis]) -> TableBlock:
    about = (("ที่", 0.6), ("รายงาน", 5.0), ("ข้อสมมติ (ข้อ)", 1.0), ("ค่าที่รอยืนยัน (ค่า)", 1.2), ("ไฟล์ (ไฟล์)", 0.9))
    counts = ((len(basis.assumptions), len(basis.unconfirmed), len(basis.files)) for basis in bases)
    rows = [
        (str(number), _called(basis), *(f"{count:,}" for count in of_basis))
        for number, (basis, of_basis) in enumerate(zip(bases, counts, strict=True), 1)
    ]
    return _words_table("reports", "รายงาน และจำนวนที่แต่ละฉบับใช้", about, rows)


def _table(name: str, title: str, about: Sequence[tuple[str, float]], rows: Sequence[_Used], reports: int) -> Block:
    """The list with the reports that use each row; columns that no row fills are left out."""
    if not rows:
        return _text("absent", f"ไม่มี{title}")
    filled = [index for index in range(len(about)) if any(used.row[index] for used in rows)]
    heads = [*(about[index] for index in filled), ("ใช้ในรายงานที่", 1.3)]
    written = [(*(used.row[index] for index in filled), _numbers(used.by, reports)) for used in rows]
    return _words_table(name, title, heads, written)


def _numbers(by: Sequence[int], reports: int) -> str:
    """`1–4, 7`; all of them in a word."""
    if len(by) == reports:
        return _ALL
    runs = groupby(enumerate(by), key=lambda pair: pair[1] - pair[0])
    ends = ([number for _, number in run] for _, run in runs)
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in ends)


def _words_table(
    name: str, title: str, about: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]
) -> TableBlock:
    columns = tuple(
        TableColumn(label=label, align="end" if label in _COUNTS else "start", width=width) for label, width in about
    )
    cells = [
        tuple(
            (Span(text=word, technical=column.label in _TECHNICAL),) if word else ()
            for word, column in zip(row, columns, strict=True)
        )
        for row in rows
    ]
    return TableBlock(name=name, title=title, columns=columns, rows=tuple(TableRow(cells=row) for row in cells))


def _text(role: str, words: str) -> Text:
    return Text.model_validate({"role": role, "paragraphs": [[{"text": words}]]})


def _notebook(shown: Iterable[str | Block]) -> NotebookNode:
    """The blocks as the notebook that both renderers take; its cells have no ids of chance."""
    cells = [
        new_markdown_cell(part)
        if isinstance(part, str)
        else new_code_cell("", outputs=[new_output("display_data", data=to_bundle(part))])
        for part in shown
    ]
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index:02}"
    made: NotebookNode = nbformat.from_dict(new_notebook(cells=cells))
    return made
