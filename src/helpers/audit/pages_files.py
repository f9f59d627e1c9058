"""The other files of a report read back: indicators for the national monitoring system against facts.csv and the
notebook, and what was found in the data against the tables in the store."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from helpers.audit.pages_excel_looks import GENERAL, read_looks, shown_number
from helpers.audit.pages_numbers import Lines, is_share
from helpers.audit.pages_words import parts_of, shown_blocks
from helpers.errors import VerificationError
from helpers.facts.definitions import WHOLE
from helpers.facts.ledger import FactLine
from helpers.files import BOM
from helpers.render.blocks import IndicatorExport, IndicatorLine, Opening
from helpers.render.notebook_parts import Piece
from helpers.reports.production import FINDING_COLUMNS
from helpers.tables.findings import SEVERITY_THAI, Severity
from helpers.tables.snapshots import Snapshot

_CSV, _XLSX, _FINDINGS = "indicators.csv", "indicators.xlsx", "findings.csv"
_MARK = BOM.encode()
_PREFIX, _TARGETS = "indicator.", "indicator.targets"
_CENT = Decimal("0.01")
_BODY = 4
"""The rows of indicators.xlsx above its lines."""
_VALUE, _TARGET = 4, 6
_FORMULA_SIGNS = ("=", "+", "-", "@")


def indicator_problems(files: tuple[bytes, bytes], pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What indicators.csv and indicators.xlsx, the two `files`, say other than the notebook and facts.csv, in Thai.
    Empty bytes are a file that is not there."""
    csv_file, workbook = files
    blocks = list(shown_blocks(pieces))
    exported = [line for block in blocks if isinstance(block, IndicatorExport) for line in block.lines]
    opening = next((block for block in blocks if isinstance(block, Opening)), None)
    for name, content in ((_CSV, csv_file), (_XLSX, workbook)):
        if bool(content) != bool(exported):
            yield f"{name} " + ("ไม่มี แต่สมุดงานมีตัวชี้วัด" if exported else "มี แต่สมุดงานไม่มีตัวชี้วัด")
    for line in exported:
        yield from _line_problems(line, lines)
    handed = {(line.fact, line.key) for line in exported}
    for fact, key in lines.keys() - handed if exported else ():
        whole_year = key and set(parts_of(key).values()) == {WHOLE}
        if fact.startswith(_PREFIX) and fact != _TARGETS and not whole_year and _is_handed_on(fact, exported):
            yield f"{_CSV} ไม่มี {fact} [{key}]"
    if exported and csv_file:
        yield from _csv_problems(csv_file, exported, opening)
    if exported and workbook:
        yield from _xlsx_problems(workbook, exported)


def _is_handed_on(fact: str, exported: Iterable[IndicatorLine]) -> bool:
    """Whether other values of this fact are handed on."""
    return any(line.fact == fact for line in exported)


def _line_problems(line: IndicatorLine, lines: Lines) -> Iterator[str]:
    named, stated = f"ตัวชี้วัด {line.fact} [{line.key}]", lines.get((line.fact, line.key))
    if stated is None:
        yield f"{named} ไม่มีใน facts.csv"
    elif line.value not in (stated.value, f"{_in_unit(stated):f}"):
        yield f"{named} ว่า {line.value} แต่ facts.csv ว่า {stated.value}"
    target = lines.get((_TARGETS, f"indicator={line.indicator}"))
    if line.target and (target is None or Decimal(target.value) != Decimal(line.target)):
        yield f"{named} มีเป้าหมาย {line.target} ซึ่งไม่ใช่ของ facts.csv"


def _in_unit(line: FactLine) -> Decimal:
    """A value with two decimals, a share as its percentage."""
    return (Decimal(line.value) * (100 if is_share(line) else 1)).quantize(_CENT, ROUND_HALF_UP)


def _csv_problems(content: bytes, exported: Sequence[IndicatorLine], opening: Opening | None) -> Iterator[str]:
    rows = _rows(content)
    about = (opening.report_id, opening.period, "sample" if opening.sample else "real") if opening else ("", "", "")
    wanted = [(*about, *(_safe(str(value)) for value in line.model_dump().values())) for line in exported]
    numbers = [(line.value, line.target) for line in exported]
    heads = ["report", "period", "data", *IndicatorLine.model_fields]
    if not content.startswith(_MARK) or rows[:1] != [heads]:
        yield f"{_CSV} ไม่มีหัวตารางตามรูปแบบ"
        return
    for number, (row, line, (value, target)) in enumerate(zip(rows[1:], wanted, numbers, strict=False), 2):
        expected = dict(zip(heads, line, strict=True)) | {"value": value, "target": target}
        if row != list(expected.values()):
            yield f"{_CSV} แถว {number} ไม่เหมือนสมุดงาน"
    if len(rows) != len(exported) + 1:
        yield f"{_CSV} มี {len(rows) - 1} ค่า แต่สมุดงานมี {len(exported)}"


