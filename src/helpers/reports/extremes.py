"""Which of many stands highest and lowest, in a sentence a figure."""

from collections.abc import Mapping

from helpers.facts.definitions import WHOLE, Value, key_parts
from helpers.reports.session import Report

_SEVERAL = "หลายแห่ง"


def say_extremes(report: Report, figures: Mapping[str, str], dimension: str) -> None:
    """Say of each fact, by the words that name it, which value of a dimension has the most and which the least, each
    with its number; of several that have the same only that there are several. Nothing of a fact that is absent, nor
    of one whose values are all alike."""
    for words, fact in figures.items():
        values = {key: value for key, value in report.cells(fact).items() if key_parts(key)[dimension] != WHOLE}
        if len(set(values.values())) > 1:
            ends = ((word, end(values.values())) for word, end in (("สูงสุด", max), ("ต่ำสุด", min)))
            report.text(f"{words}{''.join(f' {word} {_named(fact, values, end, dimension)}' for word, end in ends)}")


def _named(fact: str, values: Mapping[str, Value], end: Value, dimension: str) -> str:
    """Who has this value, and the value, as a template of prose."""
    first, *others = (key for key, value in values.items() if value == end)
    return f"{_SEVERAL if others else key_parts(first)[dimension]} ({{{fact}[{first}]}})"
