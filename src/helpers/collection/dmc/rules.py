"""The checks on DMC deliveries: what each is called, how much it matters, and what the school or the office must do."""

from __future__ import annotations

from helpers.collection.file_checks import file_rules
from helpers.collection.findings import Owner, Rule, Severity

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_KEY_IN = "แก้ไขทะเบียนนักเรียนในระบบ DMC แล้วแจ้งเขตพื้นที่"
_DOWNLOAD = "เขตพื้นที่ดาวน์โหลดรายงานใหม่ ถ้ายังไม่ตรงให้แจ้งผู้ดูแลระบบ DMC"

RULES = (
    Rule("dmc.pupil.number_missing", _ERROR, "ไม่มีเลขประจำตัวประชาชนหรือรหัส G", "กรอกเลข 13 หลักจากสูติบัตรหรือขอรหัส G"),
    Rule("dmc.pupil.number_malformed", _ERROR, "เลขประจำตัวไม่ใช่เลข 13 หลักหรือรหัส G", "ตรวจกับสูติบัตรหรือทะเบียนรหัส G แล้วแก้ไข"),
    Rule("dmc.pupil.number_check_digit", _ERROR, "เลขประจำตัวประชาชนไม่ผ่านเลขตรวจสอบ", "ตรวจกับสูติบัตรแล้วแก้เลขที่พิมพ์ผิด"),
    Rule("dmc.pupil.number_duplicate_in_school", _ERROR, "เลขประจำตัวซ้ำในโรงเรียนเดียวกัน", "เหลือรายการที่ถูกต้องรายการเดียว"),
    Rule(
        "dmc.pupil.number_duplicate_across_schools",
        _ERROR,
        "เลขประจำตัวซ้ำกับโรงเรียนอื่นในเขต",
        "โรงเรียนที่นักเรียนไม่ได้เรียนอยู่จริงย้ายออกหรือจำหน่าย ให้สองโรงเรียนตกลงกันก่อนวันปิดรอบ",
    ),
    Rule("dmc.pupil.age_outside_grade", _WARNING, "อายุอยู่นอกช่วงปกติของชั้น", "ตรวจวันเกิดและชั้น ถ้าถูกต้องแล้วไม่ต้องแก้"),
    Rule("dmc.pupil.birth_date_impossible", _ERROR, "วันเกิดไม่มีในปฏิทินหรืออ่านไม่ได้", _KEY_IN),
    Rule("dmc.pupil.birth_date_era", _ERROR, "ปีเกิดดูเหมือนเป็น ค.ศ. หรือปีในอนาคต", "กรอกปีเกิดเป็น พ.ศ."),
    Rule("dmc.pupil.grade_unknown", _ERROR, "ไม่รู้จักชั้นเรียน", _KEY_IN),
    Rule(
        "dmc.pupil.grade_not_offered",
        _WARNING,
        "โรงเรียนไม่ได้เปิดสอนชั้นนี้ตามทะเบียนโรงเรียน",
        "แก้ชั้นของนักเรียน หรือแจ้งเขตให้แก้ทะเบียนโรงเรียน",
    ),
    Rule("dmc.pupil.sex_unknown", _ERROR, "เพศไม่ใช่ ช หรือ ญ", _KEY_IN),
    Rule("dmc.pupil.sex_against_title", _ERROR, "เพศไม่ตรงกับคำนำหน้าชื่อ", "ตรวจคำนำหน้าชื่อและเพศกับสูติบัตร"),
    Rule("dmc.pupil.weight_impossible", _WARNING, "น้ำหนักเป็นไปไม่ได้หรืออ่านไม่ได้", "ชั่งใหม่แล้วกรอกเป็นกิโลกรัม"),
    Rule("dmc.pupil.height_impossible", _WARNING, "ส่วนสูงเป็นไปไม่ได้หรืออ่านไม่ได้", "วัดใหม่แล้วกรอกเป็นเซนติเมตร"),
    Rule("dmc.pupil.nationality_against_number", _WARNING, "สัญชาติไทยแต่ใช้รหัส G", "ขอเลขประชาชนแทนรหัส G หรือแก้สัญชาติ"),
    Rule(
        "dmc.pupil.pending_discharge", _NOTICE, "มีสถานะยังไม่สามารถจำหน่ายได้ (3.1.8)", "ติดตามนักเรียน แล้วจำหน่ายเมื่อครบเงื่อนไข"
    ),
    Rule(
        "dmc.school.not_on_list",
        _ERROR,
        "โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต",
        "เขตตรวจรหัส แล้วเพิ่มในทะเบียนโรงเรียนหรือแจ้งแก้ในระบบ",
        Owner.AREA,
    ),
    Rule(
        "dmc.school.list_empty",
        _WARNING,
        "ยังไม่มีทะเบียนโรงเรียนของเขต",
        "เติมทะเบียนโรงเรียนของเขตให้ครบ รายงานจะมีชื่อโรงเรียนและอำเภอ",
        Owner.AREA,
    ),
    Rule(
        "dmc.school.missing",
        _ERROR,
        "โรงเรียนในทะเบียนไม่มีข้อมูลในรอบนี้",
        "โรงเรียนบันทึกและยืนยันข้อมูล หรือเขตลบโรงเรียนที่ยุบเลิกออกจากทะเบียน",
    ),
    Rule("dmc.school.name_unsafe", _WARNING, "ชื่อโรงเรียนมีสูตรหรือสัญลักษณ์ที่ไม่ควรมี", "แก้ชื่อโรงเรียนในระบบ"),
    *file_rules("dmc", "DMC"),
    Rule("dmc.aggregate.not_a_count", _ERROR, "ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.sex_sum", _ERROR, "ชาย + หญิง ไม่เท่ากับ รวม", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.level_sum", _ERROR, "ผลรวมชั้นไม่เท่ากับยอดรวมระดับ", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.category_sum", _ERROR, "ผลรวมประเภทไม่เท่ากับยอดทั้งหมด", _DOWNLOAD, Owner.AREA),
    Rule(
        "dmc.aggregate.category_unknown",
        _WARNING,
        "ไม่รู้จักประเภทนี้ในรายงาน",
        "แจ้งผู้ดูแลสมุดรายงาน ยอดของประเภทนี้ยังนับตามที่ได้รับ",
        Owner.AREA,
    ),
    Rule("dmc.aggregate.category_missing", _ERROR, "โรงเรียนขาดบางประเภทในรายงาน", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.area_sum", _ERROR, "ผลรวมโรงเรียนไม่เท่ากับยอดรวมของเขตในไฟล์", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.area_missing", _ERROR, "ไม่มีแถวยอดรวมของเขต ไฟล์อาจขาดตอน", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.whole_enrolment", _ERROR, "จำนวนทั้งหมดในรายงานไม่เท่ากับนักเรียนแยกชั้น", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.duplicate_school_rows", _ERROR, "โรงเรียนมีแถวซ้ำ นับแถวแรกแถวเดียว", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.inspection_balance", _ERROR, "ตารางตรวจพินิจไม่สมดุล (ต้นปี + เข้า − ออก ≠ สิ้นปี)", _KEY_IN),
    Rule("dmc.aggregate.inspection_end", _ERROR, "นักเรียนวันสิ้นปีไม่เท่ากับนักเรียนแยกชั้น", _KEY_IN),
    Rule("dmc.aggregate.g_code_nationality", _WARNING, "รหัส G มากกว่านักเรียนที่ไม่ใช่สัญชาติไทย", "ตรวจสัญชาติของนักเรียนรหัส G"),
    Rule(
        "dmc.compare.list_against_enrolment",
        _ERROR,
        "รายชื่อนักเรียนไม่เท่ากับรายงานแยกชั้น",
        "ดาวน์โหลดทั้งสองรายงานในวันเดียวกัน ถ้ายังต่างให้โรงเรียนตรวจ",
        Owner.AREA,
    ),
    Rule("dmc.rounds.school_gone", _WARNING, "โรงเรียนเคยมีข้อมูลในรอบก่อนแต่ไม่มีในรอบนี้", "ตรวจว่ายุบเลิกหรือยังไม่ส่งข้อมูล"),
    Rule("dmc.rounds.grade_changed", _WARNING, "จำนวนนักเรียนในชั้นเปลี่ยนจากรอบก่อนมากผิดปกติ", "ยืนยันการย้ายเข้าออก หรือแก้ไขชั้น"),
)
