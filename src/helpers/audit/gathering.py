"""Gathering the facts of many offices for the national view.

ROOT holds a folder an office; `ROOT/national` is the folder of the view, laid out like an office's. The facts of every
office whose report is current are copied into its deliveries and entered in its register, so that its numbers can be
made and verified again, even when an office's own folder moves on. An office whose report is not current is in the
roster with the reason, and none of its numbers is taken over.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from helpers.audit.freshness import State, state_in_place
from helpers.audit.manifest import FACTS, FAILED, NAME, Manifest, Originals, read_manifest
from helpers.catalogue import open_graph
from helpers.deliveries.receiving import moment
from helpers.digests import digest_if_there
from helpers.errors import DeliveryError, WorkbookError
from helpers.files import PRIVATE, matching, write_whole
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
from helpers.reports.folders import Folders, folders_of
from helpers.reports.inputs import described_inputs
from helpers.reports.specs import Spec
from helpers.tables.data_folder import KIND_THAI, DataFolder, Kind, read_mark
from helpers.tables.graph import Graph, Origin
from helpers.tables.register import Entry, Event

NATIONAL_FOLDER = "national"
_COUNTS = "dmc"
_ENCODING = "utf-8"


@dataclass(frozen=True)
class Gathered:
    """What was gathered for one round: how many offices there are, and of how many the numbers were taken over."""

    round: Round
    offices: int
    ready: int


@dataclass(frozen=True)
class TakenFacts:
    """The facts of one office's report: where they lie and which they are; or, by `state`, why they are not taken
    over."""

    slug: str
    report: str
    state: str
    path: Path | None = None
    sha256: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class OfficeReports:
    """What an office has to take over: its line of the roster by round, and beside it the facts that the line names.
    `kind` is what its data folder holds, empty where nothing was received; `area_code` is empty for an office whose
    folders cannot be read."""

    folder: str
    area_code: str
    name: str
    kind: Kind | Literal[""]
    lines: Mapping[Round, OfficeLine]
    facts: Mapping[Round, tuple[TakenFacts, ...]]

    def line(self, round_: Round) -> OfficeLine:
        """Its line for any round: of one of which it has nothing, that its report is missing."""
        state = MISSING if self.area_code else UNREADABLE
        missing = OfficeLine(self.folder, self.area_code, self.name, state, _report(round_))
        return self.lines.get(round_, missing)


Over = Callable[[Callable[[Folders], OfficeReports], Sequence[Folders]], Iterable[OfficeReports]]
"""Does the same for every office, in any order: `map`, or what does it in several processes."""


def gather(root: Path, over: Over = map) -> list[Gathered]:
    """Gather the facts of every office below ROOT into `ROOT/national`, which is made where it is missing, and enter
    them in its register; what is the same as before is left as it is. One line a round of which any office has data.

    `over` has each office read by `read_office`, or gives what is known of one that is `unread`. Raises DeliveryError
    where offices of real and of sample data lie together, and where there is no office that can be read.
    """
    read = _read(root, over)
    national, offices = folders_of(root / NATIONAL_FOLDER), [folders_of(root / each.folder) for each in read]
    readable = [office for office, reports in zip(offices, read, strict=True) if reports.area_code]
    if not readable:
        remedy = "สร้างสำนักงานด้วย workbook offices new หรือแก้ไฟล์ใน params ของสำนักงาน"
        raise DeliveryError("ไม่มีสำนักงานที่อ่านได้ในโฟลเดอร์นี้", where=str(root), remedy=remedy)
    write_national(root / NATIONAL_FOLDER, readable[0].params)
    _mark(national.data_folder, read)
    rounds = _rounds(read)
    for round_ in rounds:
        _take_over_round(national.params, round_, readable)
    return [_gather_round(national.data_folder, round_, read) for round_ in rounds]


def ungathered(root: Path, over: Over = map) -> list[Round]:
    """The rounds of which other facts would be gathered now than were; reads alone. All of which any office has data,
    where nothing was gathered yet."""
    read, folder = _read(root, over), folders_of(root / NATIONAL_FOLDER).data_folder
    return [
        round_
        for round_ in _rounds(read)
        if {hashlib.sha256(content).hexdigest() for _, _, content in _files(round_, read)[1]}
        != {entry.sha256 for entry in folder.received(NATIONAL, round_)}
    ]


def _read(root: Path, over: Over) -> list[OfficeReports]:
    offices = [folders_of(path) for path in sorted(root.iterdir()) if is_office(path)]
    return sorted(over(read_office, offices), key=lambda office: office.folder)


def _rounds(read: Iterable[OfficeReports]) -> list[Round]:
    return sorted({round_ for office in read for round_ in office.lines})


def is_office(path: Path) -> bool:
    """Whether a folder is an office's, also one that has lost its parameters: it must not vanish from the counts."""
    parts = ("params", "data", "outputs")
    return path.name != NATIONAL_FOLDER and path.name[0] != "." and any((path / part).is_dir() for part in parts)


