"""Odd names, files that are none, disks that take nothing: each is named, nothing half received, the others go on."""

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from builders import Office, aggregate, make_office, write_csv
from helpers.deliveries import receiving
from helpers.deliveries.receiving import ReceiptOutcome, receive_in_place
from helpers.errors import DeliveryError, WorkbookError
from helpers.incidents import storage_error

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names are text and pipes are no files there")
NAMES = (
    b"2568-3-" + "จำนวน".encode("cp874") + b".csv",
    b"2568-3-a\rb\n.csv",
    "2568-3-\u202egnp.csv".encode(),
    b"2568-3-\xed\xa0\x80.csv",
    b"x" * 250 + b".csv",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def put(folder: Path, name: bytes) -> Path:
    return write_csv(folder / os.fsdecode(name), aggregate("enrolment"))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_taken_in_under_one_that_can_be_shown(name: bytes, office: Office) -> None:
    good = write_csv(office.folder / "in" / "2568-3-good.csv", aggregate("age"))
    put(good.parent, name)
    assert [each.outcome for each in office.receive(good.parent)] == [ReceiptOutcome.RECEIVED] * 2
    for entry in office.data.register():
        assert f"{entry.name} {entry.path}".isprintable()
        assert (office.data.deliveries / entry.path).exists()
    assert receive_in_place(office.data, office.params) == []
    office.snapshot()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_that_lies_in_place_gets_one_that_can_be_shown(name: bytes, office: Office) -> None:
    put(office.data.deliveries / "2568-3" / "dmc", name)
    (received,) = receive_in_place(office.data, office.params)
    assert received.outcome is ReceiptOutcome.RECEIVED
    (entry,) = office.data.register()
    assert entry.path.isprintable()
    assert (office.data.deliveries / entry.path).exists()
    assert receive_in_place(office.data, office.params) == []


def test_what_is_told_of_a_file_can_be_printed_anywhere(office: Office) -> None:
    path = office.folder / "in" / os.fsdecode("จดหมาย".encode("cp874") + b"\r.csv")
    write_csv(path, [["ถึง", "ท่าน"]])
    (refused,) = office.receive(path.parent)
    assert refused.display_path == "in/จดหมาย .csv"
    assert "in/จดหมาย .csv" in str(refused.error)


def test_what_is_no_file_is_named_and_not_waited_for(office: Office) -> None:
    pipe = office.folder / "pipe.csv"
    os.mkfifo(pipe)
    (refused,) = office.receive(pipe)
    assert "ไม่ใช่ไฟล์" in str(refused.error)


def test_a_link_out_of_the_folder_is_read_where_it_lies(office: Office) -> None:
    folder = office.data.deliveries / "2568-3" / "dmc"
    folder.mkdir(parents=True)
    (folder / "link.csv").symlink_to(write_csv(office.folder / "a.csv", aggregate("enrolment")))
    (received,) = receive_in_place(office.data, office.params)
    assert received.outcome is ReceiptOutcome.RECEIVED


def _unforeseen(*_: object) -> None:
    raise ValueError("nobody foresaw this")


def test_what_no_reader_foresaw_stops_no_other_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment"))
    monkeypatch.setattr(receiving, "recognise", _unforeseen)
    (refused,) = office.receive(path)
    assert "อ่านไฟล์นี้ไม่ได้ (ValueError)" in str(refused.error)


def _without_permission(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int) -> None:
    """As if nothing could be written below a folder; a test that runs as root cannot forbid it to itself."""
    opened = os.open

    def refused(path: str | Path, flags: int, *rest: int, **more: int) -> int:
        if flags & os.O_CREAT and Path(path).is_relative_to(folder):
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refused)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_data_folder_that_takes_nothing_is_named(
    number: int, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment"))
    _without_permission(monkeypatch, office.data.root, number)
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        office.receive(path)
    storage = storage_error(raised.value)
    assert storage is not None
    assert storage.where == str(office.data.root)


def test_a_round_whose_parameters_cannot_be_written_is_not_half_received(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment", "2571-1"))
    rounds = office.folder / "params" / "rounds"
    _without_permission(monkeypatch, rounds, errno.EACCES)
    (refused,) = office.receive(path)
    assert "params/rounds" in str(refused.error)
    assert office.data.register() == []
    assert not any(office.data.deliveries.rglob("*.csv"))


def test_a_file_that_cannot_be_entered_is_not_left_behind(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment"))

    def full(*_: object) -> None:
        raise DeliveryError("เต็ม", remedy="ว่าง")

    with monkeypatch.context() as patch:
        patch.setattr(type(office.data), "enter", full)
        (refused,) = office.receive(path)
    assert isinstance(refused.error, WorkbookError)
    assert not any(office.data.deliveries.rglob("*.csv"))


def test_everything_among_the_data_is_for_its_owner_alone(office: Office) -> None:
    before = os.umask(0o022)
    try:
        office.receive(write_csv(office.folder / "a.csv", aggregate("enrolment")))
        shutil.copy(write_csv(office.folder / "b.csv", aggregate("age")), office.data.deliveries / "2568-3" / "dmc")
        receive_in_place(office.data, office.params)
        office.snapshot()
    finally:
        os.umask(before)
    modes = {path.relative_to(office.data.root): path.stat().st_mode & 0o777 for path in office.data.root.rglob("*")}
    assert {path.name for path in modes} >= {"KIND", "key", "key.id", "register.csv", "snapshot.json", "a.csv", "b.csv"}
    assert not {path: oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert office.data.root.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_an_earlier_version_is_closed_when_it_is_used(office: Office) -> None:
    office.data.root.mkdir(mode=0o755)
    office.receive(write_csv(office.folder / "a.csv", aggregate("enrolment")))
    assert office.data.root.stat().st_mode & 0o777 == 0o700
