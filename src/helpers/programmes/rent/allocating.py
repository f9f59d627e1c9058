"""A year of rents: the allocation rows of every claim, the exclusions with their reasons, and the findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from helpers.forms.definitions import FORMS
from helpers.params.fiscal_years import Half
from helpers.params.programmes.rent import RentProgramme
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import ONE, ZERO, AllocationRow, Excluded
from helpers.programmes.form_rows import cell_finding
from helpers.programmes.rent.amounts import Claim, RentPart, rent_parts
from helpers.programmes.rent.checks import ABOVE_CEILING, CONTRACTS_OVERLAP, ENDS_IN_YEAR, ENTITLEMENT_UNUSUAL
from helpers.tables.findings import Finding
from helpers.thai import grouped

ABOVE = "ส่วนที่เกินวงเงินสิทธิ"
NOT_DUE = "ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้"
_MONTH_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class RentedClaim:
    """A claim and its rent in the year; `parts` is empty where nothing is due."""

    claim: Claim
    parts: tuple[RentPart, ...]

    @property
    def due(self) -> Decimal:
        """The whole rent of the year, baht."""
        return sum((part.due for part in self.parts), ZERO)

    @property
    def paid(self) -> Decimal:
        """The part of it that the office pays, baht."""
        return sum((part.paid for part in self.parts), ZERO)

    @property
    def above(self) -> Decimal:
        """The part of it above the ceiling, baht."""
        return self.due - self.paid


def rented_claims(claims: Sequence[Claim], programme: RentProgramme, halves: Sequence[Half]) -> tuple[RentedClaim, ...]:
    """The rent of every claim in the year, in their order."""
    rule = programme.broken_months.rule
    return tuple(RentedClaim(claim, rent_parts(claim.rent, halves, rule)) for claim in claims)


def rent_rows(rented: Sequence[RentedClaim], programme: RentProgramme) -> Iterator[AllocationRow]:
    """One row for every run of months or contract year. A claim of house rent counts one person, a land contract
    none."""
    person = int(programme.form == "house_rent")
    for rented_claim in rented:
        rows = [_row(rented_claim.claim, part, programme) for part in rented_claim.parts]
        for number, row in enumerate(rows):
            yield replace(row, counted=person * (number == 0), headcount=person)


def exclusions(rented: Sequence[RentedClaim]) -> Iterator[Excluded]:
    """The claims without any rent due in the year, and the part above the ceiling of the others."""
    for rented_claim in rented:
        claim = rented_claim.claim
        if not rented_claim.parts:
            yield Excluded(claim.smis, NOT_DUE, 1, claim.source, f"{claim.payee} {_held(claim)}")
        elif rented_claim.above:
            rent, ceiling = _baht(claim.rent.rent), _baht(claim.rent.payable)
            detail = f"{claim.payee} ค่าเช่า {rent} บาท วงเงินสิทธิ {ceiling} บาท"
            yield Excluded(claim.smis, ABOVE, 1, claim.source, detail, rented_claim.above)


def rent_findings(rented: Sequence[RentedClaim], programme: RentProgramme, year: FiscalYear) -> Iterator[Finding]:
    """The findings in claims and contracts; they change no amounts."""
    form = FORMS[programme.form]
    for rented_claim in rented:
        claim, ends = rented_claim.claim, rented_claim.claim.rent.closes
        if rented_claim.above:
            shown_rent, most = _baht(claim.rent.rent), f"ไม่เกิน {_baht(claim.rent.payable)}"
            yield cell_finding(ABOVE_CEILING, form, claim.smis, claim.source, "monthly_rent", shown_rent, most)
        ceiling, usual = claim.rent.ceiling, programme.entitlements
        if rented_claim.parts and ceiling is not None and usual and not usual.least <= ceiling <= usual.most:
            window = f"{_baht(usual.least)} ถึง {_baht(usual.most)}"
            yield cell_finding(
                ENTITLEMENT_UNUSUAL, form, claim.smis, claim.source, "monthly_ceiling", _baht(ceiling), window
            )
        if rented_claim.parts and ends and ends <= year.closes:
            yield cell_finding(ENDS_IN_YEAR, form, claim.smis, claim.source, "ends", thai_date_short(ends))
    for claim, earlier in _overlapping([each.claim for each in rented if each.claim.temple]):
        allowed = f"สัญญา {earlier.number} {_held(earlier)}"
        yield cell_finding(CONTRACTS_OVERLAP, form, claim.smis, claim.source, "starts", _held(claim), allowed)


def _row(claim: Claim, part: RentPart, programme: RentProgramme) -> AllocationRow:
    unit = "ปีสัญญา" if claim.rent.yearly else "เดือน"
    source = programme.contract_amounts
    return AllocationRow(
        smis=claim.smis,
        payee=claim.payee,
        item=claim.item,
        tranche=part.half,
        half=part.half,
        quantity=Decimal(part.quantity),
        quantity_unit=unit,
        rate=claim.rent.payable,
        rate_unit=f"บาท/{unit}",
        share=part.share,
        months=part.months.quantize(_MONTH_PLACES, ROUND_HALF_UP),
        reference=source.reference,
        status=source.status,
        rule=_computation(claim, part, unit),
        source=claim.source,
    )


def _computation(claim: Claim, part: RentPart, unit: str) -> str:
    """`ค่าเช่า 3,500.00 บาท จ่ายไม่เกินสิทธิ 3,000.00 บาท × 6 เดือน (1 ต.ค. 2568 – 31 มี.ค. 2569) ตามเอกสาร ทส 1`."""
    capped = f" จ่ายไม่เกินสิทธิ {_baht(claim.rent.payable)} บาท" if claim.rent.payable < claim.rent.rent else ""
    share = "" if part.share == ONE else f" × {part.share} ของ{unit}"
    days = f"{thai_date_short(part.opens)} – {thai_date_short(part.closes)}"
    return (
        f"{claim.item} {_baht(claim.rent.rent)} บาท{capped} × {part.quantity} {unit}{share} ({days}) "
        f"ตามเอกสาร {claim.document}"
    )


def _overlapping(contracts: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of contracts of one school for the land of one temple, the first of which begins before the second ends."""
    ordered = sorted(contracts, key=lambda each: (each.smis, each.temple, each.rent.opens, each.number))
    for _, group in groupby(ordered, lambda each: (each.smis, each.temple)):
        latest: Claim | None = None
        for claim in group:
            if latest and claim.rent.opens <= _last_day(latest):
                yield claim, latest
            if latest is None or _last_day(claim) > _last_day(latest):
                latest = claim


def _last_day(claim: Claim) -> date:
    return claim.rent.closes or date.max


def _held(claim: Claim) -> str:
    closes = thai_date_short(claim.rent.closes) if claim.rent.closes else "ไม่มีกำหนดสิ้นสุด"
    return f"{thai_date_short(claim.rent.opens)} – {closes}"


def _baht(amount: Decimal) -> str:
    return grouped(amount, 2)
