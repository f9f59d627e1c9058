"""The declared vocabulary: which Thai words in a title, a head or a sentence name which values of which column.

`word_checks` holds titles, heads and sentences to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.facts.definitions import Condition, Not
from helpers.national.schemas import COUNTED, STATES

Values = tuple[str | bool, ...]


@dataclass(frozen=True, eq=False)
class Subject:
    """The words for the values of one column. Words that name no value hide shorter ones that they hold."""

    column: str
    words: Mapping[str, Values]
    tables: tuple[str, ...] = ()
    """The tables in which the words mean this; empty for all."""
    unsaid: Values = ()
    """Values that go without saying: a filter that chooses these alone needs no word."""
    beside: tuple[str, ...] = ()
    """Other columns that mean the same: a filter on one of them, or a sum of it, is a choice too."""
    heads: Values = ()
    """Values that are words only where they are all that a head says."""

    def concerns(self, table: str) -> bool:
        """Whether the words mean this column in a table; of no table, as for a ratio, where they do in all."""
        return not self.tables or table in self.tables

    @property
    def values(self) -> frozenset[str | bool]:
        """Every value that words name."""
        return frozenset(value for values in self.words.values() for value in values)

    def named(self, text: str) -> frozenset[str | bool]:
        """The values that a text names; none where it has no word for any."""
        if text in self.heads:
            return frozenset({text})
        values = set[str | bool]()
        for word in sorted(self.words, key=len, reverse=True):
            if word in text:
                values.update(self.words[word])
                text = text.replace(word, "\0")
        return frozenset(values)

    def ending(self, text: str) -> str:
        """The word with which a text ends; empty for none."""
        return max((word for word in self.words if text.endswith(word)), key=len, default="")

    def chosen(self, condition: Condition | None) -> frozenset[str | bool]:
        """The values that a condition lets through; none where it chooses nothing."""
        if condition is None:
            return frozenset()
        if isinstance(condition, Not):
            return self.values - {condition.value}
        return frozenset(condition if isinstance(condition, tuple) else (condition,))


_YES: Values = (True,)
_NO: Values = (False,)
_MUST_ACT: Values = ("error", "warning")
_SEVERITIES: Mapping[str, Values] = {
    "ต้องแก้ไข": ("error",),
    "ตรวจสอบ": ("warning",),
    "เพื่อทราบ": ("notice",),
    "ต้องดำเนินการ": _MUST_ACT,
    "ต้องทำ": _MUST_ACT,
}
_CONFIRMED: Mapping[str, Values] = {
    "ทันเวลา": ("ทันเวลา",),
    "ล่าช้า": ("ล่าช้า",),
    "ยังไม่ยืนยัน": ("ยังไม่ยืนยัน",),
    "รู้ผล": ("ทันเวลา", "ล่าช้า", "ยังไม่ยืนยัน"),
    "ครั้งที่ยืนยัน": ("ทันเวลา", "ล่าช้า"),
    "ก่อนยืนยัน": ("ทันเวลา", "ล่าช้า"),
}
_ROSTER = "ทะเบียนผู้รับจ้าง"
_LEVELS: Values = ("ก่อนประถม", "ประถม", "มัธยมต้น", "มัธยมปลาย/ปวช.")
_GRADES = tuple(
    f"{stage}.{number}" for stage, last in (("อ", 3), ("ป", 6), ("ม", 6), ("ปวช", 3)) for number in range(1, last + 1)
)
_PEOPLE = (
    Subject("sex", {"ชาย": ("ช",), "หญิง": ("ญ",), "ไม่ระบุเพศ": ("ไม่ระบุ",)}),
    Subject("level", {}, ("enrolment", "classrooms", "pupils"), heads=_LEVELS),
    Subject("grade", {grade: (grade,) for grade in _GRADES}, ("enrolment", "classrooms")),
    Subject("teacher", {"ครู": _YES}, ("staff",)),
    Subject("hired", {"ลูกจ้างชั่วคราว": _YES}, ("staff",)),
    Subject(
        "status",
        {
            "รอการรับรอง": ("รออยู่",),
            "รอการอนุมัติ": ("รออยู่",),
            "ที่รอ": ("รออยู่",),
            "รับรองแล้ว": ("เสร็จแล้ว",),
            "อนุมัติแล้ว": ("เสร็จแล้ว",),
            "ออกแล้ว": ("เสร็จแล้ว",),
            "รหัส G": ("เสร็จแล้ว",),
        },
        ("learners", "users"),
        beside=("waiting", "codes"),
    ),
    Subject(
        "waiting",
        {
            "รอการรับรองนาน": ("รอนาน",),
            "รอการอนุมัตินาน": ("รอนาน",),
            "เกินเวลาปกติ": ("เกินเวลาปกติ", "รอนาน"),
            "ทราบวันที่บันทึก": ("ไม่เกินเวลาปกติ", "เกินเวลาปกติ", "รอนาน"),
        },
        ("learners", "users"),
    ),
    Subject("cause", {"เข้าใหม่": ("เข้ามา",), "ที่ออก": ("ออกไป",)}, ("pupils",)),
    Subject("flow", {"ต้นปี": ("ต้นช่วง",), "ปลายปี": ("ปลายช่วง",), "ออก": ("ออก",), "เข้า": ("เข้า",)}, ("flows",)),
    Subject(
        "report",
        {
            "ขาดแคลน": ("shortage",),
            "พิการและด้อยโอกาส": ("disability_and_disadvantage",),
            "พิการ": ("disability",),
            "ด้อยโอกาส": ("disadvantage",),
            "ยากจน": ("disadvantage",),
            "ศาสนา": ("religion",),
            "สัญชาติ": ("nationality",),
            "ตามอายุ": ("age",),
            "รหัส G": ("g_code",),
            "พักนอน": ("boarding",),
            "ออกกลางคันตามสาเหตุ": ("dropout",),
            "ออกกลางคัน": ("inspection",),
            "จำหน่ายตามสาเหตุ": ("discharge",),
            "จำหน่ายหรือเสียชีวิต": ("inspection",),
            "ต้นปีการศึกษา": ("inspection",),
            "วันสิ้นปีการศึกษา": ("inspection",),
            "ย้ายมาเรียน": ("inspection",),
            "ย้ายไปเรียน": ("inspection",),
            "เรียนซ้ำชั้น": ("inspection",),
            "ตามการเดินทาง": ("travel",),
            "จบ ป.6": ("p6_destination",),
            "จบ ม.3": ("m3_destination",),
            "จบ ม.6": ("m6_destination",),
            "ตามเวลาที่ใช้เรียน": ("completion_time",),
            "ไม่ผ่านการตัดสิน": ("not_passed",),
            "น้ำหนักตามเกณฑ์ส่วนสูง": ("weight_for_height",),
            "ส่วนสูงตามเกณฑ์อายุ": ("height_for_age",),
        },
        ("categories",),
    ),
    Subject(
        "category",
        {
            "ยากจน": ("เด็กยากจน",),
            "ออกกลางคัน": ("ออกกลางคัน",),
            "จำหน่ายหรือเสียชีวิต": ("จำหน่าย/ตาย",),
            "ต้นปีการศึกษา": ("นักเรียนต้นปีการศึกษา",),
            "วันสิ้นปีการศึกษา": ("นักเรียนในวันสินปีการศึกษา",),
            "ย้ายมาเรียน": ("ย้ายมาเรียนระหว่างปี",),
            "ย้ายไปเรียน": ("ย้ายไปเรียนรร.อื่นระหว่างปี",),
        },
        ("categories",),
    ),
)
_THINGS = (
    Subject("condition", {"ทรุดโทรม": ("ทรุดโทรม",), "พอใช้": ("พอใช้",)}, ("buildings",), heads=("ดี",)),
    Subject(
        "classrooms",
        {"อาคารเรียน": _YES, "ห้องเรียน": _YES, "ห้องตามแบบ": _YES, "ในอาคารที่": ()},
        ("buildings",),
    ),
    Subject("life", {"เกินอายุการใช้งาน": ("เกินอายุการใช้งาน",)}, ("assets",)),
    Subject("present", {"ไม่มี": _NO}, ("expected_kinds",)),
    Subject(
        "condition",
        {"ใช้งานได้": ("ใช้งานได้",), "ใช้งานไม่ได้": ("ใช้งานไม่ได้",)},
        ("computer_conditions",),
    ),
    Subject(
        "purpose",
        {"เพื่อการเรียนการสอน": ("เพื่อการเรียนการสอน",), "เพื่อการบริหารจัดการ": ("เพื่อการบริหารจัดการ",)},
        ("computers", "computer_conditions"),
    ),
    Subject("rental", {"เช่าเอง": ("เช่าเอง",), "เช่าอินเทอร์เน็ตเอง": ("เช่าเอง",)}, ("schools",)),
    Subject("state", {"ใช้ได้": ("ใช้ได้",), "รอซ่อม": ("รอซ่อม",), "รอจำหน่าย": ("รอจำหน่าย",)}, ("equipment",)),
)
_DUE: Values = ("จ่ายเต็มตามสัญญา", "จ่ายเท่าวงเงินสิทธิ")
_MONEY = (
    Subject("half", {"ครึ่งปีแรก": ("ครึ่งปีแรก",), "ครึ่งปีหลัง": ("ครึ่งปีหลัง",)}),
    Subject(
        "measure",
        {
            "ต้องจ่าย": ("ต้องจ่าย",),
            "ตามหลักเกณฑ์": ("ต้องจ่าย",),
            "ได้รับจัดสรร": ("ได้รับจัดสรร",),
            "ได้รับแล้ว": ("ได้รับจัดสรร",),
            "จัดสรรแล้ว": ("จัดสรรแล้ว",),
            "ทะเบียนการจัดสรร": ("จัดสรรแล้ว",),
            "เบิกจ่าย": ("เบิกจ่าย",),
            "คงเหลือ": ("คงเหลือ",),
        },
        ("money",),
    ),
    Subject("fund", {"นอกงบประมาณ": ("เงินนอกงบประมาณ",)}, ("money",), unsaid=("เงินงบประมาณ",)),
    Subject("measure", {"จัดสรร": ("จัดสรร",), "ผูกพัน": ("ผูกพัน",), "เบิกจ่าย": ("เบิกจ่าย",)}, ("movements",)),
    Subject(
        "state",
        {
            "รอผล": ("ยื่นคำขอ",),
            "ไม่อนุมัติ": ("ไม่อนุมัติ",),
            "อนุมัติ": ("อนุมัติ", "ได้รับเงินแล้ว"),
            "ได้รับแล้ว": ("ได้รับเงินแล้ว",),
            "ได้รับเงินแล้ว": ("ได้รับเงินแล้ว",),
        },
        ("requests",),
        beside=("approved",),
    ),
    Subject(
        "state",
        {
            "จ่ายเกินสิทธิ": ("จ่ายเกินสิทธิ",),
            "จ่ายครบ": ("จ่ายครบ",),
            "จ่ายไม่ครบ": ("จ่ายไม่ครบ",),
            "ยังไม่จัดสรร": ("ยังไม่จัดสรร",),
            "จ่ายไม่ตรงสิทธิ": ("จ่ายไม่ครบ", "จ่ายเกินสิทธิ", "ส่งคืนเกิน", "มีรายการแต่ไม่มีสิทธิ"),
        },
        ("results",),
    ),
    Subject("outcome", {"จ่ายเท่าวงเงินสิทธิ": _DUE[1:], "จ่ายเต็ม": _DUE[:1], "ต้องจ่าย": _DUE}, ("claims",), unsaid=_DUE),
    Subject("reason", {"อัตราว่าง": ("อัตราว่าง",), "ไม่ยืนยันข้อมูล": ("ไม่ยืนยันข้อมูล",)}, ("excluded",)),
    Subject("item", {"ค่าตอบแทน": ("ค่าตอบแทน",), "เงินสมทบ": ("เงินสมทบประกันสังคม",)}, ("allocation",)),
    Subject("status", {"ยังไม่ยืนยัน": ("to_confirm",)}, ("rates",)),
)
_WORK = (
    Subject("severity", _SEVERITIES, ("findings",)),
    Subject("severity", _SEVERITIES, ("problems",), unsaid=_MUST_ACT),
    Subject("timing", _CONFIRMED, ("confirmations",)),
    Subject("confirmation", _CONFIRMED, ("confirmations",)),
    Subject(
        "submission",
        {"ข้อมูลครบ": ("ครบ",), "มีครบ": ("ครบ",), "ข้อมูลไม่ครบ": ("บางส่วน", "ไม่มีข้อมูล")},
        ("submissions",),
    ),
    Subject("submission", {"ยังไม่ส่ง": ("ยังไม่ส่ง",), "ที่ส่ง": ("ส่งแล้ว",)}, ("coverage",)),
    Subject(
        "delivered",
        {"มีข้อมูล": _YES, "ยังไม่มีข้อมูล": _NO, "อย่างน้อยหนึ่งหน้า": _YES, "ต้องมีข้อมูล": ()},
        ("schools",),
        unsaid=_YES,
    ),
    Subject(
        "expected",
        {"ต้องมีข้อมูล": _YES, "ต้องส่ง": _YES, "ไม่อยู่ในทะเบียน": _NO},
        ("schools",),
        unsaid=_YES,
    ),
    Subject("received", {"ไม่ได้รับ": _NO, "ได้รับ": _YES}, ("reports",)),
    Subject("since", {"รอบก่อน": ("รอบก่อน",), "ไฟล์แรก": ("ไฟล์แรกของรอบ",)}, ("issues",)),
    Subject("standing", {"ตรงกัน": ("ตรงกัน",), "ไม่มีใน": ("มีในระบบนี้เท่านั้น",)}, ("codes",)),
    Subject(
        "side",
        {"ไม่มีในทะเบียน": (), "ไม่มีใน DMC": (), "DMC": ("DMC",), "ทะเบียน": ("G-Code",)},
        ("codes",),
        unsaid=("DMC",),
    ),
    Subject(
        "side",
        {
            "ใน EMIS": ("EMIS",),
            "ใน DMC": ("DMC",),
            "ตรงกับ DMC": (),
            "ห้องตามแบบแปลน": ("B-OBEC",),
            "ห้องที่เปิดสอน": ("DMC",),
            "ห้องตามแบบแปลนน้อยกว่าห้องที่เปิดสอน": (),
            "โต๊ะเก้าอี้": ("M-OBEC",),
            "โต๊ะเก้าอี้ไม่พอ": (),
            "โต๊ะเก้าอี้ใช้ได้น้อยกว่า": (),
            "นักเรียนของโรงเรียน": ("DMC",),
            "ในทะเบียน": (_ROSTER,),
            "ตามทะเบียนผู้รับจ้าง": (_ROSTER,),
        },
        ("pupils", "rooms", "desks", "hired"),
    ),
)
_OFFICES = (
    Subject("state", {"เข้าแล้ว": STATES[:1], "ยังไม่เข้า": STATES[1:]}, ("offices",)),
    Subject("measure", {name: (name,) for name in COUNTED}, ("office_counts",)),
    Subject("with_before", {"เทียบรอบที่แล้วได้": _YES}, ("office_counts",)),
    Subject("with_last_year", {"เทียบปีที่แล้วได้": _YES}, ("office_counts",)),
    Subject("with_money", {"มีรายงานเงิน": _YES}, ("office_counts",)),
)
SUBJECTS = (*_PEOPLE, *_THINGS, *_MONEY, *_WORK, *_OFFICES)
"""Every column whose values are named in words, by what they are about: people, things, money, the office's work, and
offices."""
