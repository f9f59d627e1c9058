"""A refused file is told by its place in what somebody named."""

import os
from pathlib import Path

import pytest

from builders import Office, aggregate, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_a_refused_file_is_named_from_the_folder_that_was_given_on(office: Office) -> None:
    """One school's page among hundreds has the name of all of them."""
    given, school = office.folder / "downloads", "1034000001"
    write_csv(given / school / "a.csv", [["ถึง", "ผู้อำนวยการ"]])
    (given / school / "b.csv").write_bytes(b"")
    (given / school / "c.csv").write_bytes(b"\n\xfc\n")
    write_csv(given / school / "2568-1-d.csv", aggregate("enrolment"))
    write_csv(given / school / "e.csv", [["ชั้น/เพศ", "ชาย", "หญิง", "รวม"]])
    write_csv(given / school / "f.csv", [["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"], ["x", "x"], ["34010001", "x"]])
    write_csv(given / school / "2568-1-g.csv", [["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"], ["34010001", "x"], ["x", "x"]])
    refused = office.receive(given)
    for name, receipt in zip(("2568-1-d", "2568-1-g", "a", "b", "c", "e", "f"), refused, strict=True):
        assert receipt.error is not None
        for part in receipt.error.parts or (receipt.error,):
            assert part.where.startswith(f"downloads/{school}/{name}.csv"), part.where
    assert refused[4].error is not None
    assert refused[4].error.where == f"downloads/{school}/c.csv แถว 2"


def test_a_file_that_was_named_itself_is_called_as_it_was_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(office.folder / "in" / "1034000001" / "a.csv", [["ถึง", "ผู้อำนวยการ"]])
    monkeypatch.chdir(office.folder)
    (one,) = office.receive(path.relative_to(office.folder))
    assert one.error is not None
    assert one.error.where == "in/1034000001/a.csv"


def test_a_name_in_the_bytes_of_old_zip_programs_is_read_and_the_file_taken_in_under_it(office: Office) -> None:
    given = office.folder / "downloads"
    good = write_csv(given / "2568-3-ดี.csv", aggregate("enrolment"))
    odd = Path(os.fsdecode(os.fsencode(given) + b"/" + "2568-3-อายุ\r\n.csv".encode("cp874")))
    write_csv(odd, aggregate("age"))
    (given / "desktop.ini").write_text("[.ShellClassInfo]")
    (given / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    received = office.receive(given)
    assert [(each.outcome, each.display_path) for each in received] == [
        (ReceiptOutcome.RECEIVED, "downloads/2568-3-ดี.csv"),
        (ReceiptOutcome.RECEIVED, "downloads/2568-3-อายุ .csv"),
    ]
    assert [entry.name for entry in office.data.register()] == [good.name, "2568-3-อายุ .csv"]


def test_a_device_is_refused_at_once(office: Office) -> None:
    (one,) = office.receive(Path("/dev/zero"))
    assert "ไม่ใช่ไฟล์ปกติ" in str(one.error)
