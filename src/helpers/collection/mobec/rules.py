"""The checks on lists of equipment: what each is called, how much it matters, and what to do."""

from __future__ import annotations

from helpers.collection.findings import Owner, Rule, Severity
from helpers.collection.listings.schools import listing_rules

SYSTEM_NAME = "mobec"
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES = (
    Rule(
        "mobec.item.code_unknown",
        _WARNING,
        "รหัสครุภัณฑ์ไม่อยู่ในบัญชีรหัส",
        "ตรวจรหัสกับระบบ M-OBEC ถ้าเป็นรหัสใหม่ให้แจ้งผู้ดูแลสมุดรายงาน รายการนี้ยังนับตามที่ได้รับ",
        Owner.AREA,
    ),
    Rule(
        "mobec.item.repeated", _ERROR, "รหัสซ้ำในโรงเรียนเดียวกัน นับแถวแรกที่มีจำนวนแถวเดียว", "รวมจำนวนไว้ในแถวเดียว แล้วส่งไฟล์ใหม่"
    ),
    Rule(
        "mobec.item.not_a_count",
        _ERROR,
        "ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0 หรือมากเกินไป จึงไม่ได้นับ",
        "กรอกเป็นจำนวนเต็ม ไม่มีให้กรอก 0",
    ),
    Rule(
        "mobec.item.name_of_other_code",
        _WARNING,
        "ชื่อรายการเป็นของรหัสอื่น แถวอาจเลื่อน",
        "ตรวจว่าจำนวนอยู่ตรงกับรหัส แล้วแก้รหัสหรือชื่อ",
    ),
    Rule("mobec.school.codes_missing", _WARNING, "ไฟล์ของโรงเรียนมีรหัสไม่ครบ", "กรอกให้ครบทุกรหัส รายการที่ไม่มีให้กรอก 0"),
    Rule(
        "mobec.school.all_zero",
        _WARNING,
        "โรงเรียนรายงานเป็น 0 ทุกรายการ",
        "ตรวจว่าโรงเรียนบันทึกครุภัณฑ์แล้วหรือยัง",
    ),
    *listing_rules(SYSTEM_NAME, "M-OBEC"),
)
