"""Markdown of notebook cells as data for print."""

from typing import Any

import pytest

from helpers.render.typst_blocks import tokens


def read(source: str) -> list[dict[str, Any]]:
    return tokens(source, str)


def text(words: str) -> dict[str, str]:
    return {"kind": "text", "text": words}


def test_words() -> None:
    (paragraph,) = read("ตารางนับ**ทุกคน**และ*บางคน* ด้วย `workbook run` &lt; 3")
    assert paragraph["words"] == [
        text("ตารางนับ"),
        {"kind": "strong", "words": [text("ทุกคน")]},
        text("และ"),
        {"kind": "emphasis", "words": [text("บางคน")]},
        text(" ด้วย "),
        {"kind": "code", "text": "workbook run"},
        text(" < 3"),
    ]


def test_lists_nest() -> None:
    (item,) = read("3. หนึ่ง\n   - ย่อย\n4. สอง")
    assert (item["kind"], item["ordered"], item["start"]) == ("list", True, 3)
    first, second = item["items"]
    assert first[0] == {"kind": "paragraph", "words": [text("หนึ่ง")]}
    assert first[1]["ordered"] is False
    assert second == [{"kind": "paragraph", "words": [text("สอง")]}]


def test_tables() -> None:
    (grid,) = read("| ขนาด | จำนวน |\n|---|--:|\n| เล็ก | 10 |")
    assert grid == {
        "kind": "grid",
        "head": [[text("ขนาด")], [text("จำนวน")]],
        "aligns": ["start", "end"],
        "rows": [[[text("เล็ก")], [text("10")]]],
    }


def test_other_blocks() -> None:
    assert [block["kind"] for block in read("# ก\n\n> ข\n\n---\n\n```\nค\n```\n\nง")] == [
        "heading", "quote", "rule", "code", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["<script>alert(1)</script>", "ก <b>ข</b>", "![ภาพ](attachment:a.png)"])
def test_what_print_does_not_know_stays_visible(source: str) -> None:
    (paragraph,) = read(source)
    words = str(paragraph["words"])
    assert "<script>" in words or "<b>" in words or "[ภาพ: " in words


@pytest.mark.parametrize(("url", "kind"), [("https://example.org/", "link"), ("javascript:alert(1)", "run")])
def test_only_links_to_the_web_and_to_mail_are_links(url: str, kind: str) -> None:
    (paragraph,) = read(f"[ดู]({url})")
    assert paragraph["words"][0]["kind"] == kind
    assert paragraph["words"][0]["words"] == [text("ดู")]


def test_every_text_is_put_into_its_printed_form() -> None:
    (paragraph,) = tokens("ปี 2568 `2568`", lambda words: words.replace("2568", "๒๕๖๘"))
    assert paragraph["words"] == [text("ปี ๒๕๖๘ "), {"kind": "code", "text": "๒๕๖๘"}]
