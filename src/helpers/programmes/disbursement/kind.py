"""Spending as a kind of budget programme: the registers of all programmes against the targets of the year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.forms.registers import ALLOTMENTS, SPENDING
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams, Half
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.disbursement import DisbursementProgramme
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import AllocationRow, lump_sum
from helpers.programmes.disbursement.amounts import STANDINGS, check_example, current
from helpers.programmes.disbursement.checks import RULES, check_spending, check_standing
from helpers.programmes.disbursement.tables import (
    REACHED,
    SCOPES,
    STANDING,
    TARGETS,
    reached_frame,
    standing_frame,
    target_frame,
)
from helpers.programmes.kinds import Allocated, ProgrammeInputs, programme_labels
from helpers.programmes.registers import (
    MOVEMENTS,
    ORDERS,
    QUARTERS,
    SPENT,
    Movement,
    closed,
    half_of,
    movement_frame,
    register_movements,
)
from helpers.tables.graph import Origin

REGISTERS = (ALLOTMENTS.slug, SPENDING.slug)


class DisbursementKind:
    """The kind."""

    name = "disbursement"
    title = "การเบิกจ่ายงบประมาณ"
    example = "disbursement"
    allocates = False
    in_budget = True
    schemas = (MOVEMENTS, TARGETS, REACHED, STANDING)
    rules = RULES
    sufficient: tuple[str, ...] = (SPENDING.slug,)
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """None: what was spent comes in the register of spending, which is a data set of its own."""
        return ""

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The two registers of the year, by their own names."""
        return {slug: (slug, year) for slug in REGISTERS}

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Months and quarters as they come; a tranche is a quarter."""
        reading_orders = {"tranche": QUARTERS, "half": HALF_TITLES, "standing": STANDINGS, "scope": SCOPES}
        return {**ORDERS, **reading_orders}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """The targets of the year, how far from them is still on target, and the register behind every amount."""
        disbursement, targets = _disbursement(programme), in_year.targets.targets
        return (
            *([("เป้าหมายการเบิกจ่าย", in_year.targets)] if any(each.source is None for each in targets) else ()),
            *((f"เป้าหมายการเบิกจ่าย{QUARTERS[each.quarter - 1]}", each.source) for each in targets if each.source),
            ("ช่วงที่ยังถือว่าตามเป้าหมาย", disbursement.tolerance),
            ("ยอดเงินตามทะเบียน", disbursement.register_amounts),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every payment until the closing day as an amount of its own, and who stands where."""
        programme, labels = _disbursement(inputs.programme), programme_labels(inputs.params.programmes)
        as_of, halves, targets = inputs.in_year.as_of.date, inputs.in_year.halves.halves, inputs.in_year.targets.targets
        counted, later = closed(register_movements({slug: inputs.table(slug, slug) for slug in REGISTERS}), as_of)
        standing = standing_frame(counted, labels, current(targets, as_of), programme.tolerance.points)
        tables = {
            MOVEMENTS.name: movement_frame(counted, halves),
            TARGETS.name: target_frame(counted, targets, as_of),
            REACHED.name: reached_frame(counted, targets, as_of),
            STANDING.name: standing,
        }
        findings = (*check_spending(counted, labels), *check_standing(standing, labels))
        return Allocated(tuple(payment_rows(counted, programme, labels, halves)), later, findings, tables)


def payment_rows(
    movements: Iterable[Movement], programme: DisbursementProgramme, labels: Mapping[str, str], halves: Sequence[Half]
) -> Iterator[AllocationRow]:
    """One row for every payment, return and correction, in their order, with its sign. They pay for nobody."""
    source = programme.register_amounts
    for payment in (entry for entry in movements if entry.measure == SPENT):
        yield lump_sum(
            payment.amount,
            smis="",
            payee=payment.expenditure,
            item=labels[payment.programme],
            tranche=payment.quarter,
            half=half_of(payment.day, halves),
            reference=source.reference,
            status=source.status,
            rule=f"{payment.entry} {thai_date_short(payment.day)} ตาม {payment.document}",
            source=payment.source,
        )


def spending_report(params: Params) -> str:
    """The programme that reports on the spending of all others; empty where the office has none."""
    return next((name for name, each in params.programmes.items() if each.kind == DisbursementKind.name), "")


def _disbursement(programme: Programme) -> DisbursementProgramme:
    assert isinstance(programme, DisbursementProgramme)
    return programme


KIND = DisbursementKind()
