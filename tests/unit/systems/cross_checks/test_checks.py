"""Old and repeated files as whole findings, and which earlier round a file is from."""

from datetime import date
from typing import Any

from helpers.periods import Round
from helpers.systems.cross_checks.checks import check_age, earlier_rounds
from helpers.tables.findings import Finding
from helpers.tables.register import Entry

AS_OF = date(2025, 6, 10)


def _entry(name: str = "area.csv", period: str = "2568-1", digest: str = "f", **changes: Any) -> Entry:
    given = {"system": "mobec", "report": "equipment_list", "made": "", **changes}
    return Entry("", period, given["system"], given["report"], digest * 64, name, "", 1, "utf-8", given["made"])


def test_an_old_and_a_repeated_file_are_named_as_the_areas_or_the_schools() -> None:
    files = [
        _entry(made="2025-05-10"),
        _entry("1034000001-goods.csv", digest="a", report="building_list"),
        _entry("34010002-goods.csv", digest="b", made="2025-05-09"),
        _entry(made="2025-05-11", digest="c"),
    ]
    before = {"a" * 64: "2567-3", "b" * 64: "2567-2"}
    allowed = "ตั้งแต่ 11 พ.ค. 2568"
    assert list(check_age(files, before, AS_OF, 30, {"1034000001": "34010001"})) == [
        Finding(
            "between.delivery.old",
            "",
            "equipment_list",
            "f" * 12,
            "area.csv",
            found="สร้างเมื่อ 10 พ.ค. 2568",
            allowed=allowed,
        ),
        Finding(
            "between.delivery.same_as_before",
            "34010001",
            "building_list",
            "a" * 12,
            "1034000001-goods.csv",
            found="รอบ 2567-3",
            allowed="ข้อมูลของรอบนี้",
        ),
        Finding(
            "between.delivery.old",
            "34010002",
            "equipment_list",
            "b" * 12,
            "34010002-goods.csv",
            found="สร้างเมื่อ 9 พ.ค. 2568",
            allowed=allowed,
        ),
        Finding(
            "between.delivery.same_as_before",
            "34010002",
            "equipment_list",
            "b" * 12,
            "34010002-goods.csv",
            found="รอบ 2567-2",
            allowed="ข้อมูลของรอบนี้",
        ),
    ]


def test_the_latest_earlier_round_of_the_same_system_counts() -> None:
    own = [_entry(period="2568-3"), _entry(period="2568-3", digest="a"), _entry(period="2568-3", digest="b")]
    register = [
        _entry(period="2568-2"),
        _entry(period="2568-1"),
        _entry(period="2568-1", digest="a"),
        _entry(period="2568-3", digest="b"),
        _entry(period="2569-1", digest="b"),
        _entry(period="2568", digest="b"),
        _entry(period="2568-1", digest="b", system="bobec"),
        _entry(period="2568-1", digest="c"),
    ]
    assert earlier_rounds(own, Round(2568, 3), register) == {"f" * 64: "2568-2", "a" * 64: "2568-1"}
