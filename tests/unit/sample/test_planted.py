"""The checks of the collection find exactly what is planted: every line of it, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from helpers.collection.data_folder import DataFolder
from helpers.collection.receiving import Outcome, receive
from helpers.collection.systems import Delivery, EarlierRound, RoundInputs, systems
from helpers.params.folder import read_params
from helpers.periods import Round
from unit.sample.downloads import ROUNDS, SCHOOL_LIST, Sample

Expected = tuple[str, str, str, str, str]
KEY = b"a key for tests only, 32 bytes.."
PLACELESS = {"dmc.rounds.grade_changed"}
"""Rules that compare two rounds and name no file."""


@pytest.fixture(scope="module")
def findings(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """All findings on the sample, after it was received like any download."""
    folder: Path = tmp_path_factory.mktemp("office")
    shutil.copytree(SCHOOL_LIST.parents[1], folder / "params")
    shutil.copy(sample.folder / "schools.csv", folder / "params" / "schools" / SCHOOL_LIST.name)
    data = DataFolder(folder / "data")
    received = receive([sample.folder / "downloads"], data, read_params(folder / "params"))
    assert {each.outcome for each in received} == {Outcome.RECEIVED}
    return pd.concat([each for name in systems() for each in built(name, data, folder / "params")], ignore_index=True)


def built(system: str, data: DataFolder, params_folder: Path) -> Iterator[pd.DataFrame]:
    """The findings of each round of a system, earlier rounds first, as the later ones are compared with them."""
    params, earlier = read_params(params_folder), None
    for round_ in map(Round.parse, ROUNDS):
        own = data.received(system, round_)
        if not own:
            continue
        deliveries = tuple(
            Delivery(data.deliveries / each.path, each.name, each.sha256, each.report, each.rows, each.encoding)
            for each in own
        )
        tables = systems()[system].build(RoundInputs(round_, deliveries, params, KEY, earlier))
        earlier = EarlierRound(round_, tables.__getitem__)
        yield tables["findings"].assign(round=str(round_))


@pytest.mark.parametrize("system", systems())
def test_the_checks_find_what_is_planted_and_nothing_else(sample: Sample, findings: pd.DataFrame, system: str) -> None:
    found: set[Expected] = set()
    for each in findings[findings["rule"].str.startswith(f"{system}.")].itertuples():
        place = ("", "") if each.rule in PLACELESS else (str(each.file), str(each.row or ""))
        found.add((str(each.rule), str(each.round), str(each.smis), *place))
    planted = {
        (each["rule"], each["round"], each["smis"])
        + (("", "") if each["rule"] in PLACELESS else (each["file"], each["row"]))
        for each in sample.planted
        if each["rule"].startswith(f"{system}.")
    }
    assert planted
    assert found == planted
