"""Who came, went and moved: what only lists of pupils can say, and aggregates cannot."""

from __future__ import annotations

from helpers.collection.changes.causes import Cause
from helpers.collection.dmc import pupil_list
from helpers.reports.session import Report
from helpers.thai import listed

_MOVES = (("came", "เข้าใหม่", Cause.CAME), ("went", "ออก", Cause.WENT), ("moved", "ย้ายระหว่างโรงเรียนในเขต", Cause.MORE))
_SINCES = (("previous_round", "since_previous", "previous_round"), ("last_year", "since_last_year", "last_year_round"))


def show_pupil_moves(report: Report) -> None:
    """State `moves.<came, went, moved>.<comparison>` and say them, for the schools whose list was received both times;
    where lists are missing the report says so. Of a round that is missing the section on what changed has said so."""
    for comparison, since, word in (each for each in _SINCES if report.is_there(each[1])):
        said = []
        for move, words, cause in _MOVES:
            fact = f"moves.{move}.{comparison}"
            title = f"นักเรียนในบัญชีรายชื่อที่{words} เทียบกับ{report.word(word)}"
            where = {"cause": str(cause)}
            report.sum(fact, title, "pupils.records", at=since, where=where, needs=[pupil_list.REPORT])
            said.append(f"{words} {{{fact}|size}}")
        whose = "บัญชีรายชื่อของโรงเรียนที่มีทั้งสองรอบ"
        report.text(f"{whose} เทียบกับ{report.word(word)}: {listed(said)}")
