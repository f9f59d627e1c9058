"""A report on one sheet of A4 (PDF), and as a picture of 1080 × 1350 dots for LINE: its answer, at most three things to
decide or know, four figures, and beside each number the code that leads back to it."""

from collections.abc import Iterable
from typing import Any

from helpers.lettering import breakable, printable, width
from helpers.render.blocks import Flag, Inline, Number, Span
from helpers.render.letters.content import Figure, LetterContent, change_text, code_of
from helpers.render.letters.typesetting import typeset_pdf, typeset_png
from helpers.render.wording import NO_FLAGS, flag_words, in_prose, run_text

_FIGURES = 4
_SHEET_ROOM, _CARD_ROOM = 205.0, 375.0
"""Points in which a figure with its unit and code must stand on one line."""
_CODE_ROOM = 5.0
"""How wide a code and the space before it are, in their own size."""
_DOTS = "." * 34
_LONG, _LONGER = 130, 210
"""Letters of an answer, or of all flags together, beyond which the card sets them smaller."""
Data = dict[str, Any]


def render(content: LetterContent) -> bytes:
    """The bytes of the sheet, the same for the same report on every machine. Raises RenderingError."""
    signers = [
        {"role": _words(content, signer.role), "position": _words(content, signer.position), "dots": _DOTS}
        for signer in content.signers
    ]
    titles = {"flags_title": "เรื่องที่ต้องตัดสินใจและต้องรู้", "figures_title": "ตัวเลขสำคัญ", "cautions_title": "ข้อจำกัดของตัวเลข"}
    figures = [_figure(content, figure, 22.0, _SHEET_ROOM, 7.5) for figure in content.figures[:_FIGURES]]
    cautions = [_run(content, caution) for caution in content.cautions]
    more = {"signers": signers, "figures": figures, "cautions": cautions, "answer_size": 15.0}
    return typeset_pdf("sheet.typ", _data(content) | titles | more, content.day)


def render_card(content: LetterContent) -> bytes:
    """The bytes of the picture, the same for the same report on every machine. Raises RenderingError."""
    figures = [_figure(content, figure, 50.0, _CARD_ROOM, 19.0) for figure in content.figures[:_FIGURES]]
    sizes = {
        "title_size": _fitting(content.opening.title, 50.0, 965.0),
        "answer_size": _by_length(run_text(content.answer), 47.0),
        "flag_size": _by_length("".join(run_text(flag.sentence) for flag in content.flags), 37.0),
    }
    return typeset_png("card.typ", _data(content) | sizes | {"figures": figures})


def _data(content: LetterContent) -> Data:
    opening = content.opening
    texts = {name: _words(content, getattr(opening, name)) for name in ("title", "period", "office", "office_short")}
    as_of = _words(content, f"ข้อมูล ณ วันที่ {opening.as_of}") if opening.as_of else ""
    note = f"อักษรท้ายตัวเลขคือรหัส ตรวจที่มาได้ด้วยคำสั่ง workbook trace {opening.report_id} ตามด้วยรหัส"
    return texts | {
        "as_of": as_of,
        "marks": list(content.marks),
        "answer": _run(content, content.answer),
        "flags": [_flag(content, flag) for flag in content.flags],
        "no_flags": " ".join(NO_FLAGS),
        "note": printable(note),  # what is typed keeps its digits whatever digits the office uses
    }


def _flag(content: LetterContent, flag: Flag) -> Data:
    sentence = _run(content, flag.sentence)
    return {"urgent": flag.urgency == "urgent", "words": flag_words(flag), "sentence": sentence}


def _figure(content: LetterContent, figure: Figure, size: float, room: float, code_size: float) -> Data:
    """A figure whose number is set smaller where it would not stand on one line beside its code."""
    text = run_text(figure.printed)
    note = _run(content, figure.note)
    if figure.change:
        changed = _part(content, change_text(figure.change), code_of(figure.change.number))
        note = [_part(content, f"{figure.change.against} "), changed]
    fitting = _fitting(text, size, room - _CODE_ROOM * code_size)
    label = _words(content, figure.label)
    return {"label": label, "number": _run(content, figure.printed), "note": note, "size": fitting}


def _run(content: LetterContent, run: Iterable[Inline]) -> list[Data]:
    return [_inline(content, part) for part in run]


def _inline(content: LetterContent, part: Inline) -> Data:
    match part:
        case Number():
            return _part(content, in_prose(part), code_of(part))
        case Span():
            return _part(content, part.text)


def _part(content: LetterContent, text: str, code: str = "") -> Data:
    return {"text": _words(content, text), "code": code}


def _words(content: LetterContent, text: str) -> str:
    return breakable(printable(content.written(text)))


def _fitting(text: str, size: float, room: float) -> float:
    """The size, or the smaller one in which the bold text fits the room."""
    return round(min(size, size * room / max(1.0, width(text, size, bold=True))), 1)


def _by_length(text: str, size: float) -> float:
    return size * (0.72 if len(text) > _LONGER else 0.86 if len(text) > _LONG else 1.0)
