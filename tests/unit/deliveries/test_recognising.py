from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders import make_office, pupil_rows, roster, write_xlsx
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.deliveries.recognising import refuse_other_period
from helpers.errors import DeliveryError
from helpers.forms.recognition import LISTS
from helpers.forms.registers import SPENDING
from helpers.periods import FiscalYear, Round
from unit.forms.filling import example, written


def test_a_round_that_contradicts_is_refused(tmp_path: Path) -> None:
    one, other = Round(2568, 1), Round(2568, 2)
    refuse_other_period(tmp_path / "2568-1.csv", one, None)
    refuse_other_period(tmp_path / "x.csv", one, one)
    for path, stated in ((tmp_path / "2568-2.csv", None), (tmp_path / "x.csv", other)):
        with pytest.raises(DeliveryError, match="ไม่ใช่รอบ 2568-2"):
            refuse_other_period(path, one, stated)


def test_the_name_of_a_form_may_speak_of_a_round(tmp_path: Path) -> None:
    refuse_other_period(tmp_path / "2568-1.xlsx", FiscalYear(2569), None)


def test_a_workbook_with_rows_on_another_sheet_is_refused_by_the_names_of_its_sheets(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    one, other = pupil_rows(roster()[:3]), pupil_rows(roster()[3:])
    (refused,) = office.receive(write_xlsx(office.folder / "2568-3-student.xlsx", one, สอง=other, ว่าง=[]))
    for part in ("แผ่นแรก “Sheet”", "ยังมีข้อมูลในแผ่น “สอง”\n", "2568-3-student.xlsx", "เป็นคนละไฟล์"):
        assert part in str(refused.error)
    assert office.data.register() == []
    alone = write_xlsx(office.folder / "2568-3-student.xlsx", one, ว่าง=[])
    (taken,) = office.receive(alone)
    assert taken.outcome is ReceiptOutcome.RECEIVED


def test_the_sheets_that_a_form_brings_along_are_no_rows_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, SPENDING, [example(SPENDING)])
    book = load_workbook(path)
    book[LISTS].sheet_state = "visible"
    book.save(path)
    (taken,) = make_office(tmp_path).receive(path)
    assert taken.outcome is ReceiptOutcome.RECEIVED, taken.error
