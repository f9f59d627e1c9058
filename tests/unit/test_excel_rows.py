from copy import copy
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink

from helpers import excel

DAY = datetime(2025, 6, 10, tzinfo=UTC)
STAMP = datetime(2025, 6, 10)
PLAIN = (1, -3, 0, 2.5, Decimal("1836000.10"), 10**15, None, "")
TEXTS = ("นักเรียน", "<b>&\"'", " ขอบ ", "สอง\nบรรทัด", " ")
VALUES = (*PLAIN, *TEXTS, True, "=1+1", STAMP)


def _workbook() -> Workbook:
    workbook = excel.new_workbook("ทดสอบ", "สำนักงาน", DAY)
    sheet = workbook.create_sheet("แผ่น")
    for row, value in enumerate(VALUES, 1):
        sheet.cell(row, 1).value = value
        excel.put(sheet, row, 2, value, excel.STRONG)
    sheet.row_dimensions[3].height = 30
    sheet.row_dimensions[99].height = 12
    sheet.merge_cells("C1:D2")
    sheet["C1"].font = excel.STRONG
    excel.link(sheet["B9"], "แผ่น")
    for row, dressed in enumerate((excel.HEAD_FILL, excel.TOTAL_FILL, copy(excel.HEAD_FILL)), 1):
        sheet.cell(row, 6).fill, sheet.cell(row, 6).border = dressed, excel.HEAD_EDGE
        sheet.cell(row, 7).alignment, sheet.cell(row, 7).font = copy(excel.WRAPPED), copy(excel.STRONG)
    sheet["B2"].hyperlink = Hyperlink(ref="B2", location="'แผ่น'!A1")
    return workbook


@pytest.mark.parametrize("with_comment", [False, True])
def test_every_part_is_to_the_byte_what_openpyxl_writes(with_comment: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    saved, ours = BytesIO(), _workbook()
    monkeypatch.setattr(excel, "_Known", IndexedList)
    by_openpyxl = _workbook()
    for workbook in (ours, by_openpyxl):
        if with_comment:
            workbook["แผ่น"]["A2"].comment = Comment("ข้อสังเกต", "ผู้ตรวจ")
    by_openpyxl.save(saved)
    assert excel.saved_bytes(ours, DAY) == excel.steady_archive(saved, DAY)
