"""Excel files are written alike whatever else is installed."""

import subprocess
import sys

WRITER = "import helpers, openpyxl.xml; print(openpyxl.xml.LXML)"


def test_openpyxl_never_writes_with_lxml() -> None:
    done = subprocess.run([sys.executable, "-c", WRITER], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
