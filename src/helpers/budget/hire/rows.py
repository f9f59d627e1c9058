"""A post's wages and contributions as allocation rows, each saying how it was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from helpers.budget.allocation import AllocationRow
from helpers.budget.hire.posts import Post
from helpers.budget.hire.rules import baht
from helpers.budget.hire.wages import Contribution, Wage
from helpers.budget.months import MonthRun
from helpers.params.models import Referenced
from helpers.params.social_security import ContributionPeriod
from helpers.periods import thai_date_short

WAGE = "ค่าตอบแทน"
SOCIAL_SECURITY = "เงินสมทบประกันสังคม"
_MONTH_PLACES = Decimal("0.0001")


def wage_rows(post: Post, wages: Iterable[Wage], otherwise: Referenced) -> Iterator[AllocationRow]:
    """The wages, each by the programme's rate; one that is paid differently rests on `otherwise`."""
    for wage in wages:
        said = f"เดือนละ {baht(wage.monthly)} บาท {_times(wage.run)}"
        source = wage.rated if wage.rated and wage.rated.value == wage.monthly else otherwise
        row = _row(post, WAGE, wage.run, wage.monthly, said, source)
        yield replace(row, share=wage.run.share, months=wage.run.months.quantize(_MONTH_PLACES, ROUND_HALF_UP))


def contribution_rows(post: Post, parts: Iterable[Contribution[ContributionPeriod]]) -> Iterator[AllocationRow]:
    """The contributions; the rate of a row is what one month comes to, its months are stated with the wages alone."""
    for part in parts:
        terms = part.terms
        base = f"ฐานค่าจ้าง {baht(terms.base(part.paid))} บาท × {terms.percent} % = เดือนละ {baht(part.monthly)} บาท"
        said = f"{base} × {part.run.count} เดือน ({_days(part.run)})"
        yield _row(post, SOCIAL_SECURITY, part.run, part.monthly, said, terms)


def _row(post: Post, item: str, run: MonthRun, rate: Decimal, rule: str, source: Referenced) -> AllocationRow:
    return AllocationRow(
        smis=post.smis,
        payee=post.payee,
        item=item,
        tranche=run.half,
        half=run.half,
        quantity=Decimal(run.count),
        quantity_unit="เดือน",
        rate=rate,
        rate_unit="บาท/เดือน",
        reference=source.reference,
        status=source.status,
        rule=rule,
        source=post.source,
        headcount=1,
        note=post.legal_form,
    )


def _times(run: MonthRun) -> str:
    share = "" if run.share == 1 else f" × {run.share} ของเดือน"
    return f"× {run.count} เดือน{share} ({_days(run)})"


def _days(run: MonthRun) -> str:
    return f"{thai_date_short(run.opens)} – {thai_date_short(run.closes)}"
