"""The tables of transfers (the balance of every budget line, the approval trail of every proposal), the accepted
transfers as movements and as allocation rows, and the exclusions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from helpers.forms.registers import TRANSFERS
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import EXPENDITURES
from helpers.params.programmes.transfer import Success, TransferProgramme
from helpers.periods import thai_date_short
from helpers.programmes.allocation import MONEY, ONE, ZERO, AllocationRow, Excluded, SourceRow
from helpers.programmes.registers import ALLOTTED, COMMITTED, MOVED_IN, MOVED_OUT, SPENT, Movement, half_of
from helpers.programmes.transfer.amounts import (
    ACCEPTED,
    OUTCOMES,
    TIMINGS,
    WAITING,
    BudgetLine,
    BudgetLineBalance,
    DecidedProposal,
    TrackedProposal,
)
from helpers.tables.schemas import (
    CONFIDENTIAL,
    PUBLIC,
    ROW_KEYS,
    Field,
    TableSchema,
    count,
    joined,
    parts,
    text,
    with_row_keys,
)
from helpers.thai import bracketed

STATES: Mapping[Success, str] = {
    "met": "บรรลุเงื่อนไข",
    "unknown": "ยังไม่พิจารณา",
    "not_met": "ยังไม่บรรลุเงื่อนไข",
}
"""The Thai names of the states of success, in reading order."""
BALANCES = TableSchema(
    "balances",
    "โครงการ × งบรายจ่าย ที่ทะเบียนกล่าวถึง: จัดสรร − เบิกจ่าย − ผูกพันที่ยังไม่จ่าย = คงเหลือ",
    (
        text("programme", "โครงการ", PUBLIC),
        text("expenditure", "งบรายจ่าย", PUBLIC, allowed=EXPENDITURES),
        text("success", "เงื่อนไขความสำเร็จ", PUBLIC, allowed=tuple(STATES.values())),
        Field("allotted", MONEY, "ได้รับจัดสรร", PUBLIC, "บาท"),
        Field("committed", MONEY, "ผูกพัน", PUBLIC, "บาท"),
        Field("spent", MONEY, "เบิกจ่าย", PUBLIC, "บาท"),
        Field("unspent", MONEY, "คงเหลือ", PUBLIC, "บาท"),
        Field("leftover", MONEY, "เงินเหลือจ่ายที่โอนได้", PUBLIC, "บาท"),
        Field("moved_out", MONEY, "โอนออก", PUBLIC, "บาท"),
        Field("moved_in", MONEY, "โอนเข้า", PUBLIC, "บาท"),
        Field("free", MONEY, "เหลือจ่ายหลังโอน", PUBLIC, "บาท"),
        text("sources", "กุญแจของทุกรายการที่ใช้ คั่นด้วยเว้นวรรค", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    unique=("programme", "expenditure"),
)
_STEPS = ("เสนอ", "คณะกรรมการ", "ผู้ว่าราชการจังหวัด", "รายงาน สพฐ.")
TRAIL = TableSchema(
    "trail",
    "หนึ่งข้อเสนอในทะเบียน",
    (
        parts("proposal", "ข้อเสนอ", "โอนจาก", "โอนไป", sensitivity=CONFIDENTIAL),
        parts("steps", "ข้อเสนอ", *_STEPS, "ผล", "ขั้นที่รอ", days=_STEPS, sensitivity=CONFIDENTIAL),
        text("from_programme", "โอนจาก", PUBLIC),
        text("to_programme", "โอนไป", PUBLIC),
        Field("amount", MONEY, "จำนวนเงิน", PUBLIC, "บาท"),
        text("outcome", "ผล", PUBLIC, allowed=OUTCOMES),
        text("waiting", "ขั้นที่รอ", PUBLIC, allowed=WAITING),
        text("timing", "กำหนดติดตาม", PUBLIC, allowed=TIMINGS),
        Field("proposed", pa.date32(), "วันที่เสนอ (ค.ศ.)", PUBLIC),
        *(
            Field(name, pa.date32(), f"{title} (ค.ศ.)", PUBLIC, nullable=True)
            for name, title in (
                ("committee", "วันที่คณะกรรมการเห็นชอบ"),
                ("governor", "วันที่ผู้ว่าราชการจังหวัดเห็นชอบ"),
                ("reported", "วันที่รายงาน สพฐ."),
                ("due", "วันครบกำหนดติดตามของขั้นที่รอ"),
            )
        ),
        count("overdue", "เกินกำหนดติดตาม", "วัน", PUBLIC),
        text("skipped", "ขั้นที่ข้าม", PUBLIC),
        text("reason", "เหตุผล", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    unique=("proposal",),
)


def transfer_movements(decisions: Iterable[DecidedProposal], expenditures: Mapping[str, str]) -> Iterator[Movement]:
    """Every accepted proposal as movements out of the giving and into the receiving programme, there under the
    expenditure type that it has in `expenditures`."""
    for decision in decisions:
        proposal = decision.proposal
        for kind, amount in decision.parts:
            out = Movement(
                proposal.giver, kind, MOVED_OUT, TRANSFERS.title, amount, proposal.day, proposal.number, proposal.source
            )
            yield out
            yield replace(out, programme=proposal.taker, expenditure=expenditures[proposal.taker], measure=MOVED_IN)


def balance_frame(
    balances: Mapping[BudgetLine, BudgetLineBalance], movements: Sequence[Movement], order: Sequence[str]
) -> pd.DataFrame:
    """The balances with the accepted transfers; `order` is that of the programmes. A budget line that only receives
    money has a row too."""
    sums: dict[tuple[BudgetLine, str], Decimal] = {}
    behind: dict[BudgetLine, list[SourceRow]] = {}
    for movement in movements:
        budget_line = (movement.programme, movement.expenditure)
        sums[budget_line, movement.measure] = sums.get((budget_line, movement.measure), ZERO) + movement.amount
        behind.setdefault(budget_line, []).append(movement.source)
    budget_lines = sorted(
        behind, key=lambda budget_line: (order.index(budget_line[0]), EXPENDITURES.index(budget_line[1]))
    )
    rows = [
        _balance_row(budget_line, balances.get(budget_line), sums, behind[budget_line]) for budget_line in budget_lines
    ]
    names = [field.name for field in BALANCES.fields if field.name != "row_key"]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))


def trail_frame(trail: Iterable[TrackedProposal], labels: Mapping[str, str]) -> pd.DataFrame:
    """One row for every proposal, in their order."""
    names = [field.name for field in TRAIL.fields if field.name != "row_key"]
    rows = [_trail_row(each, labels) for each in trail]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64", "overdue": "int64"}))


def _balance_row(
    budget_line: BudgetLine,
    balance: BudgetLineBalance | None,
    sums: Mapping[tuple[BudgetLine, str], Decimal],
    behind: Sequence[SourceRow],
) -> tuple[object, ...]:
    moved_out, moved_in = (sums.get((budget_line, measure), ZERO) for measure in (MOVED_OUT, MOVED_IN))
    leftover = balance.leftover if balance else ZERO
    return (
        *budget_line,
        STATES[balance.state if balance else "unknown"],
        *(sums.get((budget_line, measure), ZERO) for measure in (ALLOTTED, COMMITTED, SPENT)),
        balance.unspent if balance else ZERO,
        leftover,
        moved_out,
        moved_in,
        leftover - moved_out,
        " ".join(dict.fromkeys(each.key for each in behind)),
        *(behind[0].delivery, behind[0].sheet, behind[0].row),
    )


def _trail_row(tracked: TrackedProposal, labels: Mapping[str, str]) -> tuple[object, ...]:
    proposal, outcome = tracked.decided.proposal, tracked.decided.outcome
    named = joined(
        proposal.number, labels.get(proposal.giver, proposal.giver), labels.get(proposal.taker, proposal.taker)
    )
    days = (thai_date_short(day) if day else "–" for day in (proposal.day, *proposal.steps))
    return (
        *(
            named,
            joined(proposal.number, *days, outcome, tracked.waiting),
            proposal.giver,
            proposal.taker,
            proposal.amount,
            outcome,
            tracked.waiting,
            tracked.timing,
        ),
        *(proposal.day, *proposal.steps, tracked.due, tracked.overdue, " ".join(tracked.skipped), proposal.reason),
        *(proposal.source.delivery, proposal.source.sheet, proposal.source.row),
    )


def transfer_rows(
    decisions: Iterable[DecidedProposal],
    programme: TransferProgramme,
    labels: Mapping[str, str],
    halves: Sequence[Half],
) -> Iterator[AllocationRow]:
    """One allocation row for every accepted proposal, in their order, in the half-year of its day; it counts no
    persons."""
    source = programme.transfer_amounts
    for proposal in (each.proposal for each in decisions if each.outcome == ACCEPTED):
        half = half_of(proposal.day, halves)
        yield AllocationRow(
            smis="",
            payee=f"ข้อเสนอ {proposal.number}",
            item=labels[proposal.taker],
            tranche=half,
            half=half,
            quantity=ONE,
            quantity_unit="ข้อเสนอ",
            rate=proposal.amount,
            rate_unit="บาท/ข้อเสนอ",
            reference=source.reference,
            status=source.status,
            rule=f"ข้อเสนอ {proposal.number} วันที่ {thai_date_short(proposal.day)} โอนจาก {labels[proposal.giver]}"
            f"{bracketed(proposal.reason)}",
            source=proposal.source,
        )


def exclusions(decisions: Iterable[DecidedProposal]) -> Iterator[Excluded]:
    """The proposals that are not accepted, with the outcome as the reason."""
    for decision in decisions:
        if decision.outcome != ACCEPTED:
            proposal = decision.proposal
            detail = f"ข้อเสนอ {proposal.number} โอนจาก {proposal.giver} ไป {proposal.taker}"
            yield Excluded("", decision.outcome, 1, proposal.source, detail, proposal.amount)
