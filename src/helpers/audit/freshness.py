"""Is a report what the present inputs would give? If not, which file, parameter, helper, notebook or lock made it
stale."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from helpers.audit.manifest import FAILED, NAME, Manifest, Originals, in_place, read_manifest
from helpers.catalogue import open_graph
from helpers.errors import WorkbookError
from helpers.params.folder import Params
from helpers.reports.catalogue import existing_reports, waiting_reports
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs
from helpers.reports.school_kind import is_school_page

_PARTS = {
    "data_kind": "ชนิดของข้อมูล",
    "parameters": "พารามิเตอร์ของรายงาน",
    "deliveries": "ไฟล์ที่ได้รับ",
    "params": "ไฟล์ใน params",
    "notebook": "สมุดงาน",
    "helpers": "โปรแกรม",
    "lock": "รุ่นของไลบรารี",
    "pages": "รายชื่อหน้าโรงเรียน",
    "gathered_from": "ข้อมูลที่รวบรวมมา",
}


@dataclass(frozen=True)
class Alone:
    """What is said of an input that one description alone has."""

    before: str
    after: str


_SINCE = Alone("ถูกนำออก", "เพิ่มเข้ามา")
BETWEEN_VERSIONS = Alone("ใช้ในฉบับก่อนเท่านั้น", "ใช้ในฉบับหลังเท่านั้น")
"""Of two versions: nothing was taken out or put in, each was made of its own."""


class State(StrEnum):
    """Where a report stands."""

    CURRENT = "current"
    STALE = "stale"
    NEW = "new"
    IMPOSSIBLE = "impossible"
    """What was received for it does not do."""
    WAITING = "waiting"
    """The parameters speak of it, and nothing was received for it."""
    ORPHANED = "orphaned"
    """It is in place, and nothing of what it is about is received any more."""

    @property
    def words(self) -> str:
        """What people read, in Thai."""
        return _WORDS[self]


_BY_ROWS = "คำสั่ง run สร้างใหม่เฉพาะหน้าที่ข้อมูลของโรงเรียนนั้นเปลี่ยน"
_BY_TABLES = "คำสั่ง run สร้างใหม่เฉพาะเมื่อส่วนที่รายงานนี้ใช้เปลี่ยน"
_WORDS = {
    State.CURRENT: "เป็นปัจจุบัน",
    State.STALE: "ต้องสร้างใหม่",
    State.NEW: "ยังไม่ได้สร้าง",
    State.IMPOSSIBLE: "ยังสร้างไม่ได้",
    State.WAITING: "ยังสร้างไม่ได้",
    State.ORPHANED: "ไม่มีไฟล์ต้นทางแล้ว",
}


@dataclass(frozen=True)
class Status:
    """One report's state and, unless it is current, why in Thai.

    `failure` is the first line of what stopped the last run of a stale or new report; empty where none was stopped.
    """

    report_id: str
    state: State
    reasons: tuple[str, ...] = ()
    failure: str = ""


def statuses(folders: Folders, params: Params) -> Iterator[Status]:
    """The state of every report for which something was received, of every one that is in place without that, and of
    every one that the parameters speak of and nothing was received for."""
    graph = open_graph(folders.data_folder, params)
    known, originals = existing_reports(graph, in_place(folders.outputs)), Originals(graph.folder)
    titles = {name: dataset.title for name, dataset in graph.datasets.items()}
    for spec in known:
        try:
            inputs = described_inputs(spec, folders, graph)
        except WorkbookError as error:
            yield Status(spec.id, State.IMPOSSIBLE, (error.problem,))
            continue
        yield _status(spec.id, folders, inputs, originals, titles)
    yield from _without_files({spec.id for spec in known}, folders, params)


def state_in_place(folder: Path, manifest: Manifest | None, inputs: Mapping[str, Any], originals: Originals) -> State:
    """The state of a report that can be made from these inputs, by the manifest of its folder: current where it was
    made from them, or shows the same of other tables, and all of its files and of what it was made from are as they
    were; new where there is none."""
    if manifest is None:
        return State.STALE if (folder / NAME).exists() else State.NEW
    unchanged = _is_made_from(manifest, inputs, originals) and not any(manifest.changed_files(folder))
    return State.CURRENT if unchanged and not originals.changes(manifest) else State.STALE


def _is_made_from(manifest: Manifest, inputs: Mapping[str, Any], originals: Originals) -> bool:
    """Whether a report was made from these inputs. One that reads its tables in part counts as made from others where
    they are there and hold the same of what it shows."""
    if manifest.inputs == inputs:
        return True
    return _is_but_for_tables(manifest, inputs) and manifest.rows == originals.rows_shown(inputs)


def _is_but_for_tables(manifest: Manifest, inputs: Mapping[str, Any]) -> bool:
    """Whether a report that reads its tables in part was made from these inputs but for the tables."""
    return manifest.rows is not None and {**manifest.inputs, "snapshots": inputs["snapshots"]} == inputs


def _status(
    report_id: str, folders: Folders, inputs: Mapping[str, Any], originals: Originals, titles: Mapping[str, str]
) -> Status:
    """The state of a report that can be made from these inputs, and why."""
    folder = folders.outputs / report_id
    manifest, failure = read_manifest(folder), _failure(folders.outputs / FAILED / report_id)
    state = state_in_place(folder, manifest, inputs, originals)
    if state is State.CURRENT:
        return Status(report_id, state)
    if state is State.NEW:
        return Status(report_id, state, () if failure else ("ยังไม่เคยสร้าง",), failure)
    if manifest is None:
        return Status(report_id, state, (f"ไฟล์ {NAME} เสียหาย",), failure)
    touched = [f"ไฟล์ {name} {how}" for name, how in manifest.changed_files(folder)]
    touched += originals.changes(manifest)
    reasons = changes(manifest.inputs, inputs, titles, renewed=originals.key_renewed(manifest))
    if not touched and _is_but_for_tables(manifest, inputs) and originals.rows_shown(inputs) is None:
        reasons = (*reasons, _BY_ROWS if is_school_page(report_id) else _BY_TABLES)
    return Status(report_id, state, (*reasons, *touched), failure)


def _failure(folder: Path) -> str:
    """The first line of the error that a run left there; empty for none."""
    try:
        return next(iter((folder / "error.txt").read_text(encoding="utf-8").splitlines()), "")
    except FileNotFoundError:
        return ""


def _without_files(ids: Collection[str], folders: Folders, params: Params) -> Iterator[Status]:
    """The states of the reports beside these, for which nothing is received: those in place, then those that wait."""
    orphaned = set(in_place(folders.outputs)).difference(ids)
    for report_id in sorted(orphaned):
        yield Status(report_id, State.ORPHANED, ("มีรายงานที่ทำจากไฟล์ที่เอาออกแล้ว",))
    for report_id in sorted(waiting_reports(params).difference(ids, orphaned)):
        yield Status(report_id, State.WAITING, ("ยังไม่ได้รับไฟล์",))


def changes(
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    titles: Mapping[str, str] | None = None,
    *,
    words: Alone = _SINCE,
    renewed: bool = False,
) -> tuple[str, ...]:
    """What differs between two descriptions of inputs, in Thai, one line for each file or value; nothing for equal
    ones. `titles` are what the data sets are called, `renewed` says that the office began a new key between the two."""
    reasons = []
    for part, thai in _PARTS.items():
        for name, how in _differences(before.get(part), now.get(part), words):
            reasons.append(f"{thai} {name} {how}".replace("  ", " "))
    if renewed:
        reasons.append("เริ่มกุญแจใหม่")
    if not reasons:  # what lies behind the tables that are read, as an earlier round or another system
        differ = _differences(*_snapshots(before, now), words)
        reasons = [f"ข้อมูลที่ใช้ตรวจเทียบ {_called(name, titles or {})} {how}" for name, how in differ]
    return tuple(dict.fromkeys(reasons))


def _called(name: str, titles: Mapping[str, str]) -> str:
    """`2568-1/dmc` as people say it: the data set's title and the period."""
    period, _, source = name.partition("/")
    return f"{titles[source]} {period}" if source in titles else name


def _snapshots(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return before.get("snapshots", {}), now.get("snapshots", {})


def _differences(before: Any, now: Any, words: Alone) -> Iterator[tuple[str, str]]:
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        if before != now:
            yield "", f"เปลี่ยนจาก {before} เป็น {now}"
        return
    for name in sorted({*before, *now}):
        if name not in before:
            yield name, words.after
        elif name not in now:
            yield name, words.before
        elif isinstance(before[name], Mapping) and isinstance(now[name], Mapping) and "sha256" not in now[name]:
            for inner, how in _differences(before[name], now[name], words):
                yield f"{name}: {inner}", how
        elif before[name] != now[name]:
            yield name, "เปลี่ยน"
