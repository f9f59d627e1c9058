"""Prose of the notebook: stable Thai anchors, one title, no markup from outside."""

import re

import pytest

from helpers.render.html import Heading, ReportMarkdown, slug
from helpers.render.html_blocks import kept_whole


@pytest.mark.parametrize(
    ("label", "anchor"),
    [
        ("สรุปสำหรับผู้บริหาร", "สรุปสำหรับผู้บริหาร"),
        ("นักเรียน (ชั้น ป.1–ป.6)", "นักเรียน-ชั้น-ป-1-ป-6"),
        ("G code", "g-code"),
        ("“—”", "ส่วน"),
    ],
)
def test_an_anchor_keeps_the_words_of_its_heading(label: str, anchor: str) -> None:
    assert slug(label) == anchor


def test_headings_with_the_same_words_get_anchors_of_their_own() -> None:
    markdown = ReportMarkdown(taken=("รวม",))
    written = markdown.html("## รวม\n\n### รวม\n\n## รวม-2")
    assert [heading.anchor for heading in markdown.headings] == ["รวม-2", "รวม-3", "รวม-2-2"]
    assert all(f'id="{heading.anchor}"' in written for heading in markdown.headings)


def test_the_title_is_said_once_and_no_other_heading_is_as_high() -> None:
    markdown = ReportMarkdown()
    written = markdown.html("# รายงาน  DMC\n\nคำถาม\n\n# อีกเรื่อง **หนา**")
    assert "<h1" not in written
    assert markdown.headings == [Heading(2, "อีกเรื่อง-หนา", "อีกเรื่อง หนา")]
    assert written.startswith("<p>คำถาม</p>")


def test_markup_in_prose_is_shown_and_not_obeyed() -> None:
    written = ReportMarkdown().html("<script>alert(1)</script>\n\nก <b>ข</b> [ค](javascript:alert(1))")
    assert "<script" not in written
    assert "<b>" not in written
    assert "javascript:" not in written
    assert "&lt;script&gt;" in written


def test_lists_emphasis_and_tables_are_set() -> None:
    written = ReportMarkdown().html("- **หนา**\n- สอง\n\n| ก | ข |\n|---|---|\n| 1 | 2 |")
    assert "<li><strong>หนา</strong></li>" in written
    assert "<table>" in written


def test_listed_words_hold_together_without_a_character_more() -> None:
    page = '<p title="ร้อยละ">เป็นร้อยละ <data>5</data> ของงบประมาณ</p><td>ร้อยละ</td>'
    page += "<tbody><th>ร้อยละ</th></tbody><code>ร้อยละ</code>"
    whole = kept_whole(page)
    assert whole.count('<span class="whole">ร้อยละ</span>') == 2
    assert '<span class="whole">งบประมาณ</span>' in whole
    assert 'title="ร้อยละ"' in whole
    assert "<th>ร้อยละ</th>" in whole
    assert re.sub("<[^>]*>", "", whole) == re.sub("<[^>]*>", "", page)


def test_names_dates_and_codes_of_rounds_hold_together() -> None:
    names = ("บ้านหนองบ่อ(วิจิตร) 24", "ชุมชน<ก>", "ยาว" * 20)
    page = "<p>บ้านหนองบ่อ(วิจิตร) 24 ถึงวันที่ 30 เมษายน 2569 รอบ 2569-1 เลข 12569-12 ชุมชน&lt;ก&gt; " + "ยาว" * 20 + "</p>"
    whole = kept_whole(page, names)
    held = re.findall('<span class="whole">(.*?)</span>', whole)
    assert held == ["บ้านหนองบ่อ", "(วิจิตร)", "วันที่", "30 เมษายน 2569", "2569-1", "ชุมชน&lt;ก&gt;"]
    assert re.sub("<[^>]*>", "", whole) == re.sub("<[^>]*>", "", page)
