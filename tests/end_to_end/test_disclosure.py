"""The attack on what a whole office would publish finds the known leaks where nothing is protected, else nothing."""

from decimal import Decimal

import pytest

from helpers.catalogue import datasets
from helpers.facts.ledger import FactLine, read_csv, value_text
from helpers.params.folder import read_params
from helpers.publish.disclosure_control.attack import Edition, Outcome, attack, refuse_gains
from helpers.publish.disclosure_control.classification import Schemas
from helpers.publish.disclosure_control.releasing import Decision, decide_release
from made_up.project import Home

THRESHOLD = 10
Ledgers = dict[str, list[FactLine]]


@pytest.fixture(scope="module")
def ledgers(made: Home, budgeted: Home) -> Ledgers:
    """The facts of the rounds and of the fiscal year of an office."""
    return {
        path.parent.relative_to(home.outputs).as_posix(): read_csv(path.read_text(encoding="utf-8"), str(path))
        for home in (made, budgeted)
        for path in sorted(home.outputs.glob("*/*/*/facts.csv"))
    }


@pytest.fixture(scope="module")
def schemas(budgeted: Home) -> Schemas:
    return Schemas(datasets(read_params(budgeted.params)))


@pytest.fixture(scope="module")
def decision(ledgers: Ledgers, schemas: Schemas) -> Decision:
    return decide_release(ledgers, schemas, THRESHOLD, jobs=2)


def edition_of(decision: Decision) -> Edition:
    return {
        report: {
            (fact, key): value_text(cell.value) for fact, known in facts.items() for key, cell in known.cells.items()
        }
        for report, facts in decision.release.reports.items()
    }


def small_cells(ledgers: Ledgers, outcome: Outcome, table: str) -> list[FactLine]:
    """The cells of area totals of a table that the attack knows exactly, each once."""
    known = {gain.cell for gain in outcome.gains if gain.exact}
    lines = {(report, line.fact, line.key): line for report, ledger in ledgers.items() for line in ledger}
    return [lines[cell] for cell in sorted(known) if lines[cell].table.endswith(table)]


def test_nothing_can_be_computed_of_what_is_withheld(ledgers: Ledgers, schemas: Schemas, decision: Decision) -> None:
    outcome = attack(edition_of(decision), ledgers, schemas, THRESHOLD)
    assert outcome.attacked > 100
    refuse_gains(outcome)


def test_without_protection_every_small_number_is_known(ledgers: Ledgers, schemas: Schemas) -> None:
    unprotected = decide_release(ledgers, schemas, 1)
    outcome = attack(edition_of(unprotected), ledgers, schemas, THRESHOLD)
    categories = small_cells(ledgers, outcome, "dmc/categories")
    assert categories
    assert all(0 < int(line.value) < THRESHOLD for line in categories)
    assert outcome.exact == len(outcome.gains)


def test_the_office_edition_gives_the_poor_pupils_of_schools_away(ledgers: Ledgers, schemas: Schemas) -> None:
    office = {report: {(line.fact, line.key): line.value for line in ledger} for report, ledger in ledgers.items()}
    known = small_cells(ledgers, attack(office, ledgers, schemas, THRESHOLD), "per-head/allocation")
    poor = [line for line in known if "ยากจน" in line.where and "smis = " in line.where]
    assert poor
    assert all(Decimal(line.value) > 0 for line in poor)


def test_closed_cells_are_not_in_the_release(ledgers: Ledgers, decision: Decision) -> None:
    released = decision.release.text
    payees = {line.key for ledger in ledgers.values() for line in ledger if "payee=" in line.key} - {"payee=รวม"}
    assert payees
    assert not [key for key in payees if key in released]


def test_most_is_released(decision: Decision) -> None:
    whole = decision.whole
    assert whole.released > whole.withheld
    assert 0 < decision.persons_withheld < decision.persons / 2
