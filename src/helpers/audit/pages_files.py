"""The other files of a report read back: indicators for the national monitoring system against facts.csv and the
notebook, and what was found in the data against the tables in the store."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow.parquet as pq
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from helpers.audit.pages_excel_looks import GENERAL, read_looks, shown_number
from helpers.audit.pages_numbers import Lines, is_share
from helpers.audit.pages_words import parts_of, shown_blocks
from helpers.errors import VerificationError
from helpers.excel import SAMPLE
from helpers.facts.definitions import WHOLE
from helpers.facts.ledger import FactLine
from helpers.files import BOM
from helpers.render.blocks import IndicatorExport, IndicatorLine, Opening
from helpers.render.indicator_export import TYPING_NOTES
from helpers.render.notebook_parts import Piece
from helpers.reports.production import FINDING_COLUMNS
from helpers.tables.findings import SEVERITY_THAI, Severity
from helpers.tables.snapshots import Snapshot

_CSV, _XLSX, _FINDINGS = "indicators.csv", "indicators.xlsx", "findings.csv"
_MARK = BOM.encode()
_PREFIX, _TARGETS = "indicator.", "indicator.targets"
_CENT = Decimal("0.01")
_VALUE_HEADS = ("ที่", "ตัวชี้วัด", "หน่วย", "เป้าหมาย", "ผลทั้งปี", "ถึงเป้าหมาย")
_REASON_HEADS = ("ที่", "ตัวชี้วัด", "วิธีคิด", "ที่มา", "สถานะของตัวชี้วัด")
_MET = {"yes": "ถึง", "no": "ไม่ถึง", "": "ไม่มีเป้าหมาย"}
_STATUS = {"to_confirm": "ต้องยืนยัน", "confirmed": "ยืนยันแล้ว"}
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
        yield from _xlsx_problems(workbook, exported, opening)


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


def _xlsx_problems(content: bytes, exported: Sequence[IndicatorLine], opening: Opening | None) -> Iterator[str]:
    """What the pages for typing say other than the values that are handed on, page by page and row by row."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
        looks = read_looks(content)
    except (CalamineError, OSError, ValueError, IndexError):
        yield f"{_XLSX} อ่านไม่ได้"
        return
    if any(look.hidden_rows or look.hides_columns or look.is_hidden or look.has_more for look in looks.values()):
        yield f"{_XLSX} มีส่วนที่ซ่อนไว้หรือสมุดรายงานไม่ได้ทำ"
    pages = dict(_typed_pages(exported, opening))
    if list(sheets) != list(pages):
        yield f"{_XLSX} มีหน้า {', '.join(sheets)} แต่ตัวชี้วัดเป็นของ {', '.join(pages)}"
    for name in pages.keys() & sheets.keys():
        if len(sheets[name]) != len(pages[name]):
            yield f"{_XLSX} หน้า {name} มี {len(sheets[name])} แถว แต่ต้องมี {len(pages[name])}"
        for number, (row, cells) in enumerate(zip(sheets[name], pages[name], strict=False), 1):
            if not _is_row(row, cells, number, looks[name].formats):
                yield f"{_XLSX} หน้า {name} แถว {number} ไม่เหมือนสมุดงาน"


def _is_row(row: Sequence[object], cells: Sequence[str | Decimal], number: int, formats: Mapping[str, str]) -> bool:
    """Whether a row of a sheet shows these words and numbers from left to right; cells may stand empty between them."""
    shown = [(cell, f"{get_column_letter(column)}{number}") for column, cell in enumerate(row, 1) if cell != ""]
    return len(shown) == len(cells) and all(
        _is_shown(cell, formats.get(address, GENERAL), f"{wanted:f}") if isinstance(wanted, Decimal) else cell == wanted
        for (cell, address), wanted in zip(shown, cells, strict=True)
    )


def _typed_pages(
    exported: Sequence[IndicatorLine], opening: Opening | None
) -> Iterator[tuple[str, list[tuple[str | Decimal, ...]]]]:
    """The rows of the page of every project by the name of its sheet, as the values that are handed on have them."""
    rounds = sorted({line.round for line in exported if line.round != WHOLE})
    for system in dict.fromkeys((WHOLE, *(line.system for line in exported))):
        name = "ทุกระบบ" if system == WHOLE else system
        of_system = [line for line in exported if line.system == system]
        first = {line.indicator: line for line in of_system}
        values = {(line.indicator, line.round): line for line in of_system}
        yield (
            name,
            [
                *_head(f"งานข้อมูลสารสนเทศ {name}", opening),
                (*_VALUE_HEADS, *(f"ผลรอบ {round_}" for round_ in rounds)),
                *(
                    (Decimal(number), *_value_cells(line, [values.get((name, round_)) for round_ in (WHOLE, *rounds)]))
                    for number, (name, line) in enumerate(first.items(), 1)
                ),
                (),
                _REASON_HEADS,
                *(
                    (Decimal(number), line.title, line.formula, line.reference, _STATUS[line.status])
                    for number, line in enumerate(first.values(), 1)
                ),
            ],
        )


def _head(project: str, opening: Opening | None) -> Iterator[tuple[str, ...]]:
    """The rows of a page above its tables."""
    about = (opening.office, opening.period, opening.as_of) if opening else ("", "", "")
    yield (f"สำหรับพิมพ์ลง eMENSCR: {project}",)
    yield (f"{opening.title} {opening.period}",) if opening else ()
    yield (SAMPLE,) if opening and opening.sample else ()
    yield from ((note,) for note in TYPING_NOTES)
    yield ()
    yield ("โครงการหรืองาน", project)
    for head, text in zip(("หน่วยงาน", "ช่วงเวลา", "ข้อมูล ณ วันที่"), about, strict=True):
        yield (head, text) if text else (head,)
    yield ()


def _value_cells(line: IndicatorLine, results: Sequence[IndicatorLine | None]) -> Iterator[str | Decimal]:
    """The cells of an indicator beside its number: what it is, the target, the year's result, whether it reaches the
    target, then the result of every round."""
    shown = [Decimal(result.value) if result else "ไม่มีข้อมูล" for result in results]
    yield from (line.title, line.unit, Decimal(line.target) if line.target else "ไม่มี")
    yield from (shown[0], _MET[results[0].met if results[0] else ""], *shown[1:])


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
