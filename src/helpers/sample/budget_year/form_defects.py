"""The defects that reading a form must find: bad cells, rows that contradict themselves, rows that say the same."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from helpers.collection.forms.claims import APPROVED, LUNCH, REQUESTED
from helpers.collection.forms.registers import ALLOTTED, BY_GOVERNOR, DISBURSED, WITHDRAWN
from helpers.sample.budget_year.defects import REPEATED, FormDefect, as_above, has, moved, text
from helpers.sample.budget_year.filled import Row
from helpers.sample.people import citizen_numbers


def _elsewhere(row: Row, _: Row) -> object:
    return f"{str(row['smis'])[:4]}9903"


def _personal_number(_: Row, __: Row) -> object:
    return f"เลขประจำตัว {citizen_numbers(np.array([0]))[0]}"


def _opposite(row: Row, _: Row) -> object:
    return -Decimal(str(row["amount"]))


IN_ROSTERS = (
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
FORM_DEFECTS = (*IN_ROSTERS, *IN_CLAIMS, *IN_REGISTERS)
