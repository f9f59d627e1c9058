"""The section on what changed and why, alike in every report: each headline figure against earlier periods, and the
causes of what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.collection.changes.tables import RECORDS
from helpers.facts.definitions import WHOLE, Operation, key_parts
from helpers.reports.figures import FigureColumn
from helpers.reports.session import Report, column
from helpers.reports.stating import Asked

_ADDED = (Operation.COUNT, Operation.SUM, Operation.RULE)
"""What rows make by being added up: their changes say why."""


@dataclass(frozen=True)
class Against:
    """One comparison: how its facts' names end, the report's names for the earlier tables and for what changed since,
    the report's word for the earlier period, and what a column is headed."""

    name: str
    earlier: str
    since: str
    word: str
    label: str


_PREVIOUS = Against("previous_round", "previous", "since_previous", "previous_round", "รอบก่อน")
_ROUND_LAST_YEAR = Against("last_year", "last_year", "since_last_year", "last_year_round", "รอบเดียวกันปีก่อน")
_LAST_YEAR = Against("last_year", "last_year", "since_last_year", "last_year", "ปีก่อน")
_HALF = Against("half", "", "since_first_half", "", "ครึ่งปีแรก")
MOST_SCHOOLS = 10
"""How many of the schools that changed most are listed."""
_MEANING = (
    "เข้ามาและออกไป: โรงเรียน อัตรา หรือรายการที่มีเพียงครั้งเดียว จำนวนเพิ่มและจำนวนลด: เรื่องเดิมที่ค่าเปลี่ยน รวมที่แก้ไข"
    " อัตราเปลี่ยน: ส่วนที่เหลือเมื่อคิดจำนวนที่เปลี่ยนด้วยอัตราเดิม"
)


def show_changes(report: Report) -> None:
    """State and show, for every figure of the director's page, the change since the earlier periods and its causes.

    A period that is not in the store is said to be missing. Figures that are differences themselves are left out.
    """
    figures = list(dict.fromkeys(_figures(report)))
    comparisons = (_PREVIOUS, _ROUND_LAST_YEAR) if report.reads(_PREVIOUS.since) else (_LAST_YEAR,)
    for against in comparisons:
        for fact in figures:
            _state_change(report, fact, against)
    missing = {each: _absence(report, figures, each) for each in comparisons}
    _show_figures(report, figures, [each for each in comparisons if not missing[each]])
    for each in comparisons:
        if not missing[each]:
            explained = [fact for fact in figures if _state_causes(report, fact, each)]
            _show_causes(report, each, f"เทียบกับ{report.word(each.word)}", explained)
    if report.reads(_HALF.since):
        _show_halves(report, figures)
    if any(missing.values()):
        report.say_absent(" ".join(filter(None, missing.values())))


def _figures(report: Report) -> Iterator[str]:
    """The headline facts that can change, each share after what it is a share of."""
    for fact in report.headline_facts:
        asked = report.asked(fact)
        if report.absence(fact) or asked.operation is Operation.DIFFERENCE:
            continue
        if asked.operation is Operation.RATIO and asked.parts[0] not in report.headline_facts:
            yield asked.parts[0]
        yield fact


def _absence(report: Report, figures: Sequence[str], against: Against) -> str:
    """Why no figure can be compared, in Thai; empty where any can."""
    stated = [f"{fact}.{against.name}" for fact in figures if report.is_stated(f"{fact}.{against.name}")]
    reasons = [report.absence(each) for each in stated]
    return reasons[0] if reasons and all(reasons) else ""


def _state_change(report: Report, fact: str, against: Against) -> None:
    earlier = _state_again(report, fact, against)
    if earlier:
        asked = report.asked(fact)
        title = f"{asked.title} เทียบ{against.label}"
        report.difference(f"{fact}.change.{against.name}", title, fact, earlier, unit=asked.unit)


def _state_again(report: Report, fact: str, against: Against) -> str:
    """The same fact of the earlier period, stated now if it was not; the empty string where the report does not read
    what it is made from."""
    name, asked = f"{fact}.{against.name}", report.asked(fact)
    if report.is_stated(name):
        return name
    title = f"{asked.title} {against.label}"
    if asked.parts:
        parts = tuple(_state_again(report, part, against) for part in asked.parts)
        if not all(parts):
            return ""
        report.state(name, replace(asked, title=title, parts=parts))
        return name
    earlier = against.earlier if asked.rows.at == "this" else f"{asked.rows.at}_{against.name}"
    if not report.reads(earlier):
        return ""
    report.state(name, replace(asked, title=title, rows=replace(asked.rows, at=earlier)))
    return name


