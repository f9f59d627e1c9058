"""Recognising a filled-in form: which form a received file is, for which programme or register, and for which fiscal
year, all stated by the banner in its first row; and which rows of the sheet are entries, neither empty nor a note below
the table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from helpers.errors import DeliveryError
from helpers.foreign.cells import ARABIC_DIGITS
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.forms.definitions import FORMS
from helpers.forms.form import Form
from helpers.params.programmes.base import Programme
from helpers.params.programmes.rent import RentProgramme
from helpers.periods import FiscalYear

VERSION = "1"
"""The version of the layout of all forms. A file of another version is not read: its columns may mean other things."""
FORM_SHEETS = DATA_SHEET, EXPLANATION, LISTS = ("กรอกข้อมูล", "คำอธิบาย", "รายการเลือก")
HEAD_ROW, FIRST_ROW = 2, 3
_BANNER = re.compile(
    r"แบบ (?P<form>\S+) รุ่น (?P<version>\S+) · (?P<subject>\S+) · "
    r"ปีงบประมาณ พ\.ศ\. (?P<year>25[0-9]{2})(?: · (?P<titles>.*))?"
)
_MARKS = re.compile(r"^[*＊∗✱†!?]+|(?:[*＊∗✱†!?]|\((?:ต้องกรอก|จำเป็น)\))+$")


@dataclass(frozen=True)
class Banner:
    """The parts of the first row of a form, the sentence that identifies the file to people and to the program."""

    form: str
    version: str
    subject: str
    year: FiscalYear
    titles: str
    """The form's title, and behind a colon that of the programme."""


def banner_text(form: Form, subject_id: str, subject_title: str, year: FiscalYear) -> str:
    """The text of a banner: `แบบ roster รุ่น 1 · clerk-9000 · ปีงบประมาณ พ.ศ. 2569 · ทะเบียนผู้รับจ้าง: ครูธุรการ…`."""
    titles = form.title if subject_title in ("", form.title) else f"{form.title}: {subject_title}"
    return f"แบบ {form.slug} รุ่น {VERSION} · {subject_id} · {year.thai} · {titles}"


def parse_banner(text: str) -> Banner | None:
    """Parse the text of a banner; None for any other text."""
    match = _BANNER.fullmatch(" ".join(text.translate(ARABIC_DIGITS).split()))
    if match is None:
        return None
    year = FiscalYear.parse(match["year"])
    return Banner(match["form"], match["version"], match["subject"], year, match["titles"] or "")


def plain_heading(text: str) -> str:
    """A heading for comparison: without the mark of a required column or what people put in its stead, and without
    spaces and line breaks."""
    return _MARKS.sub("", "".join(text.split()))


@dataclass(frozen=True)
class FilledRow:
    """One row: its number in the file, and the texts and values of its cells by column name. An absent text is the
    empty string, any other absent value None."""

    number: int
    texts: Mapping[str, str]
    values: Mapping[str, object]

    @property
    def smis(self) -> str:
        """The SMIS code of the row's school; empty for the office, and where the code cannot be read."""
        return str(self.values.get("smis") or "")


class SheetRow(NamedTuple):
    """One row that is not empty, as texts, padded to at least as many cells as the form has columns."""

    number: int
    cells: Sequence[str]
    note: bool
    """Whether it holds fewer than half of the cells that a row needs: a signature or a remark below the table."""


def sheet_rows(form: Form, sheet: Spreadsheet) -> Iterator[SheetRow]:
    """The rows below the headings that are not empty."""
    needed = [place for place, column in enumerate(form.columns) if column.needed]
    for number, cells in enumerate(sheet.rows[FIRST_ROW - 1 :], FIRST_ROW):
        if any(cells):
            padded = [*cells, *[""] * (len(form.columns) - len(cells))]
            held = sum(bool(padded[place]) for place in needed)
            yield SheetRow(number, padded, held * 2 < len(needed))


_ROWS_NAMED = 5
_NEW_FORM = "สั่ง workbook template ใหม่ แล้วคัดลอกเฉพาะข้อมูลลงในแบบใหม่"
_TOP = 10
"""How many of the first rows are searched for a banner and headings that were moved."""
_ALIKE = 0.7
"""The share of a form's headings that a row must hold to be recognised as that form's."""


@dataclass(frozen=True)
class FormFile:
    """A filled-in form. `subject_id` is the programme's id, or the slug of a register; `rows` is the number of its
    rows without notes below the table; `subject_title` is the programme's title when the form was written, empty where
    there is none."""

    form: Form
    subject_id: str
    year: FiscalYear
    rows: int
    subject_title: str = ""


