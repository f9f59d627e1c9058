"""outputs/index.html: every report by year, newest first, with its state, its headline figures and its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.report_cards import Card, Standing, report_cards
from helpers.audit.report_years import Calendar
from helpers.files import write_whole
from helpers.params.folder import Params
from helpers.params.models import Office
from helpers.reports.blocks import Headlines
from helpers.reports.catalogue import kinds
from helpers.reports.places import Places
from helpers.reports.rendering.fonts import font_faces
from helpers.reports.rendering.html_blocks import block_html, file_text, words_in_digits

NAME = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"
_CALENDARS = list(Calendar)
_AFTER_ALL_ROUNDS = 4
"""Where a report on a whole year stands among the rounds 1 to 3."""


@dataclass(frozen=True)
class Year:
    """One academic or fiscal year: the reports that there are, and those of which nothing was received."""

    calendar: Calendar
    year: int
    cards: tuple[Card, ...]

    @property
    def title(self) -> str:
        """`ปีการศึกษา 2568`."""
        return f"{self.calendar} {self.year}"

    @property
    def anchor(self) -> str:
        """The section's id on the page."""
        return f"{self.calendar.name.lower()}-{self.year}"

    @property
    def reports(self) -> list[Card]:
        """The reports that are in place or could be made."""
        return [card for card in self.cards if card.standing is not Standing.WAITING]

    @property
    def waiting(self) -> list[Card]:
        """The reports whose round has received nothing yet."""
        return [card for card in self.cards if card.standing is Standing.WAITING]


def write_portal(places: Places, params: Params) -> Path:
    """Write `outputs/index.html` and return its path; same outputs and data, same bytes.

    Raises DataQualityError where the page would show what identifies a learner.
    """
    page = portal_page(report_cards(places, params), params.office, sample=places.data_folder.kind == "sample").encode()
    refuse_disclosure({NAME: page}, (), b"", places.outputs.name)
    write_whole(places.outputs / NAME, page)
    return places.outputs / NAME


def portal_page(cards: Iterable[Card], office: Office, *, sample: bool) -> str:
    """The page: it needs no network, no script and no folder but the one that it lies in."""
    listed = years(cards)
    newest = next((card for year in listed for card in year.reports if card.links), None)
    return _template().render(years=listed, newest=newest, office=office, sample=sample)


def years(cards: Iterable[Card]) -> list[Year]:
    """Academic years, then fiscal years, each newest first; a year that only waits for files comes after all others."""
    ordered = sorted(cards, key=_order)
    grouped = groupby(ordered, key=lambda card: (card.when.calendar, card.when.year))
    found = [Year(calendar, year, tuple(own)) for (calendar, year), own in grouped]
    return sorted(found, key=lambda year: not year.reports)


def _order(card: Card) -> tuple[int, int, int, int, str]:
    """Within a round, the systems in their places; all others by their ids."""
    round_, known = card.when.round, list(kinds())
    number = round_.number if round_ else _AFTER_ALL_ROUNDS
    place = known.index(card.when.kind) if round_ and card.when.kind in known else len(known)
    return _CALENDARS.index(card.when.calendar), -card.when.year, -number, place, card.report_id


def _figures(card: Card, *, notes: bool) -> Markup:
    """The card's headline figures; the line below each of them only where there is room for `notes`."""
    items = card.figures if notes else tuple(item.model_copy(update={"note": ()}) for item in card.figures)
    return Markup(block_html(Headlines(items=items))) if items else Markup("")


def _own_style() -> Markup:
    return Markup((_TEMPLATES / "portal.css").read_text(encoding="utf-8"))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figures": _figures, "font_faces": font_faces, "in_digits": words_in_digits}
    environment.globals |= {"file_text": file_text, "own_style": _own_style}
    return environment.get_template("portal.html.j2")
