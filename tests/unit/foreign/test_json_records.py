"""JSON lists are opened as tables as safely as CSV: into cells, or a Thai error that names the file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.foreign.text_files import as_rows, read_records
from helpers.params.checks import FileLimits
from helpers.thai import normalised

LIMITS = FileLimits(reference="ก", status="confirmed", rows=100, unpacked_megabytes=1)
PAGE = [
    {"name": "อาคารเรียน ลำดับที่ 1 ", "details": {"แบบ": "017", "จำนวนห้องตามแปลน": "8 ห้อง"}},
    {"name": "ส้วม ลำดับที่ 1", "details": {"แบบ": "สปช.601/26"}, "ภาพถ่าย": ["ก.jpg", "ข.jpg"]},
]


def opened(folder: Path, text: str, encoding: str = "utf-8") -> Spreadsheet:
    path = folder / "building.json"
    path.write_bytes(text.encode(encoding))
    return open_spreadsheet(path, LIMITS)


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_records_become_rows_under_the_names_of_their_values(tmp_path: Path, indent: int | None, encoding: str) -> None:
    sheet = opened(tmp_path, json.dumps(PAGE, ensure_ascii=False, indent=indent), encoding)
    assert sheet.rows == [
        ["name", "แบบ", "จำนวนห้องตามแปลน", "ภาพถ่าย"],
        ["อาคารเรียน ลำดับที่ 1", "017", "8 ห้อง", ""],
        ["ส้วม ลำดับที่ 1", "สปช.601/26", "", "ก.jpg; ข.jpg"],
    ]
    assert (sheet.first_row, sheet.encoding, sheet.sheet) == (0, encoding, "")


def test_values_stay_as_they_were_written(tmp_path: Path) -> None:
    text = '[{"a": 0010.50, "b": null, "c": true, "d": 123456789012345678901234567890, "e": 1e3}]'
    with pytest.raises(DeliveryError):
        opened(tmp_path, text)
    sheet = opened(tmp_path, text.replace("0010.50", "10.50"))
    assert sheet.rows[1] == ["10.50", "", "True", "123456789012345678901234567890", "1e3"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[{", "อ่าน JSON ไม่ได้"),
        ('{"a": 1}', "ต้องเป็นรายการ"),
        ('["a"]', "รายการที่ 1 ไม่ใช่ระเบียน"),
        ('[{"a": 1}, 2]', "รายการที่ 2 ไม่ใช่ระเบียน"),
        ('[{"แบบ": 1, "แบบ": 2}]', "“แบบ” ซ้ำ"),
        ('[{"แบบ": 1, "details": {"แบบ": 2}}]', "“แบบ” ซ้ำ"),
        ('[{"a": [{"b": 1}]}]', "ระเบียนอยู่ในรายการย่อย"),
        ("[" * 100_000, "ซ้อนลึกเกินไป"),
        ("[" + ",".join(['{"a":1}'] * 101) + "]", "ไฟล์ใหญ่เกินกำหนด"),
        (json.dumps([{str(place): 1 for place in range(40_000)}]), "ไฟล์ใหญ่เกินกำหนด"),
    ],
)
def test_what_is_no_list_of_records_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=rf"(?s){message}.*ที่: building\.json.*วิธีแก้") as raised:
        opened(tmp_path, text)
    assert raised.value.exit_code == 13


def test_bytes_of_two_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "building.json"
    path.write_bytes(b'[{"a": "' + "ก".encode() + b'", "b": "\xfc\xfd"}]')
    with pytest.raises(DeliveryError, match=r"(?s)UTF-8 และ cp874.*building\.json"):
        open_spreadsheet(path, LIMITS)


def test_an_empty_list_has_no_rows_but_an_empty_header(tmp_path: Path) -> None:
    assert opened(tmp_path, "[]").rows == [[]]


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8).map(normalised)


@given(st.lists(st.dictionaries(words, words, max_size=4), max_size=5))
def test_nothing_of_a_flat_list_is_lost(records: list[dict[str, str]]) -> None:
    names, read_back = read_records(json.dumps(records), "a.json")
    assert [dict(each) for each in read_back] == records
    header, *rows = as_rows(names, read_back)
    assert [{name: text for name, text in zip(header, row, strict=True) if name in record} for row, record in
            zip(rows, records, strict=True)] == records  # fmt: skip
