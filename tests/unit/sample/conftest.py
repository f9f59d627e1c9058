"""One small sample for every test that only reads it."""

from pathlib import Path

import pytest

from unit.sample.downloads import Sample
from unit.sample.writing import write


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder: Path = tmp_path_factory.mktemp("sample") / "small"
    write(folder, schools=6, pupils=400)
    return Sample(folder)
