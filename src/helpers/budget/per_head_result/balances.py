"""What came of one school's entitlement to one item in one tranche: allocated, paid, returned, remaining, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.budget.allocation import ZERO, SourceRow
from helpers.thai import grouped

PAID_IN_FULL, PAID_IN_PART = "จ่ายครบ", "จ่ายไม่ครบ"
NOT_PAID, NOT_ALLOCATED = "จัดสรรแล้วยังไม่จ่าย", "ยังไม่จัดสรร"
PAID_TOO_MUCH, RETURNED_TOO_MUCH = "จ่ายเกินสิทธิ", "ส่งคืนเกิน"
TO_RETURN, NOTHING_DUE = "รอหักหรือส่งคืน", "ไม่มีเงินต้องจ่าย"
NOT_ENTITLED, NOT_COMPARED = "มีรายการแต่ไม่มีสิทธิ", "ยังไม่มีสิทธิให้เทียบ"
STATES = (
    *(PAID_IN_FULL, PAID_IN_PART, NOT_PAID, NOT_ALLOCATED, NOTHING_DUE),
    *(TO_RETURN, PAID_TOO_MUCH, RETURNED_TOO_MUCH, NOT_ENTITLED, NOT_COMPARED),
)
"""In reading order; each balance is in exactly one."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Baht. `entitled` is None where the school has no entitlement to the item in the tranche; `compared` is False
    where nobody's entitlement is known yet."""

    smis: str
    item: str
    tranche: str
    entitled: Decimal | None
    allocated: Decimal
    paid: Decimal
    returned: Decimal
    source: SourceRow
    compared: bool = True

    @property
    def net(self) -> Decimal:
        """Paid less returned."""
        return self.paid - self.returned

    @property
    def due(self) -> Decimal:
        """The entitlement; zero for none."""
        return self.entitled or ZERO

    @property
    def remaining(self) -> Decimal:
        """The entitlement less what was paid net; zero where there is nothing to compare with."""
        return self.due - self.net if self.compared else ZERO

    @property
    def state(self) -> str:
        """One of the states."""
        if not self.compared:
            return NOT_COMPARED
        if self.entitled is None:
            return NOT_ENTITLED
        if self.net == self.due:
            return PAID_IN_FULL if self.due else NOTHING_DUE
        if self.net > self.due:
            return TO_RETURN if self.due < 0 and self.net <= 0 else PAID_TOO_MUCH
        return self._short()

    def _short(self) -> str:
        if self.net < min(self.due, ZERO):
            return RETURNED_TOO_MUCH
        if self.net:
            return PAID_IN_PART
        return NOT_PAID if self.allocated else NOT_ALLOCATED

    @property
    def why(self) -> str:
        """What remains and what stands against it, in Thai; empty where nothing remains."""
        if not self.remaining:
            return ""
        said = [f"{'ยังขาด' if self.remaining > 0 else 'เกินไป'} {grouped(abs(self.remaining), 2)} บาท"]
        if self.remaining > 0 and self.allocated != self.due:
            said.append(f"จัดสรรไว้ {grouped(self.allocated, 2)} บาทจากสิทธิ {grouped(self.due, 2)} บาท")
        if self.returned:
            said.append(f"ส่งคืนแล้ว {grouped(self.returned, 2)} บาท")
        return " ".join(said)

    @property
    def line(self) -> str:
        """What the balance is of, and why something remains: how a list of balances names it."""
        return " ".join(filter(None, (self.smis, self.item, self.tranche, self.why)))
