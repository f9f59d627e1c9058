"""What reports say of the findings: how many, about what, and in how many schools."""

from helpers.facts.definitions import Not
from helpers.reports.session import Report, column

_NONE = "ไม่พบข้อมูลที่ต้องแก้ไขหรือตรวจสอบ"
_EFFECT = "ข้อที่พบไม่มีผลต่อตัวเลขในรายงาน ยกเว้นข้อที่ระบุว่ายังไม่นับรวมหรือยังไม่คำนวณเงิน"


def say_findings(report: Report) -> None:
    """Say how many findings there are, how many of them must be corrected, and how many schools must act, of facts that
    a round's notebook has stated."""
    if why := report.absence("findings.by_severity"):
        report.say_absent(why)
    elif report.numbers("findings.by_severity"):
        report.lead(
            "พบ {findings.by_severity[severity=รวม]} ในจำนวนนี้ต้องแก้ไข {findings.errors}",
            "มีโรงเรียนที่ต้องดำเนินการ {findings.schools}",
        )
    else:
        report.lead(_NONE)


def show_findings(report: Report) -> None:
    """State a budget report's findings by rule, and show them."""
    report.count("findings.total", "ข้อที่พบ", "findings", unit="ข้อ")
    report.count("findings.by_rule", "ข้อที่พบตามเรื่อง", "findings", unit="ข้อ", by=["rule"], totals=["rule"])
    report.distinct(
        "findings.schools.by_rule",
        "โรงเรียนที่พบตามเรื่อง",
        "findings.smis",
        unit="โรงเรียน",
        by=["rule"],
        where={"smis": Not("")},
    )
    if why := report.absence("findings.total"):
        report.say_absent(why)
        return
    if not report.numbers("findings.total"):
        report.lead(_NONE)
        return
    report.lead("พบ {findings.total}", _EFFECT)
    columns = [column("ข้อ", "findings.by_rule"), column("โรงเรียน", "findings.schools.by_rule")]
    report.table("findings-by-rule", "ข้อที่พบตามเรื่อง", "rule", columns)
    report.note("รายแถวและช่องอยู่ในสมุดงานข้อที่พบของแต่ละโรงเรียน")
