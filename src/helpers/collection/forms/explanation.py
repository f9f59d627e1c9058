"""The sheet that explains a form: how to fill it in, what every column means, and an example row."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.collection.forms.banner import DATA_SHEET, EXPLANATION, FIRST_ROW
from helpers.collection.forms.form import Form, FormColumn, Options
from helpers.periods import FiscalYear

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
    """Fill the sheet. It begins with the form's own first row, so that it is known where it comes to stand first."""
    look.put(sheet, 1, 1, f"{EXPLANATION} {banner}", look.STRONG)
    look.put(sheet, 2, 1, form.purpose, look.STRONG)
    steps = (*_STEPS, _FOR_REGISTERS) if form.register else _STEPS
    for row, step in enumerate(steps, 3):
        look.put(sheet, row, 1, f"{row - 2}. {step}")
    head = len(steps) + 4
    _heads(sheet, head, [title for title, _ in _HEADS])
    for row, column in enumerate(form.columns, head + 1):
        _column(sheet, row, form, column, year, options[column.name])
    for place, (_, width) in enumerate(_HEADS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place in range(len(_HEADS) + 1, len(form.columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _EXAMPLE_WIDTH
    _example(sheet, head + len(form.columns) + 2, form, year, options)
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _heads(sheet: Worksheet, row: int, titles: list[str]) -> None:
    for place, title in enumerate(titles, 1):
        cell = look.put(sheet, row, place, title, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_PLACE


def _column(sheet: Worksheet, row: int, form: Form, column: FormColumn, year: FiscalYear, options: Options) -> None:
    needed = "ต้องกรอก" if column.required else f"ไม่มีให้พิมพ์ “{column.blank}”" if column.blank else "เว้นว่างได้"
    told = (form.letter(column.name), column.titled, needed, column.meaning, column.allowed(options))
    lines = 1
    for place, text in enumerate((*told, column.example_in(year, options)), 1):
        look.put(sheet, row, place, text).alignment = look.WRAPPED
        lines = max(lines, look.lines(text, _HEADS[place - 1][1]))
    sheet.row_dimensions[row].height = look.LINE_HEIGHT * lines


def _example(sheet: Worksheet, row: int, form: Form, year: FiscalYear, options: Mapping[str, Options]) -> None:
    look.put(sheet, row, 1, "ตัวอย่างแถวที่กรอกแล้ว", look.STRONG)
    _heads(sheet, row + 1, [column.heading for column in form.columns])
    lines, widths = 1, [*(width for _, width in _HEADS), *[_EXAMPLE_WIDTH] * len(form.columns)]
    for place, column in enumerate(form.columns, 1):
        text = column.example_in(year, options[column.name])
        look.put(sheet, row + 2, place, text).alignment = look.WRAPPED
        lines = max(lines, look.lines(text, widths[place - 1]), look.lines(column.heading, widths[place - 1]))
    for each in (row + 1, row + 2):
        sheet.row_dimensions[each].height = look.LINE_HEIGHT * lines
