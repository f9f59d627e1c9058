"""The EMIS pages of a sample: the pupils are those of DMC, and what is not planted adds up."""

from collections import Counter
from pathlib import Path

import pytest
from python_calamine import load_workbook

from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_OF_GRADE
from unit.sample.downloads import AREA, Sample, canonical

ROUNDS = ("2568-1", "2568-2", "2568-3")
UNLISTED = "34019903"
Row = list[str]


def rows_of(path: Path) -> list[tuple[int, Row]]:
    """The rows of a page of many schools, below its banner and header, with their numbers."""
    sheet = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [(number, list(map(str, row))) for number, row in enumerate(sheet, 1) if number > 2]


def planted(sample: Sample, *rules: str) -> set[tuple[str, str]]:
    return {(each["file"], each["row"]) for each in sample.planted if each["rule"] in rules}


def enrolled(sample: Sample, round_id: str) -> Counter[tuple[str, str, int]]:
    """Pupils by school, grade and sex as the DMC aggregate has them."""
    counted: Counter[tuple[str, str, int]] = Counter()
    layout = LAYOUT_BY_SLUG["enrolment"]
    for row in sample.aggregate(round_id, "enrolment"):
        for number, group in enumerate(layout.widths[len(row)]):
            if group in LEVEL_OF_GRADE and row[1] != AREA:
                for sex in (0, 1):
                    counted[row[1], group, sex] += int(row[2 + 4 * number + sex])
    return counted


@pytest.mark.parametrize("round_id", ROUNDS)
def test_pupils_are_those_of_dmc_but_where_planted(sample: Sample, round_id: str) -> None:
    path = sample.folder / "downloads" / f"{round_id}-emis-นักเรียน.xlsx"
    aside = planted(sample, "emis.row.not_a_count", "emis.row.duplicate", "between.grade.pupils_differ")
    expected, wrong = enrolled(sample, round_id), []
    for number, (smis, label, male, female, *_) in rows_of(path):
        grade = canonical(label)
        if grade in LEVEL_OF_GRADE and smis != UNLISTED and (path.name, str(number)) not in aside:
            pair = (expected[smis, grade, 0], expected[smis, grade, 1])
            wrong += [(number, label)] if (int(male), int(female)) != pair else []
    assert not wrong


@pytest.mark.parametrize("round_id", ROUNDS)
def test_the_sexes_make_the_sum_but_where_planted(sample: Sample, round_id: str) -> None:
    aside = planted(sample, "emis.row.not_a_count", "emis.row.sex_sum")
    wrong = set()
    for name, first in (("นักเรียน", 2), ("บุคลากร", 5)):
        path = sample.folder / "downloads" / f"{round_id}-emis-{name}.xlsx"
        for number, row in rows_of(path):
            male, female, both = row[first : first + 3]
            if (path.name, str(number)) not in aside and int(male) + int(female) != int(both):
                wrong.add((name, number))
    assert not wrong


def test_one_school_sends_a_page_by_itself(sample: Sample) -> None:
    alone = [path.name for path in (sample.folder / "downloads").glob("2568-1-*-internet.csv")]
    assert len(alone) == 1
    assert alone[0][7:17].isdecimal()
