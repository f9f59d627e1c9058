"""The rules of findings in rosters of staff at the top of their salary scale."""

from helpers.tables.findings import Owner, Rule, Severity


def _rule(name: str, severity: Severity, title: str, remedy: str) -> Rule:
    """The office keeps the roster: it puts everything right itself."""
    return Rule(f"budget.ceiling_salary.{name}", severity, title, remedy, Owner.AREA)


POST_OVERLAP = _rule(
    "post_overlap",
    Severity.ERROR,
    "ตำแหน่งเดียวกันได้รับเงินเดือนเต็มขั้นซ้อนช่วงเวลากัน",
    "แก้วันเริ่มหรือวันสิ้นสุดให้ไม่ซ้อนกัน ยังไม่คำนวณเงินของแถวที่เริ่มทีหลัง",
)
PERCENTAGE_NOT_ALLOWED = _rule(
    "percentage_not_allowed",
    Severity.ERROR,
    "ร้อยละที่ได้รับไม่อยู่ในอัตราของโครงการ ยังไม่คำนวณเงิน",
    "ตรวจคำสั่งให้ได้รับค่าตอบแทนพิเศษ แล้วแก้ทะเบียนหรืออัตราในไฟล์โครงการ",
)
PERSONNEL_NOT_PAID = _rule(
    "personnel_not_paid",
    Severity.ERROR,
    "ประเภทบุคลากรไม่อยู่ในโครงการ ยังไม่คำนวณเงิน",
    "ตรวจประเภทบุคลากรในทะเบียน หรือเพิ่มกลุ่มบุคลากรในไฟล์โครงการ",
)
ALLOTMENT_SHORT = _rule(
    "allotment_short",
    Severity.WARNING,
    "งบประมาณเงินเดือนเต็มขั้นที่ได้รับจัดสรรไม่พอกับที่ต้องจ่าย",
    "ขอรับการจัดสรรเพิ่มจาก สพฐ. หรือเสนอโอนเปลี่ยนแปลงงบประมาณ แล้วลงทะเบียนคุมการจัดสรร",
)
RULES = (POST_OVERLAP, PERCENTAGE_NOT_ALLOWED, PERSONNEL_NOT_PAID, ALLOTMENT_SHORT)
