"""The tables of transfers: what every purse has left over and free, and the trail of every proposal.

Accepted transfers as amounts for the programmes that receive them, and the proposals that were left out.
"""

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
from helpers.programmes.transfer.amounts import ACCEPTED, OUTCOMES, TIMINGS, WAITING, Balance, Decided, Followed, Purse
from helpers.tables.schemas import ROW_KEYS, Field, TableSchema, count, joined, parts, text, with_row_keys
from helpers.thai import bracketed

STATES: Mapping[Success, str] = {
    "met": "บรรลุเงื่อนไข",
    "unknown": "ยังไม่พิจารณา",
    "not_met": "ยังไม่บรรลุเงื่อนไข",
}
"""What readers call the states of success, in reading order."""
BALANCES = TableSchema(
    "balances",
    "โครงการ × งบรายจ่าย ที่ทะเบียนกล่าวถึง: จัดสรร − เบิกจ่าย − ผูกพันที่ยังไม่จ่าย = คงเหลือ",
    (
        text("programme", "โครงการ"),
        text("expenditure", "งบรายจ่าย", allowed=EXPENDITURES),
        text("success", "เงื่อนไขความสำเร็จ", allowed=tuple(STATES.values())),
        Field("allotted", MONEY, "ได้รับจัดสรร", "บาท"),
        Field("committed", MONEY, "ผูกพัน", "บาท"),
        Field("spent", MONEY, "เบิกจ่าย", "บาท"),
        Field("unspent", MONEY, "คงเหลือ", "บาท"),
        Field("leftover", MONEY, "เงินเหลือจ่ายที่โอนได้", "บาท"),
        Field("moved_out", MONEY, "โอนออก", "บาท"),
        Field("moved_in", MONEY, "โอนเข้า", "บาท"),
        Field("free", MONEY, "เหลือจ่ายหลังโอน", "บาท"),
        text("sources", "กุญแจของทุกรายการที่ใช้ คั่นด้วยเว้นวรรค"),
        *ROW_KEYS,
    ),
    unique=("programme", "expenditure"),
)
_STEPS = ("เสนอ", "คณะกรรมการ", "ผู้ว่าราชการจังหวัด", "รายงาน สพฐ.")
TRAIL = TableSchema(
    "trail",
    "หนึ่งข้อเสนอในทะเบียน",
    (
        parts("proposal", "ข้อเสนอ", "โอนจาก", "โอนไป"),
        parts("steps", "ข้อเสนอ", *_STEPS, "ผล", "ขั้นที่รอ", days=_STEPS),
        text("from_programme", "โอนจาก"),
        text("to_programme", "โอนไป"),
        Field("amount", MONEY, "จำนวนเงิน", "บาท"),
        text("outcome", "ผล", allowed=OUTCOMES),
        text("waiting", "ขั้นที่รอ", allowed=WAITING),
        text("timing", "กำหนดติดตาม", allowed=TIMINGS),
        Field("proposed", pa.date32(), "วันที่เสนอ (ค.ศ.)"),
        *(
            Field(name, pa.date32(), f"{title} (ค.ศ.)", nullable=True)
            for name, title in (
                ("committee", "วันที่คณะกรรมการเห็นชอบ"),
                ("governor", "วันที่ผู้ว่าราชการจังหวัดเห็นชอบ"),
                ("reported", "วันที่รายงาน สพฐ."),
                ("due", "วันครบกำหนดติดตามของขั้นที่รอ"),
            )
        ),
        count("overdue", "เกินกำหนดติดตาม", "วัน"),
        text("skipped", "ขั้นที่ข้าม"),
        text("reason", "เหตุผล"),
        *ROW_KEYS,
    ),
    unique=("proposal",),
)


def moved(found: Iterable[Decided], expenditures: Mapping[str, str]) -> Iterator[Movement]:
    """Every accepted proposal as money that goes out and comes in; it comes in as the expenditure type that the
    receiving programme has in `expenditures`."""
    for each in found:
        own = each.proposal
        for kind, amount in each.parts:
            out = Movement(own.giver, kind, MOVED_OUT, TRANSFERS.title, amount, own.day, own.number, own.source)
            yield out
            yield replace(out, programme=own.taker, expenditure=expenditures[own.taker], measure=MOVED_IN)


