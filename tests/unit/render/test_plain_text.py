"""Every kind of block says in plain text what it shows: no reader of the notebook meets a bare word like `text`."""

import pytest

from helpers.render.blocks import Block, IndicatorExport, MethodsNote
from helpers.render.notebook_parts import ShownBlock, notebook_pieces
from helpers.render.plain_text import block_text
from unit.render.quarto.quarto_specimen import whole_report

SAID = {
    "opening": "รายงานข้อมูลนักเรียนรายบุคคล (DMC)\nสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1 "
    "ภาคเรียนที่ 1 ปีการศึกษา 2568\nข้อมูล ณ วันที่ 10 มิถุนายน 2568\nข้อมูลตัวอย่าง มิใช่ข้อมูลจริง",
    "headlines": "นักเรียนทั้งหมด 24,060\u00a0คน เพิ่มขึ้นจากรอบก่อน\nนักเรียนยากจน ร้อยละ\u00a047.1",
    "text": "ปีการศึกษานี้มีนักเรียน 24,060\u00a0คน ลดลงจากรอบก่อน",
    "table": "จำนวนนักเรียนจำแนกตามชั้นและเพศ (คน) ตาราง 3 แถว 4 คอลัมน์",
    "chart": "นักเรียนตามชั้น: แผนภูมิแท่ง: ชั้น ป.2 มากที่สุด 2,279 คน",
    "flags": "เร่งด่วน ต้องตัดสินใจ มีนักเรียน 24,060\u00a0คน",
    "hand_over": IndicatorExport(lines=()).note,
    "annex": "บัญชีจัดสรร\nปีงบประมาณ พ.ศ. 2569",
    "signatures": "ลงชื่อ ผู้จัดทำ ตำแหน่ง นักวิชาการ\nลงชื่อ ผู้อนุมัติ ตำแหน่ง ผู้อำนวยการ",
    "receipts": "ที่มาของตัวเลข 2 รายการ จากไฟล์ต้นทาง 1 ไฟล์",
}


def blocks() -> dict[str, Block]:
    """The first block of each kind in a whole report."""
    shown = [piece.block for piece in notebook_pieces(whole_report()) if isinstance(piece, ShownBlock)]
    return {block.kind: block for block in reversed(shown)}


@pytest.mark.parametrize("kind", SAID)
def test_a_block_says_what_it_shows(kind: str) -> None:
    assert block_text(blocks()[kind], "arabic") == SAID[kind]


def test_no_kind_of_block_is_left_out() -> None:
    assert set(blocks()) == set(SAID)
    note = MethodsNote(assumptions=2, unconfirmed=0, files=1, title="วิธีการ", href="x")
    assert block_text(note, "thai") == "รายงานนี้ใช้ข้อสมมติ ๒ ข้อ ไฟล์ต้นทาง ๑ ไฟล์ รายการทั้งหมดอยู่ที่ วิธีการ"
