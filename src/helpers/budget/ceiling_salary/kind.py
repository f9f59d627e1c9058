"""Special pay at the ceiling of the salary scale as a kind of programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.budget.allocation import ZERO
from helpers.budget.allotted import allotments_of, short_of
from helpers.budget.ceiling_salary.allocating import CeilingTerms, allocate_holders
from helpers.budget.ceiling_salary.holders import holders_of
from helpers.budget.ceiling_salary.rules import ALLOTMENT_SHORT, RULES
from helpers.budget.kinds import Allocated, ProgrammeInputs
from helpers.collection.forms.hiring import CEILING_ROSTER
from helpers.collection.schemas import TableSchema
from helpers.collection.sources import Origin
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.ceiling_salary import CeilingSalaryProgramme
from helpers.periods import FiscalYear


class CeilingSalary:
    """The kind."""

    name = "ceiling_salary"
    title = "ค่าตอบแทนกรณีเงินเดือนเต็มขั้น"
    example = "ceiling-salary"
    allocates = True
    in_budget = True
    schemas: tuple[TableSchema, ...] = ()
    rules = RULES
    sufficient: tuple[str, ...] = ()

    def form(self, programme: Programme) -> str:
        """The roster of those at their ceiling."""
        return CEILING_ROSTER.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """What was allotted."""
        return allotments_of(year)

    def orders(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Items as the programme lists its groups of staff; a tranche is a half."""
        items = [group.item for group in _of_kind(programme).staff.groups]
        return {"item": items, "half": HALF_TITLES, "tranche": HALF_TITLES}

    def decided(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """Who is paid, and how broken months are."""
        own = _of_kind(programme)
        return (
            ("ประเภทบุคลากรที่ได้รับ", own.staff),
            ("การจ่ายเดือนที่ไม่เต็ม", own.broken_months),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every holder by their own months, and the allotment held against them."""
        terms = CeilingTerms(_of_kind(inputs.programme), inputs.in_year.halves.halves)
        allocated = allocate_holders(holders_of(inputs.form), terms)
        need = sum((row.amount for row in allocated.rows), ZERO)
        return replace(allocated, findings=(*allocated.findings, *short_of(ALLOTMENT_SHORT, inputs, need)))


def _of_kind(programme: Programme) -> CeilingSalaryProgramme:
    assert isinstance(programme, CeilingSalaryProgramme)
    return programme


KIND = CeilingSalary()
