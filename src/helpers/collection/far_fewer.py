"""A file that holds far less than the one whose place it would take: one school's, sent in place of the area's."""

from __future__ import annotations

from helpers.collection.data_folder import DataFolder
from helpers.collection.forms.definitions import FORMS
from helpers.collection.recognising import Recognised, recognise
from helpers.collection.register import Entry
from helpers.errors import DeliveryError, WorkbookError
from helpers.params.checks import FewerThanBefore
from helpers.params.folder import Params
from helpers.periods import parse_period


def refuse_far_fewer(seen: Recognised, before: Entry, folder: DataFolder, params: Params) -> None:
    """Raise DeliveryError where a file has far fewer schools than the one before it, or a form far fewer rows. Nothing
    is said against what can no longer be read."""
    try:
        there = recognise(folder.deliveries / before.path, params, parse_period(before.period))
    except (WorkbookError, OSError):
        return
    limit, is_form = params.checks.fewer_than_before, seen.report in FORMS
    small = is_form and there.holds < limit.form_rows
    if small or not _far_fewer(seen.holds, there.holds, limit):
        return
    what = "แถว" if is_form else "โรงเรียน"
    problem = f"ไฟล์นี้มี {seen.holds:,} {what} น้อยกว่าไฟล์ที่ใช้อยู่มาก ({before.name} มี {there.holds:,} {what}) จึงยังไม่ใช้แทน"
    remedy = "ตรวจว่าเลือกไฟล์ถูก ถ้าต้องการใช้ไฟล์นี้แทนจริง สั่ง workbook receive กับไฟล์นี้พร้อม --accept-fewer"
    raise DeliveryError(problem, where=seen.sheet.name, remedy=remedy)


def _far_fewer(now: int, before: int, limit: FewerThanBefore) -> bool:
    lost = before - now
    return lost > limit.count and lost > limit.share * before
