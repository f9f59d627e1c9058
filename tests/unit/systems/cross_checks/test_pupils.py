import pytest

from helpers.systems.cross_checks.comparisons import compare_pupils
from unit.systems.cross_checks.small_tables import ONE, THREE, TWO, Tables, findings_of, round_tables


def count(smis: str, grade: str, sex: str, pupils: int) -> dict[str, object]:
    return {"smis": smis, "level": "ประถม", "grade": grade, "sex": sex, "pupils": pupils}


DMC = [count(ONE, "ป.1", "ช", 10), count(ONE, "ป.1", "ญ", 8), count(ONE, "ป.2", "ช", 3), count(TWO, "ป.1", "ช", 5)]
EMIS = [count(ONE, "ป.1", "ช", 10), count(ONE, "ป.1", "ญ", 9), count(ONE, "ป.2", "ช", 3), count(THREE, "ป.1", "ช", 9)]
BOTH: Tables = {("dmc", "enrolment"): DMC, ("emis", "enrolment"): EMIS}


def test_a_grade_that_differs_is_found_at_its_row_in_emis() -> None:
    compared = compare_pupils(round_tables(BOTH), 0)
    assert findings_of(compared) == [("between.grade.pupils_differ", ONE, "EMIS 19 คน", "DMC 18 คน")]
    (finding,) = compared.findings
    assert (finding.file, finding.row, finding.column) == ("emis.csv", 2, "ป.1")


def test_schools_of_one_system_alone_are_left_out_and_both_sides_are_laid_out() -> None:
    frame = compare_pupils(round_tables(BOTH), 0).frame
    assert set(frame["smis"]) == {ONE}
    assert frame.groupby("side")["pupils"].sum().to_dict() == {"DMC": 21, "EMIS": 22}
    assert set(frame.loc[frame["differs"], "grade"]) == {"ป.1"}


@pytest.mark.parametrize(("tolerance", "findings"), [(0, 1), (1, 0)])
def test_the_tolerance_is_included(tolerance: int, findings: int) -> None:
    assert len(compare_pupils(round_tables(BOTH), tolerance).findings) == findings


def test_a_grade_that_one_system_lacks_has_none_there() -> None:
    more = [*DMC, count(ONE, "ป.6", "ช", 4)]
    compared = compare_pupils(round_tables({**BOTH, ("dmc", "enrolment"): more}), 1)
    assert findings_of(compared) == [("between.grade.pupils_differ", ONE, "EMIS 0 คน", "DMC 4 คน")]
    assert compared.findings[0].file == "dmc.csv"


def test_boys_and_girls_in_each_others_column_are_one_finding_about_the_file() -> None:
    dmc = [count(ONE, "ป.1", "ช", 20), count(ONE, "ป.1", "ญ", 6), count(TWO, "ป.1", "ช", 9), count(TWO, "ป.1", "ญ", 9)]
    emis = [row | {"sex": {"ช": "ญ", "ญ": "ช"}[str(row["sex"])]} for row in dmc]
    compared = compare_pupils(round_tables({("dmc", "enrolment"): dmc, ("emis", "enrolment"): emis}), 0)
    assert findings_of(compared) == [("between.pupils.columns_exchanged", "", "ช กับ ญ", "เทียบกับ DMC")]
    assert (compared.findings[0].file, compared.findings[0].row) == ("emis.csv", 0)
    assert not compare_pupils(round_tables({("dmc", "enrolment"): dmc, ("emis", "enrolment"): dmc}), 0).findings


@pytest.mark.parametrize("alone", ["dmc", "emis"])
def test_one_system_alone_is_compared_with_nothing(alone: str) -> None:
    compared = compare_pupils(round_tables({place: rows for place, rows in BOTH.items() if place[0] == alone}), 0)
    assert compared.frame.empty
    assert not compared.findings
