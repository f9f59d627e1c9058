"""A file that breaks whatever reads it is named, and harms neither the next one nor us."""

import os
import sys
import zipfile
from pathlib import Path

import pytest

from builders import write_csv, write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign import reading_process
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.checks import FileLimits

LIMITS = FileLimits(reference="ก", status="confirmed", rows=1000, unpacked_megabytes=8)


def _file(folder: Path, content: bytes, name: str = "ก.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


LARGE = LIMITS.model_copy(update={"unpacked_megabytes": 64})
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _one_string_many_times(folder: Path, megabytes: int, times: int) -> Path:
    """A small workbook that shows one long text in so many cells."""
    path = write_xlsx(folder / "shared.xlsx", [["1"]])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times + 1))
    members["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{NAMESPACE}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )
    members["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{NAMESPACE}"><si><t>{"a" * (megabytes << 20)}</t></si></sst>'.encode()
    )
    link = '<Relationship Id="rId99" Type="{}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    relationships = "xl/_rels/workbook.xml.rels"
    members[relationships] = members[relationships].replace(b"</Relationships>", link.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_file_that_breaks_the_process_that_reads_it_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = _one_string_many_times(tmp_path, 1, 900)
    assert path.stat().st_size < 20_000
    with pytest.raises(DeliveryError, match=r"หยุดหรือใช้หน่วยความจำ(?s:.)*ที่: shared\.xlsx"):
        open_spreadsheet(path, LIMITS)
    assert open_spreadsheet(_file(tmp_path, b"1,2\n"), LIMITS).rows == [["1", "2"]]


def test_a_file_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, b"1,2\n" * 900)
    open_spreadsheet(path, LIMITS)
    monkeypatch.setattr(reading_process, "_SECONDS", 0)
    with pytest.raises(DeliveryError, match=r"หยุดหรือใช้หน่วยความจำหรือเวลา(?s:.)*ที่: ก\.csv"):
        open_spreadsheet(write_csv(path, [["1"] * 1000] * 1000), LARGE)
    monkeypatch.undo()
    assert len(open_spreadsheet(path, LARGE).rows) == 1000


def test_only_a_regular_file_is_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path / "none.csv", tmp_path):
        with pytest.raises(DeliveryError, match="ไม่ใช่ไฟล์ปกติ"):
            open_spreadsheet(path, LIMITS)
