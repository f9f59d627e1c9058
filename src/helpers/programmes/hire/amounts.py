"""The wages and the employer's contributions of each post in the roster, exact and by months, as allocation rows, and
the check of the worked examples.

Consecutive whole months of one rate within one half form one row, an incomplete month its own row. A month's
contribution is computed from the wage of that month, so it changes where the wage or the terms of social security do.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Generic

import pandas as pd

from helpers.params.fiscal_years import HALF_TITLES, Half
from helpers.params.models import Referenced
from helpers.params.programmes.base import BrokenMonth, DatedRate, Rate
from helpers.params.programmes.hire import MONTHLY_RATE, HireExample, HireProgramme
from helpers.params.social_security import ContributionPeriod, SocialSecurity, terms_on
from helpers.params.social_security import DatedTerms as ContributionTerms
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import ZERO, AllocationRow, SourceRow, rounded
from helpers.programmes.months import MonthPart, MonthRun, month_parts, month_runs, usual_halves
from helpers.thai import grouped


@dataclass(frozen=True, slots=True)
class Post:
    """One row of the roster: a post, or one of its successive holders. `starts` is None for a vacant post, `ends` for
    one without an end; `smis` is empty for the office."""

    smis: str
    number: str
    title: str
    legal_form: str
    starts: date | None
    ends: date | None
    monthly_rate: Decimal
    source: SourceRow

    @property
    def payee(self) -> str:
        """Title and number of the post; the person is never named."""
        return f"{self.title} {self.number}"


def posts_of(roster: pd.DataFrame) -> tuple[Post, ...]:
    """The posts of a roster, sorted by school, number and first day; vacant ones last."""
    read = (_post(row) for row in roster.to_dict("records"))
    return tuple(sorted(read, key=lambda post: (post.smis, post.number, post.starts or date.max, post.source.row)))


def _post(row: Mapping[Hashable, Any]) -> Post:
    return Post(
        smis=row["smis"],
        number=row["post_no"],
        title=row["post"],
        legal_form=row["legal_form"],
        starts=row["starts"],
        ends=row["ends"],
        monthly_rate=row["monthly_rate"],
        source=SourceRow(row["delivery"], row["sheet"], row["row"]),
    )


@dataclass(frozen=True, slots=True)
class Wage:
    """The wage for a run of months: `monthly` in baht, and the programme's rate in force, None where it has none."""

    run: MonthRun
    monthly: Decimal
    rated: DatedRate | None

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return rounded(self.run.count * self.monthly * self.run.share)


@dataclass(frozen=True, slots=True)
class Contribution(Generic[ContributionTerms]):
    """The contribution for a run of months; `paid` is the wage of one month in baht."""

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
    """The first and the last day of a post (None for no last day), and its monthly pay in baht."""

    opens: date
    closes: date | None
    monthly: Decimal

    def wages(self, halves: Sequence[Half], rule: BrokenMonth, rate: Rate | None) -> tuple[Wage, ...]:
        """The wages in the halves, in the order of the months; empty where the post lies outside them."""
        runs = month_runs(self._parts(halves), rule, lambda part: _rated(rate, part.opens))
        return tuple(Wage(run, self.monthly, _rated(rate, run.opens)) for run in runs)

    def contributions(
        self, halves: Sequence[Half], rule: BrokenMonth, terms: Sequence[ContributionTerms]
    ) -> tuple[Contribution[ContributionTerms], ...]:
        """The employer's contributions, in the same order; months before the first terms are left out."""
        runs = month_runs(self._parts(halves), rule, lambda part: terms_on(terms, part.opens))
        runs_with_terms = ((run, terms_on(terms, run.opens)) for run in runs)
        return tuple(
            Contribution(run, rounded(self.monthly * run.share), in_force)
            for run, in_force in runs_with_terms
            if in_force
        )

    def _parts(self, halves: Sequence[Half]) -> tuple[MonthPart, ...]:
        return month_parts(self.opens, self.closes or date.max, halves)


def _rated(rate: Rate | None, day: date) -> DatedRate | None:
    return rate.on(day) if rate else None


WAGE = "ค่าตอบแทน"
SOCIAL_SECURITY = "เงินสมทบประกันสังคม"
_MONTH_PLACES = Decimal("0.0001")


def wage_rows(post: Post, wages: Iterable[Wage], otherwise: Referenced) -> Iterator[AllocationRow]:
    """The wages as allocation rows. The reference is that of the programme's rate; for a different pay, `otherwise`."""
    for wage in wages:
        computation = f"เดือนละ {_baht(wage.monthly)} บาท {_times(wage.run)}"
        row = _row(post, WAGE, wage.run, wage.monthly, computation, source_of(wage, otherwise))
        yield replace(row, share=wage.run.share, months=wage.run.months.quantize(_MONTH_PLACES, ROUND_HALF_UP))


def source_of(wage: Wage, otherwise: Referenced) -> Referenced:
    """The programme's rate, where that is what is paid; else `otherwise`."""
    return wage.rated if wage.rated and wage.rated.value == wage.monthly else otherwise


def contribution_rows(post: Post, parts: Iterable[Contribution[ContributionPeriod]]) -> Iterator[AllocationRow]:
    """The contributions as allocation rows, whose rate is the contribution of one month. Their `months` are zero, since
    the wages' rows state them."""
    for part in parts:
        terms = part.terms
        base = f"ฐานค่าจ้าง {_baht(terms.base(part.paid))} บาท × {terms.percent} % = เดือนละ {_baht(part.monthly)} บาท"
        computation = f"{base} × {part.run.count} เดือน ({_days(part.run)})"
        yield _row(post, SOCIAL_SECURITY, part.run, part.monthly, computation, terms)


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
        legal_form=post.legal_form,
    )


def _baht(amount: Decimal) -> str:
    return grouped(amount, 2)


def _times(run: MonthRun) -> str:
    share = "" if run.share == 1 else f" × {run.share} ของเดือน"
    return f"× {run.count} เดือน{share} ({_days(run)})"


def _days(run: MonthRun) -> str:
    return f"{thai_date_short(run.opens)} – {thai_date_short(run.closes)}"


@dataclass(frozen=True, slots=True)
class PostYear:
    """The wages and contributions of a post in a year, in the order of the months; empty where it is not held."""

    post: Post
    wages: tuple[Wage, ...]
    contributions: tuple[Contribution[ContributionPeriod], ...]


@dataclass(frozen=True, slots=True)
class HireTerms:
    """The terms by which posts are paid: the programme, the halves of the year, and the social security."""

    programme: HireProgramme
    halves: Sequence[Half]
    social_security: SocialSecurity

    def held(self, post: Post) -> PostYear:
        """The year of a post as the roster has it; empty for a vacant one."""
        return self._between(post, post.starts, post.ends) if post.starts else PostYear(post, (), ())

    def if_filled(self, post: Post) -> PostYear:
        """The year of a vacant post if it were held all year."""
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
    """The amounts that the example states, and those that are computed, by name."""
    employment = Employment(example.starts, example.ends, example.monthly_rate)
    halves, rule = usual_halves(FiscalYear.parse(example.year)), programme.broken_months.rule
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    amounts = dict.fromkeys((*names.values(), "social_security"), ZERO)
    for wage in employment.wages(halves, rule, None):
        amounts[names[wage.run.half]] += wage.amount
    for part in employment.contributions(halves, rule, example.contributions):
        amounts["social_security"] += part.amount
    return {name: getattr(example, name) for name in amounts}, amounts
