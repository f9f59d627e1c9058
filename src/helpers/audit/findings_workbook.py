"""findings.xlsx: what is wrong with a period's data in any system and between them, a sheet for every school; and a
file for each, ready to be sent. Confidential.

The stored findings point to a file and a row. So that the school finds the pupil, the number that it gave the pupil
itself is read from the delivery at this moment; it stands in no stored table and in no report.

The sheets of findings.xlsx: a summary of all schools, and for each school with findings one that it can act on.
"""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.catalogue import datasets, rules
from helpers.files import PRIVATE, folder_in_the_making, folder_named, write_whole
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.folder import Params
from helpers.periods import FiscalYear, Period, Round, thai_date
from helpers.reports.folders import Folders
from helpers.systems.system import systems
from helpers.tables.findings import SEVERITY_THAI, Owner, Severity
from helpers.tables.schemas import DELIVERY_DIGITS
from helpers.tables.snapshots import Snapshot
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
        for number, finding in enumerate(school.findings, 1):
            location = (finding.file, finding.sheet, finding.row or None, finding.column)
            values = (*location, finding.found, finding.allowed, finding.remedy, finding.pupil)
            cells = (number, finding.system, SEVERITY_THAI[finding.severity], finding.title, *values)
            look.write_line(sheet, _HEAD_ROW + number, cells[: len(columns)])
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


NAME = "findings.xlsx"
FOLDER = "check"
PACKS = "schools"
_PUPIL = "pupil"
"""What the findings of rules like `dmc.pupil.number_missing` are about; a rule's second word says it."""
_MOST_URGENT_FIRST = list(Severity)
_References = Mapping[tuple[str, int], str]


def all_findings(snapshots: Sequence[Snapshot], params: Params) -> pd.DataFrame:
    """What was found in one period, by whatever data set; each of the files once, though one that reports on
    another's data repeats what is wrong with them. `system` is the data set's title."""
    titles = {name: dataset.title for name, dataset in datasets(params).items()}
    frames = [each.read("findings").assign(system=titles[each.dataset]) for each in snapshots]
    together = pd.concat(frames, ignore_index=True)
    return together.drop_duplicates([name for name in together if name != "system"], ignore_index=True)


def school_names(snapshots: Sequence[Snapshot], params: Params) -> dict[str, str]:
    """What the schools are called, of the list and of the data; a data set that knows no schools adds none."""
    names = {smis: school.name for smis, school in params.schools.items()}
    for schools in (each.read("schools") for each in snapshots if each.path("schools").exists()):
        names = dict(zip(schools["smis"], schools["name"], strict=True)) | names
    return names


def write_findings(snapshots: Sequence[Snapshot], folders: Folders, params: Params) -> Path:
    """Write `outputs/check/<period>/findings.xlsx` (all schools) and beside it `schools/<smis>.xlsx` (each alone),
    over all data sets of one period, readable by their owner alone; returns the path of the first.

    Same data, same bytes. Raises DeliveryError for a delivery that can no longer be opened.
    """
    findings, period = all_findings(snapshots, params), snapshots[0].period
    shown = _shown(findings, _references(findings, period, folders, params))
    names = school_names(snapshots, params)
    names |= {smis: "" for smis in shown if smis not in names and smis}
    schools = [SchoolFindings(smis, names[smis], tuple(shown.get(smis, ()))) for smis in sorted(names)]
    area = SchoolFindings("", "", tuple(shown.get("", ())))
    path = folders.outputs / FOLDER / str(period) / NAME
    with folder_named(folders.outputs):
        folders.outputs.mkdir(parents=True, exist_ok=True)  # reports in it are for others too
    about = _about(period, folders, params)
    write_whole(path, FindingsSheets(about, [area, *schools]).saved(), mode=PRIVATE)
    to_correct = (_to_put_right(school) for school in schools)
    _write_packs(path.parent / PACKS, about, [school for school in to_correct if school.findings])
    return path


def _to_put_right(school: SchoolFindings) -> SchoolFindings:
    """The school with what it can put right itself; the rest is the area's to do."""
    return replace(school, findings=tuple(each for each in school.findings if each.owner is Owner.SCHOOL))


def _write_packs(final: Path, about: About, schools: Sequence[SchoolFindings]) -> None:
    """A workbook of its own for each school that has findings, so that none reads of another's pupils."""
    with folder_in_the_making(final, PRIVATE) as scratch:
        for school in schools:
            write_whole(scratch / f"{school.smis}.xlsx", FindingsSheets(about, [school]).saved(), mode=PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)


def _about(period: Period, folders: Folders, params: Params) -> About:
    deadline, day = _days(period, params)
    return About(
        office=params.office.name,
        period=period.thai,
        deadline=thai_date(deadline),
        digits=params.office.digits,
        day=datetime.combine(day, time.min, UTC),
        sample=folders.data_folder.kind == "sample",
        pupils=isinstance(period, Round),
    )


def _days(period: Period, params: Params) -> tuple[date, date]:
    """The last day for corrections, and the day that the data describe."""
    if isinstance(period, Round):
        return params.round(period).window.closes, params.round(period).as_of.date
    assert isinstance(period, FiscalYear)
    return period.closes, params.fiscal_year(period).as_of.date


def _shown(findings: pd.DataFrame, references: _References) -> dict[str, list[Shown]]:
    """Every school's findings by its code, the most urgent first; the empty code stands for the whole area."""
    by_school: dict[str, list[Shown]] = {}
    for finding in findings.itertuples():
        rule = rules()[str(finding.rule)]
        row = (str(finding.delivery), int(str(finding.row)))
        shown = Shown(
            system=str(finding.system),
            severity=rule.severity,
            owner=rule.owner,
            title=rule.title,
            file=str(finding.file),
            sheet=str(finding.sheet),
            row=int(str(finding.row)),
            column=str(finding.column),
            found=str(finding.found),
            allowed=str(finding.allowed),
            remedy=rule.remedy,
            pupil=references.get(row, "") if _subject(rule.id) == _PUPIL else "",
        )
        by_school.setdefault(str(finding.smis), []).append(shown)
    for listed in by_school.values():
        listed.sort(key=lambda one: _MOST_URGENT_FIRST.index(one.severity))
    return by_school


def _references(findings: pd.DataFrame, period: Period, folders: Folders, params: Params) -> _References:
    """The school's own number of the pupil that a finding is about, by delivery and row. Opens each delivery once."""
    folder, about = folders.data_folder, findings[findings["rule"].map(_subject) == _PUPIL]
    references: dict[tuple[str, int], str] = {}
    for name, system in systems().items():
        for entry in folder.received(name, period):
            delivery = entry.sha256[:DELIVERY_DIGITS]
            rows = frozenset(about[about["delivery"] == delivery]["row"])
            if rows:
                sheet = open_spreadsheet(folder.deliveries / entry.path, params.checks.file_limits, name=entry.name)
                references |= {(delivery, row): number for row, number in system.pupil_references(sheet, rows).items()}
    return references


def _subject(rule: str) -> str:
    return rule.split(".")[1]
