"""G-Code: identity codes for learners without civil registration, and the teachers who may ask for them."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.periods import Round
from helpers.systems.dmc.labels import NATIONALITY
from helpers.systems.dmc.layouts import SEXES
from helpers.systems.gcode import dataset, reading, schemas
from helpers.systems.gcode.checks import RULES
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.findings import Rule
from helpers.tables.schemas import TableSchema


class _GCode:
    """The G-Code system as `helpers.systems.system.System` describes it."""

    name = "gcode"
    title = "รหัสผู้เรียนที่ไม่มีทะเบียนราษฎร (G-Code)"
    order = 5

    @property
    def reports(self) -> Mapping[str, str]:
        return {listing.report: listing.title for listing in reading.LISTINGS}

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        return schemas.SCHEMAS

    @property
    def rules(self) -> tuple[Rule, ...]:
        return RULES

    def expected(self, round_: Round) -> tuple[str, ...]:
        """Both registers in every round: the system is open all year."""
        return tuple(listing.report for listing in reading.LISTINGS) if round_.number else ()

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        known = {"sex": SEXES, "nationality": NATIONALITY, "status": schemas.STATUSES, "waiting": schemas.WAITING}
        return known if report in ("", *self.reports) else {}

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        seen = (listing.recognise(sheet, area_code) for listing in reading.LISTINGS)
        return next((each for each in seen if each), None)

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        return dataset.build(inputs)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        return reading.student_numbers(sheet, rows)


SYSTEM = _GCode()
