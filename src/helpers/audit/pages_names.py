"""Whether rows are headed by the names that the report's tables and parameters have for their keys: a school's beside
its code, a programme's by its number.

Parameters that are no longer those of the report say nothing of it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import yaml

from helpers.audit.manifest import Manifest
from helpers.audit.pages_words import parts_of, plain, printed_runs
from helpers.digests import SOURCE, digest_if_there
from helpers.render.blocks import Block, Inline, Number, Span, TableBlock
from helpers.tables.snapshots import Snapshot

_SCHOOLS, _PROGRAMMES = "schools/", "programmes/"
_CODE = "รหัส"
_COLUMNS = {"โรงเรียน": "name", "อำเภอ": "district"}
"""Of a table of schools, what each column has of the register."""
_NOT_SAID = "ไม่ระบุ"
"""Stands for what the register leaves empty."""


@dataclass(frozen=True)
class Names:
    """By code what schools are called, and where they lie, in the report's tables or the register; and the names of
    programmes with their numbers by id."""

    schools: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> Iterator[str]:
        """Every name, and a programme's also without its number."""
        for name in self.programmes.values():
            yield from (name, name.partition(" ")[2])
        for school in self.schools.values():
            yield from (word for words in school.values() for word in words)


def known_names(params: Path, manifest: Manifest, snapshots: Mapping[str, Snapshot]) -> Names:
    """The names in the tables that the report was made from, and in those parameters that are still as they were. Where
    the tables are not there, none of schools is known."""
    same = [name for name, digest in manifest.inputs["params"].items() if digest_if_there(params / name) == digest]
    lines = [line for snapshot in snapshots.values() for line in _listed(snapshot)]
    programmes: dict[str, str] = {}
    for name in same:
        path = params / name
        if name.startswith(_SCHOOLS) and snapshots:
            with path.open(encoding="utf-8-sig", newline="") as register:
                lines += [line for line in csv.DictReader(register) if line.get("smis")]
        elif name.startswith(_PROGRAMMES):
            stated = yaml.safe_load(path.read_text(encoding="utf-8"))
            programmes[path.stem] = f"{stated.get('number', '')} {stated.get('title', '')}"
    schools: dict[str, dict[str, frozenset[str]]] = {}
    for line in lines:
        known = schools.setdefault(line["smis"], dict.fromkeys(_COLUMNS.values(), frozenset()))
        schools[line["smis"]] = {column: words | {line.get(column) or _NOT_SAID} for column, words in known.items()}
    return Names(schools, programmes)


def _listed(snapshot: Snapshot) -> list[dict[str, str]]:
    """The schools of a data set with their names; none where it lists none, or its table was damaged, which is told
    elsewhere."""
    columns = ["smis", *_COLUMNS.values()]
    if "schools" not in snapshot.description["tables"]:
        return []
    try:
        rows: list[dict[str, str]] = pq.read_table(snapshot.path("schools")).select(columns).to_pylist()
    except (OSError, ValueError, KeyError):
        return []
    return rows


def is_same_code(manifest: Manifest) -> bool:
    """Whether the report was made by the code that is here."""
    made_by: Mapping[str, str] = manifest.inputs["helpers"]
    return all(digest_if_there(SOURCE / name) == digest for name, digest in made_by.items())


def name_problems(block: Block, names: Names) -> Iterator[str]:
    """Rows of a table that are headed by another name than their key has, in Thai."""
    yield from _way_problems(block, names)
    if not isinstance(block, TableBlock):
        return
    labels = [column.label for column in block.columns[: block.headers]]
    for row in block.rows:
        cells = ["".join(part.text for part in cell) for cell in row.cells]
        shown = dict(zip(labels, cells, strict=False))
        school = names.schools.get(shown.get(_CODE, ""))
        for label, column in _COLUMNS.items() if school else ():
            if label in shown and school and plain(shown[label]) not in {"", *map(plain, school[column])}:
                yield f"ตาราง “{block.title}” แถว “{shown[_CODE]}” ใช้ชื่อ “{shown[label]}” ซึ่งไม่ใช่ของตารางหรือทะเบียนโรงเรียน"
        for programme in _keyed(row.cells, "programme") & names.programmes.keys():
            if plain(cells[0]) != plain(names.programmes[programme]):
                yield f"ตาราง “{block.title}” แถว “{cells[0]}” ไม่ใช่ชื่อของโครงการ {programme}"
        for smis in _keyed(row.cells, "smis") & names.schools.keys():
            if _CODE in shown and len(_keyed(row.cells, "smis")) == 1 and shown[_CODE] != smis:
                yield f"ตาราง “{block.title}” แถว “{shown[_CODE]}” พิมพ์ตัวเลขของโรงเรียน {smis}"


def _way_problems(block: Block, names: Names) -> Iterator[str]:
    """Names that lead to the page of a school which is not called so."""
    for part in (part for run in printed_runs(block) for part in run if isinstance(part, Span) and part.page):
        school = names.schools.get(part.page.rpartition("/")[2], {}).get("name", frozenset())
        if names.schools and plain(part.text) not in map(plain, school):
            yield f"ชื่อ “{part.text}” มีลิงก์ไป {part.page} ซึ่งไม่ใช่หน้าของโรงเรียนนั้น"


def _keyed(cells: Iterable[Sequence[Inline]], part: str) -> set[str]:
    """The values that this part has in the keys of a row's numbers."""
    numbers = (inline for cell in cells for inline in cell if isinstance(inline, Number))
    return {parts[part] for parts in (parts_of(number.key) for number in numbers) if part in parts}
