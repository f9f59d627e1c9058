"""The registers of allotments and spending: money for what the forms need, the payments up to the closing day, and the
findings to be expected in their sums (allotments that are too small, overspent or not spent)."""

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
from helpers.sample.budget_year.setting import ZERO, FilledForm, Need, Row, Setting, document, satang
from helpers.sample.files import Planted

SECOND_HALF, MONTHS_BOOKED = 6, 9
PAY_DAY = 26
SLIP = Decimal("10000.00")
"""The amount of a wrong entry, which another entry corrects."""
INVESTMENT = EXPENDITURES[2]


class Book:
    """A register to which entries are added."""

    def __init__(self, setting: Setting, first: int) -> None:
        self._setting, self._first = setting, first
        self._rows: list[Row] = []

    def enter(
        self, programme: str, day: date, entry: str, amount: Decimal, note: str = "", expenditure: str = ""
    ) -> None:
        """Add an entry, by default with the programme's expenditure type; no entry for an amount of zero."""
        booked_programme = self._setting.params.programmes[programme]
        if amount:
            self._rows.append(
                {
                    "date": day,
                    "programme": programme,
                    "expenditure": expenditure or booked_programme.expenditure,
                    "output_code": booked_programme.codes.output,
                    "activity_code": booked_programme.codes.activity,
                    "source_code": booked_programme.codes.source(self._setting.year.year),
                    "entry": entry,
                    "amount": amount,
                    "note": note,
                }
            )

    def slip(self, programme: str, days: tuple[date, date], entries: tuple[str, str], note: str) -> None:
        """Add a wrong entry and its correction."""
        for day, entry, amount, entry_note in zip(
            days, entries, (SLIP, -SLIP), (note, f"แก้รายการที่{note}"), strict=True
        ):
            self.enter(programme, day, entry, amount, entry_note)

    def filled(self, form: Form) -> FilledForm:
        """The register: its entries by day, with consecutive document numbers."""
        rows = sorted(self._rows, key=lambda row: str(row["date"]))
        numbered = [
            {"document_no": document(self._first + number, self._setting.year), **row}
            for number, row in enumerate(rows)
        ]
        return FilledForm(form, form.slug, numbered)


def allotments(setting: Setting, needs: Mapping[str, Need], by_letter: Container[str]) -> FilledForm:
    """The register of allotments: by half-year, or for the programmes in `by_letter` for every month with a need."""
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
    """The allotment for a need: the calibrated share of it, rounded up."""
    share = Decimal(calibration.ALLOTTED.get(programme, "1"))
    steps = (need * share / calibration.ROUND_UP_TO).to_integral_value(ROUND_CEILING)
    return satang(steps * calibration.ROUND_UP_TO)


def _capital(setting: Setting) -> Decimal:
    """Money for equipment and buildings that belongs to no programme; zero where the programme for booking it is
    missing."""
    hundreds = -(-len(setting.codes) // 100)
    return calibration.CAPITAL * hundreds if calibration.CAPITAL_UNDER in setting.params.programmes else ZERO


def spending(setting: Setting, needs: Mapping[str, Need], given: Mapping[str, Decimal]) -> FilledForm:
    """The register of spending: the payments of each month to the end of the third quarter, and the commitments of
    contracts after it, up to the allotment (`given`)."""
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
"""The rule by the kind of programme that checks the registers."""
WAITING = {"disbursement": "budget.disbursement.behind"}


def planted_in_sums(setting: Setting, needs: Mapping[str, Need], given: Mapping[str, Decimal]) -> Iterator[Planted]:
    """The findings to be expected in the sums, one for each programme and rule, without a school or a row."""
    programmes = setting.params.programmes
    kinds = sorted({programme.kind for programme in programmes.values()})
    for name, need in needs.items():
        spent = sum((need.get(month, ZERO) for month in setting.year.months[:MONTHS_BOOKED]), ZERO)
        rules = [f"budget.{programmes[name].kind}.allotment_short"] * (name in calibration.SHORT)
        rules += [OVERSPENT[kind] for kind in kinds if kind in OVERSPENT and spent > given[name]]
        rules += [WAITING[kind] for kind in kinds if kind in WAITING and name in calibration.BEHIND]
        yield from (Planted(rule, str(setting.year), "", note=name) for rule in rules)
