"""Names of persons are told from positions and places that begin alike, and are never shown."""

from pathlib import Path

import pytest

from helpers.forms.cells import HIDDEN_NAME, begins_with_name, shown, without_names
from helpers.forms.rosters import ROSTER
from unit.forms.filling import changed, example, read, rules_of, written

NAMES = [
    "นายสมชาย ใจดี",
    "นาย สมชาย  ใจดี (ภารโรง)",
    "นายสมชาย",
    "นายกฤษณะ มีสุข",
    "นายกองแก้ว มีสุข",
    "นายเรืองศักดิ์ มีสุข",
    "นางสมหญิง ใจดี",
    "นางงามตา ใจดี",
    "นางสาวสมหญิง ใจดี",
    "น.ส.สมหญิง ใจดี",
    "น.ส. สมหญิง",
    "ด.ช.สมชาย ใจดี",
    "ด.ญ. สมหญิง ใจดี",
    "เด็กหญิงสมหญิง ใจดี",
    "ว่าที่ร้อยตรีสมชาย ใจดี",
    "ว่าที่ ร.ต. สมชาย ใจดี",
    "ว่าที่ร้อยตรีหญิง สมหญิง ใจดี",
    "Mr. John Smith",
    "Mrs Jane Smith",
    "MISS JANE SMITH",
]
POSITIONS = [
    "นายช่าง",
    "นายช่างไฟฟ้า ชำนาญงาน",
    "นายทะเบียน",
    "นายทะเบียน ระดับ 3",
    "นายแพทย์ ชำนาญการ",
    "นายสัตวแพทย์ปฏิบัติการ",
    "นายก อบต.ตัวอย่าง",
    "นายกอบต.ตัวอย่าง",
    "นายกเทศมนตรี ตำบลตัวอย่าง",
    "นายกองค์การบริหารส่วนตำบล",
    "นายอำเภอ เมือง",
    "นายจ้าง จ่ายเอง",
    "นายตรวจ",
    "นายท้ายเรือ",
    "นายสถานี",
    "นางสนองพระโอษฐ์",
    "นางพยาบาล วิชาชีพ",
    "นางรอง",
    "เด็กชาย 20 คน",
    "เด็กหญิงยากจน",
    "น.ส.3 ก",
    "นายาง",
    "นายูง ตัวอย่าง",
    "นางัว",
    "ว่าที่ผู้อำนวยการโรงเรียน",
    "MS Office",
    "พนักงานราชการ",
    "เจ้าหน้าที่ธุรการโรงเรียน",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_title_with_a_name_is_seen(text: str) -> None:
    assert begins_with_name(text)
    assert not {"สมชาย", "สมหญิง", "ใจดี", "มีสุข", "Smith"} & set(without_names(f"ลงชื่อ ({text})").split())
    assert HIDDEN_NAME in shown(f"ลงชื่อ {text}")


@pytest.mark.parametrize("text", POSITIONS)
def test_a_position_or_place_is_no_name(text: str) -> None:
    assert not begins_with_name(text)
    assert shown(text) == text


def test_a_name_is_in_no_table_and_in_no_finding(tmp_path: Path) -> None:
    path = changed(written(tmp_path, ROSTER, [example(ROSTER), {}]), {"C3": NAMES[0], "C5": f"ลงชื่อ {NAMES[0]}"})
    frame, findings = read(ROSTER, path)
    assert frame.empty
    assert rules_of(findings) == [("cell.personal_name", "C3"), ("row.left_out", ""), ("row.note", "C5")]
    assert "ใจดี" not in repr(findings)
