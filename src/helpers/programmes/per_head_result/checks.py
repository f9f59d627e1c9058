"""The checks on the result of the per-head subsidy: what was paid beyond what it may be."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from helpers.forms.registers import PER_HEAD_PAYMENTS
from helpers.programmes.allocation import ZERO
from helpers.programmes.per_head_result.amounts import NOT_ENTITLED, PAID_TOO_MUCH, Balance
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped

REGISTER = PER_HEAD_PAYMENTS.slug
NO_ENTITLEMENT = "budget.per_head_result.no_entitlement"
NOT_ENTITLED_RULE, ABOVE_ENTITLEMENT = (
    "budget.per_head_result.not_entitled",
    "budget.per_head_result.above_entitlement",
)
ABOVE_ALLOCATED, ABOVE_ALLOTTED = "budget.per_head_result.above_allocated", "budget.per_head_result.above_allotted"
RULES = (
    Rule(
        NO_ENTITLEMENT,
        Severity.WARNING,
        "ยังไม่มีสิทธิของโครงการเงินอุดหนุนรายหัวให้เทียบ",
        "รับข้อมูล DMC ของรอบที่ใช้คิดเงิน แล้วสร้างรายงานใหม่",
        Owner.AREA,
    ),
    Rule(
        NOT_ENTITLED_RULE,
        Severity.ERROR,
        "มีรายการในทะเบียนแต่โรงเรียนไม่มีสิทธิรายการและงวดนี้",
        "ตรวจรหัสโรงเรียน รายการ และงวดในทะเบียน",
        Owner.AREA,
    ),
    Rule(
        ABOVE_ENTITLEMENT,
        Severity.ERROR,
        "จ่ายสุทธิมากกว่าสิทธิ",
        "ตรวจยอดในทะเบียน ถ้าจ่ายเกินจริงให้โรงเรียนส่งคืนหรือหักงวดถัดไป",
        Owner.AREA,
    ),
    Rule(
        ABOVE_ALLOCATED,
        Severity.ERROR,
        "จ่ายสุทธิมากกว่าที่จัดสรรให้โรงเรียน",
        "ลงรายการจัดสรรให้ครบ หรือแก้ยอดจ่ายที่ลงผิด",
        Owner.AREA,
    ),
    Rule(
        ABOVE_ALLOTTED,
        Severity.ERROR,
        "จ่ายสุทธิทั้งโครงการมากกว่าที่ได้รับจัดสรร",
        "ตรวจทะเบียนคุมการจัดสรร ถ้าได้รับไม่พอให้ระงับการจ่ายและขอจัดสรรเพิ่ม",
        Owner.AREA,
    ),
)


def nothing_to_compare() -> tuple[Finding, ...]:
    """The programme that says what schools are entitled to has no tables yet."""
    return (Finding(NO_ENTITLEMENT, "", REGISTER),)


def beyond(found: Iterable[Balance]) -> Iterator[Finding]:
    """Every balance that was paid beyond its entitlement or allocation, or has none."""
    for each in found:
        if each.state == NOT_ENTITLED:
            yield _finding(NOT_ENTITLED_RULE, each, f"จัดสรร {_baht(each.allocated)} จ่ายสุทธิ {_baht(each.net)}", "")
        if each.state == PAID_TOO_MUCH:
            yield _finding(ABOVE_ENTITLEMENT, each, _baht(each.net), f"ไม่เกิน {_baht(max(each.due, ZERO))}")
        if each.net > each.allocated:
            yield _finding(ABOVE_ALLOCATED, each, _baht(each.net), f"ไม่เกิน {_baht(each.allocated)}")


def above_allotted(found: Iterable[Balance], allotted: Decimal | None) -> Iterator[Finding]:
    """All payments together, when they come to more than was allotted; `allotted` is None where no allotment was
    entered."""
    net = sum((each.net for each in found), ZERO)
    if allotted is not None and net > allotted:
        yield Finding(ABOVE_ALLOTTED, "", "allotments", found=_baht(net), allowed=f"ไม่เกิน {_baht(allotted)}")


def _finding(rule: str, balance: Balance, found: str, allowed: str) -> Finding:
    source = balance.source
    return Finding(
        rule,
        balance.smis,
        REGISTER,
        source.delivery,
        sheet=source.sheet,
        row=source.row,
        column=f"{balance.item} {balance.tranche}",
        found=found,
        allowed=allowed,
    )


def _baht(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} บาท"
