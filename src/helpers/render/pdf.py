"""The PDF of a report: an executed notebook typeset by typst on A4 in Sarabun, as tagged PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from pypdfium2 import PdfDocument
from traitlets import Bool, default

from helpers.errors import RenderingError
from helpers.lettering import FONT_FILES, GAP, WHOLE
from helpers.render.notebook_parts import day_of, notebook_pieces, opening_of
from helpers.render.tag_tree import with_captions_and_row_headers
from helpers.render.typst_document import document, row_headers

TEMPLATES = Path(__file__).parent / "templates"
_NOTHING = r"[^\s\S]"
"""A pattern that matches nothing."""
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


def render(notebook: NotebookNode, *, show_code: bool = False) -> bytes:
    """The bytes of `report.pdf`, the same for the same notebook on every machine.

    Raises RenderingError for an output that claims to be a block and is none, and when typst fails or warns.
    """
    day = day_of(opening_of(notebook_pieces(notebook)))
    content = document(notebook, show_code=show_code)
    made = _typeset(content, day)
    if content["one_page"] and len(PdfDocument(made)) > 1:  # few are; to find out how small costs as much again
        made = _typeset(content, day, smaller=True)
    return with_captions_and_row_headers(made, list(row_headers(content["flow"])))


def _typeset(content: dict[str, Any], day: datetime, *, smaller: bool = False) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATES / "report.typ",
            root=TEMPLATES,
            font_paths=[FONT_FILES],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=_inputs(content) | ({"smaller": "yes"} if smaller else {}),
            pdf_standards=STANDARDS,
            timestamp=day,
        )
    except typst.TypstError as error:
        raise _refused(error.message) from error
    if warnings:
        raise _refused("; ".join(warning.message for warning in warnings))
    return made


def _inputs(content: dict[str, Any]) -> dict[str, str]:
    """What the template reads: the document, and patterns of the words that no line's end parts."""
    names = "|".join(map(re.escape, content["names"])) or _NOTHING
    return {"document": json.dumps(content, ensure_ascii=False), "whole": WHOLE, "names": names, "gap": GAP}


def _refused(reason: str) -> RenderingError:
    return RenderingError(
        "สร้างไฟล์ PDF ไม่สำเร็จ",
        where=f"typst: {reason}",
        remedy="เปิดรายงานแบบ HTML เพื่อหาส่วนที่ผิดปกติ (เช่น แผนภูมิที่เสียหาย) แล้วสั่ง workbook run ใหม่",
    )


class WorkbookPDFExporter(Exporter):
    """The nbconvert exporter `workbook_pdf`: JupyterLab's export menu and `jupyter nbconvert --to workbook_pdf`."""

    export_from_notebook = "สมุดรายงาน (PDF)"
    output_mimetype = "application/pdf"
    show_code = Bool(False, help="Show the code of the notebook's cells").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert's own exporters of binary files
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a notebook and nbconvert's resources. Raises RenderingError."""
        prepared, resources = super().from_notebook_node(nb, resources, **kw)
        return render(prepared, show_code=self.show_code), resources
