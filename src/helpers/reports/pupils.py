"""One section of the DMC report for each report that sorts pupils into categories: its facts, its table and its
chart.

Who came, went and moved: what only lists of pupils can say, and aggregates cannot.
"""

from collections.abc import Mapping
from typing import Literal

from helpers.facts.definitions import Condition
from helpers.reports.session import Report, column
from helpers.systems.dmc import pupil_list
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, Layout
from helpers.tables.changes.causes import Cause
from helpers.thai import listed

_Pictured = Literal["", "ranked", "pyramid", "bars"]


def show_category(report: Report, slug: str, title: str, chart: _Pictured = "", sheet: str = "") -> None:
    """State `pupils.by_category.<slug>` and `pupils.share.<slug>` (of all pupils; at the end of the year, of
    the report's own whole: a pupil who left is in no enrolment), and show them. What the percentages are of, the
    notebook says once.

    Where pupils can be counted twice (shortage) categories have no sum: the report's own whole is the first row.
    """
    layout = LAYOUT_BY_SLUG[slug]
    counts, shares = f"pupils.by_category.{slug}", f"pupils.share.{slug}"
    where: dict[str, Condition] = {"report": slug}
    totals = ["sex"]
    if layout.partition:
        where, totals = {**where, "whole": False}, ["category", "sex"]
    report.sum(counts, title, "categories.pupils", by=["category", "sex"], totals=totals, where=where)
    base, of_what = "pupils.total", "นักเรียนทั้งหมดในรอบนี้"
    if layout.end_of_year:
        base, of_what = f"pupils.whole.{slug}", "จำนวนทั้งหมดในรายงานนี้"
        report.sum(base, f"{title}: ทั้งหมด", "categories.pupils", where={"report": slug, "whole": True})
    report.ratio(shares, f"{title}: ร้อยละของ{of_what}", counts, base)
    boys, girls = column("ชาย", counts, sex="ช"), column("หญิง", counts, sex="ญ")
    columns = [boys, girls, column("รวม", counts, sex="รวม"), column("ร้อยละ", shares, sex="รวม")]
    none = f"ไม่มี{title}ในรอบนี้ (รวม {{{counts}[category=รวม;sex=รวม]}})"
    report.table(f"{slug}-table", f"{title} (คน)", "category", columns, empty=none, sheet=sheet)
    _say_difference(report, layout, title, where)
    if chart == "ranked":
        report.ranked(f"{slug}-chart", title, "category", column("จำนวน", counts, sex="รวม"))
    elif chart == "pyramid":
        report.pyramid(f"{slug}-chart", title, "category", boys, girls)
    elif chart == "bars":
        report.bars(f"{slug}-chart", title, "category", [boys, girls])


def _say_difference(report: Report, layout: Layout, title: str, where: Mapping[str, Condition]) -> None:
    """State how far a table of all pupils is from the enrolment, and say so where it is."""
    if not layout.of_all_pupils:
        return
    counted, apart = f"pupils.counted.{layout.slug}", f"pupils.apart.{layout.slug}"
    report.sum(counted, f"{title}: รวมทุกประเภท", "categories.pupils", where=where)
    report.difference(apart, f"{title}: ต่างจากนักเรียนทั้งหมด", counted, "pupils.total")
    if report.numbers(apart):
        report.note(
            f"รวมทุกประเภท {{{counted}}} ไม่เท่ากับนักเรียนทั้งหมด {{pupils.total}} ต่างกัน {{{apart}}}",
            "เพราะรายงานนี้กับรายงานแยกชั้นนับไม่ตรงกัน โรงเรียนที่ไม่ตรงอยู่ในข้อที่พบ",
        )


_MOVES = (
    ("came", "เข้าใหม่", Cause.ENTERED),
    ("went", "ออก", Cause.LEFT),
    ("moved", "ย้ายระหว่างโรงเรียนในเขต", Cause.INCREASED),
)
_SINCES = (("previous_round", "since_previous", "previous_round"), ("last_year", "since_last_year", "last_year_round"))


def show_pupil_moves(report: Report) -> None:
    """State `moves.<came, went, moved>.<comparison>` and say them, for the schools whose list was received both times,
    each person with a usable number once; where lists are missing the report says so. Of a round that is missing the
    section on what changed has said so."""
    for comparison, since, word in (each for each in _SINCES if report.is_there(each[1])):
        sentences = []
        for move, words, cause in _MOVES:
            fact = f"moves.{move}.{comparison}"
            title = f"นักเรียนในบัญชีรายชื่อที่{words} เทียบกับ{report.word(word)}"
            where = {"cause": str(cause)}
            report.sum(fact, title, "pupils.persons", at=since, where=where, needs=[pupil_list.REPORT])
            sentences.append(f"{words} {{{fact}|size}}")
        whose = "บัญชีรายชื่อของโรงเรียนที่มีทั้งสองรอบ"
        report.text(f"{whose} เทียบกับ{report.word(word)}: {listed(sentences)}")
