"""A file has no header: its columns are those in which its sums hold, and one without such is not counted."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builders import AREA, ENROLLED, Office, Rows, aggregate, make_office, write_csv
from helpers.identifiers import area_block_code
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_GROUPS, LEVEL_GROUPS_VOCATIONAL_LAST
from unit.systems.dmc.deliveries import Deliveries

UPPER: Mapping[tuple[str, str], int] = {("ม.4", "ช"): 5, ("ม.4", "ญ"): 4, ("ม.5", "ญ"): 3, ("ป.1", "ช"): 2}
PUPILS = dict.fromkeys(("34010001", "34010002", "34010003"), UPPER)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _moved(rows: Rows, order: tuple[str, ...]) -> Rows:
    """The groups of three columns in another order than the usual one."""
    groups = [{group: row[3 + 3 * n : 6 + 3 * n] for n, group in enumerate(LEVEL_GROUPS)} for row in rows]
    return [
        [*row[:3], *(cell for group in order for cell in cells_of[group])]
        for row, cells_of in zip(rows, groups, strict=True)
    ]


def test_the_subtotal_right_after_the_grades_is_no_vocational_grade(office: Office) -> None:
    usual = aggregate("height_for_age", enrolled=PUPILS)
    office.receive(write_csv(office.folder / "h.csv", _moved(usual, LEVEL_GROUPS_VOCATIONAL_LAST)))
    cells = office.snapshot().read("categories").query("whole")
    assert cells.groupby("grade")["pupils"].sum().to_dict() == {"ม.4": 27, "ม.5": 9, "ป.1": 6}
    assert office.rules() == set()


def test_the_usual_order_is_read_as_before(office: Office) -> None:
    enrolled = {smis: {**UPPER, ("ปวช.1", "ช"): 7} for smis in PUPILS}
    office.receive(write_csv(office.folder / "h.csv", aggregate("height_for_age", enrolled=enrolled)))
    cells = office.snapshot().read("categories").query("whole and grade == 'ปวช.1'")
    assert cells["pupils"].sum() == 21
    assert office.rules() == set()


@pytest.mark.parametrize("slug", ["religion", "enrolment"])
def test_a_file_that_adds_up_in_no_known_order_is_one_finding_and_is_not_counted(slug: str, office: Office) -> None:
    width = len(LAYOUT_BY_SLUG[slug].measures)
    start = 2 + bool(LAYOUT_BY_SLUG[slug].whole)
    rows = aggregate(slug, enrolled=PUPILS)
    turned = [[*row[:start], *row[start + width :], *row[start : start + width]] for row in rows]
    office.receive(write_csv(office.folder / "a.csv", turned))
    snapshot = office.snapshot()
    findings = snapshot.read("findings").query("rule != 'dmc.school.missing'")
    assert findings[["rule", "smis", "row"]].to_numpy().tolist() == [["dmc.aggregate.layout_unknown", "", 0]]
    assert snapshot.read("categories").empty
    assert snapshot.read("enrolment").empty
    assert slug not in set(snapshot.read("deliveries")["report"])


def test_a_wrong_sum_in_one_row_is_a_finding_of_that_row(office: Office) -> None:
    rows = aggregate("religion", enrolled=PUPILS)
    rows[0][-1] = str(int(rows[0][-1]) + 1)
    office.receive(write_csv(office.folder / "a.csv", rows))
    assert "dmc.aggregate.layout_unknown" not in office.rules()
    assert office.rules() >= {"dmc.aggregate.level_sum", "dmc.aggregate.sex_sum"}


def test_without_a_total_of_the_area_nothing_is_compared_with_zero(office: Office) -> None:
    without = [row for row in aggregate("enrolment") if row[1] != area_block_code(AREA)]
    office.receive(
        write_csv(office.folder / "a.csv", without), write_csv(office.folder / "b.csv", aggregate("religion"))
    )
    findings = office.snapshot().read("findings")
    assert findings[["rule", "smis", "row", "file"]].to_numpy().tolist() == [
        ["dmc.aggregate.area_missing", "", 0, "a.csv"]
    ]


@pytest.mark.parametrize("slug", ["enrolment", "religion"])
def test_another_areas_total_is_no_school(slug: str, office: Office) -> None:
    """Such a file is refused when it comes; where an older version took it in, nobody is counted in that row."""
    deliveries = Deliveries()
    other = [[row[0], "34020000", *row[2:]] for row in deliveries.reports[slug] if row[1] == area_block_code(AREA)]
    deliveries.reports[slug] += other
    assert deliveries.findings(office.folder, office.params).empty


def test_a_school_without_pupils_has_delivered(office: Office) -> None:
    office.receive(write_csv(office.folder / "a.csv", aggregate("enrolment", enrolled={**ENROLLED, "34010003": {}})))
    schools = office.snapshot().read("schools").set_index("smis")
    school = schools.loc["34010003"]
    assert (bool(school["delivered"]), int(school["pupils"]), school["size"], int(school["row"])) == (
        True,
        0,
        "ไม่มีนักเรียน",
        3,
    )
    assert office.rules() == {"dmc.school.no_pupils"}
