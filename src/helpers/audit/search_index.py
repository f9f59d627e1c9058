"""What the index can be searched for: schools, reports and figures, with the addresses at which the reports in place
show them. Only what a report's page prints is found."""

import csv
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from helpers.audit.report_cards import Card
from helpers.audit.school_pages import SchoolPages
from helpers.facts.codes import number_code
from helpers.facts.definitions import key_parts
from helpers.params.school_list import School
from helpers.render.blocks import Number
from helpers.render.html_blocks import facts_printed_in

NO_INDEX = Markup("")
_PAGE, _FACTS = "report.html", "facts.csv"
_SCHOOL = "smis"
"""The part of a fact's key that names a school."""
_ANY_SCHOOL = f"{_SCHOOL}={{}}"


@dataclass(frozen=True)
class SchoolNumbers:
    """The numbers of one fact in one report that are those of schools: the address of one is the fact and `key` with
    the school's code for `{}`. `report` and `schools` are positions in the lists of reports and schools."""

    report: int
    fact: str
    key: str
    schools: tuple[int, ...]


def search_index(
    cards: Sequence[Card], outputs: Path, schools: Mapping[str, School], of_schools: Sequence[SchoolPages] = ()
) -> Markup:
    """The JSON that the script of the index searches, one array for each of `reports` (title, period, address),
    `schools` (name, codes), `pages` of schools (title, folder, positions of the schools that have one), `numbers` (as
    `SchoolNumbers`), `facts` (title, pairs of report and fact) and `codes` (short code of a number, its title, fact,
    key and reports); empty where no report is in place. No `<` is left in it, so that no name can end the script
    element."""
    pages = [card for card in cards if card.page]
    if not pages:
        return NO_INDEX
    printed = [facts_printed_in([Markup(_text(outputs / card.report_id / _PAGE))]) for card in pages]
    titles = [_titles(outputs / card.report_id / _FACTS) for card in pages]
    listed = sorted(schools.values(), key=lambda school: school.smis)
    codes = [school.smis for school in listed]
    numbers = (each for report, cells in enumerate(printed) for each in _school_numbers(report, cells, codes))
    titled: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for report, (known, cells) in enumerate(zip(titles, printed, strict=True)):
        for title, fact in _once_each(known, {fact for fact, _ in cells}):
            titled[title].append((report, fact))
    content = {
        "reports": [(card.title, card.period, card.page.href) for card in pages if card.page],
        "schools": [(school.name, school.smis, school.ministry_code) for school in listed],
        "pages": [(each.title, each.folder, _positions(each, listed)) for each in of_schools],
        "numbers": [(each.report, each.fact, each.key, each.schools) for each in numbers],
        "facts": sorted(titled.items()),
        "codes": list(_coded(pages, printed, titles)),
    }
    return Markup(json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _positions(pages: SchoolPages, listed: Sequence[School]) -> list[int]:
    return [position for position, school in enumerate(listed) if school in pages.schools]


def _coded(
    pages: Sequence[Card], printed: Sequence[set[tuple[str, str]]], titles: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, str, str, str, list[int]]]:
    """Code, title, fact, key and reports of the numbers that letters print with their codes."""
    where: dict[tuple[str, str], list[int]] = defaultdict(list)
    for report, (card, cells) in enumerate(zip(pages, printed, strict=True)):
        for cell in _single(card, cells):
            where[cell].append(report)
    for (fact, key), reports in sorted(where.items()):
        yield number_code(fact, key), titles[reports[0]].get(fact, ""), fact, key, reports


def _text(path: Path) -> str:
    """What a file holds; nothing where it is not there."""
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""


def _titles(path: Path) -> dict[str, str]:
    """The title of each fact of a report, in their order."""
    lines = ((line.get("fact"), line.get("title")) for line in csv.DictReader(_text(path).splitlines()))
    return {fact: title for fact, title in lines if fact and title}


def _once_each(titles: Mapping[str, str], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Title and id of the wanted facts, each title once."""
    seen = set[str]()
    for fact, title in titles.items():
        if fact in wanted and title not in seen:
            seen.add(title)
            yield title, fact


def _single(card: Card, printed: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The printed numbers that letters have with their short codes: those that stand alone, and those of the first
    page."""
    figures = (part for item in card.figures for part in (*item.number, *item.note))
    sentences = (*card.answer, *(part for flag in card.flags for part in flag.sentence), *figures)
    first = {(part.fact, part.key) for part in sentences if isinstance(part, Number)}
    return {(fact, key) for fact, key in printed if not key or (fact, key) in first}


def _school_numbers(report: int, printed: Iterable[tuple[str, str]], codes: Sequence[str]) -> Iterator[SchoolNumbers]:
    """One number for every school that a report prints any of, of as few facts as can be."""
    position = {code: index for index, code in enumerate(codes)}
    by_fact: dict[tuple[str, str], set[int]] = defaultdict(set)
    for fact, key in printed:
        code = key_parts(key).get(_SCHOOL, "") if _SCHOOL in key else ""
        if code in position:
            by_fact[fact, key.replace(f"{_SCHOOL}={code}", _ANY_SCHOOL, 1)].add(position[code])
    left = set[int]().union(*by_fact.values())
    for (fact, key), schools in sorted(by_fact.items(), key=lambda item: (-len(item[1]), item[0])):
        if chosen := schools & left:
            left -= chosen
            yield SchoolNumbers(report, fact, key, tuple(sorted(chosen)))
