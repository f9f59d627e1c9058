"""What is not planted is clean: every identity of the deliveries holds everywhere else."""

from collections import Counter

import pytest

from helpers.identifiers import LearnerNumber, citizen_number_holds, learner_number_kind
from helpers.systems.dmc.layouts import (
    GRADES_BY_LEVEL,
    INSPECTION_END,
    LAYOUT_BY_SLUG,
    LEVEL_OF_GRADE,
    SEXES,
    TOTAL,
    Layout,
    Shape,
    subtotal,
)
from unit.sample.downloads import AREA, LISTED_ROUNDS, ROUNDS, Sample, canonical, rows_of

Row = list[str]


def counts(layout: Layout, row: Row) -> list[list[int]]:
    """The counts of a row by group, each with the measures of the layout."""
    numbers = [int(cell) for cell in row[2 + bool(layout.whole) :]]
    width = len(layout.measures)
    return [numbers[start : start + width] for start in range(0, len(numbers), width)]


def counted(sample: Sample) -> list[tuple[Layout, str, int, Row]]:
    """Every row that holds counts, with its layout, file and number."""
    return [
        (layout, path.name, number, row)
        for _, layout, path in sample.aggregates
        if layout.shape is not Shape.FLAGS
        for number, row in enumerate(rows_of(path), 1)
    ]


def test_widths_are_those_of_the_layouts(sample: Sample) -> None:
    for _, layout, path in sample.aggregates:
        assert {len(row) for row in rows_of(path)} <= set(layout.widths), path.name


def test_labels_are_those_of_the_layouts_but_where_planted(sample: Sample) -> None:
    planted = sample.planted_rows("dmc.aggregate.category_unknown")
    strange = {
        (file, str(number))
        for layout, file, number, row in counted(sample)
        if layout.whole and row[2] not in layout.labels
    }
    assert strange == planted


def test_male_and_female_make_the_sum_but_where_planted(sample: Sample) -> None:
    wrong = {
        (file, str(number))
        for layout, file, number, row in counted(sample)
        if any(group[0] + group[1] != group[2] for group in counts(layout, row))
    }
    assert wrong == sample.planted_rows("dmc.aggregate.sex_sum")


def test_grades_add_up_to_levels_and_levels_to_the_whole_but_where_planted(sample: Sample) -> None:
    wrong = set()
    for layout, file, number, row in counted(sample):
        if layout.shape is not Shape.LEVELS:
            continue
        by_group = dict(zip(layout.widths[len(row)], counts(layout, row), strict=True))
        parts = {
            subtotal(level): [by_group[grade] for grade in grades if grade in by_group]
            for level, grades in GRADES_BY_LEVEL.items()
        }
        parts[TOTAL] = [by_group[subtotal(level)] for level in GRADES_BY_LEVEL]
        if any([sum(column) for column in zip(*own, strict=True)] != by_group[name] for name, own in parts.items()):
            wrong.add((file, str(number)))
    assert wrong == sample.planted_rows("dmc.aggregate.level_sum")


def test_schools_add_up_to_the_area_but_where_planted(sample: Sample) -> None:
    wrong = set()
    for _, layout, path in sample.aggregates:
        start, summed = 2 + bool(layout.whole), Counter[tuple[str, int]]()
        for number, row in enumerate(rows_of(path), 1):
            cells = {(row[2] if layout.whole else "", place): int(cell) for place, cell in enumerate(row[start:])}
            if row[1] != AREA:
                summed.update(cells)
            elif any(summed[cell] != value for cell, value in cells.items()):
                wrong.add((path.name, str(number)))
    assert wrong == sample.planted_rows("dmc.aggregate.area_sum")


def test_categories_add_up_to_their_whole_but_where_planted(sample: Sample) -> None:
    wrong = set()
    for _, layout, path in sample.aggregates:
        if not layout.whole or not layout.partition:
            continue
        wholes: dict[str, tuple[int, list[int]]] = {}
        parts: dict[str, list[int]] = {}
        for number, row in enumerate(rows_of(path), 1):
            numbers = [int(cell) for cell in row[3:]]
            if row[2] == layout.whole:
                wholes[row[1]] = (number, numbers)
            else:
                parts[row[1]] = [a + b for a, b in zip(parts.get(row[1], [0] * len(numbers)), numbers, strict=True)]
        wrong |= {(path.name, str(number)) for code, (number, numbers) in wholes.items() if parts[code] != numbers}
    assert wrong == sample.planted_rows("dmc.aggregate.category_sum")


