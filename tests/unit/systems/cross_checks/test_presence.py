from dataclasses import replace

from helpers.systems.cross_checks.comparisons import compare_presence, systems_of_every_school
from helpers.systems.system import short_title, systems
from unit.systems.cross_checks.small_tables import ONE, THREE, TWO, Tables, findings_of, round_tables

SYSTEMS = {"dmc": "DMC", "emis": "EMIS", "bobec": "B-OBEC"}


def schools(*delivered: str) -> list[dict[str, object]]:
    return [{"smis": smis, "delivered": smis in delivered} for smis in sorted({ONE, TWO, *delivered})]


def test_every_school_must_be_in_the_systems_that_look_for_missing_ones() -> None:
    assert systems_of_every_school(systems().values()) == {
        "bobec": "B-OBEC",
        "dmc": "DMC",
        "emis": "EMIS",
        "mobec": "M-OBEC",
    }
    assert short_title("อัตรากำลังสมมติ") == "อัตรากำลังสมมติ"


def test_a_school_of_some_systems_is_found_once_and_one_of_none_is_not() -> None:
    tables: Tables = {("dmc", "schools"): schools(ONE), ("emis", "schools"): schools(ONE, THREE)}
    compared = compare_presence(round_tables(tables), SYSTEMS)
    assert findings_of(compared) == [("between.school.not_in_all", THREE, "มีใน EMIS", "ไม่มีใน DMC")]
    assert compared.findings[0].file == "emis.csv"


def test_without_a_school_list_nobody_misses_schools() -> None:
    tables: Tables = {("dmc", "schools"): schools(ONE, TWO), ("emis", "schools"): schools(ONE)}
    assert compare_presence(round_tables(tables), SYSTEMS).findings
    compared = compare_presence(replace(round_tables(tables), listed=False), SYSTEMS)
    assert not compared.findings
    assert len(compared.frame) == 4


def test_a_system_of_which_nothing_was_received_is_not_asked_for() -> None:
    compared = compare_presence(round_tables({("dmc", "schools"): schools(ONE)}), SYSTEMS)
    assert not compared.findings
    assert set(compared.frame["side"]) == {"DMC"}