def balance_frame(found: Mapping[Purse, Balance], movements: Sequence[Movement], order: Sequence[str]) -> pd.DataFrame:
    """The balances with what the accepted proposals do to them; a purse that only receives is there too."""
    sums: dict[tuple[Purse, str], Decimal] = {}
    behind: dict[Purse, list[SourceRow]] = {}
    for each in movements:
        purse = (each.programme, each.expenditure)
        sums[purse, each.measure] = sums.get((purse, each.measure), ZERO) + each.amount
        behind.setdefault(purse, []).append(each.source)
    purses = sorted(behind, key=lambda purse: (order.index(purse[0]), EXPENDITURES.index(purse[1])))
    rows = [_balance_row(purse, found.get(purse), sums, behind[purse]) for purse in purses]
    names = [field.name for field in BALANCES.fields if field.name != "row_key"]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))


def trail_frame(found: Iterable[Followed], labels: Mapping[str, str]) -> pd.DataFrame:
    """The trail in the order of the proposals."""
    names = [field.name for field in TRAIL.fields if field.name != "row_key"]
    rows = [_trail_row(each, labels) for each in found]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64", "overdue": "int64"}))


def _balance_row(
    purse: Purse, own: Balance | None, sums: Mapping[tuple[Purse, str], Decimal], behind: Sequence[SourceRow]
) -> tuple[object, ...]:
    moved_out, moved_in = (sums.get((purse, measure), ZERO) for measure in (MOVED_OUT, MOVED_IN))
    leftover = own.leftover if own else ZERO
    return (
        *purse,
        STATES[own.state if own else "unknown"],
        *(sums.get((purse, measure), ZERO) for measure in (ALLOTTED, COMMITTED, SPENT)),
        own.unspent if own else ZERO,
        leftover,
        moved_out,
        moved_in,
        leftover - moved_out,
        " ".join(dict.fromkeys(each.key for each in behind)),
        *(behind[0].delivery, behind[0].sheet, behind[0].row),
    )


def _trail_row(each: Followed, labels: Mapping[str, str]) -> tuple[object, ...]:
    own, outcome = each.decided.proposal, each.decided.outcome
    named = joined(own.number, labels.get(own.giver, own.giver), labels.get(own.taker, own.taker))
    days = (thai_date_short(day) if day else "–" for day in (own.day, *own.steps))
    return (
        *(
            named,
            joined(own.number, *days, outcome, each.waiting),
            own.giver,
            own.taker,
            own.amount,
            outcome,
            each.waiting,
            each.timing,
        ),
        *(own.day, *own.steps, each.due, each.overdue, " ".join(each.skipped), own.reason),
        *(own.source.delivery, own.source.sheet, own.source.row),
    )


def transfer_rows(
    found: Iterable[Decided], programme: TransferProgramme, labels: Mapping[str, str], halves: Sequence[Half]
) -> Iterator[AllocationRow]:
    """One row for every accepted proposal, in their order, in the half-year of its day. It pays for nobody."""
    source = programme.transfer_amounts
    for own in (each.proposal for each in found if each.outcome == ACCEPTED):
        half = half_of(own.day, halves)
        yield AllocationRow(
            smis="",
            payee=f"ข้อเสนอ {own.number}",
            item=labels[own.taker],
            tranche=half,
            half=half,
            quantity=ONE,
            quantity_unit="ข้อเสนอ",
            rate=own.amount,
            rate_unit="บาท/ข้อเสนอ",
            reference=source.reference,
            status=source.status,
            rule=f"ข้อเสนอ {own.number} วันที่ {thai_date_short(own.day)} โอนจาก {labels[own.giver]}"
            f"{bracketed(own.reason)}",
            source=own.source,
        )


def left_out(found: Iterable[Decided]) -> Iterator[Excluded]:
    """Every proposal that does not count, and why."""
    for each in found:
        if each.outcome != ACCEPTED:
            own = each.proposal
            detail = f"ข้อเสนอ {own.number} โอนจาก {own.giver} ไป {own.taker}"
            yield Excluded("", each.outcome, 1, own.source, detail, own.amount)
