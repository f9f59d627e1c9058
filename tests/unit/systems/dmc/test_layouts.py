from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, LAYOUTS, LEVEL_GROUPS, Shape


def test_the_level_groups_are_those_of_the_files() -> None:
    assert len(LEVEL_GROUPS) == 23
    assert len(GRADES) == 18
    assert LEVEL_GROUPS[:4] == ("อ.1", "อ.2", "อ.3", "รวมก่อนประถม")
    assert LEVEL_GROUPS[4:11] == ("ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6", "รวมประถม")
    assert LEVEL_GROUPS[11:15] == ("ม.1", "ม.2", "ม.3", "รวมมัธยมต้น")
    assert LEVEL_GROUPS[-1] == "รวมทั้งหมด"


def test_the_widths_are_those_of_the_files() -> None:
    widths = {layout.slug: set(layout.widths) for layout in LAYOUTS}
    assert widths["enrolment"] == {94, 82}
    assert widths["g_code"] == {71, 62}
    assert all(widths[each.slug] == {72, 63} for each in LAYOUTS if each.shape is Shape.LEVELS and each.whole)
    assert (widths["electricity"], widths["water"], widths["internet"]) == ({4}, {18}, {11})


def test_no_two_reports_can_be_taken_for_each_other() -> None:
    """Reports of one width differ in more than half of their labels; a width without labels is one report's alone."""
    for one in LAYOUTS:
        for other in LAYOUTS:
            if one.slug < other.slug and set(one.widths) & set(other.widths):
                shared = set(one.labels) & set(other.labels)
                assert one.labels
                assert len(shared) < min(len(set(one.labels)), len(set(other.labels))) / 2


def test_slugs_and_titles_are_unique() -> None:
    assert len(LAYOUT_BY_SLUG) == len({layout.title for layout in LAYOUTS}) == len(LAYOUTS)
    old = [layout.old_name for layout in LAYOUTS if layout.old_name]
    assert len(set(old)) == len(old)
