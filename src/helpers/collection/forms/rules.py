"""The checks on filled-in forms: what each is called, how much it matters, and what the office must do."""

from __future__ import annotations

from helpers.collection.findings import Owner, Rule, Severity


def _rule(name: str, severity: Severity, title: str, remedy: str) -> Rule:
    """Forms are the office's own: it puts everything right itself."""
    return Rule(f"form.{name}", severity, title, remedy, Owner.AREA)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_CELL = "แก้ช่องที่ระบุในแบบ แล้วรับไฟล์ใหม่"
RULES = (
    _rule("cell.required", _ERROR, "ช่องที่ต้องกรอกยังว่าง", "กรอกช่องที่ระบุ แล้วรับไฟล์ใหม่"),
    _rule("cell.not_a_date", _ERROR, "วันที่อ่านไม่ได้หรือไม่มีในปฏิทิน", "เขียนเป็น 1 ต.ค. 2568 หรือ 01/10/2568 ปีสี่หลัก"),
    _rule("cell.not_money", _ERROR, "จำนวนเงินอ่านไม่ได้", "เขียนเป็นตัวเลข ทศนิยมไม่เกินสองตำแหน่ง ไม่ใส่คำว่าบาท"),
    _rule("cell.not_whole", _ERROR, "ไม่ใช่จำนวนเต็ม", "เขียนเป็นจำนวนเต็ม ไม่ใส่หน่วย"),
    _rule("cell.not_a_number", _ERROR, "ไม่ใช่ตัวเลข", "เขียนเป็นตัวเลข ไม่ใส่เครื่องหมายหรือหน่วย"),
    _rule("cell.not_a_choice", _ERROR, "ไม่ใช่ตัวเลือกของช่องนี้", "เลือกจากรายการของช่อง"),
    _rule("cell.out_of_range", _ERROR, "ตัวเลขอยู่นอกช่วงที่ยอมรับ", _CELL),
    _rule("cell.bad_code", _ERROR, "รหัสไม่ครบหลักหรือมีอักษรที่ไม่ควรมี", _CELL),
    _rule("cell.personal_number", _ERROR, "มีเลขที่อาจเป็นเลขประจำตัวประชาชน", "ลบเลขนั้นออกจากแบบ แล้วรับไฟล์ใหม่"),
    _rule(
        "school.not_on_list",
        _ERROR,
        "โรงเรียนในแบบไม่อยู่ในทะเบียนโรงเรียนของเขต",
        "ตรวจรหัสโรงเรียน หรือเพิ่มโรงเรียนในทะเบียนโรงเรียนของเขต",
    ),
    _rule("row.left_out", _ERROR, "แถวนี้ยังไม่ถูกนับ", "แก้ช่องที่ระบุ แถวจะถูกนับเมื่อรับไฟล์ใหม่"),
    _rule("row.duplicate", _ERROR, "แถวซ้ำกับแถวก่อนหน้า นับแถวแรกแถวเดียว", "ลบแถวที่ซ้ำ หรือแก้เลขที่ให้ไม่ซ้ำกัน"),
    _rule("row.repeated", _WARNING, "สองแถวเหมือนกันทุกช่อง นับทั้งสองแถว", "ถ้าลงซ้ำให้แก้ ถ้าเป็นคนละรายการให้บอกไว้ในหมายเหตุ"),
    _rule("row.dates_out_of_order", _ERROR, "วันที่กลับลำดับ", "ตรวจวันทั้งสองช่อง วันหลังต้องไม่มาก่อนวันแรก"),
    _rule("row.wrong_sign", _ERROR, "เครื่องหมายบวกลบไม่ตรงกับประเภทรายการ", "แก้จำนวนเงินหรือประเภทรายการให้ตรงกัน"),
    _rule("row.incomplete", _WARNING, "ช่องที่ควรกรอกเพราะช่องอื่นยังว่าง", "กรอกช่องที่ระบุ หรือแก้ช่องที่บอกไว้"),
    _rule("row.not_expected", _WARNING, "กรอกช่องที่ควรเว้นว่างเพราะช่องอื่น", "ลบค่าในช่องที่ระบุ หรือแก้ช่องที่บอกไว้"),
    _rule("row.outside_year", _WARNING, "วันที่อยู่นอกปีงบประมาณของแบบ", "ตรวจปีของวันที่ หรือย้ายรายการไปแบบของปีงบประมาณนั้น"),
    _rule("row.outside_columns", _WARNING, "มีข้อความนอกคอลัมน์ของแบบ ไม่ถูกอ่าน", "ย้ายข้อความไปช่องหมายเหตุ หรือลบออก"),
    _rule(
        "register.entry_gone",
        _ERROR,
        "รายการที่เคยส่งไม่อยู่ในทะเบียนไฟล์ใหม่",
        "ใส่รายการเดิมกลับคืน ถ้าลงผิดให้เพิ่มรายการแก้ไขแทนการลบ",
    ),
)
