"""indicators.csv for programs, one line a value, and indicators.xlsx for typing them into the national monitoring
system eMENSCR, one page a project.

eMENSCR takes projects that are typed into its forms M1–M5 and sent for approval as M7; it offers no upload. Which
fields the forms have, and in which order, is published nowhere that the project knows: every page says so, and goes
from the project to its indicators, their targets and results, and how they come about.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nbformat import NotebookNode
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.facts.definitions import WHOLE
from helpers.render.blocks import IndicatorExport, IndicatorLine, Opening
from helpers.render.notebook_parts import ShownBlock, day_of, notebook_pieces, opening_of
from helpers.render.table_sheets import page_mark

_COLUMNS = tuple(IndicatorLine.model_fields)
_NUMBERS = ("value", "target")
_MET = {"yes": "ถึง", "no": "ไม่ถึง", "": "ไม่มีเป้าหมาย"}
_STATUS = {"to_confirm": "ต้องยืนยัน", "confirmed": "ยืนยันแล้ว"}
_WORK, _EVERY_SYSTEM = "งานข้อมูลสารสนเทศ", "ทุกระบบ"
TYPING_NOTES = (
    "eMENSCR รับโครงการที่พิมพ์ลงแบบ M1–M5 แล้วส่งขออนุมัติด้วยแบบ M7 ไม่มีช่องทางส่งไฟล์เข้า หน้านี้จึงวางไว้สำหรับดูแล้วพิมพ์",
    "ไม่มีคู่มือที่บอกชื่อและลำดับช่องของแบบ จึงเรียงจากโครงการ ตัวชี้วัด เป้าหมาย และผล แล้วจึงวิธีคิดและที่มา",
)
"""What every page says of the forms, line by line."""
_NO_TARGET, _NO_VALUE = "ไม่มี", "ไม่มีข้อมูล"
_WIDTHS = (6, 38, 22, 14, 19, 15)
_ROUND_WIDTH, _FEWEST_ROUNDS = 19, 2
_HEADS = ("ที่", "ตัวชี้วัด", "หน่วย", "เป้าหมาย", "ผลทั้งปี", "ถึงเป้าหมาย")
_EXPLAINED = ("ที่", "ตัวชี้วัด", "วิธีคิด", "ที่มา", "สถานะของตัวชี้วัด")
_MIDDLE = (1, 4, 6)
"""The columns of short words and of the indicators' numbers, which stand in the middle."""
_CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
_ALLOWANCE = 0.5
"""The part of a line that is left free below long texts: typefaces that stand in for Sarabun are higher."""
_TITLE_ROW, _ABOUT_ROW, _SAMPLE_ROW, _NOTES_ROW, _PROJECT_ROW = 1, 2, 3, 4, 7


