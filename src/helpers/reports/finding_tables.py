"""What a budget report shows of the findings: how many, about what, and in how many schools."""

from helpers.facts.definitions import Not
from helpers.reports.session import Report, column


def show_findings(report: Report, effect: str) -> None:
    """State the findings by rule, and show them; `effect` tells readers what they mean for the report's numbers."""
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
    report.lead("พบ {findings.total}", effect)
    columns = [column("ข้อ", "findings.by_rule"), column("โรงเรียน", "findings.schools.by_rule")]
    report.table("findings-by-rule", "ข้อที่พบตามเรื่อง", "rule", columns, empty="ไม่พบข้อที่ต้องตรวจ")
    report.note("รายแถวและช่องอยู่ในไฟล์ findings.csv ของรายงานนี้ และในสมุดงานข้อที่พบของแต่ละโรงเรียน")
