"""The XLSX writer: other programs read it, and it always writes the same."""

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from python_calamine import load_workbook

from helpers.sample.files import SHEET_NAME, column_letters, write_sheet

HEADER = ("รหัส", "ชื่อ", "ชื่อ")
BODY = np.array([["0001", "<b> & \"ก\" 'ข'", "=1+1"], ["0002", "  ช่องว่าง  ", "-"]], dtype=object)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "list.xlsx"
    write_sheet(path, "แถวแรก", HEADER, BODY)
    return path


@pytest.mark.parametrize(("position", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (36, "AJ"), (703, "AAA")])
def test_columns_have_letters(position: int, letters: str) -> None:
    assert column_letters(position) == letters


def test_openpyxl_reads_every_cell_as_the_text_it_was(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)[SHEET_NAME]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("แถวแรก", None, None), HEADER, *map(tuple, BODY.tolist())]
    assert sheet["C3"].data_type == "s"


def test_calamine_reads_the_same(written: Path) -> None:
    rows = load_workbook(written).get_sheet_by_name(SHEET_NAME).to_python()
    assert rows == [["แถวแรก", "", ""], list(HEADER), *BODY.tolist()]


def test_the_same_cells_give_the_same_bytes_without_a_time(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_sheet(again, "แถวแรก", HEADER, BODY)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(written.read_bytes()).digest()
    assert {entry.date_time for entry in zipfile.ZipFile(written).infolist()} == {(1980, 1, 1, 0, 0, 0)}
