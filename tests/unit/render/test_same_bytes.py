"""HTML, PDF and Excel do not depend on where, when and under which settings of the machine they are made."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from helpers.render import html, pdf, xlsx
from unit.reports.specimen import specimen

TESTS = Path(__file__).resolve().parents[2]
RENDER = """
import hashlib
from unit.reports.specimen import specimen
from helpers.render import html, pdf, xlsx
for module in (html, pdf, xlsx):
    print(hashlib.sha256(module.render(specimen())).hexdigest())
"""
ELSEWHERE = {"TZ": "WEST11", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": "9"}


def test_same_bytes_in_another_folder_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    here = [hashlib.sha256(module.render(specimen())).hexdigest() for module in (html, pdf, xlsx)]
    environment = {**os.environ, **ELSEWHERE, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])}
    done = subprocess.run(
        [sys.executable, "-c", RENDER], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().split() == here
