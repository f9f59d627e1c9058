"""What people read of a report, judged: its pages are read back and compared with facts.csv and with the notebook.

The executed notebook stands between both: its numbers must be those of facts.csv, rightly rounded, its prose and code
those of the notebook that the manifest names, and every page must say what it says, in the same order.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat.v4 import reads_json

from helpers.audit.manifest import Manifest
from helpers.audit.pages_charts import chart_problems
from helpers.audit.pages_excel import excel_problems
from helpers.audit.pages_files import indicator_problems
from helpers.audit.pages_flags import flag_problems
from helpers.audit.pages_html import html_problems
from helpers.audit.pages_names import Names, is_same_code, name_problems
from helpers.audit.pages_numbers import Lines, block_problems, line_problems
from helpers.audit.pages_pdf import pdf_problems
from helpers.audit.pages_screens import screen_problems
from helpers.audit.pages_sentences import sentence_problems
from helpers.audit.pages_templates import Words, known_words
from helpers.audit.pages_words import shown_blocks
from helpers.errors import RenderingError
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Flags, Opening, Receipts
from helpers.render.methods_note import for_readers
from helpers.render.notebook_parts import Piece, notebook_pieces, opening_of
from helpers.render.screen_amounts import on_screen
from helpers.render.silent_sections import without_silent_sections
from helpers.reports.inputs import executed_digest
from helpers.reports.production import stated_lines

if TYPE_CHECKING:
    from nbformat import NotebookNode

MOST = 5
"""So many problems of one page are told; of more, how many others there are."""
_NOTEBOOK = "report.ipynb"


def page_problems(folder: Path, manifest: Manifest, facts: Sequence[FactLine], names: Names) -> Iterator[str]:
    """What the pages of a report in place say other than its facts and its notebook, in Thai. `names` are those
    that keys have."""
    try:
        notebook = reads_json((folder / _NOTEBOOK).read_bytes().decode())
        executed = notebook_pieces(notebook)
        pieces, read = without_silent_sections(executed), for_readers(executed)
        opening = opening_of(pieces)
        receipts = [block for block in shown_blocks(pieces) if isinstance(block, Receipts)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RenderingError):
        yield f"{_NOTEBOOK} อ่านไม่ได้"
        return
    lines: Lines = {(line.fact, line.key): line for line in facts}
    if len(lines) < len(facts):
        yield "facts.csv มีข้อเท็จจริงซ้ำ"
    if len(receipts) != 1 or stated_lines(notebook) != list(facts):
        yield f"ข้อเท็จจริงที่ {_NOTEBOOK} บอกที่มาไม่ตรงกับ facts.csv"
    yield from _notebook_problems(notebook, opening, manifest)
    of_blocks = (problem for block in shown_blocks(pieces) for problem in block_problems(block, lines))
    of_names = (problem for block in shown_blocks(pieces) for problem in name_problems(block, names))
    of_lines = chain.from_iterable(map(line_problems, facts))
    words = known_words(notebook, pieces, lines, names) if is_same_code(manifest) else None
    flags = [block for block in shown_blocks(pieces) if isinstance(block, Flags)]
    of_flags = (problem for block in flags for problem in flag_problems(block, lines))
    of_sentences = _of_sentences(notebook, opening, receipts, lines, words)
    yield from _first(chain(of_blocks, of_names, of_lines, of_flags, of_sentences))
    yield from _first(chart_problems(pieces, lines))
    yield from _first(_of_screens(_content(folder, "report.html"), read, opening, lines))
    yield from _first(pdf_problems(_content(folder, "report.pdf"), read, opening))
    yield from _file_problems(folder, pieces, lines)


def _of_sentences(
    notebook: "NotebookNode",
    opening: Opening | None,
    receipts: Iterable[Receipts],
    lines: Lines,
    words: Words | None,
) -> Iterator[str]:
    """What the notebook shows other than its code says, as far as its edition and what it withholds let it show it."""
    partly = frozenset(fact.fact for closing in receipts for fact in closing.facts if fact.hidden)
    public = opening is not None and opening.is_public
    return sentence_problems(notebook, lines, words, public=public, partly=partly)


def _file_problems(folder: Path, pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What the files that are no page to read say other than the notebook."""
    yield from _first(excel_problems(_content(folder, "tables.xlsx"), pieces, lines))
    indicators = (_content(folder, "indicators.csv"), _content(folder, "indicators.xlsx"))
    yield from _first(indicator_problems(indicators, pieces, lines))


def _of_screens(content: bytes, pieces: Sequence[Piece], opening: Opening | None, lines: Lines) -> Iterator[str]:
    """What report.html says other than the notebook, and the amounts that it rounds other than facts.csv."""
    yield from screen_problems(on_screen(pieces), lines)
    yield from html_problems(content, pieces, opening)


def _notebook_problems(notebook: "NotebookNode", opening: Opening | None, manifest: Manifest) -> Iterator[str]:
    """Whether the executed notebook is the report's: its prose and code, and what its first page says of itself."""
    if executed_digest(notebook) not in manifest.inputs["notebook"].values():
        yield f"หัวข้อ ข้อความ หรือคำสั่งใน {_NOTEBOOK} ไม่ตรงกับสมุดงานที่ {manifest.content['report']} สร้างจาก"
    if opening is None:
        yield f"{_NOTEBOOK} ไม่มีหน้าแรกของรายงาน"
        return
    stated = (opening.report_id, opening.title, opening.fingerprint, opening.sample)
    content = manifest.content
    sample = manifest.inputs["data_kind"] == "sample"
    if stated != (content["report"], content["title"], content["fingerprint"], sample):
        yield f"หน้าแรกของ {_NOTEBOOK} ไม่ใช่ของรายงานนี้"


def _content(folder: Path, name: str) -> bytes:
    """The bytes of a page; none for one that is gone, which the digests tell."""
    path = folder / name
    return path.read_bytes() if path.exists() else b""


def _first(problems: Iterable[str]) -> Iterator[str]:
    rest = iter(problems)
    yield from islice(rest, MOST)
    if more := sum(1 for _ in rest):
        yield f"… อีก {more:,} รายการในไฟล์เดียวกัน"
