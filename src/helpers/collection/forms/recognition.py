"""Which form a received file is, of which programme or register, and of which fiscal year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from helpers.collection.forms.banner import EXPLANATION, FIRST_ROW, HEAD_ROW, VERSION, parse_banner, plain_heading
from helpers.collection.forms.definitions import FORMS
from helpers.collection.forms.form import Form
from helpers.collection.spreadsheets import Spreadsheet
from helpers.errors import DeliveryError
from helpers.periods import FiscalYear

_ANEW = "สั่ง workbook template ใหม่ แล้วคัดลอกเฉพาะข้อมูลลงในแบบใหม่"


@dataclass(frozen=True)
class FormFile:
    """A filled-in form. `subject_id` is the programme's id, of a register its slug; `rows` counts the rows that hold
    anything."""

    form: Form
    subject_id: str
    year: FiscalYear
    rows: int


def recognise_form(sheet: Spreadsheet) -> FormFile | None:
    """Tell which form a file is; None for a file that is none.

    Raises DeliveryError for a form of an unknown version, one whose first rows or columns were changed, and an empty
    one.
    """
    banner = parse_banner(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else None
    if banner is None:
        _refuse_without_banner(sheet)
        return None
    form = FORMS.get(banner.form)
    if form is None or banner.version != VERSION:
        problem = f"ไม่รู้จักแบบ {banner.form} รุ่น {banner.version} (รุ่นที่รับคือ {VERSION})"
        raise DeliveryError(problem, where=_where(sheet, 1), remedy=_ANEW)
    if form.register and banner.subject != form.slug:
        problem = f"แถวแรกของแบบถูกแก้: {form.title}ไม่เป็นของโครงการ {banner.subject}"
        raise DeliveryError(problem, where=_where(sheet, 1), remedy=_ANEW)
    _refuse_other_columns(sheet, form)
    rows = sum(any(row) for row in sheet.rows[FIRST_ROW - 1 :])
    if not rows:
        remedy = f"กรอกข้อมูลตั้งแต่แถว {FIRST_ROW} แล้วส่งใหม่"
        raise DeliveryError("แบบยังไม่ได้กรอก", where=sheet.name, remedy=remedy)
    return FormFile(form, banner.subject, banner.year, rows)


def _refuse_without_banner(sheet: Spreadsheet) -> None:
    """A form whose first row is gone, or whose first sheet is another one, is still seen to be a form."""
    if sheet.rows and sheet.rows[0] and parse_banner(sheet.rows[0][0].removeprefix(EXPLANATION)):
        problem = f"แผ่น “{EXPLANATION}” อยู่หน้าแผ่นที่กรอก"
        raise DeliveryError(problem, where=sheet.name, remedy="ย้ายแผ่นที่กรอกข้อมูลมาเป็นแผ่นแรก แล้วส่งใหม่")
    for number, row in enumerate(sheet.rows[:FIRST_ROW], 1):
        titles = [form.title for form in FORMS.values() if _headings(row) == _expected(form)]
        if titles:
            problem = f"แถวแรกที่บอกโครงการและปีงบประมาณถูกลบหรือแก้ (หัวตารางเป็นของ{'หรือ'.join(titles)})"
            raise DeliveryError(problem, where=_where(sheet, number), remedy=_ANEW)


def _refuse_other_columns(sheet: Spreadsheet, form: Form) -> None:
    """Name what is missing, moved, renamed or added among the headings."""
    found, expected = _headings(sheet.rows[HEAD_ROW - 1] if len(sheet.rows) >= HEAD_ROW else ()), _expected(form)
    if found == expected:
        return
    problems = []
    for place, heading in enumerate(expected):
        letter = get_column_letter(place + 1)
        there = found[place] if place < len(found) else ""
        if heading in found:
            problems += [f"ช่อง {letter} ต้องเป็น “{heading}” (ย้ายไปที่อื่น)"] * (there != heading)
        elif there and there not in expected:
            problems.append(f"ช่อง {letter} ต้องเป็น “{heading}” แต่เป็น “{there}”")
        else:
            problems.append(f"ขาด “{heading}” ที่ช่อง {letter}")
    added = [heading for heading in found[len(expected) :] if heading and heading not in expected]
    problems += [f"เกิน “{heading}”" for heading in added]
    twice = sorted({heading for heading in expected if found.count(heading) > 1})
    problems += [f"มี “{heading}” ซ้ำ" for heading in twice]
    remedy = f"ทำหัวตารางให้เหมือนแบบเดิม หรือ{_ANEW}"
    raise DeliveryError(f"หัวตารางของแบบถูกแก้: {'; '.join(problems)}", where=_where(sheet, HEAD_ROW), remedy=remedy)


def _headings(row: Sequence[str]) -> list[str]:
    """The row's headings, empty cells at its end left out."""
    found = [plain_heading(cell) for cell in row]
    while found and not found[-1]:
        found.pop()
    return found


def _expected(form: Form) -> list[str]:
    return [column.titled for column in form.columns]


def _where(sheet: Spreadsheet, row: int) -> str:
    return f"{sheet.name} แผ่นงาน {sheet.sheet} แถว {row}" if sheet.sheet else f"{sheet.name} แถว {row}"
