"""The Word template of Quarto's documents: A4, the typeface of official papers, tables with lines, and on every page
who the document is for and whether its data are synthetic."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from helpers.excel import TYPEFACE, steady_archive

_BODY = 16.0
_SIZES = {
    "Normal": _BODY,
    "Body Text": _BODY,
    "First Paragraph": _BODY,
    "Compact": 12.0,
    "Title": 22.0,
    "Subtitle": 18.0,
    "Heading 1": 20.0,
    "Heading 2": 18.0,
    "Heading 3": 16.0,
    "Table Caption": 16.0,
    "Image Caption": 16.0,
    "Workbook Mark": 16.0,
    "Workbook Note": 14.0,
    "Workbook Centred": _BODY,
    "Workbook Small": 8.0,
}
"""The paragraph styles that Pandoc gives, and those that the filter names, in points."""
_BOLD = frozenset({"Title", "Heading 1", "Heading 2", "Heading 3", "Table Caption", "Image Caption", "Workbook Mark"})
_CENTRED = frozenset({"Title", "Subtitle", "Workbook Centred"})
_WITH_NEXT = frozenset({"Heading 1", "Heading 2", "Heading 3", "Table Caption", "Image Caption"})
_CHAPTER = "Heading 1"
"""The style with which a report begins in a book, on a page of its own."""
_TABLES = {"Table": "single", "Workbook Signatures": "none"}
"""The table styles, and their lines."""
_TABLE = (
    '<w:style {names} w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:pPr>'
    '<w:spacing w:before="0" w:after="0"/></w:pPr><w:tblPr><w:tblBorders>{lines}</w:tblBorders>'
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_RED = RGBColor(0x9B, 0x1C, 0x1C)


def word_template(marks: Sequence[str], day: datetime) -> bytes:
    """The bytes of the template, the same on every machine; every page carries these marks."""
    document = Document()
    for name, size in _SIZES.items():
        _dress(_style(document, name), size)
    for name, line in _TABLES.items():
        document.styles.element.append(_table_style(name, line))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)  # as wide as the layout of tables takes a page to be
    section.top_margin = section.bottom_margin = Cm(2)
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    written = mark.add_run(" · ".join(marks))
    written.font.color.rgb, written.bold = _RED, True
    document.core_properties.created = document.core_properties.modified = day.replace(tzinfo=None)
    saved = BytesIO()
    document.save(saved)
    return steady_archive(saved, day)


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    return style


def _dress(style: ParagraphStyle, size: float) -> None:
    """Set typeface and size for Latin and for Thai letters: Word keeps those of complex scripts apart."""
    properties = style.element.get_or_add_rPr()
    for left in list(properties):
        properties.remove(left)
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    style.font.size = Pt(size)
    sized, spoken = OxmlElement("w:szCs"), OxmlElement("w:lang")
    sized.set(qn("w:val"), str(round(2 * size)))
    spoken.set(qn("w:bidi"), "th-TH")
    thick = [OxmlElement("w:b"), OxmlElement("w:bCs")] if style.name in _BOLD else []
    for element in (*thick, sized, spoken):
        properties.append(element)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.0
    spacing.keep_with_next = style.name in _WITH_NEXT
    spacing.page_break_before = style.name == _CHAPTER
    spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER if style.name in _CENTRED else None


def _table_style(name: str, line: str) -> object:
    lines = "".join(f'<w:{side} w:val="{line}" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
    return parse_xml(_TABLE.format(names=nsdecls("w"), id=name.replace(" ", ""), name=name, lines=lines))
