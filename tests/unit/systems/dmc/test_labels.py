"""Nobody drops out of a table of categories: what is not stated, not known or called otherwise has a row."""

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

LIST = "2568-3-pupils.csv"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _by_category(office: Office, report: str) -> dict[str, int]:
    cells = office.snapshot().read("categories").query(f"report == '{report}' and not whole")
    counts: dict[str, int] = cells.groupby("category")["pupils"].sum().to_dict()
    return counts


def _findings(office: Office, rule: str) -> list[tuple[str, int, str]]:
    rows = office.snapshot().read("findings").query(f"rule == '{rule}'")
    return list(zip(rows["smis"], rows["row"], rows["found"], strict=True))


@pytest.mark.parametrize("report", ["religion", "nationality", "age"])
@pytest.mark.parametrize("cell", ["-", ""])
def test_who_states_nothing_is_counted_as_not_stated(report: str, cell: str, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {report if report != "age" else "birth_date": cell}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    by_category = _by_category(office, report)
    assert (by_category["ไม่ระบุ"], sum(by_category.values())) == (1, len(pupils))
    rule = "dmc.pupil.label_missing" if report != "age" else "dmc.pupil.birth_date_impossible"
    assert _findings(office, rule) == [("34010001", 3, "")]


@pytest.mark.parametrize(("column", "word"), [("religion", "พุท"), ("nationality", "ไท ย"), ("disadvantage", "เด็กยาจน")])
def test_a_mistyped_label_is_found_and_has_a_row_of_its_own(column: str, word: str, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {column: word}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert _by_category(office, column)[word] == 1
    assert sum(_by_category(office, column).values()) == len(pupils)
    assert _findings(office, "dmc.pupil.label_unknown") == [("34010001", 3, word)]


@pytest.mark.parametrize(("cell", "unstated"), [("", 1), ("-", 0)])
def test_only_a_dash_says_that_a_pupil_is_not_disadvantaged(cell: str, unstated: int, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {"disadvantage": cell}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    by_category = {"เด็กยากจน": len(pupils) - 1} | ({"ไม่ระบุ": 1} if unstated else {})
    assert _by_category(office, "disadvantage") == by_category
    assert len(_findings(office, "dmc.pupil.label_missing")) == unstated


@pytest.mark.parametrize("column", ["religion", "nationality", "disadvantage"])
def test_a_column_without_any_label_is_one_finding_and_everybody_is_not_stated(column: str, office: Office) -> None:
    pupils = [each | {column: ""} for each in roster()]
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert _by_category(office, column) == {"ไม่ระบุ": len(pupils)}
    assert office.rules() == {"dmc.pupil.column_empty"}
    assert _findings(office, "dmc.pupil.column_empty") == [("", 0, "")]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "TRUE", "False"])
@pytest.mark.parametrize("column", ["religion", "nationality", "disadvantage"])
def test_an_error_or_a_truth_value_is_no_label(column: str, cell: str, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {column: cell}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert _by_category(office, column)["ไม่ระบุ"] == 1
    assert cell not in _by_category(office, column)
    assert _findings(office, "dmc.pupil.label_missing") == [("34010001", 3, "")]


@pytest.mark.parametrize("column", ["grade", "sex", "room", "school_name", "pending_discharge", "learner_number"])
def test_no_table_takes_an_error_for_a_value(column: str, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {column: "#N/A"}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    snapshot = office.snapshot()
    assert snapshot.read("enrolment")["pupils"].sum() == len(pupils)
    for table in ("enrolment", "classrooms", "categories", "schools"):
        assert not snapshot.read(table).isin(["#N/A"]).any(axis=None)
    assert "dmc.pupil.pending_discharge" not in office.rules()


def test_a_room_is_its_number_and_nobodys_room_is_none(office: Office) -> None:
    rooms = ("1", "01", "๑", "2", "-", "")
    pupils = [pupil(serial, room=room) for serial, room in enumerate(rooms, 1)]
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert office.snapshot().read("classrooms")["rooms"].tolist() == [2]
    assert [row for _, row, _ in _findings(office, "dmc.pupil.room_missing")] == [7, 8]


@pytest.mark.parametrize(("born", "rule"), [("12/10/2457", "century"), ("12/10/2017", "era"), ("#N/A", "impossible")])
def test_a_birth_in_another_century_gives_no_age(born: str, rule: str, office: Office) -> None:
    pupils = [pupil(1), pupil(2, birth_date=born)]
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert _by_category(office, "age")["ไม่ระบุ"] == 1
    assert _findings(office, f"dmc.pupil.birth_date_{rule}") == [("34010001", 4, "")]


def test_a_name_of_another_school_is_found_in_its_row(office: Office) -> None:
    names = ["บ้านตัวอย่างหนึ่ง", "บ้านตัวอย่างหนึ่ง", "บ้านตัวอย่างสอง"]
    pupils = [pupil(serial, school_name=name) for serial, name in enumerate(names, 1)]
    pupils.append(pupil(9, "34010003", school_name="บ้านตัวอย่างสอง"))
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    counts = _findings(office, "dmc.pupil.school_name_differs")
    assert [(smis, row) for smis, row, _ in counts] == [("34010001", 5), ("34010003", 6)]


def test_words_that_changed_are_one_finding_a_file_and_counted_as_before(office: Office) -> None:
    changed = [
        [cell.replace("โรงเรียนอื่น", "โรงศึกษาอื่น").replace("กศน.", "สกร.") for cell in row]
        for row in aggregate("p6_destination")
    ]
    office.receive(write_csv(office.folder / "p6.csv", changed))
    assert {label for _, _, label in _findings(office, "dmc.aggregate.category_renamed")} == {
        "โรงศึกษาอื่น สังกัด สพฐ.",
        "โรงศึกษาอื่น สังกัด อบท.",
        "สกร.",
    }
    assert office.rules() == {"dmc.aggregate.category_renamed"}
    assert set(_by_category(office, "p6_destination")) <= {"โรงเรียนเดิม"}


def test_a_word_that_nobody_knows_is_one_finding_a_file_and_stays_a_row(office: Office) -> None:
    changed = [["ศาสนาใหม่" if cell == "พุทธ" else cell for cell in row] for row in aggregate("religion")]
    office.receive(write_csv(office.folder / "r.csv", changed))
    findings = office.snapshot().read("findings")
    assert findings[["rule", "smis", "found", "allowed"]].to_numpy().tolist() == [
        ["dmc.aggregate.category_missing", "", "", "พุทธ"],
        ["dmc.aggregate.category_unknown", "", "ศาสนาใหม่", "พบ 4 แถว"],
    ]
    assert sum(_by_category(office, "religion").values()) == ALL_PUPILS


def test_rows_without_a_label_are_all_counted(office: Office) -> None:
    rows = aggregate("religion")
    empty = [[*row[:2], "#N/A", *row[3:]] for row in rows if row[1] == "34010001" and row[2] == "พุทธ"]
    office.receive(write_xlsx(office.folder / "r.xlsx", [*rows[:2], *empty, *empty, *rows[2:]]))
    assert _by_category(office, "religion")["ไม่ระบุ"] == 2 * sum(ENROLLED["34010001"].values())


def test_of_two_spellings_of_a_category_the_one_that_counts_somebody_is_kept(office: Office) -> None:
    rows = aggregate("nationality")
    index = next(n for n, row in enumerate(rows) if row[1] == "34010001" and row[2] == "อื่น ๆ")
    thai = next(row for row in rows if row[1] == "34010001" and row[2] == "ไทย")
    other = [*rows[index][:2], "อื่นๆ", *thai[3:]]
    thai[3:] = rows[index][3:]
    office.receive(write_csv(office.folder / "n.csv", [*rows[: index + 1], other, *rows[index + 1 :]]))
    assert _by_category(office, "nationality")["อื่น ๆ"] == sum(ENROLLED["34010001"].values())
    assert [row for _, row, _ in _findings(office, "dmc.aggregate.duplicate_school_rows")] == [index + 1]


@pytest.mark.parametrize("word", ["เด ็กยากจน", "เด็ก\u200bยากจน", "เด็กยากจน "])
def test_a_label_that_only_looks_otherwise_is_that_label(word: str, office: Office) -> None:
    pupils = roster()
    pupils[0] |= {"disadvantage": word}
    office.receive(write_csv(office.folder / LIST, pupil_rows(pupils)))
    assert _by_category(office, "disadvantage") == {"เด็กยากจน": len(pupils)}
    assert _findings(office, "dmc.pupil.label_unknown") == []
