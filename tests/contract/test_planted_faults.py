"""Every planted fault still fits the code, and the page says of each who saw it (`make faults`)."""

import ast
import json
import re
from collections import Counter

import pytest

from contract.repository import ROOT, demand_none
from faults.catalogue import Fault, StaleFaultError, read_faults
from faults.table import published

FAULTS = read_faults()
FEWEST = 40
SYSTEMS = {"dmc", "emis", "bobec", "mobec", "gcode"}
FEWEST_PROGRAMMES = 8
REPORT = re.compile(r"(round/25\d\d-[123]|programme/25\d\d|annual/25\d\d)/[a-z-]+")


def parses(fault: Fault) -> bool:
    """Whether the file is one of its kind with the fault too: what cannot be read is no fault that goes unnoticed."""
    text = fault.applied((ROOT / fault.file).read_text(encoding="utf-8"))
    try:
        return bool(json.loads(text) if fault.file.endswith(".ipynb") else ast.parse(text).body)
    except (SyntaxError, ValueError):
        return False


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_fits_its_file_exactly_once_and_changes_it(fault: Fault) -> None:
    assert fault.old != fault.new
    assert parses(fault)


def test_faults_name_tests_and_reports() -> None:
    tests = ((fault.id, test) for fault in FAULTS for test in fault.tests)
    demand_none(f"{fault}: {test}" for fault, test in tests if not (ROOT / "tests" / "unit" / test).exists())
    reports = ((fault.id, report) for fault in FAULTS for report in fault.reports)
    demand_none(f"{fault}: {report}" for fault, report in reports if not REPORT.fullmatch(report))
    demand_none(f"{fault.id}: no unit test" for fault in FAULTS if not fault.tests)


def test_faults_are_many_and_of_every_system_and_most_kinds_of_programme() -> None:
    assert len(FAULTS) >= FEWEST
    reports = {report for fault in FAULTS for report in fault.reports}
    assert {report.rpartition("/")[2] for report in reports if report.startswith("round/")} == SYSTEMS
    assert len({report for report in reports if report.startswith("programme/")}) >= FEWEST_PROGRAMMES


def test_the_page_has_every_fault_once_and_each_was_seen() -> None:
    times = Counter(fault.title for fault in FAULTS)
    demand_none(f"twice: {title}" for title, number in times.items() if number > 1)
    assert list(published()) == [fault.title for fault in FAULTS], "make faults"
    demand_none(f"seen by nobody: {title}" for title, verdict in published().items() if not verdict.seen)


@pytest.mark.parametrize("text", ["", "a b a b"])
def test_a_fault_that_no_longer_fits_names_itself(text: str) -> None:
    fault = Fault("facts", "stale", "", "src/helpers/thai.py", "a b", "b", (), ("test_thai.py",))
    times = f"its text is {text.count('a b')} times in src/helpers/thai.py, not once"
    with pytest.raises(StaleFaultError, match=times):
        fault.applied(text)
