"""Slides for the monthly meeting, 16:9 and at most eight: the answer, what to decide, the key figures with their
change, charts, what changed and who must act. The speaker's notes name the fact behind every number."""

from collections.abc import Iterable, Sequence
from functools import partial
from io import BytesIO
from math import ceil

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.text import CT_TextCharacterProperties
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Length, Pt

from helpers.excel import TYPEFACE, plain, steady_archive
from helpers.lettering import width
from helpers.render.blocks import Number
from helpers.render.letters.content import (
    ChartPicture,
    Figure,
    LetterContent,
    Paragraph,
    change_text,
    code_of,
    numbers_in,
)
from helpers.render.letters.typesetting import chart_png
from helpers.render.wording import NO_FLAGS, flag_words, run_text

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _ACROSS = Inches(0.6), Inches(12.133)
_TOP, _DEEP = Inches(1.5), Inches(5.2)
"""Where the body of a slide begins, and its height."""
_TITLE_ONLY = 5
"""The position of the layout in the template of python-pptx that has a title and nothing else."""
_TITLE, _ANSWER, _TEXT, _SMALL = Pt(44), Pt(54), Pt(40), Pt(20)
_LEAST, _STEP = 18.0, 2.0
"""The smallest size of a slide's text in points, and the steps down to it."""
_GAP, _MARGINS = 8.0, 15.0
"""Points between paragraphs, and beside the text in its box."""
_LINE_HEIGHT, _NARROW = 1.35, 0.72
"""Of TH Sarabun New: the height of a line in em, and its width as a share of that of Sarabun."""
_ACCENT, _QUIET, _RED = RGBColor(0x1B, 0x4B, 0x72), RGBColor(0x55, 0x60, 0x6B), RGBColor(0x9B, 0x1C, 0x1C)
_FIGURE_WIDTHS, _UNCHANGED_WIDTHS = (5.133, 3.8, 3.2), (6.133, 6.0)
"""Inches of the columns of the table of key figures, with and without a comparison."""
_DECIDER = "ผู้บริหารสำนักงาน"
Line = tuple[str, str]
"""A strong beginning, which may be empty, and the words after it."""


