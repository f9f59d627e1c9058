"""What the checks read: the systems' tables of one round, each given only where its system has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.collection.findings import Finding, Rule
from helpers.collection.frames import empty_frame
from helpers.collection.schemas import TableSchema

ORIGIN = ["delivery", "sheet", "row"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sides:
    """The tables of the systems that delivered. `files` are the names of delivered files by the id in row keys;
    `listed` says whether the office has a school list."""

    read: Callable[[str, str], pd.DataFrame | None]
    files: Mapping[str, str]
    listed: bool = True

    def table(self, system: str, table: str) -> pd.DataFrame | None:
        """A table with rows; None where the system delivered nothing for it."""
        frame = self.read(system, table)
        return None if frame is None or frame.empty else frame

    def finding(self, rule: Rule, row: Row, report: str, **said: str) -> Finding:
        """A finding at a source row."""
        delivery, file = row["delivery"], self.files.get(row["delivery"], "")
        return Finding(rule.id, row["smis"], report, delivery, file, row["sheet"], int(row["row"]), **said)


@dataclass(frozen=True)
class Compared:
    """One table of two sides, and what is wrong between them."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def side_by_side(schema: TableSchema, sides: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sides under one another in the schema's columns, without row keys yet."""
    columns = [field.name for field in schema.fields if field.name != "row_key"]
    frames = [side[columns] for side in sides if not side.empty]
    return pd.concat(frames, ignore_index=True) if frames else empty_frame(schema)[columns]


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows one by one."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
