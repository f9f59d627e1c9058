"""The page of evidence for people: one sheet to read, print and sign."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from helpers.audit.evidence_rows import KEYS, rule_words
from helpers.params.models import Office
from helpers.render.blocks import BLOCK_MIME, Block, Flags, Headlines, Inline, Number, TableBlock, Text, from_json
from helpers.render.wording import run_text

if TYPE_CHECKING:
    from helpers.audit.evidence import Evidence

_TEMPLATES = Path(__file__).parent / "templates"
_ROWS_PRINTED = 40
_WHO = ({"role": "ผู้จัดทำหลักฐาน", "position": ""}, {"role": "ผู้ตรวจสอบ", "position": ""})
"""Who signs by hand where the office names nobody."""


def evidence_page(evidence: Evidence, office: Office) -> str:
    """The page, self-contained and without a script."""
    line = evidence.line
    return _template().render(
        evidence=evidence,
        line=line,
        office=office,
        named=f"{line.fact} [{line.key}]" if line.key else line.fact,
        sentences=printed_in(evidence.folder, line.fact, line.key),
        cells=[
            (index, cell, rule_words(cell), KEYS[1:] + cell.columns) for index, cell in enumerate(evidence.cells, 1)
        ],
        most=_ROWS_PRINTED,
        signers=office.signers or _WHO,
    )


def printed_in(folder: Path, fact: str, key: str) -> list[str]:
    """Where a report prints a number: its sentences, key figures and the titles of its tables, by its notebook; nothing
    where that can no longer be read."""
    try:
        cells = json.loads((folder / "report.ipynb").read_text(encoding="utf-8"))["cells"]
        bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
        blocks = [from_json(data[BLOCK_MIME]) for data in bundles if BLOCK_MIME in data]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return list(dict.fromkeys(words for block in blocks for words in _printing(block, fact, key)))


def _printing(block: Block, fact: str, key: str) -> Iterator[str]:
    if isinstance(block, Text):
        yield from (run_text(paragraph) for paragraph in block.paragraphs if _holds(paragraph, fact, key))
    elif isinstance(block, Flags):
        yield from (run_text(flag.sentence) for flag in block.items if _holds(flag.sentence, fact, key))
    elif isinstance(block, Headlines):
        for item in block.items:
            if _holds((*item.number, *item.note), fact, key):
                yield f"{item.label}: {run_text(item.number)} {run_text(item.note)}".strip()
    elif isinstance(block, TableBlock) and any(_holds(cell, fact, key) for row in block.rows for cell in row.cells):
        yield f"ตาราง “{block.title}”"


def _holds(run: Iterable[Inline], fact: str, key: str) -> bool:
    return any(isinstance(part, Number) and (part.fact, part.key) == (fact, key) for part in run)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evidence.html.j2")
