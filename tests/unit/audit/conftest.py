"""An office for whatever looks at reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.periods import Round
from helpers.reports.places import Places
from unit.audit import small_office as small


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An office that has received round 2568-1 and knows of 2568-2 and 2569-1."""
    places = small.office(tmp_path, rounds=(small.ROUND, Round(2568, 2), Round(2569, 1)))
    small.received(places)
    return places
