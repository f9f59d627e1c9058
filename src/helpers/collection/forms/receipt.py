"""What is wrong with one filled-in form, told when it is received: every check that needs that file alone.

What several files say together (a register against its earlier file, a roster against DMC) is for `workbook check`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from helpers.collection.findings import SEVERITY_THAI, Finding
from helpers.collection.forms.form import Choices
from helpers.collection.forms.reading import RULES, read_form
from helpers.collection.forms.recognition import recognise_form
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Delivery
from helpers.params.checks import FormLimits

_TITLES = {rule.id: rule for rule in RULES}
_MOST_TOLD = 40
"""Lines after which the rest is only counted; the findings workbook has all of them."""


def form_findings(sheet: Spreadsheet, choices: Choices, schools: Collection[str], limits: FormLimits) -> list[Finding]:
    """Everything that reading a form finds, in the order of its rows; empty for a file that is no form.

    Raises DeliveryError where the form itself was changed.
    """
    file = recognise_form(sheet)
    if file is None:
        return []
    delivery = Delivery(Path(sheet.name), sheet.name, sheet.sha256, file.form.slug, file.rows, sheet.encoding)
    return read_form(file.form, sheet, delivery, choices, schools, limits)[1]


def told(findings: Sequence[Finding]) -> Iterator[str]:
    """One line a finding: the cell, what is wrong, what stands there, what may, what to do; empty for none."""
    for each in findings[:_MOST_TOLD]:
        rule = _TITLES[each.rule]
        place = f"ช่อง {each.column}" if each.column else f"แถว {each.row}"
        found = f" พบ “{each.found}”" if each.found else ""
        allowed = f" ที่ใช้ได้: {each.allowed}" if each.allowed else ""
        yield f"  {SEVERITY_THAI[rule.severity]} {place} {rule.title}{found}{allowed} วิธีแก้: {rule.remedy}"
    if len(findings) > _MOST_TOLD:
        yield f"  และอีก {len(findings) - _MOST_TOLD:,} ข้อ ดูทั้งหมดด้วย workbook check"
