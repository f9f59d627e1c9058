"""Why a figure changed: its causes as facts, in words and in a table. What is shown adds up to the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.collection.changes.causes import Cause
from helpers.collection.changes.tables import RECORDS
from helpers.facts.definitions import WHOLE, Operation, Value, key_parts
from helpers.reports.session import Report, column
from helpers.reports.stating import Asked
from helpers.thai import listed

_ADDED = (Operation.COUNT, Operation.SUM, Operation.RULE)
"""What rows make by being added up: their changes say why. What counts each thing once is not followed."""
_MEANINGS = {
    Cause.CAME: "{nouns}ที่เพิ่งมีในข้อมูล",
    Cause.WENT: "{nouns}ที่ไม่มีในข้อมูลแล้ว",
    Cause.PROMOTED: "นักเรียนที่ขึ้นชั้นถัดไปในโรงเรียนเดิม เท่าที่จำนวนของสองชั้นบอกได้ ยอดรวมทุกชั้นไม่เปลี่ยน",
    Cause.MORE: "{nouns}ที่มีทั้งสองครั้งและยอดของตนเพิ่มขึ้น รวมที่แก้ไข",
    Cause.FEWER: "{nouns}ที่มีทั้งสองครั้งและยอดของตนลดลง รวมที่แก้ไข",
    Cause.CHANGED: "{nouns}ที่มีทั้งสองครั้งและยอดของตนเท่าเดิม แต่เปลี่ยนชั้น ประเภท สภาพ หรือสถานะ รวมที่แก้ไข",
    Cause.RATE: "ส่วนที่เหลือเมื่อคิดจำนวนที่เปลี่ยนด้วยอัตราเดิม",
}


def followed(report: Report, facts: Sequence[str], since: str) -> dict[str, Asked]:
    """What to ask of the changes, for those of the facts whose rows are followed and have changed."""
    found = {}
    for fact in facts:
        asked = report.asked(fact)
        table, _, counted = asked.of.partition(".")
        needed = {counted or RECORDS, *asked.rows.where}
        if asked.operation in _ADDED and asked.rows.at == "this" and needed <= report.columns(since, table):
            rows = replace(asked.rows, at=since)
            found[fact] = Asked(Operation.SUM, asked.title, asked.unit, f"{table}.{counted or RECORDS}", rows)
    return {fact: asked for fact, asked in found.items() if report.sums(asked, "cause")}


def state_causes(report: Report, asked: Mapping[str, Asked], name: str) -> None:
    """State `<fact>.why.<name>` for every fact, all of them for the same causes."""
    causes = _causes(report, asked)
    for fact, own in asked.items():
        where = {**own.rows.where, "cause": causes}
        rows = replace(own.rows, by=("cause",), totals=("cause",), where=where, complete={"cause": causes})
        report.state(f"{fact}.why.{name}", replace(own, title=f"{own.title} เปลี่ยนเพราะ", rows=rows))


def show_causes(report: Report, asked: Mapping[str, Asked], name: str, words: str, label: str) -> None:
    """Show the stated causes in a table that explains those that it has; nothing for no facts. `label` is what the
    sheet in Excel calls the comparison."""
    if asked:
        nouns = "หรือ".join(dict.fromkeys(report.noun(own.of) for own in asked.values()))
        note = " ".join(f"{each} คือ{_MEANINGS[Cause(each)].format(nouns=nouns)}" for each in _causes(report, asked))
        columns = [
            column(f"{own.title} ({own.unit})", f"{fact}.why.{name}", change=True) for fact, own in asked.items()
        ]
        table = f"why-{name}".replace("_", "-")
        report.table(table, f"เหตุของการเปลี่ยนแปลง {words}", "cause", columns, [note], sheet=f"เหตุ เทียบ{label}")


def _causes(report: Report, asked: Mapping[str, Asked]) -> tuple[str, ...]:
    """The causes that any of the facts has, in reading order."""
    found = {cause for own in asked.values() for cause in report.sums(own, "cause")}
    return tuple(str(cause) for cause in Cause if cause in found)


def because(report: Report, fact: str, asked: Asked, name: str) -> str:
    """The causes that `<fact>.why.<name>` states, as a sentence for `report.text`."""
    why = f"{fact}.why.{name}"
    values = {key_parts(key)["cause"]: value for key, value in report.numbers(why).items()}
    clauses = _clauses(values, report.noun(asked.of))
    return "เพราะ" + listed([f"{words}{{{why}[cause={cause}]|change}}" for cause, words in clauses])


def _clauses(values: Mapping[str, Value], noun: str) -> Iterator[tuple[Cause, str]]:
    """The words before each cause."""
    some = "บางส่วน" if {Cause.MORE, Cause.FEWER} <= values.keys() else ""
    words = {
        Cause.CAME: f"{noun}ที่เพิ่งมีในข้อมูลทำให้",
        Cause.WENT: f"{noun}ที่ไม่มีในข้อมูลแล้วทำให้",
        Cause.PROMOTED: "การเลื่อนชั้นทำให้",
        Cause.MORE: f"{noun}เดิม{some}",
        Cause.FEWER: some or f"{noun}เดิม",
        Cause.CHANGED: f"{noun}เดิมที่เปลี่ยนสถานะทำให้",
        Cause.RATE: "อัตราที่เปลี่ยนทำให้",
    }
    yield from ((cause, words[cause]) for cause in Cause if cause in values)


def causes_of(report: Report, why: str) -> tuple[str, ...]:
    """The causes that a fact states, those of nothing left out, and their sum."""
    found = (key_parts(key)["cause"] for key in report.numbers(why))
    return (*(cause for cause in found if cause != WHOLE), WHOLE)
