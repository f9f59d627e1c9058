"""What is wrong with the numbers of the offices: whose are not in, and what those that are in lack."""

from collections.abc import Collection, Iterator

from helpers.national.roster import NAME, REPORT, OfficeLine
from helpers.national.schemas import (
    ALLOTTED,
    COUNTED,
    DAMAGED,
    FAILED,
    MISSING,
    PUPILS_BEFORE,
    PUPILS_LAST_YEAR,
    READY,
    REPEATED,
    STALE,
    UNREADABLE,
)
from helpers.tables.findings import Finding, Owner, Rule, Severity

_AREA = Owner.AREA
RULES = (
    Rule(
        "national.office.missing",
        Severity.ERROR,
        "สำนักงานยังไม่มีรายงานของรอบนี้ ตัวเลขรวมจึงยังไม่มีสำนักงานนี้",
        "ให้สำนักงานรับไฟล์ DMC ของรอบ แล้วสั่ง workbook offices run",
        _AREA,
    ),
    Rule(
        "national.office.failed",
        Severity.ERROR,
        "สำนักงานทำรายงานไม่สำเร็จ ตัวเลขรวมจึงไม่มีสำนักงานนี้",
        "อ่านสาเหตุใน outputs/failed ของสำนักงาน แก้แล้วสั่ง workbook offices run",
        _AREA,
    ),
    Rule(
        "national.office.stale",
        Severity.ERROR,
        "รายงานของสำนักงานเก่ากว่าไฟล์ที่ได้รับ ตัวเลขรวมจึงไม่มีสำนักงานนี้",
        "สั่ง workbook offices run",
        _AREA,
    ),
    Rule(
        "national.office.damaged",
        Severity.ERROR,
        "รายงานของสำนักงานเสียหาย เป็นของรอบอื่น หรือถูกแก้หลังสร้าง จึงไม่นำตัวเลขมารวม",
        "ให้สำนักงานสร้างรายงานใหม่ด้วย workbook run แล้วตรวจด้วย workbook verify",
        _AREA,
    ),
    Rule(
        "national.office.unreadable",
        Severity.ERROR,
        "อ่านโฟลเดอร์ params หรือ data ของสำนักงานไม่ได้ จึงไม่นำตัวเลขมารวม",
        "สั่ง workbook status ของสำนักงานนั้น แล้วแก้ตามที่บอก",
        _AREA,
    ),
    Rule(
        "national.office.repeated",
        Severity.ERROR,
        "มีสองโฟลเดอร์ที่ใช้รหัสเขตเดียวกัน จึงนับโฟลเดอร์แรกเท่านั้น",
        "เหลือโฟลเดอร์ที่ถูกต้องโฟลเดอร์เดียว หรือแก้รหัสเขตใน params/office.yml",
        _AREA,
    ),
    Rule(
        "national.money.missing",
        Severity.NOTICE,
        "สำนักงานไม่มีรายงานเงินของปีงบประมาณที่ใช้ได้ เงินต่อนักเรียนจึงไม่นับสำนักงานนี้",
        "ให้สำนักงานรับทะเบียนการจัดสรรของปี แล้วสั่ง workbook offices run",
        _AREA,
    ),
    Rule(
        "national.figure.missing",
        Severity.WARNING,
        "รายงานของสำนักงานไม่มีตัวเลขนี้ ผลรวมของตัวเลขนี้จึงไม่มีสำนักงานนี้",
        "ดูเหตุในรายงานของสำนักงาน มักเพราะยังไม่ได้รับไฟล์การยืนยันหรือไฟล์ของรอบ",
        _AREA,
    ),
)
_OF_STATE = {
    MISSING: "national.office.missing",
    FAILED: "national.office.failed",
    STALE: "national.office.stale",
    DAMAGED: "national.office.damaged",
    UNREADABLE: "national.office.unreadable",
    REPEATED: "national.office.repeated",
}
_MAY_LACK = (PUPILS_BEFORE, PUPILS_LAST_YEAR)
"""An office that is new here has no earlier round; it lacks nothing."""


def check_office(
    line: OfficeLine, row: int, delivery: str, counted: Collection[str], *, has_money: bool
) -> Iterator[Finding]:
    """What is wrong with one office. `counted` are the measures of which its report has a number; `delivery` and `row`
    say where it stands in the roster."""
    if line.state != READY:
        yield _finding(_OF_STATE[line.state], line, row, delivery, line.report)
        return
    for measure in COUNTED:
        if measure not in counted and measure not in _MAY_LACK:
            yield _finding("national.figure.missing", line, row, delivery, f"{line.report} {COUNTED[measure]}")
    if not has_money:
        yield _finding("national.money.missing", line, row, delivery, f"{line.money_report} {ALLOTTED}")


def _finding(rule: str, line: OfficeLine, row: int, delivery: str, wanted: str) -> Finding:
    """A finding about an office: the column names the office, what should be there is a fact of its report."""
    called = f"{line.name} ({line.folder})"
    return Finding(rule, "", REPORT, delivery, NAME, row=row, column=called, found=line.state, allowed=wanted)
