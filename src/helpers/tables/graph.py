"""The graph of all data sets: what gives tables for a period, what each reads and depends on, and the walks over that.

A data set declares what it depends on; the walks (`available`, `inputs`, `fingerprint`, `snapshot`) evaluate that at
most once for each data set and period. A report is a leaf of the graph: it reads data sets, and nothing reads it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pandas as pd

from helpers.digests import code_digest, description_digest, file_digest
from helpers.params.folder import Params
from helpers.periods import AcademicYear, FiscalYear, Period, Round
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Rule
from helpers.tables.register import Delivery, Entry
from helpers.tables.schemas import DELIVERIES, FINDINGS, TableSchema
from helpers.tables.snapshots import FINGERPRINT_DIGITS, Snapshot, keep_snapshot, snapshot_folder

Origin = tuple[str, Period]
"""The name of a data set, and the period of its tables."""
P = TypeVar("P", Round, FiscalYear, AcademicYear)
"""The kind of period for which a data set gives tables."""


@dataclass(frozen=True)
class Dataset(Generic[P]):
    """Whatever gives tables for a period: a collection system or the checks between them for a round, a register or
    programme for a fiscal year, the information work for an academic year, and what changed in any of these.

    It builds nothing by itself: `Graph.snapshot` builds its tables, and keeps them. A data set of posts, the tables of
    which depend on the files delivered for it, the headcounts of the same round and nothing else:

        Dataset(
            name="posts",
            title="อัตรากำลัง",
            period_type=Round,
            schemas=(POSTS,),
            modules=(__name__,),
            build=lambda round_, graph: {"posts": …, "findings": …, "deliveries": …},
            missing_reason=lambda _reports, round_, _params: f"ยังไม่ได้รับไฟล์ของ{round_.thai}",
            reads=lambda round_, _graph: {"headcounts": ("dmc", round_)},
        )
    """

    name: str
    """Its name in ids and folders, ASCII."""
    title: str
    """Its name for readers."""
    period_type: type[P]
    schemas: tuple[TableSchema, ...]
    """Its tables beside `findings` and `deliveries`, which every data set has."""
    modules: tuple[str, ...]
    """The modules that make its tables. When one of them changes, or whatever they import, the tables are built
    anew."""
    build: Callable[[P, "Graph"], dict[str, pd.DataFrame]]
    """The period's tables by schema name, `findings` and `deliveries` among them."""
    missing_reason: Callable[[Collection[str], P, Params], str]
    """Why a period's tables lack what the reports of these slugs would have brought, in Thai; for no reports, why there
    are no tables at all."""
    rules: tuple[Rule, ...] = ()
    """Every check that it makes."""
    reports: Mapping[str, str] = field(default_factory=dict)
    """The files that are delivered for it, slug to Thai title."""
    value_order: Callable[[str], Mapping[str, Sequence[str]]] = lambda _report: {}
    """The reading order of the values of label columns, by column; those of `category` as the given report lists
    them."""
    reads: Callable[[P, "Graph"], Mapping[str, Origin]] = lambda _period, _graph: {}
    """The other data sets that it reads where they are available, by the names that it has for them: its `build` gets
    their snapshots by these names from `Graph.snapshots`."""
    param_files: Callable[[P, Params], Sequence[str]] = lambda _period, _params: ()
    """The parameter files that its tables depend on, beside those that everything depends on; relative paths."""
    depends: Callable[[P, "Graph"], Mapping[str, Any]] = lambda _period, _graph: {}
    """What else its tables depend on, as values that JSON can hold. Raises ParameterError for a period that has no
    parameters."""
    available: Callable[[P, "Graph"], bool] | None = None
    """Whether there is anything to build a period's tables from; None where any file received for it is enough."""

    @property
    def tables(self) -> tuple[TableSchema, ...]:
        """Every table of its snapshots."""
        return (*self.schemas, FINDINGS, DELIVERIES)


