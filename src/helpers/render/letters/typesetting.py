"""What typst makes for letters: a page as PDF or picture, and the picture of a chart's drawing."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from helpers.errors import RenderingError
from helpers.lettering import FONT_FILES, GAP, WHOLE
from helpers.render.pdf import STANDARDS

_RENDER = Path(__file__).parent.parent
"""The root of what the templates may read: their own folder and the colours of the reports."""
_TEMPLATES = Path(__file__).parent / "templates"
_POINTS_PER_INCH = 72.0
_CHART_DOTS = 200.0
"""Dots per inch of a chart's picture: sharp on a screen of 1920 dots, and still small enough for a message."""


def typeset_pdf(template: str, content: dict[str, Any], day: datetime) -> bytes:
    """The page as tagged PDF/A-2a and PDF/UA-1. Raises RenderingError when typst fails or warns."""
    return _compiled(template, content, {"format": "pdf", "pdf_standards": STANDARDS, "timestamp": day})


def typeset_png(template: str, content: dict[str, Any]) -> bytes:
    """The one page as a picture with one dot for each point. Raises RenderingError when typst fails or warns."""
    return _compiled(template, content, {"format": "png", "ppi": _POINTS_PER_INCH})


def chart_png(svg: str) -> bytes:
    """The drawing of a chart as a picture on white. Raises RenderingError for a drawing that typst cannot read."""
    return _compiled("chart.typ", {"svg": svg}, {"format": "png", "ppi": _CHART_DOTS})


def _compiled(template: str, content: dict[str, Any], form: dict[str, Any]) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(
            _TEMPLATES / template,
            root=_RENDER,
            font_paths=[FONT_FILES],
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(content, ensure_ascii=False), "whole": WHOLE, "gap": GAP},
            **form,
        )
    except typst.TypstError as error:
        raise _refused(template, error.message) from error
    if warnings:
        raise _refused(template, "; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise _refused(template, f"{len(made)} pages")
    return made


def _refused(template: str, reason: str) -> RenderingError:
    return RenderingError(
        "เรียงพิมพ์แผ่นสรุปไม่สำเร็จ",
        where=f"{template}: {reason}",
        remedy="เปิดรายงานแบบ HTML เพื่อหาส่วนที่ผิดปกติ (เช่น แผนภูมิที่เสียหาย) แล้วสั่ง workbook run ใหม่",
    )
