"""The checks on G-Code registers: what each is called, how much it matters, and what the school or office must do."""

from __future__ import annotations

from helpers.collection.findings import Owner, Rule, Severity
from helpers.collection.listings.schools import listing_rules

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
