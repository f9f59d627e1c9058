"""A comparison as files: cells.csv and reasons.csv hold all of it, comparison.xlsx what a person reads."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.audit.comparing import Comparison
from helpers.audit.comparison_sheets import comparison_workbook
from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.publishing import NAME_DIGEST
from helpers.audit.versions import Version
from helpers.collection.changes.causes import Cause
from helpers.facts.definitions import key_text
from helpers.facts.ledger import value_text
from helpers.files import PRIVATE, folder_in_the_making, write_whole
from helpers.params.folder import Params
from helpers.reports.places import Places

FOLDER = "compare"
_CAUSES = {
    Cause.CAME: "came_in",
    Cause.WENT: "went_out",
    Cause.PROMOTED: "promoted",
    Cause.MORE: "more",
    Cause.FEWER: "fewer",
    Cause.CHANGED: "changed",
    Cause.RATE: "rate",
}
_CELLS = ("fact", "key", "title", "unit", "before", "after", "difference", *_CAUSES.values(), "notes")
_REASONS = ("fact", "key", "cause", "subject", "before", "after", "change", "notes", "file", "sheet", "row")


def write_comparison(comparison: Comparison, places: Places, params: Params) -> Path:
    """Write `outputs/compare/<before>__<after>/` (in the names, dots stand for slashes); returns the folder.

    For its owner alone: it tells by row and school what reports may withhold. Whole or not at all; same versions, same
    bytes. Raises DataQualityError where a file would name a pupil.
    """
    name = "__".join(each.id.replace("/", ".") for each in (comparison.before, comparison.after))
    final = places.outputs / FOLDER / name
    files = {
        "cells.csv": _csv(_CELLS, _cell_lines(comparison)),
        "reasons.csv": _csv(_REASONS, _reason_lines(comparison)),
        "comparison.xlsx": comparison_workbook(comparison, params),
    }
    digests = [*_name_digests(comparison.before), *_name_digests(comparison.after)]
    refuse_disclosure(files, digests, places.data_folder.key(), f"{FOLDER}/{name}")
    with folder_in_the_making(final, PRIVATE) as scratch:
        for each, content in files.items():
            write_whole(scratch / each, content, PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)
    return final


def _cell_lines(comparison: Comparison) -> Iterable[Sequence[object]]:
    for cell in comparison.cells:
        line, found = cell.line, cell.by_cause
        numbers = (cell.before, cell.after, cell.difference, *(found.get(cause) for cause in _CAUSES))
        said = ("" if number is None else value_text(number) for number in numbers)
        yield line.fact, line.key, line.title, line.unit, *said, "; ".join(cell.notes)


def _reason_lines(comparison: Comparison) -> Iterable[Sequence[object]]:
    for cell in comparison.cells:
        for each in cell.reasons:
            numbers = (each.before, each.after, each.change)
            said = ("" if number is None else value_text(number) for number in numbers)
            named = (cell.line.fact, cell.line.key, each.cause, key_text(each.about))
            yield *named, *said, each.note, each.file, each.sheet, each.row


def _csv(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue().encode()


def _name_digests(version: Version) -> Iterable[str]:
    """The keyed digests of the names of the pupils whom the version's tables know."""
    for snapshot in version.snapshots.values():
        for table in snapshot.description["tables"]:
            if NAME_DIGEST in snapshot.columns(table):
                yield from snapshot.read(table)[NAME_DIGEST].dropna()
