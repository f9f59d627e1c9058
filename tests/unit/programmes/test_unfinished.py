"""A programme whose file has no references, conditions or examples yet says so; those of the project have them all."""

from pathlib import Path

import pytest

from helpers.catalogue import rules
from helpers.params.folder import read_params
from helpers.programmes.unfinished import PARTS, UNFINISHED, unfinished

PROGRAMMES = read_params(Path(__file__).parents[3] / "params").programmes


@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_programme_of_the_project_is_finished(name: str) -> None:
    assert list(unfinished(PROGRAMMES[name])) == []


@pytest.mark.parametrize("part", PARTS)
def test_what_is_still_empty_is_a_finding_of_the_programme(part: str) -> None:
    draft = PROGRAMMES["house-rent"].model_copy(update={part: ()})
    (finding,) = unfinished(draft)
    assert (finding.rule, finding.column, finding.smis) == (UNFINISHED.id, part, "")
    assert finding.found == f"ยังไม่ได้กรอก{PARTS[part]}"
    assert rules()[UNFINISHED.id] is UNFINISHED
