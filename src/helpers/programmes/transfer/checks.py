"""The checks on transfers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.forms.registers import SPENDING, TRANSFERS
from helpers.params.programmes.transfer import TransferProgramme
from helpers.periods import thai_date_short
from helpers.programmes.form_rows import about
from helpers.programmes.transfer.amounts import OVERDRAWN as TOO_MUCH
from helpers.programmes.transfer.amounts import OVERDUE as LATE
from helpers.programmes.transfer.amounts import SAME, Balance, Followed, accepted
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped


def _rule(name: str, severity: Severity, title: str, remedy: str) -> Rule:
    """The office keeps the registers, so it puts everything right."""
    return Rule(f"budget.transfer.{name}", severity, title, remedy, Owner.AREA)


OVERDRAWN = _rule(
    "overdrawn",
    Severity.ERROR,
    "ขอโอนเกินเงินเหลือจ่ายของโครงการต้นทาง ข้อเสนอยังไม่ถูกนับ",
    "ลดจำนวนเงิน หรือยกเลิกข้อเสนอแล้วเสนอใหม่จากโครงการที่มีเงินเหลือจ่ายพอ",
)
SAME_PROGRAMME = _rule(
    "same_programme",
    Severity.ERROR,
    "โอนจากและไปโครงการเดียวกัน ข้อเสนอยังไม่ถูกนับ",
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
RULES = (OVERDRAWN, SAME_PROGRAMME, STEP_SKIPPED, STEP_OVERDUE, SUCCESS_UNKNOWN, OVERSPENT)


def check_trail(found: Sequence[Followed], programme: TransferProgramme) -> Iterator[Finding]:
    """What is wrong with proposals; cancelled ones and those after the closing day are not looked at."""
    for each in found:
        proposal, outcome = each.decided.proposal, each.decided.outcome
        place = (TRANSFERS, "", proposal.source)
        if outcome == TOO_MUCH:
            yield about(OVERDRAWN, *place, "amount", _baht(proposal.amount), f"ไม่เกิน {_baht(each.decided.free)}")
        if outcome == SAME:
            yield about(SAME_PROGRAMME, *place, "to_programme", proposal.taker)
        for step in each.skipped:
            yield about(STEP_SKIPPED, *place, "state", proposal.state, step)
        if each.timing == LATE and each.due:
            yield about(STEP_OVERDUE, *place, "state", each.waiting, f"ภายใน {thai_date_short(each.due)}")
    for decided in accepted(each.decided for each in found):
        if programme.success.of(decided.proposal.giver) == "unknown":
            yield about(
                SUCCESS_UNKNOWN, TRANSFERS, "", decided.proposal.source, "from_programme", decided.proposal.giver
            )


def check_balances(found: Iterable[Balance], labels: Mapping[str, str]) -> Iterator[Finding]:
    """Purses from which more was bound and spent than they hold."""
    for each in found:
        if each.unspent < 0:
            said = f"{labels[each.programme]} {each.expenditure}: เกิน {_baht(-each.unspent)}"
            yield Finding(OVERSPENT.id, "", SPENDING.slug, found=said, allowed=f"ไม่เกิน {_baht(each.allotted)}")


def _baht(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} บาท"
