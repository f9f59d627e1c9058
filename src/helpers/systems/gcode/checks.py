"""The checks on the G-Code registers: their rules, and the functions that yield the findings.

A value that could identify a learner is never repeated in a finding.
"""

from collections.abc import Iterator

import pandas as pd

from helpers.identifiers import LearnerNumber
from helpers.params.checks import DaysWaiting
from helpers.systems.gcode import schemas
from helpers.systems.gcode.reading import LEARNERS, NATIONALITIES, USERS
from helpers.systems.listed_schools import listing_rules
from helpers.systems.listings import ORIGIN
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.schemas import NOT_STATED

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_KEY_IN = "แก้ไขในระบบ G-Code แล้วแจ้งเขตพื้นที่"
_DATE = "กรอกวัน/เดือน/ปี พ.ศ. เช่น 01/06/2568"

RULES = (
    Rule(
        "gcode.pupil.code_missing",
        _ERROR,
        "รับรองแล้วแต่ไม่มีรหัส G",
        "เขตตรวจในระบบว่าออกรหัสแล้วหรือยัง แล้วดาวน์โหลดใหม่",
        Owner.AREA,
    ),
    Rule("gcode.pupil.code_malformed", _ERROR, "รหัส G ไม่ใช่ G ตามด้วยเลข 12 หลัก", "คัดลอกรหัสจากระบบ G-Code แล้วแก้ไข"),
    Rule("gcode.pupil.code_duplicate_in_school", _ERROR, "รหัส G ซ้ำในโรงเรียนเดียวกัน", "เหลือระเบียนที่ถูกต้องระเบียนเดียว"),
    Rule(
        "gcode.pupil.code_duplicate_across_schools",
        _ERROR,
        "รหัส G ซ้ำกับโรงเรียนอื่นในเขต",
        "โรงเรียนที่ผู้เรียนไม่ได้เรียนอยู่จริงย้ายออก ให้สองโรงเรียนตกลงกัน",
    ),
    Rule(
        "gcode.pupil.number_malformed",
        _ERROR,
        "เลขประจำตัวประชาชนในทะเบียน G-Code ไม่ถูกต้อง",
        "ตรวจกับเอกสารทะเบียนราษฎรแล้วแก้ไข",
    ),
    Rule(
        "gcode.pupil.has_citizen_number",
        _WARNING,
        "มีเลขประจำตัวประชาชนแล้วแต่ยังอยู่ในทะเบียนรหัส G",
        "ใช้เลขประจำตัวประชาชนแทนรหัส G ในระบบ DMC แล้วแจ้งเขตยกเลิกรหัส G",
    ),
    Rule("gcode.pupil.sex_unknown", _ERROR, "เพศของผู้เรียนไม่ใช่ ช หรือ ญ", _KEY_IN),
    Rule("gcode.pupil.nationality_missing", _ERROR, "ไม่มีสัญชาติหรืออ่านไม่ได้", "กรอกสัญชาติ ถ้าไม่ทราบให้กรอก ไม่ปรากฏสัญชาติ"),
    Rule(
        "gcode.pupil.nationality_unknown",
        _WARNING,
        "สัญชาติไม่ใช่คำที่ DMC ใช้ จึงนับแยกเป็นอีกสัญชาติหนึ่ง",
        "แก้เป็นคำที่ DMC ใช้ เช่น เมียนมา ไม่ใช่ พม่า สัญชาติที่ DMC ไม่มีให้กรอก อื่นๆ",
    ),
    Rule(
        "gcode.pupil.nationality_thai", _WARNING, "สัญชาติไทยแต่อยู่ในทะเบียนรหัส G", "ขอเลขประจำตัวประชาชนแทนรหัส G หรือแก้สัญชาติ"
    ),
    Rule("gcode.pupil.date_unreadable", _ERROR, "วันที่บันทึกหรือวันที่รับรองอ่านไม่ได้หรือผิดศตวรรษ", _DATE),
    Rule("gcode.pupil.date_order", _ERROR, "วันที่รับรองมาก่อนวันที่บันทึก", "ตรวจวันที่ทั้งสองแล้วแก้ไข"),
    Rule(
        "gcode.pupil.after_as_of",
        _NOTICE,
        "บันทึกหลังวันที่ของข้อมูล นับรวมด้วยแต่ถือว่ารอ 0 วัน",
        "ถ้าต้องการยอด ณ วันที่ของข้อมูลพอดี ให้ดาวน์โหลดทะเบียนในวันนั้น",
        Owner.AREA,
    ),
    Rule(
        "gcode.pupil.waiting_long",
        _WARNING,
        "ผู้เรียนรอการรับรองนาน",
        "เขตตรวจหลักฐานแล้วรับรอง หรือแจ้งโรงเรียนว่าขาดอะไร",
        Owner.AREA,
    ),
    Rule("gcode.user.date_unreadable", _ERROR, "วันที่ลงทะเบียนหรือวันที่อนุมัติผู้ใช้อ่านไม่ได้หรือผิดศตวรรษ", _DATE),
    Rule("gcode.user.waiting_long", _WARNING, "ครูรอการอนุมัติเป็นผู้ใช้นาน", "เขตตรวจคำขอแล้วอนุมัติหรือปฏิเสธ", Owner.AREA),
    Rule(
        "gcode.school.no_user",
        _WARNING,
        "โรงเรียนมีผู้เรียนรหัส G แต่ไม่มีผู้ใช้ที่อนุมัติแล้ว",
        "ให้ครูอย่างน้อยหนึ่งคนลงทะเบียนเป็นผู้ใช้ แล้วเขตอนุมัติ",
    ),
    *(rule for rule in listing_rules("gcode", "G-Code") if rule.id != "gcode.school.missing"),
)


