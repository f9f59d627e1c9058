"""A file that holds far less than what it would take the place of: one school's figures sent in place of the area's, a
list of which only some rows were downloaded."""

from collections.abc import Mapping, Sequence

from helpers.deliveries.recognising import Recognised, recognise
from helpers.errors import DeliveryError, WorkbookError
from helpers.forms.definitions import FORMS
from helpers.params.checks import FewerThanBefore
from helpers.params.folder import Params
from helpers.periods import parse_period
from helpers.tables.data_folder import DataFolder
from helpers.tables.register import Entry, sharing

_SCHOOLS_NAMED = 5
_REMEDY = "ตรวจว่าเลือกไฟล์ถูก ถ้าต้องการใช้ไฟล์นี้แทนจริง สั่ง workbook receive กับไฟล์นี้พร้อม --accept-fewer"


class RowsInForce:
    """The rows of each school in the lists that were received before; a file is opened once."""

    def __init__(self, folder: DataFolder, params: Params) -> None:
        self._folder, self._params = folder, params
        self._rows: dict[str, Mapping[str, int]] = {}

    def taken_over(self, seen: Recognised, entry: Entry, files: Sequence[Entry]) -> dict[str, int]:
        """By school, the rows in force whose place a list takes, being itself among the files in force. Schools that
        a later file holds keep that one's."""
        earlier, later = sharing(entry, files)
        kept = {school for each in later for school in self._of(each)}
        rows = {school: count for each in earlier for school, count in self._of(each).items()}
        return {school: count for school, count in rows.items() if school in seen.schools.keys() - kept}

    def _of(self, entry: Entry) -> Mapping[str, int]:
        """None of a file that can no longer be read."""
        if entry.path not in self._rows:
            try:
                path = self._folder.deliveries / entry.path
                self._rows[entry.path] = recognise(path, self._params, parse_period(entry.period)).schools
            except (WorkbookError, OSError):
                self._rows[entry.path] = {}
        return self._rows[entry.path]


def refuse_fewer_rows(seen: Recognised, before: Mapping[str, int], params: Params) -> None:
    """Raise DeliveryError that names the schools of which a list has far fewer rows than those in force: it may be one
    grade's, or hold a row a school."""
    limit = params.checks.fewer_than_before
    fewer = [each for each in sorted(before) if _fewer(seen.schools[each], before[each], limit, limit.list_share)]
    if not fewer:
        return
    named = ", ".join(
        f"{school} มี {seen.schools[school]:,} แถว จากเดิม {before[school]:,}" for school in fewer[:_SCHOOLS_NAMED]
    )
    more = f" และอีก {len(fewer) - _SCHOOLS_NAMED:,} แห่ง" if len(fewer) > _SCHOOLS_NAMED else ""
    problem = f"ไฟล์นี้มีแถวของ {len(fewer):,} โรงเรียนน้อยกว่าที่ใช้อยู่มาก จึงยังไม่ใช้แทน: {named}{more}"
    raise DeliveryError(problem, where=seen.sheet.name, remedy=_REMEDY)


def refuse_far_fewer(seen: Recognised, before: Entry, folder: DataFolder, params: Params) -> None:
    """Raise DeliveryError where a file has far fewer schools than the one before it, or a form far fewer rows. Nothing
    is said against what can no longer be read."""
    try:
        there = recognise(folder.deliveries / before.path, params, parse_period(before.period))
    except (WorkbookError, OSError):
        return
    limit, is_form = params.checks.fewer_than_before, seen.report in FORMS
    small = is_form and there.holds < limit.form_rows
    if small or not _fewer(seen.holds, there.holds, limit, limit.share):
        return
    what = "แถว" if is_form else "โรงเรียน"
    problem = f"ไฟล์นี้มี {seen.holds:,} {what} น้อยกว่าไฟล์ที่ใช้อยู่มาก ({before.name} มี {there.holds:,} {what}) จึงยังไม่ใช้แทน"
    raise DeliveryError(problem, where=seen.sheet.name, remedy=_REMEDY)


def _fewer(now: int, before: int, limit: FewerThanBefore, share: float) -> bool:
    lost = before - now
    return lost > limit.count and lost > share * before
