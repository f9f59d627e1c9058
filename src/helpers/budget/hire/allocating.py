"""A programme's year from its roster: who is paid, who is left out and why, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.budget.allocation import ZERO, AllocationRow, Excluded
from helpers.budget.hire.checks import checked
from helpers.budget.hire.posts import Post
from helpers.budget.hire.rules import POST_OVERLAP, about_post
from helpers.budget.hire.terms import Terms
from helpers.budget.kinds import Allocated
from helpers.budget.overlaps import overlapping
from helpers.collection.findings import Finding
from helpers.periods import thai_date_short

VACANT = "อัตราว่าง"
NOT_IN_YEAR = "ไม่ได้จ้างในปีงบประมาณนี้"
OVERLAPS = "ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน"


def allocate_posts(posts: Sequence[Post], terms: Terms) -> Allocated:
    """The year of the posts, in their order."""
    late = overlapping(posts)
    rows: list[AllocationRow] = []
    excluded: list[Excluded] = []
    findings: list[Finding] = []
    counted: set[str] = set()
    for post in posts:
        year = terms.held(post)
        if post in late:
            excluded.append(_left_out(OVERLAPS, post, terms.rows(year)))
            findings.append(about_post(POST_OVERLAP, post, "starts", _days(post) or VACANT))
        elif not post.starts:
            excluded.append(_left_out(VACANT, post, terms.rows(terms.if_filled(post))))
        elif not year.wages:
            excluded.append(_left_out(NOT_IN_YEAR, post, ()))
        else:
            first, *others = terms.rows(year)
            rows += [replace(first, counted=int(post.number not in counted)), *others]
            counted.add(post.number)
            findings += checked(year, terms)
    return Allocated(rows, excluded, findings)


def _left_out(reason: str, post: Post, would_be: Sequence[AllocationRow]) -> Excluded:
    form = f"({post.legal_form})" if post.legal_form else ""
    detail = " ".join(filter(None, (post.payee, form, _days(post))))
    return Excluded(post.smis, reason, 1, post.source, detail, sum((row.amount for row in would_be), ZERO))


def _days(post: Post) -> str:
    """The days of a post; empty for a vacant one."""
    if post.starts is None:
        return ""
    closes = thai_date_short(post.ends) if post.ends else "ไม่มีกำหนดสิ้นสุด"
    return f"{thai_date_short(post.starts)} – {closes}"
