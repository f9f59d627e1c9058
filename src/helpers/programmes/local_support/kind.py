"""A year of requests: what those that were granted come to, and which were left out and why.

Support from local authorities as a kind of budget programme.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd

from helpers.forms.claims import APPROVED, LUNCH, OTHER_PURPOSE, REFUSED, REQUESTED, SUPPORT_REQUESTS
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams, Half
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.local_support import LocalSupportProgramme
from helpers.periods import FiscalYear, Round, thai_date_short
from helpers.programmes.allocation import MONEY, RATE, ZERO, AllocationRow, Excluded
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.local_support.amounts import (
    Assessed,
    Request,
    SchoolEnrolment,
    SupportTerms,
    check_example,
    enrolled_by_school,
    requests_of,
)
from helpers.programmes.local_support.checks import RULES, check_requests
from helpers.tables.graph import Origin
from helpers.tables.schemas import (
    CONFIDENTIAL,
    OFFICE_ONLY,
    PUBLIC,
    ROW_KEYS,
    Field,
    TableSchema,
    count,
    text,
    with_row_keys,
)
from helpers.thai import grouped

NOT_GRANTED = "ไม่อนุมัติ"
PENDING = "รอผลการพิจารณา"


def support_rows(assessed: Iterable[Assessed], terms: SupportTerms, halves: Sequence[Half]) -> Iterator[AllocationRow]:
    """One row for every request that was granted. A school's pupils are counted once, with its largest request."""
    granted = (each for each in assessed if each.request.granted and not each.obstacle)
    for _, school in groupby(granted, lambda each: each.request.smis):
        rows = [_row(each, terms, halves) for each in school]
        largest = max(rows, key=lambda row: row.headcount)
        yield from (replace(row, counted=row.headcount) if row is largest else row for row in rows)


def left_out(assessed: Iterable[Assessed]) -> Iterator[Excluded]:
    """Requests that were refused, that wait, or that cannot be computed; the amount is what they would come to, or
    what was asked where that cannot be said."""
    for assessment in assessed:
        request = assessment.request
        if not request.granted or assessment.obstacle:
            yield Excluded(
                request.smis,
                _reason(assessment),
                request.pupils or 0,
                request.source,
                f"คำขอ {request.number} {request.purpose} {request.authority}",
                request.asked if assessment.obstacle else assessment.due,
            )


def _reason(assessment: Assessed) -> str:
    if assessment.request.granted:
        return assessment.obstacle
    return NOT_GRANTED if assessment.request.state == REFUSED else PENDING


def _row(assessment: Assessed, terms: SupportTerms, halves: Sequence[Half]) -> AllocationRow:
    request, half = assessment.request, _half(assessment.request, halves)
    source = assessment.rate or terms.programme.request_amounts
    return AllocationRow(
        smis=request.smis,
        payee=request.authority,
        item=request.purpose,
        tranche=half,
        half=half,
        quantity=assessment.quantity,
        quantity_unit="คน-วัน" if request.is_lunch else "คำขอ",
        rate=assessment.price,
        rate_unit="บาท/คน/วัน" if request.is_lunch else "บาท/คำขอ",
        reference=source.reference,
        status=source.status,
        rule=_rule_text(assessment),
        source=request.source,
        headcount=request.pupils or 0,
        request_number=request.number,
        request_state=request.state,
        further_sources=assessment.counted.keys if assessment.counted and request.is_lunch else (),
    )


def _half(request: Request, halves: Sequence[Half]) -> str:
    """The half in which the request was made; what was asked for before the year counts in its first half."""
    first, second = halves
    return first.title if request.asked_on < second.opens else second.title


def _rule_text(assessment: Assessed) -> str:
    request = assessment.request
    if not request.is_lunch:
        return (
            f"{request.purpose} {request.description} ตามที่ขอ คำขอ {request.number} {thai_date_short(request.asked_on)}"
        )
    size = f"DMC {assessment.counted.pupils} คน" if assessment.counted else f"ตามคำขอ {request.pupils} คน ไม่มีข้อมูล DMC"
    price = f"{grouped(assessment.price, 2)} บาท ขนาด {assessment.size} ({size})"
    return f"{request.purpose} {request.pupils} คน × {request.days} วัน × {price}"


