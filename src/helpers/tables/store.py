"""The store: each period's tables as Parquet, in a folder named by the fingerprint of all that they depend on.

Such a snapshot is never changed. A newer delivery, parameter or reader makes another one beside it, so an old report
can always be verified against the very tables that it was computed from.
"""

import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from helpers.digests import description_digest, file_digest
from helpers.errors import VerificationError
from helpers.files import PRIVATE, folder_in_the_making, folder_named, private_folder, write_whole
from helpers.params.folder import Params
from helpers.periods import Period
from helpers.tables.data_folder import DataFolder
from helpers.tables.schemas import DELIVERIES, FINDINGS, TableSchema
from helpers.tables.sources import Origin, Source

FINGERPRINT_DIGITS = 16
_DESCRIPTION = "snapshot.json"


@dataclass(frozen=True)
class Snapshot:
    """The tables of one source and period, as they are for one set of inputs."""

    folder: Path
    source: str
    period: Period

    @property
    def id(self) -> str:
        """`2568-1/dmc`: how facts name the tables' origin."""
        return f"{self.period}/{self.source}"

    @property
    def fingerprint(self) -> str:
        """Digest of everything that the tables depend on."""
        return self.folder.name

    @cached_property
    def description(self) -> dict[str, Any]:
        """Inputs, and per table its digest and number of rows. Raises VerificationError for one that is not as it was
        written."""
        try:
            content: dict[str, Any] = json.loads((self.folder / _DESCRIPTION).read_text(encoding="utf-8"))
            if description_digest(content["inputs"])[:FINGERPRINT_DIGITS] != self.fingerprint:
                raise ValueError(self.fingerprint)
            if not all(isinstance(stated["sha256"], str) for stated in content["tables"].values()):
                raise ValueError(_DESCRIPTION)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            where, remedy = f"{self.id}/{_DESCRIPTION}", "สั่ง workbook run เพื่อสร้างตารางใหม่จากไฟล์ที่ได้รับ"
            raise VerificationError("คำอธิบายตารางในคลังข้อมูลเสียหาย", where=where, remedy=remedy) from error
        return content

    def path(self, table: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{table}.parquet"

    def read(self, table: str) -> pd.DataFrame:
        """A table as a frame."""
        frame: pd.DataFrame = pq.read_table(self.path(table)).to_pandas()
        return frame

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns."""
        names: list[str] = pq.read_schema(self.path(table)).names
        return names

    def is_whole(self, tables: Collection[str]) -> bool:
        """Whether it is there with these tables, in the bytes that were written."""
        try:
            return set(self.description["tables"]) == set(tables) and not self.changed_tables()
        except VerificationError:
            return False

    def changed_tables(self) -> list[str]:
        """The tables whose bytes are no longer those that were written. Raises as `description` does."""
        stated = self.description["tables"]
        return [
            name
            for name in stated
            if not self.path(name).exists() or file_digest(self.path(name)) != stated[name]["sha256"]
        ]


class Store:
    """The snapshots of one data folder. `sources` are those that it can build.

    What is available, and what it depends on, is found out once for each source and period: a store speaks of the data
    folder as it was when the store was asked first. Who changes the folder opens another.
    """

    def __init__(self, folder: DataFolder, params: Params, sources: Mapping[str, Source]) -> None:
        self.folder = folder
        self.params = params
        self.sources = sources
        self._inputs: dict[Origin, dict[str, Any]] = {}
        self._fingerprints: dict[Origin, str] = {}
        self._available: dict[Origin, bool] = {}
        self._earlier: dict[tuple[str, Period, str], Snapshot] = {}

    def inputs(self, source: str, period: Period) -> dict[str, Any]:
        """Everything that a snapshot depends on, as names and digests. Raises ParameterError for a period that has no
        parameters."""
        if (source, period) not in self._inputs:
            self._inputs[source, period] = self.sources[source].inputs(period, self)
        return self._inputs[source, period]

    def fingerprint(self, source: str, period: Period) -> str:
        """The name of the snapshot that the present inputs give."""
        if (source, period) not in self._fingerprints:
            description = self.inputs(source, period)
            self._fingerprints[source, period] = description_digest(description)[:FINGERPRINT_DIGITS]
        return self._fingerprints[source, period]

    def available(self, source: str, period: Period) -> bool:
        """Whether there is anything to build a snapshot from."""
        if (source, period) not in self._available:
            there = source in self.sources and self.sources[source].available(period, self)
            self._available[source, period] = there
        return self._available[source, period]

    def snapshot(self, source: str, period: Period) -> Snapshot | None:
        """The snapshot of the present inputs, built now if it is not there or not whole; None where there is nothing to
        build from.

        Raises DeliveryError for a received file that is gone or changed, also where the snapshot is there already.
        """
        if not self.available(source, period):
            return None
        fingerprint = self.fingerprint(source, period)
        self.folder.refuse_changed(self.folder.received(source, period))
        found = Snapshot(self._place(source, period, fingerprint), source, period)
        tables = [schema.name for schema in _schemas(self.sources[source])]
        if not found.is_whole(tables):
            with folder_named(found.folder.parent):
                held = FileLock(private_folder(found.folder.parent) / ".lock", mode=PRIVATE).acquire()
            with held:
                if not found.is_whole(tables):
                    self._build(self.sources[source], period, found.folder)
        return found

    def earlier_snapshot(self, source: str, period: Period, fingerprint: str) -> Snapshot:
        """A snapshot that a report was computed from. Raises VerificationError when it is no longer in the store."""
        if (source, period, fingerprint) in self._earlier:
            return self._earlier[source, period, fingerprint]
        place = self._place(source, period, fingerprint)
        if source not in self.sources or not (place / _DESCRIPTION).exists():
            remedy = "สั่ง workbook run ใหม่จากไฟล์ที่ได้รับ แล้วเทียบกับรายงานเดิม"
            raise VerificationError(
                "ไม่พบตารางที่รายงานนี้คำนวณจาก", where=f"{period}/{source}/{fingerprint}", remedy=remedy
            )
        return self._earlier.setdefault((source, period, fingerprint), Snapshot(place, source, period))

    def _place(self, source: str, period: Period, fingerprint: str) -> Path:
        return self.folder.store / str(period) / source / fingerprint

    def _build(self, source: Source, period: Period, final: Path) -> None:
        inputs = self.inputs(source.name, period)
        frames = source.build(period, self)
        with folder_in_the_making(final, PRIVATE) as scratch:
            tables = {}
            for schema in _schemas(source):
                tables[schema.name] = _write(schema, frames[schema.name], scratch / f"{schema.name}.parquet")
            description = {"period": str(period), "source": source.name, "inputs": inputs, "tables": tables}
            text = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
            write_whole(scratch / _DESCRIPTION, text, PRIVATE)
            if final.is_dir():  # it is not whole
                shutil.rmtree(final)
            final.unlink(missing_ok=True)
            scratch.rename(final)


def _schemas(source: Source) -> tuple[TableSchema, ...]:
    """The tables of every snapshot of a source."""
    return (*source.schemas, FINDINGS, DELIVERIES)


def _write(schema: TableSchema, frame: pd.DataFrame, path: Path) -> dict[str, object]:
    table: pa.Table = schema.table(frame)
    pq.write_table(table, path, compression="zstd")
    path.chmod(PRIVATE)
    return {"sha256": file_digest(path), "rows": table.num_rows}
