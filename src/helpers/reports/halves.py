"""Why the second half of a fiscal year comes to another amount than the first: by what, and by which causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from helpers.facts.definitions import WHOLE, Operation, key_parts, natural
from helpers.reports.causes import followed, show_causes, state_causes
from helpers.reports.session import Report, column

_SINCE = "since_first_half"
_HALVES = ("first_half", "second_half")
_MOST = 3
"""How many of what changed most the sentence names."""
_KINDS = ("label", "item")
"""What an amount is for, the widest first: the programme, the item."""


def show_halves(report: Report) -> None:
    """State `<fact>.<first_half, second_half>` of every headline amount that rules made, and show how they differ: of
    the first what the money was for, of all of them the causes."""
    facts = [each for each in report.headline_facts if report.asked(each).operation is Operation.RULE]
    halves = report.order("half")
    for fact in facts:
        _state(report, fact, halves)
    changed = followed(report, [fact for fact in facts if report.numbers(f"{fact}.change.half")], _SINCE)
    asked = {fact: replace(own, title=_title(report, fact)) for fact, own in changed.items()}
    state_causes(report, asked, "half")
    words = f"{halves[1]}เทียบกับ{halves[0]}"
    for fact in facts[:1]:
        report.lead(f"{words} {_title(report, fact)}{{{fact}.change.half|change}}")
        _show_kinds(report, fact, halves)
    show_causes(report, asked, "half", words, halves[0])


def _state(report: Report, fact: str, halves: Sequence[str], **rows: Any) -> None:
    """State an amount of both halves, and by how much they differ; `rows` as in `Rows`, of what the fact has not."""
    asked, title = report.asked(fact), _title(report, fact)
    ending = "".join(f".by_{each}" for each in rows.get("by", ()))
    names = [f"{fact}.{half}{ending}" for half in _HALVES]
    for name, half in zip(names, halves, strict=True):
        own = replace(asked.rows, where={**asked.rows.where, "half": half}, **rows)
        report.state(name, replace(asked, title=f"{title} {half}", rows=own))
    change = f"{title} {halves[1]}เทียบกับ{halves[0]}"
    report.difference(f"{fact}.change.half{ending}", change, names[1], names[0], unit=asked.unit)


def _show_kinds(report: Report, fact: str, halves: Sequence[str]) -> None:
    """What the money was for in each half, and in words what changed most."""
    asked = report.asked(fact)
    known = report.columns("this", asked.of.partition(".")[0])
    kind = next(each for each in _KINDS if each in known)
    rows = [replace(asked.rows, where={**asked.rows.where, "half": half}) for half in halves]
    kinds = {value for own in rows for value in report.sums(replace(asked, rows=own), kind)}
    _state(report, fact, halves, by=(kind,), totals=(kind,), complete={kind: tuple(kinds)})
    names = [f"{fact}.{half}.by_{kind}" for half in _HALVES]
    change = f"{fact}.change.half.by_{kind}"
    if said := _clauses(report, kind, names, change, halves):
        report.text(said)
    columns = [column(half, name) for half, name in zip(halves, names, strict=True)]
    report.table(
        "halves-compared", f"{_title(report, fact)}รายครึ่งปี ({asked.unit})", kind, [*columns, column("เปลี่ยน", change)]
    )


def _clauses(report: Report, kind: str, names: Sequence[str], change: str, halves: Sequence[str]) -> str:
    """What changed most, as a sentence; empty where all the money is for one thing."""
    changes = report.numbers(change)
    changed = [key for key in changes if key_parts(key)[kind] != WHOLE]
    if len(changed) <= 1:
        return ""
    largest = sorted(changed, key=lambda key: (-abs(Decimal(changes[key])), natural(key)))[:_MOST]
    first, second = (report.numbers(name) for name in names)
    said = []
    for key in largest:
        value, alone = key_parts(key)[kind], halves[key not in first]
        if key in first and key in second:
            said.append(f" “{value}” {{{change}[{key}]|change}}")
        else:
            said.append(f" “{value}” ซึ่งมีเฉพาะ{alone} {{{names[key not in first]}[{key}]}}")
    *before, last = said
    return "".join(["ที่เปลี่ยนมากที่สุดคือ" if len(changed) > _MOST else "เพราะ", *before, " และ", last])


def _title(report: Report, fact: str) -> str:
    """What a fact is called; of a half year it is not that of the whole."""
    return report.asked(fact).title.removesuffix("ทั้งปี")
