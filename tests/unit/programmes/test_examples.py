"""Every worked example of every programme file comes out as it was worked by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builders import PROJECT_PARAMS
from helpers.errors import ProgrammeError
from helpers.params.folder import read_params
from helpers.params.programmes.base import Programme
from helpers.params.programmes.reading import read_programme
from helpers.periods import FiscalYear
from helpers.programmes.dataset import BudgetProgramme
from helpers.programmes.kinds import kinds, refuse_contradicted


def examples() -> Iterator[Any]:
    for path in sorted((PROJECT_PARAMS / "programmes").glob("*.yml")):
        programme: Any = read_programme(path)
        for number, example in enumerate(programme.examples, 1):
            yield pytest.param(programme, example, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("programme", "example"), [*examples()])
def test_an_example_comes_out_as_worked_by_hand(programme: Programme, example: Any) -> None:
    expected, found = kinds()[programme.kind].check_example(programme, example)
    assert found == expected
    assert expected


def test_a_transposed_rate_is_refused_when_the_programme_is_built(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROJECT_PARAMS, tmp_path / "params"))
    path = folder / "programmes" / "per-head.yml"
    text = path.read_text(encoding="utf-8")
    assert '"2204.00"' in text
    path.write_text(text.replace('"2204.00"', '"2240.00"'), encoding="utf-8")
    params = read_params(folder)
    graph: Any = SimpleNamespace(params=params)
    with pytest.raises(ProgrammeError) as refused:
        BudgetProgramme("per-head", params).dataset().build(FiscalYear(2569), graph)
    assert refused.value.exit_code == 11
    message = str(refused.value)
    assert "per-head.yml" in message
    assert "ตัวอย่างว่า 143260.00" in message
    assert "กฎได้ 145600.00" in message
    assert "คิดตัวอย่างใหม่" in message


@pytest.mark.parametrize("path", sorted((PROJECT_PARAMS / "programmes").glob("*.yml")), ids=lambda path: path.stem)
def test_what_agrees_is_accepted(path: Path) -> None:
    programme = read_programme(path)
    refuse_contradicted(kinds()[programme.kind], programme, path)
