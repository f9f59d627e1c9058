"""The rules of findings in claims and contracts of rent."""

from helpers.tables.findings import Owner, Rule, Severity

ABOVE_CEILING = Rule(
    "budget.rent.above_ceiling",
    Severity.NOTICE,
    "ค่าเช่าสูงกว่าวงเงินสิทธิ จ่ายเท่าวงเงินสิทธิ",
    "ไม่ต้องแก้ถ้าถูกต้อง ส่วนที่เกินผู้เบิกรับผิดชอบเอง",
    Owner.AREA,
)
ENTITLEMENT_UNUSUAL = Rule(
    "budget.rent.entitlement_unusual",
    Severity.WARNING,
    "วงเงินสิทธิอยู่นอกช่วงที่พระราชกฤษฎีกาค่าเช่าบ้านกำหนด",
    "ตรวจวงเงินสิทธิกับบัญชีท้ายพระราชกฤษฎีกา แล้วแก้ทะเบียน",
    Owner.AREA,
)
ENDS_IN_YEAR = Rule(
    "budget.rent.ends_in_year",
    Severity.NOTICE,
    "สิทธิหรือสัญญาสิ้นสุดในปีงบประมาณนี้",
    "ถ้ายังใช้ต่อให้ต่อสัญญาและแก้วันสิ้นสุดในทะเบียน",
    Owner.AREA,
)
CONTRACTS_OVERLAP = Rule(
    "budget.rent.contracts_overlap",
    Severity.WARNING,
    "โรงเรียนมีสัญญาเช่าที่ดินของวัดเดียวกันซ้อนช่วงเวลากัน นับทั้งสองสัญญา",
    "ตรวจว่าเป็นที่ดินคนละแปลง ถ้าเป็นสัญญาเดิมที่ต่อใหม่ให้แก้วันสิ้นสุดของสัญญาเดิม",
    Owner.AREA,
)
ALLOTMENT_SHORT = Rule(
    "budget.rent.allotment_short",
    Severity.WARNING,
    "งบประมาณค่าเช่าที่ได้รับจัดสรรไม่พอกับที่ต้องจ่าย",
    "ขอรับการจัดสรรเพิ่มจาก สพฐ. หรือเสนอโอนเปลี่ยนแปลงงบประมาณ แล้วลงทะเบียนคุมการจัดสรร",
    Owner.AREA,
)
RULES = (ABOVE_CEILING, ENTITLEMENT_UNUSUAL, ENDS_IN_YEAR, CONTRACTS_OVERLAP, ALLOTMENT_SHORT)
