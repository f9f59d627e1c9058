"""Which of many stands highest and lowest, in a sentence a figure."""

from collections.abc import Mapping

from helpers.facts.definitions import WHOLE, key_parts
from helpers.reports.session import Report

FEWEST = 2
"""Of one alone nobody says that it is the most."""


def say_extremes(report: Report, figures: Mapping[str, str], dimension: str) -> None:
    """Say of each fact, by the words that name it, which value of a dimension has the most and which the least, each
    with its number; the first of several that have the same. Nothing of a fact that is absent, or of fewer than two."""
    for words, fact in figures.items():
        values = {key: value for key, value in report.cells(fact).items() if key_parts(key)[dimension] != WHOLE}
        if len(values) >= FEWEST:
            most, least = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
            named = (f"{key_parts(key)[dimension]} {{{fact}[{key}]}}" for key in (most, least))
            report.text(f"{words} มากที่สุดคือ {next(named)} น้อยที่สุดคือ {next(named)}")
