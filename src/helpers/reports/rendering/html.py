"""The HTML report: one file that needs no network, for screen, phone and paper; every number shows where it is from."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, default

from helpers.reports.rendering.fonts import font_faces
from helpers.reports.rendering.html_blocks import TEMPLATES, block_html, file_text, words_in_digits
from helpers.reports.rendering.html_page import Page, page_of


class WorkbookHTMLExporter(TemplateExporter):
    """An executed notebook as a report page; code is left out unless `show_code` is set.

    Built on nbconvert's template exporter and not on its HTML exporter, whose page loads scripts from the network and
    whose post-processing parses the whole page again. Raises RenderingError for an output that cannot be shown.
    """

    export_from_notebook = "สมุดรายงาน (HTML)"
    output_mimetype = "text/html"
    show_code = Bool(False, help="Show the code of the notebook's cells").tag(config=True)

    @default("file_extension")
    def _own_file_extension(self) -> str:
        return ".html"

    @default("template_extension")
    def _own_template_extension(self) -> str:
        return ".html.j2"

    @default("template_paths")
    def _own_template_paths(self) -> list[str]:
        """This package's templates alone: nothing in the current folder or the user's own can change a report."""
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """nbconvert's filters and those of the report's template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_page", self.page
        yield "block_html", lambda block: Markup(block_html(block))
        yield "in_digits", words_in_digits
        yield "font_faces", font_faces
        yield "file_text", file_text
        yield "script_source", script_source

    def page(self, notebook: NotebookNode) -> Page:
        """What the template lays out."""
        return page_of(notebook, show_code=self.show_code)


def render(notebook: NotebookNode) -> bytes:
    """The bytes of `report.html`: the same for the same notebook, whenever and wherever it is rendered."""
    exporter = WorkbookHTMLExporter()  # type: ignore[no-untyped-call]
    written, _ = exporter.from_notebook_node(notebook)
    return written.encode()


def script_source(script: str) -> str:
    """How the page's security policy names its one script, so that the browser runs no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}"
