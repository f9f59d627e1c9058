"""The rules of the checks between systems, and the check of deliveries that are older than their round.

The findings where two systems disagree are made with their tables in `comparisons`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from helpers.forms.rosters import ROSTER
from helpers.periods import Round, parse_period, thai_date_short
from helpers.tables.file_names import named_school
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.register import Entry
from helpers.tables.schemas import DELIVERY_DIGITS

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
PUPILS_DIFFER = Rule(
    "between.grade.pupils_differ",
    _ERROR,
    "จำนวนนักเรียนในชั้นของ EMIS ไม่เท่ากับ DMC",
    "นับนักเรียนจริง ณ วันที่ของข้อมูล แล้วแก้ระบบที่ผิดให้ตรงกัน",
)
COLUMNS_EXCHANGED = Rule(
    "between.pupils.columns_exchanged",
    _ERROR,
    "คอลัมน์จำนวนนักเรียนใน EMIS ดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับ DMC",
    "ดาวน์โหลดหน้านักเรียนของ EMIS ใหม่โดยไม่ย้ายคอลัมน์ แล้วรับเข้าแทน",
    Owner.AREA,
)
ROOMS_SHORT = Rule(
    "between.rooms.fewer_than_classes",
    _WARNING,
    "ห้องเรียนตามแปลนใน B-OBEC น้อยกว่าห้องที่เปิดสอนใน DMC",
    "ตรวจว่าบันทึกอาคารเรียนและจำนวนห้องครบ ถ้าห้องไม่พอจริงให้แจ้งเขตพื้นที่",
)
CLASSES_DIFFER = Rule(
    "between.rooms.classes_differ",
    _WARNING,
    "จำนวนห้องเรียนของโรงเรียนใน EMIS ไม่เท่ากับ DMC",
    "นับห้องที่จัดชั้นเรียนจริง ณ วันที่ของข้อมูล แล้วแก้ระบบที่ผิดให้ตรงกัน",
)
NOT_REGISTERED = Rule(
    "between.pupil.code_not_registered",
    _ERROR,
    "รหัส G ใน DMC ไม่มีในทะเบียน G-Code",
    "ตรวจรหัสกับระบบ G-Code ถ้าถูกต้องให้บันทึกผู้เรียนในระบบ G-Code",
)
NOT_IN_DMC = Rule(
    "between.pupil.code_not_in_dmc",
    _WARNING,
    "รหัส G ที่รับรองแล้วไม่มีในบัญชีรายชื่อ DMC",
    "นำรหัสไปใช้ใน DMC หรือแจ้งเขตว่าผู้เรียนย้ายออกหรือมีเลขประชาชนแล้ว",
)
NATIONALITY_DIFFERS = Rule(
    "between.pupil.nationality_differs",
    _ERROR,
    "สัญชาติในทะเบียน G-Code ไม่ตรงกับ DMC",
    "ตรวจกับหลักฐาน แล้วแก้ระบบที่ผิดให้ตรงกัน",
)
CODE_COUNT_DIFFERS = Rule(
    "between.codes.count_differs",
    _WARNING,
    "จำนวนรหัส G ที่รับรองแล้วไม่เท่ากับจำนวนในรายงาน DMC",
    "เทียบรายชื่อในทะเบียน G-Code กับ DMC ของโรงเรียน แล้วแก้ให้ตรงกัน",
)
HIRED_FEWER = Rule(
    "between.hired.fewer_in_emis",
    _WARNING,
    "ผู้รับจ้างด้วยเงินงบประมาณใน EMIS น้อยกว่าทะเบียนผู้รับจ้าง",
    "เพิ่มผู้รับจ้างในหน้าบุคลากรของ EMIS หรือแจ้งเขตว่าไม่ได้ปฏิบัติงานแล้ว",
)
HIRED_MORE = Rule(
    "between.hired.more_in_emis",
    _WARNING,
    "ผู้รับจ้างด้วยเงินงบประมาณใน EMIS มากกว่าทะเบียนผู้รับจ้าง",
    "แก้แหล่งงบประมาณในหน้าบุคลากรของ EMIS หรือแจ้งเขตว่าจ้างด้วยโครงการใด",
)
NOT_IN_ALL = Rule(
    "between.school.not_in_all",
    _WARNING,
    "โรงเรียนมีในบางระบบแต่ไม่มีในระบบอื่น",
    "เขตตรวจว่าโรงเรียนยุบ รวม หรือยังไม่ส่ง และรหัสโรงเรียนตรงกันทุกระบบ",
    Owner.AREA,
)
OLD = Rule(
    "between.delivery.old",
    _WARNING,
    "ไฟล์เก่ากว่ารอบข้อมูล",
    "ดาวน์โหลดใหม่ให้ใกล้วันที่ของข้อมูล แล้วรับเข้าใหม่",
    Owner.AREA,
)
REPEATED = Rule(
    "between.delivery.same_as_before",
    _WARNING,
    "ไฟล์เหมือนของรอบก่อนทุกไบต์",
    "ตรวจว่าโรงเรียนปรับข้อมูลของรอบนี้แล้วหรือยัง ถ้าไม่มีอะไรเปลี่ยนจริงไม่ต้องทำอะไร",
    Owner.AREA,
)
RULES = (
    *(
        PUPILS_DIFFER,
        COLUMNS_EXCHANGED,
        ROOMS_SHORT,
        CLASSES_DIFFER,
        NOT_REGISTERED,
        NOT_IN_DMC,
        NATIONALITY_DIFFERS,
        CODE_COUNT_DIFFERS,
    ),
    *(HIRED_FEWER, HIRED_MORE, NOT_IN_ALL, OLD, REPEATED),
)
_CODES = ("gcode", "dmc")
SYSTEMS_COMPARED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((PUPILS_DIFFER.id, COLUMNS_EXCHANGED.id, CLASSES_DIFFER.id), ("emis", "dmc")),
    ROOMS_SHORT.id: ("bobec", "dmc"),
    **dict.fromkeys((NOT_REGISTERED.id, NOT_IN_DMC.id, NATIONALITY_DIFFERS.id, CODE_COUNT_DIFFERS.id), _CODES),
    **dict.fromkeys((HIRED_FEWER.id, HIRED_MORE.id), ("emis", ROSTER.slug)),
    **dict.fromkeys((NOT_IN_ALL.id, OLD.id, REPEATED.id), ()),
}
"""The systems (or the roster form) that each rule compares, by name; empty for a rule about any system."""


def earlier_rounds(entries: Sequence[Entry], round_: Round, register: Sequence[Entry]) -> dict[str, str]:
    """The latest earlier round in which the same bytes were received for the same system, by digest."""
    received = {(entry.system, entry.sha256) for entry in entries}
    earlier: dict[str, str] = {}
    for entry in register:
        period = parse_period(entry.period)
        if (entry.system, entry.sha256) in received and isinstance(period, Round) and period < round_:
            earlier[entry.sha256] = max(earlier.get(entry.sha256, ""), entry.period)
    return earlier


def check_age(
    entries: Sequence[Entry], before: Mapping[str, str], as_of: date, days: int, codes: Mapping[str, str]
) -> Iterator[Finding]:
    """A finding for each file made more than `days` before the day of the data, as the file itself states, and for each
    file received in an earlier round already (`before`: digest to round). It is the school's whose code the file's name
    has (`codes`: ministry code to SMIS), else the area's."""
    oldest = as_of - timedelta(days=days)
    for entry in entries:
        code = named_school(entry.name)
        location = (codes.get(code, code), entry.report, entry.sha256[:DELIVERY_DIGITS], entry.name)
        if entry.made and date.fromisoformat(entry.made) < oldest:
            made = thai_date_short(date.fromisoformat(entry.made))
            yield Finding(OLD.id, *location, found=f"สร้างเมื่อ {made}", allowed=f"ตั้งแต่ {thai_date_short(oldest)}")
        if entry.sha256 in before:
            yield Finding(REPEATED.id, *location, found=f"รอบ {before[entry.sha256]}", allowed="ข้อมูลของรอบนี้")
