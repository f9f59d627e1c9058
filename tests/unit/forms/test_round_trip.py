"""What is written into a form is what is read from it, for every form."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.forms.definitions import FORMS
from helpers.forms.form import CellKind, Form
from helpers.forms.recognition import FormFile, recognise_form
from helpers.forms.registers import ALLOTMENTS
from helpers.forms.rosters import ROSTER
from helpers.tables.findings import empty_frame
from unit.forms.filling import CHOICES, SUBJECT, YEAR, changed, example, opened, read, rules_of, written

EVERY_FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def absent(form: Form, name: str) -> object:
    return None if form.column(name).kind in (CellKind.DATE, CellKind.MONEY, CellKind.DECIMAL, CellKind.WHOLE) else ""


@EVERY_FORM
def test_the_example_of_every_form_is_read_as_it_was_written(form: Form, tmp_path: Path) -> None:
    row = example(form)
    path = written(tmp_path, form, [row])
    subject, title = (form.slug, "") if form.register else (SUBJECT, "ครูธุรการโรงเรียน")
    assert recognise_form(opened(path)) == FormFile(form, subject, YEAR, 1, title)
    frame, findings = read(form, path)
    assert findings == []
    expected = {name: absent(form, name) if value is None else value for name, value in row.items()}
    assert frame[list(row)].to_dict("records") == [expected]
    assert frame["row"].tolist() == [3]
    assert frame["row_key"].tolist() == [f"{frame['delivery'][0]}:กรอกข้อมูล:3"]


@EVERY_FORM
def test_the_example_as_it_is_printed_can_be_typed_into_the_form(form: Form, tmp_path: Path) -> None:
    typed = {
        f"{form.letter(column.name)}3": column.example_in(YEAR, column.options(CHOICES)) or None
        for column in form.columns
    }
    frame, findings = read(form, changed(written(tmp_path, form), typed))
    assert (len(frame), findings) == (1, [])


@EVERY_FORM
def test_a_form_that_only_holds_what_is_required_is_complete(form: Form, tmp_path: Path) -> None:
    needed = {condition.column for condition in form.conditions}
    row = {name: value for name, value in example(form).items() if form.column(name).required or name in needed}
    row.pop("ends", None)
    frame, findings = read(form, written(tmp_path, form, [row]))
    meaningful = [column.name for column in form.columns if column.blank and column.name not in row]
    assert rules_of(findings) == [("cell.blank", f"{form.letter(name)}3") for name in meaningful]
    for column in form.columns:
        if column.name not in row:
            assert frame[column.name].tolist() == [absent(form, column.name)]


@EVERY_FORM
def test_no_rows_give_an_empty_table_in_the_schema(form: Form) -> None:
    assert form.schema.table(empty_frame(form.schema)).num_rows == 0


def test_rows_that_are_empty_are_skipped_and_keep_their_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, [example(ROSTER), {}, example(ROSTER, post_no="2")])
    frame, findings = read(ROSTER, path)
    assert (frame["row"].tolist(), findings) == ([3, 5], [])


def test_dates_and_money_are_read_however_people_write_them(tmp_path: Path) -> None:
    ways: list[tuple[object, object]] = [
        ("1 ตุลาคม 2568", "15,000"),
        ("๑ ต.ค. ๒๕๖๘", "๑๕,๐๐๐.๐๐"),
        ("01/10/2568", 15000),
        ("2025-10-01", "15000.0"),
        (date(2025, 10, 1), Decimal("15000.00")),
        (date(2568, 10, 1), 14999.999999999998),  # typed in พ.ศ. where Excel counts ค.ศ.; computed in binary
    ]
    cells: dict[str, object] = {}
    for row, (starts, rate) in enumerate(ways, 3):
        cells |= {
            f"A{row}": "สำนักงานเขตพื้นที่",
            f"B{row}": f"{row}",
            f"C{row}": "ภารโรง",
            f"D{row}": "จ้างเหมาบริการ",
            f"E{row}": starts,
            f"F{row}": "ยังไม่มีกำหนดสิ้นสุด",
            f"G{row}": rate,
        }
    frame, findings = read(ROSTER, changed(written(tmp_path, ROSTER), cells))
    assert findings == []
    assert set(frame["starts"]) == {date(2025, 10, 1)}
    assert {str(rate) for rate in frame["monthly_rate"]} == {"15000.00"}


def test_a_choice_is_stored_by_its_id_whether_its_name_or_its_id_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS), example(ALLOTMENTS, document_no="2")])
    assert opened(path).rows[2][2] == "5.1 ครูธุรการโรงเรียน เดือนละ 15,000 บาท"
    frame, findings = read(ALLOTMENTS, changed(path, {"C4": "clerk-15000"}))
    assert (frame["programme"].tolist(), findings) == (["clerk-15000"] * 2, [])


def test_a_code_of_sixteen_digits_stays_whole(tmp_path: Path) -> None:
    path = written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS, output_code="2000499999999999")])
    assert read(ALLOTMENTS, path)[0]["output_code"].tolist() == ["2000499999999999"]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, [example(ROSTER, note="=1+1")])
    assert read(ROSTER, path)[0]["note"].tolist() == ["=1+1"]
