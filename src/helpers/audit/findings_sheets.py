"""The sheets of findings.xlsx: a summary of all schools, and for each school with findings one that it can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.collection.findings import SEVERITY_THAI, Owner, Severity
from helpers.thai import in_digits

SUMMARY, AREA = "สรุป", "เขตพื้นที่"
_COLUMNS = (
    ("ลำดับ", 7),
    ("ระบบ", 17),
    ("ระดับ", 12),
    ("เรื่อง", 30),
    ("ไฟล์", 26),
    ("แผ่นงาน", 10),
    ("แถว", 9),
    ("คอลัมน์", 18),
    ("ค่าที่พบ", 13),
    ("ค่าที่ยอมรับ", 18),
    ("สิ่งที่ต้องทำ", 32),
)
_PUPIL_COLUMN = ("เลขประจำตัวนักเรียนของโรงเรียน", 20)
_SUMMARY_COLUMNS = (("รหัส", 12), ("โรงเรียน", 40), *((SEVERITY_THAI[each], 14) for each in Severity), ("แผ่นงาน", 14))
_DEADLINE = "แก้ไขภายในวันที่ {} ถ้าได้รับสมุดงานนี้หลังวันนั้น ให้แก้ไขทันทีแล้วแจ้งสำนักงาน"
"""What is read in whatever month it is sent: the workbook does not know the day on which a school opens it."""
_HEAD_ROW = 6
_TITLE_HEIGHT = 30.0


@dataclass(frozen=True)
class Shown:
    """One finding as its school reads it. `row` is 0 where no single row is at fault; `pupil` is the number that the
    school itself gave the pupil, empty where the finding is about none."""

    system: str
    severity: Severity
    owner: Owner
    title: str
    file: str
    sheet: str
    row: int
    column: str
    found: str
    allowed: str
    remedy: str
    pupil: str


@dataclass(frozen=True)
class SchoolFindings:
    """A school and what it has to look at; the empty code stands for the area itself."""

    smis: str
    name: str
    findings: tuple[Shown, ...]


@dataclass(frozen=True)
class About:
    """What stands at the head of every sheet; `day` is the time that the file carries."""

    office: str
    period: str
    deadline: str
    digits: str
    day: datetime
    sample: bool
    pupils: bool
    """Whether findings may be about pupils, as those of a round; none of a fiscal year's forms is."""

    @property
    def mark(self) -> str:
        """Who may read it."""
        return look.CONFIDENTIAL if self.pupils else look.FOR_THE_OFFICE

    def words(self, text: str) -> str:
        """The text in the office's digits."""
        return in_digits(text, self.digits)


class FindingsSheets:
    """The workbook of one period."""

    def __init__(self, about: About, schools: Sequence[SchoolFindings]) -> None:
        self.about = about
        self.workbook = look.new_workbook(f"{SUMMARY}ข้อที่พบ {about.period}", about.office, about.day)
        names = self._sheet_names(schools)
        self._summary(schools, names)
        for school in schools:
            if school.findings:
                self._school(school, names[school.smis])

    def saved(self) -> bytes:
        """The file: same findings, same bytes."""
        return look.saved_bytes(self.workbook, self.about.day)

    @staticmethod
    def _sheet_names(schools: Sequence[SchoolFindings]) -> dict[str, str]:
        names: dict[str, str] = {}
        for school in schools:
            names[school.smis] = look.sheet_name(school.smis or AREA, [SUMMARY, *names.values()])
        return names

    def _summary(self, schools: Sequence[SchoolFindings], names: dict[str, str]) -> None:
        sheet = self.workbook.create_sheet(SUMMARY)
        self._above(sheet, "ข้อมูลที่ต้องแก้ไขและตรวจสอบ รายโรงเรียน")
        look.write_heads(sheet, _HEAD_ROW, _SUMMARY_COLUMNS)
        for row, school in enumerate(schools, _HEAD_ROW + 1):
            counts = Counter(finding.severity for finding in school.findings)
            look.write_line(sheet, row, (school.smis or AREA, school.name, *(counts[each] for each in Severity)))
            if school.findings:
                name = names[school.smis]
                look.link(look.put(sheet, row, len(_SUMMARY_COLUMNS), name), name)
            else:
                look.put(sheet, row, len(_SUMMARY_COLUMNS), "ไม่พบ", look.SMALL)
        self._total(sheet, schools)
        self._set_up(sheet, len(schools), _SUMMARY_COLUMNS, wide=False)

    @staticmethod
    def _total(sheet: Worksheet, schools: Sequence[SchoolFindings]) -> None:
        counts = Counter(finding.severity for school in schools for finding in school.findings)
        row = _HEAD_ROW + len(schools) + 1
        look.write_line(sheet, row, ("รวม", "", *(counts[each] for each in Severity), ""))
        for cell in sheet[row]:
            cell.font, cell.fill, cell.border = look.STRONG, look.TOTAL_FILL, look.TOTAL_EDGE

    def _school(self, school: SchoolFindings, name: str) -> None:
        sheet = self.workbook.create_sheet(name)
        self._above(sheet, f"{school.smis} {school.name}".strip() or AREA)
        look.link(look.put(sheet, _HEAD_ROW - 1, 1, f"กลับ{SUMMARY}"), SUMMARY)
        columns = (*_COLUMNS, _PUPIL_COLUMN) if self.about.pupils else _COLUMNS
        look.write_heads(sheet, _HEAD_ROW, columns)
        for number, each in enumerate(school.findings, 1):
            place = (each.file, each.sheet, each.row or None, each.column, each.found, each.allowed)
            told = (number, each.system, SEVERITY_THAI[each.severity], each.title, *place, each.remedy, each.pupil)
            look.write_line(sheet, _HEAD_ROW + number, told[: len(columns)])
        self._set_up(sheet, len(school.findings), columns, wide=True)

    def _above(self, sheet: Worksheet, title: str) -> None:
        about = self.about
        look.put(sheet, 1, 1, title, look.TITLE)
        sheet.row_dimensions[1].height = _TITLE_HEIGHT
        mark = f"{look.SAMPLE} · " if about.sample else ""
        look.put(sheet, 2, 1, f"{mark}{about.office} · {about.words(about.period)}", look.STRONG)
        look.put(sheet, 3, 1, about.mark, look.MARK).fill = look.MARK_FILL
        look.put(sheet, 4, 1, about.words(_DEADLINE.format(about.deadline)), look.STRONG)

    def _set_up(self, sheet: Worksheet, rows: int, columns: Sequence[tuple[str, int]], *, wide: bool) -> None:
        look.set_up_list(sheet, _HEAD_ROW, rows, len(columns))
        mark = f"{self.about.mark} · {look.SAMPLE}" if self.about.sample else self.about.mark
        look.set_up_print(sheet, head=(_HEAD_ROW, _HEAD_ROW), wide=wide, mark=mark, foot=self.about.office)
