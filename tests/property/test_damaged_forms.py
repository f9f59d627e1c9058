"""Whatever happens to a filled-in form: it is refused with what to do, or something is found, or the money is the same.

Never another amount without a word, and never a traceback.
"""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest

from helpers.errors import DeliveryError
from helpers.forms.definitions import FORMS
from property.damages import DAMAGES
from property.filled_forms import Outcome, Specimen, outcome, specimens

TIMES = 3
"""How often each form is damaged in each way, each time elsewhere."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of every form before anything happened to it."""
    path = tmp_path_factory.mktemp("sound") / "form.xlsx"
    return {name: outcome(each, each.sheet, path) for name, each in specimens().items()}


def test_there_is_a_form_of_every_kind_and_each_is_worth_something(sound: Mapping[str, Outcome]) -> None:
    assert {each.form.slug for each in specimens().values()} == FORMS.keys()
    assert [name for name, each in sound.items() if not each.amounts] == []
    assert [
        (name, each.findings)
        for name, each in sound.items()
        if any(rule.startswith("form.") for rule, *_ in each.findings)
    ] == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_form_is_refused_or_named_or_comes_to_the_same(
    damage: str, sound: Mapping[str, Outcome], tmp_path: Path
) -> None:
    silent = [
        (name, turn)
        for name, specimen in specimens().items()
        for turn in range(TIMES)
        if _is_silently_wrong(specimen, sound[name], damage, turn, tmp_path / "form.xlsx")
    ]
    assert silent == []


def _is_silently_wrong(specimen: Specimen, sound: Outcome, damage: str, turn: int, path: Path) -> bool:
    """Whether the money is another than a person sees in the damaged form, and nothing says so."""
    sheet = deepcopy(specimen.sheet)
    chance = Random(f"{damage} {specimen.subject} {turn}")
    seen = DAMAGES[damage](specimen, sheet, chance)
    try:
        found = outcome(specimen, sheet, path)
    except DeliveryError:
        return False
    named = found.findings - sound.findings
    return not named and found.amounts != (outcome(specimen, seen, path) if seen else sound).amounts
