"""What one post is paid in a fiscal year, and what its employer contributes: month by month, exact.

Months of one rate within one half stand together, a broken month alone. A month's contribution is computed from what
was paid in that month, so it changes where the wage or the terms of social security change.

A post's wages and contributions as allocation rows, each saying how it was computed.

By what posts are paid, and what one post comes to in a year.

The worked examples of a programme of hired posts, held against its rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic

from helpers.params.fiscal_years import HALF_TITLES, Half
from helpers.params.models import Referenced
from helpers.params.programmes.base import BrokenMonth, DatedRate, Rate
from helpers.params.programmes.hire import MONTHLY_RATE, HireExample, HireProgramme
from helpers.params.social_security import ContributionPeriod, SocialSecurity, terms_on
from helpers.params.social_security import DatedTerms as ContributionTerms
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import ZERO, AllocationRow, rounded
from helpers.programmes.hire.checks import baht
from helpers.programmes.hire.roster import Post
from helpers.programmes.months import MonthPart, MonthRun, month_parts, month_runs, usual_halves


@dataclass(frozen=True, slots=True)
class Wage:
    """Baht paid for a run of months; `rated` is the programme's rate in force, None where it has none."""

    run: MonthRun
    monthly: Decimal
    rated: DatedRate | None

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return rounded(self.run.count * self.monthly * self.run.share)


@dataclass(frozen=True, slots=True)
class Contribution(Generic[ContributionTerms]):
    """Baht contributed for a run of months; `paid` is the wage of one of them."""

    run: MonthRun
    paid: Decimal
    terms: ContributionTerms

    @property
    def monthly(self) -> Decimal:
        """The contribution of one month, baht."""
        return self.terms.contribution(self.paid)

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return self.run.count * self.monthly


@dataclass(frozen=True, slots=True)
class Employment:
    """From the first to the last day of a post (None for no last day), and its pay, baht a month."""

    opens: date
    closes: date | None
    monthly: Decimal

    def wages(self, halves: Sequence[Half], rule: BrokenMonth, rate: Rate | None) -> tuple[Wage, ...]:
        """What is paid in the halves, in the order of the months; empty where the post lies outside them."""
        runs = month_runs(self._parts(halves), rule, lambda part: _rated(rate, part.opens))
        return tuple(Wage(run, self.monthly, _rated(rate, run.opens)) for run in runs)

    def contributions(
        self, halves: Sequence[Half], rule: BrokenMonth, terms: Sequence[ContributionTerms]
    ) -> tuple[Contribution[ContributionTerms], ...]:
        """What the employer contributes, in the same order; months before the first terms are left out."""
        runs = month_runs(self._parts(halves), rule, lambda part: terms_on(terms, part.opens))
        found = ((run, terms_on(terms, run.opens)) for run in runs)
        return tuple(Contribution(run, rounded(self.monthly * run.share), each) for run, each in found if each)

    def _parts(self, halves: Sequence[Half]) -> tuple[MonthPart, ...]:
        return month_parts(self.opens, self.closes or date.max, halves)


def _rated(rate: Rate | None, day: date) -> DatedRate | None:
    return rate.on(day) if rate else None


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


@dataclass(frozen=True, slots=True)
class PostYear:
    """What a post comes to, in the order of the months; empty where it is not held in the year."""

    post: Post
    wages: tuple[Wage, ...]
    contributions: tuple[Contribution[ContributionPeriod], ...]


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """By what posts are paid: the programme, the halves of the year, and the employer's social security."""

    programme: HireProgramme
    halves: Sequence[Half]
    social_security: SocialSecurity

    def held(self, post: Post) -> PostYear:
        """What a post comes to by its own days; a vacant one to nothing."""
        return self._between(post, post.starts, post.ends) if post.starts else PostYear(post, (), ())

    def if_filled(self, post: Post) -> PostYear:
        """What a vacant post would come to if it were held all year."""
        return self._between(post, self.halves[0].opens, None)

    def insures(self, post: Post) -> bool:
        """Whether the employer contributes for the post's legal form."""
        return post.legal_form in self.social_security.legal_forms.insured

    def rows(self, year: PostYear) -> tuple[AllocationRow, ...]:
        """A post's year as allocation rows, wages first."""
        paid = wage_rows(year.post, year.wages, self.programme.pay)
        return (*paid, *contribution_rows(year.post, year.contributions))

    def _between(self, post: Post, opens: date, closes: date | None) -> PostYear:
        employment = Employment(opens, closes, post.monthly_rate)
        rule = self.programme.broken_months.rule
        wages = employment.wages(self.halves, rule, self.programme.rate(MONTHLY_RATE, post.legal_form))
        periods = self.social_security.periods if self.insures(post) else ()
        return PostYear(post, wages, employment.contributions(self.halves, rule, periods))


Amounts = Mapping[str, Decimal]


def check_example(programme: HireProgramme, example: HireExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    employment = Employment(example.starts, example.ends, example.monthly_rate)
    halves, rule = usual_halves(FiscalYear.parse(example.year)), programme.broken_months.rule
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    found = dict.fromkeys((*names.values(), "social_security"), ZERO)
    for wage in employment.wages(halves, rule, None):
        found[names[wage.run.half]] += wage.amount
    for part in employment.contributions(halves, rule, example.contributions):
        found["social_security"] += part.amount
    return {name: getattr(example, name) for name in found}, found
