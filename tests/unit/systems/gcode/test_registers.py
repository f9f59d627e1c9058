"""The registers as tables: nobody is named, codes are told apart, waiting is counted to the day of the data."""

from pathlib import Path

import pytest

from builders import Office, citizen_number, make_office
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.identifiers import keyed_digest, name_digest
from helpers.systems.gcode import SYSTEM, schemas
from unit.systems.gcode.registers import (
    APPROVED,
    CERTIFIED,
    CITIZEN,
    CODE,
    FIRST_NAME,
    LAST_NAME,
    NATIONALITY,
    OTHER,
    RECORDED,
    REGISTERED,
    ROUND,
    SCHOOL,
    SEX,
    clean_learners,
    code,
    learner,
    receive_registers,
    table,
    user,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def waiting(recorded: str, serial: int = 9) -> list[str]:
    row = learner(serial)
    row[1], row[RECORDED], row[CERTIFIED] = "-", recorded, "-"
    return row


def test_clean_registers_give_no_finding(office: Office) -> None:
    receive_registers(office, clean_learners(), [user(), user(OTHER)])
    assert table(office, "findings").empty
    assert set(table(office, "schools").query("delivered")["smis"]) == {SCHOOL, OTHER}


def test_no_name_and_no_number_is_stored(office: Office) -> None:
    learners = clean_learners()
    learners[0][CITIZEN] = citizen_number(5)
    receive_registers(office, learners, [user()])
    snapshot = office.snapshot(ROUND, "gcode")
    for name in snapshot.description["tables"]:
        stored = snapshot.read(name).astype(str).to_csv()
        assert not [said for said in (FIRST_NAME, LAST_NAME, code(1), citizen_number(5)) if said in stored], name


def test_numbers_and_names_become_keyed_digests_with_their_kind(office: Office) -> None:
    learners = clean_learners()
    learners[0][CITIZEN] = citizen_number(5)
    receive_registers(office, learners)
    learners_table, key = table(office, "learners"), office.data.key()
    assert learners_table["person"].tolist() == [keyed_digest(code(serial), key) for serial in (1, 2, 3)]
    assert learners_table["citizen"].dropna().tolist() == [keyed_digest(citizen_number(5), key)]
    assert learners_table["has_citizen_number"].tolist() == [True, False, False]
    assert set(learners_table["name_digest"]) == {name_digest(f"{FIRST_NAME} {LAST_NAME}", key)}


def test_a_code_that_was_issued_counts_once_wherever_it_stands_again(office: Office) -> None:
    learners = [*clean_learners(), learner(1, OTHER), waiting("01/06/2568")]
    receive_registers(office, learners)
    assert table(office, "learners")["codes"].tolist() == [1, 1, 1, 0, 0]


def test_a_number_in_the_wrong_cell_is_not_kept(office: Office) -> None:
    learners = clean_learners()
    learners[0][7] = citizen_number(5)
    receive_registers(office, learners)
    assert table(office, "learners")["nationality"][0] == "ไม่ระบุ"


@pytest.mark.parametrize(
    ("recorded", "days", "band"),
    [
        ("10/06/2568", 0, schemas.USUAL),
        ("11/05/2568", 30, schemas.USUAL),
        ("10/05/2568", 31, schemas.OVER),
        ("12/03/2568", 90, schemas.OVER),
        ("12 มี.ค. 2568", 90, schemas.OVER),
        ("12/03/2568 09:30", 90, schemas.OVER),
        ("2025-03-12", 90, schemas.OVER),
        ("11/03/2568", 91, schemas.LONG),
        ("15/06/2568", 0, schemas.USUAL),
    ],
)
def test_waiting_is_counted_to_the_day_of_the_data(recorded: str, days: int, band: str, office: Office) -> None:
    receive_registers(office, [waiting(recorded)])
    (learner_row,) = table(office, "learners").to_dict("records")
    assert (learner_row["status"], learner_row["days_waiting"], learner_row["waiting"]) == (schemas.PENDING, days, band)


def test_who_is_certified_waits_no_longer(office: Office) -> None:
    receive_registers(office, [learner(1)])
    (learner_row,) = table(office, "learners").to_dict("records")
    assert (learner_row["status"], learner_row["waiting"]) == (schemas.DONE, schemas.NOT_WAITING)
    assert str(learner_row["certified"]) == "2025-03-15"


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        (CODE, "code_malformed"),
        (CITIZEN, "number_malformed"),
        (SEX, "sex_unknown"),
        (NATIONALITY, "nationality_missing"),
        (RECORDED, "date_unreadable"),
    ],
)
@pytest.mark.parametrize("error", ["#N/A", "#VALUE!"])
def test_an_error_of_excel_is_found_and_nobody_waits_for_it(column: int, rule: str, error: str, office: Office) -> None:
    rows = clean_learners()
    rows[0][column] = error
    receive_registers(office, rows)
    learners = table(office, "learners")
    assert f"gcode.pupil.{rule}" in office.rules(ROUND, "gcode")
    assert learners["status"].tolist() == ["เสร็จแล้ว"] * 3
    assert not learners.isin([error]).any(axis=None)


@pytest.mark.parametrize("written", ["31/02/2568", "มีนาคม 2568", "01/03/68", "-", "01/03/2468"])
def test_a_date_that_cannot_be_read_gives_no_days(written: str, office: Office) -> None:
    receive_registers(office, [waiting(written)])
    learners_table = table(office, "learners")
    assert learners_table["days_waiting"].isna().all()
    assert set(learners_table["waiting"]) == {schemas.UNDATED}


def test_users_wait_alike(office: Office) -> None:
    asking = user()
    asking[REGISTERED], asking[APPROVED] = "01/03/2568", "-"
    receive_registers(office, clean_learners(), [user(), user(OTHER), asking])
    users_table = table(office, "users")
    assert users_table["waiting"].tolist() == [schemas.NOT_WAITING, schemas.NOT_WAITING, schemas.LONG]
    assert "citizen" not in users_table


def test_a_register_that_was_not_received_leaves_its_table_empty(office: Office) -> None:
    receive_registers(office, clean_learners())
    assert table(office, "users").empty
    assert table(office, "findings").empty


def test_the_schools_own_number_is_read_from_the_delivery(office: Office) -> None:
    receive_registers(office, clean_learners())
    (entry,) = office.data.register()
    sheet = open_spreadsheet(office.data.deliveries / entry.path, office.params.checks.file_limits, name=entry.name)
    assert SYSTEM.pupil_references(sheet, {2, 4}) == {2: "1", 4: "3"}


def test_a_register_of_users_refers_to_no_pupil(office: Office) -> None:
    receive_registers(office, clean_learners(), [user()])
    entry = office.data.register()[-1]
    sheet = open_spreadsheet(office.data.deliveries / entry.path, office.params.checks.file_limits, name=entry.name)
    assert SYSTEM.pupil_references(sheet, {2}) == {}


def test_a_register_of_one_row_a_school_does_not_take_the_place_of_the_whole_in_silence(office: Office) -> None:
    receive_registers(office, [learner(serial, smis) for serial, smis in enumerate((SCHOOL, OTHER) * 4, 1)])
    with pytest.raises(AssertionError, match=rf"(?s)2 โรงเรียน.*{SCHOOL} มี 1 แถว จากเดิม 4.*--accept-fewer"):
        receive_registers(office, [learner(1), learner(2, OTHER)])
    assert len(table(office, "learners")) == 8