def recognise_form(sheet: Spreadsheet) -> FormFile | None:
    """Recognise which form a file is; None for a file that is not a form.

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
        raise DeliveryError(problem, where=_where(sheet, 1), remedy=_NEW_FORM)
    if form.register and banner.subject != form.slug:
        problem = f"แถวแรกของแบบถูกแก้: {form.title}ไม่เป็นของโครงการ {banner.subject}"
        raise DeliveryError(problem, where=_where(sheet, 1), remedy=_NEW_FORM)
    _refuse_other_columns(sheet, form)
    filled = list(sheet_rows(form, sheet))
    rows = sum(not row.note for row in filled)
    if not rows:
        too_little = ", ".join(str(row.number) for row in filled[:_ROWS_NAMED])
        problem = f"แบบยังกรอกไม่ครบ แถว {too_little} มีช่องที่ต้องกรอกไม่ถึงครึ่ง" if filled else "แบบยังไม่ได้กรอก"
        remedy = f"กรอกช่องที่มีเครื่องหมาย * ให้ครบตั้งแต่แถว {FIRST_ROW} แล้วส่งใหม่"
        raise DeliveryError(problem, where=sheet.name, remedy=remedy)
    title = banner.titles.removeprefix(form.title).removeprefix(":").strip()
    return FormFile(form, banner.subject, banner.year, rows, title)


def refuse_other_programme(file: FormFile, sheet: Spreadsheet, programmes: Mapping[str, Programme]) -> None:
    """Raise DeliveryError for a form whose banner has the id of one programme and the title of another, and for a form
    that its programme does not use.

    A title that no programme has is accepted: titles may be reworded after a form was written.
    """
    if file.form.register:
        return
    titled = [name for name, each in programmes.items() if each.title.translate(ARABIC_DIGITS) == file.subject_title]
    problem = ""
    if titled and file.subject_id not in titled:
        problem = f"รหัสโครงการเป็น {file.subject_id} แต่ชื่อเป็นของ {' หรือ '.join(titled)}"
    elif not _comes_on(programmes[file.subject_id], file.form):
        problem = f"โครงการ {file.subject_id} ไม่ใช้แบบ {file.form.slug} ({file.form.title})"
    if problem:
        remedy = f"แก้รหัสโครงการในแถวแรกให้ตรงกับข้อมูลในแบบ หรือ{_NEW_FORM}"
        raise DeliveryError(f"แถวแรกของแบบถูกแก้: {problem}", where=_where(sheet, 1), remedy=remedy)


def _comes_on(programme: Programme, form: Form) -> bool:
    """Whether a programme uses a form; a programme of rents names one of two forms."""
    named = programme.form if isinstance(programme, RentProgramme) else form.slug
    return (programme.kind, named) == (form.kind, form.slug)


def _refuse_without_banner(sheet: Spreadsheet) -> None:
    """Raise DeliveryError for a file that is recognisably a form although its banner is missing or moved, or another
    sheet comes first."""
    top = [(row, place, text) for row, cells in enumerate(sheet.rows[:_TOP], 1) for place, text in enumerate(cells, 1)]
    for row, column_number, text in top:
        if parse_banner(text.removeprefix(EXPLANATION)) and text.startswith(EXPLANATION):
            problem = f"แผ่น “{EXPLANATION}” อยู่หน้าแผ่นที่กรอก"
            raise DeliveryError(problem, where=sheet.name, remedy="ย้ายแผ่นที่กรอกข้อมูลมาเป็นแผ่นแรก แล้วส่งใหม่")
        if parse_banner(text):
            problem = f"แถวแรกของแบบอยู่ที่ช่อง {get_column_letter(column_number)}{row} ต้องอยู่ที่ช่อง A1"
            raise DeliveryError(problem, where=_where(sheet, row), remedy=f"ลบแถวหรือคอลัมน์ที่แทรกไว้ หรือ{_NEW_FORM}")
    for number, cells in enumerate(sheet.rows[:_TOP], 1):
        titles = [form.title for form in FORMS.values() if _resembles(cells, form)]
        if titles:
            problem = f"แถวแรกที่บอกโครงการและปีงบประมาณถูกลบหรือแก้ (หัวตารางเป็นของ{'หรือ'.join(titles)})"
            raise DeliveryError(problem, where=_where(sheet, number), remedy=_NEW_FORM)


def _resembles(cells: Sequence[str], form: Form) -> bool:
    """Whether a row holds most headings of a form, in any order."""
    expected = {plain_heading(column.titled) for column in form.columns}
    return len(expected & {plain_heading(cell) for cell in cells}) >= _ALIKE * len(expected)


def _refuse_other_columns(sheet: Spreadsheet, form: Form) -> None:
    """Raise DeliveryError that names the headings which are missing, moved, renamed, added or repeated."""
    row = sheet.rows[HEAD_ROW - 1] if len(sheet.rows) >= HEAD_ROW else ()
    headings, expected = [plain_heading(cell) for cell in row], [plain_heading(each.titled) for each in form.columns]
    while headings and not headings[-1]:
        headings.pop()
    if headings == expected:
        return
    problems = []
    for position, (heading, column) in enumerate(zip(expected, form.columns, strict=True)):
        letter, wanted = get_column_letter(position + 1), column.titled
        there = headings[position] if position < len(headings) else ""
        if heading in headings:
            problems += [f"ช่อง {letter} ต้องเป็น “{wanted}” (ย้ายไปที่อื่น)"] * (there != heading)
        elif there and there not in expected:
            problems.append(f"ช่อง {letter} ต้องเป็น “{wanted}” แต่เป็น “{row[position]}”")
        else:
            problems.append(f"ขาด “{wanted}” ที่ช่อง {letter}")
    added = [
        row[index]
        for index in range(len(expected), len(headings))
        if headings[index] and headings[index] not in expected
    ]
    problems += [f"เกิน “{heading}”" for heading in added]
    problems += [f"มี “{each.titled}” ซ้ำ" for each in form.columns if headings.count(plain_heading(each.titled)) > 1]
    remedy = f"ทำหัวตารางให้เหมือนแบบเดิม หรือ{_NEW_FORM}"
    raise DeliveryError(f"หัวตารางของแบบถูกแก้: {'; '.join(problems)}", where=_where(sheet, HEAD_ROW), remedy=remedy)


def _where(sheet: Spreadsheet, row: int) -> str:
    return f"{sheet.name} แผ่นงาน {sheet.sheet} แถว {row}" if sheet.sheet else f"{sheet.name} แถว {row}"