ROUNDS = ("term_2", "term_1")
"""The year's rounds by the kind's own names, the older one first."""
ITEMS = (LUNCH, OTHER_PURPOSE)
STATES = (REQUESTED, APPROVED, CLAIM_PAID, REFUSED)
REQUESTS = TableSchema(
    "requests",
    "หนึ่งคำขอในทะเบียน",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("number", "เลขที่คำขอ", CONFIDENTIAL),
        text("request", "คำขอ", CONFIDENTIAL),
        text("authority", "องค์กรปกครองส่วนท้องถิ่น", PUBLIC),
        text("item", "วัตถุประสงค์", PUBLIC, allowed=ITEMS),
        text("state", "สถานะ", PUBLIC, allowed=STATES),
        text("lunch_size", "ขนาดตามอัตราอาหารกลางวัน", PUBLIC),
        count("pupils", "นักเรียนตามคำขอ", "คน", OFFICE_ONLY, nullable=True),
        count("days", "จำนวนวัน", "วัน", PUBLIC, nullable=True),
        Field("rate", RATE, "อัตรา (ว่างถ้าไม่ใช้อัตรา)", PUBLIC, "บาท", nullable=True),
        Field("asked", MONEY, "เงินที่ขอ", OFFICE_ONLY, "บาท"),
        Field("due", MONEY, "เงินตามอัตรา หรือตามที่ขอถ้าไม่มีอัตรา (0 ถ้าคิดไม่ได้)", OFFICE_ONLY, "บาท"),
        Field("approved", MONEY, "เงินที่อนุมัติ (0 ถ้ายังไม่อนุมัติ)", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    unique=("number",),
    persons="pupils",
)


class LocalSupportKind:
    """The kind."""

    name = "local_support"
    title = "การขอรับการสนับสนุนจากองค์กรปกครองส่วนท้องถิ่น"
    example = "local-support"
    allocates = True
    in_budget = False
    schemas: tuple[TableSchema, ...] = (REQUESTS,)
    rules = RULES
    sufficient: tuple[str, ...] = ()
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """The register of requests."""
        return SUPPORT_REQUESTS.slug

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The two DMC rounds of the year, for the size of schools."""
        rounds = (in_year.rounds.term_2, in_year.rounds.term_1)
        return {name: ("dmc", Round.parse(each)) for name, each in zip(ROUNDS, rounds, strict=True)}

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Purposes and states as the form lists them, sizes as the rates do; a tranche is a half."""
        sizes = tuple(band.size for band in _support(programme).lunch_sizes.bands)
        return {"item": ITEMS, "state": STATES, "lunch_size": sizes, "half": HALF_TITLES, "tranche": HALF_TITLES}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """The settings of the lunch, what stands behind other amounts, and the rounds that give the sizes."""
        support = _support(programme)
        return (
            ("วันเรียนทั้งปี", support.school_days),
            ("ช่วงขนาดโรงเรียนของอัตราอาหารกลางวัน", support.lunch_sizes),
            ("ระดับที่ได้รับอาหารกลางวัน", support.lunch_levels),
            ("ยอดเงินของรายการที่ไม่มีอัตรา", support.request_amounts),
            ("รอบ DMC ของปี", in_year.rounds),
        )

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every request by the rules of the day on which the fiscal year opens."""
        programme = _support(inputs.programme)
        terms = SupportTerms(programme, inputs.year.opens, tuple(_enrolled(inputs, programme)))
        assessed = [terms.assess(request) for request in requests_of(inputs.form)]
        rows = tuple(support_rows(assessed, terms, inputs.in_year.halves.halves))
        findings = tuple(check_requests(assessed, terms))
        return Allocated(
            rows, tuple(left_out(assessed)), findings, {"requests": _request_frame(assessed, inputs.params)}
        )


def _support(programme: Programme) -> LocalSupportProgramme:
    assert isinstance(programme, LocalSupportProgramme)
    return programme


def _enrolled(inputs: ProgrammeInputs, programme: LocalSupportProgramme) -> Iterator[Mapping[str, SchoolEnrolment]]:
    """The pupils of every round that was received, the oldest first."""
    for name in ROUNDS:
        enrolment = inputs.table(name, "enrolment")
        if enrolment is not None:
            yield enrolled_by_school(enrolment, programme.lunch_levels.levels)


def _request_frame(assessed: Sequence[Assessed], params: Params) -> pd.DataFrame:
    names = [field.name for field in REQUESTS.fields if field.name != "row_key"]
    rows = [
        (
            assessment.request.smis,
            assessment.request.number,
            f"{_school(assessment.request.smis, params)} {assessment.request.number} {assessment.request.purpose}",
            assessment.request.authority,
            assessment.request.purpose,
            assessment.request.state,
            assessment.size,
            assessment.request.pupils,
            assessment.request.days,
            assessment.rate.value if assessment.rate else None,
            assessment.request.asked,
            assessment.due,
            assessment.request.approved or ZERO,
            assessment.request.source.delivery,
            assessment.request.source.sheet,
            assessment.request.source.row,
        )
        for assessment in assessed
    ]
    types = {"pupils": "Int64", "days": "Int64", "row": "int64"}
    return with_row_keys(pd.DataFrame(rows, columns=names).astype(types))


def _school(smis: str, params: Params) -> str:
    """The school by name, by its code where the list does not have it."""
    return params.schools[smis].name if smis in params.schools else smis


KIND = LocalSupportKind()
