"""The memo (บันทึกข้อความ) that puts a report before the director: a Word file in the form that the rules of official
correspondence prescribe, TH Sarabun New 16 pt. The space of the emblem, number and day are left to the office."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Memo
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from helpers.excel import TYPEFACE, plain, steady_archive
from helpers.render.blocks import Flag
from helpers.render.letters.content import Figure, LetterContent, Paragraph, change_text, code_of
from helpers.render.wording import URGENCY

_BODY, _LABEL, _TITLE, _SMALL = 16.0, 20.0, 29.0, 12.0
_INDENT, _WIDTH = Cm(2.5), 16.0
"""The first line of a paragraph; the width between the margins in centimetres."""
_EMBLEM = Cm(1.5)
"""The height that the emblem takes at the left of the title."""
_RED = RGBColor(0x9B, 0x1C, 0x1C)
_DOTS, _LONG_DOTS = "." * 30, "." * 46
_FIGURE_WIDTHS, _UNCHANGED_WIDTHS = (1.0, 5.0, 5.4, 4.6), (1.0, 8.6, 6.4)
"""The columns of the table of key figures, with and without a comparison."""
_KEPT_STYLES = {"Normal Table", "Table Grid"}
_UNUSED_PARTS = ("/stylesWithEffects", "/thumbnail", "/customXml", "/printerSettings")


def render(content: LetterContent) -> bytes:
    """The bytes of the memo, the same for the same report on every machine."""
    memo = _new_memo(content)
    _head(memo, content)
    _facts(memo, content)
    _considerations(memo, content)
    _proposal(memo, content)
    _signatures(memo, content)
    saved = BytesIO()
    memo.save(saved)
    return steady_archive(saved, content.day)


def _new_memo(content: LetterContent) -> Memo:
    """An empty A4 page with the margins of official correspondence, and the marks that every page must carry."""
    memo = Document()
    _slim(memo)
    normal = memo.styles["Normal"]
    _dress(normal.element.get_or_add_rPr(), _BODY)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    section = memo.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(2)
    section.header_distance = section.footer_distance = Cm(0.8)
    if content.marks:
        mark = section.header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(mark, " · ".join(content.marks), bold=True, colour=_RED)
    day = content.day.replace(tzinfo=None)
    _describe(memo, f"{content.subject} {content.opening.period}", content.opening.office, day)
    return memo


def _slim(memo: Memo) -> None:
    """Leave out what the template of python-docx brings and no memo uses: nine tenths of the file."""
    for style in [style for style in memo.styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in _KEPT_STYLES:
            style.delete()
    for relations in (memo.part.rels, memo.part.package.rels):
        unused = [name for name, relation in relations.items() if relation.reltype.endswith(_UNUSED_PARTS)]
        for name in unused:
            del relations[name]


def _describe(memo: Memo, title: str, author: str, day: datetime) -> None:
    properties = memo.core_properties
    properties.title, properties.author, properties.last_modified_by = plain(title), plain(author), plain(author)
    properties.language, properties.comments, properties.revision = "th", "", 1
    properties.created = properties.modified = day


def _dress(properties: CT_RPr, size: float, *, bold: bool = False) -> None:
    """Set typeface and size for Latin and for Thai letters: Word keeps those of complex scripts apart."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    half_points = str(round(2 * size))
    properties.sz_val = Pt(size)
    sized, spoken = OxmlElement("w:szCs"), OxmlElement("w:lang")
    sized.set(qn("w:val"), half_points)
    spoken.set(qn("w:bidi"), "th-TH")
    thick = [OxmlElement("w:b"), OxmlElement("w:bCs")] if bold else []
    for element in (*thick, sized, spoken):
        properties.append(element)


def _write(
    paragraph: WordParagraph, text: str, *, size: float = _BODY, bold: bool = False, colour: RGBColor | None = None
) -> None:
    run = paragraph.add_run(plain(text))
    _dress(run._r.get_or_add_rPr(), size, bold=bold)
    if colour is not None:
        run.font.color.rgb = colour


def _head(memo: Memo, content: LetterContent) -> None:
    opening, written = content.opening, content.written
    title = memo.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    title.paragraph_format.line_spacing = _EMBLEM
    _write(title, "บันทึกข้อความ", size=_TITLE, bold=True)
    _labelled(memo, ("ส่วนราชการ", written(opening.office)))
    _labelled(memo, ("ที่", _DOTS), ("วันที่", _DOTS))
    _labelled(memo, ("เรื่อง", written(f"{content.subject} {opening.period}")))
    addressed = memo.add_paragraph()
    addressed.paragraph_format.space_before = addressed.paragraph_format.space_after = Pt(6)
    _write(addressed, "เรียน  ", bold=True)
    _write(addressed, written(_addressee(content)))


def _labelled(memo: Memo, *pairs: tuple[str, str]) -> None:
    """A line of the head: bold labels, each with its words; the second one begins in the middle of the line."""
    line = memo.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH / 2), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.SPACES)
    for index, (label, words) in enumerate(pairs):
        _write(line, "\t" * bool(index) + label + "  ", size=_LABEL, bold=True)
        _write(line, words)


def _addressee(content: LetterContent) -> str:
    """The one who signs last; the director of the office where the office names no signers."""
    return content.signers[-1].position if content.signers else f"ผู้อำนวยการ{content.opening.office}"