def _show_figures(report: Report, figures: Sequence[str], told: Sequence[Against]) -> None:
    columns = [FigureColumn("ครั้งนี้")]
    for each in told:
        columns.append(FigureColumn("เดิม", f".{each.name}", f"เทียบ{each.label}"))
        columns.append(FigureColumn("เปลี่ยน", f".change.{each.name}", f"เทียบ{each.label}"))
    compared = [fact for fact in figures if any(report.is_stated(f"{fact}.{each.name}") for each in told)]
    report.figures("changes", "ตัวเลขสำคัญเทียบกับครั้งก่อน", columns, compared)


def _state_causes(report: Report, fact: str, against: Against) -> bool:
    """State `<fact>.why.<comparison>`, where the rows that make the fact are followed; whether they are."""
    asked = report.asked(fact)
    table, _, counted = asked.of.partition(".")
    changed = f"{table}.{counted or RECORDS}"
    needed = {counted or RECORDS, *asked.rows.where}
    if asked.operation not in _ADDED or asked.rows.at != "this" or not needed <= report.columns(against.since, table):
        return False
    rows = replace(asked.rows, at=against.since, by=("cause",), totals=("cause",))
    name = f"{fact}.why.{against.name}"
    report.state(name, Asked(Operation.SUM, f"{asked.title} เปลี่ยนเพราะ", asked.unit, changed, rows))
    return not report.absence(name)


def _show_causes(report: Report, against: Against, words: str, facts: Sequence[str]) -> None:
    """The first of the facts in words, all of them in a table of causes, and the schools that changed most."""
    if not facts:
        return
    first, name = facts[0], against.name
    found = (key_parts(key)["cause"] for key in report.keys(f"{first}.why.{name}"))
    causes = [cause for cause in found if cause != WHOLE]
    report.lead(f"{words} {_title(report, first, against)}{{{first}.change.{name}|change}}")
    if said := [f"{cause} {{{first}.why.{name}[cause={cause}]}}" for cause in causes]:
        report.text("เพราะ" + " ".join(said))
    columns = [
        column(f"{_title(report, fact, against)} ({report.asked(fact).unit})", f"{fact}.why.{name}") for fact in facts
    ]
    table = f"why-{name}".replace("_", "-")
    report.table(table, f"เหตุของการเปลี่ยนแปลง {words}", "cause", columns, [_MEANING], sheet=f"เหตุ เทียบ{against.label}")
    _show_schools(report, first, against, words, causes)


def _show_schools(report: Report, fact: str, against: Against, words: str, causes: Sequence[str]) -> None:
    """State `<fact>.schools.<comparison>` of the schools that changed most, and show it, the largest change first."""
    why = report.asked(f"{fact}.why.{against.name}")
    places = report.columns(against.since, why.of.partition(".")[0])
    schools = report.largest(why, "smis", MOST_SCHOOLS) if "smis" in places and "smis" not in why.rows.where else ()
    if schools:
        name, title = f"{fact}.schools.{against.name}", f"{_title(report, fact, against)} รายโรงเรียนที่เปลี่ยนมากที่สุด"
        rows = replace(why.rows, by=("smis", "cause"), where={**why.rows.where, "smis": schools})
        report.state(name, replace(why, title=title, rows=rows))
        table, heading = f"schools-{against.name}".replace("_", "-"), f"{title} {words} ({why.unit})"
        shown = [column(cause, name, cause=cause) for cause in (*causes, WHOLE)]
        report.table(table, heading, "smis", shown, sheet=f"โรงเรียน เทียบ{against.label}")


def _title(report: Report, fact: str, against: Against) -> str:
    """What a fact is called; of a half year it is not that of the whole."""
    title = report.asked(fact).title
    return title.removesuffix("ทั้งปี") if against is _HALF else title


def _show_halves(report: Report, figures: Sequence[str]) -> None:
    """Why the second half of the year comes to another amount than the first."""
    first, second = report.order("half")
    explained = [
        fact
        for fact in figures
        if report.asked(fact).operation is Operation.RULE and _state_causes(report, fact, _HALF)
    ]
    for fact in explained:
        asked, title = report.asked(fact), _title(report, fact, _HALF)
        for name, half in (("first_half", first), ("second_half", second)):
            rows = replace(asked.rows, where={**asked.rows.where, "half": half})
            report.state(f"{fact}.{name}", replace(asked, title=f"{title} {half}", rows=rows))
        change = f"{title} {second}เทียบกับ{first}"
        report.difference(f"{fact}.change.half", change, f"{fact}.second_half", f"{fact}.first_half", unit=asked.unit)
    _show_causes(report, _HALF, f"{second}เทียบกับ{first}", explained)
