"""What a received file is: a file of a collection system, or a form that this office filled in; and of which period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.errors import DeliveryError
from helpers.excel import CONFIDENTIAL, FOR_THE_OFFICE, VERIFIED_BY
from helpers.foreign.spreadsheets import HEADER_WITHIN, SUFFIXES, Spreadsheet, open_spreadsheet
from helpers.forms.recognition import FORM_SHEETS, recognise_form, refuse_other_programme
from helpers.params.folder import Params
from helpers.periods import Period, Round
from helpers.systems.system import Recognition, systems
from helpers.tables.file_names import named_round, smis_by_code


@dataclass(frozen=True)
class Recognised:
    """A file that was opened and understood: the source that it belongs to, which of its reports it is, its period, and
    its rows by the schools for which it takes the place of an earlier file, by SMIS code where the school list tells
    it. Of a file that is replaced as a whole, `holds` is the number of its schools, of a form that of its rows."""

    sheet: Spreadsheet
    source: str
    report: str
    period: Period
    rows: int
    schools: Mapping[str, int] = field(default_factory=dict)
    holds: int = 0


def recognise(path: Path, params: Params, stated: Period | None) -> Recognised:
    """Open a file and tell what it is; `stated` is the period of a file that does not say it itself.

    Raises DeliveryError for a file that nobody knows, that cannot be used, or whose period contradicts itself.
    """
    sheet = open_spreadsheet(path, params.checks.file_limits)
    _refuse_own_output(sheet)
    _refuse_other_sheets(sheet)
    form = recognise_form(sheet)
    if form:
        _refuse_unknown_subject(form.subject_id, form.form.register, path, params)
        refuse_other_programme(form, sheet, params.programmes)
        refuse_other_period(path, form.year, stated)
        return Recognised(sheet, form.subject_id, form.form.slug, form.year, form.rows, holds=form.rows)
    for system in systems().values():
        seen = system.recognise(sheet, params.office.area_code)
        if seen:
            codes, schools = smis_by_code(params.schools), Counter[str]()
            for code, rows in seen.schools.items():
                schools[codes.get(code, code)] += rows
            round_ = _agreed_round(path, seen, stated)
            return Recognised(sheet, system.name, seen.report, round_, seen.rows, schools, seen.holds)
    known = ", ".join(system.title for system in systems().values())
    widths = f"แถวแรกมี {len(sheet.rows[0])} ช่อง" if sheet.rows else "ไม่มีแถว"
    remedy = f"ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยตรง ({', '.join(SUFFIXES)}) ของระบบ {known} หรือแบบกรอกจาก workbook template"
    raise DeliveryError(f"ไม่รู้จักไฟล์นี้ ({widths})", where=path.name, remedy=remedy)


def _refuse_own_output(sheet: Spreadsheet) -> None:
    """What this program wrote for schools or readers holds no data of a system."""
    top = [row[0] for row in sheet.rows[: HEADER_WITHIN + 1] if row]
    if CONFIDENTIAL in top or FOR_THE_OFFICE in top:
        problem = "ไฟล์นี้เป็นสมุดข้อที่พบที่คำสั่ง check เขียนไว้ส่งโรงเรียน ไม่ใช่ข้อมูลจากระบบ"
        remedy = "ให้โรงเรียนแก้ข้อมูลในระบบต้นทางตามสมุดนี้ แล้วส่งไฟล์ที่ดาวน์โหลดใหม่จากระบบนั้น"
    elif any(text.startswith(VERIFIED_BY) for text in top):
        problem, remedy = "ไฟล์นี้เป็นตารางของรายงานจากโปรแกรมนี้ ไม่ใช่ข้อมูลจากระบบ", "ส่งไฟล์ที่ดาวน์โหลดจากระบบ"
    else:
        return
    raise DeliveryError(problem, where=sheet.name, remedy=remedy)


def _refuse_other_sheets(sheet: Spreadsheet) -> None:
    """Only the first sheet is read; the sheets that a form has beside the one that is filled in hold nothing of it."""
    others = [name for name in sheet.other_sheets if name not in FORM_SHEETS]
    if others:
        named = ", ".join(f"“{name}”" for name in others)
        problem = f"ไฟล์มีข้อมูลหลายแผ่นงาน อ่านได้เฉพาะแผ่นแรก “{sheet.sheet}” แต่ยังมีข้อมูลในแผ่น {named}"
        remedy = "รวมทุกแถวไว้ในแผ่นแรก หรือบันทึกแต่ละแผ่นเป็นคนละไฟล์ แผ่นที่ไม่ใช่ข้อมูลให้ลบหรือซ่อน แล้วส่งใหม่"
        raise DeliveryError(problem, where=sheet.name, remedy=remedy)


def _refuse_unknown_subject(subject: str, is_register: bool, path: Path, params: Params) -> None:
    if not is_register and subject not in params.programmes:
        remedy = f"ใช้แบบกรอกจาก workbook template ของโครงการที่มี: {', '.join(params.programmes)}"
        raise DeliveryError(
            f"แบบกรอกนี้เป็นของโครงการ {subject} ซึ่งไม่มีใน params/programmes", where=path.name, remedy=remedy
        )


def _agreed_round(path: Path, seen: Recognition, stated: Period | None) -> Period:
    if seen.round:
        refuse_other_period(path, seen.round, stated)
    own = seen.round or stated
    if not isinstance(own, Round):
        remedy = "เพิ่ม --round เช่น workbook receive --round 2568-1"
        raise DeliveryError("ไฟล์ไม่บอกว่าเป็นข้อมูลรอบใด", where=path.name, remedy=remedy)
    return own


def refuse_other_period(path: Path, own: Period, stated: Period | None) -> None:
    """The period in the content, the one in the file's name and the one that somebody stated must not contradict.

    Raises DeliveryError where they do.
    """
    named = named_round(path.name) if isinstance(own, Round) else None
    for other, said in ((stated, "ที่ระบุ"), (named, "ในชื่อไฟล์")):
        if other and other != own:
            problem = f"เนื้อหาเป็นข้อมูลรอบ {own} ไม่ใช่รอบ {other} {said}"
            remedy = f"รับไฟล์เข้ารอบ {own} ด้วยชื่อที่ถูกต้อง หรือดาวน์โหลดไฟล์ของรอบ {other}"
            raise DeliveryError(problem, where=str(path), remedy=remedy)
