"""The forms of money flows: payments of the per-head subsidy, and the registers of allotments, spending, transfers."""

from dataclasses import replace
from decimal import Decimal

from helpers.forms.form import DAY, DOCUMENT, MOST_MONEY, NOTE, SMIS, CellKind, Condition, Form, FormColumn, Sign
from helpers.params.programmes.base import EXPENDITURES
from helpers.tables.schemas import PUBLIC

ALLOTTED, ALLOTTED_MORE, WITHDRAWN, CORRECTED = "จัดสรร", "จัดสรรเพิ่ม", "ดึงกลับ", "แก้ไข"
COMMITTED, DISBURSED, RETURNED = "ผูกพัน", "เบิกจ่าย", "ส่งคืน"
COMMITMENT_CORRECTED, DISBURSEMENT_CORRECTED = "แก้ไขผูกพัน", "แก้ไขเบิกจ่าย"
PAID = "จ่าย"
PROPOSED, BY_COMMITTEE, BY_GOVERNOR = "เสนอ", "คณะกรรมการเห็นชอบ", "ผู้ว่าราชการจังหวัดเห็นชอบ"
REPORTED, CANCELLED = "รายงาน สพฐ. แล้ว", "ยกเลิก"
_SATANG = Decimal("0.01")
_AMOUNT = FormColumn(
    "amount", "จำนวนเงิน", CellKind.MONEY, "จำนวนเงินของรายการ", "บาท", least=_SATANG, example="100,000.00", width=17
)
_PROGRAMME = FormColumn(
    "programme",
    "โครงการ",
    CellKind.CHOICE,
    "โครงการที่รายการนี้เป็นของ",
    choices_from="programmes",
    width=44,
    sensitivity=PUBLIC,
)


def _code(name: str, label: str, pattern: str, shape: str, letters: int, example: str) -> FormColumn:
    meaning = f"{label}ตามหนังสือแจ้งจัดสรร เว้นว่างได้ถ้ายังไม่ทราบ"
    return FormColumn(
        name,
        label,
        CellKind.CODE,
        meaning,
        required=False,
        pattern=pattern,
        shape=shape,
        letters=letters,
        example=example,
        width=letters + 6,
    )


def _entry(meaning: str, choices: tuple[str, ...]) -> FormColumn:
    return FormColumn("entry", "ประเภทรายการ", CellKind.CHOICE, meaning, choices=choices, width=16, sensitivity=PUBLIC)


_CODES = (
    _code("output_code", "รหัสผลผลิต", "[0-9]{16}", "ตัวเลข 16 หลัก", 16, "1234567890123456"),
    _code("activity_code", "รหัสกิจกรรมหลัก", "[0-9A-Z]{14}", "ตัวเลขหรืออักษรโรมันตัวใหญ่ 14 ตัว", 14, "12345A6789B012"),
    _code("source_code", "รหัสแหล่งของเงิน", "[0-9]{7}", "ตัวเลข 7 หลัก", 7, "{yy}11410"),
)


def _register(slug: str, title: str, purpose: str, entry: FormColumn, sign: Sign) -> Form:
    """A register of amounts by programme; every column but the note is permanent."""
    sign_meaning = f"{' และ '.join(sign.negative)} เป็นลบ {' และ '.join(sign.either)} เป็นบวกหรือลบ นอกนั้นเป็นบวก"
    columns = (
        DAY,
        DOCUMENT,
        _PROGRAMME,
        FormColumn(
            "expenditure",
            "งบรายจ่าย",
            CellKind.CHOICE,
            "งบรายจ่ายตามหนังสือแจ้ง",
            choices=EXPENDITURES,
            example=EXPENDITURES[3],
            sensitivity=PUBLIC,
        ),
        *_CODES,
        entry,
        replace(_AMOUNT, meaning=sign_meaning, least=-MOST_MONEY, sensitivity=PUBLIC),
    )
    permanent = tuple(column.name for column in columns)
    return Form(slug, title, purpose, (*columns, NOTE), permanent=permanent, sign=sign)


