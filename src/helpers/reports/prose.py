"""Sentences with facts in them: `มีนักเรียน {pupils.total} {pupils.change.previous_round|change}จากรอบก่อน`.

`{fact}` prints a number with its unit, `{fact[key]}` one cell of it, `{fact|bare}` the number alone, and
`{fact|change}` a difference in words.
`{round}` and other names without a dot are the report's own words. A sentence that needs an absent fact is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from helpers.errors import ParameterError
from helpers.facts.definitions import Absent, Cell, Fact, Operation
from helpers.facts.ledger import value_text
from helpers.reports.blocks import Inline, Number, Span
from helpers.thai import MINUS, grouped, percent

_PLACEHOLDER = re.compile(r"\{(?P<name>[a-z0-9_.]+)(?:\[(?P<key>[^\]]*)\])?(?:\|(?P<form>bare|change))?\}")
Facts = Mapping[str, Fact | Absent]


class MissingFactError(Exception):
    """A sentence needs a fact that is absent; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def number(fact: Fact, key: str, cell: Cell, *, unit: bool = False) -> Number:
    """The number as readers see it: shares as percentages, differences with their sign."""
    signed = fact.operation is Operation.DIFFERENCE
    if fact.operation is Operation.RATIO and fact.unit == "ร้อยละ":
        text = percent(Decimal(cell.value))
    elif fact.operation is Operation.RATIO:
        text = grouped(cell.value, 1)
    else:
        text = grouped(cell.value, 2 if fact.unit == "บาท" else 0, signed=signed)
    return Number(fact=fact.id, key=key, value=value_text(cell.value), text=text, unit=fact.unit if unit else "")


def sentence(template: str, facts: Facts, words: Mapping[str, str]) -> tuple[Inline, ...]:
    """The template with its placeholders filled. Raises MissingFactError, or ParameterError for a name that nobody
    stated and for braces that are no placeholder."""
    inlines: list[Inline] = []
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        inlines.append(_plain(template[position : match.start()]))
        inlines += _filled(match["name"], match["key"] or "", match["form"] or "", facts, words)
        position = match.end()
    inlines.append(_plain(template[position:]))
    return tuple(each for each in inlines if isinstance(each, Number) or each.text)


def _plain(text: str) -> Span:
    if "{" in text or "}" in text:
        remedy = "เขียน {fact} {fact[key]} {fact|bare} หรือ {fact|change} ชื่อเป็นตัวพิมพ์เล็ก ตัวเลข จุด และขีดล่าง"
        raise ParameterError(f"อ่านข้อความในวงเล็บปีกกาไม่ได้: {text.strip()}", remedy=remedy)
    return Span(text=text)


def _filled(name: str, key: str, form: str, facts: Facts, words: Mapping[str, str]) -> list[Inline]:
    if name in words:
        return [Span(text=words[name])]
    fact = facts.get(name)
    if fact is None:
        raise ParameterError(f"ไม่มีข้อเท็จจริง “{name}”", remedy="ประกาศด้วย report.sum, report.count หรืออื่น ๆ ก่อนใช้")
    if isinstance(fact, Absent):
        raise MissingFactError(fact.reason)
    if key not in fact.cells:
        raise MissingFactError(f"ไม่มีจำนวนของ {fact.title} ({key})")
    cell = fact.cells[key]
    if form == "change":
        return _in_words(fact, key, cell)
    if fact.unit == "ร้อยละ" and form != "bare":
        return [Span(text="ร้อยละ "), number(fact, key, cell)]
    return [number(fact, key, cell, unit=form != "bare")]


def _in_words(fact: Fact, key: str, cell: Cell) -> list[Inline]:
    if cell.value == 0:
        return [Span(text="ไม่เปลี่ยนแปลง ("), number(fact, key, cell, unit=True), Span(text=")")]
    shown = number(fact, key, cell, unit=True)
    word = "เพิ่มขึ้น " if cell.value > 0 else "ลดลง "
    return [Span(text=word), shown.model_copy(update={"text": shown.text.lstrip(f"+{MINUS}")})]
