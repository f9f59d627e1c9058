"""The data of an answer as the bytes of one file, CSV, Excel or JSON, and its dictionary: same answer, same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl.utils import get_column_letter

from helpers import excel as look
from helpers.files import BOM
from helpers.params.models import Office
from helpers.publish.data_service.answers import Answer, Cell, cell_text
from helpers.publish.data_service.dictionary import DictionaryLine, dictionary_of
from helpers.tables.requests import AUDIENCE_THAI

DICTIONARY_HEADS = ("คอลัมน์", "ความหมาย", "ชนิด", "หน่วย", "ช่องว่าง", "ใครใช้ได้")
_DATA, _DICTIONARY = "ข้อมูล", "พจนานุกรมข้อมูล"
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""The time inside every Excel file: an answer says in its receipt which data it was made from, not when."""
_HEAD_ROW = 4
_WIDEST, _SHORTEST = 50, 10
_DICTIONARY_WIDTHS = (22, 60, 24, 16, 40, 16)


def data_file(answer: Answer, office: Office) -> bytes:
    """The data in the format that was asked for."""
    return _WRITERS[answer.query.format](answer, office)


def dictionary_file(answer: Answer) -> bytes:
    """The dictionary as CSV, one line a column."""
    return _csv(DICTIONARY_HEADS, (astuple(line) for line in dictionary_of(answer.fields)))


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(
        [look.csv_text(cell) if isinstance(cell, str) else cell_text(cell) for cell in row] for row in rows
    )
    return f"{BOM}{text.getvalue()}".encode()


def _as_csv(answer: Answer, _office: Office) -> bytes:
    """The columns by their names: the dictionary beside the file has their meaning."""
    return _csv([field.name for field in answer.fields], (tuple(row.values()) for row in answer.rows))


def _as_json(answer: Answer, office: Office) -> bytes:
    """What the data are, the dictionary, and the rows. Decimal numbers are texts: a JSON number would be rounded."""
    content = {
        "office": office.name,
        "dataset": answer.dataset.title,
        "table": answer.schema.grain,
        "audience": str(answer.audience),
        "data": "sample" if answer.is_sample else "real",
        "columns": [asdict(line) for line in dictionary_of(answer.fields)],
        "rows": [{name: _json(cell) for name, cell in row.items()} for row in answer.rows],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _json(cell: Cell) -> object:
    return cell_text(cell) if isinstance(cell, Decimal | date) else cell


def _as_xlsx(answer: Answer, office: Office) -> bytes:
    """The data on one sheet with typed cells, the dictionary on another."""
    workbook = look.new_workbook(answer.dataset.title, office.name, _DAY)
    lines = dictionary_of(answer.fields)
    rows = [tuple(row.values()) for row in answer.rows]
    heads = [(line.column, _width(line, rows, number)) for number, line in enumerate(lines)]
    sheets: tuple[tuple[str, Sequence[tuple[str, int]], Sequence[Sequence[Cell]]], ...] = (
        (_DATA, heads, rows),
        (_DICTIONARY, tuple(zip(DICTIONARY_HEADS, _DICTIONARY_WIDTHS, strict=True)), [astuple(line) for line in lines]),
    )
    sample = look.SAMPLE if answer.is_sample else ""
    mark = " · ".join(filter(None, (sample, AUDIENCE_THAI[answer.audience])))
    for name, columns, cells in sheets:
        sheet = workbook.create_sheet(name)
        look.put(sheet, 1, 1, f"{answer.dataset.title}: {answer.schema.grain}", look.TITLE)
        look.put(sheet, 2, 1, f"{office.name} · {mark}", look.STRONG)
        look.write_heads(sheet, _HEAD_ROW, columns)
        for row, line in enumerate(cells, _HEAD_ROW + 1):
            look.write_line(sheet, row, [str(cell).lower() if isinstance(cell, bool) else cell for cell in line])
        for column in range(1, len(columns) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = columns[column - 1][1]
        look.set_up_list(sheet, _HEAD_ROW, len(cells), len(columns))
        look.set_up_print(sheet, head=(_HEAD_ROW, _HEAD_ROW), wide=True, mark=mark, foot=office.name)
    return look.saved_bytes(workbook, _DAY)


def _width(line: DictionaryLine, rows: Sequence[Sequence[Cell]], column: int) -> int:
    """A width in letters in which the longest text of a column stands, within limits."""
    longest = max((look.letters(cell_text(row[column])) for row in rows), default=0)
    return min(max(longest, look.letters(line.column), _SHORTEST) + 2, _WIDEST)


_WRITERS: Mapping[str, Callable[[Answer, Office], bytes]] = {"csv": _as_csv, "xlsx": _as_xlsx, "json": _as_json}