_CODE, _NUMBER = "รหัส G", "เลขประจำตัวประชาชน"


def check_learners(learners: pd.DataFrame, usual: DaysWaiting) -> Iterator[Finding]:
    """Every finding that the register of learners shows by itself."""
    yield from _codes(learners)
    rule = "gcode.pupil."
    yield from _findings(learners[learners["number_wrong"]], f"{rule}number_malformed", LEARNERS.report, _NUMBER)
    yield from _findings(
        learners[learners["has_citizen_number"]], f"{rule}has_citizen_number", LEARNERS.report, _NUMBER
    )
    yield from _findings(learners[learners["sex"] == NOT_STATED], f"{rule}sex_unknown", LEARNERS.report, "เพศ")
    unknown = learners[learners["nationality"] == NOT_STATED]
    yield from _findings(unknown, f"{rule}nationality_missing", LEARNERS.report, "สัญชาติ")
    other = learners[~learners["nationality"].isin([NOT_STATED, *NATIONALITIES])]
    allowed = ", ".join(NATIONALITIES)
    yield from _findings(
        other, f"{rule}nationality_unknown", LEARNERS.report, "สัญชาติ", value="nationality", allowed=allowed
    )
    yield from _findings(
        learners[learners["nationality"] == "ไทย"], f"{rule}nationality_thai", LEARNERS.report, "สัญชาติ"
    )
    wrong_dates = learners[learners["begin_wrong"] | learners["end_wrong"]]
    yield from _findings(wrong_dates, f"{rule}date_unreadable", LEARNERS.report, "วันที่บันทึก / วันที่รับรอง")
    yield from _findings(learners[learners["out_of_order"]], f"{rule}date_order", LEARNERS.report, "วันที่รับรอง")
    yield from _findings(learners[learners["too_late"]], f"{rule}after_as_of", LEARNERS.report, "วันที่บันทึก")
    yield from _waiting_long(learners, f"{rule}waiting_long", LEARNERS.report, usual)


def _codes(learners: pd.DataFrame) -> Iterator[Finding]:
    kind, done = learners["number_kind"], learners["status"] == schemas.DONE
    missing, malformed = (
        learners[kind == number_kind] for number_kind in (LearnerNumber.MISSING, LearnerNumber.MALFORMED)
    )
    yield from _findings(missing[done[missing.index]], "gcode.pupil.code_missing", LEARNERS.report, _CODE)
    shape = "G ตามด้วยเลข 12 หลัก"
    yield from _findings(malformed, "gcode.pupil.code_malformed", LEARNERS.report, _CODE, allowed=shape)
    known = learners[learners["person"].notna()]
    within = known.duplicated(["person", "smis"], keep=False)
    yield from _findings(known[within], "gcode.pupil.code_duplicate_in_school", LEARNERS.report, _CODE)
    schools = known.groupby("person")["smis"].transform("nunique")
    yield from _findings(known[schools > 1], "gcode.pupil.code_duplicate_across_schools", LEARNERS.report, _CODE)


def check_users(users: pd.DataFrame, usual: DaysWaiting) -> Iterator[Finding]:
    """Every finding that the register of users shows by itself."""
    wrong_dates = users[users["begin_wrong"] | users["end_wrong"]]
    yield from _findings(wrong_dates, "gcode.user.date_unreadable", USERS.report, "วันที่ลงทะเบียน / วันที่อนุมัติ")
    yield from _waiting_long(users, "gcode.user.waiting_long", USERS.report, usual)


def check_users_of_schools(learners: pd.DataFrame, users: pd.DataFrame) -> Iterator[Finding]:
    """Schools that have learners and no approved user to keep their records."""
    approved = set(users.loc[users["status"] == schemas.DONE, "smis"])
    without = learners[~learners["smis"].isin(approved)].drop_duplicates("smis")
    yield from _findings(without, "gcode.school.no_user", LEARNERS.report, "รหัสโรงเรียน")


def _waiting_long(rows: pd.DataFrame, rule: str, report: str, usual: DaysWaiting) -> Iterator[Finding]:
    late = rows[rows["waiting"] == schemas.LONG]
    yield from _findings(late, rule, report, "วันที่รอ", value="days_waiting", allowed=f"ไม่เกิน {usual.long} วัน")


def _findings(
    rows: pd.DataFrame, rule: str, report: str, column: str, *, value: str = "", allowed: str = ""
) -> Iterator[Finding]:
    """A finding for each row; `value` names the frame's column whose content may be shown, if any."""
    for record in rows[[*ORIGIN, *([value] if value else [])]].to_dict("records"):
        shown = str(record.pop(value)) if value else ""
        location = {str(name): cell for name, cell in record.items()}
        yield Finding(rule, report=report, column=column, found=shown, allowed=allowed, **location)
