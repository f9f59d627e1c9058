"""The rules of findings in rosters of hired people, and the finding about one cell of a roster."""

from decimal import Decimal

from helpers.forms.rosters import ROSTER
from helpers.programmes.form_rows import cell_finding
from helpers.programmes.hire.amounts import Post
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped

POST_OVERLAP = Rule(
    "budget.hire.post_overlap",
    Severity.ERROR,
    "ตำแหน่งเดียวกันมีผู้ปฏิบัติงานซ้อนช่วงเวลากัน",
    "แก้วันเริ่มหรือวันสิ้นสุดให้ไม่ซ้อนกัน ยังไม่คำนวณเงินของแถวที่เริ่มทีหลัง",
    Owner.AREA,
)
RATE_ABOVE = Rule(
    "budget.hire.rate_above",
    Severity.WARNING,
    "ค่าจ้างต่อเดือนสูงกว่าอัตราของโครงการ",
    "ตรวจสัญญาจ้างกับหนังสือแจ้งอัตรา แล้วแก้ทะเบียนผู้รับจ้างหรือไฟล์โครงการ",
    Owner.AREA,
)
RATE_BELOW = Rule(
    "budget.hire.rate_below",
    Severity.WARNING,
    "ค่าจ้างต่อเดือนต่ำกว่าอัตราของโครงการ",
    "ตรวจสัญญาจ้างกับหนังสือแจ้งอัตรา แล้วแก้ทะเบียนผู้รับจ้างหรือไฟล์โครงการ",
    Owner.AREA,
)
RATE_NOT_IN_FORCE = Rule(
    "budget.hire.rate_not_in_force",
    Severity.WARNING,
    "โครงการยังไม่มีอัตราที่ใช้ในเดือนนั้น",
    "เพิ่มอัตราพร้อมวันเริ่มใช้และที่มาในไฟล์โครงการ",
    Owner.AREA,
)
INSURANCE_UNKNOWN = Rule(
    "budget.hire.insurance_unknown",
    Severity.ERROR,
    "ไม่ทราบว่าประเภทการจ้างนี้นายจ้างต้องจ่ายเงินสมทบหรือไม่",
    "ระบุในไฟล์ประกันสังคมว่าประเภทการจ้างนี้ต้องสมทบหรือไม่",
    Owner.AREA,
)
CONTRIBUTION_UNKNOWN = Rule(
    "budget.hire.contribution_unknown",
    Severity.ERROR,
    "ไม่มีอัตราเงินสมทบประกันสังคมที่ใช้ในเดือนนั้น เงินสมทบจึงยังขาด",
    "เพิ่มช่วงอัตราพร้อมที่มาในไฟล์ประกันสังคม",
    Owner.AREA,
)
ALLOTMENT_SHORT = Rule(
    "budget.hire.allotment_short",
    Severity.WARNING,
    "งบประมาณที่ได้รับจัดสรรไม่พอกับที่ต้องจ่าย",
    "ขอรับการจัดสรรเพิ่มจาก สพฐ. หรือเสนอโอนเปลี่ยนแปลงงบประมาณ แล้วลงทะเบียนคุมการจัดสรร",
    Owner.AREA,
)
RULES = (
    POST_OVERLAP,
    RATE_ABOVE,
    RATE_BELOW,
    RATE_NOT_IN_FORCE,
    INSURANCE_UNKNOWN,
    CONTRIBUTION_UNKNOWN,
    ALLOTMENT_SHORT,
)


def post_finding(rule: Rule, post: Post, column: str, value: str, allowed: str = "") -> Finding:
    """A finding about one cell of a post's row in the roster; `value` is what it holds, as users read it."""
    return cell_finding(rule, ROSTER, post.smis, post.source, column, value, allowed)


def baht(amount: Decimal) -> str:
    """An amount with two decimals: `15,000.00`."""
    return grouped(amount, 2)
