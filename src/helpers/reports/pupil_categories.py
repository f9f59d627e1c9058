"""One section of the DMC report for each report that sorts pupils into categories: its facts, its table and its
chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG
from helpers.facts.definitions import Condition
from helpers.reports.session import Report, column

_Pictured = Literal["", "ranked", "pyramid", "bars"]


def show_category(report: Report, slug: str, title: str, chart: _Pictured = "", sheet: str = "") -> None:
    """State `pupils.by_category.<slug>` and `pupils.share.<slug>` (of all pupils; at the end of the year, of
    the report's own whole: a pupil who left is in no enrolment), and show them. What the percentages are of, the
    notebook says once.

    Where pupils can be counted under several categories (shortage) there is no sum over categories: the report's own
    whole is listed as the first row.
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
    if layout.of_all_pupils:
        _say_difference(report, slug, title, where)
    if chart == "ranked":
        report.ranked(f"{slug}-chart", title, "category", column("จำนวน", counts, sex="รวม"))
    elif chart == "pyramid":
        report.pyramid(f"{slug}-chart", title, "category", boys, girls)
    elif chart == "bars":
        report.bars(f"{slug}-chart", title, "category", [boys, girls])


def _say_difference(report: Report, slug: str, title: str, where: Mapping[str, Condition]) -> None:
    """State how far the table of all pupils is from the enrolment, and say so where it is."""
    counted, apart = f"pupils.counted.{slug}", f"pupils.apart.{slug}"
    report.sum(counted, f"{title}: รวมทุกประเภท", "categories.pupils", where=where)
    report.difference(apart, f"{title}: ต่างจากนักเรียนทั้งหมด", counted, "pupils.total")
    if report.numbers(apart):
        report.note(
            f"รวมทุกประเภท {{{counted}}} ไม่เท่ากับนักเรียนทั้งหมด {{pupils.total}} ต่างกัน {{{apart}}}",
            "เพราะรายงานนี้กับรายงานแยกชั้นนับไม่ตรงกัน โรงเรียนที่ไม่ตรงอยู่ในข้อที่พบ",
        )
