"""What one aggregate shows by itself: every finding with its row, column and both numbers."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from builders import AREA, PROJECT_PARAMS, Rows, aggregate, place_of, write_csv
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.identifiers import area_block_code
from helpers.params.folder import read_params
from helpers.systems.dmc.aggregate_checks import check_aggregate, check_layout, first_rows
from helpers.systems.dmc.aggregates import Aggregate, read_aggregate
from helpers.systems.dmc.layouts import INSPECTION_END, INSPECTION_START, LAYOUT_BY_SLUG
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery

CHECKS = read_params(PROJECT_PARAMS).checks
ONE, TWO, AREA_TOTAL = "34010001", "34010002", area_block_code(AREA)
WHOLE, BUDDHIST, MUSLIM, *OTHERS = LAYOUT_BY_SLUG["religion"].labels
Change = Callable[[Rows], object]
Named = tuple[str, str, int, str, str, str]
"""Last word of the rule, school, row, column, what was found, what is allowed."""


def read(folder: Path, slug: str, rows: Rows) -> Aggregate:
    """The rows as an aggregate file that was received and read."""
    path = write_csv(folder / f"{slug}.csv", rows)
    delivery = Delivery(path, path.name, "0123456789ab" + "0" * 52, slug, len(rows), "")
    return read_aggregate(open_spreadsheet(path, CHECKS.file_limits), delivery, LAYOUT_BY_SLUG[slug], AREA, CHECKS)


def _named(finding: Finding) -> Named:
    word = finding.rule.removeprefix("dmc.aggregate.")
    return word, finding.smis, finding.row, finding.column, finding.found, finding.allowed


def _more(slug: str, code: str, group: str, measure: str, label: str = "", *, more: int = 1, text: str = "") -> Change:
    """One count of the report made greater, or a text in its place."""

    def change(rows: Rows) -> None:
        row, column = place_of(slug, rows, code, group, measure, label)
        rows[row][column] = text or str(int(rows[row][column]) + more)

    return change


def _relabelled(old: str, new: str) -> Change:
    def change(rows: Rows) -> None:
        for row in rows:
            row[2] = new if row[2] == old else row[2]

    return change


@pytest.mark.parametrize("slug", ["enrolment", "religion", "inspection", "electricity", "g_code", "shortage"])
def test_a_clean_report_shows_nothing(slug: str, tmp_path: Path) -> None:
    assert list(check_aggregate(read(tmp_path, slug, aggregate(slug)))) == []
    assert list(check_layout(read(tmp_path, slug, aggregate(slug)))) == []


ENROLMENT: list[tuple[Change, list[Named]]] = [
    (
        _more("enrolment", ONE, "ป.1", "รวม"),
        [
            ("sex_sum", ONE, 1, "ป.1", "6", "5"),
            ("level_sum", ONE, 1, "รวมประถม (รวม)", "5", "6"),
            ("area_sum", "", 4, "ป.1 (รวม)", "5", "6"),
        ],
    ),
    (
        _more("enrolment", AREA_TOTAL, "ป.1", "ช", more=1_000),
        [
            ("sex_sum", "", 4, "ป.1", "5", "1,005"),
            ("level_sum", "", 4, "รวมประถม (ช)", "6", "1,006"),
            ("area_sum", "", 4, "ป.1 (ช)", "1,003", "3"),
        ],
    ),
    (
        _more("enrolment", TWO, "รวมทั้งหมด", "ญ", more=2_000),
        [
            ("sex_sum", TWO, 2, "รวมทั้งหมด", "4", "2,004"),
            ("level_sum", TWO, 2, "รวมทั้งหมด (ญ)", "2,002", "2"),
            ("area_sum", "", 4, "รวมทั้งหมด (ญ)", "6", "2,006"),
        ],
    ),
    (lambda rows: rows.pop(), [("area_missing", "", 0, "", "", "")]),
    (lambda rows: rows.append(rows[0]), [("duplicate_school_rows", ONE, 5, "", "", "")]),
]


@pytest.mark.parametrize(("change", "named"), ENROLMENT)
def test_sums_of_the_enrolment_are_compared_wherever_both_are_counts(
    change: Change, named: list[Named], tmp_path: Path
) -> None:
    rows = aggregate("enrolment")
    change(rows)
    assert [_named(each) for each in check_aggregate(read(tmp_path, "enrolment", rows))] == named


def test_a_cell_without_a_count_is_no_wrong_sum(tmp_path: Path) -> None:
    """The cell itself is found by reading; the area's total then has pupils that no school shows."""
    rows = aggregate("enrolment")
    _more("enrolment", ONE, "ป.1", "ช", text="สาม")(rows)
    found = [_named(each) for each in check_aggregate(read(tmp_path, "enrolment", rows))]
    assert [each[0] for each in found] == ["not_a_count", "area_sum"]
    assert found[1] == ("area_sum", "", 4, "ป.1 (ช)", "3", "0")


