"""Six planted faults, seen by those of whom docs/auditing.md says so; all of them: `make faults`."""

from pathlib import Path

from faults.catalogue import Fault, read_faults
from faults.planting import try_faults
from faults.table import published
from made_up.project import Home

OF_ROUNDS = ("readers/first-day-counted", "renderers/pdf-loses-a-row")
OF_BUDGET = ("rules/rent-above-the-ceiling", "rules/returns-are-commitments")
OF_CHECKS = ("audit/pdf-not-read", "audit/second-reader-agrees-anyway")
JOBS = 2


def chosen(names: tuple[str, ...]) -> list[Fault]:
    by_id = {fault.id: fault for fault in read_faults()}
    return [by_id[name] for name in names]


def demand_seen_as_published(faults: list[Fault], prepared: Home, scratch: Path) -> None:
    """Every fault is seen by the unit tests, and by verify and the second reader, as the page says."""
    for trial in try_faults(faults, prepared, scratch, JOBS):
        stated, verdict = published()[trial.fault.title], trial.verdict
        assert verdict.seen, f"{trial.fault.id}: seen by nobody\n{trial.printed}"
        assert (verdict.tests, verdict.verify, verdict.deep) == (stated.tests, stated.verify, stated.deep), trial


def test_faults_of_readers_and_pages_are_seen(made: Home, tmp_path: Path) -> None:
    demand_seen_as_published(chosen((*OF_ROUNDS, *OF_CHECKS)), made, tmp_path)


def test_faults_of_rules_are_seen(budgeted: Home, tmp_path: Path) -> None:
    demand_seen_as_published(chosen(OF_BUDGET), budgeted, tmp_path)
