"""Whether sentences that the workbook's own code writes are made of what that code holds: every word beside a number is
of a template, a name or a day, and every numeral is a fact, or of a name or a day.

A template is cut where something is filled in. That its parts follow each other in its order is not judged.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import helpers
from helpers.audit.pages_names import Names
from helpers.audit.pages_numbers import Lines
from helpers.audit.pages_words import parts_of, plain, printed_runs, shown_blocks
from helpers.periods import THAI_MONTHS, THAI_MONTHS_SHORT
from helpers.render.blocks import Block, Inline, Number, Opening, Span, TableBlock, Text
from helpers.render.notebook_parts import Piece

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FILLED = re.compile(r"\{[^{}]*\}")
_MONTH = "|".join(map(re.escape, map(plain, (*THAI_MONTHS, *THAI_MONTHS_SHORT))))
_DAYS = re.compile(
    rf"\d{{1,2}}(?:{_MONTH})(?:2[45]\d\d)?|(?:{_MONTH})2[45]\d\d|(?:ภาคเรียนที่|ไตรมาสที่|ไตรมาส|ครั้งที่|รอบที่|งวดที่)\d"
    r"|(?<!\d)2[45]\d\d(?:/?[123](?!\d))?(?!\d)|ยังไม่นับ[\d,]+จาก[\d,]+แถว"
)
"""Days and periods; and how many rows of a register lack what an amount needs, which is no fact."""
_NUMBERED = re.compile(r"^[\d.]+(?=\D)")
_BETWEEN = frozenset("“”\"'()[],;:–/·÷×=…")
_READ = re.compile("[\u0e01-\u0e4e]|^[A-Z][A-Z-]+$")
"""Texts that people read: Thai, or the name of a system."""
Words = Mapping[str, Sequence[str]]
"""Words that may stand in a sentence, by their first letter."""


def known_words(notebook: "NotebookNode", pieces: Sequence[Piece], lines: Lines, names: Names) -> Words:
    """The words of which the sentences of a report may be made: the templates of the code and of the notebook, and the
    names in its facts, tables and parameters."""
    sources = (part for cell in notebook.cells for part in _FILLED.sub('"', cell.source).replace("\n", '"').split('"'))
    named = chain.from_iterable(map(_names, shown_blocks(pieces)))
    stated = (word for line in lines.values() for word in (line.title, line.unit, *parts_of(line.key).values()))
    gathered = {plain(word) for word in chain(sources, named, stated, names.all)} | _templates()
    by_letter = defaultdict(list)
    for word in filter(None, gathered | {_NUMBERED.sub("", word) for word in gathered}):
        by_letter[word[0]].append(word)
    return by_letter


def template_problems(block: Block, words: Words) -> Iterator[str]:
    """What a sentence of the code's own says that no template, name or day does, in Thai."""
    for run in printed_runs(block) if isinstance(block, Text) else ():
        text = "".join(part.text for part in run)
        if any(isinstance(part, Number) for part in run) or re.search(r"\d", text):
            strange = "".join(chain.from_iterable(_strange(part, words) for part in run))
            if strange:
                yield f"ประโยค “{text[:80]}” มี “{strange[:40]}” ซึ่งไม่ใช่คำของแบบประโยค ชื่อ วัน หรือข้อเท็จจริง"


def _strange(part: Inline, words: Words) -> Iterator[str]:
    """The letters that belong to no known word, where the words are laid so that fewest are left."""
    if not isinstance(part, Span):
        return
    for text in _DAYS.split(plain(part.text)):
        fewest, step = [0] * (len(text) + 1), [1] * len(text)
        for start in range(len(text) - 1, -1, -1):
            letter = text[start]
            fewest[start] = fewest[start + 1] + (letter not in _BETWEEN)
            for word in words.get(letter, ()):
                if text.startswith(word, start) and fewest[start + len(word)] < fewest[start]:
                    fewest[start], step[start] = fewest[start + len(word)], len(word)
        start = 0
        while start < len(text):
            if step[start] == 1 and fewest[start] > fewest[start + 1]:
                yield text[start]
            start += step[start]


def _names(block: Block) -> Iterator[str]:
    """The names that a block shows: heads of rows and columns, titles, periods."""
    if isinstance(block, Opening):
        yield from (block.title, block.period, block.office, block.as_of)
    elif isinstance(block, TableBlock):
        yield from (block.title, *block.notes)
        yield from (text for column in block.columns for text in (column.label, column.group))
        for row in block.rows:
            cells = ["".join(part.text for part in cell if isinstance(part, Span)) for cell in row.cells]
            yield from (*cells, " ".join(cells[: block.headers]))


@cache
def _templates() -> frozenset[str]:
    """The words of the code's texts, cut where something is filled in."""
    modules = sorted(Path(helpers.__file__).parent.rglob("*.py"))
    sources = (module.read_text(encoding="utf-8") for module in modules)
    return frozenset(chain.from_iterable(map(_fragments, sources)))


def _fragments(source: str) -> Iterable[str]:
    nodes = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    texts = (value for value in nodes if isinstance(value, str) and _READ.search(value))
    return {plain(part) for text in texts for part in _FILLED.split(text)}
