"""Next to every numeral of every kind of report is a fact, a period, an identifier or a declared parameter."""

from collections.abc import Iterator

import nbformat
import pytest

from helpers.audit.manifest import in_place, read_manifest
from helpers.audit.pages_numerals import Kind, kinds_of_numerals, numerals_by_format, shares
from helpers.audit.verification import stated_facts, verify
from helpers.render.notebook_parts import notebook_pieces
from helpers.reports.folders import Folders
from helpers.reports.national_kind import NationalKind
from helpers.reports.school_kind import is_school_page
from made_up.project import PROJECT, Home

MOST_OTHERS = 0.021
"""Of the numerals of one report; docs/auditing.md says what they are. A lower share is welcome, a higher one is not."""
NOTEBOOKS = "notebooks/*/*.ipynb"
FEWEST_FACTS = 0.25
"""Of the numerals of one format: less would mean that numbers lost what they are known by. A chart of a few numbers
prints as many periods."""


@pytest.fixture(params=["made", "budgeted"])
def home(request: pytest.FixtureRequest) -> Home:
    """The rounds, and the fiscal year with the years' reports."""
    office: Home = request.getfixturevalue(request.param)
    return office


def test_few_numerals_are_vouched_for_by_nothing(home: Home, subtests: pytest.Subtests) -> None:
    """A school's page is too short for a share of its own: all of them are counted together."""
    of_schools = []
    for report in in_place(home.outputs):
        with subtests.test(report):
            folder = home.outputs / report
            pieces = notebook_pieces(nbformat.read(folder / "report.ipynb", as_version=4))
            facts = stated_facts(folder)
            kinds = list(kinds_of_numerals(pieces, facts, home.params))
            if is_school_page(report):
                of_schools += kinds
            else:
                demand_few_others(kinds)
            for form, counted in numerals_by_format(folder, pieces, facts, home.params).items():
                assert not counted or shares(counted)[Kind.FACT] >= FEWEST_FACTS, form
    demand_few_others(of_schools)


def demand_few_others(kinds: list[tuple[Kind, str]]) -> None:
    others = [words for kind, words in kinds if kind is Kind.OTHER]
    assert len(others) <= MOST_OTHERS * len(kinds), others


def test_every_page_says_what_its_facts_say(home: Home, subtests: pytest.Subtests) -> None:
    for report in in_place(home.outputs):
        with subtests.test(report):
            assert verify(report, Folders(home.data, home.params, home.outputs)).problems == ()


def test_every_kind_of_report_is_among_them(made: Home, budgeted: Home) -> None:
    kinds = {path.relative_to(PROJECT / "notebooks").with_suffix("").as_posix() for path in PROJECT.glob(NOTEBOOKS)}
    assert kinds - {NationalKind.name} == {name for home in (made, budgeted) for name in _notebooks(home)}


def _notebooks(home: Home) -> Iterator[str]:
    for report in in_place(home.outputs):
        manifest = read_manifest(home.outputs / report)
        yield from manifest.inputs["notebook"] if manifest else ()
