"""What a post would cost if its pay, or the terms of its social security, were others than those to be confirmed."""

from collections.abc import Iterable, Iterator

from helpers.params.social_security import ContributionPeriod
from helpers.programmes.hire.amounts import (
    Contribution,
    Employment,
    HireTerms,
    PostYear,
    Wage,
    contribution_rows,
    source_of,
    wage_rows,
)
from helpers.programmes.what_if import Alternative, Trial, effect


def tried_posts(years: Iterable[PostYear], terms: HireTerms, tried: Iterable[Alternative]) -> Iterator[Trial]:
    """Every alternative for every paid post: first by its pay, and what of the contributions follows it within floor
    and ceiling, then by the terms of social security."""
    paid = tuple(years)
    for alternative in tried:
        for year in paid:
            for wage in year.wages:
                yield from _other_pay(year, wage, terms, alternative)
            for part in year.contributions:
                yield from _other_terms(year, part, alternative)


def _other_pay(year: PostYear, wage: Wage, terms: HireTerms, alternative: Alternative) -> Iterator[Trial]:
    """A run of months by another monthly pay; nothing where the source of the pay is confirmed."""
    otherwise = terms.programme.pay
    monthly = alternative.tried(source_of(wage, otherwise), wage.monthly)
    if monthly is None:
        return
    (present,) = wage_rows(year.post, [wage], otherwise)
    (again,) = wage_rows(year.post, [Wage(wage.run, monthly, wage.rated)], otherwise)
    yield Trial(alternative.title, present, effect(present, again))
    periods = terms.social_security.periods if terms.insures(year.post) else ()
    by_pay = [
        contribution_rows(
            year.post,
            Employment(wage.run.opens, wage.run.closes, pay).contributions(
                terms.halves, terms.programme.broken_months.rule, periods
            ),
        )
        for pay in (wage.monthly, monthly)
    ]
    for row, other in zip(*by_pay, strict=True):
        yield Trial(alternative.title, present, effect(row, other))


def _other_terms(year: PostYear, part: Contribution[ContributionPeriod], alternative: Alternative) -> Iterator[Trial]:
    """The contribution for a run of months by another percentage; nothing where the terms are confirmed, and none of
    other sources, whose amounts can be those of floor or ceiling."""
    percent = alternative.tried(part.terms, part.terms.percent) if alternative.factor else None
    if percent is None:
        return
    again = Contribution(part.run, part.paid, part.terms.model_copy(update={"percent": percent}))
    (present,) = contribution_rows(year.post, [part])
    (other,) = contribution_rows(year.post, [again])
    yield Trial(alternative.title, present, effect(present, other))
