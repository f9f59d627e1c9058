"""Checks of the requests to local governments: what is wrong or unusual about them. Findings change no amounts."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from helpers.forms.claims import REFUSED, SUPPORT_REQUESTS
from helpers.programmes.form_rows import cell_finding
from helpers.programmes.local_support.amounts import IMPOSSIBLE, NOT_RATED, Assessed, Request, SupportTerms
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.thai import grouped


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
    "จำนวนนักเรียนหรือจำนวนวันเป็นไปไม่ได้ ยังไม่คำนวณเงินของคำขอ",
    "แก้จำนวนนักเรียนและจำนวนวันในทะเบียนคำขอ",
)
NO_RATE = _rule(
    "no_rate",
    Severity.ERROR,
    "ไม่มีอัตราอาหารกลางวันที่ใช้ในปีงบประมาณนี้ ยังไม่คำนวณเงินของคำขอ",
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


def check_requests(assessed: Sequence[Assessed], terms: SupportTerms) -> Iterator[Finding]:
    """The findings in requests that were not refused, in the order of `assessed`, which is sorted by school."""
    considered = [assessment for assessment in assessed if assessment.request.state != REFUSED]
    for assessment in considered:
        yield from _computed(assessment)
        yield from _against_dmc(assessment, terms)
    yield from _repeated([assessment.request for assessment in considered])
    for _, school in groupby(considered, lambda assessment: assessment.request.smis):
        yield from _days(list(school), terms)


def _finding(rule: Rule, request: Request, column: str, value: str, allowed: str = "") -> Finding:
    return cell_finding(rule, SUPPORT_REQUESTS, request.smis, request.source, column, value, allowed)


def _computed(assessment: Assessed) -> Iterator[Finding]:
    request = assessment.request
    if assessment.obstacle == IMPOSSIBLE:
        yield _finding(COUNT_IMPOSSIBLE, request, "days", f"{request.pupils} คน × {request.days} วัน")
    if assessment.obstacle == NOT_RATED:
        yield _finding(NO_RATE, request, "purpose", assessment.size)
    if assessment.obstacle:
        return
    if request.asked != assessment.due:
        allowed = f"{grouped(assessment.quantity)} × {grouped(assessment.price, 2)} = {grouped(assessment.due, 2)}"
        yield _finding(AMOUNT_DIFFERS, request, "amount_requested", grouped(request.asked, 2), allowed)
    least = min(request.asked, assessment.due)
    if request.granted and request.approved is not None and request.approved < least:
        yield _finding(APPROVED_LESS, request, "amount_approved", grouped(request.approved, 2), grouped(least, 2))


def _against_dmc(assessment: Assessed, terms: SupportTerms) -> Iterator[Finding]:
    """Compare with the larger count of the year's rounds, since a request may be based on either of them."""
    request, most = assessment.request, _most_enrolled(assessment.request.smis, terms)
    if request.is_lunch and most is not None and (request.pupils or 0) > most:
        yield _finding(PUPILS_ABOVE_DMC, request, "pupils", f"{request.pupils} คน", f"ไม่เกิน {most} คน")


def _repeated(requests: Sequence[Request]) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], Request] = {}
    for request in requests:
        same = request.smis, request.purpose, "".join(request.description.split())
        if same in seen:
            yield _finding(REPEATED, request, "purpose", request.purpose, f"เหมือนคำขอ {seen[same].number}")
        seen.setdefault(same, request)


def _days(school: Sequence[Assessed], terms: SupportTerms) -> Iterator[Finding]:
    """More school days than the year has, in one request, or in all requests of the school together."""
    most = terms.programme.school_days.days
    lunches = [each.request for each in school if each.request.is_lunch and not each.obstacle]
    long = [request for request in lunches if (request.days or 0) > most]
    for request in long:
        yield _finding(DAYS_ABOVE_YEAR, request, "days", f"{request.days} วัน", f"ไม่เกิน {most} วัน")
    enrolled = _most_enrolled(school[0].request.smis, terms)
    if long or not lunches or enrolled is None:
        return
    fed = max(enrolled, *(request.pupils or 0 for request in lunches))
    asked = sum((request.pupils or 0) * (request.days or 0) for request in lunches)
    if asked > fed * most:
        total = f"รวมทุกคำขอ {grouped(asked)} คน-วัน"
        yield _finding(DAYS_ABOVE_YEAR, lunches[-1], "days", total, f"ไม่เกิน {fed} คน × {most} วัน")


def _most_enrolled(smis: str, terms: SupportTerms) -> int | None:
    """The larger count of the year's rounds; None where no round has the school."""
    return max((enrolled[smis].pupils for enrolled in terms.rounds if smis in enrolled), default=None)
