"""What must hold in the registers. A value that could identify a learner is never repeated in a finding."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.collection.findings import Finding
from helpers.collection.gcode import schemas
from helpers.collection.gcode.listings import LEARNERS, NATIONALITIES, USERS
from helpers.collection.listings.opening import ORIGIN
from helpers.collection.schemas import NOT_STATED
from helpers.identifiers import LearnerNumber
from helpers.params.checks import DaysWaiting

_CODE, _NUMBER = "รหัส G", "เลขประจำตัวประชาชน"


def check_learners(learners: pd.DataFrame, usual: DaysWaiting) -> Iterator[Finding]:
    """Every finding that the register of learners shows by itself."""
    yield from _codes(learners)
    rule = "gcode.pupil."
    yield from _found(learners[learners["number_wrong"]], f"{rule}number_malformed", LEARNERS.report, _NUMBER)
    yield from _found(learners[learners["has_citizen_number"]], f"{rule}has_citizen_number", LEARNERS.report, _NUMBER)
    yield from _found(learners[learners["sex"] == NOT_STATED], f"{rule}sex_unknown", LEARNERS.report, "เพศ")
    unknown = learners[learners["nationality"] == NOT_STATED]
    yield from _found(unknown, f"{rule}nationality_missing", LEARNERS.report, "สัญชาติ")
    other = learners[~learners["nationality"].isin([NOT_STATED, *NATIONALITIES])]
    allowed = ", ".join(NATIONALITIES)
    yield from _found(
        other, f"{rule}nationality_unknown", LEARNERS.report, "สัญชาติ", value="nationality", allowed=allowed
    )
    yield from _found(learners[learners["nationality"] == "ไทย"], f"{rule}nationality_thai", LEARNERS.report, "สัญชาติ")
    wrong_dates = learners[learners["begin_wrong"] | learners["end_wrong"]]
    yield from _found(wrong_dates, f"{rule}date_unreadable", LEARNERS.report, "วันที่บันทึก / วันที่รับรอง")
    yield from _found(learners[learners["out_of_order"]], f"{rule}date_order", LEARNERS.report, "วันที่รับรอง")
    yield from _found(learners[learners["too_late"]], f"{rule}after_as_of", LEARNERS.report, "วันที่บันทึก")
    yield from _waiting_long(learners, f"{rule}waiting_long", LEARNERS.report, usual)


def _codes(learners: pd.DataFrame) -> Iterator[Finding]:
    kind, done = learners["number_kind"], learners["status"] == schemas.DONE
    missing, malformed = (learners[kind == each] for each in (LearnerNumber.MISSING, LearnerNumber.MALFORMED))
    yield from _found(missing[done[missing.index]], "gcode.pupil.code_missing", LEARNERS.report, _CODE)
    shape = "G ตามด้วยเลข 12 หลัก"
    yield from _found(malformed, "gcode.pupil.code_malformed", LEARNERS.report, _CODE, allowed=shape)
    known = learners[learners["person"].notna()]
    within = known.duplicated(["person", "smis"], keep=False)
    yield from _found(known[within], "gcode.pupil.code_duplicate_in_school", LEARNERS.report, _CODE)
    schools = known.groupby("person")["smis"].transform("nunique")
    yield from _found(known[schools > 1], "gcode.pupil.code_duplicate_across_schools", LEARNERS.report, _CODE)


def check_users(users: pd.DataFrame, usual: DaysWaiting) -> Iterator[Finding]:
    """Every finding that the register of users shows by itself."""
    wrong_dates = users[users["begin_wrong"] | users["end_wrong"]]
    yield from _found(wrong_dates, "gcode.user.date_unreadable", USERS.report, "วันที่ลงทะเบียน / วันที่อนุมัติ")
    yield from _waiting_long(users, "gcode.user.waiting_long", USERS.report, usual)


def check_users_of_schools(learners: pd.DataFrame, users: pd.DataFrame) -> Iterator[Finding]:
    """Schools that have learners and nobody who may look after their records; asked only of a register of users."""
    approved = set(users.loc[users["status"] == schemas.DONE, "smis"])
    without = learners[~learners["smis"].isin(approved)].drop_duplicates("smis")
    yield from _found(without, "gcode.school.no_user", LEARNERS.report, "รหัสโรงเรียน")


def _waiting_long(rows: pd.DataFrame, rule: str, report: str, usual: DaysWaiting) -> Iterator[Finding]:
    late = rows[rows["waiting"] == schemas.LONG]
    yield from _found(late, rule, report, "วันที่รอ", value="days_waiting", allowed=f"ไม่เกิน {usual.long} วัน")


def _found(
    rows: pd.DataFrame, rule: str, report: str, column: str, *, value: str = "", allowed: str = ""
) -> Iterator[Finding]:
    """A finding for each row; `value` names the frame's column whose content may be shown, if any."""
    for each in rows[[*ORIGIN, *([value] if value else [])]].to_dict("records"):
        shown = str(each.pop(value)) if value else ""
        place = {str(name): own for name, own in each.items()}
        yield Finding(rule, report=report, column=column, found=shown, allowed=allowed, **place)
