"""The rules of the checks on lists of buildings; `reading` and `dataset` yield the findings."""

from helpers.systems.listed_schools import listing_rules
from helpers.tables.findings import Owner, Rule, Severity

SYSTEM_NAME = "bobec"
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_KEY_IN = "แก้ไขข้อมูลอาคารในระบบ B-OBEC แล้วแจ้งเขตพื้นที่"

RULES = (
    Rule(
        "bobec.building.kind_unknown",
        _WARNING,
        "ไม่รู้จักประเภทสิ่งก่อสร้าง",
        "ตรวจการสะกดกับระบบ B-OBEC ถ้าเป็นประเภทจริงให้แจ้งผู้ดูแลสมุดรายงาน รายการนี้ยังนับตามที่ได้รับ",
        Owner.AREA,
    ),
    Rule("bobec.building.number_missing", _WARNING, "ไม่ระบุลำดับที่ของสิ่งก่อสร้าง", _KEY_IN),
    Rule(
        "bobec.building.number_repeated",
        _ERROR,
        "ประเภทและลำดับที่ซ้ำกันในโรงเรียน นับทุกรายการ",
        "แก้ลำดับที่ หรือลบรายการที่บันทึกซ้ำ",
    ),
    Rule("bobec.building.plan_missing", _WARNING, "ไม่ระบุแบบของสิ่งก่อสร้าง", _KEY_IN),
    Rule("bobec.building.rooms_missing", _ERROR, "อาคารเรียนไม่ระบุจำนวนห้องตามแปลน", _KEY_IN),
    Rule(
        "bobec.building.rooms_malformed",
        _ERROR,
        "จำนวนห้องตามแปลนอ่านไม่ได้หรือมากเกินไป จึงไม่นับ",
        "กรอกเป็นจำนวนเต็ม เช่น 8 ห้อง",
    ),
    Rule("bobec.building.year_missing", _WARNING, "ไม่ระบุปีที่สร้าง", _KEY_IN),
    Rule("bobec.building.year_malformed", _ERROR, "ปีที่สร้างอ่านไม่ได้", "กรอกปี พ.ศ. 4 หลัก เช่น พ.ศ. 2506"),
    Rule(
        "bobec.building.year_impossible",
        _ERROR,
        "ปีที่สร้างเป็นอนาคต หรือดูเหมือนเป็น ค.ศ.",
        "ตรวจกับทะเบียนสินทรัพย์ แล้วกรอกปี พ.ศ.",
    ),
    Rule("bobec.building.condition_missing", _WARNING, "ไม่ระบุสภาพปัจจุบัน", _KEY_IN),
    Rule("bobec.building.condition_unknown", _ERROR, "สภาพปัจจุบันไม่ใช่ ดี พอใช้ หรือทรุดโทรม", _KEY_IN),
    Rule(
        "bobec.asset.malformed",
        _ERROR,
        "จำนวนห้อง อายุการใช้งาน หรืองบประมาณอ่านไม่ได้หรือมากเกินไป จึงไม่นับ",
        "กรอกเป็นตัวเลข งบประมาณเป็นบาท มีทศนิยมไม่เกินสองตำแหน่ง",
    ),
    Rule(
        "bobec.school.kind_missing",
        _WARNING,
        "โรงเรียนไม่มีสิ่งก่อสร้างประเภทที่ควรมี",
        "ตรวจว่าบันทึกครบหรือไม่ ถ้าไม่มีจริงให้เสนอขอสนับสนุน ประเภทที่ควรมีแก้ได้ในเกณฑ์ตรวจสอบ",
    ),
    *listing_rules(SYSTEM_NAME, "B-OBEC"),
)
