"""Gathering the facts of many offices for the national view.

ROOT holds a folder an office; `ROOT/national` is the folder of the view, laid out like an office's. The facts of every
office whose report is current are copied into its deliveries and entered in its register, so that its numbers can be
made and verified again, even when an office's own folder moves on. An office whose report is not current is in the
roster with the reason, and none of its numbers is taken over.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from helpers.audit.freshness import State, state_in_place
from helpers.audit.manifest import FACTS, FAILED, NAME, Manifest, Originals, read_manifest
from helpers.catalogue import open_graph
from helpers.deliveries.receiving import moment
from helpers.digests import file_digest
from helpers.errors import DeliveryError, WorkbookError
from helpers.files import PRIVATE, write_whole
from helpers.national import roster
from helpers.national.dataset import MONEY_FACTS, ROUND_FACTS
from helpers.national.dataset import NAME as NATIONAL
from helpers.national.roster import OfficeLine, roster_text
from helpers.national.schemas import DAMAGED, MISSING, READY, REPEATED, STALE, UNREADABLE
from helpers.national.schemas import FAILED as NOT_MADE
from helpers.params.folder import Params
from helpers.params.new import write_national
from helpers.periods import FiscalYear, Round
from helpers.programmes.year import NAME as ALL_PROGRAMMES
from helpers.reports.catalogue import reports_on
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs
from helpers.reports.specs import Spec
from helpers.tables.data_folder import DataFolder
from helpers.tables.graph import Graph
from helpers.tables.register import Entry, Event

FOLDER = "national"
_COUNTS = "dmc"
_ENCODING = "utf-8"


@dataclass(frozen=True)
class Gathered:
    """What was gathered for one round: how many offices there are, and of how many the numbers were taken over."""

    round: Round
    offices: int
    ready: int


@dataclass(frozen=True)
class _Taken:
    """What was taken over of one office's report: where its facts lie, and their digest; or why they were not."""

    state: str
    report: str
    facts: Path | None = None
    sha256: str = ""
    fingerprint: str = ""


def office_folders(root: Path, folder: Path) -> Folders:
    """The folders of an office, or of the national view, below ROOT."""
    return Folders(*(root / folder.name / part for part in ("data", "params", "outputs")))


def gather(root: Path) -> list[Gathered]:
    """Gather the facts of every office below ROOT into `ROOT/national`, which is made where it is missing, and enter
    them in its register; what is the same as before is left as it is. One line a round of which any office has data.

    Raises DeliveryError where offices of real and of sample data lie together, and where there is no office.
    """
    offices = [_Office(office_folders(root, path)) for path in sorted(root.iterdir()) if _is_office(path)]
    if not offices:
        remedy = "สร้างสำนักงานด้วย workbook offices new"
        raise DeliveryError("ไม่พบสำนักงานในโฟลเดอร์นี้", where=str(root), remedy=remedy)
    national = office_folders(root, root / FOLDER)
    write_national(root / FOLDER, offices[0].folders.params)
    _mark(national.data_folder, offices)
    rounds = sorted({round_ for office in offices for round_ in office.rounds})
    return [_gather_round(national, round_, offices) for round_ in rounds]


def _is_office(path: Path) -> bool:
    return path.name != FOLDER and (path / "params" / "office.yml").is_file()


def _mark(folder: DataFolder, offices: Iterable["_Office"]) -> None:
    """Say of the national folder what the offices' are; real and sample data are never put side by side."""
    kinds = {office.graph.folder.kind for office in offices if office.graph}
    if len(kinds) > 1:
        remedy = "ย้ายสำนักงานของข้อมูลตัวอย่างไปไว้อีกโฟลเดอร์หนึ่ง"
        raise DeliveryError("มีทั้งสำนักงานของข้อมูลจริงและของข้อมูลตัวอย่าง", where=str(folder.root.parent), remedy=remedy)
    for kind in kinds:
        folder.mark(kind)
        folder.key()  # made before any table is: what is put in place is looked through with it


