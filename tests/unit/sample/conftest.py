"""One small sample for every test that only reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.sample import write_sample
from unit.sample.downloads import SCHOOL_LIST, Sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder: Path = tmp_path_factory.mktemp("sample") / "small"
    write_sample(folder, school_list=SCHOOL_LIST, area_code="3401", schools=6, pupils=400)
    return Sample(folder)
