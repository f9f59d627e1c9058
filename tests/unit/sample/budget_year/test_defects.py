"""Planting defects in forms: where, what becomes of the row, and what is entered in the list."""

from datetime import date

from helpers.forms.rosters import ROSTER
from helpers.sample.budget_year.defects import REPEATED, FormDefect, as_above, has, moved, plant, raised, text
from helpers.sample.budget_year.setting import FilledForm

FILE, PERIOD = "2569-janitors.xlsx", "2569"


def form(rows: int = 5) -> FilledForm:
    rows_filled = [
        {"smis": f"3401000{number}", "post_no": str(number), "starts": date(2025, 10, 1 + number), "monthly_rate": 9000}
        for number in range(rows)
    ]
    return FilledForm(ROSTER, "janitors", [*rows_filled])


def planted(filled: FilledForm, *defects: FormDefect) -> list[tuple[str, str, str]]:
    return [(each.rule, each.smis, each.row) for each in plant(filled, FILE, PERIOD, defects)]


def test_a_cell_is_spoiled_and_its_row_is_entered() -> None:
    filled = form()
    assert planted(filled, FormDefect("a", "janitors", {"note": text("x")})) == [("a", "34010003", "6")]
    assert [row.get("note") for row in filled.rows] == [None, None, None, "x", None]
    assert not filled.lost


def test_a_row_that_cannot_be_counted_is_lost_and_entered_twice() -> None:
    filled = form()
    expected = planted(filled, FormDefect("a", "janitors", {"monthly_rate": text("x")}, leaves_out=True))
    assert expected == [("a", "34010003", "6"), ("form.row.left_out", "34010003", "6")]
    assert filled.lost == {3}


def test_defects_keep_out_of_each_others_way() -> None:
    filled = form()
    defect = FormDefect("a", "janitors", {"note": text("x")})
    rows = [row for _, _, row in planted(filled, *[defect] * 6)]
    assert sorted(rows) == ["4", "5", "6", "7"]


def test_what_is_taken_from_the_row_above_leaves_that_row_as_it_is() -> None:
    filled = form(3)
    twice = FormDefect("form.row.duplicate", "janitors", as_above("post_no"), like_above=True)
    expected = planted(filled, twice, FormDefect("a", "janitors", {"note": text("x")}))
    assert expected == [("form.row.duplicate", "34010002", "5")]
    assert [row["post_no"] for row in filled.rows] == ["0", "1", "1"]
    assert filled.lost == {2}


def test_a_repeated_row_is_entered_at_the_end() -> None:
    filled = form(3)
    assert planted(filled, FormDefect(REPEATED, "janitors", {})) == [(REPEATED, "34010002", "6")]
    assert filled.rows[3] == filled.rows[2]


def test_only_rows_that_hold_what_is_changed_will_do() -> None:
    filled = form(3)
    for row in filled.rows[1:]:
        row["starts"] = None
    assert not planted(filled, FormDefect("a", "janitors", moved("starts", 1)))
    assert not planted(filled, FormDefect("a", "janitors", {"note": text("x")}, among=has("starts")))
    assert not planted(filled, FormDefect("a", "others", {"note": text("x")}))


def test_days_and_amounts_are_moved_from_what_stood_there_before() -> None:
    filled = form(2)
    changes = {
        **moved("ends", -1, of="starts"),
        **raised("monthly_rate", 500),
        **raised("limit", -1, of="monthly_rate"),
    }
    planted(filled, FormDefect("a", "janitors", changes))
    spoiled = filled.rows[1]
    assert (spoiled["ends"], spoiled["monthly_rate"]) == (date(2025, 10, 1), 9500)
    assert spoiled["limit"] == 8999


def test_a_school_code_that_cannot_be_read_is_not_entered() -> None:
    assert planted(form(), FormDefect("a", "janitors", {"smis": text("3401")})) == [("a", "", "6")]