@dataclass(eq=False)
class _Office:
    """One office: its folders, and what is in them, each read once."""

    folders: Folders

    @property
    def name(self) -> str:
        """The name of its folder below ROOT."""
        return self.folders.params.parent.name

    @cached_property
    def params(self) -> Params | None:
        """Its parameters; None where they cannot be read."""
        try:
            return self.folders.read_params()
        except (WorkbookError, OSError):
            return None

    @cached_property
    def graph(self) -> Graph | None:
        """Its data sets; None where its parameters or its register cannot be read."""
        if self.params is None:
            return None
        try:
            graph = open_graph(self.folders.data_folder, self.params)
            assert graph.folder.kind
            graph.folder.in_force()
        except (WorkbookError, OSError):
            return None
        return graph

    @cached_property
    def originals(self) -> Originals:
        """What its reports were made from, as it lies there now."""
        return Originals(self.folders.data_folder)

    @cached_property
    def rounds(self) -> frozenset[Round]:
        """The rounds of which it has pupils' data, or a report."""
        received = self.graph.folder.rounds(_COUNTS) if self.graph else []
        made = (path.parent.parent.name for path in self.folders.outputs.glob(f"round/*/{_COUNTS}/{NAME}"))
        return frozenset([*received, *map(Round.parse, made)])

    def line(self, round_: Round) -> tuple[OfficeLine, list[tuple[str, _Taken]]]:
        """Its line of the roster, and what was taken over of its reports, by the slug of the register."""
        report = f"round/{round_}/{_COUNTS}"
        if self.params is None or self.graph is None:
            return OfficeLine(self.name, "", self.name, UNREADABLE, report), []
        counts = self._taken(self.graph, _spec(self.params, _COUNTS, round_), report)
        office = self.params.office
        line = OfficeLine(self.name, office.area_code, office.short_name, counts.state, report)
        if counts.state != READY:
            return line, []
        line = replace(line, fingerprint=counts.fingerprint, sha256=counts.sha256)
        year = FiscalYear.of(self.params.round(round_).as_of.date)
        spec, wanted = _spec(self.params, ALL_PROGRAMMES, year), f"annual/{year}/allocation"
        money = self._taken(self.graph, spec, wanted)
        line = replace(line, money_report=wanted)
        if money.state != READY:
            return line, [(ROUND_FACTS, counts)]
        line = replace(line, money_fingerprint=money.fingerprint, money_sha256=money.sha256)
        return line, [(ROUND_FACTS, counts), (MONEY_FACTS, money)]

    def _taken(self, graph: Graph, spec: Spec | None, report: str) -> _Taken:
        """The facts of one report where it is current, else why they are not taken over."""
        folder = self.folders.outputs / report
        manifest = read_manifest(folder)
        failed = (self.folders.outputs / FAILED / report).is_dir()
        if manifest is None:
            return _Taken(DAMAGED if (folder / NAME).exists() else NOT_MADE if failed else MISSING, report)
        if any(manifest.contradictions(folder, report)) or any(manifest.changed_files(folder)):
            return _Taken(DAMAGED, report)
        if spec is None or not self._is_current(graph, spec, folder, manifest):
            return _Taken(NOT_MADE if failed else STALE, report)
        sha256, fingerprint = str(manifest.outputs[FACTS]["sha256"]), str(manifest.content["fingerprint"])
        return _Taken(READY, report, folder / FACTS, sha256, fingerprint)

    def _is_current(self, graph: Graph, spec: Spec, folder: Path, manifest: Manifest) -> bool:
        try:
            inputs = described_inputs(spec, self.folders, graph)
            return state_in_place(folder, manifest, inputs, self.originals) is State.CURRENT
        except (WorkbookError, OSError):
            return False


def _spec(params: Params, dataset: str, period: Round | FiscalYear) -> Spec | None:
    """The report on these data; None where the office's parameters know none of that period."""
    return next(iter(reports_on([(dataset, period)], params)), None)


def _gather_round(national: Folders, round_: Round, offices: Sequence[_Office]) -> Gathered:
    """Copy the facts of one round, write its roster, and enter both in the register in place of those before."""
    _take_over_round(national.params, round_, offices)
    lines, files = list[OfficeLine](), list[tuple[str, str, bytes]]()
    for line, taken in _without_repeated(office.line(round_) for office in offices):
        lines.append(line)
        for slug, taken_report in taken:
            assert taken_report.facts is not None
            name = f"{line.area_code}-{taken_report.report.replace('/', '-')}-{FACTS}"
            files.append((slug, name, taken_report.facts.read_bytes()))
    files.append((roster.REPORT, roster.NAME, roster_text(lines).encode()))
    with national.data_folder.entering():
        take_in(national.data_folder, round_, files)
    return Gathered(round_, len(lines), sum(line.state == READY for line in lines))


def _without_repeated(
    lines: Iterable[tuple[OfficeLine, list[tuple[str, _Taken]]]],
) -> Iterator[tuple[OfficeLine, list[tuple[str, _Taken]]]]:
    """Of several folders with one area code the first that is ready counts: the same schools are not counted twice."""
    seen: set[str] = set()
    for line, taken in lines:
        if line.state == READY and line.area_code in seen:
            yield OfficeLine(line.folder, line.area_code, line.name, REPEATED, line.report), []
        else:
            seen |= {line.area_code} if line.state == READY else set()
            yield line, taken


def _take_over_round(params: Path, round_: Round, offices: Iterable[_Office]) -> None:
    """The round's days are those of the first office that has them, unless the national folder has its own."""
    final = params / "rounds" / f"{round_}.yml"
    stated = (office.folders.params / "rounds" / final.name for office in offices)
    first = next((path for path in stated if path.is_file()), None)
    if first is not None and not final.exists():
        write_whole(final, first.read_bytes())


def take_in(folder: DataFolder, round_: Round, files: Sequence[tuple[str, str, bytes]]) -> None:
    """Put the files among the deliveries, and make them those in force of the round: what is the same stays, what is no
    longer wanted is withdrawn."""
    in_force = {entry.path: entry for entry in folder.received(NATIONAL, round_)}
    now, kind = moment(), folder.kind
    entries: dict[str, Entry] = {}
    for slug, name, content in files:
        entry = _entry(round_, slug, name, content, now)
        path = folder.deliveries / entry.path
        if not path.is_file() or file_digest(path) != entry.sha256:
            write_whole(path, content, PRIVATE)
        entries[entry.path] = replace(entry, kind=kind)
    out = [
        replace(entry, received=now, event=Event.WITHDRAWN) for path, entry in in_force.items() if path not in entries
    ]
    added = [entry for path, entry in entries.items() if path not in in_force]
    if out or added:
        folder.enter([*out, *added])


def _entry(round_: Round, slug: str, name: str, content: bytes, now: str) -> Entry:
    """The line of the register: the name of the copy says of which bytes it is, for an office's facts change."""
    digest = hashlib.sha256(content).hexdigest()
    stem, _, suffix = name.rpartition(".")
    path = f"{round_}/{NATIONAL}/{stem}~{digest[:8]}.{suffix}"
    rows = max(content.count(b"\n") - 1, 0)
    return Entry(now, str(round_), NATIONAL, slug, digest, name, path, rows, _ENCODING)
