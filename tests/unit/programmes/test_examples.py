"""Every worked example of every programme file comes out as it was worked by hand."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import PROJECT_PARAMS
from helpers.params.programmes.base import Programme
from helpers.params.programmes.reading import read_programme


def examples() -> Iterator[Any]:
    for path in sorted((PROJECT_PARAMS / "programmes").glob("*.yml")):
        programme: Any = read_programme(path)
        for number, example in enumerate(programme.examples, 1):
            yield pytest.param(programme, example, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("programme", "example"), [*examples()])
def test_an_example_comes_out_as_worked_by_hand(programme: Programme, example: Any) -> None:
    expected, found = importlib.import_module(f"helpers.programmes.{programme.kind}").check_example(programme, example)
    assert found == expected
    assert expected


def test_every_programme_file_has_examples() -> None:
    files: list[Path] = sorted((PROJECT_PARAMS / "programmes").glob("*.yml"))
    assert files
    assert all(getattr(read_programme(path), "examples", ()) for path in files)
