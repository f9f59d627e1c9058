"""What the amounts would be if the rates that nobody has confirmed were others."""

from typing import Any

from helpers.facts.definitions import Not
from helpers.programmes.allocation import OFFICE
from helpers.programmes.what_if import ELSEWHERE
from helpers.reports.session import Report, column

_RATE = "rate_used"
_NAMES = ("lower", "higher", "elsewhere")
"""How the facts of the alternatives end, in the order in which the table has them."""
_HIGHER = _NAMES[1]
_SCHOOLS = {"district": Not(OFFICE)}
"""Money of schools: what the office has itself is no school's."""
_HOW = "แต่ละแถวคำนวณใหม่ทั้งปีด้วยกฎเดิมโดยเปลี่ยนเฉพาะอัตรานั้น ส่วนที่ขึ้นกับอัตราเปลี่ยนตามไปด้วย เช่น เงินสมทบประกันสังคมตามเพดานและการปัดเศษ"
_ELSEWHERE = f"“{ELSEWHERE}” คือจำนวนเงินที่แหล่งอื่นพิมพ์ไว้ ช่องว่างคือไม่มี"


def show_what_if(report: Report) -> None:
    """State and show by how much each unconfirmed rate changes the year's money under each alternative, the schools
    that it concerns, and whether the allotment would do if all of them were higher; where there is none, say so."""
    alternatives = [label for (label,) in report.values("this", "what_if", "alternative")]
    if not alternatives:
        report.text("ไม่มีอัตราที่รอยืนยันในบัญชีนี้")
        return
    by_rate: dict[str, Any] = {"by": [_RATE], "totals": [_RATE]}
    shown = []
    for name, label in zip(_NAMES, alternatives, strict=False):
        where = {"alternative": label}
        fact, title = f"what_if.{name}", f"เงินที่เปลี่ยนถ้าอัตราที่ยังไม่ยืนยัน{label}"
        report.rule(f"{fact}.by_rate", f"{title} รายอัตรา", "what_if.amount", where=where, **by_rate)
        report.rule(fact, title, "what_if.amount", where=where)
        shown.append(column(label, f"{fact}.by_rate", "เงินที่เปลี่ยน (บาท)", change=True))
    title = "โรงเรียนที่เกี่ยวข้องกับอัตราที่ยังไม่ยืนยัน"
    report.distinct("what_if.schools", title, "what_if.smis", unit="โรงเรียน", where=_SCHOOLS, **by_rate)
    _say_whether_enough(report, alternatives[_NAMES.index(_HIGHER)])
    shown.append(column("โรงเรียน", "what_if.schools"))
    notes = [_HOW, *([_ELSEWHERE] if ELSEWHERE in alternatives else [])]
    report.table("what-if", "เงินที่เปลี่ยนถ้าอัตราที่ยังไม่ยืนยันต่างไป", _RATE, shown, notes, sheet="ถ้าอัตราต่างไป")


def _say_whether_enough(report: Report, label: str) -> None:
    """What is left of the allotment, in words, if every unconfirmed rate is higher by the step."""
    fact, balance = f"what_if.{_HIGHER}", f"what_if.{_HIGHER}.balance"
    title = f"ได้รับจัดสรรมากกว่าความต้องการถ้าอัตราที่ยังไม่ยืนยัน{label}"
    report.difference(balance, title, "allotted.balance", fact, unit="บาท")
    report.lead(f"ถ้าอัตราที่ยังไม่ยืนยันทุกรายการ{label} ยอดที่ต้องจ่าย{{{fact}|change}}", f"เงินที่ได้รับจัดสรร{{{balance}|left}}")
