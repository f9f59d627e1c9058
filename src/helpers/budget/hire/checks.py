"""What is wrong with a paid post: its pay against the programme's rate, its legal form, its social security."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.budget.hire.rules import (
    CONTRIBUTION_UNKNOWN,
    INSURANCE_UNKNOWN,
    RATE_ABOVE,
    RATE_BELOW,
    RATE_NOT_IN_FORCE,
    about_post,
    baht,
)
from helpers.budget.hire.terms import PostYear, Terms
from helpers.collection.findings import Finding
from helpers.params.social_security import terms_on
from helpers.periods import thai_date_short


def checked(year: PostYear, terms: Terms) -> Iterator[Finding]:
    """Everything that is wrong with a post that is paid in the year, each thing once."""
    yield from _pay(year, terms)
    yield from _legal_form(year, terms)
    opens = year.wages[0].run.opens
    if terms.insures(year.post) and terms_on(terms.social_security.periods, opens) is None:
        yield about_post(CONTRIBUTION_UNKNOWN, year.post, "starts", thai_date_short(opens))


def _pay(year: PostYear, terms: Terms) -> Iterator[Finding]:
    """The pay against every rate that was in force; a programme that pays by contract has none."""
    rule, post = terms.programme.pay.rule, year.post
    if rule == "as_contracted":
        return
    if year.wages[0].rated is None:
        yield about_post(RATE_NOT_IN_FORCE, post, "starts", thai_date_short(year.wages[0].run.opens))
    rates = [wage.rated.value for wage in year.wages if wage.rated]
    least, most = min(rates, default=post.monthly_rate), max(rates, default=post.monthly_rate)
    if post.monthly_rate < most:
        yield about_post(RATE_BELOW, post, "monthly_rate", baht(post.monthly_rate), baht(most))
    if post.monthly_rate > least and rule == "as_rated":
        yield about_post(RATE_ABOVE, post, "monthly_rate", baht(post.monthly_rate), baht(least))


def _legal_form(year: PostYear, terms: Terms) -> Iterator[Finding]:
    post, forms = year.post, terms.social_security.legal_forms
    known = (*forms.insured, *forms.not_insured)
    if post.legal_form not in known:
        yield about_post(INSURANCE_UNKNOWN, post, "legal_form", post.legal_form, ", ".join(known))
