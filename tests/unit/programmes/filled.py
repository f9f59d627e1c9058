"""Filled-in forms as tables, and a programme's year to allocate them in."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from builders import PROJECT_PARAMS
from helpers.forms.definitions import FORMS
from helpers.forms.form import NUMBERS, CellKind
from helpers.params.folder import Params, read_params
from helpers.params.programmes.base import Programme
from helpers.periods import FiscalYear
from helpers.programmes.kinds import Allocated, ProgrammeInputs, kinds
from helpers.tables.schemas import with_row_keys

YEAR = FiscalYear(2569)
DELIVERY = "0123456789ab"


@cache
def project_params() -> Params:
    """The project's own parameters."""
    return read_params(PROJECT_PARAMS)


def form_table(slug: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of a form as reading it gives them, from row 6 on; what a row does not name is empty."""
    form, columns = FORMS[slug], {}
    for column in form.columns:
        kind = "Int64" if column.kind is CellKind.WHOLE else "object"
        empty = None if column.kind in (*NUMBERS, CellKind.DATE) else ""
        columns[column.name] = pd.Series([row.get(column.name, empty) for row in rows], dtype=kind)
    numbers = pd.Series([row.get("row", 0) for row in rows], dtype="int64")
    frame = with_row_keys(pd.DataFrame(columns).assign(delivery=DELIVERY, sheet="แบบกรอก", row=numbers))
    form.schema.table(frame)
    return frame


def numbered(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with the numbers that they have in the file."""
    return [{"row": number, **row} for number, row in enumerate(rows, 6)]


def allocate(
    programme_id: str,
    rows: list[dict[str, Any]],
    tables: Mapping[tuple[str, str], pd.DataFrame] | None = None,
    programme: Programme | None = None,
) -> Allocated:
    """What a programme of the project, or a changed one, makes of a form's rows; its tables keep their schemas."""
    params = project_params()
    chosen = programme or params.programmes[programme_id]
    kind, others = kinds()[chosen.kind], tables or {}
    slug = kind.form(chosen)
    form = form_table(slug, rows) if slug else pd.DataFrame()
    in_year = params.fiscal_years[YEAR]
    allocated = kind.allocate(
        ProgrammeInputs(programme_id, chosen, YEAR, in_year, params, form, lambda *name: others.get(name))
    )
    for schema in kind.schemas:
        schema.table((allocated.tables or {})[schema.name])
    return allocated


def day(text: str) -> date:
    """`2568-10-01` in พ.ศ."""
    year, month, number = map(int, text.split("-"))
    return date(year - 543, month, number)
