"""Files that are in two encodings at once: read, and found."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.collection.findings import Finding
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Delivery

_ROWS_NAMED = 10


def mixed_encoding(rule: str, sheet: Spreadsheet, delivery: Delivery) -> Iterator[Finding]:
    """A finding where lines of one file are in two encodings; the fewer ones are named."""
    if sheet.mixed_rows:
        more = " …" if len(sheet.mixed_rows) > _ROWS_NAMED else ""
        found = f"แถว {', '.join(map(str, sheet.mixed_rows[:_ROWS_NAMED]))}{more}"
        first = sheet.mixed_rows[0]
        yield Finding(rule, "", delivery.report, delivery.id, delivery.name, row=first, found=found)
