"""What gives tables for a period: a collection system for a round, a register or a programme for a fiscal year.

The store keeps what a source builds; the source says what its tables depend on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from helpers.digests import file_digest
from helpers.params.folder import Params
from helpers.periods import Period, Round
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

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
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
