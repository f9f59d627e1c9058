"""The empty form in Excel: lists, limits, messages, widths, the sheet that explains, and bytes that never vary."""

import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.excel import letters
from helpers.forms.definitions import FORMS
from helpers.forms.form import CellKind, Form, FormColumn
from helpers.forms.recognition import DATA_SHEET, EXPLANATION, LISTS
from helpers.forms.registers import ALLOTMENTS
from helpers.forms.rosters import ROSTER
from helpers.forms.writing import LONGEST_MESSAGE, LONGEST_TITLE, write_form
from unit.forms.filling import CHOICES, YEAR, example, written

EVERY_FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
CHECKED = {
    CellKind.CHOICE: "list",
    CellKind.DATE: "date",
    CellKind.MONEY: "decimal",
    CellKind.DECIMAL: "decimal",
    CellKind.WHOLE: "whole",
    CellKind.SMIS: "custom",
    CellKind.CODE: "textLength",
}


def validations(workbook: Workbook) -> dict[str, DataValidation]:
    """By the letter of the column."""
    rules = workbook[DATA_SHEET].data_validations.dataValidation
    return {str(each.sqref).split(":")[0].rstrip("0123456789"): each for each in rules}


@EVERY_FORM
def test_every_column_but_free_text_is_validated_with_a_thai_message(form: Form, tmp_path: Path) -> None:
    by_letter = validations(load_workbook(written(tmp_path, form)))
    expected = {form.letter(each.name): CHECKED[each.kind] for each in form.columns if each.kind in CHECKED}
    assert {letter: each.type for letter, each in by_letter.items()} == expected
    for letter, validation in by_letter.items():
        assert str(validation.sqref) == f"{letter}3:{letter}1002"
        assert validation.showErrorMessage
        assert "ค่านี้ใช้ไม่ได้" in validation.error
        assert max(len(validation.error), len(validation.prompt)) <= LONGEST_MESSAGE
        assert max(len(validation.errorTitle), len(validation.promptTitle)) <= LONGEST_TITLE


@EVERY_FORM
def test_a_drop_down_list_offers_every_choice_from_the_hidden_sheet(form: Form, tmp_path: Path) -> None:
    workbook = load_workbook(written(tmp_path, form))
    assert workbook[LISTS].sheet_state == "hidden"
    by_letter = validations(workbook)
    for column in form.columns:
        if column.kind is CellKind.CHOICE:
            sheet, _, address = str(by_letter[form.letter(column.name)].formula1).partition("!")
            cells = workbook[sheet.strip("'")][address.replace("$", "")]
            assert [cell[0].value for cell in cells] == [shown for _, shown in column.options(CHOICES)]  # type: ignore[index]


def test_limits_are_those_of_the_column(tmp_path: Path) -> None:
    rate = validations(load_workbook(written(tmp_path, ROSTER)))["G"]
    assert (rate.operator, rate.formula1, rate.formula2) == ("between", "0.01", "999999999999.99")
    amount = validations(load_workbook(written(tmp_path, ALLOTMENTS)))["I"]
    assert Decimal(str(amount.formula1)) == -Decimal(str(amount.formula2))


def test_rows_that_are_filled_in_already_leave_as_many_to_fill_in(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, [example(ROSTER, post_no=str(number)) for number in range(40)])
    assert str(validations(load_workbook(path))["G"].sqref) == "G3:G1042"


@EVERY_FORM
def test_headings_stand_within_their_cells_and_stay_in_sight(form: Form, tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, form))[DATA_SHEET]
    assert sheet.freeze_panes == "A3"
    height = sheet.row_dimensions[2].height
    assert height is not None
    for column_number, column in enumerate(form.columns, 1):
        cell = sheet.cell(2, column_number)
        assert cell.value == column.heading
        assert cell.alignment.wrap_text
        assert cell.value.endswith("*") == column.required
        assert letters(cell.value) <= column.width * (height / 21)


@EVERY_FORM
def test_the_second_sheet_explains_every_column_and_shows_a_row(form: Form, tmp_path: Path) -> None:
    workbook = load_workbook(written(tmp_path, form))
    assert workbook.sheetnames == [DATA_SHEET, EXPLANATION, LISTS]
    rows = [[cell for cell in row if cell] for row in workbook[EXPLANATION].iter_rows(values_only=True)]
    for column in form.columns:
        (explanation,) = [row for row in rows if row[:2] == [form.letter(column.name), column.titled]]
        assert column.meaning in explanation
        assert column.allowed(column.options(CHOICES)) in explanation
    shown = [column.example_in(YEAR, column.options(CHOICES)) for column in form.columns]
    following = {tuple(row): after for row, after in pairwise(rows)}
    assert following[tuple(column.heading for column in form.columns)] == [text for text in shown if text]


def test_what_is_typed_into_an_empty_cell_is_a_text_a_date_or_an_amount_from_the_start(tmp_path: Path) -> None:
    columns = load_workbook(written(tmp_path, ALLOTMENTS))[DATA_SHEET].column_dimensions
    formats = {letter: columns[letter].number_format for letter in "AEI"}
    assert formats == {"A": "[$-107041E]d mmm yyyy;@", "E": "@", "I": "#,##0.00"}


def test_same_arguments_give_the_same_bytes_at_another_time(tmp_path: Path) -> None:
    first = written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS)], "one.xlsx").read_bytes()
    time.sleep(1.1)
    assert written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS)], "two.xlsx").read_bytes() == first


def test_a_text_that_excel_would_take_for_a_formula_is_no_formula(tmp_path: Path) -> None:
    rows = [example(ROSTER, note="=HYPERLINK(1)", post="@SUM(1)")]
    sheet = load_workbook(written(tmp_path, ROSTER, rows))[DATA_SHEET]
    assert {sheet["H3"].data_type, sheet["C3"].data_type} == {"s"}
    assert sheet["H3"].quotePrefix


def test_choices_with_one_name_are_told_apart() -> None:
    column = FormColumn("item", "รายการ", CellKind.CHOICE, "รายการ", choices_from="items")
    options = column.options({"items": [("a", "หนังสือ"), ("b", "หนังสือ"), ("c", "เครื่องแบบ")]})
    assert options == [("a", "หนังสือ (a)"), ("b", "หนังสือ (b)"), ("c", "เครื่องแบบ")]


def test_a_list_without_choices_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_form(
        ALLOTMENTS, path, subject_id="allotments", subject_title="", year=YEAR, office="", choices={"programmes": []}
    )
    assert "C" not in validations(load_workbook(path))
