"""The register of requests for data."""

from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from helpers.errors import DeliveryError, ParameterError
from helpers.tables.data_folder import DataFolder
from helpers.tables.requests import NAME, DataRequest, enter_request, read_requests, refuse_personal

REQUEST = DataRequest(
    "2025-07-01",
    "เทศบาล, “ตำบล”ตัวอย่าง",
    "วางแผนอาหารกลางวัน",
    "public",
    "dmc",
    "enrolment",
    "2568-1 2568-2",
    12,
    "dmc-enrolment-public.csv",
    "0" * 64,
    "workbook extract dmc.enrolment",
)


def test_lines_are_added_and_read_again_in_order(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert read_requests(folder) is None
    later = replace(REQUEST, answered="2025-07-02")
    assert enter_request(folder, REQUEST)
    assert enter_request(folder, later)
    assert read_requests(folder) == (REQUEST, later)
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


def test_the_same_answer_on_the_same_day_is_entered_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert enter_request(folder, REQUEST)
    assert not enter_request(folder, REQUEST)
    assert enter_request(folder, replace(REQUEST, organisation="โรงเรียนตัวอย่าง"))
    assert len(read_requests(folder) or ()) == 2


def enter(root: str, organisation: str) -> None:
    enter_request(DataFolder(Path(root)), replace(REQUEST, organisation=organisation))


def test_of_commands_at_the_same_time_no_line_is_lost(tmp_path: Path) -> None:
    context = get_context("fork")
    workers = [context.Process(target=enter, args=(str(tmp_path), f"หน่วยงาน {number}")) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(read_requests(DataFolder(tmp_path)) or ()) == 6


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"2025-07-01"', '"1/7/2568"', "answered"),
        ('"public"', '"everybody"', "audience"),
        ('"12"', '"12.0"', "rows"),
        ("0" * 64, "0" * 63, "sha256"),
        ("2568-1 2568-2", "2568-4", "periods"),
        ('"enrolment"', '""', "table"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, before: str, after: str, named: str) -> None:
    folder = DataFolder(tmp_path)
    enter_request(folder, REQUEST)
    path = tmp_path / NAME
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DeliveryError, match=named) as raised:
        enter_request(folder, replace(REQUEST, answered="2025-07-09"))
    assert raised.value.where.endswith("requests.csv บรรทัด 2")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'"answered"\n', b'"a\n'])
def test_what_is_no_register_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(DeliveryError, match="ทะเบียนคำขอข้อมูลเสียหาย"):
        read_requests(DataFolder(tmp_path))


@pytest.mark.parametrize(
    "text", ["", "  ", "=1+1", "ก\nข", "ก" * 301, "081-234-5678", "045 123456", "a@b.go.th", "1 2345 67890 12 3"]
)
def test_what_reaches_a_person_or_is_no_line_is_refused(text: str) -> None:
    for texts in ((text, "วิจัย"), ("เทศบาล", text)):
        with pytest.raises(ParameterError):
            refuse_personal(*texts)
    refuse_personal("เทศบาลตำบลตัวอย่าง", "แผนปี 2567 2568 2569 2570 หมู่ 12")