@pytest.mark.parametrize("round_id", ["2567-3", "2568-3"])
def test_the_inspection_table_closes_but_where_planted(sample: Sample, round_id: str) -> None:
    layout = LAYOUT_BY_SLUG["inspection"]
    rows = {(row[1], row[2]): (number, row) for number, row in enumerate(sample.aggregate(round_id, "inspection"), 1)}
    wrong = set()
    for code in {code for code, _ in rows}:
        number, _ = rows[code, INSPECTION_END]
        start, moved_in, moved_out, dropped, discharged, end = (
            [int(cell) for cell in rows[code, label][1][3:]] for label in layout.labels
        )
        changes = zip(start, moved_in, moved_out, dropped, discharged, strict=True)
        if [a + b - c - d - e for a, b, c, d, e in changes] != end:
            wrong.add(str(number))
    assert wrong == {
        row for file, row in sample.planted_rows("dmc.aggregate.inspection_balance") if file.startswith(round_id)
    }


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_list_and_aggregates_agree_but_where_planted(sample: Sample, round_id: str) -> None:
    layout, listed = LAYOUT_BY_SLUG["enrolment"], sample.headcounts(round_id)
    wrong = []
    for row in sample.aggregate(round_id, "enrolment"):
        for group, numbers in zip(layout.widths[len(row)], counts(layout, row), strict=True):
            for sex, stated in zip(SEXES, numbers, strict=False):
                if group in LEVEL_OF_GRADE and row[1] != AREA and stated != listed[row[1], group, sex]:
                    wrong.append((row[1], f"ชั้น {group} เพศ {sex}"))
    planted = [each for each in sample.planted if each["rule"] == "dmc.compare.list_against_enrolment"]
    expected = [(each["smis"], each["note"].split(": ")[-1]) for each in planted if each["round"] == round_id]
    assert sorted(wrong) == sorted(expected)


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_categories_of_the_list_are_those_of_the_aggregates(sample: Sample, round_id: str) -> None:
    """Within a pupil for each defect that changes who is counted: nationality loses at most the pupils left out."""
    for name in ("religion", "disadvantage"):
        area = {row[2]: int(row[-1]) for row in sample.aggregate(round_id, name) if row[1] == AREA}
        listed = Counter(each[name] for each in sample.pupils(round_id))
        for label in LAYOUT_BY_SLUG[name].categories:
            assert 0 <= area[label] - listed[label] <= 1, (name, label)


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_learner_numbers_hold_and_belong_to_nobody(sample: Sample, round_id: str) -> None:
    planted = sample.planted_rows(
        "dmc.pupil.number_missing", "dmc.pupil.number_malformed", "dmc.pupil.number_check_digit"
    )
    for pupil in sample.pupils(round_id):
        number = pupil["learner_number"]
        if (pupil["file"], pupil["row"]) not in planted:
            is_citizen = learner_number_kind(number) is LearnerNumber.CITIZEN
            assert is_citizen or learner_number_kind(number) is LearnerNumber.G_CODE
            assert not is_citizen or (citizen_number_holds(number) and number[0] == "9")


@pytest.mark.parametrize("round_id", LISTED_ROUNDS)
def test_ages_fit_grades_and_birth_dates_but_where_planted(sample: Sample, round_id: str) -> None:
    planted = sample.planted_rows()
    grades = [grade for own in GRADES_BY_LEVEL.values() for grade in own]
    for pupil in sample.pupils(round_id):
        if (pupil["file"], pupil["row"]) not in planted:
            usual = grades.index(canonical(pupil["grade"])) + 3
            assert usual <= int(pupil["age"]) <= usual + 2
            assert int(round_id[:4]) - int(pupil["birth_date"][-4:]) - int(pupil["age"]) in (-1, 0, 1)


def test_g_codes_never_outnumber_foreigners_but_where_planted(sample: Sample) -> None:
    wrong = set()
    for round_id in ROUNDS:
        nationality = {(row[1], row[2]): int(row[-1]) for row in sample.aggregate(round_id, "nationality")}
        whole = LAYOUT_BY_SLUG["nationality"].whole
        for row in sample.aggregate(round_id, "g_code"):
            foreign = nationality.get((row[1], whole), 0) - nationality.get((row[1], "ไทย"), 0)
            if row[1] != AREA and int(row[-1]) > foreign:
                wrong.add((round_id, row[1]))
    planted = [each for each in sample.planted if each["rule"] == "dmc.aggregate.g_code_nationality"]
    assert wrong == {(each["round"], each["smis"]) for each in planted}


def test_a_missing_school_is_in_no_file_of_its_round(sample: Sample) -> None:
    gone = {(each["round"], each["smis"]) for each in sample.planted if each["rule"] == "dmc.school.missing"}
    assert len(gone) == 2
    for round_id, smis in gone:
        assert smis not in {each["smis"] for each in sample.pupils(round_id)}
        files = [path for own, _, path in sample.aggregates if own == round_id]
        assert not any(row[1] == smis for path in files for row in rows_of(path))
