"""Receiving: which of several files of one report counts, and what must not take another's place in silence."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from builders import ALL_PUPILS, ENROLLED, Office, aggregate, make_office, pupil_rows, roster, write_csv, write_xlsx
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.forms.registers import ALLOTMENTS
from unit.forms.filling import example, written

ONE_SCHOOL = {"34010001": ENROLLED["34010001"]}
TWO_SCHOOLS = {smis: ENROLLED[smis] for smis in ("34010001", "34010002")}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def saved(path: Path, day: int) -> Path:
    time = datetime(2025, 6, day, 9).timestamp()
    os.utime(path, (time, time))
    return path


def pupils(office: Office) -> int:
    return int(office.snapshot().read("enrolment")["pupils"].sum())


def count(*schools: str) -> int:
    return sum(sum(ENROLLED[smis].values()) for smis in schools)


@pytest.mark.parametrize("days", [(10, 10), (10, 11)], ids=["same time", "later"])
def test_the_second_download_of_a_name_counts(days: tuple[int, int], office: Office) -> None:
    folder = office.folder / "in"
    saved(write_csv(folder / "2568-3-ก.csv", aggregate("enrolment", enrolled=TWO_SCHOOLS)), days[0])
    saved(write_csv(folder / "2568-3-ก (1).csv", aggregate("enrolment")), days[1])
    copy, first = office.receive(folder)
    assert (copy.outcome, first.outcome) == (ReceiptOutcome.RECEIVED, ReceiptOutcome.RECEIVED)
    assert first.instead is not None
    assert first.instead.name == "2568-3-ก (1).csv"
    assert pupils(office) == ALL_PUPILS


def test_a_file_that_was_saved_earlier_is_kept_and_does_not_count(office: Office) -> None:
    new = saved(write_csv(office.folder / "new.csv", aggregate("enrolment")), 11)
    old = saved(write_csv(office.folder / "old.csv", aggregate("enrolment", enrolled=TWO_SCHOOLS)), 10)
    office.receive(new)
    (received,) = office.receive(old)
    assert (received.outcome, received.replaces) == (ReceiptOutcome.RECEIVED, "")
    assert received.instead is not None
    assert received.instead.name == "new.csv"
    assert pupils(office) == ALL_PUPILS


def test_the_order_of_files_outlives_their_register(office: Office) -> None:
    for name, day, schools in (("z", 10, TWO_SCHOOLS), ("a", 11, ENROLLED)):
        office.receive(saved(write_csv(office.folder / f"{name}.csv", aggregate("enrolment", enrolled=schools)), day))
    (office.data.root / "register.csv").unlink()
    shutil.rmtree(office.data.root / "register-copies")
    assert [each.outcome for each in office.receive(office.data.deliveries)] == [ReceiptOutcome.RECEIVED] * 2
    assert [entry.name for entry in office.data.in_force()] == ["z.csv", "a.csv"]
    assert pupils(office) == ALL_PUPILS


def test_far_fewer_schools_do_not_take_the_place_of_many_in_silence(office: Office) -> None:
    office.receive(write_csv(office.folder / "all.csv", aggregate("enrolment")))
    one = write_csv(office.folder / "one.csv", aggregate("enrolment", enrolled=ONE_SCHOOL))
    (refused,) = office.receive(one)
    assert refused.outcome is ReceiptOutcome.REFUSED
    for words in ("1 โรงเรียน", "all.csv มี 3 โรงเรียน", "--accept-fewer", "one.csv"):
        assert words in str(refused.error)
    assert pupils(office) == ALL_PUPILS
    assert not (office.data.deliveries / "2568-3" / "dmc" / "one.csv").exists()
    (accepted,) = office.receive(one, accept_fewer=True)
    assert accepted.replaces == "all.csv"
    assert pupils(office) == count("34010001")


def test_how_many_are_far_fewer_is_a_parameter(office: Office) -> None:
    office.edit("checks.yml", lambda text: text.replace("\n  count: 1", "\n  count: 2"))
    office.receive(write_csv(office.folder / "all.csv", aggregate("enrolment")))
    (received,) = office.receive(write_csv(office.folder / "one.csv", aggregate("enrolment", enrolled=ONE_SCHOOL)))
    assert received.outcome is ReceiptOutcome.RECEIVED


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (8, 6, ReceiptOutcome.RECEIVED),
        (19, 1, ReceiptOutcome.RECEIVED),
        (20, 19, ReceiptOutcome.RECEIVED),
        (20, 15, ReceiptOutcome.REFUSED),
    ],
)
def test_a_small_form_is_corrected_without_a_question(
    before: int, now: int, outcome: ReceiptOutcome, office: Office
) -> None:
    for rows, name in ((before, "before.xlsx"), (now, "now.xlsx")):
        entries = [example(ALLOTMENTS, document_no=str(number)) for number in range(rows)]
        (received,) = office.receive(written(office.folder, ALLOTMENTS, entries, name))
    assert received.outcome is outcome


def test_one_school_less_is_a_correction(office: Office) -> None:
    office.receive(write_csv(office.folder / "all.csv", aggregate("enrolment")))
    (received,) = office.receive(write_csv(office.folder / "two.csv", aggregate("enrolment", enrolled=TWO_SCHOOLS)))
    assert received.replaces == "all.csv"
    assert pupils(office) == count(*TWO_SCHOOLS)


def pupil_list(office: Office, name: str, counts: dict[str, dict[tuple[str, str], int]], day: int) -> Path:
    return saved(write_xlsx(office.folder / name, pupil_rows(roster(counts))), day)


def filled(*rows: int) -> dict[str, dict[tuple[str, str], int]]:
    """So many pupils of one grade in each of the schools."""
    return {smis: {("ป.1", "ช"): count} for smis, count in zip(ENROLLED, rows, strict=False) if count}


def test_a_list_of_some_rows_only_does_not_take_the_place_of_the_whole_in_silence(office: Office) -> None:
    office.receive(pupil_list(office, "2568-3-all.xlsx", filled(20, 30, 2), 10))
    some = pupil_list(office, "2568-3-some.xlsx", filled(3, 4, 1), 11)
    (refused,) = office.receive(some)
    assert refused.outcome is ReceiptOutcome.REFUSED
    for words in ("2 โรงเรียน", "34010001 มี 3 แถว จากเดิม 20", "34010002 มี 4 แถว จากเดิม 30", "--accept-fewer"):
        assert words in str(refused.error)
    assert "34010003" not in str(refused.error), "one row less is a correction"
    assert office.snapshot().read("pupils").shape[0] == 52
    (accepted,) = office.receive(some, accept_fewer=True)
    assert (accepted.outcome, accepted.taken_over) == (ReceiptOutcome.RECEIVED, 3)
    assert office.snapshot().read("pupils").shape[0] == 8


def test_a_list_is_held_against_the_rows_that_count_for_each_school(office: Office) -> None:
    office.receive(pupil_list(office, "2568-3-all.xlsx", filled(20, 30), 10))
    office.receive(pupil_list(office, "2568-3-34010001-student.xlsx", filled(10), 11), accept_fewer=True)
    (one,) = office.receive(pupil_list(office, "2568-3-34010001-next.xlsx", filled(9), 12))
    assert (one.outcome, one.taken_over) == (ReceiptOutcome.RECEIVED, 1)
    (other,) = office.receive(pupil_list(office, "2568-3-34010002-student.xlsx", filled(0, 3), 12))
    assert other.outcome is ReceiptOutcome.REFUSED
    (new,) = office.receive(pupil_list(office, "2568-3-34010003-student.xlsx", filled(0, 0, 3), 12))
    assert (new.outcome, new.taken_over) == (ReceiptOutcome.RECEIVED, 0)


def test_a_list_that_does_not_count_takes_nothing_over(office: Office) -> None:
    office.receive(pupil_list(office, "2568-3-all.xlsx", filled(20, 30), 11))
    (older,) = office.receive(pupil_list(office, "2568-3-some.xlsx", filled(3, 3), 10))
    assert (older.outcome, older.taken_over) == (ReceiptOutcome.RECEIVED, 0)
    assert office.snapshot().read("pupils").shape[0] == 50
