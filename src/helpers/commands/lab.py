"""lab: JupyterLab on copies of the notebooks, so that what is tried on real data never lands in the project."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from helpers.errors import NotebookError
from helpers.files import PRIVATE, write_whole
from helpers.reports.inputs import notebook_digest
from helpers.reports.places import Places

COPIES = "lab"
"""The folder below data/, where all that may hold a pupil's data stands."""


def lab(options: Namespace, places: Places) -> None:
    """workbook lab: JupyterLab on working copies of the notebooks, with the same folders. Where processes can be
    replaced this one becomes the server, so that both end together."""
    folder = working_copies(places)
    asked = [*(["--no-browser"] if options.no_browser else []), *([f"--port={options.port}"] if options.port else [])]
    command, environment = [sys.executable, "-m", "jupyterlab", str(folder), *asked], os.environ | places.environment()
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, environment)
    code = subprocess.run(command, env=environment, check=False).returncode
    if code:
        raise NotebookError(f"JupyterLab จบด้วยรหัส {code}", remedy="ดูข้อความข้างบน แก้ แล้วสั่ง workbook lab อีกครั้ง")


def working_copies(places: Places) -> Path:
    """The folder of the copies. Those that are not there yet are made; one whose cells somebody changed is kept, and
    said to be no longer the project's own."""
    folder = places.data / COPIES
    for source in sorted(places.notebooks.rglob("*.ipynb")):
        name = source.relative_to(places.notebooks)
        if any(part.startswith(".") for part in name.parts):
            continue
        copy = folder / name
        if not copy.exists():
            write_whole(copy, source.read_bytes(), PRIVATE)
        elif notebook_digest(copy) != notebook_digest(source):
            print(f"สมุดงาน {copy} ต่างจากของโครงการ ลบไฟล์นี้เมื่อต้องการฉบับของโครงการ")
    return folder
