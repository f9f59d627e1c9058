"""Planting defects in filled-in forms, each in some cells of one row: those that reading a form must find (bad cells,
contradictory rows, duplicate rows), and those that the rules of programmes must find (pay that differs from the rate,
wrong amounts, overlapping terms)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from helpers.forms.claims import APPROVED, LUNCH, REQUESTED
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.forms.recognition import DATA_SHEET, FIRST_ROW
from helpers.forms.registers import ALLOTTED, BY_GOVERNOR, DISBURSED, WITHDRAWN
from helpers.identifiers import SMIS
from helpers.periods import FiscalYear
from helpers.sample.budget_year.setting import FilledForm, Row
from helpers.sample.budget_year.transfers import OVERDRAWN
from helpers.sample.files import CONSEQUENCE, Planted
from helpers.sample.people import citizen_numbers

LEFT_OUT, DUPLICATE, REPEATED = "form.row.left_out", "form.row.duplicate", "form.row.repeated"
Spoil = Callable[[Row, Row], object]
"""A function that gives the new content of a cell from its row and the row above."""


class FormDefect(NamedTuple):
    """A defect of one row: the rule that finds it, the programme or register, and the changes by column. The rule
    REPEATED has no changes: the whole row is repeated at the end.
    """

    rule: str
    subject: str
    changes: Mapping[str, Spoil]
    leaves_out: bool = False
    """Whether the row is then not counted, which is a finding too."""
    among: Callable[[Row], bool] = lambda _: True
    like_above: bool = False
    """Whether the change copies from the row above, which must then stay unchanged."""


def text(content: object) -> Spoil:
    """The given content; None for an empty cell."""
    return lambda _, __: content


def as_above(*columns: str) -> dict[str, Spoil]:
    """The content of the row above in these columns."""

    def taken(column: str) -> Spoil:
        return lambda _, above: above[column]

    return {column: taken(column) for column in columns}


def moved(column: str, days: int, of: str = "") -> dict[str, Spoil]:
    """The day `days` after the day in column `of`, by default in the same column."""

    def day(row: Row, _: Row) -> object:
        start = row[of or column]
        assert isinstance(start, date)
        return start + timedelta(days=days)

    return {column: day}


def raised(column: str, by: int, of: str = "") -> dict[str, Spoil]:
    """An amount `by` baht above the one in column `of`, by default in the same column."""
    return {column: lambda row, _: Decimal(str(row[of or column])) + by}


def has(column: str, *values: str) -> Callable[[Row], bool]:
    """Selects rows whose column has one of the values, or any value where none are given."""
    return lambda row: row.get(column) in values if values else bool(row.get(column))


def plant(filled: FilledForm, file: str, period: str, defects: Iterable[FormDefect]) -> Iterator[Planted]:
    """Plant the defects for which the form has suitable rows, each in different rows; yields the findings to be
    expected."""
    hit: set[int] = set()
    for defect in (defect for defect in defects if defect.subject == filled.subject):
        position = _row_to_spoil(filled.rows, defect, hit)
        if position is None:
            continue
        spoiled = _spoil(filled, defect, position)
        hit |= {position, spoiled, *([position - 1] if defect.like_above else [])}
        where = (period, _school(filled.rows[spoiled]), file, DATA_SHEET, str(FIRST_ROW + spoiled))
        yield Planted(defect.rule, *where)
        if defect.leaves_out:
            yield Planted(LEFT_OUT, *where, CONSEQUENCE)


def _row_to_spoil(rows: list[Row], defect: FormDefect, hit: set[int]) -> int | None:
    """The position of the middle one of the suitable rows; None for none."""
    free = [position for position in range(1, len(rows)) if _will_do(rows, defect, hit, position)]
    return free[len(free) // 2] if free else None


def _will_do(rows: list[Row], defect: FormDefect, hit: set[int], position: int) -> bool:
    """Whether a row, and the one above where it is copied, has no defect yet and holds the cells to be changed."""
    used = {position, position - 1} if defect.like_above else {position}
    there = all(rows[each].get(column, True) for each in used for column in defect.changes)
    return not used & hit and there and defect.among(rows[position])


def _spoil(filled: FilledForm, defect: FormDefect, position: int) -> int:
    """Change the row, or repeat it; returns the position of the row of the finding."""
    row, above = filled.rows[position], filled.rows[position - 1]
    if defect.rule == REPEATED:
        filled.rows.append(dict(row))
        return len(filled.rows) - 1
    row.update({column: spoil(row, above) for column, spoil in defect.changes.items()})
    if defect.leaves_out or defect.rule == DUPLICATE:
        filled.lost.add(position)
    return position


def _school(row: Row) -> str:
    """The SMIS code of a row; empty where it is missing or cannot be read."""
    code = str(row.get("smis") or "")
    return code if SMIS.fullmatch(code) else ""


def _elsewhere(row: Row, _: Row) -> object:
    return f"{str(row['smis'])[:4]}9903"


def _personal_number(_: Row, __: Row) -> object:
    return f"เลขประจำตัว {citizen_numbers(np.array([0]))[0]}"


def _opposite(row: Row, _: Row) -> object:
    return -Decimal(str(row["amount"]))


UNREADABLE_IN_ROSTERS = (
    FormDefect("form.school.not_on_list", "government-employees", {"smis": _elsewhere}, among=has("smis")),
    FormDefect("form.cell.not_a_choice", "school-clerks-15000", {"legal_form": text("พนักงานราชการ")}, leaves_out=True),
    FormDefect("form.row.duplicate", "school-clerks-9000", as_above("post_no", "starts"), like_above=True),
    FormDefect("form.cell.personal_number", "school-clerks-9000", {"note": _personal_number}),
    FormDefect("form.cell.bad_code", "returned-janitors", {"smis": text("3401")}, leaves_out=True),
    FormDefect("form.cell.not_money", "janitors", {"monthly_rate": text("เก้าพันบาท")}, leaves_out=True),
    FormDefect(
        "form.row.dates_out_of_order",
        "critical-shortage-teachers",
        moved("ends", -1, of="starts"),
        leaves_out=True,
        among=has("starts"),
    ),
    FormDefect("form.row.incomplete", "science-maths-teachers", {"starts": text(None)}, among=has("ends")),
    FormDefect("form.cell.not_a_date", "shortage-subject-teachers", {"starts": text("31 ก.พ. 2569")}, leaves_out=True),
    FormDefect("form.cell.required", "disability-carers", {"post": text(None)}, leaves_out=True),
    FormDefect("form.cell.not_a_number", "ceiling-salary", {"percentage": text("ร้อยละสอง")}, leaves_out=True),
    FormDefect("form.cell.out_of_range", "ceiling-salary", {"percentage": text(Decimal(150))}, leaves_out=True),
)
IN_CLAIMS = (
    FormDefect("form.cell.not_whole", "local-support", {"pupils": text("หนึ่งร้อยคน")}, among=has("purpose", LUNCH)),
    FormDefect(
        "form.row.not_expected",
        "local-support",
        {"amount_approved": text(Decimal("5000.00"))},
        among=has("state", REQUESTED),
    ),
    FormDefect("form.row.incomplete", "local-support", {"amount_approved": text(None)}, among=has("state", APPROVED)),
    FormDefect("form.row.duplicate", "house-rent", as_above("claim_no"), like_above=True),
    FormDefect("form.cell.not_a_choice", "temple-land-rent", {"period": text("รายสัปดาห์")}, leaves_out=True),
    FormDefect("form.cell.not_money", "per-head-result", {"amount": text("1,234.567")}, leaves_out=True),
    FormDefect("form.school.not_on_list", "per-head-result", {"smis": _elsewhere}),
    FormDefect(REPEATED, "per-head-result", {}),
)
IN_REGISTERS = (
    FormDefect(
        "form.row.wrong_sign", "allotments", {"amount": _opposite}, leaves_out=True, among=has("entry", WITHDRAWN)
    ),
    FormDefect("form.cell.bad_code", "allotments", {"source_code": text("69-1141")}, among=has("entry", ALLOTTED)),
    FormDefect("form.row.outside_year", "spending", moved("date", 366), leaves_out=True, among=has("entry", DISBURSED)),
    FormDefect(REPEATED, "spending", {}, among=has("programme", "ceiling-salary")),
    FormDefect("form.row.incomplete", "transfers", {"governor_date": text(None)}, among=has("state", BY_GOVERNOR)),
)
FORM_DEFECTS = (*UNREADABLE_IN_ROSTERS, *IN_CLAIMS, *IN_REGISTERS)


MORE_PUPILS = 50
_FILLED = has("starts")


def _lunch(state: str, row: Row) -> bool:
    return row["purpose"] == LUNCH and row["state"] == state


def _for_more_pupils(row: Row, _: Row) -> object:
    asked, pupils = Decimal(str(row["amount_requested"])), int(str(row["pupils"]))
    return asked / pupils * (pupils + MORE_PUPILS)


def _more_pupils(row: Row, _: Row) -> object:
    return int(str(row["pupils"])) + MORE_PUPILS


AGAINST_RULES_IN_ROSTERS = (
    FormDefect("budget.hire.rate_above", "school-clerks-15000", raised("monthly_rate", 500), among=_FILLED),
    FormDefect("budget.hire.rate_below", "returned-janitors", raised("monthly_rate", -500), among=_FILLED),
    FormDefect(
        "budget.hire.post_overlap",
        "government-employees",
        {**as_above("smis", "post_no"), **moved("starts", 30)},
        like_above=True,
    ),
    FormDefect("budget.ceiling_salary.percentage_not_allowed", "ceiling-salary", {"percentage": text(Decimal(3))}),
)
IN_REQUESTS = (
    FormDefect(
        "budget.local_support.amount_differs",
        "local-support",
        raised("amount_requested", 1000),
        among=lambda row: _lunch(CLAIM_PAID, row),
    ),
    FormDefect(
        "budget.local_support.approved_less",
        "local-support",
        raised("amount_approved", -5000),
        among=has("state", CLAIM_PAID),
    ),
    FormDefect(
        "budget.local_support.pupils_above_dmc",
        "local-support",
        {"amount_requested": _for_more_pupils, "pupils": _more_pupils},
        among=lambda row: _lunch(REQUESTED, row),
    ),
)
OVERDRAWING = FormDefect(
    "budget.transfer.overdrawn", "transfers", {}, among=has("from_programme", OVERDRAWN.from_programme)
)


def rule_defects(year: FiscalYear) -> tuple[FormDefect, ...]:
    """The defects in the forms of a year that the rules of programmes must find."""
    in_rents = (
        FormDefect("budget.rent.above_ceiling", "house-rent", raised("monthly_rent", 500, of="monthly_ceiling")),
        FormDefect("budget.rent.ends_in_year", "house-rent", {"ends": text(year.months[8])}),
        FormDefect("budget.rent.contracts_overlap", "temple-land-rent", as_above("smis", "temple"), like_above=True),
    )
    return (*AGAINST_RULES_IN_ROSTERS, *IN_REQUESTS, *in_rents, OVERDRAWING)
