"""The index of the public site: every report of the edition by year, the pages of schools, a search in all of them, and
what is not published, with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from helpers.audit.freshness import State
from helpers.audit.portal import page_templates, years
from helpers.audit.report_cards import FILES, Card, FirstPage, links_in, report_year
from helpers.audit.school_pages import pages_in_place
from helpers.audit.search_index import search_index
from helpers.params.folder import Params
from helpers.reports.specs import Spec

NAME = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Published:
    """A report of the edition as the index shows it."""

    spec: Spec
    first: FirstPage


def site_page(
    folder: Path, reports: Iterable[Published], left_out: Mapping[str, str], params: Params, *, sample: bool
) -> str:
    """The index of the edition whose reports lie in the folder. It needs no network and no other folder, and links
    nothing but what lies there."""
    published = list(reports)
    cards = [card for report in published if (card := _card(report, folder, sample=sample))]
    of_schools = pages_in_place(folder, params.schools)
    openings = [report.first.opening for report in published if report.first.opening]
    return _template().render(
        years=years(cards),
        of_schools=of_schools,
        left_out=_reasons(left_out),
        withholds=any("ปิดไว้" in opening.reservation for opening in openings),
        office=params.office,
        threshold=params.office.publication.threshold,
        sample=sample,
        search_index=search_index(cards, folder, params.schools, of_schools),
    )


def _card(report: Published, folder: Path, *, sample: bool) -> Card | None:
    """A report as a card; None for the page of a school, of which there are too many."""
    when, opening = report_year(report.spec.id), report.first.opening
    if when is None or opening is None:
        return None
    return Card(
        report.spec.id,
        when,
        title=opening.title,
        period=opening.period,
        as_of=opening.as_of,
        state=State.CURRENT,
        failed=False,
        reasons=(),
        answer=report.first.answer,
        flags=(),
        figures=report.first.figures,
        links=tuple(links_in(report.spec.id, folder / report.spec.id, FILES)),
        sample=sample,
    )


def _reasons(left_out: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    """The reasons why reports are not published, each with the titles of these."""
    by_reason: dict[str, list[str]] = {}
    for title, reason in left_out.items():
        by_reason.setdefault(reason, []).append(title)
    return list(by_reason.items())


def _own_style() -> Markup:
    return Markup((_TEMPLATES / "site.css").read_text(encoding="utf-8"))


@cache
def _template() -> Template:
    environment = page_templates(_TEMPLATES)
    environment.globals["site_style"] = _own_style
    return environment.get_template("site.html.j2")
