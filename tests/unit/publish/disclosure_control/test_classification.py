"""What becomes of a cell is said by what it counts and by what it chooses."""

from dataclasses import replace

import pytest

from helpers.facts.definitions import Not, Operation
from helpers.publish.disclosure_control.classification import Fate, fate_of
from unit.publish.counted import SCHEMAS, line


@pytest.mark.parametrize(
    ("where", "of", "fate"),
    [
        ({}, "rolls.pupils", Fate.OPEN),
        ({"smis": "1", "sex": "ช"}, "rolls.pupils", Fate.OPEN),
        ({}, "kinds.pupils", Fate.PROTECTED),
        ({"sex": "ช"}, "kinds.pupils", Fate.PROTECTED),
        ({"smis": "1"}, "kinds.pupils", Fate.CLOSED),
        ({"smis": "1"}, "kinds", Fate.OPEN),
        ({"kind": "ก"}, "kinds", Fate.PROTECTED),
        ({"kind": Not("ก")}, "kinds", Fate.PROTECTED),
        ({"kind": ("ก", "ข"), "smis": ("1", "2")}, "kinds", Fate.CLOSED),
        ({"payee": "ก"}, "kinds", Fate.CLOSED),
        ({}, "learners", Fate.PROTECTED),
        ({"smis": "1"}, "learners", Fate.CLOSED),
        ({}, "unheard_of", Fate.CLOSED),
        ({"unheard_of": "1"}, "rolls.pupils", Fate.CLOSED),
        ({}, "rolls.unheard_of", Fate.CLOSED),
    ],
)
def test_the_fate_of_a_cell(where: dict[str, object], of: str, fate: Fate) -> None:
    assert fate_of(line("a", 12, where, of), SCHEMAS) is fate


def test_how_many_different_payees_there_are_names_none_of_them() -> None:
    payees = replace(line("payees", 12, {}, "kinds.payee"), operation=Operation.DISTINCT)
    assert fate_of(payees, SCHEMAS) is Fate.PROTECTED
    assert fate_of(replace(payees, operation=Operation.SUM), SCHEMAS) is Fate.CLOSED
