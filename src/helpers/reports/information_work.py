"""What the annual performance report states of a year's information work: its indicators, and what became of issues."""

from typing import Any

from helpers.facts.definitions import WHOLE, Not, key_parts
from helpers.performance.schemas import (
    CLOSED,
    COMPLETE,
    EARLIER_ROUND,
    END,
    IN,
    MOVEMENTS,
    OF_ROUND,
    OUT,
    REMAINING,
    START,
    STEPS,
    UNKNOWN,
)
from helpers.reports.session import Report, column
from helpers.reports.tables import FactColumn

BY_SYSTEM = "by_system"
"""Ends the id of a fact that states by system and round what the fact of the plain id states of the whole year."""
_BOTH = ("system", "round")
_ACTIONABLE = ("error", "warning")
_RATE = "ข้อต่อ 1,000 ระเบียน"
_TURN = "ครั้ง"
"""One school in one round of one system."""


def state_indicators(report: Report) -> None:
    """State every indicator of `indicators.yml` and its two parts, of the year and by system and round."""
    _state_schools(report)
    _state_reports(report)
    _state_corrections(report)
    _ratio(report, "on_time", "โรงเรียนยืนยันข้อมูลทันเวลา", "confirmed.on_time", "confirmed.known")
    _ratio(report, "complete", "โรงเรียนมีข้อมูลครบ", "schools.complete", "schools.required")
    _ratio(report, "received", "ได้รับรายงานครบตามที่กำหนด", "reports.received", "reports.expected")
    _ratio(report, "correct", "ข้อที่ต้องแก้ไขหรือตรวจสอบ", "problems.found", "records.thousands", _RATE)
    _ratio(report, "corrected", "เรื่องที่พบในรอบก่อนได้รับการแก้ไข", "issues.closed", "issues.followed")
    _ratio(report, "current", "ไฟล์เป็นข้อมูลของรอบนั้น", "files.own", "files.used")
    programmes, money = "โครงการงบประมาณที่ใช้ข้อมูลของรอบ", "เงินที่จัดสรรจากข้อมูลของรอบ"
    _state(report, "distinct", "indicator.programmes", programmes, "money.label", "โครงการ", complete_from="files.used")
    _state(report, "sum", "indicator.money", money, "money.amount", "บาท", complete_from="files.used")
    report.sum("indicator.targets", "เป้าหมาย", "targets.target", unit="", by=["indicator"])


def _state_schools(report: Report) -> None:
    known, on_time = {"timing": Not(UNKNOWN)}, {"timing": "ทันเวลา"}
    required, complete = {"required": True}, {"required": True, "submission": COMPLETE}
    timed, submitted = ("confirmations", _TURN), ("submissions", _TURN)
    listed: dict[str, Any] = {"listed": True}
    _state(report, "count", "confirmed.known", "การยืนยันที่รู้ผล", *timed, where=known, **listed)
    same_keys = {"complete_from": "confirmed.known", **listed}
    _state(report, "count", "confirmed.on_time", "การยืนยันทันเวลา", *timed, where=on_time, **same_keys)
    _state(report, "count", "schools.required", "ข้อมูลที่โรงเรียนต้องมี", *submitted, where=required, **listed)
    same_keys = {"complete_from": "schools.required", **listed}
    _state(report, "count", "schools.complete", "ข้อมูลที่โรงเรียนมีครบ", *submitted, where=complete, **same_keys)


def _state_reports(report: Report) -> None:
    expected, received = {"expected": True}, {"expected": True, "received": True}
    same_keys = {"complete_from": "reports.expected"}
    _state(report, "count", "reports.expected", "รายงานที่กำหนด", "reports", "รายงาน", where=expected)
    _state(report, "count", "reports.received", "รายงานที่กำหนดและได้รับ", "reports", "รายงาน", where=received, **same_keys)
    same_keys, of_round = {"complete_from": "files.used"}, {"currency": OF_ROUND}
    _state(report, "count", "files.used", "ไฟล์ที่ใช้", "files", "ไฟล์")
    _state(report, "count", "files.own", "ไฟล์ที่เป็นข้อมูลของรอบนั้น", "files", "ไฟล์", where=of_round, **same_keys)
    _state(report, "sum", "records.total", "ระเบียนในไฟล์ที่ใช้", "files.entries", "ระเบียน")
    _state(report, "sum", "records.thousands", "พันระเบียนในไฟล์ที่ใช้", "files.thousands", "พันระเบียน")


def _state_corrections(report: Report) -> None:
    actionable, same_keys = {"severity": _ACTIONABLE}, {"complete_from": "files.used"}
    _state(report, "count", "problems.found", "ข้อที่ต้องแก้ไขหรือตรวจสอบ", "problems", "ข้อ", where=actionable, **same_keys)
    followed = {"since": EARLIER_ROUND, "movement": (CLOSED, REMAINING)}
    closed, same_keys = {"since": EARLIER_ROUND, "movement": CLOSED}, {"complete_from": "issues.followed"}
    _state(report, "count", "issues.followed", "เรื่องของรอบก่อนที่ตรวจต่อได้", "issues", "เรื่อง", where=followed)
    _state(report, "count", "issues.closed", "เรื่องของรอบก่อนที่แก้แล้ว", "issues", "เรื่อง", where=closed, **same_keys)


