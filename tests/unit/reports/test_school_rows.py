"""What of a snapshot the page of a school shows: the rows of another school are none of it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from helpers.digests import description_digest
from helpers.periods import AcademicYear
from helpers.reports.school_rows import rows_digest
from helpers.tables.schemas import DELIVERIES, PUBLIC, ROW_KEYS, TableSchema, count, text, with_row_keys
from helpers.tables.snapshots import FINGERPRINT_DIGITS, Snapshot, keep_snapshot, snapshot_folder

_SMIS = text("smis", "รหัสโรงเรียน", PUBLIC)
SCHOOLS = TableSchema("schools", "โรงเรียน", (_SMIS, text("name", "ชื่อ", PUBLIC), *ROW_KEYS))
COUNTS = TableSchema("counts", "จำนวน", (_SMIS, count("amount", "จำนวน", "คน", PUBLIC), *ROW_KEYS))
LIMITS = TableSchema("limits", "เกณฑ์", (text("limit", "เกณฑ์", PUBLIC), *ROW_KEYS))
MINE, OTHER = "34010001", "34010002"
Frames = dict[str, pd.DataFrame]


def frames() -> Frames:
    """Two schools of a list, a file of each, and a limit for both."""
    of_list = {"delivery": "list", "sheet": "", "row": [2, 3]}
    files = {"sha256": ["list0", "f1", "f2", "limits0"], "delivery": ["list", "f1", "f2", "limits"]}
    about = {"name": ["list.csv", "1.csv", "2.csv", "c.yml"], "report": ["list", "goods", "goods", "checks"]}
    rest = {"title": "", "encoding": "utf-8", "rows": 1, "sheet": "", "row": 0}
    return {
        "schools": pd.DataFrame({"smis": [MINE, OTHER], "name": ["ก", "ข"], **of_list}),
        "counts": pd.DataFrame({"smis": [MINE, OTHER], "amount": 7, "delivery": ["f1", "f2"], "sheet": "", "row": 2}),
        "limits": pd.DataFrame({"limit": ["ต่ำ"], "delivery": "limits", "sheet": "", "row": 0}),
        "deliveries": pd.DataFrame(files | about | rest),
    }


def stored(folder: Path, tables: Frames) -> Snapshot:
    inputs = {"folder": folder.name}
    fingerprint = description_digest(inputs)[:FINGERPRINT_DIGITS]
    year = AcademicYear(2568)
    snapshot = Snapshot(snapshot_folder(folder, "school-year", year, fingerprint), "school-year", year)
    keyed = {name: with_row_keys(frame) for name, frame in tables.items()}
    keep_snapshot(snapshot, (SCHOOLS, COUNTS, LIMITS, DELIVERIES), inputs, lambda: keyed)
    return snapshot


def put(table: str, row: int, column: str, value: object) -> Callable[[Frames], None]:
    def change(tables: Frames) -> None:
        tables[table].loc[row, column] = value

    return change


def new_file(report: str) -> Callable[[Frames], None]:
    """A file that no row came from."""

    def change(tables: Frames) -> None:
        row = tables["deliveries"].iloc[2].to_dict() | {"sha256": "f3", "delivery": "f3", "report": report}
        tables["deliveries"] = pd.concat([tables["deliveries"], pd.DataFrame([row])], ignore_index=True)

    return change


def other_order(tables: Frames) -> None:
    tables["counts"] = tables["counts"].iloc[::-1].reset_index(drop=True)


def without_rows_of_mine(tables: Frames) -> None:
    tables["counts"] = tables["counts"].iloc[1:].reset_index(drop=True)


OF_OTHERS = {
    "a count": put("counts", 1, "amount", 8),
    "where its row came from": put("counts", 1, "row", 3),
    "its file's name": put("deliveries", 2, "name", "3.csv"),
    "one more file of the same report": new_file("goods"),
    "the order of the schools": other_order,
}
OF_MINE = {
    "a count": put("counts", 0, "amount", 8),
    "where its row came from": put("counts", 0, "row", 3),
    "its file's name": put("deliveries", 1, "name", "3.csv"),
    "no row any more": without_rows_of_mine,
    "what another school is called": put("schools", 1, "name", "ค"),
    "what belongs to all": put("limits", 0, "limit", "สูง"),
    "the name of its file": put("deliveries", 3, "name", "d.yml"),
    "a report of which there was no file": new_file("buildings"),
}


def is_same(folder: Path, change: Callable[[Frames], None], school: str) -> bool:
    changed = frames()
    change(changed)
    before, now = stored(folder / "before", frames()), stored(folder / "now", changed)
    return rows_digest({"2568/school-year": before}, school) == rows_digest({"2568/school-year": now}, school)


@pytest.mark.parametrize("change", OF_OTHERS)
def test_what_changes_of_another_school_changes_nothing(tmp_path: Path, change: str) -> None:
    assert is_same(tmp_path, OF_OTHERS[change], MINE)


@pytest.mark.parametrize("change", OF_MINE)
def test_what_changes_of_the_school_or_of_all_is_seen(tmp_path: Path, change: str) -> None:
    assert not is_same(tmp_path, OF_MINE[change], MINE)


def test_a_school_without_rows_has_what_belongs_to_all(tmp_path: Path) -> None:
    assert is_same(tmp_path, put("counts", 0, "amount", 8), "34019999")
    assert not is_same(tmp_path / "all", put("limits", 0, "limit", "สูง"), "34019999")
