"""The kinds of the numerals that a report prints."""

from pathlib import Path

import pytest

from helpers.audit.pages_numerals import Kind, numerals
from helpers.render.blocks import Number, Span, Text
from helpers.render.notebook_parts import Prose, ShownBlock


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ข้อมูล ณ วันที่ 10 มิถุนายน 2568", Kind.PERIOD),
        ("ภาคเรียนที่ 1", Kind.PERIOD),
        ("รอบ 2568-1", Kind.PERIOD),
        ("34010001 บ้าน", Kind.IDENTIFIER),
        ("ชั้น ป.1", Kind.IDENTIFIER),
        ("เดือนละ 15,000.00 บาท", Kind.PARAMETER),
        ("อีก 99 คน", Kind.OTHER),
    ],
)
def test_a_numeral_is_known_by_what_stands_around_it(tmp_path: Path, words: str, kind: Kind) -> None:
    (tmp_path / "rates.yml").write_text("monthly: 15000", encoding="utf-8")
    assert set(numerals([Prose(words)], [], tmp_path)) == {kind}


def test_the_number_of_a_fact_is_a_fact(tmp_path: Path) -> None:
    text = Text(paragraphs=((Span(text="มี "), Number(fact="f", value="99", text="99")),))
    assert numerals([ShownBlock(text)], [], tmp_path) == {Kind.FACT: 1}
