"""Which form a received file is, of which programme or register, and of which fiscal year.

The first row of a form: one sentence that a person reads and that tells the program what the file is.

Which rows of a sheet are rows of its form: neither empty, nor a note below the table.
"""

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
"""Of the layout of all forms; a file of another version is not read, because its columns may mean something else."""
FORM_SHEETS = DATA_SHEET, EXPLANATION, LISTS = ("กรอกข้อมูล", "คำอธิบาย", "รายการเลือก")
HEAD_ROW, FIRST_ROW = 2, 3
_BANNER = re.compile(
    r"แบบ (?P<form>\S+) รุ่น (?P<version>\S+) · (?P<subject>\S+) · "
    r"ปีงบประมาณ พ\.ศ\. (?P<year>25[0-9]{2})(?: · (?P<titles>.*))?"
)
_MARKS = re.compile(r"^[*＊∗✱†!?]+|(?:[*＊∗✱†!?]|\((?:ต้องกรอก|จำเป็น)\))+$")


@dataclass(frozen=True)
class Banner:
    """What a first row says."""

    form: str
    version: str
    subject: str
    year: FiscalYear
    titles: str
    """The form's title, and behind a colon that of the programme."""


def banner_text(form: Form, subject_id: str, subject_title: str, year: FiscalYear) -> str:
    """`แบบ roster รุ่น 1 · clerk-9000 · ปีงบประมาณ พ.ศ. 2569 · ทะเบียนผู้รับจ้าง: ครูธุรการ…`."""
    titles = form.title if subject_title in ("", form.title) else f"{form.title}: {subject_title}"
    return f"แบบ {form.slug} รุ่น {VERSION} · {subject_id} · {year.thai} · {titles}"


def parse_banner(text: str) -> Banner | None:
    """What a first row says; None for any other text."""
    said = _BANNER.fullmatch(" ".join(text.translate(ARABIC_DIGITS).split()))
    if said is None:
        return None
    year = FiscalYear.parse(said["year"])
    return Banner(said["form"], said["version"], said["subject"], year, said["titles"] or "")


def plain_heading(text: str) -> str:
    """A heading as it is compared: without the mark of a required column, whatever people make of it, and however it is
    broken into lines or spaced."""
    return _MARKS.sub("", "".join(text.split()))


@dataclass(frozen=True)
class FilledRow:
    """One row: its number in the file, its cells as they stand there, and what they mean. An absent text is the empty
    string, any other absent value None."""

    number: int
    texts: Mapping[str, str]
    values: Mapping[str, object]

    @property
    def smis(self) -> str:
        """The school that the row is about; empty for the office, and where the code cannot be read."""
        return str(self.values.get("smis") or "")


class SheetRow(NamedTuple):
    """One row that holds anything, as texts: at least as many cells as the form has columns."""

    number: int
    cells: Sequence[str]
    note: bool
    """Whether it holds fewer than half of the cells that a row needs: a signature or a remark below the table."""


def sheet_rows(form: Form, sheet: Spreadsheet) -> Iterator[SheetRow]:
    """The rows below the headings that hold anything."""
    needed = [place for place, column in enumerate(form.columns) if column.needed]
    for number, cells in enumerate(sheet.rows[FIRST_ROW - 1 :], FIRST_ROW):
        if any(cells):
            padded = [*cells, *[""] * (len(form.columns) - len(cells))]
            held = sum(bool(padded[place]) for place in needed)
            yield SheetRow(number, padded, held * 2 < len(needed))


_ROWS_NAMED = 5
_ANEW = "สั่ง workbook template ใหม่ แล้วคัดลอกเฉพาะข้อมูลลงในแบบใหม่"
_TOP = 10
"""Rows from the top among which a form's own first row and headings are looked for."""
_ALIKE = 0.7
"""The share of a form's headings by which a row is seen to be of that form."""


