"""From buildings to the canonical tables of a round."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.params.folder import Params
from helpers.systems.bobec.reading import Building
from helpers.systems.bobec.schemas import (
    AGE_BANDS,
    ASSET_RECORDS,
    ASSETS,
    BUILDINGS,
    EXPECTED_KINDS,
    MISSING_FIELDS,
    PAST,
    PHOTOGRAPH_NAMES,
    PHOTOGRAPHS,
    WITHIN,
    YEARS_PER_BAND,
)
from helpers.systems.listed_schools import name_of
from helpers.tables.schemas import NOT_STATED, TableSchema, joined

Origin = Mapping[str, Any]
Rows = Iterator[dict[str, object]]


@dataclass(frozen=True)
class Placed:
    """A building, the row that it is from (smis, delivery, file, sheet, row), and the label that heads it."""

    building: Building
    origin: Origin
    label: str

    @property
    def head(self) -> dict[str, object]:
        """What every table says of it."""
        return {**self.origin, "building": self.label, "kind": self.building.kind}


def placed(buildings: Sequence[tuple[Building, Origin]], params: Params) -> list[Placed]:
    """The buildings with their labels; where two of a school would be called alike, their rows tell them apart."""
    labels = [_label(building, str(origin["smis"]), params) for building, origin in buildings]
    times = Counter(labels)
    return [
        Placed(building, origin, label if times[label] == 1 else f"{label} (แถว {origin['row']})")
        for (building, origin), label in zip(buildings, labels, strict=True)
    ]


def _label(building: Building, smis: str, params: Params) -> str:
    number = "" if building.number is None else f" {building.number}"
    year = "ไม่ระบุปี" if building.year is None else f"พ.ศ. {building.year}"
    return joined(smis, name_of(smis, params), f"{building.kind}{number}", f"{building.plan} · {year}")


def building_frames(buildings: Sequence[Placed], year: int, params: Params) -> dict[str, pd.DataFrame]:
    """The tables by name. `year` (พ.ศ.) is that of the data."""
    return {
        BUILDINGS.name: _frame(BUILDINGS, (_building(each, year) for each in buildings)),
        MISSING_FIELDS.name: _frame(MISSING_FIELDS, _gaps(buildings)),
        ASSET_RECORDS.name: _frame(ASSET_RECORDS, _assets(buildings, year)),
        PHOTOGRAPH_NAMES.name: _frame(PHOTOGRAPH_NAMES, _photographs(buildings)),
        EXPECTED_KINDS.name: _frame(EXPECTED_KINDS, _expected(buildings, params)),
    }


def _frame(schema: TableSchema, rows: Rows) -> pd.DataFrame:
    """The rows as objects, so that a column of numbers and gaps stays one of whole numbers."""
    columns = [field.name for field in schema.fields if field.name != "row_key"]
    return pd.DataFrame(list(rows), columns=columns, dtype=object)


def _building(each: Placed, year: int) -> dict[str, object]:
    own = each.building
    age = None if own.year is None else year - own.year
    return {
        **each.head,
        "number": own.number,
        "plan": own.plan,
        "classrooms": own.has_classrooms,
        "rooms": own.rooms,
        "year_built": own.year,
        "age": age,
        "age_band": _age_band(age),
        "dated": age is not None,
        "condition": own.condition,
    }


def _age_band(age: int | None) -> str:
    """`0–10 ปี` for 10, `11–20 ปี` for 11."""
    if age is None:
        return NOT_STATED
    return AGE_BANDS[min(max(age - 1, 0) // YEARS_PER_BAND, len(AGE_BANDS) - 1)]


def _gaps(buildings: Sequence[Placed]) -> Rows:
    for each in buildings:
        yield from ({**each.head, "gap": gap} for gap in each.building.gaps)


def _assets(buildings: Sequence[Placed], year: int) -> Rows:
    for each in buildings:
        if each.building.asset:
            yield {**each.head, **vars(each.building.asset), "report": ASSETS, "life": _life(each.building, year)}


def _life(building: Building, year: int) -> str:
    if building.year is None or building.asset is None or building.asset.service_life is None:
        return NOT_STATED
    return PAST if year - building.year > building.asset.service_life else WITHIN


def _photographs(buildings: Sequence[Placed]) -> Rows:
    for each in buildings:
        names = each.building.photographs
        yield from ({**each.head, "report": PHOTOGRAPHS, "photograph": name} for name in names)


def _expected(buildings: Sequence[Placed], params: Params) -> Rows:
    """Of each school, from the first row that it delivered."""
    kinds: dict[str, set[str]] = {}
    first: dict[str, Origin] = {}
    for each in buildings:
        smis = str(each.origin["smis"])
        kinds.setdefault(smis, set()).add(each.building.kind)
        first.setdefault(smis, each.origin)
    for smis, origin in first.items():
        for kind in params.checks.expected_buildings.kinds:
            lack = joined(smis, name_of(smis, params), kind)
            yield {**origin, "kind": kind, "present": kind in kinds[smis], "lack": lack}