def _pop(*places: int) -> Change:
    return lambda rows: [rows.pop(place) for place in sorted(places, reverse=True)]


RELIGION: list[tuple[Change, list[Named]]] = [
    (
        _more("religion", ONE, "ป.1", "ช", WHOLE),
        [
            ("sex_sum", ONE, 1, f"{WHOLE} · ป.1", "5", "6"),
            ("category_sum", ONE, 1, f"{WHOLE} · ป.1 (ช)", "4", "3"),
            ("level_sum", ONE, 1, f"{WHOLE} · รวมประถม (ช)", "3", "4"),
            ("area_sum", "", 28, f"{WHOLE} · ป.1 (ช)", "3", "4"),
        ],
    ),
    (
        _relabelled(MUSLIM, "ศาสนาใหม่"),
        [("category_missing", "", 0, "", "", MUSLIM), ("category_unknown", "", 3, "", "ศาสนาใหม่", "พบ 4 แถว")],
    ),
    (_pop(2), [("category_missing", ONE, 1, "", "", MUSLIM)]),
    (_pop(2, 3, 4, 5, 6, 7), [("category_missing", ONE, 1, "", "", ", ".join((MUSLIM, *OTHERS)[:5]))]),
    (_pop(0), [("category_missing", ONE, 1, "", "", WHOLE), ("area_sum", "", 27, f"{WHOLE} · อ.2 (ช)", "1", "0")]),
    (lambda rows: rows.append(rows[1]), [("duplicate_school_rows", ONE, 37, "", BUDDHIST, "")]),
]


@pytest.mark.parametrize(("change", "named"), RELIGION)
def test_categories_are_complete_known_and_add_up_to_their_whole(
    change: Change, named: list[Named], tmp_path: Path
) -> None:
    rows = aggregate("religion")
    change(rows)
    found = [_named(each) for each in check_aggregate(read(tmp_path, "religion", rows))]
    assert found[: len(named)] == named
    assert {each[0] for each in found} == {each[0] for each in named}


def test_at_most_five_labels_that_a_whole_file_lacks_are_named(tmp_path: Path) -> None:
    rows = [row for row in aggregate("religion") if row[2] in (WHOLE, BUDDHIST)]
    assert [_named(each) for each in check_aggregate(read(tmp_path, "religion", rows))] == [
        ("category_missing", "", 0, "", "", ", ".join((MUSLIM, *OTHERS)[:5]))
    ]


def test_categories_that_are_no_partition_need_not_add_up(tmp_path: Path) -> None:
    rows = aggregate("shortage")
    whole, first, *_ = LAYOUT_BY_SLUG["shortage"].labels
    for code in (ONE, AREA_TOTAL):
        for group in ("ป.1", "รวมประถม", "รวมทั้งหมด"):
            for measure in ("ช", "รวม"):
                _more("shortage", code, group, measure, first, more=-1)(rows)
    assert whole
    assert list(check_aggregate(read(tmp_path, "shortage", rows))) == []


