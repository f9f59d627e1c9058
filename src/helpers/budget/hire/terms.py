"""By what posts are paid, and what one post comes to in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from helpers.budget.allocation import AllocationRow
from helpers.budget.hire.posts import Post
from helpers.budget.hire.rows import contribution_rows, wage_rows
from helpers.budget.hire.wages import Contribution, Employment, Wage
from helpers.params.fiscal_years import Half
from helpers.params.programmes.hire import MONTHLY_RATE, HireProgramme
from helpers.params.social_security import ContributionPeriod, SocialSecurity


@dataclass(frozen=True, slots=True)
class PostYear:
    """What a post comes to, in the order of the months; empty where it is not held in the year."""

    post: Post
    wages: tuple[Wage, ...]
    contributions: tuple[Contribution[ContributionPeriod], ...]


@dataclass(frozen=True, slots=True)
class Terms:
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
