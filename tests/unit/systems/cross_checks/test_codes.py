from typing import Any

from helpers.systems.cross_checks.comparisons import compare_codes
from helpers.systems.gcode.schemas import DONE, PENDING
from unit.systems.cross_checks.small_tables import ONE, TWO, findings_of, round_tables


def learner(person: str | None, smis: str = ONE, nationality: str = "ลาว", **changes: Any) -> dict[str, Any]:
    usual = {"status": DONE, "has_citizen_number": False}
    return {"smis": smis, "person": person, "nationality": nationality, **usual, **changes}


def pupil(person: str | None, smis: str = ONE, nationality: str = "ลาว", kind: str = "g_code") -> dict[str, Any]:
    return {"smis": smis, "person": person, "nationality": nationality, "number_kind": kind}


def rules(learners: list[dict[str, Any]], pupils: list[dict[str, Any]]) -> list[tuple[str, str]]:
    compared = compare_codes(round_tables({("gcode", "learners"): learners, ("dmc", "pupils"): pupils}))
    return [(each.rule.removeprefix("between.pupil."), each.smis) for each in compared.findings]


def test_codes_of_one_system_alone_are_found_on_either_side() -> None:
    assert rules([learner("a"), learner("b")], [pupil("a"), pupil("c", TWO)]) == [
        ("code_not_registered", TWO),
        ("code_not_in_dmc", ONE),
    ]


def test_a_code_is_never_shown() -> None:
    compared = compare_codes(round_tables({("gcode", "learners"): [learner("b")], ("dmc", "pupils"): [pupil("c")]}))
    assert {(each.found, each.allowed) for each in compared.findings} == {("", "")}
    assert "person" not in compared.frame


def test_who_waits_or_has_a_citizen_number_is_not_sought_in_dmc() -> None:
    waiting, citizen = learner("a", status=PENDING), learner("b", has_citizen_number=True)
    assert rules([waiting, citizen, learner(None)], [pupil("x", kind="citizen")]) == []


def standings(learners: list[dict[str, Any]], pupils: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    frame = compare_codes(round_tables({("gcode", "learners"): learners, ("dmc", "pupils"): pupils})).frame
    return {(str(side), str(standing)): len(own) for (side, standing), own in frame.groupby(["side", "standing"])}


def test_each_code_is_counted_once_and_both_sides_add_up() -> None:
    twice, changed = [learner("a"), learner("a", TWO)], learner("b", has_citizen_number=True)
    learners = [*twice, changed, learner("c", has_citizen_number=True), learner("d"), learner("w", status=PENDING)]
    found_in = standings(learners, [pupil("a"), pupil("b"), pupil("w"), pupil("x", TWO)])
    assert found_in == {
        ("G-Code", "ตรงกัน"): 2,
        ("G-Code", "ไม่ต้องมีใน DMC"): 1,
        ("G-Code", "มีในระบบนี้เท่านั้น"): 1,
        ("DMC", "ตรงกัน"): 2,
        ("DMC", "รอการรับรอง"): 1,
        ("DMC", "มีในระบบนี้เท่านั้น"): 1,
    }


def test_a_learner_who_still_waits_is_in_the_register() -> None:
    assert rules([learner("a", status=PENDING)], [pupil("a")]) == []


def test_schools_without_a_pupil_list_are_not_blamed() -> None:
    assert rules([learner("a", TWO)], [pupil("x", ONE, kind="citizen")]) == []


def test_a_nationality_that_differs_is_found_once() -> None:
    learners, pupils = [learner("a"), learner("a", TWO)], [pupil("a", nationality="เมียนมา")]
    compared = compare_codes(
        round_tables({("gcode", "learners"): learners, ("dmc", "pupils"): [*pupils, pupil(None, TWO)]})
    )
    assert findings_of(compared) == [("between.pupil.nationality_differs", ONE, "ลาว", "DMC เมียนมา")]


def test_without_a_list_the_numbers_of_each_school_are_compared() -> None:
    counted = [
        {"smis": smis, "report": report, "pupils": pupils}
        for smis, report, pupils in ((ONE, "g_code", 1), (TWO, "g_code", 1), (TWO, "religion", 9))
    ]
    learners = [learner("a"), learner("b"), learner("c", TWO)]
    compared = compare_codes(round_tables({("gcode", "learners"): learners, ("dmc", "categories"): counted}))
    assert findings_of(compared) == [("between.codes.count_differs", ONE, "ทะเบียน 2 คน", "DMC 1 คน")]
