"""A year of special pay: who is paid, who is left out and why, and what is wrong.

Special pay at the ceiling of the salary scale as a kind of programme.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from helpers.forms.rosters import CEILING_ROSTER
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams, Half
from helpers.params.models import Referenced
from helpers.params.programmes.base import DatedRate, Programme
from helpers.params.programmes.ceiling_salary import PERCENT, CeilingSalaryProgramme
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import ONE, ZERO, AllocationRow, Excluded
from helpers.programmes.ceiling_salary.amounts import Holder, SpecialPay, check_example, holders_of, special_pay
from helpers.programmes.ceiling_salary.checks import (
    ALLOTMENT_SHORT,
    PERCENTAGE_NOT_ALLOWED,
    PERSONNEL_NOT_PAID,
    POST_OVERLAP,
    RULES,
)
from helpers.programmes.form_rows import cell_finding, overlapping
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.registers import allotments_of, short_of
from helpers.tables.findings import Finding, Rule
from helpers.tables.graph import Origin
from helpers.tables.schemas import TableSchema
from helpers.thai import grouped

NOT_IN_YEAR = "ไม่ได้รับในปีงบประมาณนี้"
OVERLAPS = "ช่วงเวลาซ้อนกับแถวก่อนของตำแหน่งเดียวกัน"
NOT_ALLOWED = "ร้อยละไม่อยู่ในอัตราของโครงการ"
NOT_PAID = "ประเภทบุคลากรไม่อยู่ในโครงการ"
_MONTH_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a holder is left out, and the finding that names it; no rule where nothing is wrong."""

    reason: str
    rule: Rule | None = None
    column: str = "starts"
    found: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class CeilingTerms:
    """By what holders are paid: the programme and the halves of the year."""

    programme: CeilingSalaryProgramme
    halves: Sequence[Half]

    def pay(self, holder: Holder) -> tuple[SpecialPay, ...]:
        """What a holder is paid in the year; empty for one who is not paid in it."""
        rule = self.programme.broken_months.rule
        return special_pay(holder, self.halves, rule, lambda day: self.rated(holder, day))

    def rated(self, holder: Holder, day: date) -> DatedRate | None:
        """The programme's percentage in force on a day that is the holder's; None where it is none of them."""
        in_force = (rate.on(day) for rate in self.programme.rates if rate.item == PERCENT)
        return next((each for each in in_force if each and each.value == holder.percentage), None)

    def item(self, holder: Holder) -> str:
        """What the holder's group is paid; empty for a group that the programme does not pay."""
        return next((each.item for each in self.programme.staff.groups if each.group == holder.personnel), "")


def allocate_holders(holders: Sequence[Holder], terms: CeilingTerms) -> Allocated:
    """The year of the holders, in their order; each post is counted at its first row."""
    late = overlapping(holders)
    rows: list[AllocationRow] = []
    excluded: list[Excluded] = []
    findings: list[Finding] = []
    counted: set[str] = set()
    for holder in holders:
        paid = terms.pay(holder)
        fault = _fault(holder, paid, terms, holder in late)
        if fault is None:
            rows += _rows(holder, paid, terms, holder.number not in counted)
            counted.add(holder.number)
        else:
            excluded.append(_left_out(holder, paid, fault.reason))
            findings += _named(holder, fault)
    return Allocated(rows, excluded, findings)


def _fault(holder: Holder, paid: Sequence[SpecialPay], terms: CeilingTerms, late: bool) -> _Fault | None:
    """The first reason for which a holder is not paid."""
    if not paid:
        return _Fault(NOT_IN_YEAR)
    if late:
        return _Fault(OVERLAPS, POST_OVERLAP, found=_days(holder))
    if not terms.item(holder):
        return _Fault(NOT_PAID, PERSONNEL_NOT_PAID, "personnel", holder.personnel)
    unrated = [each for each in paid if terms.rated(holder, each.run.opens) is None]
    if unrated:
        allowed = " หรือ ".join(_in_force(terms, unrated[0].run.opens))
        return _Fault(NOT_ALLOWED, PERCENTAGE_NOT_ALLOWED, "percentage", _hundredths(holder.percentage), allowed)
    return None


def _in_force(terms: CeilingTerms, day: date) -> Iterator[str]:
    for rate in terms.programme.rates:
        in_force = rate.on(day) if rate.item == PERCENT else None
        if in_force:
            yield _hundredths(in_force.value)


def _rows(
    holder: Holder, paid: Sequence[SpecialPay], terms: CeilingTerms, first_of_post: bool
) -> Iterator[AllocationRow]:
    for number, pay in enumerate(paid):
        rated = terms.rated(holder, pay.run.opens)
        assert rated is not None
        yield AllocationRow(
            smis=holder.smis,
            payee=holder.payee,
            item=terms.item(holder),
            tranche=pay.run.half,
            half=pay.run.half,
            counted=int(first_of_post and number == 0),
            headcount=1,
            months=pay.run.months.quantize(_MONTH_PLACES, ROUND_HALF_UP),
            quantity=Decimal(pay.run.count),
            quantity_unit="เดือน",
            rate=holder.ceiling_salary,
            rate_unit="บาท/เดือน (ฐานที่คูณร้อยละ)",
            share=pay.share,
            reference=rated.reference,
            status=rated.status,
            rule=_rule_text(pay),
            source=holder.source,
        )


def _rule_text(paid: SpecialPay) -> str:
    run = paid.run
    broken = "" if run.share == ONE else f" × {run.share} ของเดือน"
    days = f"{thai_date_short(run.opens)} – {thai_date_short(run.closes)}"
    percentage = _hundredths(paid.percentage)
    return f"เงินเดือนเต็มขั้น {grouped(paid.ceiling_salary, 2)} บาท × {percentage} % × {run.count} เดือน{broken} ({days})"


def _left_out(holder: Holder, would_be: Sequence[SpecialPay], reason: str) -> Excluded:
    detail = f"{holder.payee} ({holder.personnel}) {_days(holder)}"
    return Excluded(holder.smis, reason, 1, holder.source, detail, sum((each.amount for each in would_be), ZERO))


def _named(holder: Holder, fault: _Fault) -> Iterator[Finding]:
    if fault.rule:
        row_and_column = (holder.smis, holder.source, fault.column)
        yield cell_finding(fault.rule, CEILING_ROSTER, *row_and_column, fault.found, fault.allowed)


def _hundredths(value: Decimal) -> str:
    """`2`, `2.5`."""
    return f"{value.normalize():f}"


def _days(holder: Holder) -> str:
    closes = thai_date_short(holder.ends) if holder.ends else "ไม่มีกำหนดสิ้นสุด"
    return f"{thai_date_short(holder.starts)} – {closes}"


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
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """The roster of those at their ceiling."""
        return CEILING_ROSTER.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """What was allotted."""
        return allotments_of(year)

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Items as the programme lists its groups of staff; a tranche is a half."""
        items = [group.item for group in _of_kind(programme).staff.groups]
        return {"item": items, "half": HALF_TITLES, "tranche": HALF_TITLES}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """Who is paid, and how broken months are."""
        ceiling_programme = _of_kind(programme)
        return (
            ("ประเภทบุคลากรที่ได้รับ", ceiling_programme.staff),
            ("การจ่ายเดือนที่ไม่เต็ม", ceiling_programme.broken_months),
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
