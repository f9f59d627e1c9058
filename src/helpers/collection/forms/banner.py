"""The first row of a form: one sentence that a person reads and that tells the program what the file is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.collection.cells import ARABIC_DIGITS
from helpers.collection.forms.form import Form
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
