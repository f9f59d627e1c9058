"""What Sarabun can show, and how wide it is."""

import pytest

from helpers.lettering import printable, width


@pytest.mark.parametrize("text", ["โรงเรียนบ้านน้ำคำ", "−48 ≥ 3 × 2 → “ก” ▲", "a\nb", "๑๒๓", "\u00a0"])
def test_what_the_font_has_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("ก😀", "ก\ufffd"), ("\uf70a", "\ufffd"), ("ก\x00ข\x07", "กข"), ("\ufeffก\u202eข\u200b", "กข"), ("ก\tข", "ก ข")],
)
def test_what_the_font_lacks_does_not_stop_a_report(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_marks_above_and_below_take_no_width() -> None:
    assert width("ที่", 10) == width("ท", 10)
    assert width("กู้", 10) == width("ก", 10)
    assert width("กก", 10) == pytest.approx(2 * width("ก", 10))
