"""What is wrong with the pages of an EMIS round: what reading them showed, unknown schools, and what was not sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from helpers.collection.emis import labels
from helpers.collection.emis.school_page import SchoolPage
from helpers.collection.emis.school_table import Pages
from helpers.collection.findings import Finding
from helpers.collection.school_codes import both_kinds_of_code
from helpers.params.folder import Params


def check_pages(pages: Pages, schools: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """Every finding of a round. The pages must have been read: that is when they learn what is wrong inside them."""
    first: dict[str, SchoolPage] = {}
    for by_school in pages.values():
        for smis, page in by_school.items():
            yield from page.findings
            first.setdefault(smis, page)
    yield from _unknown(first, params, day)
    yield from _not_sent(pages, set(first), params, day)
    for smis in schools.loc[schools["teacher_band"] == labels.NO_TEACHER, "smis"]:
        page = pages[labels.STAFF][smis]
        yield page.finding("emis.staff.no_teacher", page.lines[0].row, found="ครู 0 คน")


def _unknown(first: dict[str, SchoolPage], params: Params, day: date) -> Iterator[Finding]:
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("emis.school.list_empty", "", labels.STUDENT, file=where)
        if found := both_kinds_of_code(first):
            yield Finding("emis.school.codes_mixed", "", labels.STUDENT, found=found)
        return
    for smis, page in sorted(first.items()):
        school = params.schools.get(smis)
        if school is None:
            yield page.finding("emis.school.not_on_list", page.lines[0].row, found=smis)
        elif not school.is_open(day):
            yield page.finding("emis.school.closed", page.lines[0].row, allowed=school.days_open)


def _not_sent(pages: Pages, sent: set[str], params: Params, day: date) -> Iterator[Finding]:
    """Pages that nobody sent are the area's to fetch; else each school is told what it did not send."""
    for report in (report for report in labels.TITLES if not pages[report]):
        yield Finding("emis.page.missing", "", report, found=labels.PAGES[report])
    for smis in (smis for smis in params.open_schools(day) if smis not in sent):
        yield Finding("emis.school.missing", smis, labels.STUDENT)
    there = {report: by_school for report, by_school in pages.items() if by_school}
    for smis in sorted(sent):
        lacking = [report for report, by_school in there.items() if smis not in by_school]
        if lacking:
            found = f"ขาด {', '.join(labels.PAGES[report] for report in lacking)}"
            yield Finding("emis.school.incomplete", smis, lacking[0], found=found)
