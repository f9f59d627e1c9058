"""Next to every numeral of every report is a fact, a period, an identifier or a declared parameter."""

import nbformat
import pytest

from helpers.audit.pages_numerals import Kind, kinds_of_numerals
from helpers.audit.verification import stated_facts
from helpers.render.notebook_parts import notebook_pieces
from made_up.project import Home

MOST_OTHERS = 0.05
"""Of the numerals of one report; docs/auditing.md says what they are. A lower share is welcome, a higher one is not."""


def test_few_numerals_are_vouched_for_by_nothing(made: Home, subtests: pytest.Subtests) -> None:
    for report in made.reports:
        with subtests.test(report):
            folder = made.outputs / report
            pieces = notebook_pieces(nbformat.read(folder / "report.ipynb", as_version=4))
            kinds = list(kinds_of_numerals(pieces, stated_facts(folder), made.params))
            others = [words for kind, words in kinds if kind is Kind.OTHER]
            assert len(others) <= MOST_OTHERS * len(kinds), others