def _facts(memo: Memo, content: LetterContent) -> None:
    _heading(memo, content, 1, "ข้อเท็จจริง")
    opening = content.opening
    day = f" ข้อมูล ณ วันที่ {opening.as_of}" if opening.as_of else ""
    _prose(memo, content.written(f"{opening.office_short} ได้จัดทำ{content.subject} {opening.period}{day} สรุปได้ว่า"))
    _prose(memo, content.prose(content.answer), bold=True)
    _prose(memo, "ตัวเลขสำคัญของรายงานมีดังนี้", together=True)
    _figure_table(memo, content)
    _listed(memo, content, "การเปลี่ยนแปลงที่สำคัญ", content.changes)
    _listed(memo, content, "ข้อจำกัดของตัวเลขที่ต้องทราบก่อนพิจารณา", content.cautions)


def _figure_table(memo: Memo, content: LetterContent) -> None:
    against = " / ".join(dict.fromkeys(figure.change.against for figure in content.figures if figure.change))
    widths = _FIGURE_WIDTHS if against else _UNCHANGED_WIDTHS
    table = memo.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, words in zip(table.rows[0].cells, ("ที่", "รายการ", "จำนวน", against), strict=False):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(cell.paragraphs[0], words, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for index, figure in enumerate(content.figures, 1):
        _fill(table.add_row().cells, content, index, figure)
    _set_widths(table, widths)
    _small(memo, f"อักษรท้ายตัวเลขคือรหัส ตรวจที่มาได้ด้วยคำสั่ง workbook trace {content.opening.report_id} ตามด้วยรหัส")


def _fill(cells: Sequence[_Cell], content: LetterContent, index: int, figure: Figure) -> None:
    """One row of the table of key figures; the codes keep their letters whatever digits the office uses."""
    order, label, amount, *compared = (cell.paragraphs[0] for cell in cells)
    order.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(order, content.written(str(index)))
    _write(label, content.written(figure.label))
    _write_number(amount, content.prose(figure.printed), code_of(figure.number))
    for paragraph in compared:
        changed = figure.change
        text = content.written(change_text(changed)) if changed else "–"
        _write_number(paragraph, text, code_of(changed.number) if changed else "")


def _write_number(paragraph: WordParagraph, text: str, code: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, text)
    if code:
        _write(paragraph, f"  {code}", size=_SMALL)


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """LibreOffice reads the widths of columns, Word those of cells."""
    table.autofit = False
    for index, width in enumerate(widths):
        table.columns[index].width = Cm(width)
        for cell in table.columns[index].cells:
            cell.width = Cm(width)


def _considerations(memo: Memo, content: LetterContent) -> None:
    _heading(memo, content, 2, "ข้อพิจารณา")
    decisions = content.decisions
    if decisions:
        _listed(memo, content, "เรื่องที่ต้องพิจารณาตัดสินใจ", [flag.sentence for flag in decisions], _urgencies(decisions))
    else:
        _prose(memo, "รายงานนี้ไม่มีเรื่องที่ต้องพิจารณาตัดสินใจ")
    known = tuple(flag for flag in content.flags if flag not in decisions)
    _listed(memo, content, "เรื่องที่ต้องทราบ", [flag.sentence for flag in known], _urgencies(known))


def _urgencies(flags: Sequence[Flag]) -> list[str]:
    return [f" ({URGENCY[flag.urgency]})" for flag in flags]


def _proposal(memo: Memo, content: LetterContent) -> None:
    _heading(memo, content, 3, "ข้อเสนอ")
    wish = "เพื่อโปรดพิจารณา และโปรดสั่งการตามข้อ 2" if content.decisions else "เพื่อโปรดทราบ"
    _prose(memo, content.written(f"จึงเรียนมา{wish} พร้อมนี้ได้แนบรายงานฉบับเต็มมาด้วยแล้ว"))


def _heading(memo: Memo, content: LetterContent, number: int, words: str) -> None:
    heading = memo.add_paragraph()
    heading.paragraph_format.space_before = Pt(6)
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.first_line_indent = _INDENT
    _write(heading, content.written(f"{number}. {words}"), bold=True)


def _prose(memo: Memo, text: str, *, bold: bool = False, together: bool = False) -> None:
    paragraph = memo.add_paragraph()
    paragraph.paragraph_format.first_line_indent = _INDENT
    paragraph.paragraph_format.keep_with_next = together
    _write(paragraph, text, bold=bold)


def _listed(
    memo: Memo, content: LetterContent, title: str, items: Sequence[Paragraph], remarks: Sequence[str] = ()
) -> None:
    """A title and its numbered lines; nothing for no lines."""
    if items:
        _prose(memo, title, together=True)
    for index, item in enumerate(items):
        line = memo.add_paragraph()
        line.paragraph_format.left_indent = _INDENT + Cm(0.9)
        line.paragraph_format.first_line_indent = -Cm(0.9)
        number = content.written(f"{index + 1})")
        _write(line, f"{number}  {content.prose(item)}{remarks[index] if remarks else ''}")


def _signatures(memo: Memo, content: LetterContent) -> None:
    """Lines to sign on, side by side, which no page's end parts; the names are written by hand."""
    signers = content.signers
    if not signers:
        return
    memo.add_paragraph().paragraph_format.keep_with_next = True
    table = memo.add_table(rows=1, cols=len(signers))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    dots = "." * (_LONG_DOTS.count(".") // len(signers) + 12)
    for cell, signer in zip(table.rows[0].cells, signers, strict=True):
        lines = (signer.role, "", dots, f"({dots})", signer.position, f"วันที่ {dots[: len(dots) // 2]}")
        for index, words in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, content.written(words))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _set_widths(table, [_WIDTH / len(signers)] * len(signers))


def _small(memo: Memo, text: str) -> None:
    note = memo.add_paragraph()
    note.paragraph_format.space_after = Pt(6)
    _write(note, text, size=_SMALL)
