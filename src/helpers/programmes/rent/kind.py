"""Rent as a kind of budget programme: house rent of officials, rent of the land of deserted temples."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from helpers.identifiers import area_block_code
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.rent import RentProgramme
from helpers.periods import FiscalYear
from helpers.programmes.allocation import MONEY, RATE, ZERO
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.registers import allotments_of, short_of
from helpers.programmes.rent.allocating import NOT_DUE, RentedClaim, exclusions, rent_findings, rent_rows, rented_claims
from helpers.programmes.rent.amounts import ITEMS, check_example, claims_of
from helpers.programmes.rent.checks import ALLOTMENT_SHORT, RULES
from helpers.tables.graph import Origin
from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, text, with_row_keys

OUTCOMES = FULL, CAPPED, NOTHING = ("จ่ายเต็มตามสัญญา", "จ่ายเท่าวงเงินสิทธิ", NOT_DUE)
STANDINGS = GOES_ON, ENDS = ("ต่อเนื่องหลังปีงบประมาณนี้", "สิ้นสุดในหรือก่อนปีงบประมาณนี้")
CLAIMS = TableSchema(
    "claims",
    "หนึ่งสิทธิหรือหนึ่งสัญญาในแบบ",
    (
        text("smis", "รหัสโรงเรียน หรือรหัสเขตถ้าเป็นของสำนักงานเขตเอง", PUBLIC),
        text("number", "เลขที่สิทธิหรือเลขที่สัญญา", CONFIDENTIAL),
        text("claim", "สิทธิหรือสัญญา", CONFIDENTIAL),
        text("item", "รายการ", PUBLIC),
        Field("rent", RATE, "ค่าเช่าต่อเดือนหรือต่อปีตามสัญญา", CONFIDENTIAL, "บาท"),
        Field("ceiling", RATE, "วงเงินสิทธิต่อเดือน (ว่างสำหรับที่ดิน)", CONFIDENTIAL, "บาท", nullable=True),
        Field("starts", pa.date32(), "วันเริ่ม (ค.ศ.)", CONFIDENTIAL),
        Field("ends", pa.date32(), "วันสิ้นสุด (ค.ศ. ว่างถ้าไม่มีกำหนด)", CONFIDENTIAL, nullable=True),
        Field("due", MONEY, "ค่าเช่าของปีงบประมาณ", OFFICE_ONLY, "บาท"),
        Field("paid", MONEY, "ค่าเช่าที่จ่าย", OFFICE_ONLY, "บาท"),
        Field("above", MONEY, "ค่าเช่าที่เกินวงเงินสิทธิ", OFFICE_ONLY, "บาท"),
        text("outcome", "ผล", OFFICE_ONLY, allowed=OUTCOMES),
        text("standing", "อายุสัญญา", OFFICE_ONLY, allowed=STANDINGS),
        *ROW_KEYS,
    ),
    unique=("number",),
    rows=OFFICE_ONLY,
)


class RentKind:
    """The kind."""

    name = "rent"
    title = "ค่าเช่าบ้านและค่าเช่าที่ดิน"
    example = "house-rent"
    allocates = True
    in_budget = True
    schemas: tuple[TableSchema, ...] = (CLAIMS,)
    rules = RULES
    sufficient: tuple[str, ...] = ()
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """The claims of house rent, or the contracts on land."""
        return _rent(programme).form

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """What was allotted."""
        return allotments_of(year)

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Items as the form lists them; a tranche is a half."""
        halves = {"half": HALF_TITLES, "tranche": HALF_TITLES}
        return {"item": ITEMS[_rent(programme).form], "outcome": OUTCOMES, "standing": STANDINGS, **halves}

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """How broken months are paid, and what stands behind the amounts."""
        rent = _rent(programme)
        usual = (("ช่วงของวงเงินสิทธิค่าเช่าบ้าน", rent.entitlements),) if rent.entitlements else ()
        return (("การจ่ายเดือนที่ไม่เต็ม", rent.broken_months), ("ยอดเงินตามสัญญา", rent.contract_amounts), *usual)

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """Every claim by its own amounts, and the allotment held against them."""
        programme = _rent(inputs.programme)
        claims = claims_of(programme.form, inputs.form)
        rented = rented_claims(claims, programme, inputs.in_year.halves.halves)
        needed = sum((each.paid for each in rented), ZERO)
        findings = (*rent_findings(rented, programme, inputs.year), *short_of(ALLOTMENT_SHORT, inputs, needed))
        tables = {"claims": _claim_frame(rented, inputs.year, inputs.params)}
        return Allocated(tuple(rent_rows(rented, programme)), tuple(exclusions(rented)), findings, tables)


def _rent(programme: Programme) -> RentProgramme:
    assert isinstance(programme, RentProgramme)
    return programme


def _claim_frame(rented: Sequence[RentedClaim], year: FiscalYear, params: Params) -> pd.DataFrame:
    office = area_block_code(params.office.area_code)
    names = [field.name for field in CLAIMS.fields if field.name != "row_key"]
    rows = [
        (
            rented_claim.claim.smis or office,
            rented_claim.claim.number,
            f"{_school_or_office(rented_claim.claim.smis, params)} {rented_claim.claim.payee}",
            rented_claim.claim.item,
            rented_claim.claim.rent.rent,
            rented_claim.claim.rent.ceiling,
            rented_claim.claim.rent.opens,
            rented_claim.claim.rent.closes,
            rented_claim.due,
            rented_claim.paid,
            rented_claim.above,
            _outcome(rented_claim),
            _standing(rented_claim, year),
            rented_claim.claim.source.delivery,
            rented_claim.claim.source.sheet,
            rented_claim.claim.source.row,
        )
        for rented_claim in rented
    ]
    return with_row_keys(pd.DataFrame(rows, columns=names).astype({"row": "int64"}))


def _school_or_office(smis: str, params: Params) -> str:
    """The school by name, by its code where the list does not have it; the office for no school."""
    if not smis:
        return params.office.short_name
    return params.schools[smis].name if smis in params.schools else smis


def _outcome(rented: RentedClaim) -> str:
    return (CAPPED if rented.above else FULL) if rented.parts else NOTHING


def _standing(rented: RentedClaim, year: FiscalYear) -> str:
    ends = rented.claim.rent.closes
    return ENDS if ends and ends <= year.closes else GOES_ON


KIND = RentKind()
