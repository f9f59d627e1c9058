"""Every rule finds its smallest example, with what cannot but follow from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from builders import Office, Rows, citizen_number, make_office
from helpers.systems.gcode.checks import RULES
from helpers.systems.gcode.reading import NATIONALITIES
from unit.systems.gcode.registers import (
    APPROVED,
    CERTIFIED,
    CITIZEN,
    CODE,
    NATIONALITY,
    OTHER,
    RECORDED,
    REGISTERED,
    ROUND,
    SCHOOL,
    SEX,
    clean_learners,
    learner,
    receive_registers,
    table,
    user,
)


@dataclass
class Registers:
    """Both registers, clean until an example changes them."""

    learners: Rows = field(default_factory=clean_learners)
    users: Rows = field(default_factory=lambda: [user(), user(OTHER)])


Change = Callable[[Registers], None]


def _cell(column: int, text: str) -> Change:
    def change(registers: Registers) -> None:
        registers.learners[0][column] = text

    return change


def _waiting(recorded: str) -> Change:
    def change(registers: Registers) -> None:
        first = registers.learners[0]
        first[CODE], first[RECORDED], first[CERTIFIED] = "-", recorded, "-"

    return change


def _user(registered: str, approved: str) -> Change:
    def change(registers: Registers) -> None:
        asking = user()
        asking[REGISTERED], asking[APPROVED] = registered, approved
        registers.users.append(asking)

    return change


def _twin(smis: str) -> Change:
    return lambda registers: registers.learners.append(learner(1, smis))


def _stranger(registers: Registers) -> None:
    registers.learners.append(learner(8, "34019999"))
    registers.users.append(user("34019999"))


EXAMPLES: dict[str, Change] = {
    "gcode.pupil.code_missing": _cell(CODE, "-"),
    "gcode.pupil.code_malformed": _cell(CODE, "G123"),
    "gcode.pupil.code_duplicate_in_school": _twin(SCHOOL),
    "gcode.pupil.code_duplicate_across_schools": _twin(OTHER),
    "gcode.pupil.number_malformed": _cell(CITIZEN, citizen_number(1)[:-1] + "x"),
    "gcode.pupil.has_citizen_number": _cell(CITIZEN, citizen_number(1)),
    "gcode.pupil.sex_unknown": _cell(SEX, "?"),
    "gcode.pupil.nationality_missing": _cell(NATIONALITY, "-"),
    "gcode.pupil.nationality_unknown": _cell(NATIONALITY, "พม่า"),
    "gcode.pupil.nationality_thai": _cell(NATIONALITY, "ไทย"),
    "gcode.pupil.date_unreadable": _cell(CERTIFIED, "เมื่อวาน"),
    "gcode.pupil.date_order": _cell(CERTIFIED, "01/02/2568"),
    "gcode.pupil.after_as_of": _waiting("11/06/2568"),
    "gcode.pupil.waiting_long": _waiting("01/01/2568"),
    "gcode.user.date_unreadable": _user("-", "02/02/2568"),
    "gcode.user.waiting_long": _user("01/01/2568", "-"),
    "gcode.school.no_user": lambda registers: registers.users.pop() and None,
    "gcode.school.not_on_list": _stranger,
}
OF_EVERY_LIST = {
    "gcode.school.closed",
    "gcode.school.list_empty",
    "gcode.school.codes_mixed",
    "gcode.file.encoding_mixed",
    "gcode.file.error_cell",
    "gcode.file.column_unknown",
}
"""Rules of all systems of lists; tested where those are."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_finds_its_example_and_no_other_rule_does(rule: str, office: Office) -> None:
    registers = Registers()
    EXAMPLES[rule](registers)
    receive_registers(office, registers.learners, registers.users)
    assert office.rules(ROUND, "gcode") == {rule}


def test_a_learner_whose_state_is_an_error_cell_is_found_and_not_counted(office: Office) -> None:
    learners = [learner(1), learner(2), learner(3)]
    learners[1][CERTIFIED] = "#N/A"
    receive_registers(office, learners, [user()])
    findings = table(office, "findings")
    assert findings[["rule", "row", "found"]].to_numpy().tolist() == [["gcode.file.error_cell", 3, "#N/A"]]
    assert table(office, "learners")["row"].tolist() == [2, 4]


def test_every_rule_has_an_example() -> None:
    assert {rule.id for rule in RULES} == {*EXAMPLES, *OF_EVERY_LIST}


@pytest.mark.parametrize("rule", [rule for rule in EXAMPLES if rule.startswith("gcode.pupil.")])
def test_no_finding_holds_a_number_or_a_name(rule: str, office: Office) -> None:
    registers = Registers()
    EXAMPLES[rule](registers)
    receive_registers(office, registers.learners, registers.users)
    findings = table(office, "findings")
    for text in (registers.learners[0][CODE], registers.learners[0][CITIZEN], "สมมติ"):
        assert text == "-" or not findings["found"].str.contains(text, regex=False).any()


def test_schools_without_such_learners_are_no_finding(office: Office) -> None:
    receive_registers(office, [learner(1)], [user()])
    assert table(office, "findings").empty


@pytest.mark.parametrize("label", [*NATIONALITIES[1:], "ไม่ปรากฎสัญชาติ", "ไม่ปรากฏสัญชาติ"])
def test_what_dmc_calls_a_nationality_is_known_in_either_spelling(label: str, office: Office) -> None:
    registers = Registers()
    _cell(NATIONALITY, label)(registers)
    receive_registers(office, registers.learners, registers.users)
    assert office.rules(ROUND, "gcode") == set()
    assert set(table(office, "learners")["nationality"]) <= set(NATIONALITIES)


@pytest.mark.parametrize("label", ["พม่า", "ข้อมูลผิดปกติ"])
def test_an_unknown_nationality_is_told_with_those_that_are_allowed(label: str, office: Office) -> None:
    registers = Registers()
    _cell(NATIONALITY, label)(registers)
    receive_registers(office, registers.learners, registers.users)
    (finding,) = table(office, "findings").to_dict("records")
    assert (finding["rule"], finding["severity"], finding["found"]) == (
        "gcode.pupil.nationality_unknown",
        "warning",
        label,
    )
    assert "เมียนมา" in finding["allowed"]
    assert "ข้อมูลผิดปกติ" not in finding["allowed"]