def _state(
    report: Report, operation: str, fact: str, title: str, of: str, unit: str, complete_from: str = "", **rows: Any
) -> None:
    """State a fact of the year, and the same by system and round; `complete_from` names another such pair whose keys
    both have too (see `Selection`)."""
    selection: dict[str, Any] = {"unit": unit, **rows, "where": {"own": True, **rows.get("where", {})}}
    split = {"by": _BOTH, "totals": _BOTH, "complete_from": f"{complete_from}.{BY_SYSTEM}" if complete_from else ""}
    state = getattr(report, operation)
    state(fact, title, of, **selection)
    state(f"{fact}.{BY_SYSTEM}", f"{title} รายระบบและรอบ", of, **selection, **split)


def _ratio(report: Report, name: str, title: str, part: str, whole: str, unit: str = "ร้อยละ") -> None:
    fact = f"indicator.{name}"
    report.ratio(fact, title, part, whole, unit=unit)
    report.ratio(
        f"{fact}.{BY_SYSTEM}", f"{title} รายระบบและรอบ", f"{part}.{BY_SYSTEM}", f"{whole}.{BY_SYSTEM}", unit=unit
    )


def state_movements(report: Report, name: str, since: str) -> None:
    """State what became of the issues since the round before, or since the first files of the same round."""
    rows: dict[str, Any] = {"by": ["round", "movement"], "totals": ["round"]}
    where = {"own": True, "since": since}
    report.count(name, f"เรื่องที่พบ เทียบกับ{since}", "issues", unit="เรื่อง", where=where, **rows)


def movement_columns(name: str) -> list[FactColumn]:
    """A column for everything that can become of an issue."""
    return [column(movement, name, movement=movement) for movement in MOVEMENTS]


def say_systems(report: Report) -> None:
    """Name the systems that only this year or only the year before has: what counts all systems differs by them too."""
    if not report.is_there("last_year"):
        return
    report.count(
        "files.last_year", "ไฟล์ที่ใช้ปีก่อน", "files", unit="ไฟล์", by=["system"], where={"own": True}, at="last_year"
    )
    now, then = (_systems(report, fact) for fact in (f"files.used.{BY_SYSTEM}", "files.last_year"))
    for alone, other, words in ((now, then, "ปีก่อนไม่ได้รับ"), (then, now, "ปีนี้ไม่ได้รับ")):
        if names := [each for each in alone if each not in other]:
            report.note(f"{words}ข้อมูลของ {', '.join(names)} ตัวเลขที่นับทุกระบบจึงเทียบกันได้ไม่สนิท")


def _systems(report: Report, fact: str) -> list[str]:
    systems = (key_parts(key).get("system", WHOLE) for key in report.numbers(fact))
    return [each for each in dict.fromkeys(systems) if each != WHOLE]


def state_flows(report: Report) -> None:
    """State the pupils who came and went: by step, and as the parts of one sum over the year."""
    counted: dict[str, Any] = {"needs": ("enrolment", "pupil_list")}
    report.sum("flows.by_step", "นักเรียนเข้าออก", "flows.pupils", by=["step", "flow"], **counted)
    opening, closing = {"flow": START, "opening": True}, {"flow": END, "closing": True}
    report.sum("flows.start", "นักเรียนต้นปี", "flows.pupils", where=opening, **counted)
    report.sum("flows.end", "นักเรียนปลายปี", "flows.pupils", where=closing, **counted)
    for part, steps in (("first", (STEPS[0], STEPS[2])), ("second", (STEPS[1],))):
        for name, flow in (("in", IN), ("out", OUT)):
            where = {"flow": flow, "step": steps}
            report.sum(f"flows.{name}.{part}", f"นักเรียน{flow}", "flows.pupils", where=where, **counted)


def state_improvements(report: Report, name: str, **where: bool) -> None:
    """State what to improve: for each rule its schools, findings, and the money that rests on their data, where any
    does."""
    ranked: dict[str, Any] = {"by": ["improvement"], "complete_from": f"{name}.findings"}
    findings = ("ข้อที่พบ", "improvements.findings")
    report.sum(f"{name}.findings", *findings, unit="ข้อ", by=["improvement"], where=where)
    at_schools = {**where, "smis": Not("")}
    report.distinct(f"{name}.schools", "โรงเรียนที่พบ", "improvements.smis", unit="โรงเรียน", where=at_schools, **ranked)
    funded = {**where, "funded": True}
    report.sum(f"{name}.money", "เงินที่เกี่ยวข้อง", "improvements.money", unit="บาท", by=["improvement"], where=funded)


def improvement_columns(name: str) -> list[FactColumn]:
    """Schools, findings and money of each improvement."""
    heads = (("โรงเรียน", "schools"), ("ข้อ", "findings"), ("เงินที่เกี่ยวข้อง (บาท)", "money"))
    return [column(label, f"{name}.{part}") for label, part in heads]


def show_shares(report: Report, name: str, title: str, fact: str, whole: str, empty: str = "") -> None:
    """Show the shares of every system and round; in the words `whole` alone where none falls short."""
    if report.is_whole(fact):
        report.text(whole)
    else:
        report.table(name, title, "system", report.across(fact, "round"), empty=empty)
