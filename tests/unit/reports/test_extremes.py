"""Who has the most and who the least, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.facts.definitions import Value
from helpers.reports.extremes import say_extremes


@dataclass
class Told:
    """Stands where a report stands: facts by id, and what was shown."""

    facts: Mapping[str, Mapping[str, Value]]
    texts: list[str] = field(default_factory=list)

    def cells(self, fact: str) -> Mapping[str, Value]:
        return self.facts.get(fact, {})

    def text(self, sentence: str) -> None:
        self.texts.append(sentence)


def said(cells: Mapping[str, Value]) -> list[str]:
    report = Told({"a.b": {f"office={name}": value for name, value in cells.items()}})
    say_extremes(report, {"นักเรียน": "a.b", "ไม่มี": "a.c"}, "office")  # type: ignore[arg-type]
    return report.texts


def test_the_ends_are_named_with_their_numbers_and_the_whole_is_neither() -> None:
    texts = said({"ก": 3, "ข": -1, "ค": 2, "รวม": 4})
    assert texts == ["นักเรียน สูงสุด ก ({a.b[office=ก]}) ต่ำสุด ข ({a.b[office=ข]})"]


def test_of_several_alike_none_is_named() -> None:
    assert said({"ก": 3, "ข": 3, "ค": 0}) == ["นักเรียน สูงสุด หลายแห่ง ({a.b[office=ก]}) ต่ำสุด ค ({a.b[office=ค]})"]


def test_nothing_is_said_of_one_or_of_equal_ones() -> None:
    assert said({"ก": 3, "รวม": 3}) == said({"ก": 3, "ข": 3}) == said({}) == []
