"""The memo as Word reads it: the form of official correspondence, real tables, the report's numbers alone."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from helpers.facts.codes import number_code
from helpers.render.letters.memo import render
from unit.render.letters.letter_specimen import NUMBERS, NUMERAL, Digits, content, memo_text


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_every_numeral_is_a_number_of_the_report_or_stands_in_its_words(digits: Digits) -> None:
    letter = content(digits)
    text = memo_text(render(letter))
    words = f"{letter.opening.model_dump_json()} 1. 2. 3. 1) 2) 3) ข้อ 2 เขต 1 5.1 {letter.flags} {letter.signers}"
    known = {*NUMERAL.findall(letter.written(words)), *(letter.written(number.text.lstrip("+−")) for number in NUMBERS)}
    command = f"workbook trace {letter.opening.report_id}"  # is typed as it stands
    assert command in text
    assert {part.rstrip(".,") for part in NUMERAL.findall(text.replace(command, ""))} <= {
        part.rstrip(".,") for part in known | {letter.written(str(index)) for index in range(1, 9)}
    }


def test_key_figures_are_a_real_table_with_a_head_that_repeats_and_a_code_beside_each_number() -> None:
    table = Document(BytesIO(render(content()))).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["ที่", "รายการ", "จำนวน", "เทียบรอบก่อน"]
    assert cells[2] == [
        "2",
        "คนทั้งหมด",
        f"24,060\N{NO-BREAK SPACE}คน  {number_code('people.total', '')}",
        f"−318 คน  {number_code('people.total.change.previous_round', '')}",
    ]
    assert cells[1][3] == "–"
    assert cells[3][2].startswith("ร้อยละ 91.3")
    head = table.rows[0]._tr.trPr
    assert head is not None
    assert head.find(qn("w:tblHeader")) is not None


def test_a_report_that_compares_nothing_has_no_empty_column() -> None:
    assert len(Document(BytesIO(render(content(draft=False)))).tables[0].columns) == 3


def test_it_has_the_parts_of_a_memo_in_their_order() -> None:
    letter = content()
    text = memo_text(render(letter))
    parts = ["บันทึกข้อความ", "ส่วนราชการ", "ที่  ....", "วันที่  ....", "เรื่อง", f"เรียน  {letter.signers[-1].position}"]
    parts += ["1. ข้อเท็จจริง", "2. ข้อพิจารณา", "518,919.30", "3. ข้อเสนอ", "โปรดพิจารณา"]
    parts += [signer.position for signer in letter.signers]
    positions = [text.index(part) for part in parts]
    assert positions[:-3] == sorted(positions[:-3])
    assert "ร่าง · ข้อมูลตัวอย่าง" in text
    assert "มีค่าที่ยังไม่มีผู้ยืนยัน" in text


def test_thai_letters_have_the_typeface_and_size_of_official_correspondence() -> None:
    memo = Document(BytesIO(render(content())))
    for run in (run for paragraph in memo.paragraphs for run in paragraph.runs):
        properties = run._r.rPr
        assert properties is not None
        fonts = properties.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "cs")} == {"TH Sarabun New"}
        assert properties.find(qn("w:szCs")).get(qn("w:val")) == properties.find(qn("w:sz")).get(qn("w:val"))
    section = memo.sections[0]
    assert section.page_width is not None
    assert (round(section.page_width.cm, 1), memo.core_properties.language) == (21.0, "th")


def test_the_same_report_gives_the_same_bytes() -> None:
    saved = render(content())
    assert saved == render(content())
    assert Document(BytesIO(saved)).core_properties.modified == content().day
