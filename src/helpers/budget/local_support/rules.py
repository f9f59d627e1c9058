"""The checks on requests to local authorities."""

from __future__ import annotations

from helpers.collection.findings import Owner, Rule, Severity


def _rule(name: str, severity: Severity, title: str, remedy: str) -> Rule:
    """The office keeps the register of requests, so it puts everything right."""
    return Rule(f"budget.local_support.{name}", severity, title, remedy, Owner.AREA)


AMOUNT_DIFFERS = _rule(
    "amount_differs",
    Severity.WARNING,
    "เงินอาหารกลางวันที่ขอไม่ตรงกับอัตราตามขนาดโรงเรียน",
    "ตรวจจำนวนนักเรียน จำนวนวัน และขนาดโรงเรียน แล้วแก้คำขอ",
)
APPROVED_LESS = _rule(
    "approved_less",
    Severity.WARNING,
    "อนุมัติน้อยกว่าที่ควรได้",
    "แจ้งโรงเรียน และสอบถามองค์กรปกครองส่วนท้องถิ่นถึงส่วนที่ขาด",
)
PUPILS_ABOVE_DMC = _rule(
    "pupils_above_dmc",
    Severity.WARNING,
    "ขอให้นักเรียนมากกว่าที่โรงเรียนมีใน DMC",
    "ตรวจกับข้อมูลนักเรียนใน DMC ถ้าเพิ่งย้ายเข้าให้ปรับข้อมูลก่อน",
)
REPEATED = _rule(
    "repeated",
    Severity.WARNING,
    "โรงเรียนขอเรื่องเดียวกันสองครั้ง นับทุกคำขอ",
    "ถ้าลงซ้ำให้ลบคำขอหนึ่ง ถ้าเป็นคนละเรื่องหรือคนละภาคเรียนให้ระบุในช่องรายละเอียด",
)
DAYS_ABOVE_YEAR = _rule(
    "days_above_year",
    Severity.WARNING,
    "วันอาหารกลางวันที่โรงเรียนขอเกินวันเรียนทั้งปี",
    "ตรวจจำนวนวันของทุกคำขอ หรือแก้จำนวนวันเรียนในไฟล์โครงการ",
)
COUNT_IMPOSSIBLE = _rule(
    "count_impossible",
    Severity.ERROR,
    "จำนวนนักเรียนหรือจำนวนวันเป็นไปไม่ได้ คำขอยังไม่ถูกคิดเงิน",
    "แก้จำนวนนักเรียนและจำนวนวันในทะเบียนคำขอ",
)
NO_RATE = _rule(
    "no_rate",
    Severity.ERROR,
    "ไม่มีอัตราอาหารกลางวันที่ใช้ในปีงบประมาณนี้ คำขอยังไม่ถูกคิดเงิน",
    "เพิ่มอัตราพร้อมวันเริ่มใช้และที่มาในไฟล์โครงการ",
)
RULES = (
    AMOUNT_DIFFERS,
    APPROVED_LESS,
    PUPILS_ABOVE_DMC,
    REPEATED,
    DAYS_ABOVE_YEAR,
    COUNT_IMPOSSIBLE,
    NO_RATE,
)
