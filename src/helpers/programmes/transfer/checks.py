"""The checks of transfers: proposals, their approval, and overspent budget lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.forms.registers import ALLOTTED_MORE, SPENDING, TRANSFERS, WITHDRAWN
from helpers.params.programmes.transfer import TransferProgramme
from helpers.periods import thai_date_short
from helpers.programmes.form_rows import cell_finding
from helpers.programmes.registers import Movement
from helpers.programmes.transfer.amounts import OVERDRAWN as TOO_MUCH
from helpers.programmes.transfer.amounts import OVERDUE as LATE
from helpers.programmes.transfer.amounts import SAME, BudgetLineBalance, DecidedProposal, TrackedProposal, accepted
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped


def _rule(name: str, severity: Severity, title: str, remedy: str) -> Rule:
    """The office keeps the registers, so it puts everything right."""
    return Rule(f"budget.transfer.{name}", severity, title, remedy, Owner.AREA)


OVERDRAWN = _rule(
    "overdrawn",
    Severity.ERROR,
    "ขอโอนเกินเงินเหลือจ่ายของโครงการต้นทาง ยังไม่นับรวมข้อเสนอนี้",
    "ลดจำนวนเงิน หรือยกเลิกข้อเสนอแล้วเสนอใหม่จากโครงการที่มีเงินเหลือจ่ายพอ",
)
SAME_PROGRAMME = _rule(
    "same_programme",
    Severity.ERROR,
    "โอนจากและไปโครงการเดียวกัน ยังไม่นับรวมข้อเสนอนี้",
    "แก้โครงการต้นทางหรือปลายทาง โดยยกเลิกข้อเสนอเดิมแล้วลงข้อเสนอใหม่",
)
STEP_SKIPPED = _rule(
    "step_skipped",
    Severity.ERROR,
    "ข้ามขั้นการอนุมัติ",
    "ลงวันที่ของขั้นที่ขาด ถ้ายังไม่ผ่านขั้นนั้นให้หยุดโอนไว้ก่อน",
)
STEP_OVERDUE = _rule(
    "step_overdue",
    Severity.WARNING,
    "ขั้นการอนุมัติเกินกำหนดติดตาม",
    "ติดตามขั้นที่รอ แล้วลงวันที่ในทะเบียน",
)
SUCCESS_UNKNOWN = _rule(
    "success_unknown",
    Severity.WARNING,
    "โอนจากโครงการที่ยังไม่มีผู้ชี้ว่าบรรลุเงื่อนไขความสำเร็จ",
    "พิจารณาเงื่อนไขความสำเร็จของโครงการ แล้วบันทึกผลในไฟล์โครงการ",
)
OVERSPENT = _rule(
    "overspent",
    Severity.ERROR,
    "เบิกจ่ายรวมผูกพันเกินเงินที่ได้รับจัดสรร",
    "ตรวจทะเบียน ถ้าเกินจริงให้ขอจัดสรรเพิ่มหรือเสนอโอนเปลี่ยนแปลงงบประมาณ",
)
ENTERED_TWICE = _rule(
    "entered_twice",
    Severity.WARNING,
    "การโอนมียอดเดียวกันในทะเบียนคุมการจัดสรรแล้ว ทั้งดึงกลับจากต้นทางและเพิ่มให้ปลายทาง จึงอาจนับสองครั้ง",
    "ถ้าเป็นการโอนเดียวกัน ให้เหลือไว้ในทะเบียนเดียว โดยยกเลิกข้อเสนอหรือลงรายการแก้ไขในทะเบียนคุมการจัดสรร",
)
RULES = (OVERDRAWN, SAME_PROGRAMME, STEP_SKIPPED, STEP_OVERDUE, SUCCESS_UNKNOWN, OVERSPENT, ENTERED_TWICE)


def check_trail(trail: Sequence[TrackedProposal], programme: TransferProgramme) -> Iterator[Finding]:
    """The findings in proposals; cancelled ones and those after the closing day are not checked."""
    for tracked in trail:
        proposal, outcome = tracked.decided.proposal, tracked.decided.outcome
        row = (TRANSFERS, "", proposal.source)
        if outcome == TOO_MUCH:
            yield cell_finding(
                OVERDRAWN, *row, "amount", _baht(proposal.amount), f"ไม่เกิน {_baht(tracked.decided.free)}"
            )
        if outcome == SAME:
            yield cell_finding(SAME_PROGRAMME, *row, "to_programme", proposal.taker)
        for step in tracked.skipped:
            yield cell_finding(STEP_SKIPPED, *row, "state", proposal.state, step)
        if tracked.timing == LATE and tracked.due:
            yield cell_finding(STEP_OVERDUE, *row, "state", tracked.waiting, f"ภายใน {thai_date_short(tracked.due)}")
    for decided in accepted(each.decided for each in trail):
        if programme.success.of(decided.proposal.giver) == "unknown":
            yield cell_finding(
                SUCCESS_UNKNOWN, TRANSFERS, "", decided.proposal.source, "from_programme", decided.proposal.giver
            )


def check_entered_twice(
    decided: Iterable[DecidedProposal], movements: Iterable[Movement], labels: Mapping[str, str]
) -> Iterator[Finding]:
    """A finding for each accepted proposal whose amount the register of allotments withdrew from the giving programme
    and added to the taking one, since the day of the proposal: the same money would be moved twice."""
    entered = {
        (movement.programme, movement.entry, movement.amount, movement.day)
        for movement in movements
        if movement.entry in (WITHDRAWN, ALLOTTED_MORE)
    }
    for proposal in (accepted_one.proposal for accepted_one in accepted(decided)):
        since = {entry[:3] for entry in entered if entry[3] >= proposal.day}
        both = {(proposal.giver, WITHDRAWN, -proposal.amount), (proposal.taker, ALLOTTED_MORE, proposal.amount)}
        if both <= since:
            moved = f"{labels[proposal.giver]} → {labels[proposal.taker]} {_baht(proposal.amount)}"
            yield cell_finding(ENTERED_TWICE, TRANSFERS, "", proposal.source, "amount", moved)


def check_balances(balances: Iterable[BudgetLineBalance], labels: Mapping[str, str]) -> Iterator[Finding]:
    """The findings in budget lines of which more was committed and spent than allotted."""
    for balance in balances:
        if balance.unspent < 0:
            overspending = f"{labels[balance.programme]} {balance.expenditure}: เกิน {_baht(-balance.unspent)}"
            yield Finding(
                OVERSPENT.id, "", SPENDING.slug, found=overspending, allowed=f"ไม่เกิน {_baht(balance.allotted)}"
            )


def _baht(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} บาท"
