"""The rosters: who is hired under a programme, and who has reached the top of the salary scale or is near it."""

from dataclasses import replace
from decimal import Decimal

from helpers.forms.form import ENDS, NOTE, SMIS_OR_OFFICE, SPAN, STARTS, CellKind, Condition, Form, FormColumn
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC

LEGAL_FORMS = ("พนักงานราชการ", "ลูกจ้างชั่วคราว", "จ้างเหมาบริการ")
PERSONNEL = ("ข้าราชการ", "ลูกจ้างประจำ")
_POST_NO = FormColumn(
    "post_no",
    "เลขที่ตำแหน่ง",
    CellKind.TEXT,
    "เลขที่ตำแหน่งหรือเลขที่อัตรา ถ้าเปลี่ยนผู้ปฏิบัติงานระหว่างปีให้ใส่อีกแถวด้วยวันเริ่มใหม่",
    example="1001",
    width=14,
    sensitivity=OFFICE_ONLY,
)

ROSTER = Form(
    "roster",
    "ทะเบียนผู้รับจ้าง",
    "อัตราจ้างทุกอัตราของโครงการ หนึ่งแถวต่อหนึ่งอัตราและหนึ่งผู้ปฏิบัติงาน อัตราที่ว่างก็ใส่ไว้โดยพิมพ์ “อัตราว่าง” ที่วันเริ่มจ้าง",
    (
        SMIS_OR_OFFICE,
        _POST_NO,
        FormColumn(
            "post", "ตำแหน่ง", CellKind.TEXT, "ชื่อตำแหน่งหรือหน้าที่ ไม่ใส่ชื่อบุคคล", example="เจ้าหน้าที่ธุรการโรงเรียน", width=26
        ),
        FormColumn(
            "legal_form",
            "ประเภทการจ้าง",
            CellKind.CHOICE,
            "รูปแบบการจ้างตามสัญญา",
            choices=LEGAL_FORMS,
            width=18,
            sensitivity=PUBLIC,
        ),
        replace(STARTS, label="วันเริ่มจ้าง", meaning="วันแรกที่จ้างตามสัญญา", required=False, blank="อัตราว่าง"),
        replace(ENDS, label="วันสิ้นสุดการจ้าง", meaning="วันสุดท้ายที่จ้าง"),
        FormColumn(
            "monthly_rate",
            "ค่าจ้างต่อเดือน",
            CellKind.MONEY,
            "ค่าจ้างหรือค่าตอบแทนต่อเดือนตามสัญญา ก่อนหักใด ๆ",
            "บาท",
            least=Decimal("0.01"),
            example="15,000.00",
            width=15,
        ),
        NOTE,
    ),
    unique=("post_no", "starts"),
    ordered=SPAN,
    conditions=(Condition("starts", "ends"),),
    kind="hire",
)
CEILING_ROSTER = Form(
    "ceiling_roster",
    "ทะเบียนผู้ได้รับเงินเดือนเต็มขั้น",
    "ผู้ได้รับเงินตอบแทนพิเศษเพราะเงินเดือนหรือค่าจ้างถึงขั้นสูงหรือใกล้ถึงขั้นสูง หนึ่งแถวต่อหนึ่งตำแหน่งและหนึ่งช่วงเวลา",
    (
        SMIS_OR_OFFICE,
        replace(_POST_NO, meaning="เลขที่ตำแหน่ง ถ้าร้อยละเปลี่ยนระหว่างปีให้ใส่อีกแถวด้วยวันเริ่มใหม่"),
        FormColumn("personnel", "ประเภทบุคลากร", CellKind.CHOICE, "ประเภทของผู้ได้รับ", choices=PERSONNEL, width=16),
        FormColumn(
            "position", "ตำแหน่ง", CellKind.TEXT, "ชื่อตำแหน่ง ไม่ใส่ชื่อบุคคล", example="ครู วิทยฐานะชำนาญการพิเศษ", width=26
        ),
        FormColumn(
            "ceiling_salary",
            "เงินเดือนเต็มขั้น",
            CellKind.MONEY,
            "เงินเดือนขั้นสูงของอันดับหรือตำแหน่ง ต่อเดือน ผู้ที่ใกล้ถึงขั้นสูงก็ใส่ขั้นสูง",
            "บาท",
            least=Decimal("0.01"),
            example="58,390.00",
            width=15,
        ),
        FormColumn(
            "percentage",
            "ร้อยละที่ได้รับ",
            CellKind.DECIMAL,
            "ร้อยละของเงินเดือนเต็มขั้นตามคำสั่ง (ครึ่งขั้น 2 หนึ่งขั้น 4 หนึ่งขั้นครึ่ง 6) เช่น 2 หรือ 2%",
            symbol="%",
            least=Decimal(1),
            most=Decimal(100),
            example="2",
            width=12,
        ),
        STARTS,
        ENDS,
        NOTE,
    ),
    unique=("post_no", "starts"),
    ordered=SPAN,
    kind="ceiling_salary",
)
