"""Hired posts as a kind of programme.

What is wrong with a paid post: its pay against the programme's rate, its legal form, its social security.

A programme's year from its roster: who is paid, who is left out and why, and what is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.forms.rosters import ROSTER
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.hire import HireProgramme
from helpers.params.social_security import terms_on
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import ZERO, AllocationRow, Excluded
from helpers.programmes.form_rows import overlapping
from helpers.programmes.hire.amounts import SOCIAL_SECURITY, WAGE, HireTerms, Post, PostYear, check_example, posts_of
from helpers.programmes.hire.checks import (
    ALLOTMENT_SHORT,
    CONTRIBUTION_UNKNOWN,
    INSURANCE_UNKNOWN,
    POST_OVERLAP,
    RATE_ABOVE,
    RATE_BELOW,
    RATE_NOT_IN_FORCE,
    RULES,
    baht,
    post_finding,
)
from helpers.programmes.hire.what_if import tried_posts
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.registers import allotments_of, short_of
from helpers.programmes.what_if import STEP_TITLE, Alternative, alternatives
from helpers.tables.findings import Finding
from helpers.tables.graph import Origin
from helpers.tables.schemas import TableSchema


def checked(year: PostYear, terms: HireTerms) -> Iterator[Finding]:
    """Everything that is wrong with a post that is paid in the year, each thing once."""
    yield from _pay(year, terms)
    yield from _legal_form(year, terms)
    opens = year.wages[0].run.opens
    if terms.insures(year.post) and terms_on(terms.social_security.periods, opens) is None:
        yield post_finding(CONTRIBUTION_UNKNOWN, year.post, "starts", thai_date_short(opens))


def _pay(year: PostYear, terms: HireTerms) -> Iterator[Finding]:
    """The pay against every rate that was in force; a programme that pays by contract has none."""
    rule, post = terms.programme.pay.rule, year.post
    if rule == "as_contracted":
        return
    if year.wages[0].rated is None:
        yield post_finding(RATE_NOT_IN_FORCE, post, "starts", thai_date_short(year.wages[0].run.opens))
    rates = [wage.rated.value for wage in year.wages if wage.rated]
    least, most = min(rates, default=post.monthly_rate), max(rates, default=post.monthly_rate)
    if post.monthly_rate < most:
        yield post_finding(RATE_BELOW, post, "monthly_rate", baht(post.monthly_rate), baht(most))
    if post.monthly_rate > least and rule == "as_rated":
        yield post_finding(RATE_ABOVE, post, "monthly_rate", baht(post.monthly_rate), baht(least))


def _legal_form(year: PostYear, terms: HireTerms) -> Iterator[Finding]:
    post, forms = year.post, terms.social_security.legal_forms
    known = (*forms.insured, *forms.not_insured)
    if post.legal_form not in known:
        yield post_finding(INSURANCE_UNKNOWN, post, "legal_form", post.legal_form, ", ".join(known))


VACANT = "อัตราว่าง"
NOT_IN_YEAR = "ไม่ได้จ้างในปีงบประมาณนี้"
OVERLAPS = "ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน"


def allocate_posts(posts: Sequence[Post], terms: HireTerms, tried: Sequence[Alternative] = ()) -> Allocated:
    """The year of the posts, in their order, and what else it would cost by the alternatives that are `tried`."""
    late = overlapping(posts)
    rows: list[AllocationRow] = []
    excluded: list[Excluded] = []
    findings: list[Finding] = []
    paid: list[PostYear] = []
    counted: set[str] = set()
    for post in posts:
        year = terms.held(post)
        if post in late:
            excluded.append(_left_out(OVERLAPS, post, terms.rows(year)))
            findings.append(post_finding(POST_OVERLAP, post, "starts", _days(post) or VACANT))
        elif not post.starts:
            excluded.append(_left_out(VACANT, post, terms.rows(terms.if_filled(post))))
        elif not year.wages:
            excluded.append(_left_out(NOT_IN_YEAR, post, ()))
        else:
            first, *others = terms.rows(year)
            rows += [replace(first, counted=int(post.number not in counted)), *others]
            counted.add(post.number)
            findings += checked(year, terms)
            paid.append(year)
    return Allocated(rows, excluded, findings, trials=tuple(tried_posts(paid, terms, tried)))


def _left_out(reason: str, post: Post, would_be: Sequence[AllocationRow]) -> Excluded:
    form = f"({post.legal_form})" if post.legal_form else ""
    detail = " ".join(filter(None, (post.payee, form, _days(post))))
    return Excluded(post.smis, reason, 1, post.source, detail, sum((row.amount for row in would_be), ZERO))


def _days(post: Post) -> str:
    """The days of a post; empty for a vacant one."""
    if post.starts is None:
        return ""
    closes = thai_date_short(post.ends) if post.ends else "ไม่มีกำหนดสิ้นสุด"
    return f"{thai_date_short(post.starts)} – {closes}"


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
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """The roster."""
        return ROSTER.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """What was allotted."""
        return allotments_of(year)

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Wages before contributions; a tranche is a half."""
        return {"item": (WAGE, SOCIAL_SECURITY), "half": HALF_TITLES, "tranche": HALF_TITLES}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """How posts are paid, and in which legal forms."""
        hire_programme = _of_kind(programme)
        return (
            ("ค่าจ้างต่อเดือนเทียบกับอัตราของโครงการ", hire_programme.pay),
            ("ประเภทการจ้างของโครงการ", hire_programme.legal_forms),
            ("การจ่ายเดือนที่ไม่เต็ม", hire_programme.broken_months),
            (STEP_TITLE, in_year.rate_step),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every post by its own months, and the allotment held against them."""
        terms = HireTerms(_of_kind(inputs.programme), inputs.in_year.halves.halves, inputs.params.social_security)
        allocated = allocate_posts(posts_of(inputs.form), terms, alternatives(inputs.in_year.rate_step))
        need = sum((row.amount for row in allocated.rows), ZERO)
        return replace(allocated, findings=(*allocated.findings, *short_of(ALLOTMENT_SHORT, inputs, need)))


def _of_kind(programme: Programme) -> HireProgramme:
    assert isinstance(programme, HireProgramme)
    return programme


KIND = Hire()
