"""The faults that are planted on purpose, one file of them for each part of the program: `<part>.toml`.

A fault is a slip that a tired engineer could make: one text of one file replaced by another. It names the reports in
which a number, a picture or a sentence goes wrong by it, and the unit tests that ought to see it.

    [grades-exchanged]
    title = "สลับชั้น ป.1 กับ ป.2"
    file = "src/helpers/systems/dmc/layouts.py"
    old = '''…'''
    new = '''…'''
    reports = ["round/2568-1/dmc"]
    tests = ["systems/dmc/test_layouts.py"]
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("readers", "rules", "facts", "views", "charts", "renderers", "audit")
"""In the order of the way of a number, from the file received to the check of the finished report."""


class StaleFaultError(Exception):
    """A fault's text is not, or not just once, in its file: the file changed, and the fault must be written anew."""


@dataclass(frozen=True)
class Fault:
    """One replacement of a text that occurs exactly once in a file of the project.

    `title` is what the table in docs/auditing.md calls it. `reports` are the ids of those in which it shows, none for a
    fault in the checks themselves, which make no report. `tests` are files or folders below tests/unit.
    """

    part: str
    name: str
    title: str
    file: str
    old: str
    new: str
    reports: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def id(self) -> str:
        """`readers/grades-exchanged`."""
        return f"{self.part}/{self.name}"

    def applied(self, text: str) -> str:
        """The text of its file with the fault in it. Raises StaleFaultError."""
        times = text.count(self.old)
        if times != 1:
            raise StaleFaultError(f"{self.id}: its text is {times} times in {self.file}, not once")
        return text.replace(self.old, self.new)

    def plant(self, project: Path) -> None:
        """Write the fault into a copy of the project. Raises StaleFaultError."""
        path = project / self.file
        path.write_text(self.applied(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def read_faults() -> tuple[Fault, ...]:
    """All faults: the parts in their order, within a part as its file has them."""
    return tuple(fault for part in PARTS for fault in _faults_of(part))


def _faults_of(part: str) -> list[Fault]:
    tables = tomllib.loads(Path(__file__).with_name(f"{part}.toml").read_text(encoding="utf-8"))
    return [_fault(part, name, table) for name, table in tables.items()]


def _fault(part: str, name: str, table: dict[str, str | list[str]]) -> Fault:
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Fault(part, name, **texts, reports=lists.get("reports", ()), tests=lists["tests"])
