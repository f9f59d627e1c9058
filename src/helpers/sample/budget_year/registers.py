"""The registers of allotments and spending: money for what the forms need, and what was paid until the books closed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

from helpers.collection.forms.registers import (
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
from helpers.periods import buddhist_year
from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.filled import ZERO, Filled, Need, Row, document, satang
from helpers.sample.budget_year.setting import Setting

SECOND_HALF = 6
MONTHS_BOOKED = 9
PAY_DAY = 26
SLIP = Decimal("10000.00")
"""What is booked wrongly once, and put right by another entry."""


class Book:
    """Entries of a register, each with the next document number."""

    def __init__(self, setting: Setting, first: int) -> None:
        self._setting, self._number = setting, first
        self.rows: list[Row] = []

    def enter(self, programme: str, day: date, entry: str, amount: Decimal, note: str = "") -> None:
        """Add an entry; none for no money."""
        if not amount:
            return
        own = self._setting.params.programmes[programme]
        self.rows.append(
            {
                "date": day,
                "document_no": document(self._number, self._setting.year),
                "programme": programme,
                "expenditure": own.expenditure,
                "output_code": own.codes.output,
                "activity_code": own.codes.activity,
                "source_code": own.codes.source(self._setting.year.year),
                "entry": entry,
                "amount": amount,
                "note": note,
            }
        )
        self._number += 1

    def filled(self) -> list[Row]:
        """The entries by day, as a register grows."""
        return sorted(self.rows, key=lambda row: str(row["date"]))


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
    first = next(iter(needs))
    book.enter(first, months[1].replace(day=3), CORRECTED, SLIP, "ลงซ้ำ")
    book.enter(first, months[1].replace(day=4), CORRECTED, -SLIP, "แก้รายการที่ลงซ้ำ")
    return Filled(ALLOTMENTS, ALLOTMENTS.slug, book.filled())


def _allotted(programme: str, need: Decimal) -> Decimal:
    """Near the need, rounded up."""
    share = Decimal(calibration.ALLOTTED.get(programme, "1"))
    steps = (need * share / calibration.ROUND_UP_TO).to_integral_value(ROUND_CEILING)
    return satang(steps * calibration.ROUND_UP_TO)


def spending(setting: Setting, needs: Mapping[str, Need]) -> Filled:
    """What was paid month by month until the end of the third quarter, and what is bound by contracts beyond it."""
    book, months = Book(setting, 100), setting.year.months
    for name, need in needs.items():
        for month in months[: calibration.BEHIND.get(name, MONTHS_BOOKED)]:
            note = f"เดือน {month.month}/{buddhist_year(month)}"
            book.enter(name, month.replace(day=PAY_DAY), DISBURSED, need.get(month, ZERO), note)
        if name in calibration.BOUND:
            ahead = sum((need.get(month, ZERO) for month in months[MONTHS_BOOKED:]), ZERO)
            book.enter(name, months[MONTHS_BOOKED - 1].replace(day=20), COMMITTED, ahead, "สัญญาจ้างถึงสิ้นปี")
    first = next(iter(needs))
    book.enter(first, months[2].replace(day=PAY_DAY), DISBURSED, SLIP, "เบิกเกิน")
    book.enter(first, months[3].replace(day=5), RETURNED, -SLIP, "ส่งคืนเงินที่เบิกเกิน")
    book.enter(first, months[4].replace(day=2), DISBURSEMENT_CORRECTED, SLIP, "ลงผิดโครงการ")
    book.enter(first, months[4].replace(day=3), DISBURSEMENT_CORRECTED, -SLIP, "แก้รายการที่ลงผิดโครงการ")
    return Filled(SPENDING, SPENDING.slug, book.filled())
