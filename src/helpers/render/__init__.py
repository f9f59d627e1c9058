"""Rendering an executed notebook into files: every renderer is a function from the notebook to the bytes of one
file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


def renderers() -> Mapping[str, Callable[[NotebookNode], bytes]]:
    """Renderers by the name of their file. A renderer gives no bytes for a file that the report does not have.

    They are imported here because nbconvert and typst take a second to load.
    """
    from helpers.render import html, indicator_export, pdf, xlsx

    return {
        "report.html": html.render,
        "report.pdf": pdf.render,
        "tables.xlsx": xlsx.render,
        "indicators.csv": indicator_export.render_csv,
        "indicators.xlsx": indicator_export.render_xlsx,
    }