def render(content: LetterContent) -> bytes:
    """The bytes of the slides, the same for the same report on every machine. Raises RenderingError for a chart whose
    drawing cannot be read."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = _WIDTH, _HEIGHT
    _describe(slides, content)
    _answer_slide(slides, content)
    _flags_slide(slides, content)
    _figures_slide(slides, content)
    for chart in content.charts:
        _chart_slide(slides, content, chart)
    _changes_slide(slides, content)
    _tasks_slide(slides, content)
    _number_pages(slides, content)
    saved = BytesIO()
    slides.save(saved)
    return steady_archive(saved, content.day)


def _describe(slides: Slides, content: LetterContent) -> None:
    properties, author = slides.core_properties, plain(content.opening.office)
    properties.title = plain(f"{content.subject} {content.opening.period}")
    properties.author = properties.last_modified_by = author
    properties.language, properties.revision = "th", 1
    properties.created = properties.modified = content.day.replace(tzinfo=None)


def _new_slide(slides: Slides, content: LetterContent, title: str, *runs: Paragraph) -> Slide:
    """A slide with its title, and notes that name the facts of the numbers of these runs."""
    slide: Slide = slides.slides.add_slide(slides.slide_layouts[_TITLE_ONLY])
    heading = slide.shapes.title
    assert heading is not None
    heading.left, heading.top, heading.width, heading.height = _LEFT, Inches(0.45), _ACROSS, Inches(0.95)
    frame = heading.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _write(frame.paragraphs[0], content.written(title), _TITLE, bold=True, colour=_ACCENT)
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = plain("\n".join([title, *(_note(number) for number in numbers_in(*runs))]))
    return slide


def _note(number: Number) -> str:
    """`GVWPGM pupils.total = 53393 คน`: the code and the fact with its key, its value as facts.csv has it."""
    key = f" [{number.key}]" if number.key else ""
    return f"{code_of(number)} {number.fact}{key} = {number.value} {number.unit}".strip()


def _write(
    paragraph: _Paragraph, text: str, size: Length, *, bold: bool = False, colour: RGBColor | None = None
) -> None:
    run = paragraph.add_run()
    run.text = plain(text)
    run.font.size, run.font.bold = size, bold
    if colour is not None:
        run.font.color.rgb = colour
    _dress(run.font._rPr)


def _dress(properties: CT_TextCharacterProperties) -> None:
    """Name the typeface for Latin and for Thai letters: PowerPoint keeps those of complex scripts apart."""
    properties.set("lang", "th-TH")
    for script in ("latin", "ea", "cs"):
        if properties.find(qn(f"a:{script}")) is None:
            properties.append(parse_xml(f'<a:{script} {nsdecls("a")} typeface="{TYPEFACE}"/>'))


def _text_box(slide: Slide, top: Length, height: Length) -> TextFrame:
    frame: TextFrame = slide.shapes.add_textbox(_LEFT, top, _ACROSS, height).text_frame
    frame.word_wrap = True
    return frame


def _fill(
    slide: Slide, lines: Sequence[Line], size: Length = _TEXT, top: Length = _TOP, height: Length = _DEEP
) -> None:
    """Set the lines as paragraphs, smaller where they would not stay in the height."""
    frame, fitting = _text_box(slide, top, height), Pt(_fitting(lines, size.pt, height.pt))
    for index, (strong, words) in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(_GAP)
        if strong:
            _write(paragraph, f"{strong}  ", fitting, bold=True, colour=_RED)
        _write(paragraph, words, fitting)


def _fitting(lines: Sequence[Line], size: float, height: float) -> float:
    """The largest size, in points, up to this one at which the lines stay in the height."""
    while size > _LEAST and sum(map(partial(_depth, size=size), lines)) > height:
        size -= _STEP
    return size


def _depth(line: Line, size: float) -> float:
    """How many points a paragraph of this size takes, the gap below it included."""
    across = width("  ".join(line), size, bold=True) * _NARROW
    return ceil(across / (_ACROSS.pt - _MARGINS)) * size * _LINE_HEIGHT + _GAP


def _answer_slide(slides: Slides, content: LetterContent) -> None:
    opening = content.opening
    slide = _new_slide(slides, content, opening.title, content.answer)
    day = f" ข้อมูล ณ วันที่ {opening.as_of}" if opening.as_of else ""
    _fill(slide, [("", content.written(f"{opening.period}{day}"))], Pt(30), Inches(1.35), Inches(0.6))
    _fill(slide, [("", content.prose(content.answer))], _ANSWER, Inches(2.2), Inches(3.1))
    cautions = " · ".join(content.prose(caution) for caution in content.cautions)
    if cautions or content.marks:
        _fill(slide, [(" · ".join(content.marks), cautions)], Pt(26), Inches(5.4), Inches(1.4))


def _flags_slide(slides: Slides, content: LetterContent) -> None:
    sentences = [flag.sentence for flag in content.flags]
    slide = _new_slide(slides, content, "เรื่องที่ต้องตัดสินใจและต้องรู้", *sentences)
    lines = [(flag_words(flag), content.prose(flag.sentence)) for flag in content.flags]
    _fill(slide, lines or [("", " ".join(NO_FLAGS))])


def _figures_slide(slides: Slides, content: LetterContent) -> None:
    figures = content.figures
    changes = [figure.change for figure in figures if figure.change]
    numbers = (*(figure.number for figure in figures), *(change.number for change in changes))
    slide = _new_slide(slides, content, "ตัวเลขสำคัญ", numbers)
    widths = _FIGURE_WIDTHS if changes else _UNCHANGED_WIDTHS
    height = Inches(0.6 * (len(figures) + 1))
    frame = slide.shapes.add_table(len(figures) + 1, len(widths), _LEFT, _TOP, _ACROSS, height)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "ตารางตัวเลขสำคัญ จำนวน และการเปลี่ยนแปลง")
    for index, inches in enumerate(widths):
        frame.table.columns[index].width = Inches(inches)
    against = " / ".join(dict.fromkeys(change.against for change in changes))
    first, *rows = frame.table.rows
    for cell, words in zip(first.cells, ("รายการ", "จำนวน", against), strict=False):
        cell.fill.solid()
        cell.fill.fore_color.rgb = _ACCENT
        _set_cell(cell, words, Pt(28), bold=True)
    for row, figure in zip(rows, figures, strict=True):
        _fill_row(list(row.cells), content, figure)


def _fill_row(cells: Sequence[_Cell], content: LetterContent, figure: Figure) -> None:
    changed = change_text(figure.change) if figure.change else "–"
    for cell, words in zip(cells, (figure.label, run_text(figure.printed), changed), strict=False):
        _set_cell(cell, content.written(words), Pt(32))
    for cell in cells[1:]:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _set_cell(cell: _Cell, text: str, size: Length, *, bold: bool = False) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(cell.text_frame.paragraphs[0], text, size, bold=bold)


def _chart_slide(slides: Slides, content: LetterContent, chart: ChartPicture) -> None:
    """The chart as large as the slide allows, in the middle, with its words for who cannot see it."""
    slide = _new_slide(slides, content, chart.title)
    picture = slide.shapes.add_picture(BytesIO(chart_png(chart.svg)), _LEFT, _TOP)
    scale = min(_ACROSS / picture.width, _DEEP / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture.left = Emu((_WIDTH - picture.width) // 2)
    picture._element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", plain(content.written(chart.alt)))
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = plain(f"{content.written(chart.alt)}\nตัวเลขทุกตัวของแผนภูมิอยู่ในรายงาน {content.opening.report_id}")


def _changes_slide(slides: Slides, content: LetterContent) -> None:
    if content.changes:
        slide = _new_slide(slides, content, "สิ่งที่เปลี่ยนแปลง", *content.changes)
        _fill(slide, [("", content.prose(paragraph)) for paragraph in content.changes])


def _tasks_slide(slides: Slides, content: LetterContent) -> None:
    """What the director decides, then what must be corrected, as the report says it."""
    decided = [flag.sentence for flag in content.decisions]
    lines = [(f"{_DECIDER}ตัดสินใจ:", content.prose(sentence)) for sentence in decided]
    for task in content.tasks:
        counted = content.prose(task.counts)
        lines.append(("แก้ไข:", content.written(f"{task.remedy} – {task.finding} ") + f"({counted})"))
    if lines:
        runs: Iterable[Paragraph] = (*decided, *(task.counts for task in content.tasks))
        _fill(_new_slide(slides, content, "ใครต้องทำอะไร", *runs), lines, Pt(36))


def _number_pages(slides: Slides, content: LetterContent) -> None:
    """The foot of every slide: the office, the marks of draft and sample, and the page."""
    opening, pages = content.opening, list(slides.slides)
    for number, slide in enumerate(pages, 1):
        frame = _text_box(slide, Inches(6.85), Inches(0.45))
        marks = " · ".join(("", *content.marks))
        _write(
            frame.paragraphs[0], content.written(f"{opening.office_short} · {opening.period}"), _SMALL, colour=_QUIET
        )
        _write(frame.paragraphs[0], marks, _SMALL, bold=True, colour=_RED)
        _write(frame.paragraphs[0], content.written(f" · หน้า {number} จาก {len(pages)}"), _SMALL, colour=_QUIET)
