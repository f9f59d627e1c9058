"""Receiving: every file is taken in, said to be there already, or refused by name; one bad file stops no other."""

import os
import shutil
from pathlib import Path

import pytest

from builders import (
    ALL_PUPILS,
    ENROLLED,
    Office,
    aggregate,
    make_office,
    pupil,
    pupil_rows,
    roster,
    write_csv,
    write_xlsx,
)
from helpers.deliveries.receiving import ReceiptOutcome, Received, receive_in_place


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _only(received: list[Received]) -> Received:
    (one,) = received
    return one


def _refusal(received: list[Received]) -> str:
    one = _only(received)
    assert one.outcome is ReceiptOutcome.REFUSED
    assert one.error is not None
    assert one.path.exists()
    assert one.error.remedy
    return str(one.error)


def test_a_file_is_copied_to_its_round_and_entered(office: Office) -> None:
    path = write_csv(office.folder / "2568-1-schoolmis-34010000.csv", aggregate("enrolment", "2568-1"), "cp874")
    one = _only(office.receive(path))
    assert one.outcome is ReceiptOutcome.RECEIVED
    (entry,) = office.data.register()
    assert (entry.period, entry.system, entry.report, entry.rows, entry.encoding) == (
        *("2568-1", "dmc", "enrolment"),
        4,
        "utf-8",
    )
    copied = office.data.deliveries / "2568-1" / "dmc" / path.name
    assert copied.read_bytes() == path.read_bytes()
    assert office.data.deliveries / entry.path == copied


def test_the_same_bytes_are_said_and_not_doubled(office: Office) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment"))
    other = Path(shutil.copy(path, office.folder / "b.csv"))
    assert [each.outcome for each in office.receive(path, other, path)] == [
        ReceiptOutcome.RECEIVED,
        ReceiptOutcome.ALREADY,
        ReceiptOutcome.ALREADY,
    ]
    assert len(office.data.register()) == 1


def test_receiving_a_file_again_brings_its_lost_copy_back(office: Office) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment"))
    office.receive(path)
    copied = office.data.deliveries / office.data.register()[0].path
    copied.unlink()
    assert _only(office.receive(path)).outcome is ReceiptOutcome.ALREADY
    assert copied.read_bytes() == path.read_bytes()


def test_a_newer_file_takes_the_place_of_the_older_which_is_kept(office: Office) -> None:
    name = "2568-3-จำนวนนักเรียนแยกชั้น,เพศ.csv"
    first = write_csv(office.folder / "old" / name, aggregate("enrolment"))
    more = {**ENROLLED, "34010001": {**ENROLLED["34010001"], ("ป.1", "ช"): 5}}
    second = write_csv(office.folder / "new" / name, aggregate("enrolment", enrolled=more))
    office.receive(first)
    assert _only(office.receive(second)).replaces == name
    copies = sorted(path.read_bytes() for path in (office.data.deliveries / "2568-3" / "dmc").iterdir())
    assert copies == sorted([first.read_bytes(), second.read_bytes()])
    assert office.snapshot().read("enrolment")["pupils"].sum() == ALL_PUPILS + 2


def test_the_list_of_a_school_takes_the_place_of_its_rows_in_the_area_wide_list(office: Office) -> None:
    everybody = write_xlsx(office.folder / "2568-3-student.xlsx", pupil_rows(roster()))
    school_rows = [
        pupil(500, "34010003", "ป.3", "ช"),
        pupil(501, "34010003", "ป.3", "ญ"),
        pupil(502, "34010003", "ป.3", "ญ"),
    ]
    school = write_xlsx(office.folder / "2568-3-student-34010003.xlsx", pupil_rows(school_rows))
    office.receive(everybody)
    assert _only(office.receive(school)).replaces == ""
    counts = office.snapshot().read("pupils").groupby("smis").size().to_dict()
    assert counts == {"34010001": 7, "34010002": 4, "34010003": 3}
    assert set(office.snapshot().read("deliveries")["name"]) >= {everybody.name, school.name}