PER_HEAD_PAYMENTS = Form(
    "per_head_payments",
    "ทะเบียนการจัดสรรและจ่ายเงินอุดหนุนรายหัว",
    "เงินอุดหนุนรายหัวที่จัดสรรให้ จ่ายจริง และส่งคืน หนึ่งแถวต่อโรงเรียน รายการ งวด และเอกสาร",
    (
        DAY,
        DOCUMENT,
        SMIS,
        FormColumn("item", "รายการ", CellKind.CHOICE, "รายการของเงินอุดหนุน", choices_from="items", width=24),
        FormColumn("tranche", "งวด", CellKind.CHOICE, "งวดที่จัดสรร", choices_from="tranches", width=24),
        _entry("จัดสรร จ่าย หรือส่งคืน", (ALLOTTED, PAID, RETURNED)),
        replace(_AMOUNT, meaning="จำนวนเงินเป็นบวกทุกประเภทรายการ"),
        NOTE,
    ),
    kind="per_head_result",
)
ALLOTMENTS = _register(
    "allotments",
    "ทะเบียนคุมการจัดสรรงบประมาณ",
    "งบประมาณที่ได้รับจัดสรร หนึ่งแถวต่อหนึ่งรายการ ถ้าลงผิดให้ลงรายการแก้ไขเพิ่ม ไม่ลบหรือแก้แถวเดิม",
    _entry("จัดสรรครั้งแรก จัดสรรเพิ่ม ดึงกลับ หรือแก้รายการที่ลงผิด", (ALLOTTED, ALLOTTED_MORE, WITHDRAWN, CORRECTED)),
    Sign("amount", "entry", (WITHDRAWN,), (CORRECTED,)),
)
SPENDING = _register(
    "spending",
    "ทะเบียนคุมการเบิกจ่ายงบประมาณ",
    "การผูกพันและเบิกจ่ายงบประมาณ หนึ่งแถวต่อหนึ่งรายการ ถ้าลงผิดให้ลงรายการแก้ไขเพิ่ม ไม่ลบหรือแก้แถวเดิม",
    _entry(
        "ผูกพัน เบิกจ่าย ส่งคืนเงินที่เบิกเกิน หรือแก้รายการที่ลงผิด",
        (COMMITTED, DISBURSED, RETURNED, COMMITMENT_CORRECTED, DISBURSEMENT_CORRECTED),
    ),
    Sign("amount", "entry", (RETURNED,), (COMMITMENT_CORRECTED, DISBURSEMENT_CORRECTED)),
)


def _reached(name: str, label: str, meaning: str, example: str) -> FormColumn:
    return FormColumn(name, label, CellKind.DATE, meaning, required=False, example=example, width=15)


TRANSFERS = Form(
    "transfers",
    "ทะเบียนการโอนและเปลี่ยนแปลงงบประมาณ",
    "การโอนเปลี่ยนแปลงงบประมาณระหว่างโครงการ หนึ่งแถวต่อหนึ่งข้อเสนอและคู่โครงการ เพิ่มวันที่และสถานะเมื่อถึงขั้นต่อไป",
    (
        FormColumn("proposal_no", "เลขที่ข้อเสนอ", CellKind.TEXT, "เลขที่ข้อเสนอโอนเปลี่ยนแปลง", example="1/{year}", width=13),
        replace(DAY, label="วันที่เสนอ", meaning="วันที่ของข้อเสนอ อยู่ในปีงบประมาณของแบบ", example="15 มิ.ย. {year}"),
        replace(_PROGRAMME, name="from_programme", label="โอนจากโครงการ", meaning="โครงการที่มีเงินเหลือจ่าย"),
        replace(_PROGRAMME, name="to_programme", label="โอนไปโครงการ", meaning="โครงการที่รับเงิน"),
        replace(_AMOUNT, meaning="จำนวนเงินที่ขอโอน"),
        FormColumn("reason", "เหตุผล", CellKind.TEXT, "เหตุที่เหลือจ่ายและเหตุที่ต้องใช้", example="เหลือจ่ายจากอัตราว่าง", width=30),
        _reached("committee_date", "วันที่คณะกรรมการเห็นชอบ", "เว้นว่างจนกว่าคณะกรรมการเห็นชอบ", "1 ก.ค. {year}"),
        _reached("governor_date", "วันที่ผู้ว่าฯ เห็นชอบ", "เว้นว่างจนกว่าผู้ว่าราชการจังหวัดเห็นชอบ", "10 ก.ค. {year}"),
        _reached("reported_date", "วันที่รายงาน สพฐ.", "เว้นว่างจนกว่าจะรายงาน", "15 ก.ค. {year}"),
        FormColumn(
            "state",
            "สถานะ",
            CellKind.CHOICE,
            "ขั้นล่าสุดของข้อเสนอ",
            choices=(PROPOSED, BY_COMMITTEE, BY_GOVERNOR, REPORTED, CANCELLED),
            example=REPORTED,
            width=26,
        ),
    ),
    unique=("proposal_no", "from_programme", "to_programme"),
    permanent=("proposal_no", "date", "from_programme", "to_programme", "amount"),
    ordered=("date", "committee_date", "governor_date", "reported_date"),
    conditions=(
        Condition("committee_date", "state", (BY_COMMITTEE, BY_GOVERNOR, REPORTED)),
        Condition("governor_date", "state", (BY_GOVERNOR, REPORTED)),
        Condition("reported_date", "state", (REPORTED,)),
    ),
)
