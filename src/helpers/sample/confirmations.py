"""The optional file in which the office records when each school confirmed its data."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from helpers.periods import buddhist_year
from helpers.sample.history import RoundPupils, as_of

HEADER = "รหัสโรงเรียน,วันเวลาที่ยืนยัน"
UNCONFIRMED, LATE_SHARE = 2, 0.03
EARLY_DAYS, LATE_DAYS = 20, 4


def _written(day: date, minutes: int) -> str:
    return f"{day:%d/%m/}{buddhist_year(day)} {minutes // 60:02}:{minutes % 60:02}"


def write_confirmations(path: Path, data: RoundPupils, rng: np.random.Generator) -> None:
    """Write one line for each school that confirmed. Two schools did not, counting an absent one, and a few were
    late."""
    codes = [data.schools.codes[school] for school in data.present]
    order = rng.permutation(len(codes)).tolist()
    late = max(1, round(len(codes) * LATE_SHARE))
    silent = min(UNCONFIRMED, len(data.schools) - 1) - (len(data.schools) - len(codes))
    tardy = order[silent : silent + late]
    lines = [HEADER]
    for school, code in enumerate(codes):
        days = int(rng.integers(1, LATE_DAYS + 1)) if school in tardy else -int(rng.integers(0, EARLY_DAYS))
        minutes = int(rng.integers(8 * 60, 16 * 60 + 30))
        if school not in order[:silent]:
            lines.append(f"{code},{_written(as_of(data.round) + timedelta(days=days), minutes)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def confirmed_schools(path: Path) -> set[str]:
    """The school codes in a file of confirmations."""
    return {line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]}
