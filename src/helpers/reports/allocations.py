"""What every budget report states and shows alike: the allocation by school, item, half and district, and what was left
out."""

from __future__ import annotations

from helpers.budget.tables import OFFICE
from helpers.facts.definitions import Unlike
from helpers.reports.completeness import state_last_year, state_uncomputed
from helpers.reports.session import Report, column

_EXCLUDED = "ไม่ได้รับจัดสรร"
_SCHOOLS = {"district": Unlike(OFFICE)}
"""Money of schools: what the office has itself is no school's."""


def state_allocation(report: Report, *, counted: str = "คน") -> None:
    """State the facts that all programmes share; `counted` is the unit of those who are paid for."""
    report.rule("amount.total", "เงินจัดสรรทั้งปี")
    report.rule("amount.by_item", "เงินจัดสรรรายรายการ", by=["item"], totals=["item"])
    report.rule("amount.by_school", "เงินจัดสรรรายโรงเรียน", by=["smis"], totals=["smis"])
    report.rule("amount.by_school_item", "เงินจัดสรรรายโรงเรียนและรายการ", by=["smis", "item"], totals=["smis", "item"])
    report.rule("amount.by_district", "เงินจัดสรรรายอำเภอ", by=["district"], totals=["district"])
    report.rule("amount.by_half", "เงินจัดสรรรายครึ่งปี", by=["half"], totals=["half"])
    report.rule("amount.by_tranche", "เงินจัดสรรรายงวด", by=["tranche"], totals=["tranche"])
    report.sum("headcount.paid", "ผู้ที่ได้รับจัดสรร", "allocation.counted", unit=counted)
    report.sum(
        "headcount.by_school", "ผู้ที่ได้รับจัดสรรรายโรงเรียน", "allocation.counted", unit=counted, by=["smis"], totals=["smis"]
    )
    report.distinct("schools.paid", "โรงเรียนที่ได้รับจัดสรร", "allocation.smis", unit="โรงเรียน", where=_SCHOOLS)
    _state_exclusions(report, counted)
    state_uncomputed(report)
    report.count("rates.used", "อัตราที่ใช้", "rates", unit="รายการ")
    report.count("rates.to_confirm", "อัตราที่ยังไม่ยืนยัน", "rates", unit="รายการ", where={"status": "to_confirm"})
    report.sum("rates.lowest", "อัตราต่ำสุด", "rates.lowest", unit="บาท", by=["rate_used"])
    report.sum("rates.highest", "อัตราสูงสุด", "rates.highest", unit="บาท", by=["rate_used"])
    _state_comparison(report)


def state_allotments(report: Report) -> None:
    """State what was allotted to the programme, and what is left of it after the allocation."""
    own = {"programme": report.subject_id}
    report.sum("allotted.total", "เงินที่ได้รับจัดสรรจาก สพฐ.", "allotments.amount", unit="บาท", at="allotments", where=own)
    report.difference("allotted.balance", "ได้รับจัดสรรมากกว่าความต้องการ", "allotted.total", "amount.total", unit="บาท")


def show_allocation(report: Report) -> None:
    """Show the summaries by item, tranche, level and district."""
    money = [column("บาท", "amount.by_item")]
    report.table("by-item", "เงินจัดสรรรายรายการ (บาท)", "item", money)
    report.ranked("items", "เงินจัดสรรรายรายการ", "item", column("บาท", "amount.by_item"))
    report.table("by-tranche", "เงินจัดสรรรายงวด (บาท)", "tranche", [column("บาท", "amount.by_tranche")])
    report.table("by-district", "เงินจัดสรรรายอำเภอ (บาท)", "district", [column("บาท", "amount.by_district")])


def show_exclusions(report: Report) -> None:
    """Show what was left out and why, in all and by school."""
    found = [column("จำนวน", "excluded.by_reason"), column("เงิน (บาท)", "excluded.amount")]
    report.table("excluded", _EXCLUDED, "reason", found, empty="ไม่มีรายการที่ถูกตัดออก")
    by_school = [column("จำนวน", "excluded.by_school"), column("เงิน (บาท)", "excluded.school_amount")]
    report.table("excluded-schools", f"{_EXCLUDED} รายโรงเรียน", "smis", by_school, empty="")


def show_rates(report: Report) -> None:
    """Show every rate that was used, with its source and standing."""
    report.table(
        "rates", "อัตราที่ใช้ (บาท)", "rate_used", [column("ต่ำสุด", "rates.lowest"), column("สูงสุด", "rates.highest")]
    )


def _state_exclusions(report: Report, counted: str) -> None:
    reasons = {"by": ["reason"], "totals": ["reason"]}
    schools = {"by": ["smis"], "totals": ["smis"]}
    heads, money = "excluded.headcount", "excluded.amount"
    report.sum("excluded.total", _EXCLUDED, heads, unit=counted)
    report.sum("excluded.by_reason", f"{_EXCLUDED}ตามเหตุ", heads, unit=counted, **reasons)
    report.sum("excluded.by_school", f"{_EXCLUDED}รายโรงเรียน", heads, unit=counted, **schools)
    report.sum("excluded.amount", "เงินที่ไม่ได้จัดสรรตามเหตุ", money, unit="บาท", **reasons)
    report.sum("excluded.school_amount", "เงินที่ไม่ได้จัดสรรรายโรงเรียน", money, unit="บาท", **schools)


def _state_comparison(report: Report) -> None:
    first, second = report.order("half")
    report.rule("amount.first_half", f"เงินจัดสรร{first}", where={"half": first})
    report.rule("amount.second_half", f"เงินจัดสรร{second}", where={"half": second})
    last_year, change = ("amount.last_year", "เงินจัดสรรปีก่อน"), ("amount.change.last_year", "เทียบกับปีก่อน")
    state_last_year(report, "amount.total", last_year, change)
