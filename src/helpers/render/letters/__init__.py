"""What is handed on of a report: a memo, slides, a sheet of paper and a picture for a chat, made of what the report
says and of no other number. A package of its own, so that its templates are no part of what reports depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.render.letters.content import LetterContent

SUFFIXES = {"memo": ".docx", "slides": ".pptx", "sheet": ".pdf", "card": ".png"}
"""The forms of a letter, with the ends of their files' names."""


def letter_renderers() -> Mapping[str, Callable[[LetterContent], bytes]]:
    """For each form the function that makes the bytes of its file.

    They are imported here because python-docx, python-pptx and typst take a second to load.
    """
    from helpers.render.letters import memo, sheet, slides

    return {"memo": memo.render, "slides": slides.render, "sheet": sheet.render, "card": sheet.render_card}
