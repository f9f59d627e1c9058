"""Which year a report belongs to, by its id: rounds and performance to academic years, money to fiscal years.

What the index says of each report: its state, its headline figures and its files, as the outputs folder has them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from helpers.audit.approvals import standing_of
from helpers.audit.freshness import State, Status, statuses
from helpers.audit.letters import LETTERS, file_name, read_record
from helpers.audit.manifest import Manifest, read_manifest
from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.programmes.kinds import programme_labels
from helpers.render.blocks import (
    BLOCK_MIME,
    ApprovalLine,
    Block,
    Flag,
    Flags,
    Headline,
    Headlines,
    Inline,
    Opening,
    Text,
    from_json,
)
from helpers.render.screen_amounts import ScreenAmounts
from helpers.reports.catalogue import kinds
from helpers.reports.folders import Folders

_REPORT_ID = re.compile(r"(?:(round|national)/(25[0-9]{2}-[123])|(programme|annual)/(25[0-9]{2}))/([^/.][^/]*)")
_BY_ACADEMIC_YEAR = "performance"


class Calendar(StrEnum):
    """The two kinds of year, in the order in which the index lists them."""

    ACADEMIC = "ปีการศึกษา"
    FISCAL = "ปีงบประมาณ"


@dataclass(frozen=True)
class ReportYear:
    """A report's year พ.ศ., its round where it is about one, and the name of its kind (`round/dmc`)."""

    calendar: Calendar
    year: int
    round: Round | None
    kind: str

    @property
    def period(self) -> str:
        """`ภาคเรียนที่ 1 ปีการศึกษา 2568`, `ปีงบประมาณ 2569`."""
        return self.round.thai if self.round else f"{self.calendar} {self.year}"


def report_year(report_id: str) -> ReportYear | None:
    """The year of a report; None for what is no report's id."""
    match = _REPORT_ID.fullmatch(report_id)
    if not match:
        return None
    of_round, round_, top, year, name = match.groups()
    if round_:
        parsed = Round.parse(round_)
        return ReportYear(Calendar.ACADEMIC, parsed.year, parsed, f"{of_round}/{name}")
    academic = top == "annual" and name == _BY_ACADEMIC_YEAR
    return ReportYear(Calendar.ACADEMIC if academic else Calendar.FISCAL, int(year), None, f"{top}/{name}")


_PAGE = "report.html"
FILES = {
    _PAGE: "เปิดรายงาน",
    "report.pdf": "PDF",
    "tables.xlsx": "Excel",
    "facts.csv": "ตัวเลขทุกตัว (CSV)",
    "indicators.csv": "ตัวชี้วัด (CSV สำหรับโปรแกรม)",
    "indicators.xlsx": "ตัวชี้วัด (Excel สำหรับพิมพ์ลง eMENSCR)",
}
LETTER_LABELS = {
    "memo": "บันทึกข้อความ (Word)",
    "slides": "สไลด์ (PowerPoint)",
    "sheet": "หน้าเดียว (PDF)",
    "card": "การ์ด (PNG)",
}
_NOTEBOOK = "report.ipynb"
_FIGURES = 4
_FIRST, _RECEIPTS = frozenset({"opening", "text", "flags", "headlines"}), "receipts"
_REASONS = 2
_FAILED = "สร้างไม่สำเร็จ"


@dataclass(frozen=True)
class Link:
    """A file of a report: its name, its address from the index, percent-encoded, and what a reader calls it."""

    name: str
    href: str
    label: str

    @property
    def is_data(self) -> bool:
        """Whether the file is for programs, not for reading."""
        return self.name.endswith(".csv")


@dataclass(frozen=True)
class Card:
    """One report on the index. `as_of`, `answer`, `flags`, `figures` and `links` are empty where there are none.
    Files that name single records stay inside the office and are not linked.

    `failed` says that the last run of a report that is not current was stopped; `sample` that the report in place was
    made from synthetic data.
    """

    report_id: str
    when: ReportYear
    title: str
    period: str
    as_of: str
    state: State
    failed: bool
    reasons: tuple[str, ...]
    answer: tuple[Inline, ...]
    flags: tuple[Flag, ...]
    figures: tuple[Headline, ...]
    links: tuple[Link, ...]
    sample: bool
    approvals: tuple[ApprovalLine, ...] = ()
    """The approvals in force of the report in place."""
    unsigned: tuple[str, ...] = ()
    """That nobody signed the report in place, and what became of an earlier approval, in Thai."""
    builds_on: tuple[str, ...] = ()
    """The ids of the reports whose data the one in place reads too."""

    @property
    def words(self) -> str:
        """Where the report stands, as its reader is told."""
        return _FAILED if self.failed else self.state.words

    @property
    def page(self) -> Link | None:
        """The report as a page to read."""
        return next((link for link in self.links if link.name == _PAGE), None)


