"""The office that everything is measured on: a sample year with all its reports, below `build/bench`, and what is asked
of it."""

import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bench.measuring import Cost, measure

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Office:
    """One data folder and its outputs; `program` is the source tree that works on them."""

    home: Path
    program: Path = ROOT

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def outputs(self) -> Path:
        return self.home / "outputs"

    @property
    def environment(self) -> dict[str, str]:
        """As notebooks and commands find the office, by whatever means they are run."""
        folders = {"DATA": self.data, "PARAMS": self.program / "params", "OUTPUTS": self.outputs}
        named = {f"WORKBOOK_{name}": str(folder) for name, folder in folders.items()}
        return {**os.environ, **named, "PYTHONPATH": str(self.program / "src"), "QUARTO_PYTHON": sys.executable}

    def workbook(self, *words: str) -> Cost:
        """What a command costs. Raises CalledProcessError with what it printed."""
        return measure([sys.executable, "-m", "helpers", *words], self.environment, self.program)

    def fresh(self, *reports: str) -> Cost:
        """What it costs to make these reports one after another, or all of them at once for none, from the stored
        tables: nothing of them is there."""
        for report in reports or ("",):
            shutil.rmtree(self.outputs / report, ignore_errors=True)
        shutil.rmtree(self.data / "notebooks", ignore_errors=True)
        (self.data / "last-run.json").unlink(missing_ok=True)
        return self.workbook("run", *(("--jobs", "1") if reports else ()), *reports)


def sample_office() -> Office:
    """The office, made where it is not there yet, with the tables that the present program stores."""
    office = Office(WORK / "office")
    if not (office.outputs / "index.html").is_file():
        shutil.rmtree(office.home, ignore_errors=True)
        office.workbook("sample", str(office.data))
        office.workbook("receive", str(office.data / "downloads"))
    office.workbook("run")
    return office


def copied(office: Office, name: str) -> Office:
    """The same office in a folder of its own, which a measurement may change."""
    home = WORK / name
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(office.home, home)
    return replace(office, home=home)
