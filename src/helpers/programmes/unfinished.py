"""What the file of a programme does not say yet: its amounts can be computed, but nothing holds the rules against a
circular or an amount worked by hand."""

from collections.abc import Iterator

from helpers.params.programmes.base import Programme
from helpers.tables.findings import Finding, Owner, Rule, Severity

UNFINISHED = Rule(
    "budget.programme.unfinished",
    Severity.WARNING,
    "ไฟล์โครงการยังไม่มีที่มา เงื่อนไข หรือตัวอย่างที่คิดด้วยมือ",
    "กรอกส่วนที่ยังว่างในไฟล์โครงการจากหนังสือของโครงการ และคิดตัวอย่างด้วยมือหนึ่งข้อ ก่อนใช้ยอดเงิน",
    Owner.AREA,
)
PARTS = {"references": "ที่มา", "conditions": "เงื่อนไข", "examples": "ตัวอย่างที่คิดด้วยมือ"}
"""The lists of a programme's file that may be empty until the office fills them in, with what readers call them."""


def unfinished(programme: Programme) -> Iterator[Finding]:
    """A finding for each list that is still empty; a list that the kind has not is none."""
    for part, words in PARTS.items():
        if not getattr(programme, part, True):
            yield Finding(UNFINISHED.id, "", "", column=part, found=f"ยังไม่ได้กรอก{words}")
