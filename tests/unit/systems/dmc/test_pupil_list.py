"""From the pupil list to tables and findings."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from builders import (
    ALL_PUPILS,
    ENROLLED,
    SCHOOL_ROWS,
    Office,
    aggregate,
    make_office,
    pupil,
    pupil_rows,
    pupils_by,
    roster,
    write_csv,
    write_xlsx,
)

EXPECTED = {(smis, grade, sex): count for smis, school in ENROLLED.items() for (grade, sex), count in school.items()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _receive(office: Office, pupils: list[dict[str, str]]) -> None:
    office.receive(write_xlsx(office.folder / "2568-3-student.xlsx", pupil_rows(pupils)))


def test_the_list_alone_fills_the_tables_that_the_aggregates_otherwise_fill(office: Office) -> None:
    _receive(office, roster())
    snapshot = office.snapshot()
    assert pupils_by(snapshot.read("enrolment"), "smis", "grade", "sex") == EXPECTED
    assert snapshot.read("classrooms")["rooms"].sum() == 6
    categories = snapshot.read("categories").groupby(["report", "category"])["pupils"].sum()
    assert categories["nationality", "ไทย"] == categories["religion", "พุทธ"] == ALL_PUPILS
    assert categories["disadvantage", "เด็กยากจน"] == ALL_PUPILS
    assert categories["age"].sum() == ALL_PUPILS
    assert snapshot.read("area_totals").empty
    assert office.rules() == set()


def test_the_list_and_the_aggregates_together_count_each_pupil_once(office: Office) -> None:
    _receive(office, roster())
    office.receive(write_csv(office.folder / "a.csv", aggregate("enrolment")))
    snapshot = office.snapshot()
    assert snapshot.read("enrolment")["pupils"].sum() == len(snapshot.read("pupils")) == ALL_PUPILS
    assert office.rules() == set()


def test_a_list_row_leads_back_to_its_row_in_the_sheet(office: Office) -> None:
    _receive(office, roster())
    pupils = office.snapshot().read("pupils")
    assert pupils["row"].tolist() == list(range(3, 3 + ALL_PUPILS))
    assert set(pupils["sheet"]) == {"Sheet"}
    delivery = pupils["delivery"][0]
    assert pupils["row_key"][0] == f"{delivery}:Sheet:3"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("อ.1", "อ.1"),
        ("อบ.2", "อ.2"),
        ("อนุบาล 3", "อ.3"),
        ("อนุบาล3", "อ.3"),
        ("ป. 1", "ป.1"),
        ("ป.7", "ป.7"),
        ("-", "-"),
    ],
)
def test_kindergarten_is_spelt_in_many_ways(written: str, stored: str, office: Office) -> None:
    _receive(office, [pupil(1, grade=written)])
    assert office.snapshot().read("pupils")["grade"].tolist() == [stored]


def test_a_grade_or_sex_that_is_not_known_is_counted_as_not_stated(office: Office) -> None:
    _receive(office, [pupil(1, grade="ป.7"), pupil(2, sex="-")])
    counts = pupils_by(office.snapshot().read("enrolment"), "grade", "sex")
    assert counts == {("ไม่ระบุ", "ช"): 1, ("ป.1", "ไม่ระบุ"): 1}


@pytest.mark.parametrize(
    ("written", "age", "rules"),
    [
        ("01/02/2561", 8, set()),
        ("30/04/2561", 8, set()),
        ("1/5/2561", 7, set()),
        ("29/02/2563", 6, set()),
        ("29/02/2562", None, {"dmc.pupil.birth_date_impossible"}),
        ("-", None, {"dmc.pupil.birth_date_impossible"}),
        ("2561-02-01", 8, set()),
        ("2018-02-01", 8, set()),
        ("2018-02-01 00:00:01", 8, set()),
        ("2026-05-01", None, {"dmc.pupil.birth_date_era"}),
        ("2018-02-30", None, {"dmc.pupil.birth_date_impossible"}),
        ("01/02/2018", None, {"dmc.pupil.birth_date_era"}),
        ("01/05/2569", None, {"dmc.pupil.birth_date_era"}),
        ("01/02/2580", None, {"dmc.pupil.birth_date_era"}),
    ],
)
def test_an_age_is_in_full_years_on_the_day_of_the_data(
    written: str, age: int | None, rules: set[str], office: Office
) -> None:
    _receive(office, [*roster(), pupil(90, birth_date=written)])
    ages = office.snapshot().read("pupils").set_index("row")["age"]
    assert (None if ages.isna()[16] else ages[16]) == age
    assert office.rules() == rules


def test_a_birthday_later_in_the_month_of_the_data_is_not_reached_yet(office: Office) -> None:
    pupils = [pupil(90, birth_date="10/06/2561"), pupil(91, birth_date="11/06/2561")]
    office.receive(write_xlsx(office.folder / "2568-1-student.xlsx", pupil_rows(pupils)))
    assert office.snapshot("2568-1").read("pupils")["age"].tolist() == [7, 6]


@pytest.mark.parametrize("masked", ["1-2345-XXXXX-12-3", "1234567890xxx", "123456789012"])
def test_a_number_of_which_digits_are_masked_tells_nobody_from_anybody(masked: str, office: Office) -> None:
    _receive(office, [pupil(1, learner_number=masked), pupil(2, learner_number=masked), pupil(3)])
    pupils = office.snapshot().read("pupils")
    assert pupils["person"].isna().tolist() == [True, True, False]
    assert "dmc.pupil.number_duplicate_in_school" not in office.rules()


@pytest.mark.parametrize("written", ["NaN", "สิบ", "inf", "-5", "1e9"])
def test_a_weight_that_is_none_is_found(written: str, office: Office) -> None:
    _receive(office, [*roster(), pupil(90, weight_kg=written)])
    assert office.rules() == {"dmc.pupil.weight_impossible"}


def test_a_measure_that_was_not_taken_is_no_finding(office: Office) -> None:
    _receive(office, [*roster(), pupil(90, weight_kg="-", height_cm="")])
    assert office.rules() == set()


@pytest.mark.parametrize("name", ['=HYPERLINK("http://a")', "<script>alert(1)</script>", "@SUM(A1)", "+66", "-1+1"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_formula_in_a_school_name_is_found_once_and_stays_text(name: str, suffix: str, office: Office) -> None:
    office.edit("schools/3401.csv", lambda text: text.replace(",".join(SCHOOL_ROWS[2]) + "\n", ""))
    rows = pupil_rows([each | {"school_name": name} if each["smis"] == "34010003" else each for each in roster()])
    path = office.folder / f"2568-3-student.{suffix}"
    if suffix == "csv":
        write_csv(path, rows)
    else:
        _write_as_text(path, rows)
    office.receive(path)
    findings = office.snapshot().read("findings").query("rule == 'dmc.school.name_unsafe'")
    assert findings[["smis", "found"]].to_numpy().tolist() == [["34010003", name]]
    assert office.snapshot().read("schools").set_index("smis").loc["34010003", "name"] == name


def _write_as_text(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.worksheets[0].cell(number, column)
            cell.value, cell.data_type = value, "s"
    book.save(path)


def test_a_value_that_could_identify_a_pupil_is_in_no_finding(office: Office) -> None:
    wrong = pupil(90, learner_number="1234567890123", first_name="=ชื่อลับ", title="นาง", birth_date="31/02/2560")
    _receive(office, [*roster(), wrong, wrong | {"student_number": "8888"}])
    findings = office.snapshot().read("findings")
    assert {"dmc.pupil.number_check_digit", "dmc.pupil.number_duplicate_in_school"} <= set(findings["rule"])
    text = findings.to_csv()
    assert not any(secret in text for secret in ("1234567890123", "ลับ", "31/02", "8888", "สมมติ"))
