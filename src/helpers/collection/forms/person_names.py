"""Names of persons in texts that are printed: known by the title before them, and told from positions like นายช่าง."""

from __future__ import annotations

import re

HIDDEN_NAME = "(ปกปิดชื่อบุคคล)"
_POSITIONS = (
    r"ช่าง|ทะเบียน|แพทย์|สัตวแพทย์|อำเภอ|กเทศมนตรี|กเมือง|กองค์การ|กรัฐมนตรี|กสมาคม|กสภา|กเหล่ากาชาด|กอบ[ตจ]|จ้าง|หน้า|ทหาร|ตำรวจ"
    r"|สถานี|สิบ|ตรวจ|ด่าน|ท้าย|เรือ(?!ง)|ท่า(?![ก-๎])|คลัง|ไปรษณีย์|งาน|เวร|ยาม|ประตู|ดาบ|หมวด|กอง(?:ตรี|โท|เอก|ใหญ่)"
)
"""What follows นาย in a position: นายช่างโยธา, นายทะเบียน, นายก อบต. is told by its single letter."""
_WOMENS_POSITIONS = (
    r"สนองพระ|พระกำนัล|พยาบาล|ข้าหลวง|แบบ(?![ก-๎])|งาม(?![ก-๎])|รำ(?![ก-๎])|รอง(?![ก-๎])|บวช(?![ก-๎])|เลิ้ง|แดด(?![ก-๎])"
)
"""What follows นาง in a position, and in names of places: นางสนองพระโอษฐ์, นางรอง."""
_WORD = r"[ก-ฮเ-ไ][ก-๎]+"
_RANK = r"(?:ร้อย|พัน|เรือ|เรืออากาศ|นาวา)(?:ตรี|โท|เอก)|[รพน]\.[ตทอ]\."
_NAME = re.compile(
    rf"(?<![ก-๎A-Za-z])(?:"
    rf"(?:นางสาว|น\.\s?ส\.|ด\.\s?[ชญ]\.|ว่าที่\s?(?:{_RANK})(?:\s?หญิง)?)\s*{_WORD}(?:\s+{_WORD})?"
    rf"|นาย\s*(?!{_POSITIONS}){_WORD}(?:\s+{_WORD})?"
    rf"|นาง(?!สาว)\s*(?!{_WOMENS_POSITIONS}){_WORD}(?:\s+{_WORD})?"
    rf"|เด็ก(?:ชาย|หญิง)\s*{_WORD}\s+{_WORD}"
    r"|(?:[Mm][Rr]|[Mm][Rr][Ss]|Ms|[Mm]iss|MISS)(?:\.\s*|\s+)[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})?"
    r")"
)


def begins_with_name(text: str) -> bool:
    """Whether a text begins with a title and the name behind it."""
    return bool(_NAME.match(text))


def without_names(text: str) -> str:
    """The text with every name that a title tells, first name and surname, hidden."""
    return _NAME.sub(HIDDEN_NAME, text)