def _report(round_: Round) -> str:
    return f"round/{round_}/{_COUNTS}"


def _mark(folder: DataFolder, read: Sequence[OfficeReports]) -> None:
    """Say of the national folder what the offices' are; real and sample data are never put side by side."""
    kinds = {office.kind: office.folder for office in read if office.kind}
    if len(kinds) > 1:
        remedy = "ย้ายสำนักงานของข้อมูลตัวอย่างไปไว้อีกโฟลเดอร์หนึ่ง"
        named = " ".join(f"{KIND_THAI[kind]}: {name} เป็นต้น" for kind, name in sorted(kinds.items()))
        problem = f"มีทั้งสำนักงานของข้อมูลจริงและของข้อมูลตัวอย่าง ({named})"
        raise DeliveryError(problem, where=str(folder.root.parent.parent), remedy=remedy)
    for kind in kinds:
        folder.mark(kind)
        folder.key()  # made before any table is: what is put in place is looked through with it


def read_office(folders: Folders) -> OfficeReports:
    """What one office has to take over, by round. Never raises what is wrong with its folders."""
    try:
        params = folders.read_params()
        office = _Office(folders, params, open_graph(folders.data_folder, params))
        data = office.graph.folder
        kind: Kind | Literal[""] = data.kind if read_mark(data.root) or any(data.register()) else ""
        taken = {round_: office.taken(round_) for round_ in office.rounds}
    except (WorkbookError, OSError):
        return unread(folders)
    name = folders.params.parent.name
    lines = {round_: _line(name, params, facts) for round_, facts in taken.items()}
    current = {round_: tuple(each for each in facts if each.state == READY) for round_, facts in taken.items()}
    return OfficeReports(name, params.office.area_code, params.office.short_name, kind, lines, current)


def unread(folders: Folders) -> OfficeReports:
    """What is known of an office whose folders cannot be read."""
    name = folders.params.parent.name
    return OfficeReports(name, "", name, "", {}, {})


def _line(folder: str, params: Params, facts: Sequence[TakenFacts]) -> OfficeLine:
    """A line of the roster: the report on the round, then, where that is current, the one on the money."""
    counts, *others = facts
    office = params.office
    line = OfficeLine(
        folder, office.area_code, office.short_name, counts.state, counts.report, counts.fingerprint, counts.sha256
    )
    for money in others:
        line = replace(line, money_report=money.report, money_fingerprint=money.fingerprint, money_sha256=money.sha256)
    return line