def report_cards(folders: Folders, params: Params) -> list[Card]:
    """Every report that is in place, could be made, or belongs to a round of the parameters; by id."""
    by_id = sorted(statuses(folders, params), key=lambda status: status.report_id)
    return [_card(status, when, folders, params) for status in by_id if (when := report_year(status.report_id))]


def _card(status: Status, when: ReportYear, folders: Folders, params: Params) -> Card:
    report_id = status.report_id
    folder = folders.outputs / report_id
    manifest = read_manifest(folder)
    whole, seen = manifest is not None, standing_of(folder, manifest, folders) if manifest else None
    first = first_page(folder / _NOTEBOOK) if whole else FirstPage()
    opening = first.opening
    return Card(
        report_id,
        when,
        title=opening.title if opening else _title(when, params) or report_id,
        period=opening.period if opening else when.period,
        as_of=opening.as_of if opening else "",
        state=status.state,
        failed=bool(status.failure),
        reasons=_reasons(status),
        answer=first.answer,
        flags=first.flags,
        figures=first.figures,
        links=(*links_in(report_id, folder, FILES), *_letters(report_id, manifest, folders)) if manifest else (),
        sample=opening is not None and opening.sample,
        approvals=seen.lines if seen else (),
        unsigned=seen.words if seen and not seen.in_force else (),
        builds_on=tuple(report.report_id for report in opening.related) if opening else (),
    )


@dataclass(frozen=True)
class FirstPage:
    """What stands first in a report: its opening, the answer to its question, what must be decided or known, and its
    first figures. Nothing where its notebook can no longer be read."""

    opening: Opening | None = None
    answer: tuple[Inline, ...] = ()
    flags: tuple[Flag, ...] = ()
    figures: tuple[Headline, ...] = ()

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """Every word and number of the page."""
        figures = (part for item in self.figures for part in (*item.number, *item.note))
        return (*self.answer, *(part for flag in self.flags for part in flag.sentence), *figures)


def first_page(notebook: Path) -> FirstPage:
    """The first page of an executed notebook, its amounts as a screen shows them."""
    try:
        return first_page_of(json.loads(notebook.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return FirstPage()


def first_page_of(notebook: Mapping[str, Any]) -> FirstPage:
    """The same of a notebook that was read."""
    try:
        cells = notebook["cells"]
        outputs = [output["data"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]
        values = [value for data in outputs if (value := data.get(BLOCK_MIME))]
        stated = [fact for value in values if value["kind"] == _RECEIPTS for fact in value["facts"]]
        shown = [from_json(value) for value in values if value["kind"] in _FIRST]
        page = _first_page(shown)
        amounts = ScreenAmounts.for_numbers(page.inlines, stated)
    except (ValueError, KeyError, TypeError, ParameterError):
        return FirstPage()
    return _first_page([amounts.block(block) for block in shown])


def _first_page(shown: Sequence[Block]) -> FirstPage:
    answers = (block.paragraphs[0] for block in shown if isinstance(block, Text) and block.role == "lead")
    return FirstPage(
        next((block for block in shown if isinstance(block, Opening)), None),
        next(answers, ()),
        next((block.items for block in shown if isinstance(block, Flags)), ()),
        next((block.items for block in shown if isinstance(block, Headlines)), ())[:_FIGURES],
    )


def _reasons(status: Status) -> tuple[str, ...]:
    """Why, in a few words; none where the state says it all."""
    if status.failure:
        return (status.failure,)
    if status.state is State.STALE:
        return _short(status.reasons)
    return status.reasons if status.state in (State.IMPOSSIBLE, State.WAITING, State.ORPHANED) else ()


def _short(reasons: tuple[str, ...]) -> tuple[str, ...]:
    more = len(reasons) - _REASONS
    return (*reasons[:_REASONS], f"และอีก {more:,} รายการ") if more > 0 else reasons


def _title(when: ReportYear, params: Params) -> str:
    """What a report that is not there would be called; empty for one that no kind makes."""
    top, _, name = when.kind.partition("/")
    kind = kinds().get(when.kind)
    return programme_labels(params.programmes).get(name, "") if top == "programme" else kind.title if kind else ""


def _letters(report_id: str, manifest: Manifest, folders: Folders) -> list[Link]:
    """The letters of this very version of the report."""
    record = read_record(folders.outputs / LETTERS / report_id)
    if record is None or record.fingerprint != manifest.content["fingerprint"]:
        return []
    names = ((file_name(report_id, form), label) for form, label in LETTER_LABELS.items())
    return [Link(name, quote(f"{LETTERS}/{report_id}/{name}"), label) for name, label in names if name in record.files]


def links_in(report_id: str, folder: Path, files: Mapping[str, str]) -> list[Link]:
    """Those of the files of a report that lie in its folder, as an index two folders above links them."""
    there = [(name, label) for name, label in files.items() if (folder / name).is_file()]
    return [Link(name, quote(f"{report_id}/{name}"), label) for name, label in there]
