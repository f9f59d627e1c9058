"""One small sample for every test that only reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.budget.choices import choices_of
from helpers.params.folder import read_params
from helpers.sample import write_sample
from unit.sample.downloads import PARAMS, Sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder: Path = tmp_path_factory.mktemp("sample") / "small"
    params = read_params(PARAMS)
    write_sample(folder, params, choices_of(params), schools=6, pupils=400)
    return Sample(folder)
