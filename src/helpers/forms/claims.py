"""Forms of claims and requests: support from local government, house rent, rent of temple land."""

from dataclasses import replace
from decimal import Decimal

from helpers.forms.form import DOCUMENT, ENDS, SMIS, SMIS_OR_OFFICE, SPAN, STARTS, CellKind, Condition, Form, FormColumn

LUNCH, OTHER_PURPOSE = "อาหารกลางวัน", "อื่น ๆ"
REQUESTED, APPROVED, REFUSED, PAID = "ยื่นคำขอ", "อนุมัติ", "ไม่อนุมัติ", "ได้รับเงินแล้ว"
_SATANG = Decimal("0.01")


def _money(name: str, label: str, meaning: str, example: str) -> FormColumn:
    return FormColumn(name, label, CellKind.MONEY, meaning, "บาท", least=_SATANG, example=example, width=15)


def _count(name: str, label: str, meaning: str, unit: str, example: str) -> FormColumn:
    return FormColumn(
        name, label, CellKind.WHOLE, meaning, unit, required=False, least=Decimal(1), example=example, width=11
    )


SUPPORT_REQUESTS = Form(
    "support_requests",
    "ทะเบียนคำขอรับการสนับสนุนจากองค์กรปกครองส่วนท้องถิ่น",
    "คำขอรับการสนับสนุนงบประมาณจาก อบต. หรือเทศบาล หนึ่งแถวต่อหนึ่งคำขอของโรงเรียน",
    (
        FormColumn("request_no", "เลขที่คำขอ", CellKind.TEXT, "เลขที่คำขอ ไม่ซ้ำกันในแบบ", example="1/{year}", width=12),
        FormColumn(
            "local_government",
            "องค์กรปกครองส่วนท้องถิ่น",
            CellKind.TEXT,
            "ชื่อ อบต. หรือเทศบาลที่ขอรับการสนับสนุน",
            example="อบต.ตัวอย่าง",
            width=24,
        ),
        SMIS,
        FormColumn("purpose", "วัตถุประสงค์", CellKind.CHOICE, "ขอไปใช้ทำอะไร", choices=(LUNCH, OTHER_PURPOSE), width=15),
        FormColumn(
            "description",
            "รายละเอียด",
            CellKind.TEXT,
            "รายละเอียดของคำขอ",
            required=False,
            example="ภาคเรียนที่ 2",
            width=26,
        ),
        _count("pupils", "จำนวนนักเรียน", "นักเรียนที่คิดค่าอาหารกลางวัน ต้องกรอกเมื่อขออาหารกลางวัน", "คน", "120"),
        _count("days", "จำนวนวัน", "วันเรียนที่คิดค่าอาหารกลางวัน ต้องกรอกเมื่อขออาหารกลางวัน", "วัน", "100"),
        _money("amount_requested", "จำนวนเงินที่ขอ", "จำนวนเงินทั้งคำขอ", "288,000.00"),
        FormColumn("requested_on", "วันที่ยื่นคำขอ", CellKind.DATE, "วันที่ตามหนังสือคำขอ", example="1 พ.ย. {before}", width=14),
        FormColumn(
            "state",
            "สถานะ",
            CellKind.CHOICE,
            "ผลล่าสุดของคำขอ",
            choices=(REQUESTED, APPROVED, REFUSED, PAID),
            example=APPROVED,
        ),
        replace(
            _money("amount_approved", "จำนวนเงินที่อนุมัติ", "กรอกเมื่ออนุมัติหรือได้รับเงินแล้วเท่านั้น", "288,000.00"), required=False
        ),
        replace(DOCUMENT, required=False),
    ),
    unique=("request_no",),
    conditions=(
        Condition("pupils", "purpose", (LUNCH,)),
        Condition("days", "purpose", (LUNCH,)),
        Condition("amount_approved", "state", (APPROVED, PAID), otherwise_empty=True),
    ),
    kind="local_support",
)
HOUSE_RENT = Form(
    "house_rent",
    "ทะเบียนผู้มีสิทธิเบิกค่าเช่าบ้าน",
    "สิทธิเบิกค่าเช่าบ้านหรือผ่อนชำระเงินกู้ หนึ่งแถวต่อหนึ่งสิทธิ",
    (
        FormColumn("claim_no", "เลขที่สิทธิ", CellKind.TEXT, "เลขที่คำขอหรือเลขที่สิทธิ ไม่ซ้ำกันในแบบ", example="6005/1", width=14),
        SMIS_OR_OFFICE,
        FormColumn(
            "position", "ตำแหน่ง", CellKind.TEXT, "ตำแหน่งของผู้มีสิทธิ ไม่ใส่ชื่อบุคคล", example="ผู้อำนวยการโรงเรียน", width=24
        ),
        FormColumn("kind", "ประเภทสิทธิ", CellKind.CHOICE, "เช่าหรือผ่อนชำระ", choices=("เช่าบ้าน", "ผ่อนชำระเงินกู้"), width=16),
        _money("monthly_rent", "ค่าเช่าต่อเดือน", "ค่าเช่าหรือเงินผ่อนต่อเดือนตามสัญญา", "3,500.00"),
        _money("monthly_ceiling", "วงเงินสิทธิต่อเดือน", "จำนวนเงินสูงสุดที่มีสิทธิเบิกต่อเดือน", "4,000.00"),
        STARTS,
        ENDS,
        DOCUMENT,
    ),
    unique=("claim_no",),
    ordered=SPAN,
    kind="rent",
)
LAND_RENT = Form(
    "land_rent",
    "ทะเบียนสัญญาเช่าที่ดินวัดร้าง",
    "สัญญาเช่าที่ดินวัดร้างของโรงเรียน หนึ่งแถวต่อหนึ่งสัญญา",
    (
        FormColumn("contract_no", "เลขที่สัญญา", CellKind.TEXT, "เลขที่สัญญาเช่า ไม่ซ้ำกันในแบบ", example="12/2560", width=14),
        SMIS,
        FormColumn("temple", "วัดร้าง", CellKind.TEXT, "ชื่อวัดร้างเจ้าของที่ดิน", example="วัดตัวอย่าง (ร้าง)", width=24),
        _money("rent", "ค่าเช่า", "ค่าเช่าต่อเดือนหรือต่อปี ตามช่องรอบการจ่าย", "6,000.00"),
        FormColumn(
            "period",
            "รอบการจ่าย",
            CellKind.CHOICE,
            "ค่าเช่าคิดเป็นรายใด",
            choices=("รายเดือน", "รายปี"),
            example="รายปี",
            width=13,
        ),
        STARTS,
        ENDS,
        DOCUMENT,
    ),
    unique=("contract_no",),
    ordered=SPAN,
    kind="rent",
)
