"""EMIS (Education Management Information System): pupils, staff, computers and internet of every school."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.periods import Round
from helpers.systems.dmc.layouts import GRADES, LEVELS, SEXES
from helpers.systems.emis import dataset, labels
from helpers.systems.emis.checks import RULES
from helpers.systems.emis.reading import recognise
from helpers.systems.emis.schemas import SCHEMAS
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.findings import Rule
from helpers.tables.schemas import TableSchema


class _Emis:
    """The EMIS system as `helpers.systems.system.System` describes it."""

    name = "emis"
    title = "ข้อมูลสารสนเทศโรงเรียน (EMIS)"
    order = 2

    @property
    def reports(self) -> Mapping[str, str]:
        return labels.TITLES

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        return SCHEMAS

    @property
    def rules(self) -> tuple[Rule, ...]:
        return RULES

    def expected(self, round_: Round) -> tuple[str, ...]:
        """Every page in every round: the office decides in which rounds it collects EMIS at all."""
        return tuple(labels.TITLES) if round_.number else ()

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        known = {"grade": GRADES, "level": LEVELS, "sex": SEXES, **labels.ORDERS}
        return known if report in ("", *labels.TITLES) else {}

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        return recognise(sheet, area_code)

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        return dataset.build(inputs)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        return {row: "" for row in rows if not sheet.rows}


SYSTEM = _Emis()