def test_the_end_of_the_year_is_what_began_and_came_less_what_left(tmp_path: Path) -> None:
    rows = aggregate("inspection")
    labels = LAYOUT_BY_SLUG["inspection"].labels
    _more("inspection", ONE, "ป.1", "ช", labels[2], more=2_000)(rows)
    balance = [each for each in check_aggregate(read(tmp_path, "inspection", rows)) if "balance" in each.rule]
    assert [_named(each) for each in balance] == [
        ("inspection_balance", ONE, 6, f"{INSPECTION_END} · ป.1 (ช)", "3", "-1,997")
    ]


@pytest.mark.parametrize(("number", "sign"), [(0, 1), (1, 1), (2, -1), (3, -1), (4, -1)])
def test_each_part_of_the_inspection_has_its_sign(number: int, sign: int, tmp_path: Path) -> None:
    rows = aggregate("inspection")
    labels = LAYOUT_BY_SLUG["inspection"].labels
    _more("inspection", ONE, "ป.1", "ช", labels[number], more=1)(rows)
    found = [each for each in check_aggregate(read(tmp_path, "inspection", rows)) if "balance" in each.rule]
    assert [(each.smis, each.found, each.allowed) for each in found] == [(ONE, "3", str(3 + sign))]


def test_no_balance_is_asked_for_where_a_part_or_a_count_is_missing(tmp_path: Path) -> None:
    rows = aggregate("inspection")
    labels = LAYOUT_BY_SLUG["inspection"].labels
    _more("inspection", ONE, "ป.1", "ช", labels[3], text="x")(rows)
    _more("inspection", TWO, "ป.6", "ช", INSPECTION_END, text="x")(rows)
    assert labels[0] == INSPECTION_START
    found = {each.rule for each in check_aggregate(read(tmp_path, "inspection", rows))}
    assert "dmc.aggregate.inspection_balance" not in found
    without = [row for row in aggregate("inspection") if (row[1], row[2]) != (ONE, labels[4])]
    _more("inspection", ONE, "ป.1", "ช", labels[0])(without)
    found = {each.rule for each in check_aggregate(read(tmp_path, "inspection", without))}
    assert "dmc.aggregate.inspection_balance" not in found


def test_flags_are_looked_at_for_repeated_schools_alone(tmp_path: Path) -> None:
    rows = aggregate("electricity")
    rows.append(rows[0])
    assert [_named(each) for each in check_aggregate(read(tmp_path, "electricity", rows))] == [
        ("duplicate_school_rows", ONE, 5, "", "", "")
    ]


def test_of_repeated_rows_the_first_that_counts_anything_is_kept(tmp_path: Path) -> None:
    rows = aggregate("enrolment")
    empty = [*rows[0][:2], *["0"] * (len(rows[0]) - 2)]
    assert np.flatnonzero(~first_rows(read(tmp_path, "enrolment", [empty, *rows]))).tolist() == [0]
    assert np.flatnonzero(~first_rows(read(tmp_path, "enrolment", [rows[0], *rows]))).tolist() == [1]
    assert np.flatnonzero(~first_rows(read(tmp_path, "enrolment", [rows[0], empty, *rows]))).tolist() == [1, 2]


def test_rows_that_state_no_category_are_not_the_same_one(tmp_path: Path) -> None:
    rows = aggregate("religion")
    rows[2][2] = rows[3][2] = ""
    assert first_rows(read(tmp_path, "religion", rows)).all()


def test_a_file_of_which_most_sums_fail_has_an_unknown_layout(tmp_path: Path) -> None:
    rows = aggregate("enrolment")
    turned = [[*row[:2], *row[3:], row[2]] for row in rows]
    (finding,) = check_layout(read(tmp_path, "enrolment", turned))
    assert (finding.rule, finding.smis, finding.row, finding.allowed) == ("dmc.aggregate.layout_unknown", "", 0, "")
    assert 0 < finding.found.count("ไม่ลงตัว") <= 5
    assert " จาก 4 แถว" in finding.found
