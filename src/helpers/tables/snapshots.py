"""The store: each period's tables as Parquet, in a folder named by the fingerprint of all that they depend on.

Such a snapshot is never changed. A newer delivery, parameter or reader gives another snapshot beside it, so an old
report can always be verified against the very tables that it was computed from.
"""

import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from helpers.digests import description_digest, digest_if_there, file_digest
from helpers.errors import VerificationError
from helpers.files import PRIVATE, folder_in_the_making, folder_named, private_folder, write_whole
from helpers.periods import Period
from helpers.tables.schemas import TableSchema

FINGERPRINT_DIGITS = 16
_DESCRIPTION = "snapshot.json"


@dataclass(frozen=True)
class Snapshot:
    """The tables of one data set and period, as they are for one set of inputs."""

    folder: Path
    dataset: str
    period: Period

    @property
    def id(self) -> str:
        """The id by which facts name the snapshot: `2568-1/dmc`."""
        return f"{self.period}/{self.dataset}"

    @property
    def fingerprint(self) -> str:
        """The digest of everything that the tables depend on, 16 hex digits."""
        return self.folder.name

    @cached_property
    def description(self) -> dict[str, Any]:
        """The content of `snapshot.json`: `inputs` as `Graph.inputs` gives them, and `tables` with the SHA-256 and the
        number of rows of each. Raises VerificationError where the file is not as it was written."""
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
        """Whether the snapshot is stored with exactly these tables, in the bytes that were written."""
        try:
            return set(self.description["tables"]) == set(tables) and not self.changed_tables()
        except VerificationError:
            return False

    def changed_tables(self) -> list[str]:
        """The tables whose bytes are no longer those that were written. Raises as `description` does."""
        stated = self.description["tables"]
        return [name for name in stated if digest_if_there(self.path(name)) != stated[name]["sha256"]]


def snapshot_folder(store: Path, dataset: str, period: Period, fingerprint: str) -> Path:
    """Where the snapshot of a data set and period lies."""
    return store / str(period) / dataset / fingerprint


def stored_snapshot(store: Path, dataset: str, period: Period, fingerprint: str) -> Snapshot:
    """A snapshot that a report was computed from. Raises VerificationError when it is no longer in the store."""
    folder = snapshot_folder(store, dataset, period, fingerprint)
    if not (folder / _DESCRIPTION).exists():
        remedy = "สั่ง workbook run ใหม่จากไฟล์ที่ได้รับ แล้วเทียบกับรายงานเดิม"
        raise VerificationError("ไม่พบตารางที่รายงานนี้คำนวณจาก", where=f"{period}/{dataset}/{fingerprint}", remedy=remedy)
    return Snapshot(folder, dataset, period)


def keep_snapshot(
    snapshot: Snapshot,
    schemas: Sequence[TableSchema],
    inputs: Mapping[str, Any],
    build: Callable[[], Mapping[str, pd.DataFrame]],
) -> None:
    """Build and write the snapshot unless it is stored whole. Of several processes, only one does it; the others wait
    and use the same one."""
    tables = [schema.name for schema in schemas]
    if snapshot.is_whole(tables):
        return
    with folder_named(snapshot.folder.parent):
        held = FileLock(private_folder(snapshot.folder.parent) / ".lock", mode=PRIVATE).acquire()
    with held:
        if not snapshot.is_whole(tables):
            _write_snapshot(snapshot, schemas, inputs, build())


def _write_snapshot(
    snapshot: Snapshot, schemas: Sequence[TableSchema], inputs: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]
) -> None:
    with folder_in_the_making(snapshot.folder, PRIVATE) as scratch:
        tables = {
            schema.name: _write(schema, frames[schema.name], scratch / f"{schema.name}.parquet") for schema in schemas
        }
        description = {
            "period": str(snapshot.period),
            "source": snapshot.dataset,
            "inputs": inputs,
            "tables": tables,
        }
        text = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(scratch / _DESCRIPTION, text, PRIVATE)
        if snapshot.folder.is_dir():  # it is not whole
            shutil.rmtree(snapshot.folder)
        snapshot.folder.unlink(missing_ok=True)
        scratch.rename(snapshot.folder)


def _write(schema: TableSchema, frame: pd.DataFrame, path: Path) -> dict[str, object]:
    table: pa.Table = schema.table(frame)
    pq.write_table(table, path, compression="zstd")
    path.chmod(PRIVATE)
    return {"sha256": file_digest(path), "rows": table.num_rows}
