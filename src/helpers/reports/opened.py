"""What reports that are made one after another in one process have in common: the parameters, the graph of data sets,
and the tables, each read once.

A report opens its folders anew unless its process keeps them open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.catalogue import open_graph
from helpers.facts.released import Release, ReleasedFacts, read_release
from helpers.params.folder import Params
from helpers.reports.folders import Folders
from helpers.tables.graph import Graph, Origin
from helpers.tables.snapshots import Snapshot


@dataclass(eq=False)
class Opened:
    """The folders of one run, opened. Data that change afterwards are not seen."""

    folders: Folders
    params: Params
    _snapshots: dict[Origin, Snapshot | None] = field(default_factory=dict)
    _frames: dict[Path, pd.DataFrame] = field(default_factory=dict)
    _numbers: dict[tuple[Path, str], Mapping[Any, Any]] = field(default_factory=dict)

    @cached_property
    def graph(self) -> Graph:
        """The graph of all data sets."""
        return open_graph(self.folders.data_folder, self.params)

    @cached_property
    def release(self) -> Release | None:
        """What the public edition may say; None for the reports of the office."""
        path = self.folders.release
        return read_release(path.read_text(encoding="utf-8"), path.name) if path else None

    def released(self, report: str) -> ReleasedFacts | None:
        """What the public edition may say of a report; None in the office edition."""
        return self.release.reports.get(report, {}) if self.release else None

    def in_edition(self, pages: Mapping[str, str]) -> dict[str, str]:
        """Those of the pages, by what leads to them, that are in the edition too."""
        return {name: page for name, page in pages.items() if self.release is None or page in self.release.reports}

    def snapshot(self, origin: Origin) -> Snapshot | None:
        """The snapshot of a data set and period, built or checked once; None where there is nothing to build from."""
        if origin not in self._snapshots:
            self._snapshots[origin] = self.graph.snapshot(*origin)
        return self._snapshots[origin]

    def snapshots(self, reads: Mapping[str, Origin]) -> dict[str, Snapshot]:
        """The snapshots of the data sets in `reads`, by the names that `reads` has for them; those that are not
        available are left out."""
        there = {read_as: self.snapshot(origin) for read_as, origin in reads.items()}
        return {read_as: snapshot for read_as, snapshot in there.items() if snapshot is not None}

    def frame(self, snapshot: Snapshot, table: str) -> pd.DataFrame:
        """A table of a snapshot, which nobody may change."""
        path = snapshot.path(table)
        if path not in self._frames:
            self._frames[path] = snapshot.read(table)
        return self._frames[path]

    def part(self, snapshot: Snapshot, table: str, column: str, value: str) -> pd.DataFrame:
        """The rows of a table whose column, of texts, has the value; which rows have which is found out once."""
        known, frame = (snapshot.path(table), column), self.frame(snapshot, table)
        if known not in self._numbers:
            self._numbers[known] = frame.groupby(column, sort=False).indices
        rows: pd.DataFrame = frame.iloc[self._numbers[known].get(value, [])]
        return rows


_kept: Opened | None = None


def keep_open(folders: Folders) -> Opened:
    """Keep the folders open for all reports that this process makes from now on, until others are asked for."""
    global _kept
    if _kept is None or not _same(_kept.folders, folders):
        _kept = Opened(folders, folders.read_params())
    return _kept


def opened(folders: Folders, params: Params | None = None) -> Opened:
    """The folders as this process keeps them open, or opened anew, with these parameters where they are known."""
    if _kept is not None and _same(_kept.folders, folders):
        return _kept
    return Opened(folders, params or folders.read_params())


def _same(one: Folders, other: Folders) -> bool:
    return (one.environment(), one.project) == (other.environment(), other.project)
