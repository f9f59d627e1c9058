"""Building an M-OBEC round: open the lists, check, and lay out the counts in the canonical tables."""

from collections.abc import Iterator, Sequence
from itertools import chain

import pandas as pd

from helpers.foreign.cells import is_empty, is_no_label
from helpers.params.folder import Params
from helpers.systems.listed_schools import check_schools, name_of, school_frame
from helpers.systems.listings import open_listings
from helpers.systems.mobec import schemas
from helpers.systems.mobec.checks import RULES, SYSTEM_NAME, Row, check_rows, check_schools_complete, code_in, pieces_in
from helpers.systems.mobec.schemas import EQUIPMENT, items
from helpers.systems.system import RoundInputs
from helpers.tables.findings import delivery_frame, finding_frame
from helpers.tables.schemas import joined, with_row_keys


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    params = inputs.params
    day, most = params.round(inputs.round).as_of.date, params.checks.plausible.pieces
    opened = open_listings(schemas.LISTING, inputs, SYSTEM_NAME)
    rows = opened.records
    columns = [field.name for field in EQUIPMENT.fields if field.name != "row_key"]
    equipment = pd.DataFrame(list(_counted(_first_rows(rows, most), params)), columns=columns)
    findings = chain(
        opened.findings,
        check_schools(opened.rows, params, SYSTEM_NAME, schemas.LIST, day),
        check_rows(rows, most),
        check_schools_complete(opened.rows, equipment),
    )
    return {
        "equipment": with_row_keys(equipment),
        "schools": with_row_keys(school_frame(opened.rows, params, day)),
        "findings": finding_frame(findings, RULES),
        "deliveries": delivery_frame(opened.used, {schemas.LIST: schemas.LIST_TITLE}, params),
    }


def _first_rows(rows: Sequence[Row], most: int) -> Iterator[Row]:
    """One row a school and code: of several the first that counts anything, else the first. Every row without a code
    counts."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        alike.setdefault((row["smis"], code_in(row) or f"?{row['delivery']}:{row['row']}"), []).append(row)
    for same_code in alike.values():
        yield next(
            (row for row in same_code if any(pieces_in(row[state], most) for state in schemas.STATES)), same_code[0]
        )


def _counted(rows: Iterator[Row], params: Params) -> Iterator[dict[str, object]]:
    for row in rows:
        described = _described(row)
        described["entry"] = joined(row["smis"], name_of(row["smis"], params), described["item"])
        for column, state in schemas.STATES.items():
            if pieces := pieces_in(row[column], params.checks.plausible.pieces):
                yield {**row, **described, "code": code_in(row), "state": state, "pieces": pieces}


def _is_word(cell: str | None) -> bool:
    return not is_empty(cell) and not is_no_label(cell)


def _described(row: Row) -> dict[str, str]:
    """Category, item and level of the row's code; the item of an unknown code is the name that the file gives it."""
    code = code_in(row)
    known, named = items().get(code), next((row[name] for name in ("item", "category") if _is_word(row[name])), "")
    item = known.label if known else f"{code or '(ไม่มีรหัส)'} {named}".strip()
    return {
        "category": known.category if known else schemas.UNKNOWN_CATEGORY,
        "item": item,
        "desks_for": known.desks_for if known else "",
    }
