"""The slides as PowerPoint reads them."""

from io import BytesIO

import pytest
from pptx import Presentation
from pptx.shapes.picture import Picture

from helpers.errors import RenderingError
from helpers.facts.codes import number_code
from helpers.render.letters.slides import render
from helpers.render.letters.typesetting import chart_png
from unit.render.letters.letter_specimen import NUMBERS, NUMERAL, Digits, content, slide_text, slides_of


def test_there_are_eight_at_most_and_each_has_a_title_and_the_marks() -> None:
    slides = slides_of(render(content()))
    assert len(slides) == 8
    for number, slide in enumerate(slides, 1):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        assert "ร่าง · ข้อมูลตัวอย่าง" in slide_text(slide)
        assert f"หน้า {number} จาก 8" in slide_text(slide)


def test_they_are_16_to_9() -> None:
    made = Presentation(BytesIO(render(content(charts=0))))
    assert made.slide_width is not None
    assert made.slide_height is not None
    assert round(made.slide_width / made.slide_height, 2) == round(16 / 9, 2)


def test_every_picture_says_in_words_what_it_shows() -> None:
    pictures = [shape for slide in slides_of(render(content())) for shape in slide.shapes if isinstance(shape, Picture)]
    texts = [shape._element.xpath("./p:nvPicPr/p:cNvPr")[0].get("descr") for shape in pictures]
    assert texts == [f"แผนภูมิแท่ง {index} มากที่สุด 24,060 คน" for index in range(3)]
    assert all(shape.image.content_type == "image/png" for shape in pictures)


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_every_numeral_is_a_number_of_the_report_or_stands_in_its_words(digits: Digits) -> None:
    letter = content(digits)
    words = f"{letter.opening.model_dump_json()} {letter.flags} เขต 1 5.1"
    known = {*NUMERAL.findall(letter.written(words)), *(letter.written(number.text.lstrip("+−")) for number in NUMBERS)}
    known |= {letter.written(str(number)) for number in range(9)}
    printed = {part for slide in slides_of(render(letter)) for part in NUMERAL.findall(slide_text(slide))}
    assert {part.rstrip(".,") for part in printed} <= {part.rstrip(".,") for part in known}


def test_the_notes_name_the_fact_behind_every_number() -> None:
    frames = [slide.notes_slide.notes_text_frame for slide in slides_of(render(content()))]
    notes = "\n".join(frame.text for frame in frames if frame is not None)
    assert f"{number_code('people.total', '')} people.total = 24060 คน" in notes
    assert "people.total.why.previous_round [cause=ออกไป] = -318 คน" in notes
    assert all(number.fact in notes for number in NUMBERS if number.fact != "rates.unconfirmed")


def test_who_must_act_is_the_director_and_whoever_corrects() -> None:
    text = slide_text(slides_of(render(content()))[-1])
    assert "ผู้บริหารสำนักงานตัดสินใจ:  เงินไม่พอจ่าย ยังขาด 518,919.30\N{NO-BREAK SPACE}บาท" in text
    assert "ตรวจยอดในทะเบียน – จ่ายเกินสิทธิ (40\N{NO-BREAK SPACE}ข้อ 7\N{NO-BREAK SPACE}โรงเรียน)" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    saved = render(content())
    assert saved == render(content())
    assert Presentation(BytesIO(saved)).core_properties.modified == content().day.replace(tzinfo=None)


def test_a_drawing_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RenderingError, match=r"chart\.typ"):
        chart_png("<svg")
