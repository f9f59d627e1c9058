"""Building a B-OBEC round: open the lists, read every building, check, and lay out the canonical tables."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

import pandas as pd

from helpers.params.checks import Plausible
from helpers.periods import buddhist_year
from helpers.systems.bobec import schemas
from helpers.systems.bobec.checks import RULES, SYSTEM_NAME
from helpers.systems.bobec.reading import Building, read_building
from helpers.systems.bobec.tables import LabelledBuilding, Origin, building_frames, label_buildings
from helpers.systems.listed_schools import check_schools, school_frame
from helpers.systems.listings import ORIGIN, RoundRows, open_listings
from helpers.systems.system import RoundInputs
from helpers.tables.findings import Finding, delivery_frame, finding_frame
from helpers.tables.schemas import with_row_keys


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    params = inputs.params
    day = params.round(inputs.round).as_of.date
    year = buddhist_year(day)
    opened = open_listings(schemas.LISTING, inputs, SYSTEM_NAME)
    buildings = label_buildings(list(_buildings(opened, year, params.checks.plausible)), params)
    tables = building_frames(buildings, year, params)
    tables["schools"] = school_frame(opened.rows, params, day)
    schools = check_schools(opened.rows, params, SYSTEM_NAME, schemas.LIST, day)
    findings = chain(opened.findings, schools, _checked(buildings, tables["expected_kinds"]))
    return {name: with_row_keys(frame) for name, frame in tables.items()} | {
        "findings": finding_frame(findings, RULES),
        "deliveries": delivery_frame(opened.used, {schemas.LIST: schemas.LIST_TITLE}, params),
    }


def _buildings(opened: RoundRows, year: int, limits: Plausible) -> Iterator[tuple[Building, Origin]]:
    for row in opened.records:
        origin = {name: row[name] for name in ORIGIN}
        yield read_building(row, year, limits, partial(Finding, report=schemas.LIST, **origin)), origin


def _checked(buildings: Sequence[LabelledBuilding], expected: pd.DataFrame) -> Iterator[Finding]:
    for labelled in buildings:
        yield from labelled.building.findings
    yield from _repeated(buildings)
    for missing in expected[~expected["present"].astype(bool)].itertuples():
        yield Finding("bobec.school.kind_missing", str(missing.smis), schemas.LIST, column=str(missing.kind))


def _repeated(buildings: Sequence[LabelledBuilding]) -> Iterator[Finding]:
    """Every record after the first with the same school, kind and number."""
    seen: set[tuple[str, str, int]] = set()
    for labelled in buildings:
        building = labelled.building
        if building.number is None:
            continue
        key = (str(labelled.origin["smis"]), building.kind, building.number)
        if key in seen:
            repeated, rule = f"{building.kind} {building.number}", "bobec.building.number_repeated"
            yield Finding(rule, report=schemas.LIST, column=schemas.GAP_NUMBER, found=repeated, **labelled.origin)
        seen.add(key)
