"""What the index can be searched for: schools, reports and figures, with the addresses at which the reports in place
show them. Only what a report's page prints is found."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from helpers.audit.report_cards import Card
from helpers.audit.school_pages import SchoolPages
from helpers.facts.definitions import key_parts
from helpers.params.school_list import School
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
    `SchoolNumbers`) and `facts` (title, pairs of report and fact); empty where no report is in place. No `<` is left in
    it, so that no name can end the script element."""
    pages = [card for card in cards if card.page]
    if not pages:
        return NO_INDEX
    listed = sorted(schools.values(), key=lambda school: school.smis)
    numbers: list[SchoolNumbers] = []
    titled: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for report, card in enumerate(pages):
        printed = facts_printed_in([Markup(_text(outputs / card.report_id / _PAGE))])
        numbers += _school_numbers(report, printed, [school.smis for school in listed])
        for title, fact in _titles(outputs / card.report_id / _FACTS, {fact for fact, _ in printed}):
            titled[title].append((report, fact))
    content = {
        "reports": [(card.title, card.period, card.page.href) for card in pages if card.page],
        "schools": [(school.name, school.smis, school.ministry_code) for school in listed],
        "pages": [(each.title, each.folder, _positions(each, listed)) for each in of_schools],
        "numbers": [(each.report, each.fact, each.key, each.schools) for each in numbers],
        "facts": sorted(titled.items()),
    }
    return Markup(json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _positions(pages: SchoolPages, listed: Sequence[School]) -> list[int]:
    return [position for position, school in enumerate(listed) if school in pages.schools]


def _text(path: Path) -> str:
    """What a file holds; nothing where it is not there."""
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""


def _titles(path: Path, facts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Title and id of those facts of a report, each title once."""
    wanted, seen = set(facts), set[str]()
    for line in csv.DictReader(_text(path).splitlines()):
        fact, title = line.get("fact"), line.get("title")
        if fact in wanted and title and title not in seen:
            seen.add(title)
            yield title, fact


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
