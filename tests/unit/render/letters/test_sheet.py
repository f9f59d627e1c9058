"""The sheet of paper and the picture for a chat."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from helpers.facts.codes import number_code
from helpers.render.letters.sheet import render, render_card
from unit.render.letters.letter_specimen import DUE, MISSING, PEOPLE, PEOPLE_CHANGE, SHARE, content


def sheet_text(saved: bytes) -> tuple[int, str]:
    """The number of pages, and the text of the first without its spaces."""
    document = pypdfium2.PdfDocument(saved)
    text = document[0].get_textpage().get_text_bounded()
    pages = len(document)
    document.close()
    return pages, "".join(text.split())


def test_it_is_one_page_with_each_number_and_its_code_behind_it() -> None:
    pages, text = sheet_text(render(content()))
    assert pages == 1
    for number in (DUE, PEOPLE, MISSING, SHARE, PEOPLE_CHANGE):
        unit = "" if number is SHARE else number.unit or "คน"
        assert f"{number.text}{unit}{number_code(number.fact, number.key)}" in text
    assert "ข้อมูลตัวอย่าง" in text
    assert "workbooktraceround/2568-1/dmc" in text


def test_an_office_of_thai_digits_keeps_the_codes_and_the_command() -> None:
    _, text = sheet_text(render(content("thai")))
    assert f"๒๔,๐๖๐คน{number_code(PEOPLE.fact, '')}" in text
    assert "24,060" not in text
    assert "workbooktraceround/2568-1/dmc" in text


@pytest.mark.parametrize("draft", [True, False])
def test_the_card_is_a_picture_of_1080_by_1350_dots(draft: bool) -> None:
    saved = render_card(content(draft=draft))
    with Image.open(BytesIO(saved)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1080, 1350))
    assert saved == render_card(content(draft=draft))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(content()) == render(content())
