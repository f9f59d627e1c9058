"""The checks of the result of the per-head subsidy: payments beyond the entitlement, the allocation or the
allotment."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from helpers.forms.registers import PER_HEAD_PAYMENTS
from helpers.programmes.allocation import ZERO
from helpers.programmes.per_head_result.amounts import NOT_ENTITLED, PAID_TOO_MUCH, EntitlementBalance
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped

REGISTER = PER_HEAD_PAYMENTS.slug
NO_ENTITLEMENT = "budget.per_head_result.no_entitlement"
NOT_ENTITLED_RULE, ABOVE_ENTITLEMENT = (
    "budget.per_head_result.not_entitled",
    "budget.per_head_result.above_entitlement",
)
ABOVE_ALLOCATED, ABOVE_ALLOTTED = "budget.per_head_result.above_allocated", "budget.per_head_result.above_allotted"
SPENDING_DIFFERS = "budget.per_head_result.spending_differs"
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
        SPENDING_DIFFERS,
        Severity.WARNING,
        "เงินที่จ่ายโรงเรียนไม่เท่ากับเงินที่เบิกในทะเบียนคุมการเบิกจ่าย ทั้งสองยอดไม่หักเงินส่งคืน",
        "ตรวจทั้งสองทะเบียน รายการที่ลงไว้ทะเบียนเดียวหรือลงคนละยอดให้แก้ให้ตรงกัน",
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
    """A finding that the entitlements are not known yet."""
    return (Finding(NO_ENTITLEMENT, "", REGISTER),)


def beyond(balances: Iterable[EntitlementBalance]) -> Iterator[Finding]:
    """The findings in balances with payments beyond the entitlement or allocation, or without an entitlement."""
    for balance in balances:
        if balance.state == NOT_ENTITLED:
            yield _finding(
                NOT_ENTITLED_RULE, balance, f"จัดสรร {_baht(balance.allocated)} จ่ายสุทธิ {_baht(balance.net)}", ""
            )
        if balance.state == PAID_TOO_MUCH:
            yield _finding(ABOVE_ENTITLEMENT, balance, _baht(balance.net), f"ไม่เกิน {_baht(max(balance.due, ZERO))}")
        if balance.net > balance.allocated:
            yield _finding(ABOVE_ALLOCATED, balance, _baht(balance.net), f"ไม่เกิน {_baht(balance.allocated)}")


def above_allotted(balances: Iterable[EntitlementBalance], allotted: Decimal | None) -> Iterator[Finding]:
    """A finding where the sum of all payments exceeds the allotment; `allotted` is None where none was entered."""
    net = sum((each.net for each in balances), ZERO)
    if allotted is not None and net > allotted:
        yield Finding(ABOVE_ALLOTTED, "", "allotments", found=_baht(net), allowed=f"ไม่เกิน {_baht(allotted)}")


def spending_differs(balances: Iterable[EntitlementBalance], spent: Decimal | None) -> Iterator[Finding]:
    """A finding where the sum of all payments is not what the register of spending has of the programme: the same money
    by two registers. Returns are in neither sum: a school returns to the office, the office to the treasury, and not on
    the same day. `spent` is None where that register has no entry of the programme."""
    paid = sum((balance.paid for balance in balances), ZERO)
    if spent is not None and paid != spent:
        yield Finding(SPENDING_DIFFERS, "", REGISTER, found=_baht(paid), allowed=f"เบิกจ่าย {_baht(spent)}")


def _finding(rule: str, balance: EntitlementBalance, value: str, allowed: str) -> Finding:
    source = balance.source
    return Finding(
        rule,
        balance.smis,
        REGISTER,
        source.delivery,
        sheet=source.sheet,
        row=source.row,
        column=f"{balance.item} {balance.tranche}",
        found=value,
        allowed=allowed,
    )


def _baht(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} บาท"
