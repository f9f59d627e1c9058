"""Whether rows are headed by the names that the parameters have for their keys: a school's beside its code, a
programme's by its number.

Parameters that are no longer those of the report say nothing of it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from helpers.audit.manifest import Manifest
from helpers.audit.pages_words import parts_of, plain
from helpers.digests import SOURCE, file_digest
from helpers.render.blocks import Block, Inline, Number, TableBlock

_SCHOOLS, _PROGRAMMES = "schools/", "programmes/"
_CODE = "รหัส"
_COLUMNS = {"โรงเรียน": "name", "อำเภอ": "district"}
"""Of a table of schools, what each column has of the register."""
_NOT_SAID = "ไม่ระบุ"
"""Stands for what the register leaves empty."""


@dataclass(frozen=True)
class Names:
    """The lines of the register of schools by code, and the names of programmes with their numbers by id."""

    schools: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> Iterator[str]:
        """Every name, and a programme's also without its number."""
        for name in self.programmes.values():
            yield from (name, name.partition(" ")[2])
        for school in self.schools.values():
            yield from (school.get("name", ""), school.get("district", ""))


def known_names(params: Path, manifest: Manifest) -> Names:
    """The names in those parameters that are still as the report was made from."""
    same = [name for name, digest in manifest.inputs["params"].items() if _digest(params / name) == digest]
    schools: dict[str, Mapping[str, str]] = {}
    programmes: dict[str, str] = {}
    for name in same:
        path = params / name
        if name.startswith(_SCHOOLS):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                schools |= {line["smis"]: line for line in csv.DictReader(lines) if line.get("smis")}
        elif name.startswith(_PROGRAMMES):
            stated = yaml.safe_load(path.read_text(encoding="utf-8"))
            programmes[path.stem] = f"{stated.get('number', '')} {stated.get('title', '')}"
    return Names(schools, programmes)


def is_same_code(manifest: Manifest) -> bool:
    """Whether the report was made by the code that is here."""
    made_by: Mapping[str, str] = manifest.inputs["helpers"]
    return all(_digest(SOURCE / name) == digest for name, digest in made_by.items())


def _digest(path: Path) -> str:
    return file_digest(path) if path.is_file() else ""


def name_problems(block: Block, names: Names) -> Iterator[str]:
    """Rows of a table that are headed by another name than their key has, in Thai."""
    if not isinstance(block, TableBlock):
        return
    labels = [column.label for column in block.columns[: block.headers]]
    for row in block.rows:
        cells = ["".join(part.text for part in cell) for cell in row.cells]
        shown = dict(zip(labels, cells, strict=False))
        school = names.schools.get(shown.get(_CODE, ""))
        for label, column in _COLUMNS.items() if school else ():
            if label in shown and school and plain(shown[label]) not in _ways(school.get(column, "")):
                yield f"ตาราง “{block.title}” แถว “{shown[_CODE]}” ใช้ชื่อ “{shown[label]}” ซึ่งไม่ใช่ของทะเบียนโรงเรียน"
        for programme in _keyed(row.cells, "programme") & names.programmes.keys():
            if plain(cells[0]) != plain(names.programmes[programme]):
                yield f"ตาราง “{block.title}” แถว “{cells[0]}” ไม่ใช่ชื่อของโครงการ {programme}"
        for smis in _keyed(row.cells, "smis") & names.schools.keys():
            if _CODE in shown and len(_keyed(row.cells, "smis")) == 1 and shown[_CODE] != smis:
                yield f"ตาราง “{block.title}” แถว “{shown[_CODE]}” พิมพ์ตัวเลขของโรงเรียน {smis}"


def _ways(stated: str) -> tuple[str, ...]:
    """How a word of the register may be shown."""
    return (plain(stated),) if stated else ("", _NOT_SAID)


def _keyed(cells: Iterable[Sequence[Inline]], part: str) -> set[str]:
    """The values that this part has in the keys of a row's numbers."""
    numbers = (inline for cell in cells for inline in cell if isinstance(inline, Number))
    return {parts[part] for parts in (parts_of(number.key) for number in numbers) if part in parts}