def render_csv(notebook: NotebookNode) -> bytes:
    """The lines as CSV in UTF-8, `report` and `period` first; no bytes for a report without indicators."""
    lines, opening = _lines(notebook)
    if not lines:
        return b""
    about = (opening.report_id, opening.period, "sample" if opening.sample else "real") if opening else ("", "", "")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("report", "period", "data", *_COLUMNS))
    writer.writerows((*about, *_cells(line)) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def render_xlsx(notebook: NotebookNode) -> bytes:
    """The same values with typed numbers, a sheet of one page a project: the work of all systems together, then of each
    one. No bytes for a report without indicators."""
    lines, opening = _lines(notebook)
    if not lines:
        return b""
    day = day_of(opening)
    workbook = look.new_workbook("ตัวชี้วัด", opening.office if opening else "", day)
    rounds = sorted({line.round for line in lines} - {WHOLE})
    for system in dict.fromkeys((WHOLE, *(line.system for line in lines))):
        _Page(workbook, system, rounds, [line for line in lines if line.system == system], opening).write()
    return look.saved_bytes(workbook, day)


def _cells(line: IndicatorLine) -> Iterator[str]:
    for name in _COLUMNS:
        text = getattr(line, name)
        yield text if name in _NUMBERS else look.csv_text(text)


def _lines(notebook: NotebookNode) -> tuple[tuple[IndicatorLine, ...], Opening | None]:
    pieces = notebook_pieces(notebook)
    blocks = (piece.block for piece in pieces if isinstance(piece, ShownBlock))
    return next((block.lines for block in blocks if isinstance(block, IndicatorExport)), ()), opening_of(pieces)


@dataclass(frozen=True)
class _Page:
    """One project to be typed: the work with one system. `lines` are its values, of the year and by round."""

    workbook: Workbook
    system: str
    rounds: Sequence[str]
    lines: Sequence[IndicatorLine]
    opening: Opening | None

    @property
    def project(self) -> str:
        return f"{_WORK} {_EVERY_SYSTEM if self.system == WHOLE else self.system}"

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the columns in letters; there is room for two rounds at least, which the words below need."""
        return (*_WIDTHS, *(_ROUND_WIDTH for _ in range(max(len(self.rounds), _FEWEST_ROUNDS))))

    def write(self) -> None:
        """Add the page to the workbook."""
        name = _EVERY_SYSTEM if self.system == WHOLE else self.system
        sheet = self.workbook.create_sheet(look.sheet_name(name, self.workbook.sheetnames))
        for column, width in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
        row = self._write_project(sheet)
        indicators = {line.indicator: line for line in self.lines}  # any of its lines says what an indicator is
        row = self._write_values(sheet, row + 1, indicators)
        self._write_explanations(sheet, row + 1, indicators)
        look.set_up_print(sheet, head=None, wide=True, mark=page_mark(self.opening), foot="")
        sheet.page_setup.fitToHeight = 1

    def _write_project(self, sheet: Worksheet) -> int:
        """The head of the page and what the project is; the row after it."""
        look.put(sheet, _TITLE_ROW, 1, f"สำหรับพิมพ์ลง eMENSCR: {self.project}", look.TITLE)
        opening = self.opening
        if opening:
            look.put(sheet, _ABOUT_ROW, 1, f"{opening.title} {opening.period}", look.SMALL)
        if opening and opening.sample:
            look.put(sheet, _SAMPLE_ROW, 1, look.SAMPLE, look.MARK).fill = look.MARK_FILL
        for row, note in enumerate(TYPING_NOTES, _NOTES_ROW):
            look.put(sheet, row, 1, note, look.SMALL)
        about = (opening.office, opening.period, opening.as_of) if opening else ("", "", "")
        heads = ("โครงการหรืองาน", "หน่วยงาน", "ช่วงเวลา", "ข้อมูล ณ วันที่")
        for row, (head, text) in enumerate(zip(heads, (self.project, *about), strict=True), _PROJECT_ROW):
            look.put(sheet, row, 1, head, look.STRONG)
            look.put(sheet, row, 3, text)
        return _PROJECT_ROW + len(heads)

    def _write_values(self, sheet: Worksheet, head: int, indicators: Mapping[str, IndicatorLine]) -> int:
        """The table of targets and results, a row an indicator; the row after it."""
        _write_heads(sheet, head, (*_HEADS, *(f"ผลรอบ {round_}" for round_ in self.rounds)))
        values = {(line.indicator, line.round): line for line in self.lines}
        for number, (name, line) in enumerate(indicators.items(), 1):
            of_year = values.get((name, WHOLE))
            results = [values.get((name, round_)) for round_ in (WHOLE, *self.rounds)]
            year, *by_round = [_number(result.value if result else "", _NO_VALUE) for result in results]
            met = _MET[of_year.met if of_year else ""]
            cells: tuple[str | int | Decimal, ...]
            cells = (number, line.title, line.unit, _number(line.target, _NO_TARGET), year, met, *by_round)
            for column, value in enumerate(cells, 1):
                _write_cell(sheet, head + number, column, value)
            _fit(sheet, head + number, ((line.title, _WIDTHS[1]), (line.unit, _WIDTHS[2])))
        return head + len(indicators) + 1

    def _write_explanations(self, sheet: Worksheet, head: int, indicators: Mapping[str, IndicatorLine]) -> None:
        """How each indicator comes about, and where it is laid down."""
        last = len(self.widths)
        spans = ((1, 1), (2, 2), (3, 5), (6, last - 1), (last, last))
        widths = [sum(self.widths[first - 1 : end]) for first, end in spans[1:]]
        for number, line in enumerate(indicators.values(), 1):
            words = (line.title, line.formula, line.reference, _STATUS[line.status])
            _write_cell(sheet, head + number, 1, number)
            for (first, end), text in zip(spans[1:], words, strict=True):
                _write_cell(sheet, head + number, first, text).alignment = look.WRAPPED
                if first < end:
                    sheet.merge_cells(None, head + number, first, head + number, end)
            _fit(sheet, head + number, zip(words, widths, strict=True))
        for (first, end), label in zip(spans, _EXPLAINED, strict=True):
            _style_head(look.put(sheet, head, first, label))
            if first < end:
                sheet.merge_cells(None, head, first, head, end)


def _number(text: str, absent: str) -> Decimal | str:
    return Decimal(text) if text else absent


def _write_heads(sheet: Worksheet, row: int, labels: Sequence[str]) -> None:
    for column, label in enumerate(labels, 1):
        _style_head(look.put(sheet, row, column, label))


def _style_head(cell: Cell) -> None:
    cell.font, cell.fill = look.STRONG, look.HEAD_FILL
    cell.border, cell.alignment = look.HEAD_EDGE, look.HEAD_ALIGNMENT


def _write_cell(sheet: Worksheet, row: int, column: int, value: str | int | Decimal) -> Cell:
    cell = look.put(sheet, row, column, value)
    is_result = isinstance(value, Decimal) or value == _NO_VALUE
    cell.alignment = look.NUMBER_ALIGNMENT if is_result else _CENTRED if column in _MIDDLE else look.WRAPPED
    if not isinstance(value, str):
        cell.number_format = "#,##0.00" if isinstance(value, Decimal) and value.as_tuple().exponent else "#,##0"
    return cell


def _fit(sheet: Worksheet, row: int, words: Iterable[tuple[str, int]]) -> None:
    """Make a row as high as its longest text: Excel does not do it for merged cells."""
    most = max(look.lines(text, width) for text, width in words)
    sheet.row_dimensions[row].height = look.LINE_HEIGHT * (most + _ALLOWANCE * (most > 1))
