"""The registers of allotments and spending: money for what the forms need, and what was paid until the books closed.

What the rules must find in the sums of the registers: money that does not suffice, is overspent, or waits.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

from helpers.forms.form import Form
from helpers.forms.registers import (
    ALLOTMENTS,
    ALLOTTED,
    ALLOTTED_MORE,
    COMMITTED,
    CORRECTED,
    DISBURSED,
    DISBURSEMENT_CORRECTED,
    RETURNED,
    SPENDING,
    WITHDRAWN,
)
from helpers.params.programmes.base import EXPENDITURES
from helpers.periods import buddhist_year
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.setting import ZERO, Filled, Need, Row, Setting, document, satang
from helpers.sample.files import Planted

SECOND_HALF, MONTHS_BOOKED = 6, 9
PAY_DAY = 26
SLIP = Decimal("10000.00")
"""What is booked wrongly once, and put right by another entry."""
INVESTMENT = EXPENDITURES[2]


class Book:
    """A register in the making."""

    def __init__(self, setting: Setting, first: int) -> None:
        self._setting, self._first = setting, first
        self._rows: list[Row] = []

    def enter(
        self, programme: str, day: date, entry: str, amount: Decimal, note: str = "", expenditure: str = ""
    ) -> None:
        """Add an entry, by default of the programme's own expenditure type; none for no money."""
        own = self._setting.params.programmes[programme]
        if amount:
            self._rows.append(
                {
                    "date": day,
                    "programme": programme,
                    "expenditure": expenditure or own.expenditure,
                    "output_code": own.codes.output,
                    "activity_code": own.codes.activity,
                    "source_code": own.codes.source(self._setting.year.year),
                    "entry": entry,
                    "amount": amount,
                    "note": note,
                }
            )

    def slip(self, programme: str, days: tuple[date, date], entries: tuple[str, str], note: str) -> None:
        """Book something wrongly and put it right."""
        for day, entry, amount, said in zip(days, entries, (SLIP, -SLIP), (note, f"แก้รายการที่{note}"), strict=True):
            self.enter(programme, day, entry, amount, said)

    def filled(self, form: Form) -> Filled:
        """The register: entries and the numbers of their documents by day."""
        rows = sorted(self._rows, key=lambda row: str(row["date"]))
        numbered = [
            {"document_no": document(self._first + number, self._setting.year), **row}
            for number, row in enumerate(rows)
        ]
        return Filled(form, form.slug, numbered)


def allotments(setting: Setting, needs: Mapping[str, Need], by_letter: Container[str]) -> Filled:
    """What each programme was allotted: by half-year, or by a letter for every month in which it is due."""
    book, months = Book(setting, 1), setting.year.months
    for name, need in needs.items():
        spans = [[month] for month in need] if name in by_letter else [months[:SECOND_HALF], months[SECOND_HALF:]]
        for span in spans:
            amount = _allotted(name, sum((need.get(month, ZERO) for month in span), ZERO))
            later = Decimal(calibration.ADDED_LATER.get(name, "0")) if span[0] == months[SECOND_HALF] else ZERO
            added = satang(amount * later)
            book.enter(name, span[0].replace(day=8), ALLOTTED, amount - added)
            book.enter(name, span[-1].replace(month=5, day=20), ALLOTTED_MORE, added)
        back = satang(sum(need.values(), ZERO) * Decimal(calibration.WITHDRAWN.get(name, "0")))
        book.enter(name, months[MONTHS_BOOKED - 1].replace(day=15), WITHDRAWN, -back)
    november = months[1]
    book.slip(next(iter(needs)), (november, november.replace(day=4)), (CORRECTED, CORRECTED), "ลงซ้ำ")
    capital = _capital(setting)
    if capital:
        book.enter(
            calibration.CAPITAL_UNDER, months[0].replace(day=21), ALLOTTED, capital, "ครุภัณฑ์และสิ่งก่อสร้าง", INVESTMENT
        )
    return book.filled(ALLOTMENTS)


def _allotted(programme: str, need: Decimal) -> Decimal:
    """Near the need, rounded up."""
    share = Decimal(calibration.ALLOTTED.get(programme, "1"))
    steps = (need * share / calibration.ROUND_UP_TO).to_integral_value(ROUND_CEILING)
    return satang(steps * calibration.ROUND_UP_TO)


def _capital(setting: Setting) -> Decimal:
    """Money for equipment and buildings of no programme; none where there is nothing to book it under."""
    hundreds = -(-len(setting.codes) // 100)
    return calibration.CAPITAL * hundreds if calibration.CAPITAL_UNDER in setting.params.programmes else ZERO


def spending(setting: Setting, needs: Mapping[str, Need], given: Mapping[str, Decimal]) -> Filled:
    """What was paid month by month until the end of the third quarter, and what contracts bind beyond it, as far as
    what was `given` reaches."""
    book, months = Book(setting, 100), setting.year.months
    closing = months[MONTHS_BOOKED - 1].replace(day=20)
    for name, need in needs.items():
        booked = months[: calibration.BEHIND.get(name, MONTHS_BOOKED)]
        for month in booked:
            note = f"เดือน {month.month}/{buddhist_year(month)}"
            book.enter(name, month.replace(day=PAY_DAY), DISBURSED, need.get(month, ZERO), note)
        if name in calibration.HIRES:
            spent = sum((need.get(month, ZERO) for month in booked), ZERO)
            ahead = min(sum(need.values(), ZERO), given[name]) - spent
            book.enter(name, closing, COMMITTED, max(ahead, ZERO), "สัญญาจ้างถึงสิ้นปี")
    first, january = next(iter(needs)), months[3]
    book.slip(first, (months[2].replace(day=29), january.replace(day=5)), (DISBURSED, RETURNED), "เบิกเกิน")
    wrong = (DISBURSEMENT_CORRECTED, DISBURSEMENT_CORRECTED)
    book.slip(first, (january.replace(day=12), january.replace(day=13)), wrong, "ลงผิดโครงการ")
    for turn, entry, share in calibration.CAPITAL_SPENT:
        amount = satang(_capital(setting) * Decimal(share))
        if amount:
            day = months[turn].replace(day=18)
            book.enter(calibration.CAPITAL_UNDER, day, entry, amount, "ครุภัณฑ์และสิ่งก่อสร้าง", INVESTMENT)
    return book.filled(SPENDING)


OVERSPENT = {"transfer": "budget.transfer.overspent", "disbursement": "budget.disbursement.above_allotted"}
"""By the kind of programme that looks at the registers."""
WAITING = {"disbursement": "budget.disbursement.behind"}


def planted_in_sums(setting: Setting, needs: Mapping[str, Need], given: Mapping[str, Decimal]) -> Iterator[Planted]:
    """One finding for each programme and rule; none of them belongs to a school or a row."""
    programmes = setting.params.programmes
    kinds = sorted({programme.kind for programme in programmes.values()})
    for name, need in needs.items():
        spent = sum((need.get(month, ZERO) for month in setting.year.months[:MONTHS_BOOKED]), ZERO)
        rules = [f"budget.{programmes[name].kind}.allotment_short"] * (name in calibration.SHORT)
        rules += [OVERSPENT[kind] for kind in kinds if kind in OVERSPENT and spent > given[name]]
        rules += [WAITING[kind] for kind in kinds if kind in WAITING and name in calibration.BEHIND]
        yield from (Planted(rule, str(setting.year), "", note=name) for rule in rules)
