"""Which schools are seen as similar, and what they have: worked by hand."""

from decimal import Decimal

import pandas as pd

from helpers.school_year.schemas import SIMILAR
from helpers.school_year.similar import Likeness, similar_frame, similar_schools

PRIMARY, EXTENDED = "ก่อนประถม ประถม", "ก่อนประถม ประถม มัธยมต้น"


def school(smis: str, pupils: int, levels: str = PRIMARY, district: str = "เมือง") -> Likeness:
    return Likeness(smis, pupils, levels, district)


MINE = school("05", 100)


def test_the_nearest_in_pupils_come_first_and_a_school_is_never_its_own_peer() -> None:
    others = [school("01", 60), MINE, school("02", 104), school("03", 97)]
    assert similar_schools(MINE, others, 10) == ["03", "02", "01"]


def test_of_equally_near_ones_the_same_district_comes_first_then_the_lower_code() -> None:
    others = [
        school("01", 110, district="เขื่องใน"),
        school("09", 90),
        school("07", 110),
        school("02", 90, district="ตาลสุม"),
    ]
    assert similar_schools(MINE, others, 10) == ["07", "09", "01", "02"]
    assert similar_schools(MINE, list(reversed(others)), 3) == ["07", "09", "01"]


def test_only_schools_with_the_same_levels_are_alike_even_where_these_are_fewer() -> None:
    others = [school("01", 100, EXTENDED), school("02", 400), school("03", 101, "ประถม")]
    assert similar_schools(MINE, others, 10) == ["02"]


def test_a_school_without_pupils_has_no_peers_and_is_none() -> None:
    empty = school("01", 0, "")
    assert similar_schools(empty, [empty, school("02", 0, ""), MINE], 10) == []
    assert similar_schools(MINE, [empty, MINE], 10) == []


def counts(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["smis", "measure", "amount"])
    keys = [f"file::{row}" for row in range(len(frame))]
    return frame.assign(delivery="file", sheet="", row=range(len(frame)), row_key=keys)


def test_what_a_peer_did_not_send_has_no_row_and_nothing_is_divided_by_nothing() -> None:
    schools = pd.DataFrame(
        [(f"0{number}", PRIMARY, "เมือง") for number in (1, 2, 3)], columns=["smis", "levels", "district"]
    )
    made = similar_frame(
        schools,
        counts(
            *(("01", "pupils", 10), ("02", "pupils", 11), ("03", "pupils", 30)),
            *(("02", "teachers", 0), ("03", "teachers", 4), ("03", "rooms", 7)),
        ),
        10,
    )
    SIMILAR.table(made)
    mine = made[made["smis"] == "01"]
    assert [tuple(row) for row in mine[["peer", "measure", "amount"]].to_numpy()] == [
        ("02", "pupils", Decimal(11)),
        ("02", "teachers", Decimal(0)),
        ("03", "pupils", Decimal(30)),
        ("03", "teachers", Decimal(4)),
        ("03", "rooms", Decimal(7)),
        ("03", "pupils_per_teacher", Decimal("7.50")),
        ("03", "pupils_per_room", Decimal("4.29")),
    ]
    assert set(mine.loc[mine["measure"] == "pupils_per_teacher", "row_key"]) == {"file::2"}, "the row of its pupils"


def test_nobody_is_compared_where_nobody_is_alike() -> None:
    schools = pd.DataFrame([("01", PRIMARY, "เมือง")], columns=["smis", "levels", "district"])
    assert similar_frame(schools, counts(("01", "pupils", 10)), 10).empty
    assert similar_frame(schools, counts(("01", "pupils", 10)), 0).empty
