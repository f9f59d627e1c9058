from pathlib import Path

from builders import aggregate, make_office, write_csv
from helpers.systems.dmc.all_rounds import NAME

COUNTS = {
    "2568-1": {"34010001": {("ป.1", "ช"): 3, ("ป.2", "ญ"): 2}},
    "2568-2": {"34010001": {("ป.1", "ช"): 4}, "34010002": {("อ.2", "ญ"): 5}},
    "2568-3": {"34010001": {("ป.1", "ช"): 9}},
}


def test_every_round_up_to_the_periods_own_is_counted_by_school_and_level(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    for round_, enrolled in COUNTS.items():
        name = f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv"
        office.receive(write_csv(tmp_path / name, aggregate("enrolment", round_, enrolled)))
    counted = office.snapshot("2568-2", NAME).read("headcounts")
    assert [tuple(row) for row in counted[["round", "smis", "level", "pupils"]].to_numpy().tolist()] == [
        ("2568-1", "34010001", "ประถม", 5),
        ("2568-2", "34010001", "ประถม", 4),
        ("2568-2", "34010002", "ก่อนประถม", 5),
    ]


def test_a_row_rests_on_a_row_of_a_file_that_is_listed(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    office.receive(
        write_csv(tmp_path / "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", "2568-1", COUNTS["2568-1"]))
    )
    tables = office.snapshot("2568-1", NAME)
    assert set(tables.read("headcounts")["row_key"]) <= set(office.snapshot("2568-1").read("enrolment")["row_key"])
    assert set(tables.read("headcounts")["delivery"]) <= set(tables.read("deliveries")["delivery"])
