"""The checks of spending: more spent than allotted, and programmes behind their target."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from helpers.forms.registers import SPENDING
from helpers.programmes.allocation import ZERO
from helpers.programmes.disbursement.amounts import BEHIND as LATE
from helpers.programmes.disbursement.tables import PROGRAMME
from helpers.programmes.registers import ALLOTTED, SPENT, Movement
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped

ABOVE_ALLOTTED = Rule(
    "budget.disbursement.above_allotted",
    Severity.ERROR,
    "เบิกจ่ายมากกว่าเงินที่ได้รับจัดสรร",
    "ตรวจทั้งสองทะเบียน ถ้าเบิกเกินจริงให้ส่งคืน ขอจัดสรรเพิ่ม หรือเสนอโอนเปลี่ยนแปลงงบประมาณ",
    Owner.AREA,
)
BEHIND = Rule(
    "budget.disbursement.behind",
    Severity.WARNING,
    "เบิกจ่ายล่าช้ากว่าเป้าหมาย",
    "เร่งรัดการเบิกจ่าย หรือแจ้งเหตุที่เบิกจ่ายไม่ได้ตามเป้าหมาย",
    Owner.AREA,
)
RULES = (ABOVE_ALLOTTED, BEHIND)


def check_spending(movements: Sequence[Movement], labels: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each programme and expenditure type with more spent than allotted."""
    sums: dict[tuple[str, str], dict[str, list[Movement]]] = {}
    for movement in movements:
        sums.setdefault((movement.programme, movement.expenditure), {}).setdefault(movement.measure, []).append(
            movement
        )
    for (name, expenditure), by_measure in sums.items():
        allotted, spent = (
            sum((entry.amount for entry in by_measure.get(measure, ())), ZERO) for measure in (ALLOTTED, SPENT)
        )
        if spent > allotted:
            spent_amount = f"{labels[name]} {expenditure}: {grouped(spent, 2)} บาท"
            yield Finding(
                ABOVE_ALLOTTED.id, "", SPENDING.slug, found=spent_amount, allowed=f"ไม่เกิน {grouped(allotted, 2)} บาท"
            )


def check_standing(standing: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each programme that is behind its target."""
    late = standing[(standing["scope"] == PROGRAMME) & (standing["standing"] == LATE)]
    for name, spent, target in late[["programme", "spent", "target"]].itertuples(index=False, name=None):
        spent_amount, allowed = f"{labels[name]}: {grouped(spent, 2)} บาท", f"อย่างน้อย {grouped(target, 2)} บาท"
        yield Finding(BEHIND.id, "", SPENDING.slug, found=spent_amount, allowed=allowed)