def _safe(text: str) -> str:
    """A text as it stands in a CSV file, where a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file; what is no text is shown as unknown letters, which no cell of the report has."""
    return list(csv.reader(io.StringIO(content.removeprefix(_MARK).decode("utf-8", "replace"))))


def _xlsx_problems(content: bytes, exported: Sequence[IndicatorLine]) -> Iterator[str]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)[_BODY:]
        look = next(iter(read_looks(content).values()))
    except (CalamineError, OSError, ValueError, IndexError, StopIteration):
        yield f"{_XLSX} อ่านไม่ได้"
        return
    if len(workbook.sheet_names) != 1 or look.hidden_rows or look.hides_columns or look.has_more:
        yield f"{_XLSX} มีส่วนที่ซ่อนไว้หรือสมุดรายงานไม่ได้ทำ"
    if len(rows) != len(exported):
        yield f"{_XLSX} มี {len(rows)} ค่า แต่สมุดงานมี {len(exported)}"
    for number, (row, line) in enumerate(zip(rows, exported, strict=False), _BODY + 1):
        named = (line.indicator, line.title, line.system, line.round, line.unit, line.fact, line.key)
        words = tuple(str(cell) for cell in (*row[:_VALUE], row[_VALUE + 1], *row[-2:]))
        shown = (
            (row[_VALUE], f"E{number}", line.value),
            (row[_TARGET], f"G{number}", line.target),
        )
        right = all(_is_shown(cell, look.formats.get(address, GENERAL), text) for cell, address, text in shown)
        if words != named or not right:
            yield f"{_XLSX} แถว {number} ไม่เหมือนสมุดงาน"


def _is_shown(cell: object, number_format: str, text: str) -> bool:
    """Whether a cell holds this number and shows it; nothing for an empty text."""
    if not text or not isinstance(cell, int | float):
        return not text and cell == ""
    shown = shown_number(float(cell), number_format)
    return float(cell) == float(text) and shown is not None and Decimal(shown.replace(",", "")) == Decimal(text)


def finding_problems(content: bytes, report_id: str, snapshots: Mapping[str, Snapshot]) -> Iterator[str]:
    """Whether findings.csv says what the findings of one of the report's data sets say, row by row, in Thai. Empty
    bytes are a file that is not there, which is right where nothing was found."""
    tables = {origin: shot for origin, shot in snapshots.items() if "findings" in shot.description["tables"]}
    this = report_id.partition("/")[2]
    first = [this] if this in tables else []
    if not content:
        if first and _stored_findings(tables[this].path("findings")):
            yield f"ไม่มี {_FINDINGS} ทั้งที่มีข้อที่พบ"
        return
    shown = [row[: len(FINDING_COLUMNS)] for row in _rows(content)]
    if not content.startswith(_MARK) or shown[:1] != [list(FINDING_COLUMNS)]:
        yield f"{_FINDINGS} ไม่มีหัวตารางตามรูปแบบ"
        return
    candidates = [*first, *(origin for origin in tables if origin != this)]
    if not any(_stored_findings(tables[origin].path("findings")) == shown[1:] for origin in candidates):
        yield f"{_FINDINGS} ไม่ตรงกับข้อที่พบในคลังตาราง"


def _stored_findings(path: Path) -> list[list[str]]:
    """The findings of a table as findings.csv has them. Raises VerificationError for a table that cannot be read."""
    try:
        rows = pq.read_table(path, columns=list(FINDING_COLUMNS)).to_pylist()
    except (OSError, ValueError) as error:
        raise VerificationError("อ่านตารางข้อที่พบไม่ได้", where=path.name, remedy="สั่ง workbook run") from error
    shown = ({**row, "severity": SEVERITY_THAI[Severity(row["severity"])]} for row in rows)
    return [[_safe(str(row[column])) for column in FINDING_COLUMNS] for row in shown]
