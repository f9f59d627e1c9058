"""Taking files out and putting them back: nothing by hand, nothing lost."""

from pathlib import Path

import pytest

from builders import ALL_PUPILS, ENROLLED, Office, aggregate, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome, receive_in_place
from helpers.deliveries.withdrawing import numbered, restore, undo_receive, withdraw
from helpers.errors import DeliveryError

MORE = {**ENROLLED, "34010001": {**ENROLLED["34010001"], ("ป.1", "ช"): 5}}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that received the right file, and then a wrong one and another report."""
    made = make_office(tmp_path)
    made.receive(write_csv(tmp_path / "a.csv", aggregate("enrolment")))
    made.receive(
        write_csv(tmp_path / "b.csv", aggregate("enrolment", enrolled=MORE)),
        write_csv(tmp_path / "c.csv", aggregate("age")),
    )
    return made


def pupils(office: Office) -> int:
    return int(office.snapshot().read("enrolment")["pupils"].sum())


def kept(office: Office) -> set[str]:
    return {path.name for path in (office.data.deliveries / "2568-3" / "dmc").iterdir()}


def test_undo_takes_the_last_receiving_back_and_keeps_its_files(office: Office) -> None:
    assert pupils(office) == ALL_PUPILS + 2
    assert [entry.name for entry in undo_receive(office.data)] == ["b.csv", "c.csv"]
    assert pupils(office) == ALL_PUPILS
    assert kept(office) == {"a.csv", "b.csv", "c.csv"}
    assert [entry.name for entry in undo_receive(office.data)] == ["a.csv"]
    assert office.data.rounds("dmc") == []
    with pytest.raises(DeliveryError, match="ไม่มีการรับไฟล์ให้ย้อน"):
        undo_receive(office.data)


def test_what_was_taken_out_does_not_come_back_by_itself(office: Office) -> None:
    undo_receive(office.data)
    assert receive_in_place(office.data, office.params) == []
    (again,) = office.receive(office.data.deliveries / "2568-3" / "dmc" / "b.csv")
    assert again.outcome is ReceiptOutcome.ALREADY
    assert pupils(office) == ALL_PUPILS


def test_a_file_that_was_taken_out_and_is_sent_again_is_received(office: Office) -> None:
    undo_receive(office.data)
    (again,) = office.receive(office.folder / "b.csv")
    assert (again.outcome, again.replaces) == (ReceiptOutcome.RECEIVED, "a.csv")
    assert pupils(office) == ALL_PUPILS + 2
    assert kept(office) == {"a.csv", "b.csv", "c.csv"}


def test_an_older_file_sent_again_is_told_and_can_be_put_back(office: Office) -> None:
    (again,) = office.receive(office.folder / "a.csv")
    assert again.outcome is ReceiptOutcome.ALREADY
    assert again.instead is not None
    assert again.instead.name == "b.csv"
    restore(office.data, 1)
    assert pupils(office) == ALL_PUPILS
    assert [entry.name for entry in numbered(office.data.register()).values()] == ["a.csv", "b.csv", "c.csv"]
    (again,) = office.receive(office.folder / "a.csv")
    assert again.instead is None


def test_one_file_is_taken_out_by_its_number(office: Office) -> None:
    assert withdraw(office.data, 2).name == "b.csv"
    assert pupils(office) == ALL_PUPILS
    with pytest.raises(DeliveryError, match="เลขรับ 2 เอาออกไปแล้ว"):
        withdraw(office.data, 2)
    with pytest.raises(DeliveryError, match="ไม่มีเลขรับ 9"):
        withdraw(office.data, 9)
    restore(office.data, 2)
    assert pupils(office) == ALL_PUPILS + 2


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_that_is_taken_out_and_put_back_leaves_all_as_it_was(office: Office, number: int) -> None:
    before, tables = office.data.in_force(), office.snapshot().fingerprint
    withdraw(office.data, number)
    assert office.data.in_force() != before
    restore(office.data, number)
    assert office.data.in_force() == before
    assert office.snapshot().fingerprint == tables


def test_a_file_that_is_gone_is_not_put_back(office: Office) -> None:
    (office.data.deliveries / "2568-3" / "dmc" / "a.csv").unlink()
    with pytest.raises(DeliveryError, match="หายไป"):
        restore(office.data, 1)
