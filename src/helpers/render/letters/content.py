"""What a letter says of a report, gathered from the blocks of its executed notebook: nothing is computed here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nbformat import NotebookNode

from helpers.errors import RenderingError
from helpers.facts.codes import number_code
from helpers.params.models import Office, Signer
from helpers.render.blocks import (
    Block,
    Chart,
    Flag,
    Flags,
    Headline,
    Headlines,
    Inline,
    Number,
    Opening,
    Span,
    TableBlock,
    TableRow,
    Text,
)
from helpers.render.notebook_parts import ShownBlock, day_of, notebook_pieces, opening_of, with_annexes
from helpers.render.wording import run_text
from helpers.thai import PER_CENT, in_digits, listed

MOST_FIGURES, MOST_CHARTS, MOST_FLAGS, MOST_TASKS = 8, 3, 3, 5
SAMPLE_MARK, DRAFT_MARK = "ข้อมูลตัวอย่าง", "ร่าง"
_CHANGE_FACTS = (".change.", ".why.")
"""Parts of the ids of facts that say by how much a figure changed, and why."""
_NOT_COMPARED = "จึงเทียบกับ"
"""What a report says where it has nothing to compare with."""
_NAMES_SHOWN = 4
_REPORT = "รายงาน"
_POINTS = "จุดร้อยละ"
Paragraph = tuple[Inline, ...]


@dataclass(frozen=True)
class Change:
    """By how much a figure changed: against what (`เทียบรอบก่อน`), the number and its unit."""

    against: str
    number: Number
    unit: str


@dataclass(frozen=True)
class Figure:
    """A key figure of the report: its number, and the same with the words around it (`ร้อยละ 91.3`). `change` is None
    where the report compares it with nothing."""

    label: str
    number: Number
    printed: Paragraph
    note: Paragraph
    change: Change | None


@dataclass(frozen=True)
class ChartPicture:
    """A chart of the report: its title, what it shows in words, and its drawing."""

    title: str
    alt: str
    svg: str


@dataclass(frozen=True)
class Task:
    """Something to correct: what was noticed, what must be done, and how often it was noticed (`7 ข้อ`)."""

    finding: str
    remedy: str
    counts: Paragraph


@dataclass(frozen=True)
class LetterContent:
    """Everything that a letter may say of a report; what the report does not have is empty.

    `changes` are the sentences on what changed and why, or why nothing can be compared. `cautions` say what the numbers
    lack, and which rates and values nobody has confirmed.
    """

    opening: Opening
    signers: tuple[Signer, ...]
    answer: Paragraph
    flags: tuple[Flag, ...]
    figures: tuple[Figure, ...]
    charts: tuple[ChartPicture, ...]
    changes: tuple[Paragraph, ...]
    cautions: tuple[Paragraph, ...]
    tasks: tuple[Task, ...]
    draft: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """What every page must say of itself: that it is a draft, that the data are synthetic."""
        return ((DRAFT_MARK,) if self.draft else ()) + ((SAMPLE_MARK,) if self.opening.sample else ())

    @property
    def subject(self) -> str:
        """What the letter is about: the title of the report; that of a programme is only its number and name."""
        title = self.opening.title
        return title if title.startswith(_REPORT) else f"{_REPORT}โครงการ {title}"

    @property
    def decisions(self) -> tuple[Flag, ...]:
        """The flags that ask for a decision."""
        return tuple(flag for flag in self.flags if flag.asks == "decide")

    @property
    def day(self) -> datetime:
        """The fixed time of the files: midnight UTC of the date of the data."""
        return day_of(self.opening)

    def written(self, text: str) -> str:
        """The text in the office's digits."""
        return in_digits(text, self.opening.digits)

    def prose(self, run: Iterable[Inline]) -> str:
        """Words and numbers as plain text in the office's digits."""
        return self.written(run_text(run)).strip()


def change_text(change: Change) -> str:
    """`+27 คน`, `−1.0 จุดร้อยละ`."""
    return f"{change.number.text} {change.unit}".strip()


def code_of(number: Number) -> str:
    """The short code of a printed number."""
    return number_code(number.fact, number.key)


def numbers_in(*runs: Iterable[Inline]) -> list[Number]:
    """The different numbers of these runs, in order."""
    numbers = [part for run in runs for part in run if isinstance(part, Number)]
    return list({(number.fact, number.key): number for number in numbers}.values())


def letter_content(notebook: NotebookNode, office: Office) -> LetterContent:
    """What a letter says of the report of this notebook. Raises RenderingError for a notebook that has no answer and no
    key figure: there is nothing to hand on."""
    pieces = notebook_pieces(notebook)
    opening = opening_of(pieces)
    # What an annex says of itself, as that it lacks rows, is not said of the report.
    shown = [piece for piece in with_annexes(pieces) if isinstance(piece, ShownBlock)]
    blocks = [piece.block for piece in shown]
    leads = [text.paragraphs[0] for text in _texts(blocks, "lead")]
    figures = tuple(_figures(blocks))
    if opening is None or not leads or not figures:
        raise RenderingError(
            "รายงานนี้ไม่มีคำตอบหรือตัวเลขสำคัญให้เขียนบันทึก",
            where=opening.report_id if opening else "report.ipynb",
            remedy="สั่ง workbook run เพื่อสร้างรายงานใหม่ด้วยรุ่นปัจจุบัน",
        )
    drafts = _texts(blocks, "draft")
    return LetterContent(
        opening=opening,
        signers=office.signers,
        answer=leads[0],
        flags=next((block.items for block in blocks if isinstance(block, Flags)), ())[:MOST_FLAGS],
        figures=figures,
        charts=tuple(_charts(shown))[:MOST_CHARTS],
        changes=tuple(_changes(blocks, leads[0])),
        cautions=tuple(_cautions(blocks, drafts)),
        tasks=tuple(_tasks(blocks))[:MOST_TASKS],
        draft=bool(drafts),
    )


