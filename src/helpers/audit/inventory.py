"""What lies among the outputs beside the reports in place: the index, earlier versions, approvals, and files that
nobody listed. What `verify` says of all of them together."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from helpers.audit.approvals import approval_problems, standing_of, stored_digests
from helpers.audit.letters import LETTERS, RECORD, letters_in_place, read_record
from helpers.audit.manifest import FAILED, NAME, in_place, read_manifest, superseded
from helpers.audit.methods import RECORD as METHODS_RECORD
from helpers.audit.methods import methods_problems, stale_methods
from helpers.audit.methods import read_record as read_methods
from helpers.audit.portal import NAME as INDEX
from helpers.audit.portal import current_page
from helpers.audit.quarto_record import QUARTO, compilations_in_place, is_listed
from helpers.audit.report_cards import first_page
from helpers.audit.signing import APPROVALS
from helpers.errors import WorkbookError
from helpers.files import below
from helpers.params.folder import Params
from helpers.render.blocks import Number
from helpers.render.methods_note import METHODS
from helpers.render.wording import approval_words
from helpers.reports.folders import Folders
from helpers.reports.school_kind import is_school_page
from helpers.thai import in_digits

_WORKING = {FAILED, "check", "compare", "evidence", "extracts"}
"""Folders of what no report is made of, and nobody vouches for."""
Printed = tuple[str, str, str, str]
"""A number on a page: fact, key, value and text."""


@dataclass(frozen=True)
class Inventory:
    """How many earlier versions there are, and in Thai what is wrong, and what only is no longer up to date."""

    earlier: int
    problems: tuple[str, ...]
    notices: tuple[str, ...]


def take_inventory(folders: Folders, params: Params) -> Inventory:
    """Look at everything among the outputs that is not a report in place, and at the register of what was received.
    Raises DeliveryError for a register that is damaged."""
    earlier = superseded(folders.outputs)
    problems = [*_unlisted(folders.outputs), *_earlier_problems(earlier, folders), *_orphaned_approvals(folders)]
    lost = folders.data_folder.lost_lines()
    if lost:
        problems.append(f"ทะเบียนไฟล์ที่ได้รับถูกแก้หรือขาดไป {lost:,} บรรทัด เทียบกับสำเนาล่าสุด")
    letters = letters_in_place(folders.outputs)
    problems += [problem for report in letters for problem in report.problems]
    problems += methods_problems(folders.outputs, params.office)
    compilations = compilations_in_place(folders.outputs)
    problems += [problem for compilation in compilations for problem in compilation.problems]
    index = list(_index_problems(folders, params))
    notices = [*stale_methods(folders.outputs, params.office), *(report.older for report in letters if report.older)]
    notices += [compilation.older for compilation in compilations if compilation.older]
    if not index and not _is_current(folders, params):
        notices.insert(0, f"{INDEX} ไม่เป็นปัจจุบัน สั่ง workbook run เพื่อเขียนใหม่")
    return Inventory(len(earlier), (*problems, *index), tuple(notices))


def _is_current(folders: Folders, params: Params) -> bool:
    """Whether the index is, letter by letter, what would be written now."""
    try:
        return _index(folders) == current_page(folders, params)
    except WorkbookError:
        return False


def _index(folders: Folders) -> str:
    path = folders.outputs / INDEX
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _unlisted(outputs: Path) -> Iterator[str]:
    """The files that belong to no report, to no earlier version and to nothing else that the workbook writes."""
    reports = {outputs / name for name in (*in_place(outputs), *superseded(outputs))}
    for path in (path for path in below(outputs) if path.is_file()):
        top, *rest = path.relative_to(outputs).parts
        if path.name.startswith("."):
            known = True  # the file manager's, or the lock: nothing reads them
        elif not rest:
            known = top == INDEX
        elif top == APPROVALS:
            copy = path.suffix == ".pdf" and path.with_suffix(".json").exists()
            known = copy or path.suffix == ".json" or path.name.startswith("facts-")
        elif top == LETTERS:
            record = read_record(path.parent)
            known = path.name == RECORD or (record is not None and path.name in record.files)
        elif top == QUARTO:
            known = is_listed(path, outputs)
        elif top == METHODS:
            page = read_methods(path.parent)
            known = path.name == METHODS_RECORD or (page is not None and path.name in page.files)
        else:
            known = top in _WORKING or path.parent in reports or (outputs / top / INDEX).exists()
        if not known:
            yield f"{path.relative_to(outputs).as_posix()} ไม่ใช่ไฟล์ของรายงานที่สมบูรณ์ฉบับใด"


def _earlier_problems(earlier: list[str], folders: Folders) -> Iterator[str]:
    """What is wrong with the files and approvals of earlier versions. Their numbers are recomputed where they are
    named: that takes as long as for the reports in place, for each version."""
    for version in earlier:
        folder = folders.outputs / version
        manifest = read_manifest(folder)
        if manifest is None:
            yield f"{version}: {NAME} เสียหาย"
            continue
        yield from (f"{version}: ไฟล์ {name} {how}" for name, how in manifest.changed_files(folder))
        yield from (f"{version}: {problem}" for problem in manifest.contradictions(folder, version))
        yield from (f"{version}: {problem}" for problem in approval_problems(folder, manifest, folders)[0])


def _orphaned_approvals(folders: Folders) -> Iterator[str]:
    """The reports that somebody signed, no version of which is stored any more."""
    there = folders.outputs / APPROVALS
    signed = {path.parent.parent.relative_to(there).as_posix() for path in below(there) if path.suffix == ".json"}
    for report in sorted(signed):
        if not stored_digests(report, folders.outputs):
            yield f"{APPROVALS}/{report}: รายงานที่ลงนามไว้ไม่มีอยู่แล้วทั้งฉบับปัจจุบันและฉบับก่อน"


class _Index(HTMLParser):
    """The numbers and approvals that the index prints of each report, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.numbers: dict[str, set[Printed]] = {}
        self.approvals: dict[str, list[str]] = {}
        self.ways: set[str] = set()
        self._report, self._number, self._approval = "", ("", "", ""), False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ways.add(given.get("href", ""))
        if "data-report" in given:
            self._report = given["data-report"]
            self.numbers.setdefault(self._report, set())
            self.approvals.setdefault(self._report, [])
        if tag == "data":
            self._number = given.get("data-fact", ""), given.get("data-key", ""), given.get("value", "")
        elif given.get("class") == "approval":
            self._approval = True
            self.approvals[self._report].append("")

    def handle_data(self, data: str) -> None:
        if any(self._number):
            self.numbers.setdefault(self._report, set()).add((*self._number, data))
        if self._approval:
            self.approvals[self._report][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "data":
            self._number = ("", "", "")
        elif tag == "p":
            self._approval = False


def _index_problems(folders: Folders, params: Params) -> Iterator[str]:
    """The reports in place that the index leaves out, and where it prints other numbers or approvals than they have;
    where there is no index at all, it says nothing wrong."""
    reports = in_place(folders.outputs) if _index(folders) else []
    digits = params.office.digits
    printed = _Index(_index(folders))
    for report in reports:
        if is_school_page(report):  # it has a line of its own, and no card
            yield from () if f"{report}/report.html" in printed.ways else (f"{INDEX} ไม่มีรายงาน {report}",)
            continue
        if report not in printed.numbers:
            yield f"{INDEX} ไม่มีรายงาน {report}"
            continue
        folder = folders.outputs / report
        parts = first_page(folder / "report.ipynb").inlines
        numbers = [part for part in parts if isinstance(part, Number)]
        right = {(part.fact, part.key, part.value, in_digits(part.text, digits)) for part in numbers}
        for fact, _, value, text in sorted(printed.numbers[report] - right):
            yield f"{INDEX}: {report} พิมพ์ {fact} เป็น {text} ({value}) ซึ่งไม่ใช่ตัวเลขของรายงาน"
        manifest = read_manifest(folder)
        lines = standing_of(folder, manifest, folders).lines if manifest else ()
        if printed.approvals[report] != [f"{in_digits(approval_words(line), digits)} {line.version}" for line in lines]:
            yield f"{INDEX}: {report} แสดงการรับรองที่ไม่ใช่การรับรองที่มีผลอยู่"
