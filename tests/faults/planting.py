"""A fault planted in a copy of the project, and who saw it there.

Every fault has a copy of the project and of an office to itself. The office's tables and executed notebooks come along:
the project's own fingerprints decide what the fault makes stale, as they do when somebody changes the program.
"""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic

from faults.catalogue import ROOT, Fault
from helpers.tables.findings import SEVERITY_THAI, Severity
from made_up.project import Home

_MADE_HERE = {".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "build", "data", "outputs"}
_SAMPLE = ("--schools", "6", "--pupils", "400")
_LONGEST = 300
"""Seconds after which a command is stopped; a fault that makes it hang was noticed."""
_TESTED = {0: False, 1: True, 2: True}
"""Whether a fault was seen, by how pytest ends: with 2 where the fault breaks an import."""
_RECHECK = "recheck: "
"""How `verify --deep` begins a difference of which the second reader alone knows."""
Row = tuple[tuple[str, str], ...]


class Sight(StrEnum):
    """Whether somebody saw a fault; in the words of the table."""

    SEEN = "พบ"
    MISSED = "ไม่พบ"
    NOT_ASKED = "–"


@dataclass(frozen=True)
class Verdict:
    """Who saw a fault, in the order of the table's columns.

    `findings`: other findings than without the fault (those for information aside), or the report is refused, which
    leaves nothing to verify. `deep` is the whole of `verify --deep`, so it sees what `verify` sees.
    """

    tests: Sight
    findings: Sight
    verify: Sight
    deep: Sight

    @property
    def columns(self) -> tuple[Sight, ...]:
        """The sights in the order of the table."""
        return self.tests, self.findings, self.verify, self.deep

    @property
    def seen(self) -> bool:
        """Whether the unit tests or `verify --deep` saw it: nothing else has to be read for these."""
        return Sight.SEEN in (self.tests, self.deep)


@dataclass(frozen=True)
class Trial:
    """One fault tried: the verdict, the seconds that it took, and what the commands printed."""

    fault: Fault
    verdict: Verdict
    seconds: float
    printed: str


def prepare(root: Path, reports: Sequence[str]) -> Home:
    """An office with the small sample received and these reports made, by the project as it is."""
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root, ROOT, root / "data" / "params")
    Home(root, ROOT).workbook("sample", str(home.data), *_SAMPLE)
    home.workbook("receive", str(home.data / "downloads"))
    home.workbook("run", *reports)
    return home


def demand_none_without_fault(faults: Sequence[Fault], prepared: Home, scratch: Path) -> None:
    """Try all the reports and tests of the faults without a fault: who sees one there would prove nothing. Raises
    AssertionError."""
    reports = tuple(sorted({report for fault in faults for report in fault.reports}))
    tests = tuple(sorted({test for fault in faults for test in fault.tests}))
    none = Fault("", "none", "", "Makefile", "", "", reports, tests)
    trial = _tried(none, prepared, scratch / "none", planted=False)
    assert Sight.SEEN not in trial.verdict.columns, f"{trial.verdict}\n{trial.printed}"


def try_faults(faults: Sequence[Fault], prepared: Home, scratch: Path, jobs: int) -> Iterator[Trial]:
    """Try each fault, `jobs` at a time, in the order in which they end; `prepared` is only read."""
    with ThreadPoolExecutor(jobs) as pool:
        trials = [pool.submit(_tried, fault, prepared, scratch / fault.part / fault.name) for fault in faults]
        for ended in as_completed(trials):
            yield ended.result()


def _tried(fault: Fault, prepared: Home, folder: Path, *, planted: bool = True) -> Trial:
    begun = monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    home = _copied(prepared, folder)
    if planted:
        fault.plant(home.project)
    refused, findings, verify, deep, printed = False, Sight.NOT_ASKED, Sight.NOT_ASKED, Sight.NOT_ASKED, ""
    if fault.reports:
        run = _asked(home, "run", *fault.reports)
        refused, printed = run.returncode != 0, run.stdout + run.stderr
        findings = _sight(refused or any(_other_findings(fault.reports, prepared, home)))
    if fault.reports and not refused:
        verified = _asked(home, "verify", "--deep")
        verify, deep = _sight(_differs_without_recheck(verified)), _sight(verified.returncode != 0)
        printed += verified.stdout + verified.stderr
    tested = _tested(home.project, fault.tests)
    shutil.rmtree(folder, ignore_errors=True)
    assert tested.returncode in _TESTED, f"{fault.id}: no tests were run\n{tested.stdout}\n{tested.stderr}"
    verdict = Verdict(_sight(_TESTED[tested.returncode]), findings, verify, deep)
    return Trial(fault, verdict, monotonic() - begun, printed + tested.stdout + tested.stderr)


def _copied(prepared: Home, folder: Path) -> Home:
    """The project and the office in a folder of their own. The finished reports stay behind: they are made anew."""
    project, root = folder / "project", folder / "office"
    top = str(ROOT)
    shutil.copytree(ROOT, project, ignore=lambda inside, _: _MADE_HERE if inside == top else ())
    shutil.copytree(prepared.data, root / "data", ignore=shutil.ignore_patterns("downloads"))
    return Home(root, project, root / "data" / prepared.params.relative_to(prepared.data))


def _asked(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    """`workbook …` with the project that has the fault, to its end whatever it says."""
    return _run(home.command(*words), home.project, home.environment)


def _tested(project: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """These unit tests of the project that has the fault, up to the first that fails."""
    unwanted = ("PYTEST_", "WORKBOOK_DATA", "WORKBOOK_PARAMS", "WORKBOOK_OUTPUTS", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    environment["PYTHONPATH"] = str(project / "src")
    paths = [str(Path("tests", "unit", test)) for test in tests]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *paths]
    return _run(command, project, environment)


def _run(command: Sequence[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "stopped: it hung")


def _other_findings(reports: Iterable[str], prepared: Home, home: Home) -> Iterator[Row]:
    """The findings that the reports have with the fault and not without it, or the other way round."""
    for report in reports:
        before, now = (_findings(office.outputs / report / "findings.csv") for office in (prepared, home))
        yield from ((before - now) + (now - before)).elements()


def _findings(path: Path) -> Counter[Row]:
    """The findings of a report that somebody has to act on; none where it has no such file."""
    if not path.exists():
        return Counter()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["severity"] != SEVERITY_THAI[Severity.NOTICE]]
    return Counter(tuple(sorted(row.items())) for row in rows)


def _differs_without_recheck(verified: subprocess.CompletedProcess[str]) -> bool:
    """Whether `verify --deep` names a difference that `verify` alone names too."""
    _, _, listed = verified.stderr.partition("\n")
    differences = [line.strip() for line in listed.splitlines() if line.startswith("  ")]
    return any(not line.startswith((_RECHECK, "วิธีแก้")) for line in differences)


def _sight(seen: bool) -> Sight:
    return Sight.SEEN if seen else Sight.MISSED
