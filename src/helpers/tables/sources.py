"""What gives tables for a period: a collection system for a round, a register or a programme for a fiscal year.

The store keeps what a source builds; the source says what its tables depend on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from helpers.digests import description_digest, file_digest, source_digests
from helpers.params.folder import Params
from helpers.periods import Period, Round
from helpers.systems.system import EarlierRound, RoundInputs, System, short_title, systems
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Rule
from helpers.tables.register import Delivery, Entry
from helpers.tables.schemas import TableSchema

if TYPE_CHECKING:
    from helpers.tables.store import Store


Origin = tuple[str, Period]
"""The name of a source, and the period of its tables."""


class Source(Protocol):
    """One origin of tables. `reports` are the files that are delivered for it, slug to Thai title."""

    @property
    def name(self) -> str:
        """Its name in ids and folders, ASCII."""

    @property
    def title(self) -> str:
        """Its name for readers."""

    @property
    def reports(self) -> Mapping[str, str]:
        """The files that are delivered for it, slug to Thai title."""

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        """Its own tables; `findings` and `deliveries` are every source's too."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every check that it makes."""

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """The reading order of the values of label columns."""

    def why_absent(self, needs: Collection[str], period: Period, params: Params) -> str:
        """Why a period's tables lack what these reports would have brought, in Thai; for no reports, why there are no
        tables at all."""

    def available(self, period: Period, store: Store) -> bool:
        """Whether there is anything to build the period's tables from."""

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """Everything that the tables depend on, as names and digests. Raises ParameterError for a period that has no
        parameters."""

    def param_files(self, period: Period, params: Params) -> list[str]:
        """The parameter files that they depend on, beside those that every report depends on; relative paths."""

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The period's tables by schema name."""


class RoundSource:
    """A collection system as a source: its period is a round."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.name = system.name
        self.title = system.title
        self.reports = system.reports
        self.schemas = system.schemas
        self.rules = system.rules
        self.orders = system.orders
        self._keyed = any(field.identifies for schema in system.schemas for field in schema.fields)

    def why_absent(self, needs: Collection[str], period: Period, params: Params) -> str:
        """A report that other rounds of the year bring and this one does not was not forgotten by anybody."""
        round_ = round_of(period)
        if not needs:
            return f"ยังไม่ได้รับข้อมูล {short_title(self.title)} รอบ {round_}"
        if set(needs) & self._elsewhere(round_, params):
            return f"รอบ {round_} ไม่มีรายงานส่วนนี้"
        titles = " หรือ ".join(f"“{self.reports[report]}”" for report in needs)
        return f"ไม่ได้รับไฟล์ {titles} ที่ใช้ได้ของรอบ {round_}"

    def available(self, period: Period, store: Store) -> bool:
        """Whether anything was received."""
        return bool(store.folder.received(self.name, period))

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """Deliveries of the round and of the latest one before it, the key of its digests, parameters and helpers."""
        round_ = round_of(period)
        store.params.round(round_)
        earlier = self.earlier(round_, store)
        return {
            "deliveries": named(store.folder.received(self.name, round_)),
            "earlier_round": str(earlier or ""),
            "earlier_deliveries": named(store.folder.received(self.name, earlier)) if earlier else [],
            "key": store.folder.key_id() if self._keyed else "",
            "params": params_digests(self, round_, store.params),
            "helpers": description_digest(source_digests("params", "tables", "deliveries", "forms", "systems")),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """The round's own file, where there is one."""
        return [f"rounds/{period}.yml"] if period in params.rounds else []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """As the system builds them."""
        return self._built(round_of(period), store, deliveries_of(self, period, store))

    def as_first_received(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The tables as they were before anything was corrected: where several files were received for one thing, the
        first of them counts."""
        return self._built(round_of(period), store, deliveries_of(self, period, store)[::-1])

    def earlier(self, round_: Round, store: Store) -> Round | None:
        """The latest round before this one of which anything was received."""
        return max((each for each in store.folder.rounds(self.name) if each < round_), default=None)

    def expected(self, round_: Round, params: Params) -> tuple[str, ...]:
        """The reports that a round brings: those of its parameters, where they name the system."""
        return params.round(round_).expected.get(self.name, self._system.expected(round_))

    def _built(self, round_: Round, store: Store, deliveries: tuple[Delivery, ...]) -> dict[str, pd.DataFrame]:
        earlier_round = self.earlier(round_, store)

        def table(name: str) -> pd.DataFrame:
            snapshot = store.snapshot(self.name, earlier_round) if earlier_round else None
            if snapshot is None:
                raise KeyError(name)
            return snapshot.read(name)

        earlier = EarlierRound(earlier_round, table) if earlier_round else None
        params = store.params.as_of(store.params.round(round_).as_of.date)
        return self._system.build(RoundInputs(round_, deliveries, params, store.folder.key(), earlier))

    def _elsewhere(self, round_: Round, params: Params) -> set[str]:
        """The reports that other rounds of the year bring and this one does not."""
        others = {report for number in (1, 2, 3) for report in self._system.expected(Round(round_.year, number))}
        return others - set(self.expected(round_, params))


def round_of(period: Period) -> Round:
    """The period of a collection system. Raises TypeError for a fiscal year."""
    if not isinstance(period, Round):
        raise TypeError(f"a collection system's period is a round, not {period}")
    return period


def named(entries: list[Entry]) -> list[list[str]]:
    """Deliveries as a description of inputs names them."""
    return [[entry.report, entry.name, entry.sha256] for entry in entries]


def params_digests(source: Source, period: Period, params: Params) -> dict[str, str]:
    """The digest of every parameter file that a source's tables depend on, by relative path."""
    files = [*params.shared_files(), *(params.folder / name for name in source.param_files(period, params))]
    return {path.relative_to(params.folder).as_posix(): file_digest(path) for path in files}


def deliveries_of(source: Source, period: Period, store: Store) -> tuple[Delivery, ...]:
    """The files of a source and period that are in force, the one that counts of each report last."""
    return tuple(delivery_of(each, store.folder) for each in store.folder.received(source.name, period))


def delivery_of(entry: Entry, folder: DataFolder) -> Delivery:
    """A line of the register as those who build tables take it."""
    path = folder.deliveries / entry.path
    return Delivery(path, entry.name, entry.sha256, entry.report, entry.rows, entry.encoding)


def round_sources() -> dict[str, RoundSource]:
    """Every collection system as a source, by name."""
    return {name: RoundSource(system) for name, system in systems().items()}
