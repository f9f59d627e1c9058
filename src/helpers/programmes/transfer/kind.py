"""Transfers between programmes as a kind of budget programme."""

from collections.abc import Mapping, Sequence

from helpers.errors import ProgrammeError
from helpers.forms.registers import ALLOTMENTS, SPENDING, TRANSFERS
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.transfer import TransferProgramme
from helpers.periods import FiscalYear
from helpers.programmes.kinds import Allocated, ProgrammeInputs, programme_labels
from helpers.programmes.registers import MOVEMENTS, ORDERS, closed, movement_frame, register_movements
from helpers.programmes.transfer.amounts import (
    OUTCOMES,
    TIMINGS,
    WAITING,
    accepted,
    balances,
    check_example,
    decide,
    proposals_of,
    track,
)
from helpers.programmes.transfer.checks import RULES, check_balances, check_entered_twice, check_trail
from helpers.programmes.transfer.tables import (
    BALANCES,
    STATES,
    TRAIL,
    balance_frame,
    exclusions,
    trail_frame,
    transfer_movements,
    transfer_rows,
)
from helpers.tables.findings import empty_frame
from helpers.tables.graph import Origin

REGISTERS = (ALLOTMENTS.slug, SPENDING.slug, TRANSFERS.slug)


class TransferKind:
    """The kind."""

    name = "transfer"
    title = "การโอนและเปลี่ยนแปลงงบประมาณ"
    example = "budget-transfers"
    allocates = False
    in_budget = True
    schemas = (BALANCES, TRAIL, MOVEMENTS)
    rules = RULES
    sufficient: tuple[str, ...] = (TRANSFERS.slug, ALLOTMENTS.slug)
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """None: proposals come in the register of transfers, which is a data set of its own."""
        return ""

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The three registers of the year, by their own names."""
        return {slug: (slug, year) for slug in REGISTERS}

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Steps as they follow each other; a tranche is a half."""
        halves = {"half": HALF_TITLES, "tranche": HALF_TITLES}
        reading_orders = {"success": tuple(STATES.values()), "outcome": OUTCOMES, "waiting": WAITING, "timing": TIMINGS}
        return {**ORDERS, **halves, **reading_orders}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """What is left over, which programmes have met their conditions, and how soon approvals are looked for."""
        transfer_programme = _transfers(programme)
        return (
            ("วิธีคิดเงินเหลือจ่าย", transfer_programme.leftover),
            ("เงินของโครงการที่ยังไม่พิจารณาเงื่อนไข", transfer_programme.success),
            *((f"เงื่อนไขความสำเร็จของ {each.programme}", each) for each in transfer_programme.success.states),
            ("กำหนดติดตามการอนุมัติ", transfer_programme.approval),
            ("ยอดเงินที่โอน", transfer_programme.transfer_amounts),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every proposal in turn against what is left over on the closing day. Raises ProgrammeError where the state
        of a programme is decided that does not exist."""
        programme, labels = _transfers(inputs.programme), programme_labels(inputs.params.programmes)
        _refuse_unknown(programme, labels)
        as_of, halves = inputs.in_year.as_of.date, inputs.in_year.halves.halves
        counted, later = closed(register_movements({slug: inputs.table(slug, slug) for slug in REGISTERS}), as_of)
        left = balances(counted, labels, programme)
        register = inputs.table(TRANSFERS.slug, TRANSFERS.slug)
        proposals = proposals_of(empty_frame(TRANSFERS.schema) if register is None else register)
        decisions = decide(proposals, {budget_line: each.leftover for budget_line, each in left.items()}, as_of)
        trail = [track(each, programme.approval, as_of) for each in decisions]
        expenditures = {name: each.expenditure for name, each in inputs.params.programmes.items()}
        movements = (*counted, *transfer_movements(accepted(decisions), expenditures))
        tables = {
            BALANCES.name: balance_frame(left, movements, tuple(labels)),
            TRAIL.name: trail_frame(trail, labels),
            MOVEMENTS.name: movement_frame(movements, halves),
        }
        rows = tuple(transfer_rows(decisions, programme, labels, halves))
        of_proposals = (*check_trail(trail, programme), *check_entered_twice(decisions, counted, labels))
        findings = (*of_proposals, *check_balances(left.values(), labels))
        return Allocated(rows, (*later, *exclusions(decisions)), findings, tables)


def _refuse_unknown(programme: TransferProgramme, known: Mapping[str, str]) -> None:
    unknown = [each.programme for each in programme.success.states if each.programme not in known]
    if unknown:
        remedy = f"แก้ success ของโครงการ “{programme.title}” โครงการที่มีคือ {', '.join(known)}"
        raise ProgrammeError(f"ไม่มีโครงการ {', '.join(unknown)}", where="success", remedy=remedy)


def _transfers(programme: Programme) -> TransferProgramme:
    assert isinstance(programme, TransferProgramme)
    return programme


KIND = TransferKind()
