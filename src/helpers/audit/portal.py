"""outputs/index.html: every report by year, newest first, with its state, its headline figures and its files."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.freshness import State
from helpers.audit.methods import PAGE as METHODS_PAGE
from helpers.audit.methods import PDF as METHODS_PDF
from helpers.audit.methods import write_methods, years_with_methods
from helpers.audit.report_cards import Calendar, Card, report_cards
from helpers.audit.school_pages import SchoolPages, pages_in_place
from helpers.audit.search_index import NO_INDEX, search_index
from helpers.facts.definitions import natural_key
from helpers.files import write_whole
from helpers.lettering import font_faces
from helpers.params.folder import Params
from helpers.params.models import Office
from helpers.periods import Round
from helpers.render.blocks import Flag, Headlines
from helpers.render.html import script_source
from helpers.render.html_blocks import block_html, file_text, inlines, kept_whole, words_in_digits
from helpers.render.methods_note import METHODS, TITLE
from helpers.render.wording import URGENCY, approval_words
from helpers.reports.catalogue import kinds
from helpers.reports.folders import Folders

NAME = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"
_CALENDARS = list(Calendar)
_AFTER_ALL_ROUNDS = 4
"""Where a report on a whole year stands among the rounds 1 to 3."""


@dataclass(frozen=True)
class Section:
    """The cards of one round, titled by it, or those that are about no round: the reports that there are, and those of
    which nothing was received. All but the newest are `folded`."""

    title: str
    cards: tuple[Card, ...]
    folded: bool

    @property
    def reports(self) -> list[Card]:
        """The reports that are in place or could be made."""
        return [card for card in self.cards if card.state is not State.WAITING]

    @property
    def waiting(self) -> list[Card]:
        """The reports whose round has received nothing yet."""
        return [card for card in self.cards if card.state is State.WAITING]


@dataclass(frozen=True)
class Year:
    """One academic or fiscal year: what is about all of it, then its rounds, newest first."""

    calendar: Calendar
    year: int
    sections: tuple[Section, ...]

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
        return [card for section in self.sections for card in section.reports]

    @property
    def methods(self) -> tuple[str, ...]:
        """The addresses of the page of what the year's reports rest on and of its PDF; none where no report is in
        place."""
        there = years_with_methods(card.report_id for card in self.reports if card.links)
        return tuple(f"{METHODS}/{year}/{name}" for year in there for name in (METHODS_PAGE, METHODS_PDF))


def write_portal(folders: Folders, params: Params) -> Path:
    """Write `outputs/index.html` and the methods pages that it links, and return its path; same outputs and data, same
    bytes.

    Raises DataQualityError where a page would show what identifies a learner.
    """
    write_methods(folders, params.office)
    page = current_page(folders, params).encode()
    refuse_disclosure({NAME: page}, (), b"", folders.outputs.name)
    write_whole(folders.outputs / NAME, page)
    return folders.outputs / NAME


def current_page(folders: Folders, params: Params) -> str:
    """The page of the reports and data as they are now."""
    cards = sorted(report_cards(folders, params), key=_order)
    of_schools = pages_in_place(folders.outputs, params.schools)
    index = search_index(cards, folders.outputs, params.schools, of_schools)
    sample = folders.data_folder.kind == "sample"
    return portal_page(cards, params.office, sample=sample, index=index, of_schools=of_schools)


def portal_page(
    cards: Iterable[Card],
    office: Office,
    *,
    sample: bool,
    index: Markup = NO_INDEX,
    of_schools: Sequence[SchoolPages] = (),
) -> str:
    """The page: it needs no network and no folder but the one that it lies in, and a script only to search the
    `index` of what the reports hold."""
    listed = years(cards)
    newest = next((card for year in listed for card in year.reports if _is_of_now(card)), None)
    return _template().render(
        years=listed,
        newest=newest,
        decisions=list(decisions(listed)),
        builders=builders(listed),
        of_schools=of_schools,
        office=office,
        sample=sample,
        search_index=index,
    )


def builders(listed: Iterable[Year]) -> Mapping[str, Sequence[Card]]:
    """The reports in place that build on a report, by its id, in the order of the page."""
    by_report: dict[str, list[Card]] = defaultdict(list)
    for card in (card for year in listed for card in year.reports if card.page):
        for report_id in card.builds_on:
            by_report[report_id].append(card)
    return by_report


def decisions(listed: Iterable[Year]) -> Iterator[tuple[Card, Flag]]:
    """What waits for a decision in the newest report on every subject, the urgent first."""
    newest: dict[str, Card] = {}
    for card in (card for year in listed for card in year.reports):
        if card.page and _is_of_now(card):
            newest.setdefault(f"{card.when.kind}/{card.report_id.rpartition('/')[2]}", card)
    flags = [(card, flag) for card in newest.values() for flag in card.flags if flag.asks == "decide"]
    yield from sorted(flags, key=lambda pair: pair[1].urgency != "urgent")


def _is_of_now(card: Card) -> bool:
    """Whether a card shows a report whose files are still received."""
    return bool(card.links) and card.state is not State.ORPHANED


def years(cards: Iterable[Card]) -> list[Year]:
    """Academic years, then fiscal years, each newest first; a year that only waits for files comes after all others."""
    ordered = sorted(cards, key=_order)
    newest: dict[Calendar, Card] = {}
    for card in ordered:
        if card.state is not State.WAITING and not _sums_up(card):
            newest.setdefault(card.when.calendar, card)
    unfolded = {(card.when.year, card.when.round) for card in newest.values()}
    grouped = groupby(ordered, key=lambda card: (card.when.calendar, card.when.year))
    all_years = [Year(calendar, year, tuple(_sections(own, unfolded))) for (calendar, year), own in grouped]
    return sorted(all_years, key=lambda year: not year.reports)


def _sections(cards: Iterable[Card], unfolded: Container[tuple[int, Round | None]]) -> Iterator[Section]:
    """A year's cards by round; a single report is not worth folding."""
    for round_, grouped in groupby(cards, key=lambda card: card.when.round):
        cards_of_year = tuple(grouped)
        folded = len(cards_of_year) > 1 and (cards_of_year[0].when.year, round_) not in unfolded
        yield Section(round_.thai if round_ else "", cards_of_year, folded)