def _texts(blocks: Iterable[Block], *roles: str) -> list[Text]:
    return [block for block in blocks if isinstance(block, Text) and block.role in roles]


def _figures(blocks: Sequence[Block]) -> Iterator[Figure]:
    """The headline figures that are numbers; a figure that the report could not compute is left out."""
    items = next((block.items for block in blocks if isinstance(block, Headlines)), ())
    changes = dict(_changed_rows(blocks))
    for item in items[:MOST_FIGURES]:
        if (number := _number_of(item)) is not None:
            yield Figure(item.label, number, item.number, item.note, changes.get(number.fact))


def _number_of(headline: Headline) -> Number | None:
    return next((part for part in headline.number if isinstance(part, Number)), None)


def _changed_rows(blocks: Iterable[Block]) -> Iterator[tuple[str, Change]]:
    """For each figure of the report's table of changes the first comparison that it has."""
    table = _table(blocks, "changes")
    for row in table.rows if table else ():
        numbers = [(index, part) for index, cell in enumerate(row.cells) for part in cell if isinstance(part, Number)]
        changed = next(((index, part) for index, part in numbers if ".change." in part.fact), None)
        if table is not None and changed is not None:
            unit = run_text(row.cells[1])
            against = table.columns[changed[0]].group
            yield numbers[0][1].fact, Change(against, changed[1], _POINTS if unit == PER_CENT else unit)


def _table(blocks: Iterable[Block], name: str) -> TableBlock | None:
    return next((block for block in blocks if isinstance(block, TableBlock) and block.name == name), None)


def _charts(shown: Iterable[ShownBlock]) -> Iterator[ChartPicture]:
    for piece in shown:
        if isinstance(piece.block, Chart) and piece.svg:
            yield ChartPicture(piece.block.title, piece.block.alt, piece.svg)


def _changes(blocks: Sequence[Block], answer: Paragraph) -> Iterator[Paragraph]:
    """What the report says of changes in its prose, below its answer; else why it compares with nothing."""
    spoken = [paragraph for text in _texts(blocks, "lead", "body") for paragraph in text.paragraphs]
    changed = [paragraph for paragraph in spoken if paragraph is not answer and _tells_of_change(paragraph)]
    absent = [paragraph for text in _texts(blocks, "absent") for paragraph in text.paragraphs]
    yield from changed or [paragraph for paragraph in absent if _NOT_COMPARED in run_text(paragraph)]


def _tells_of_change(paragraph: Paragraph) -> bool:
    return any(part in number.fact for number in numbers_in(paragraph) for part in _CHANGE_FACTS)


def _cautions(blocks: Sequence[Block], drafts: Iterable[Text]) -> Iterator[Paragraph]:
    yield from (text.paragraphs[0] for text in drafts)
    yield from dict.fromkeys(text.paragraphs[0] for text in _texts(blocks, "incomplete"))
    table = _table(blocks, "unconfirmed")
    if table and table.rows:
        names = [run_text(row.cells[0]) for row in table.rows]
        more = " เป็นต้น" if len(names) > _NAMES_SHOWN else ""
        shown = listed(list(dict.fromkeys(names))[:_NAMES_SHOWN])
        yield (Span(text=f"มีค่าที่ยังไม่มีผู้ยืนยัน ได้แก่ {shown}{more}"),)


_FINDING, _LEVEL, _REMEDY = "เรื่องที่พบ", "ระดับ", "สิ่งที่ต้องทำ"
_MUST_CORRECT = "ต้องแก้ไข"
_COUNTED = ("ข้อ", "โรงเรียน")


def _tasks(blocks: Iterable[Block]) -> Iterator[Task]:
    """What must be corrected, from the report's table of findings by rule."""
    table = _table(blocks, "findings-by-rule")
    for row in table.rows if table else ():
        cells = _by_label(table, row) if table else {}
        if run_text(cells.get(_LEVEL, ())) == _MUST_CORRECT:
            counted = [part for name in _COUNTED for part in _with_unit(cells.get(name, ()), name)]
            yield Task(run_text(cells.get(_FINDING, ())), run_text(cells.get(_REMEDY, ())), tuple(counted))


def _by_label(table: TableBlock, row: TableRow) -> Mapping[str, Paragraph]:
    return {column.label: cell for column, cell in zip(table.columns, row.cells, strict=True)}


def _with_unit(cell: Paragraph, unit: str) -> Iterator[Inline]:
    """The number of a table cell with the unit that its column names, and a space after it."""
    for number in (part for part in cell if isinstance(part, Number)):
        yield number.model_copy(update={"unit": number.unit or unit})
        yield Span(text=" ")