def test_an_unrecognised_file_is_named_and_the_others_go_in(office: Office) -> None:
    mixed = office.folder / "downloads"
    write_csv(mixed / "a.csv", aggregate("enrolment"))
    write_csv(mixed / "inner" / "b.csv", aggregate("age"))
    write_csv(mixed / "บันทึก.txt", [["ถึงผู้อำนวยการ", "เด็กชายสมมติ"]])
    (mixed / "c.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    (mixed / "d.csv").write_bytes(b"")
    (mixed / "~$open.xlsx").write_bytes(b"lock")
    (mixed / ".DS_Store").write_bytes(b"x")
    by_name = {each.path.name: each for each in office.receive(mixed)}
    assert {name: each.outcome.value for name, each in by_name.items()} == {
        "a.csv": "received",
        "b.csv": "received",
        "c.pdf": "refused",
        "d.csv": "refused",
        "บันทึก.txt": "refused",
    }
    message = str(by_name["บันทึก.txt"].error)
    assert "ไม่รู้จักไฟล์นี้" in message
    assert "DMC" in message
    assert "สมมติ" not in message


def test_a_path_that_is_not_there_is_named(office: Office) -> None:
    one = _only(office.receive(office.folder / "ไม่มี.csv"))
    assert "ไม่พบไฟล์" in str(one.error)


def test_a_file_that_cannot_be_copied_is_named_and_the_others_go_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = write_csv(office.folder / "bad.csv", aggregate("age"))
    good = write_csv(office.folder / "good.csv", aggregate("enrolment"))
    copy = shutil.copyfile

    def full_disk(source: Path, target: Path) -> object:
        if source == bad:
            raise OSError(28, "No space left on device")
        return copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    first, second = office.receive(bad, good)
    assert "ดิสก์เต็ม" in str(first.error)
    assert second.outcome is ReceiptOutcome.RECEIVED


def test_a_file_of_another_round_than_stated_is_refused(office: Office) -> None:
    path = write_csv(office.folder / "a.csv", aggregate("enrolment", "2568-2"))
    assert "เป็นข้อมูลรอบ 2568-2 ไม่ใช่รอบ 2568-1" in _refusal(office.receive(path, round_="2568-1"))
    assert office.data.register() == []


def test_a_file_that_does_not_say_its_round_needs_one(office: Office) -> None:
    path = write_xlsx(office.folder / "รายชื่อ.xlsx", pupil_rows(roster()))
    assert "--round" in _refusal(office.receive(path))
    assert _only(office.receive(path, round_="2568-1")).outcome is ReceiptOutcome.RECEIVED
    assert office.data.register()[0].period == "2568-1"


def test_a_round_without_parameters_gets_a_file_of_them(office: Office) -> None:
    office.receive(write_csv(office.folder / "a.csv", aggregate("enrolment", "2565-1")))
    assert (office.folder / "params" / "rounds" / "2565-1.yml").exists()
    assert office.snapshot("2565-1").read("enrolment")["pupils"].sum() == ALL_PUPILS


def test_files_put_there_by_hand_are_entered(office: Office) -> None:
    assert receive_in_place(office.data, office.params) == []
    write_csv(office.data.deliveries / "2568-3" / "dmc" / "x.csv", aggregate("enrolment"))
    assert _only(receive_in_place(office.data, office.params)).outcome is ReceiptOutcome.RECEIVED
    assert receive_in_place(office.data, office.params) == []
    assert office.snapshot().read("enrolment")["pupils"].sum() == ALL_PUPILS


def test_receiving_a_file_that_lies_in_place_makes_no_copy(office: Office) -> None:
    path = write_csv(office.data.deliveries / "2568-3" / "dmc" / "x.csv", aggregate("enrolment"))
    assert _only(office.receive(path)).outcome is ReceiptOutcome.RECEIVED
    assert [each.name for each in path.parent.iterdir()] == ["x.csv"]


def test_the_same_bytes_put_there_by_hand_count_once(office: Office) -> None:
    path = write_xlsx(office.folder / "2568-3-student.xlsx", pupil_rows(roster()))
    office.receive(path)
    shutil.copy(path, office.data.deliveries / "2568-3" / "dmc" / "copy-2568-3.xlsx")
    assert _only(receive_in_place(office.data, office.params)).outcome is ReceiptOutcome.ALREADY
    assert len(office.snapshot().read("pupils")) == ALL_PUPILS


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("2568-1/dmc/a.csv", "เป็นข้อมูลรอบ 2568-3 ไม่ใช่รอบ 2568-1"),
        ("2568-3/emis/a.csv", "ไฟล์ของ dmc อยู่ในโฟลเดอร์ของ emis"),
        ("2568-3/a.csv", "ไฟล์อยู่ผิดที่"),
        ("a.csv", "ไฟล์อยู่ผิดที่"),
        ("ล่าสุด/dmc/a.csv", "รหัสรอบ"),
    ],
)
def test_a_file_put_in_the_wrong_place_is_refused(folder: str, message: str, office: Office) -> None:
    write_csv(office.data.deliveries / folder, aggregate("enrolment"))
    assert message in _refusal(receive_in_place(office.data, office.params))
    assert office.data.register() == []


def test_a_receiving_that_is_killed_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write_csv(office.folder / "old.csv", aggregate("age"))
    new = write_csv(office.folder / "new.csv", aggregate("enrolment"))
    office.receive(old)
    replace = os.replace

    def killed(source: Path | str, target: Path | str) -> None:
        if Path(target).name == "register.csv":
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            office.receive(new)
    assert [entry.name for entry in office.data.register()] == ["old.csv"]
    assert _only(office.receive(new)).outcome is ReceiptOutcome.RECEIVED
    assert sorted(path.name for path in (office.data.deliveries / "2568-3" / "dmc").iterdir()) == ["new.csv", "old.csv"]


def test_a_name_that_says_another_round_is_refused_and_replaces_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    office.receive(write_csv(tmp_path / "2568-1-religion.csv", aggregate("religion", "2568-1")))
    (other,) = office.receive(write_csv(tmp_path / "2568-2-religion.csv", [*aggregate("religion", "2568-1"), []]))
    assert (other.outcome, office.data.register()[-1].name) == (ReceiptOutcome.REFUSED, "2568-1-religion.csv")
    assert "รอบ 2568-1 ไม่ใช่รอบ 2568-2 ในชื่อไฟล์" in str(other.error)


def test_a_new_round_is_told_with_its_parameter_file(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (received,) = office.receive(write_csv(tmp_path / "a.csv", aggregate("religion", "2571-1")))
    assert received.new_round is not None
    assert received.new_round.name == "2571-1.yml"


def test_a_path_that_is_not_there_does_not_mark_a_new_folder(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (missing,) = office.receive(tmp_path / "nothing.csv")
    assert "ไม่พบไฟล์" in str(missing.error)
    assert not (office.data.root / "KIND").exists()
