"""The result of the per-head subsidy as a kind of programme: the register of payments against the entitlement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.forms.registers import PER_HEAD_PAYMENTS
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.per_head_result import PerHeadResultProgramme
from helpers.periods import FiscalYear
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.per_head.tranches import TITLES
from helpers.programmes.per_head_result.amounts import (
    RESULTS,
    STATES,
    balances,
    check_example,
    entitlements,
    payment_rows,
    results_frame,
)
from helpers.programmes.per_head_result.checks import (
    RULES,
    above_allotted,
    beyond,
    nothing_to_compare,
    spending_differs,
)
from helpers.programmes.registers import allotments_of, allotted, spending_of, spent
from helpers.tables.graph import Origin

ENTITLEMENT = "entitlement"
"""The kind's name for the programme that says what schools are entitled to."""


class PerHeadResult:
    """The kind."""

    name = "per_head_result"
    title = "ผลการจัดสรรเงินอุดหนุนรายหัว"
    example = "per-head-result"
    allocates = False
    in_budget = True
    schemas = (RESULTS,)
    rules = RULES
    sufficient: tuple[str, ...] = ()
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """The register of what was allocated, paid and returned."""
        return PER_HEAD_PAYMENTS.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The entitlement, and what was allotted and spent for it."""
        return {ENTITLEMENT: (_of_kind(programme).entitlement, year), **allotments_of(year), **spending_of(year)}

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Tranches as they are paid, states from paid in full to not compared."""
        return {"tranche": TITLES, "half": HALF_TITLES, "state": STATES}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """The halves; the register stands behind every amount and is listed among the rates."""
        return (("ช่วงครึ่งปีที่จัดสรร", in_year.halves),)

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Payments and returns, each an amount of its own, and what came of every entitlement."""
        programme = _of_kind(inputs.programme)
        allocation = inputs.table(ENTITLEMENT, "allocation")
        entitled = None if allocation is None else entitlements(allocation)
        results = balances(inputs.form, entitled)
        rows = payment_rows(programme, inputs.form, entitled or {}, inputs.in_year.halves.halves)
        of_entitlement = replace(inputs, programme_id=programme.entitlement)
        missing = nothing_to_compare() if entitled is None else ()
        of_all = (*above_allotted(results, allotted(of_entitlement)), *spending_differs(results, spent(of_entitlement)))
        findings = (*missing, *beyond(results), *of_all)
        return Allocated(rows, findings=findings, tables={RESULTS.name: results_frame(results)})


def _of_kind(programme: Programme) -> PerHeadResultProgramme:
    """The programme as the kind's model. Raises TypeError for one of another kind."""
    if not isinstance(programme, PerHeadResultProgramme):
        raise TypeError(f"not a per-head result: {programme.title}")
    return programme


KIND = PerHeadResult()