@dataclass(frozen=True)
class FormFile:
    """A filled-in form. `subject_id` is the programme's id, of a register its slug; `rows` counts its rows, notes below
    the table left out; `subject_title` is the programme's title when the form was written, empty where it has none."""

    form: Form
    subject_id: str
    year: FiscalYear
    rows: int
    subject_title: str = ""


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
    """Refuse a form of one programme whose first row names another by its title, or whose programme has another form.

    A title that is no programme's is left alone: titles may be reworded after a form was written.
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
        remedy = f"แก้รหัสโครงการในแถวแรกให้ตรงกับข้อมูลในแบบ หรือ{_ANEW}"
        raise DeliveryError(f"แถวแรกของแบบถูกแก้: {problem}", where=_where(sheet, 1), remedy=remedy)


def _comes_on(programme: Programme, form: Form) -> bool:
    """Whether a programme's rows come on a form; programmes of rent say on which of two."""
    named = programme.form if isinstance(programme, RentProgramme) else form.slug
    return (programme.kind, named) == (form.kind, form.slug)


def _refuse_without_banner(sheet: Spreadsheet) -> None:
    """A form whose first row is gone or moved, or whose first sheet is another one, is still seen to be a form."""
    top = [(row, place, text) for row, cells in enumerate(sheet.rows[:_TOP], 1) for place, text in enumerate(cells, 1)]
    for row, place, text in top:
        if parse_banner(text.removeprefix(EXPLANATION)) and text.startswith(EXPLANATION):
            problem = f"แผ่น “{EXPLANATION}” อยู่หน้าแผ่นที่กรอก"
            raise DeliveryError(problem, where=sheet.name, remedy="ย้ายแผ่นที่กรอกข้อมูลมาเป็นแผ่นแรก แล้วส่งใหม่")
        if parse_banner(text):
            problem = f"แถวแรกของแบบอยู่ที่ช่อง {get_column_letter(place)}{row} ต้องอยู่ที่ช่อง A1"
            raise DeliveryError(problem, where=_where(sheet, row), remedy=f"ลบแถวหรือคอลัมน์ที่แทรกไว้ หรือ{_ANEW}")
    for number, cells in enumerate(sheet.rows[:_TOP], 1):
        titles = [form.title for form in FORMS.values() if _resembles(cells, form)]
        if titles:
            problem = f"แถวแรกที่บอกโครงการและปีงบประมาณถูกลบหรือแก้ (หัวตารางเป็นของ{'หรือ'.join(titles)})"
            raise DeliveryError(problem, where=_where(sheet, number), remedy=_ANEW)


def _resembles(cells: Sequence[str], form: Form) -> bool:
    """Whether a row holds nearly all headings of a form, wherever they stand."""
    expected = {plain_heading(column.titled) for column in form.columns}
    return len(expected & {plain_heading(cell) for cell in cells}) >= _ALIKE * len(expected)


def _refuse_other_columns(sheet: Spreadsheet, form: Form) -> None:
    """Name what is missing, moved, renamed or added among the headings."""
    row = sheet.rows[HEAD_ROW - 1] if len(sheet.rows) >= HEAD_ROW else ()
    found, expected = [plain_heading(cell) for cell in row], [plain_heading(each.titled) for each in form.columns]
    while found and not found[-1]:
        found.pop()
    if found == expected:
        return
    problems = []
    for place, (heading, column) in enumerate(zip(expected, form.columns, strict=True)):
        letter, wanted = get_column_letter(place + 1), column.titled
        there = found[place] if place < len(found) else ""
        if heading in found:
            problems += [f"ช่อง {letter} ต้องเป็น “{wanted}” (ย้ายไปที่อื่น)"] * (there != heading)
        elif there and there not in expected:
            problems.append(f"ช่อง {letter} ต้องเป็น “{wanted}” แต่เป็น “{row[place]}”")
        else:
            problems.append(f"ขาด “{wanted}” ที่ช่อง {letter}")
    added = [row[place] for place in range(len(expected), len(found)) if found[place] and found[place] not in expected]
    problems += [f"เกิน “{heading}”" for heading in added]
    problems += [f"มี “{each.titled}” ซ้ำ" for each in form.columns if found.count(plain_heading(each.titled)) > 1]
    remedy = f"ทำหัวตารางให้เหมือนแบบเดิม หรือ{_ANEW}"
    raise DeliveryError(f"หัวตารางของแบบถูกแก้: {'; '.join(problems)}", where=_where(sheet, HEAD_ROW), remedy=remedy)


def _where(sheet: Spreadsheet, row: int) -> str:
    return f"{sheet.name} แผ่นงาน {sheet.sheet} แถว {row}" if sheet.sheet else f"{sheet.name} แถว {row}"
