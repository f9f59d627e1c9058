"""Why a figure changed: its causes as facts, in words and in a table. What is shown adds up to the change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.facts.definitions import WHOLE, Operation, Value, key_parts
from helpers.reports.completeness import figure_of
from helpers.reports.fact_specs import FactSpec
from helpers.reports.session import Report, column
from helpers.tables.changes.causes import CAUSE_WORDS, Cause
from helpers.tables.changes.movements import RECORDS
from helpers.thai import listed


def stated_of(fact: str, ending: str) -> str:
    """What is stated of a figure, or of the fact that is compared in its place."""
    return f"{figure_of(fact)}.{ending}"


_ADDED = (Operation.COUNT, Operation.SUM, Operation.RULE)
"""What rows make by being added up: their changes say why. What counts each thing once is not followed."""
_MEANINGS = {
    Cause.ENTERED: "{nouns}ที่เพิ่งมีในข้อมูล",
    Cause.LEFT: "{nouns}ที่ไม่มีในข้อมูลแล้ว",
    Cause.PROMOTED: "นักเรียนที่ขึ้นชั้นถัดไปในโรงเรียนเดิม เท่าที่จำนวนของสองชั้นบอกได้ ยอดรวมทุกชั้นไม่เปลี่ยน",
    Cause.INCREASED: "{nouns}ที่มีข้อมูลทั้งสองรอบและยอดของตนเพิ่มขึ้น รวมกรณีที่แก้ไขข้อมูลเดิม",
    Cause.DECREASED: "{nouns}ที่มีข้อมูลทั้งสองรอบและยอดของตนลดลง รวมกรณีที่แก้ไขข้อมูลเดิม",
    Cause.CHANGED: "{nouns}ที่มีข้อมูลทั้งสองรอบและยอดของตนเท่าเดิม แต่เปลี่ยนชั้น ประเภท สภาพ หรือสถานะ รวมกรณีที่แก้ไขข้อมูลเดิม",
    Cause.RATE: "ส่วนที่เหลือเมื่อคิดจำนวนที่เปลี่ยนด้วยอัตราเดิม",
}


def followed(report: Report, facts: Sequence[str], since: str) -> dict[str, FactSpec]:
    """What to ask of the changes, for those of the facts whose rows are followed and have changed."""
    specs = {}
    for fact in facts:
        asked = report.asked(fact)
        table, _, counted = asked.of.partition(".")
        needed = {counted or RECORDS, *asked.rows.where}
        if asked.operation in _ADDED and asked.rows.at == "this" and needed <= report.columns(since, table):
            rows = replace(asked.rows, at=since)
            specs[fact] = FactSpec(Operation.SUM, asked.title, asked.unit, f"{table}.{counted or RECORDS}", rows)
    return {fact: asked for fact, asked in specs.items() if report.sums(asked, "cause")}


def state_causes(report: Report, asked: Mapping[str, FactSpec], name: str) -> None:
    """State `<fact>.why.<name>` for every fact, all of them for the same causes."""
    causes = _causes(report, asked)
    for fact, spec in asked.items():
        where = {**spec.rows.where, "cause": causes}
        rows = replace(spec.rows, by=("cause",), totals=("cause",), where=where, complete={"cause": causes})
        report.state(stated_of(fact, f"why.{name}"), replace(spec, title=f"{spec.title} เปลี่ยนเพราะ", rows=rows))


def show_causes(report: Report, asked: Mapping[str, FactSpec], name: str, words: str, label: str) -> None:
    """Show the stated causes in a table that explains those that it has; nothing for no facts. `label` is what the
    sheet in Excel calls the comparison."""
    if asked:
        nouns = "หรือ".join(dict.fromkeys(report.noun(spec.of) for spec in asked.values()))
        meanings = ((each, _MEANINGS[Cause(each)].format(nouns=nouns)) for each in _causes(report, asked))
        note = " ".join(f"“{cause_words(each)}” คือ{meaning}" for each, meaning in meanings)
        columns = [
            column(f"{spec.title} ({spec.unit})", stated_of(fact, f"why.{name}"), change=True)
            for fact, spec in asked.items()
        ]
        table = f"why-{name}".replace("_", "-")
        report.table(table, f"เหตุของการเปลี่ยนแปลง {words}", "cause", columns, [note], sheet=f"เหตุ เทียบ{label}")


def _causes(report: Report, asked: Mapping[str, FactSpec]) -> tuple[str, ...]:
    """The causes that any of the facts has, in reading order."""
    named_causes = {cause for spec in asked.values() for cause in report.sums(spec, "cause")}
    return tuple(str(cause) for cause in Cause if cause in named_causes)


def cause_words(cause: str) -> str:
    """What readers see for a cause, or for the sum of all."""
    return cause if cause == WHOLE else CAUSE_WORDS[Cause(cause)]


def because(report: Report, fact: str, asked: FactSpec, name: str) -> str:
    """The causes that `<fact>.why.<name>` states, as a sentence for `report.text`. That some numbers rose and others
    fell is no cause: of that alone it says how much, and what is left."""
    why = stated_of(fact, f"why.{name}")
    values = {key_parts(key)["cause"]: value for key, value in report.numbers(why).items()}
    causes = values.keys() - {WHOLE}
    if causes == {Cause.INCREASED, Cause.DECREASED}:
        rose, fell = (f"{{{why}[cause={cause}]|change}}" for cause in (Cause.INCREASED, Cause.DECREASED))
        whose = f"{report.noun(asked.of)}เดิม"
        return f"{whose}ที่เพิ่มรวมกัน{rose} {whose}ที่ลดรวมกัน{fell} สุทธิ{{{why}[cause={WHOLE}]|change}}"
    clauses = _clauses(values, report.noun(asked.of))
    return "เพราะ" + listed([f"{words}{{{why}[cause={cause}]|change}}" for cause, words in clauses])


def _clauses(values: Mapping[str, Value], noun: str) -> Iterator[tuple[Cause, str]]:
    """The words before each cause."""
    both = {Cause.INCREASED, Cause.DECREASED} <= values.keys()
    words = {
        Cause.ENTERED: f"{noun}ที่เพิ่งมีในข้อมูลทำให้",
        Cause.LEFT: f"{noun}ที่ไม่มีในข้อมูลแล้วทำให้",
        Cause.PROMOTED: "การเลื่อนชั้นทำให้",
        Cause.INCREASED: f"{noun}เดิมที่เพิ่มรวมกัน" if both else f"{noun}เดิม",
        Cause.DECREASED: "ที่ลดรวมกัน" if both else f"{noun}เดิม",
        Cause.CHANGED: f"{noun}เดิมที่เปลี่ยนสถานะทำให้",
        Cause.RATE: "อัตราที่เปลี่ยนทำให้",
    }
    yield from ((cause, words[cause]) for cause in Cause if cause in values)


def causes_of(report: Report, why: str) -> tuple[str, ...]:
    """The causes that a fact states, those of nothing left out, and their sum."""
    names = (key_parts(key)["cause"] for key in report.numbers(why))
    return (*(cause for cause in names if cause != WHOLE), WHOLE)
