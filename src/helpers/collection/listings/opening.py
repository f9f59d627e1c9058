"""Opening every list of a round: which file counts for which school, and the rows of all schools in one frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.collection.file_checks import check_file
from helpers.collection.findings import Finding
from helpers.collection.listings.listing import Filled, Listing
from helpers.collection.school_codes import smis_by_code
from helpers.collection.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.collection.systems import Delivery, RoundInputs
from helpers.errors import DeliveryError

ORIGIN = ["smis", "delivery", "file", "sheet", "row"]


@dataclass(frozen=True)
class Opened:
    """The rows that count, the files that they are from, and what is wrong with those files as such.

    `rows` has the listing's columns as text (None where the file has no such column), and `ORIGIN`.
    """

    rows: pd.DataFrame
    used: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows one by one."""
        return [{str(name): value for name, value in row.items()} for row in self.rows.to_dict("records")]


def open_listings(listing: Listing, inputs: RoundInputs, system: str) -> Opened:
    """Open the round's files. Each school's rows come from the last file that holds the school; a ministry
    code becomes the SMIS code of the school list, and stays as it is where the list does not have it."""
    codes = smis_by_code(inputs.params.schools)
    kept: list[pd.DataFrame] = []
    used: list[Delivery] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for delivery in reversed(inputs.deliveries):
        sheet = open_spreadsheet(delivery.path, inputs.params.checks.file_limits, name=delivery.name)
        filled = _read(listing, sheet)
        frame = _frame(listing, filled, delivery, sheet.sheet)
        frame = frame.assign(smis=frame["smis"].map(lambda code: codes.get(code, code)))
        frame = frame[~frame["smis"].isin(seen)]
        if not frame.empty:
            seen |= set(frame["smis"])
            kept.insert(0, frame)
            used.insert(0, delivery)
            findings += _of_file(system, sheet, delivery, filled)
    return Opened(pd.concat(kept, ignore_index=True), tuple(used), tuple(findings))


def _read(listing: Listing, sheet: Spreadsheet) -> Filled:
    filled = listing.filled(sheet)
    if filled is None:
        raise DeliveryError(f"ไม่ใช่{listing.title}แล้ว", where=sheet.name, remedy="สั่ง workbook receive กับไฟล์นี้อีกครั้ง")
    return filled


def _frame(listing: Listing, filled: Filled, delivery: Delivery, sheet: str) -> pd.DataFrame:
    rows = [row for _, row in filled.rows]
    columns: dict[str, object] = {
        column.name: [row[filled.places[column.name]] if column.name in filled.places else None for row in rows]
        for column in listing.columns
    }
    columns |= {"smis": [filled.code(row) for row in rows], "row": [number for number, _ in filled.rows]}
    return pd.DataFrame(columns, dtype=object).assign(delivery=delivery.id, file=delivery.name, sheet=sheet)


def _of_file(system: str, sheet: Spreadsheet, delivery: Delivery, filled: Filled) -> Iterator[Finding]:
    yield from check_file(system, sheet, delivery)
    if filled.unknown:
        found, rule = ", ".join(filled.unknown)[:200], f"{system}.file.column_unknown"
        yield Finding(rule, "", delivery.report, delivery.id, delivery.name, sheet.sheet, found=found)