class Graph:
    """The data sets of one data folder and its parameters, and the walks over them.

    What is available, and what it depends on, is looked up once for each data set and period, so a graph describes the
    data folder as it was at the first question. Whoever changes the folder opens another graph.

        graph = open_graph(folder, params)              # helpers.catalogue
        snapshot = graph.snapshot("dmc", Round(2568, 1))
        pupils = snapshot.read("enrolment") if snapshot else None
    """

    def __init__(self, folder: DataFolder, params: Params, datasets: Mapping[str, Dataset[Any]]) -> None:
        self.folder = folder
        self.params = params
        self.datasets = datasets
        self._inputs: dict[Origin, dict[str, Any]] = {}
        self._fingerprints: dict[Origin, str] = {}
        self._available: dict[Origin, bool] = {}

    def available(self, name: str, period: Period) -> bool:
        """Whether there is anything to build a data set's tables from. False also for a name that no data set has, and
        for a period of another kind than the data set's."""
        if (name, period) not in self._available:
            self._available[name, period] = self._is_available(name, period)
        return self._available[name, period]

    def _is_available(self, name: str, period: Period) -> bool:
        dataset = self.datasets.get(name)
        if dataset is None or not isinstance(period, dataset.period_type):
            return False
        return dataset.available(period, self) if dataset.available else bool(self.folder.received(name, period))

    def present(self, reads: Mapping[str, Origin]) -> dict[str, Origin]:
        """Those of the data sets in `reads` that are available, by the names that `reads` has for them."""
        return {read_as: origin for read_as, origin in reads.items() if self.available(*origin)}

    def inputs(self, name: str, period: Period) -> dict[str, Any]:
        """Everything that a snapshot depends on, as names and digests that JSON can hold: it stands in the snapshot's
        description, and its digest is the fingerprint. Raises ParameterError for a period that has no parameters."""
        if (name, period) not in self._inputs:
            self._inputs[name, period] = self._described(self.datasets[name], period)
        return self._inputs[name, period]

    def _described(self, dataset: Dataset[Any], period: Period) -> dict[str, Any]:
        reads = self.present(dataset.reads(period, self))
        return {
            "deliveries": named(self.folder.received(dataset.name, period)),
            "snapshots": {read_as: self.fingerprint(*origin) for read_as, origin in reads.items()},
            "params": self.param_digests([(dataset.name, period)]),
            "code": code_digest(*dataset.modules),
            **dataset.depends(period, self),
        }

    def fingerprint(self, name: str, period: Period) -> str:
        """The digest of the inputs as they are now, in hex: the name of the snapshot that is built from them."""
        if (name, period) not in self._fingerprints:
            digest = description_digest(self.inputs(name, period))
            self._fingerprints[name, period] = digest[:FINGERPRINT_DIGITS]
        return self._fingerprints[name, period]

    def snapshot(self, name: str, period: Period) -> Snapshot | None:
        """The snapshot of the present inputs, built now if it is not there or not whole; None where there is nothing to
        build from.

        Raises DeliveryError for a received file that is gone or changed, also where the snapshot is there already.
        """
        if not self.available(name, period):
            return None
        dataset, fingerprint = self.datasets[name], self.fingerprint(name, period)
        self.folder.refuse_changed(self.folder.received(name, period))
        snapshot = Snapshot(snapshot_folder(self.folder.store, name, period, fingerprint), name, period)
        keep_snapshot(snapshot, dataset.tables, self.inputs(name, period), lambda: dataset.build(period, self))
        return snapshot

    def snapshots(self, reads: Mapping[str, Origin]) -> dict[str, Snapshot]:
        """The snapshots of the data sets in `reads`, by the names that `reads` has for them; those that are not
        available are left out."""
        snapshots = {read_as: self.snapshot(*origin) for read_as, origin in reads.items()}
        return {read_as: snapshot for read_as, snapshot in snapshots.items() if snapshot is not None}

    def deliveries(self, name: str, period: Period) -> tuple[Delivery, ...]:
        """The files in force of a data set and period; of several files of one report, the last one counts."""
        return tuple(delivery_of(entry, self.folder) for entry in self.folder.received(name, period))

    def param_digests(self, origins: Collection[Origin]) -> dict[str, str]:
        """The digest of every parameter file that these data sets depend on, by relative path."""
        of_datasets = (
            path for name, period in origins for path in self.datasets[name].param_files(period, self.params)
        )
        files = [*self.params.shared_files(), *(self.params.folder / path for path in of_datasets)]
        return {path.relative_to(self.params.folder).as_posix(): file_digest(path) for path in files}


def named(entries: Sequence[Entry]) -> list[list[str]]:
    """The report, name and SHA-256 of each file, as a description of inputs lists them."""
    return [[entry.report, entry.name, entry.sha256] for entry in entries]


def delivery_of(entry: Entry, folder: DataFolder) -> Delivery:
    """The received file of a line of the register, as `build` and the readers of files take it."""
    path = folder.deliveries / entry.path
    return Delivery(path, entry.name, entry.sha256, entry.report, entry.rows, entry.encoding)
