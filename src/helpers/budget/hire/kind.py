"""Hired posts as a kind of programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.budget.allocation import ZERO
from helpers.budget.allotted import allotments_of, short_of
from helpers.budget.hire.allocating import allocate_posts
from helpers.budget.hire.posts import posts_of
from helpers.budget.hire.rows import SOCIAL_SECURITY, WAGE
from helpers.budget.hire.rules import ALLOTMENT_SHORT, RULES
from helpers.budget.hire.terms import Terms
from helpers.budget.kinds import Allocated, ProgrammeInputs
from helpers.collection.forms.hiring import ROSTER
from helpers.collection.schemas import TableSchema
from helpers.collection.sources import Origin
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.hire import HireProgramme
from helpers.periods import FiscalYear


class Hire:
    """The kind."""

    name = "hire"
    title = "ค่าตอบแทนการจ้างรายเดือน"
    example = "critical-shortage-teachers"
    allocates = True
    in_budget = True
    schemas: tuple[TableSchema, ...] = ()
    rules = RULES
    sufficient: tuple[str, ...] = ()

    def form(self, programme: Programme) -> str:
        """The roster."""
        return ROSTER.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """What was allotted."""
        return allotments_of(year)

    def orders(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Wages before contributions; a tranche is a half."""
        return {"item": (WAGE, SOCIAL_SECURITY), "half": HALF_TITLES, "tranche": HALF_TITLES}

    def decided(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """How posts are paid, and in which legal forms."""
        own = _of_kind(programme)
        return (
            ("ค่าจ้างต่อเดือนเทียบกับอัตราของโครงการ", own.pay),
            ("ประเภทการจ้างของโครงการ", own.legal_forms),
            ("การจ่ายเดือนที่ไม่เต็ม", own.broken_months),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every post by its own months, and the allotment held against them."""
        terms = Terms(_of_kind(inputs.programme), inputs.in_year.halves.halves, inputs.params.social_security)
        allocated = allocate_posts(posts_of(inputs.form), terms)
        need = sum((row.amount for row in allocated.rows), ZERO)
        return replace(allocated, findings=(*allocated.findings, *short_of(ALLOTMENT_SHORT, inputs, need)))


def _of_kind(programme: Programme) -> HireProgramme:
    assert isinstance(programme, HireProgramme)
    return programme


KIND = Hire()
