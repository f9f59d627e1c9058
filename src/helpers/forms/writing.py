"""Writing a form as an Excel workbook: the sheet to fill in, with Excel's own validation (drop-down lists, dates,
numbers within limits, codes of the right length), and a sheet that explains every column and shows an example row."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.files import write_whole
from helpers.forms.form import NUMBERS, CellKind, Choices, Form, FormColumn, Options
from helpers.forms.recognition import DATA_SHEET, EXPLANATION, FIRST_ROW, HEAD_ROW, LISTS, banner_text
from helpers.periods import FiscalYear

SPARE_ROWS = 1000
"""Empty rows below the data that are ready to be filled in."""
_THAI_DATE = "[$-107041E]d mmm yyyy;@"
"""Excel's calendar 07 (พ.ศ.), digits 1 (Arabic) and language 041E (Thai): `1 ต.ค. 2568`."""
_FORMATS = {CellKind.DATE: _THAI_DATE, CellKind.MONEY: "#,##0.00", CellKind.WHOLE: "#,##0", CellKind.DECIMAL: "0.00##"}
_AS_TEXT = "@"
_BANNER_ALIGNMENT = Alignment(vertical="center", wrap_text=True)
_NUMBER_ALIGNMENT, _TEXT_ALIGNMENT = Alignment(horizontal="right", vertical="top"), look.WRAPPED


