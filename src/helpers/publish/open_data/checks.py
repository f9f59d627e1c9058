"""The open data of a finished edition read back: do they hold every released number once and no other, and all that the
facts.csv of its reports state? It asks nothing of the code that wrote them.

A report may state fewer numbers than are released: what changed by a number that is withheld has no causes.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.facts.definitions import key_parts, key_text
from helpers.facts.ledger import value_text
from helpers.facts.released import Release, ReleasedFacts
from helpers.files import BOM

_FACTS = "facts.csv"
_PACKAGE = Path("data") / "datapackage.json"
_APOSTROPHE = ("'=", "'+", "'-", "'@")
_SCHOOL, _SCHOOL_REPORT = "smis", "school/"
_NAMED = 3
Stated = tuple[str, str, str, str, str]
"""A number of a report: the report, the fact, the key with its columns in alphabetical order, the value, the unit."""


def open_data_problems(folder: Path, release: Release) -> list[str]:
    """What is wrong with the open data of the edition of this release in a folder, in Thai; nothing for open data that
    are whole."""
    try:
        package = json.loads((folder / _PACKAGE).read_text(encoding="utf-8"))
        tables = {str(resource["path"]): resource for resource in package["resources"]}
        contents = {name: (folder / _PACKAGE.parent / name).read_bytes() for name in tables}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"ข้อมูลเปิดอ่านไม่ได้: {type(error).__name__}"]
    return [*_changed(tables, contents), *_unlisted(folder, tables), *_differences(folder, release, tables, contents)]


def _changed(tables: Mapping[str, Any], contents: Mapping[str, bytes]) -> Iterator[str]:
    for name, resource in tables.items():
        if resource["hash"] != f"sha256:{sha256(contents[name]).hexdigest()}":
            yield f"data/{name} ไม่ใช่ไฟล์ที่ datapackage.json อธิบาย"


def _unlisted(folder: Path, tables: Mapping[str, Any]) -> Iterator[str]:
    there = sorted(path.name for path in (folder / _PACKAGE.parent).glob("*.csv"))
    yield from (f"data/{name} ไม่มีใน datapackage.json" for name in there if name not in tables)


def _differences(
    folder: Path, release: Release, tables: Mapping[str, Any], contents: Mapping[str, bytes]
) -> Iterator[str]:
    """The numbers that the open data lack, those that they have too many of, and those that only reports have."""
    released = Counter(number for report, facts in release.reports.items() for number in _of_release(report, facts))
    numbers = Counter(
        number
        for name, resource in tables.items()
        if "fact" in resource["schema"]["primaryKey"]
        for number in _of_table(resource, contents[name])
    )
    stated = Counter(number for path in sorted(folder.glob(f"*/*/*/{_FACTS}")) for number in _of_report(folder, path))
    differences = {"ขาด": released - numbers, "มีเกิน": numbers - released, "ไม่มีค่าที่รายงานพิมพ์": stated - numbers}
    for words, left in differences.items():
        if left:
            named = [f"{report} {fact} [{key}] = {value}" for report, fact, key, value, _ in sorted(left)[:_NAMED]]
            yield f"ข้อมูลเปิด{words} {left.total():,} ค่า เช่น {', '.join(named)}"


def _of_release(report: str, facts: ReleasedFacts) -> Iterator[Stated]:
    for name, fact in facts.items():
        for key, cell in fact.cells.items():
            yield report, name, _ordered(_about(report) | key_parts(key)), value_text(cell.value), fact.unit


def _about(report: str) -> dict[str, str]:
    """What the keys on the page of a school need not name."""
    return {_SCHOOL: report.rpartition("/")[2]} if report.startswith(_SCHOOL_REPORT) else {}


def _of_report(folder: Path, path: Path) -> Iterator[Stated]:
    report = path.parent.relative_to(folder).as_posix()
    for row in _rows(path.read_bytes()):
        yield report, row["fact"], _ordered(_about(report) | key_parts(row["key"])), row["value"], row["unit"]


def _of_table(resource: Mapping[str, Any], content: bytes) -> Iterator[Stated]:
    columns = [name for name in resource["schema"]["primaryKey"] if name not in ("report", "fact")]
    for row in _rows(content):
        key = {name.removesuffix("_key"): _plain(row[name]) for name in columns}
        if not row["withheld"]:
            yield row["report"], row["fact"], _ordered(key), row["value"], row["unit"]
        elif row["value"]:
            yield row["report"], row["fact"], _ordered(key), f"{row['value']} ({row['withheld']})", row["unit"]


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    text = content.decode("utf-8", "replace").removeprefix(BOM)
    yield from csv.DictReader(io.StringIO(text, newline=""), restval="")


def _ordered(key: Mapping[str, str]) -> str:
    return key_text(dict(sorted(key.items())))


def _plain(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith(_APOSTROPHE) else text
