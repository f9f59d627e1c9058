"""Quarto itself, where it is installed: what it makes passes, and nothing delivered is executed. These may skip."""

import os
from pathlib import Path

import docx
import pytest

from helpers.audit.pages_pdf import page_texts
from helpers.audit.pages_words import plain
from helpers.audit.quarto import made_by_quarto
from helpers.errors import RenderingError
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.program import Quarto, find_quarto
from unit.render.quarto.quarto_specimen import SEEN, page

NAME = "round-2568-1-dmc"


@pytest.fixture(scope="module")
def quarto() -> Quarto:
    try:
        return find_quarto(os.environ)
    except RenderingError:
        pytest.skip("Quarto is not installed")


def test_what_is_delivered_stays_text_in_every_format(quarto: Quarto, tmp_path: Path) -> None:
    made = made_by_quarto([page(probed=True)], Form.DOCUMENTS, list(Format), quarto)
    html = made[f"{NAME}.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html
    (tmp_path / "page.docx").write_bytes(made[f"{NAME}.docx"])
    word = docx.Document(str(tmp_path / "page.docx"))
    assert any(SEEN in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    printed = plain("".join(page_texts(made[f"{NAME}.pdf"])))
    assert plain("{{< env HOME >}} {{< include _quarto.yml >}}") in printed
    every = html + printed + "".join(paragraph.text for paragraph in word.paragraphs)
    assert os.environ.get("HOME", "unknown") not in every
    assert "output-dir" not in every


def test_a_site_and_a_book_pass(quarto: Quarto) -> None:
    site = made_by_quarto([page()], Form.SITE, [Format.HTML], quarto)
    assert {"index.html", f"{NAME}.html", "search.json"} <= set(site)
    assert "24,060" in site["search.json"].decode()
    book = made_by_quarto([page()], Form.BOOK, [Format.DOCX, Format.PDF], quarto)
    assert set(book) == {"book.docx", "book.pdf"}