def write_form(
    form: Form,
    path: Path,
    *,
    subject_id: str,
    subject_title: str,
    year: FiscalYear,
    office: str,
    choices: Choices,
    rows: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write the form of a programme (`subject_id` is its id) or of a register (its slug) for a fiscal year. Same
    arguments, same bytes.

    `rows` fill the form in: values by column name, as the canonical table has them, or any text. A column that a row
    does not name stays empty; one that it names without a value gets the words for an empty cell, where there are any.
    """
    day = datetime.combine(year.opens, time.min, UTC)
    options = {column.name: column.options(choices) for column in form.columns}
    banner = banner_text(form, subject_id, subject_title, year)
    workbook = look.new_workbook(f"{form.title} {year.thai}", office, day)
    _add_data_sheet(workbook, form, banner, options, rows)
    add_explanation(workbook.create_sheet(EXPLANATION), form, year, banner, options)
    _add_validations(workbook, form, options, len(rows))
    for name in (DATA_SHEET, EXPLANATION):
        head = (1, HEAD_ROW) if name == DATA_SHEET else None
        look.set_up_print(workbook[name], head=head, wide=True, mark="", foot=office)
    write_whole(path, look.saved_bytes(workbook, day))


def _add_data_sheet(
    workbook: Workbook,
    form: Form,
    banner: str,
    options: Mapping[str, Options],
    rows: Sequence[Mapping[str, object]],
) -> None:
    sheet = workbook.create_sheet(DATA_SHEET)
    _dress_columns(sheet, form)
    look.put(sheet, 1, 1, banner, look.STRONG).alignment = _BANNER_ALIGNMENT
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(form.columns))
    sheet.row_dimensions[1].height = look.LINE_HEIGHT * look.lines(banner, sum(each.width for each in form.columns))
    for column_number, column in enumerate(form.columns, 1):
        cell = look.put(sheet, HEAD_ROW, column_number, column.heading, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_ALIGNMENT
        cell.number_format = "General"
    lines = max(look.lines(column.heading, column.width) for column in form.columns)
    sheet.row_dimensions[HEAD_ROW].height = look.LINE_HEIGHT * lines
    for number, row in enumerate(rows, FIRST_ROW):
        _add_row(sheet, number, form, row, options)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _dress_columns(sheet: Worksheet, form: Form) -> None:
    """Style whole columns, so that what is typed into an empty cell is a date, an amount or a text at once, and a long
    code keeps all its digits."""
    for column in form.columns:
        dressed = sheet.column_dimensions[form.letter(column.name)]
        dressed.width = column.width
        dressed.font, dressed.alignment, dressed.number_format = look.BODY, _alignment(column), _format(column)


def _add_row(
    sheet: Worksheet, number: int, form: Form, row: Mapping[str, object], options: Mapping[str, Options]
) -> None:
    for column_number, column in enumerate(form.columns, 1):
        value = row.get(column.name) or (column.blank if column.name in row else None)
        if not value:
            continue
        shown = dict(options[column.name]).get(value, value) if isinstance(value, str) else value
        cell = look.put(sheet, number, column_number, shown)
        cell.number_format, cell.alignment = _format(column), _alignment(column)


def _add_validations(workbook: Workbook, form: Form, options: Mapping[str, Options], filled: int) -> None:
    ranges = add_lists(workbook, options)
    last = HEAD_ROW + filled + SPARE_ROWS
    for column in form.columns:
        offered = options[column.name]
        add_validation(workbook[DATA_SHEET], form, column, offered, ranges.get(column.name, ""), last)


def _format(column: FormColumn) -> str:
    return _FORMATS.get(column.kind, _AS_TEXT)


def _alignment(column: FormColumn) -> Alignment:
    return _NUMBER_ALIGNMENT if column.kind in _FORMATS else _TEXT_ALIGNMENT


_HEADS = (("ช่อง", 9), ("หัวตาราง", 26), ("ต้องกรอก", 16), ("ความหมาย", 46), ("ค่าที่ยอมรับ", 46), ("ตัวอย่าง", 26))
_EXAMPLE_WIDTH = 18
_STEPS = (
    f"กรอกในแผ่น “{DATA_SHEET}” ตั้งแต่แถว {FIRST_ROW} หัวตารางที่มีเครื่องหมาย * ต้องกรอกทุกแถว แถวที่ว่างทั้งแถวข้ามไปได้",
    "อย่าลบหรือแก้สองแถวแรก อย่าเพิ่ม ลบ หรือย้ายคอลัมน์ อย่าผสานช่อง และอย่าย้ายแผ่นงาน",
    "วันที่เขียนเป็น 1 ต.ค. 2568 หรือ 01/10/2568 ปีที่มากกว่า 2400 คือ พ.ศ. จำนวนเงินมีทศนิยมได้สองตำแหน่ง ใช้เลขไทยได้",
    "รหัสที่ยาวพิมพ์เป็นข้อความ ช่องรหัสของแบบตั้งไว้ให้แล้ว ถ้าวางจากไฟล์อื่นให้วางเฉพาะค่า",
    "ห้ามใส่ชื่อบุคคลหรือเลขประจำตัวประชาชน",
    "เมื่อกรอกแล้วสั่ง workbook receive ตามด้วยชื่อไฟล์ ช่องที่ผิดจะถูกบอกเป็นรายช่อง",
)
_FOR_REGISTERS = "ทะเบียนนี้เพิ่มแถวได้อย่างเดียว รายการที่เคยส่งแล้วต้องอยู่เหมือนเดิมในไฟล์ที่ส่งครั้งต่อไป ถ้าลงผิดให้ลงรายการแก้ไขเพิ่ม"


def add_explanation(
    sheet: Worksheet, form: Form, year: FiscalYear, banner: str, options: Mapping[str, Options]
) -> None:
    """Fill the sheet. It begins with the form's banner, so that it is recognised where somebody moved it to the
    front."""
    look.put(sheet, 1, 1, f"{EXPLANATION} {banner}", look.STRONG)
    look.put(sheet, 2, 1, form.purpose, look.STRONG)
    steps = (*_STEPS, _FOR_REGISTERS) if form.register else _STEPS
    for row, step in enumerate(steps, 3):
        look.put(sheet, row, 1, f"{row - 2}. {step}")
    head = len(steps) + 4
    _heads(sheet, head, [title for title, _ in _HEADS])
    for row, column in enumerate(form.columns, head + 1):
        _column(sheet, row, form, column, year, options[column.name])
    for column_number, (_, width) in enumerate(_HEADS, 1):
        sheet.column_dimensions[get_column_letter(column_number)].width = width
    for column_number in range(len(_HEADS) + 1, len(form.columns) + 1):
        sheet.column_dimensions[get_column_letter(column_number)].width = _EXAMPLE_WIDTH
    _example(sheet, head + len(form.columns) + 2, form, year, options)
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _heads(sheet: Worksheet, row: int, titles: list[str]) -> None:
    for column_number, title in enumerate(titles, 1):
        cell = look.put(sheet, row, column_number, title, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_ALIGNMENT


def _column(sheet: Worksheet, row: int, form: Form, column: FormColumn, year: FiscalYear, options: Options) -> None:
    needed = "ต้องกรอก" if column.required else f"ไม่มีให้พิมพ์ “{column.blank}”" if column.blank else "เว้นว่างได้"
    cells = (form.letter(column.name), column.titled, needed, column.meaning, column.allowed(options))
    lines = 1
    for column_number, text in enumerate((*cells, column.example_in(year, options)), 1):
        look.put(sheet, row, column_number, text).alignment = look.WRAPPED
        lines = max(lines, look.lines(text, _HEADS[column_number - 1][1]))
    sheet.row_dimensions[row].height = look.LINE_HEIGHT * lines


def _example(sheet: Worksheet, row: int, form: Form, year: FiscalYear, options: Mapping[str, Options]) -> None:
    look.put(sheet, row, 1, "ตัวอย่างแถวที่กรอกแล้ว", look.STRONG)
    _heads(sheet, row + 1, [column.heading for column in form.columns])
    lines, widths = 1, [*(width for _, width in _HEADS), *[_EXAMPLE_WIDTH] * len(form.columns)]
    for column_number, column in enumerate(form.columns, 1):
        text = column.example_in(year, options[column.name])
        look.put(sheet, row + 2, column_number, text).alignment = look.WRAPPED
        lines = max(
            lines, look.lines(text, widths[column_number - 1]), look.lines(column.heading, widths[column_number - 1])
        )
    for row_number in (row + 1, row + 2):
        sheet.row_dimensions[row_number].height = look.LINE_HEIGHT * lines


LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""The most letters in the title and text of a message; with a longer one Excel reports a damaged file."""
_FIRST_DAY, _LAST_DAY = "DATE(1900,1,1)", "DATE(2743,12,31)"
"""Wide enough for days whose year was typed in พ.ศ. where Excel expects ค.ศ.; `cells` interprets the year."""


def add_lists(workbook: Workbook, options: Mapping[str, Options]) -> dict[str, str]:
    """Add a hidden sheet with the options of every choice; returns the range of the options by column name."""
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    ranges = {}
    for column_number, (name, offered) in enumerate(((name, each) for name, each in options.items() if each), 1):
        for row, (_, shown) in enumerate(offered, 1):
            cell = look.put(sheet, row, column_number, shown)
        ranges[name] = f"'{LISTS}'!${cell.column_letter}$1:${cell.column_letter}${len(offered)}"
    return ranges


def add_validation(sheet: Worksheet, form: Form, column: FormColumn, options: Options, listed: str, last: int) -> None:
    """Validate a column down to row `last`; `listed` is the range of its options, empty for none."""
    letter = form.letter(column.name)
    rule = _rule(column, f"{letter}{FIRST_ROW}", listed)
    if rule is None:
        return
    allowed = column.allowed(options)
    rule.allow_blank, rule.showErrorMessage, rule.showInputMessage = True, True, True
    rule.errorTitle = rule.promptTitle = _cut(column.label, LONGEST_TITLE)
    rule.error = _cut(f"ค่านี้ใช้ไม่ได้ ต้อง{'' if column.kind is CellKind.CHOICE else 'เป็น'}{allowed}", LONGEST_MESSAGE)
    rule.prompt = _cut(f"{column.meaning}\n{allowed}", LONGEST_MESSAGE)
    rule.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    sheet.add_data_validation(rule)


def _rule(column: FormColumn, first: str, listed: str) -> DataValidation | None:
    """What Excel validates; None for free text and for a choice without options."""
    if column.kind in NUMBERS:
        least, most = map(str, column.limits)
        if column.kind is CellKind.WHOLE:
            return DataValidation(type="whole", operator="between", formula1=least, formula2=most)
        return DataValidation(type="decimal", operator="between", formula1=least, formula2=most)
    match column.kind:
        case CellKind.CHOICE if listed:
            return DataValidation(type="list", formula1=listed)
        case CellKind.DATE:
            # Only a warning: a day written as text, `1 ต.ค. 2568`, is no date to Excel, but reading understands it.
            return DataValidation(
                type="date", operator="between", formula1=_FIRST_DAY, formula2=_LAST_DAY, errorStyle="warning"
            )
        case CellKind.SMIS:
            code = f"AND(LEN({first})=8,ISNUMBER(--{first}))"
            return DataValidation(
                type="custom", formula1=f'OR({first}="{column.blank}",{code})' if column.blank else code
            )
        case CellKind.CODE:
            return DataValidation(type="textLength", operator="equal", formula1=str(column.letters))
    return None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
