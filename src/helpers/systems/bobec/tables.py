"""The canonical tables of a B-OBEC round: one row a building, gap, asset record, photograph or expected kind."""

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
from helpers.systems.listed_schools import district_of, name_of
from helpers.tables.schemas import NOT_STATED, TableSchema, joined

Origin = Mapping[str, Any]
Rows = Iterator[dict[str, object]]


@dataclass(frozen=True)
class LabelledBuilding:
    """A building, the row that it comes from (smis, delivery, file, sheet, row), and the label under which tables list
    it."""

    building: Building
    origin: Origin
    label: str

    @property
    def head(self) -> dict[str, object]:
        """The columns that every table has of it."""
        return {**self.origin, "building": self.label, "kind": self.building.kind}


def label_buildings(buildings: Sequence[tuple[Building, Origin]], params: Params) -> list[LabelledBuilding]:
    """The buildings with their labels; where two would have the same label, the row number is added to both."""
    labels = [_label(building, str(origin["smis"]), params) for building, origin in buildings]
    times = Counter(labels)
    return [
        LabelledBuilding(building, origin, label if times[label] == 1 else f"{label} (แถว {origin['row']})")
        for (building, origin), label in zip(buildings, labels, strict=True)
    ]


def _label(building: Building, smis: str, params: Params) -> str:
    number = "" if building.number is None else f" {building.number}"
    year = "ไม่ระบุปี" if building.year is None else f"พ.ศ. {building.year}"
    return joined(smis, name_of(smis, params), f"{building.kind}{number}", f"{building.plan} · {year}")


def building_frames(buildings: Sequence[LabelledBuilding], year: int, params: Params) -> dict[str, pd.DataFrame]:
    """The tables by name. `year` (พ.ศ.) is that of the data."""
    return {
        BUILDINGS.name: _frame(BUILDINGS, (_building(labelled, year, params) for labelled in buildings)),
        MISSING_FIELDS.name: _frame(MISSING_FIELDS, _gaps(buildings)),
        ASSET_RECORDS.name: _frame(ASSET_RECORDS, _assets(buildings, year)),
        PHOTOGRAPH_NAMES.name: _frame(PHOTOGRAPH_NAMES, _photographs(buildings)),
        EXPECTED_KINDS.name: _frame(EXPECTED_KINDS, _expected(buildings, params)),
    }


def _frame(schema: TableSchema, rows: Rows) -> pd.DataFrame:
    """The rows as objects, so that a column of numbers and gaps stays one of whole numbers."""
    columns = [field.name for field in schema.fields if field.name != "row_key"]
    return pd.DataFrame(list(rows), columns=columns, dtype=object)


def _building(labelled: LabelledBuilding, year: int, params: Params) -> dict[str, object]:
    building = labelled.building
    age = None if building.year is None else year - building.year
    return {
        **labelled.head,
        "district": district_of(str(labelled.origin["smis"]), params),
        "number": building.number,
        "plan": building.plan,
        "classrooms": building.has_classrooms,
        "rooms": building.rooms,
        "year_built": building.year,
        "age": age,
        "age_band": _age_band(age),
        "dated": age is not None,
        "condition": building.condition,
    }


def _age_band(age: int | None) -> str:
    """`0–10 ปี` for 10, `11–20 ปี` for 11."""
    if age is None:
        return NOT_STATED
    return AGE_BANDS[min(max(age - 1, 0) // YEARS_PER_BAND, len(AGE_BANDS) - 1)]


def _gaps(buildings: Sequence[LabelledBuilding]) -> Rows:
    for labelled in buildings:
        yield from ({**labelled.head, "gap": gap} for gap in labelled.building.gaps)


def _assets(buildings: Sequence[LabelledBuilding], year: int) -> Rows:
    for labelled in buildings:
        if labelled.building.asset:
            yield {
                **labelled.head,
                **vars(labelled.building.asset),
                "report": ASSETS,
                "life": _life(labelled.building, year),
            }


def _life(building: Building, year: int) -> str:
    if building.year is None or building.asset is None or building.asset.service_life is None:
        return NOT_STATED
    return PAST if year - building.year > building.asset.service_life else WITHIN


def _photographs(buildings: Sequence[LabelledBuilding]) -> Rows:
    for labelled in buildings:
        names = labelled.building.photographs
        yield from ({**labelled.head, "report": PHOTOGRAPHS, "photograph": name} for name in names)


def _expected(buildings: Sequence[LabelledBuilding], params: Params) -> Rows:
    """One row a school that delivered and a kind that it should have; the source row is the school's first."""
    kinds: dict[str, set[str]] = {}
    first: dict[str, Origin] = {}
    for labelled in buildings:
        smis = str(labelled.origin["smis"])
        kinds.setdefault(smis, set()).add(labelled.building.kind)
        first.setdefault(smis, labelled.origin)
    for smis, origin in first.items():
        for kind in params.checks.expected_buildings.kinds:
            lack = joined(smis, name_of(smis, params), kind)
            yield {**origin, "kind": kind, "present": kind in kinds[smis], "lack": lack}
