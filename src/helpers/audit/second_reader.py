"""The second reader: `recheck`, a program that shares no code with the project, asked about reports in place."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.reports.folders import Folders

_LONGEST = 3600
"""Seconds after which it is given up."""
_VERDICTS = {0: "ตรงกัน", 1: "มีค่าที่ไม่ตรง", 2: "อ่านไม่ได้บางส่วน"}


@dataclass(frozen=True)
class SecondReading:
    """What `recheck` says of reports: in a word, and all that it printed. `agrees` says that nothing differs of what it
    could recompute."""

    verdict: str
    printed: str
    agrees: bool


def read_again(reports: Sequence[Path], folders: Folders) -> SecondReading:
    """Have these report folders recomputed from the delivered files. Where it cannot be asked or does not answer, that
    is the verdict, and it does not agree."""
    command = [sys.executable, str(folders.second_reader), *map(str, reports)]
    command += ["--data", str(folders.data), "--params", str(folders.params)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_LONGEST, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return SecondReading("ผู้อ่านที่สองไม่ตอบ", "", agrees=False)
    printed = (done.stdout + done.stderr).decode("utf-8", "replace")
    return SecondReading(_VERDICTS.get(done.returncode, "ผู้อ่านที่สองหยุดกลางคัน"), printed, done.returncode == 0)