@dataclass(frozen=True)
class _Office:
    """One office's folders, opened."""

    folders: Folders
    params: Params
    graph: Graph

    @cached_property
    def _originals(self) -> Originals:
        return Originals(self.graph.folder)

    @property
    def rounds(self) -> frozenset[Round]:
        """The rounds of which it has pupils' data, or a report."""
        made = (path.parent.parent.name for path in matching(self.folders.outputs, f"round/*/{_COUNTS}/{NAME}"))
        return frozenset([*self.graph.folder.rounds(_COUNTS), *map(Round.parse, made)])

    def taken(self, round_: Round) -> list[TakenFacts]:
        """The facts of its report on the round, and, where these are current, of that on the money of the fiscal year
        in which the round's day lies."""
        counts = self._facts(ROUND_FACTS, (_COUNTS, round_), _report(round_))
        if counts.state != READY:
            return [counts]
        year = FiscalYear.of(self.params.round(round_).as_of.date)
        return [counts, self._facts(MONEY_FACTS, (ALL_PROGRAMMES, year), f"annual/{year}/allocation")]

    def _facts(self, slug: str, origin: Origin, report: str) -> TakenFacts:
        folder = self.folders.outputs / report
        manifest = read_manifest(folder)
        failed = (self.folders.outputs / FAILED / report).is_dir()
        if manifest is None:
            return TakenFacts(slug, report, DAMAGED if (folder / NAME).exists() else NOT_MADE if failed else MISSING)
        if any(manifest.contradictions(folder, report)) or any(manifest.changed_files(folder)):
            return TakenFacts(slug, report, DAMAGED)
        spec = next(iter(reports_on([origin], self.params)), None)
        if spec is None or not self._is_current(spec, folder, manifest):
            return TakenFacts(slug, report, NOT_MADE if failed else STALE)
        sha256, fingerprint = str(manifest.outputs[FACTS]["sha256"]), str(manifest.content["fingerprint"])
        return TakenFacts(slug, report, READY, folder / FACTS, sha256, fingerprint)

    def _is_current(self, spec: Spec, folder: Path, manifest: Manifest) -> bool:
        try:
            inputs = described_inputs(spec, self.folders, self.graph)
            return state_in_place(folder, manifest, inputs, self._originals) is State.CURRENT
        except (WorkbookError, OSError):
            return False


def _gather_round(folder: DataFolder, round_: Round, offices: Sequence[OfficeReports]) -> Gathered:
    """Copy the facts of one round, write its roster, and enter both in the register in place of those before."""
    lines, files = _files(round_, offices)
    with folder.entering():
        take_in(folder, round_, files)
    return Gathered(round_, len(lines), sum(line.state == READY for line in lines))


def _files(round_: Round, offices: Sequence[OfficeReports]) -> tuple[list[OfficeLine], list[tuple[str, str, bytes]]]:
    """The lines of a round's roster, and the files to be gathered: what they are, their names and contents."""
    lines, files = list[OfficeLine](), list[tuple[str, str, bytes]]()
    for line, facts in _without_repeated(offices, round_):
        lines.append(line)
        for taken in facts:
            assert taken.path is not None
            name = f"{line.area_code}-{taken.report.replace('/', '-')}-{FACTS}"
            files.append((taken.slug, name, taken.path.read_bytes()))
    return lines, [*files, (roster.REPORT, roster.NAME, roster_text(lines).encode())]


def _without_repeated(
    offices: Iterable[OfficeReports], round_: Round
) -> Iterator[tuple[OfficeLine, tuple[TakenFacts, ...]]]:
    """Every office's line and facts. Of several folders with one area code the first that is ready counts: the same
    schools are not counted twice."""
    seen: set[str] = set()
    for office in offices:
        line = office.line(round_)
        if line.state == READY and line.area_code in seen:
            yield OfficeLine(line.folder, line.area_code, line.name, REPEATED, line.report), ()
        else:
            seen |= {line.area_code} if line.state == READY else set()
            yield line, office.facts.get(round_, ())


def _take_over_round(params: Path, round_: Round, offices: Iterable[Folders]) -> None:
    """The round's days are those of the first office that has them, unless the national folder has its own."""
    final = params / "rounds" / f"{round_}.yml"
    stated = (office.params / "rounds" / final.name for office in offices)
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
        if digest_if_there(path) != entry.sha256:
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
