from datetime import date

import pytest

from helpers.periods import Round
from helpers.systems.cross_checks.checks import check_age, earlier_rounds
from helpers.tables.register import Entry

AS_OF = date(2025, 6, 10)
CODES = {"1034000001": "34010001"}


def entry(name: str = "a.csv", made: str = "", period: str = "2568-1", sha256: str = "f" * 64) -> Entry:
    return Entry("", period, "mobec", "equipment_list", sha256, name, "", 1, "utf-8", made)


@pytest.mark.parametrize(
    ("made", "old"), [("2025-05-10", True), ("2025-05-11", False), ("2025-07-01", False), ("", False)]
)
def test_a_file_is_old_that_says_it_was_made_too_many_days_before_the_data(made: str, old: bool) -> None:
    findings = list(check_age([entry(made=made)], {}, AS_OF, 30, CODES))
    assert [each.rule for each in findings] == ["between.delivery.old"] * old
    assert [(each.found, each.allowed) for each in findings] == [("สร้างเมื่อ 10 พ.ค. 2568", "ตั้งแต่ 11 พ.ค. 2568")] * old


def test_the_same_bytes_in_an_earlier_round_are_found_for_the_school_that_the_name_tells() -> None:
    received = [entry("1034000001-goods.csv", period="2568-3")]
    others = [entry(period="2568-1"), entry(period="2568-2"), entry(period="2569-1"), entry(period="2569")]
    before = earlier_rounds(received, Round(2568, 3), [*others, *received])
    (finding,) = check_age(received, before, AS_OF, 30, CODES)
    assert (finding.rule, finding.smis, finding.found) == ("between.delivery.same_as_before", "34010001", "รอบ 2568-2")


def test_other_bytes_and_another_system_are_not_the_same() -> None:
    received = [entry(period="2568-3")]
    other = Entry("", "2568-1", "bobec", "building_list", "f" * 64, "b.csv", "", 1, "utf-8")
    assert not earlier_rounds(received, Round(2568, 3), [entry(sha256="0" * 64), other])