def _sums_up(card: Card) -> bool:
    """Whether a report is about a whole year, not about a round or programme."""
    return card.when.kind.startswith("annual/")


def _order(card: Card) -> tuple[int, int, int, int, tuple[tuple[int, int, str], ...], str]:
    """Within a round, the systems in their places; of a year, what sums it up, then by the numbers in the titles."""
    round_, known = card.when.round, list(kinds())
    number = round_.number if round_ else _AFTER_ALL_ROUNDS
    position = known.index(card.when.kind) if round_ and card.when.kind in known else len(known)
    if _sums_up(card):
        position = -1
    title = natural_key(card.title)
    return _CALENDARS.index(card.when.calendar), -card.when.year, -number, position, title, card.report_id


def _figures(card: Card) -> Markup:
    """The card's headline figures."""
    return Markup(block_html(Headlines(items=card.figures))) if card.figures else Markup("")


def _own_style() -> Markup:
    return Markup((_TEMPLATES / "portal.css").read_text(encoding="utf-8"))


def _script() -> Markup:
    return file_text("words.js") + Markup((_TEMPLATES / "portal.js").read_text(encoding="utf-8"))


@cache
def _template() -> Template:
    return page_templates(_TEMPLATES).get_template("portal.html.j2")


def page_templates(folder: Path) -> Environment:
    """The templates of a folder, with all that pages which list reports have in common."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "figures": _figures,
        "font_faces": font_faces,
        "in_digits": words_in_digits,
        "kept_whole": kept_whole,
        "approval_words": approval_words,
        "inlines": inlines,
        "script_source": script_source,
    }
    environment.globals |= {"file_text": file_text, "own_style": _own_style, "scripts": _script, "urgency": URGENCY}
    environment.globals["methods_title"] = TITLE
    return environment
