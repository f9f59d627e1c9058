"""Claims and requests: support from local government, house rent, rent of temple land."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from helpers.forms.claims import (
    APPROVED,
    HOUSE_RENT,
    LAND_RENT,
    LUNCH,
    OTHER_PURPOSE,
    REFUSED,
    REQUESTED,
    SUPPORT_REQUESTS,
)
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.params.programmes.local_support import LUNCH as LUNCH_ITEM
from helpers.params.programmes.local_support import LocalSupportProgramme
from helpers.params.programmes.rent import RentProgramme
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.setting import Filled, Row, Setting, document
from helpers.systems.dmc.layouts import GRADES, LEVEL_OF_GRADE

STATES = (CLAIM_PAID, CLAIM_PAID, APPROVED, CLAIM_PAID, REQUESTED, CLAIM_PAID, APPROVED, REFUSED)
"""How requests stand, in turn."""
OFFICE = ""
CONTRACT_YEARS = 6


def support_requests(setting: Setting) -> Iterator[Filled]:
    """The requests to local government; what it pays is not the office's money, so nothing is to be spent."""
    for name, programme in setting.programmes(LocalSupportProgramme).items():
        asked = [*_lunches(setting, programme), *_other_requests(setting)]
        rows = [
            {"request_no": f"{number}/{setting.year}", **row, **_outcome(setting, number, row["amount_requested"])}
            for number, row in enumerate(asked, 1)
        ]
        yield Filled(SUPPORT_REQUESTS, name, rows)


def _outcome(setting: Setting, number: int, asked: object) -> Row:
    state = STATES[(number - 1) % len(STATES)]
    granted = {"amount_approved": asked, "document_no": document(300 + number, setting.year)}
    return {"state": state, **(granted if state in (APPROVED, CLAIM_PAID) else {})}


def _authority(school: int) -> str:
    return f"อบต.ตัวอย่าง {school // calibration.SCHOOLS_PER_AUTHORITY + 1}"


def _lunches(setting: Setting, programme: LocalSupportProgramme) -> Iterator[Row]:
    """Lunch for a term each, at schools whose size did not change between the counts."""
    eating = [place for place, grade in enumerate(GRADES) if LEVEL_OF_GRADE[grade] in programme.lunch_levels.levels]
    counts = [heads.pupils[:, eating].sum(axis=1).tolist() for heads in (setting.before, setting.after)]
    for school in setting.chosen(0, calibration.LUNCH_SHARE):
        before, after = (own[school] for own in counts)
        size = programme.lunch_sizes.size_of(after)
        rate = programme.rate(LUNCH_ITEM, size)
        dated = rate.on(setting.year.opens) if rate else None
        if not before or not after or programme.lunch_sizes.size_of(before) != size or not dated:
            continue
        pupils = min(before, after)
        for term, day in zip(
            calibration.LUNCH_TERMS,
            (date(setting.year.opens.year, 11, 14), date(setting.year.closes.year, 5, 20)),
            strict=True,
        ):
            yield {
                "local_government": _authority(school),
                "smis": setting.codes[school],
                "purpose": LUNCH,
                "description": term,
                "pupils": pupils,
                "days": calibration.LUNCH_DAYS,
                "amount_requested": pupils * calibration.LUNCH_DAYS * dated.value,
                "requested_on": day,
            }


def _other_requests(setting: Setting) -> Iterator[Row]:
    for school, (description, amount) in zip(
        setting.chosen(0.5, 0.5 + calibration.OTHER_SHARE), cycle(calibration.OTHER_REQUESTS), strict=False
    ):
        yield {
            "local_government": _authority(school),
            "smis": setting.codes[school],
            "purpose": OTHER_PURPOSE,
            "description": description,
            "amount_requested": Decimal(amount),
            "requested_on": date(setting.year.closes.year, 1, 15),
        }


def rents(setting: Setting) -> Iterator[Filled]:
    """House rent by claim, and rent of the land of deserted temples by contract."""
    for name, programme in setting.programmes(RentProgramme).items():
        if programme.form == HOUSE_RENT.slug:
            yield Filled(HOUSE_RENT, name, list(_house_claims(setting)), _house_cost)
        else:
            yield Filled(LAND_RENT, name, list(_land_contracts(setting)), _land_cost)


def _house_claims(setting: Setting) -> Iterator[Row]:
    """Claims within their ceilings that go on beyond the year; every seventh begins within it."""
    claims = max(calibration.HOUSE_LEAST, int(calibration.HOUSE_SHARE * len(setting.order)))
    opens = setting.year.opens
    for place, school in enumerate(islice(cycle(setting.order), claims)):
        ceiling = Decimal(calibration.HOUSE_CEILINGS[place % len(calibration.HOUSE_CEILINGS)])
        at_office = place % len(calibration.HOUSE_POSITIONS) > 1
        began = date(opens.year + 1, 1, 16) if place % 7 == 4 else opens.replace(year=opens.year - 1 - place % 3)
        yield {
            "claim_no": f"{place + 1}/{setting.year}",
            "smis": OFFICE if at_office else setting.codes[school],
            "position": calibration.HOUSE_POSITIONS[place % len(calibration.HOUSE_POSITIONS)],
            "kind": "ผ่อนชำระเงินกู้" if place % calibration.HOUSE_LOAN_EVERY == 2 else "เช่าบ้าน",
            "monthly_rent": ceiling - 100 * (place % 4),
            "monthly_ceiling": ceiling,
            "starts": began,
            "ends": began.replace(year=began.year + CONTRACT_YEARS) - timedelta(days=1),
            "document_no": document(500 + place, setting.year),
        }


def _house_cost(row: Row, _month: date, share: Decimal) -> Decimal:
    return min(Decimal(str(row["monthly_rent"])), Decimal(str(row["monthly_ceiling"]))) * share


def _land_contracts(setting: Setting) -> Iterator[Row]:
    contracts = max(calibration.LAND_LEAST, int(calibration.LAND_SHARE * len(setting.order)))
    opens = setting.year.opens
    for place, school in enumerate(islice(cycle(setting.order), contracts)):
        period, rent = calibration.LAND_RENTS[place % len(calibration.LAND_RENTS)]
        began = date(opens.year - 1, 1, 1)
        yield {
            "contract_no": f"{place + 1}/{setting.year.year - 2}",
            "smis": setting.codes[school],
            "temple": f"วัดตัวอย่าง {place + 1} (ร้าง)",
            "rent": Decimal(rent),
            "period": period,
            "starts": began,
            "ends": began.replace(year=began.year + CONTRACT_YEARS) - timedelta(days=1),
            "document_no": document(600 + place, setting.year),
        }


def _land_cost(row: Row, month: date, share: Decimal) -> Decimal:
    """A yearly rent is due in the month in which the contract's year begins."""
    began = row["starts"]
    assert isinstance(began, date)
    due = row["period"] == "รายเดือน" or began.month == month.month
    return Decimal(str(row["rent"])) * share if due else Decimal(0)
