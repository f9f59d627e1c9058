"""The store: each round's canonical tables as Parquet, in a folder named by the fingerprint of all that they depend on.

Such a snapshot is never changed. A newer delivery, parameter or reader makes another one beside it, so an old report
can always be verified against the very tables that it was computed from.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from helpers.collection.data_folder import DataFolder, Entry
from helpers.collection.schemas import DELIVERIES, FINDINGS, TableSchema
from helpers.collection.systems import Delivery, EarlierRound, RoundInputs, System, systems
from helpers.digests import description_digest, file_digest, source_digests
from helpers.errors import VerificationError
from helpers.files import folder_in_the_making, write_whole
from helpers.params.folder import Params
from helpers.periods import Round

FINGERPRINT_DIGITS = 16
_DESCRIPTION = "snapshot.json"


@dataclass(frozen=True)
class Snapshot:
    """The tables of one system and round, as they are for one set of inputs."""

    folder: Path
    system: str
    round: Round

    @property
    def id(self) -> str:
        """`2568-1/dmc`: how facts name the tables' origin."""
        return f"{self.round}/{self.system}"

    @property
    def fingerprint(self) -> str:
        """Digest of everything that the tables depend on."""
        return self.folder.name

    @cached_property
    def description(self) -> dict[str, Any]:
        """Inputs, and per table its digest and number of rows."""
        content: dict[str, Any] = json.loads((self.folder / _DESCRIPTION).read_text(encoding="utf-8"))
        return content

    def path(self, table: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{table}.parquet"

    def read(self, table: str) -> pd.DataFrame:
        """A table as a frame."""
        frame: pd.DataFrame = pq.read_table(self.path(table)).to_pandas()
        return frame

    def changed_tables(self) -> list[str]:
        """The tables whose bytes are no longer those that were written."""
        stated = self.description["tables"]
        return [
            name
            for name in stated
            if not self.path(name).exists() or file_digest(self.path(name)) != stated[name]["sha256"]
        ]


class Store:
    """The snapshots of one data folder."""

    def __init__(self, folder: DataFolder, params: Params) -> None:
        self.folder = folder
        self.params = params

    def inputs(self, system: str, round_: Round) -> dict[str, Any]:
        """Everything that a snapshot depends on, as names and digests. Raises ParameterError for a round that has no
        parameters."""
        self.params.round(round_)
        earlier = self._earlier(system, round_)
        files = [*self.params.shared_files(), self.params.round_file(round_)]
        return {
            "deliveries": _named(self.folder.received(system, round_)),
            "earlier_round": str(earlier or ""),
            "earlier_deliveries": _named(self.folder.received(system, earlier)) if earlier else [],
            "params": {path.relative_to(self.params.folder).as_posix(): file_digest(path) for path in files},
            "helpers": description_digest(source_digests("params", "collection")),
        }

    def fingerprint(self, system: str, round_: Round) -> str:
        """The name of the snapshot that the present inputs give."""
        return description_digest(self.inputs(system, round_))[:FINGERPRINT_DIGITS]

    def snapshot(self, system: str, round_: Round) -> Snapshot | None:
        """The snapshot of the present inputs, built now if it is not there; None where nothing was received.

        Raises DeliveryError for a received file that is gone or changed, also where the snapshot is there already.
        """
        entries = self.folder.received(system, round_)
        if not entries:
            return None
        self.params.round(round_)
        self.folder.refuse_changed(entries)
        final = self._place(system, round_, self.fingerprint(system, round_))
        if not (final / _DESCRIPTION).exists():
            final.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(final.parent / ".lock"):
                if not (final / _DESCRIPTION).exists():
                    self._build(systems()[system], round_, final)
        return Snapshot(final, system, round_)

    def earlier_snapshot(self, system: str, round_: Round, fingerprint: str) -> Snapshot:
        """A snapshot that a report was computed from. Raises VerificationError when it is no longer in the store."""
        place = self._place(system, round_, fingerprint)
        if not (place / _DESCRIPTION).exists():
            remedy = "สั่ง workbook run ใหม่จากไฟล์ที่ได้รับ แล้วเทียบกับรายงานเดิม"
            raise VerificationError(
                "ไม่พบตารางที่รายงานนี้คำนวณจาก", where=f"{round_}/{system}/{fingerprint}", remedy=remedy
            )
        return Snapshot(place, system, round_)

    def _place(self, system: str, round_: Round, fingerprint: str) -> Path:
        return self.folder.store / str(round_) / system / fingerprint

    def _earlier(self, system: str, round_: Round) -> Round | None:
        return max((each for each in self.folder.rounds(system) if each < round_), default=None)

    def _build(self, system: System, round_: Round, final: Path) -> None:
        inputs = self.inputs(system.name, round_)
        frames = system.build(self._round_inputs(system.name, round_))
        with folder_in_the_making(final) as scratch:
            tables = {}
            for schema in (*system.schemas, FINDINGS, DELIVERIES):
                tables[schema.name] = _write(schema, frames[schema.name], scratch / f"{schema.name}.parquet")
            description = {"round": str(round_), "system": system.name, "inputs": inputs, "tables": tables}
            write_whole(scratch / _DESCRIPTION, json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True))
            if final.exists():  # without its description it is no snapshot
                shutil.rmtree(final)
            scratch.rename(final)

    def _round_inputs(self, system: str, round_: Round) -> RoundInputs:
        earlier_round = self._earlier(system, round_)

        def table(name: str) -> pd.DataFrame:
            snapshot = self.snapshot(system, earlier_round) if earlier_round else None
            if snapshot is None:
                raise KeyError(name)
            return snapshot.read(name)

        earlier = EarlierRound(earlier_round, table) if earlier_round else None
        deliveries = tuple(
            Delivery(self.folder.deliveries / each.path, each.name, each.sha256, each.report, each.rows, each.encoding)
            for each in self.folder.received(system, round_)
        )
        return RoundInputs(round_, deliveries, self.params, self.folder.key(), earlier)


def _named(entries: list[Entry]) -> list[list[str]]:
    return [[entry.report, entry.name, entry.sha256] for entry in entries]


def _write(schema: TableSchema, frame: pd.DataFrame, path: Path) -> dict[str, object]:
    table: pa.Table = schema.table(frame)
    pq.write_table(table, path, compression="zstd")
    return {"sha256": file_digest(path), "rows": table.num_rows}
