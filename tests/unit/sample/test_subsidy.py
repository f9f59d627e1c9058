"""What the subsidy for pupils looks at is in the sample, so that every branch of its rules has something to work on."""

from collections import Counter

from helpers.systems.dmc.layouts import BOTH_SEXES, GRADES, LAYOUT_BY_SLUG, LEVEL_OF_GRADE, TOTAL, subtotal
from unit.sample.downloads import AREA, Sample, canonical

PAID, ADVANCED, RECONCILED = "2568-2", "2568-2", "2569-1"
KEPT = ("อ.1", "ป.1", "ม.1", "ม.4")
"""Grades that keep the old count of the same grade when all others are moved up."""


def by_school(sample: Sample, round_id: str, slug: str, label: str = "") -> dict[str, dict[str, int]]:
    """Both sexes together by SMIS code (the area's own among them) and level group, of one label of a report."""
    layout, counts = LAYOUT_BY_SLUG[slug], {}
    for row in sample.aggregate(round_id, slug):
        start, width = 2 + bool(layout.whole), len(layout.measures)
        if row[2] == label or not layout.whole:
            numbers = row[start + layout.measures.index(BOTH_SEXES) :: width]
            counts[row[1]] = dict(zip(layout.widths[len(row)], map(int, numbers), strict=True))
    return counts


def promoted(counts: dict[str, int], grade: str) -> int:
    """The pupils of a grade that the counts of the round before lead one to expect."""
    return counts[grade if grade in KEPT else GRADES[GRADES.index(grade) - 1]]


def test_the_main_entry_grade_of_kindergarten_has_far_more_pupils_than_moved_up(sample: Sample) -> None:
    before, after = (by_school(sample, each, "enrolment")[AREA] for each in (ADVANCED, RECONCILED))
    assert after["อ.2"] > 2 * promoted(before, "อ.2")


def test_one_school_has_far_fewer_pupils_than_moved_up(sample: Sample) -> None:
    before, after = (by_school(sample, each, "enrolment") for each in (ADVANCED, RECONCILED))
    expected = {smis: sum(promoted(counts, grade) for grade in GRADES) for smis, counts in before.items()}
    fell = [smis for smis in before if after[smis][TOTAL] < 0.6 * expected[smis]]
    assert len(fell) == 1


def test_the_first_round_of_the_next_year_comes_without_a_pupil_list_and_two_schools_do_not_confirm(
    sample: Sample,
) -> None:
    downloads = sample.folder / "downloads"
    assert not sorted(downloads.glob(f"{RECONCILED}-student*"))
    rows = (downloads / f"{RECONCILED}-confirmations.csv").read_text(encoding="utf-8").splitlines()
    assert len(by_school(sample, RECONCILED, "enrolment")) - 1 - len(rows[1:]) == 2


def test_some_pupils_are_too_young_for_their_grade_and_some_stand_twice(sample: Sample) -> None:
    rules = Counter(each["rule"] for each in sample.planted if each["round"] == PAID)
    assert rules["dmc.pupil.age_outside_grade"] >= 4
    assert rules["dmc.pupil.number_duplicate_in_school"] == rules["dmc.pupil.number_duplicate_across_schools"] == 2
    too_young = sample.planted_rows("dmc.pupil.age_outside_grade")
    young = [each for each in sample.pupils(PAID) if (each["file"], each["row"]) in too_young]
    ages = {canonical(each["grade"]): int(each["age"]) for each in young}
    assert ages.items() >= {"อ.2": 2, "อ.3": 3, "ป.1": 4}.items()


def test_poor_pupils_are_so_many_that_the_caps_bite(sample: Sample) -> None:
    enrolled, poor = (by_school(sample, PAID, *report) for report in (("enrolment",), ("disadvantage", "เด็กยากจน")))
    for level, cap in (("ประถม", 0.4), ("มัธยมต้น", 0.3)):
        schools = [smis for smis in poor if smis != AREA and enrolled[smis][subtotal(level)]]
        assert sum(poor[smis][subtotal(level)] > cap * enrolled[smis][subtotal(level)] for smis in schools) >= 2


def test_a_few_older_pupils_board_at_two_schools(sample: Sample) -> None:
    boarding = by_school(sample, PAID, "boarding", "บ้านพักนักเรียน/หอนอน")
    hosts = {smis for smis, counts in boarding.items() if counts[TOTAL] and smis != AREA}
    assert len(hosts) == 2
    assert {LEVEL_OF_GRADE[grade] for grade in GRADES if boarding[AREA][grade]} <= {"ประถม", "มัธยมต้น", "มัธยมปลาย/ปวช."}


def test_schools_stand_on_both_sides_of_the_small_school_limit(sample: Sample) -> None:
    sizes = [counts[TOTAL] for smis, counts in by_school(sample, PAID, "enrolment").items() if smis != AREA]
    assert min(sizes) <= 120 < max(sizes)
