"""The stored versions of reports: those in place, and the superseded ones in the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.audit.manifest import HISTORY, NAME, Manifest, read_manifest
from helpers.audit.verification import tables_of, unchanged_facts
from helpers.errors import ParameterError
from helpers.facts.ledger import FactLine
from helpers.files import below
from helpers.params.folder import Params
from helpers.reports.catalogue import kinds, spec_for
from helpers.reports.folders import Folders
from helpers.reports.specs import Subject
from helpers.tables.snapshots import Snapshot

_LISTED = 12


@dataclass(frozen=True)
class Version:
    """One stored version of a report: `round/2568-1/dmc`, or `history/round/2568-1/dmc/<fingerprint>`."""

    id: str
    manifest: Manifest
    facts: Mapping[tuple[str, str], FactLine]
    """Every cell by fact and key, in the order stated."""
    snapshots: Mapping[str, Snapshot]
    """The very tables that it was computed from, by `<period>/<source>`."""
    subject: Subject

    @property
    def report(self) -> str:
        """The report that this is a version of."""
        return str(self.manifest.content["report"])

    @property
    def title(self) -> str:
        """The report's title and period, for readers."""
        return f"{self.manifest.content['title']} {self.subject.period}"

    @property
    def is_sample(self) -> bool:
        """Whether it was made from synthetic data."""
        return bool(self.manifest.inputs["data_kind"] == "sample")

    @cached_property
    def tables(self) -> Mapping[str, str]:
        """The table that each fact was computed from; ratios and differences have none."""
        return {fact: line.table for (fact, _), line in self.facts.items() if line.table}


def open_versions(before: str, after: str, folders: Folders, params: Params) -> tuple[Version, Version]:
    """The two versions of these names. Raises ParameterError for one that is not kept, and for two of different kinds;
    VerificationError for one whose facts or tables are gone."""
    manifests = [(name, _manifest(name, folders)) for name in (before, after)]
    (_, one), (_, other) = manifests
    if _kind(one) != _kind(other):
        problem = f"เทียบกันไม่ได้ เพราะเป็นรายงานคนละชนิด ({_kind(one)} กับ {_kind(other)})"
        raise ParameterError(problem, where=f"{before} {after}", remedy=_those_kept(folders.outputs, before))
    opened = [_opened(name, manifest, folders, params) for name, manifest in manifests]
    return opened[0], opened[1]


def kept(outputs: Path) -> list[str]:
    """The names of all versions there are, those in place first."""
    paths = (path.parent.relative_to(outputs) for path in below(outputs) if path.name == NAME)
    whole = (path for path in paths if not any(part.startswith(".") for part in path.parts))
    return sorted((path.as_posix() for path in whole), key=lambda name: (name.startswith(f"{HISTORY}/"), name))


def _manifest(name: str, folders: Folders) -> Manifest:
    manifest = read_manifest(folders.outputs / name) if name in kept(folders.outputs) else None
    if manifest is None:
        raise ParameterError(f"ไม่มีรายงานฉบับ “{name}”", remedy=_those_kept(folders.outputs, name))
    return manifest


def _those_kept(outputs: Path, name: str) -> str:
    """The versions that could be meant: of the same system or programme, or else all."""
    there = kept(outputs)
    last = set(name.strip("/").split("/")[-2:])
    near = [each for each in there if last & set(each.split("/")[-2:])] or there
    more = f" และอีก {len(near) - _LISTED:,} ฉบับ" if len(near) > _LISTED else ""
    listed = ", ".join(near[:_LISTED])
    return f"ฉบับที่เก็บไว้คือ {listed}{more}" if listed else "ยังไม่มีรายงาน สั่ง workbook run ก่อน"


def _kind(manifest: Manifest) -> str:
    """The kind of report: the name of its notebook."""
    return str(next(iter(manifest.inputs["notebook"])))


def _opened(name: str, manifest: Manifest, folders: Folders, params: Params) -> Version:
    facts = {(line.fact, line.key): line for line in unchanged_facts(folders.outputs / name, manifest)}
    kind = _kind(manifest)
    spec = spec_for(kind, manifest.inputs["parameters"], params)
    subject = kinds()[kind].subject(spec, params)
    return Version(name, manifest, facts, tables_of(manifest, folders), subject)
