"""G-Code: identity codes for learners without civil registration, and the teachers who may ask for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.collection.dmc.labels import NATIONALITY
from helpers.collection.dmc.layouts import SEXES
from helpers.collection.findings import Rule
from helpers.collection.gcode import build, listings, schemas
from helpers.collection.gcode.rules import RULES
from helpers.collection.schemas import TableSchema
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition, RoundInputs
from helpers.periods import Round


class _GCode:
    """The G-Code system as `helpers.collection.systems.System` describes it."""

    name = "gcode"
    title = "รหัสผู้เรียนที่ไม่มีทะเบียนราษฎร (G-Code)"
    place = 5

    @property
    def reports(self) -> Mapping[str, str]:
        return {listing.report: listing.title for listing in listings.LISTINGS}

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        return schemas.SCHEMAS

    @property
    def rules(self) -> tuple[Rule, ...]:
        return RULES

    def expected(self, round_: Round) -> tuple[str, ...]:
        """Both registers in every round: the system is open all year."""
        return tuple(listing.report for listing in listings.LISTINGS) if round_.number else ()

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        known = {"sex": SEXES, "nationality": NATIONALITY, "status": schemas.STATUSES, "waiting": schemas.WAITING}
        return known if report in ("", *self.reports) else {}

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        seen = (listing.recognise(sheet, area_code) for listing in listings.LISTINGS)
        return next((each for each in seen if each), None)

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        return build.build(inputs)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        return listings.student_numbers(sheet, rows)


SYSTEM = _GCode()
