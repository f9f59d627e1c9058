"""DMC (Data Management Center): the pupils, three rounds a year."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.periods import Round
from helpers.systems.dmc import aggregates, confirmations, dataset, pupil_list
from helpers.systems.dmc.checks import RULES
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, LAYOUTS, LEVELS, SEXES, Shape
from helpers.systems.dmc.schemas import CONFIRMATIONS, SCHEMAS
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.findings import Rule
from helpers.tables.schemas import TableSchema


class _Dmc:
    """The DMC system as `helpers.systems.system.System` describes it."""

    name = "dmc"
    title = "ข้อมูลนักเรียนรายบุคคล (DMC)"
    order = 1

    @property
    def reports(self) -> Mapping[str, str]:
        of_aggregates = {layout.slug: layout.title for layout in LAYOUTS}
        return of_aggregates | {pupil_list.REPORT: pupil_list.TITLE, confirmations.REPORT: confirmations.TITLE}

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        return SCHEMAS

    @property
    def rules(self) -> tuple[Rule, ...]:
        return RULES

    def expected(self, round_: Round) -> tuple[str, ...]:
        last = round_.number == 3
        return tuple(
            layout.slug for layout in LAYOUTS if layout.shape is not Shape.FLAGS and (last or not layout.end_of_year)
        )

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        labels = LAYOUT_BY_SLUG[report].labels if report in LAYOUT_BY_SLUG else ()
        return {"grade": GRADES, "level": LEVELS, "sex": SEXES, "confirmation": CONFIRMATIONS, "category": labels}

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        return (
            aggregates.recognise(sheet, area_code)
            or pupil_list.recognise(sheet, area_code)
            or confirmations.recognise(sheet, area_code)
        )

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        return dataset.build(inputs)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        return pupil_list.student_numbers(sheet, rows)


SYSTEM = _Dmc()
