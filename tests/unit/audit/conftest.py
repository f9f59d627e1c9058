"""An office for whatever looks at reports."""

from pathlib import Path

import pytest

from helpers.periods import Round
from helpers.reports.folders import Folders
from unit.audit import small_office as small


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """An office that has received round 2568-1 and knows of 2568-2 and 2569-1."""
    folders = small.office(tmp_path, rounds=(small.ROUND, Round(2568, 2), Round(2569, 1)))
    small.received(folders)
    return folders
