"""The section on what changed and why, alike in every report: each headline figure against earlier periods, and the
causes of what changed.

What it states of a figure is called as the figure with one of these endings (`<c>` is `previous_round`, `last_year` or
`half`), which are reserved: `.<c>`, the figure of the earlier period, of what both periods could compute;
`.change.<c>`, the difference, which a notebook that needs it earlier asks for with `state_change`; `.why.<c>`, its
causes; `.schools.<c>`, the schools that changed most; `.grades.<c>`, `.promoted.<c>` and `.beside.<c>`, its grades.
`completeness` and `allocations` state `.alike`, `.first_half` and `.second_half`, and these with `.by_<column>`. A
notebook may state `.previous_round` and `.last_year` itself, in the same way as the figure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.facts.definitions import Operation
from helpers.reports.causes import because, cause_words, causes_of, followed, show_causes, state_causes, stated_of
from helpers.reports.completeness import alike, compared, figure_of
from helpers.reports.fact_specs import FactSpec
from helpers.reports.prose import FigureColumn, refuse_unknown
from helpers.reports.session import Report, column, reserved
from helpers.tables.changes.causes import Cause
from helpers.thai import listed


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
_RESERVED = re.compile(r"(.+)(?:\.(?:change|why|schools|grades|promoted|beside)\.(?:previous_round|last_year)|\.alike)")
"""The ids of what is stated here of a figure, which comes before the ending."""
MOST_SCHOOLS = 10
"""How many of the schools that changed most are listed."""


def show_changes(report: Report) -> None:
    """State and show, for every figure of the director's page, the change since the earlier periods; of the first that
    changed, why and where.

    A period that is not in the store is said to be missing. Figures that are differences themselves are left out.
    """
    headline = list(dict.fromkeys(_figures(report)))
    _refuse_reserved(report, headline)
    figures = alike(report, headline)
    comparisons = _comparisons(report)
    for against in comparisons:
        for fact in figures:
            _state_change(report, fact, against)
    missing = {comparison: _absence(report, figures, comparison) for comparison in comparisons}
    shown = [comparison for comparison in comparisons if not missing[comparison]]
    sums = _sums_of_means(report, figures)
    _show_figures(report, [fact for fact in figures if fact not in sums], shown)
    for comparison in shown:
        _say_unlike(report, figures, comparison)
        _explain(report, figures, comparison)
    if any(missing.values()):
        reasons = (f"{why} จึงเทียบกับ{comparison.label}ไม่ได้" for comparison, why in missing.items() if why)
        report.say_absent(" ".join(reasons))


def state_change(report: Report, fact: str, name: str) -> None:
    """State `<fact>.<name>` and `<fact>.change.<name>` for use before the section on what changed; `name` is
    `previous_round` or `last_year`. Of what both periods could compute; absent where that is nothing."""
    comparisons = {against.name: against for against in _comparisons(report)}
    refuse_unknown(name, comparisons, "การเทียบ", f"ข้อเท็จจริง “{fact}”")
    if alike_fact := compared(report, fact):
        _state_change(report, alike_fact, comparisons[name])
    else:
        for ending in (f".{name}", f".change.{name}"):
            report.absent(f"{fact}{ending}", "ไม่มีรายการและงวดใดที่คิดเงินได้ทั้งสองปี")


def _comparisons(report: Report) -> tuple[Against, ...]:
    return (_PREVIOUS, _ROUND_LAST_YEAR) if report.reads(_PREVIOUS.since) else (_LAST_YEAR,)


def _refuse_reserved(report: Report, figures: Sequence[str]) -> None:
    """Raise NotebookError for a fact of the notebook that is called as one that is stated here of a figure."""
    for fact in report.stated:
        ending = _RESERVED.fullmatch(fact)
        if ending and ending[1] in figures and not report.is_reserved(fact):
            raise reserved(fact, fact.removeprefix(ending[1]))


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
    stated = [name for fact in figures if report.is_stated(name := stated_of(fact, against.name))]
    reasons = [report.absence(each) for each in stated]
    return reasons[0] if reasons and all(reasons) else ""


def _state_change(report: Report, fact: str, against: Against) -> None:
    earlier = _state_again(report, fact, against)
    if earlier:
        asked = report.asked(fact)
        title = f"{asked.title} เทียบ{against.label}"
        change = FactSpec(Operation.DIFFERENCE, title, asked.unit, parts=(fact, earlier))
        report.state_reserved(stated_of(fact, f"change.{against.name}"), change, f".change.{against.name}")


def _state_again(report: Report, fact: str, against: Against) -> str:
    """The same fact of the earlier period, stated now if it was not; the empty string where the report does not read
    what it is made from."""
    name, asked = stated_of(fact, against.name), report.asked(fact)
    if report.is_stated(name):
        _refuse_another(report, name, fact, against)
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


def _refuse_another(report: Report, name: str, fact: str, against: Against) -> None:
    """Raise NotebookError where what the notebook states as a figure of the earlier period counts something else."""
    now, then = report.asked(fact), report.asked(name)
    alike_asked = (now.operation, now.of, now.unit) == (then.operation, then.of, then.unit)
    if not alike_asked or (not now.parts and dict(now.rows.where) != dict(then.rows.where)):
        raise reserved(name, f".{against.name}")


def _sums_of_means(report: Report, figures: Sequence[str]) -> frozenset[str]:
    """The figures that are there only because a mean is made of them: years of age added up are nobody's number."""
    asked = [report.asked(fact) for fact in figures]
    ratios = (each for each in asked if each.operation is Operation.RATIO)
    sums = {each.parts[0] for each in ratios if report.asked(each.parts[0]).unit == each.unit}
    return frozenset(sums - {*report.headline_facts})


def _show_figures(report: Report, figures: Sequence[str], comparisons: Sequence[Against]) -> None:
    columns = [FigureColumn("ครั้งนี้")]
    for comparison in comparisons:
        columns.append(FigureColumn("เดิม", f".{comparison.name}", f"เทียบ{comparison.label}"))
        columns.append(FigureColumn("เปลี่ยน", f".change.{comparison.name}", f"เทียบ{comparison.label}"))
    rows = {figure_of(fact): fact for fact in figures}
    names = [comparison.name for comparison in comparisons]
    stated = {row: fact for row, fact in rows.items() if any(report.is_stated(f"{row}.{name}") for name in names)}
    report.figures("changes", "ตัวเลขสำคัญเทียบกับครั้งก่อน", columns, stated)


def _say_unlike(report: Report, figures: Sequence[str], against: Against) -> None:
    """Name the figures that the earlier period lacks, and those that another file answers there."""
    lacking: dict[str, list[str]] = {}
    for fact in figures:
        earlier, title = stated_of(fact, against.name), report.asked(fact).title
        if not report.is_stated(earlier):
            continue
        if why := report.absence(earlier):
            lacking.setdefault(why, []).append(title)
            continue
        now, then = (report.answered(each) for each in (fact, earlier))
        if now and then and now != then:
            sides = [" และ ".join(f"“{each}”" for each in side) for side in (now, then)]
            report.note(f"{title}: ครั้งนี้นับจาก {sides[0]} {against.label}นับจาก {sides[1]} ส่วนต่างจึงรวมความต่างของแหล่งด้วย")
    for why, titles in lacking.items():
        report.note(f"{why} จึงไม่มีตัวเลขของ{against.label}สำหรับ{listed(titles)}")


def _explain(report: Report, figures: Sequence[str], against: Against) -> None:
    """What changed first in words, everything that changed in a table of causes, and what has no row there."""
    name, words = against.name, f"เทียบกับ{report.word(against.word)}"
    changed = [fact for fact in figures if report.numbers(stated_of(fact, f"change.{name}"))]
    asked = followed(report, changed, against.since)
    state_causes(report, asked, name)
    sums = _sums_of_means(report, figures)
    changed = [fact for fact in changed if fact not in sums]
    asked = {fact: spec for fact, spec in asked.items() if fact not in sums}
    first = next(iter([*asked, *changed]), "")
    if first:
        report.lead(f"{words} {report.asked(first).title}{{{stated_of(first, f'change.{name}')}|change}}")
    elif figures and not any(report.keeps_back(stated_of(fact, f"change.{name}")) for fact in figures):
        report.lead(f"{words} ตัวเลขสำคัญไม่เปลี่ยนแปลง")
    if first in asked:
        if not report.keeps_back(stated_of(first, f"why.{name}")):
            report.text(because(report, first, asked[first], name))
        show_causes(report, asked, name, words, against.label)
        _show_schools(report, first, asked[first], against)
        _show_grades(report, first, asked[first], against)
    _say_unexplained(report, [fact for fact in changed if fact not in asked])


def _show_schools(report: Report, fact: str, asked: FactSpec, against: Against) -> None:
    """State `<fact>.schools.<comparison>` of the schools that changed most, and show it, the largest change first."""
    known_columns = report.columns(asked.rows.at, asked.of.partition(".")[0])
    if "smis" not in known_columns or "smis" in asked.rows.where:
        return
    schools, causes = (
        tuple(report.sums(asked, "smis"))[:MOST_SCHOOLS],
        causes_of(report, stated_of(fact, f"why.{against.name}")),
    )
    name, title = stated_of(fact, f"schools.{against.name}"), f"{report.asked(fact).title} รายโรงเรียนที่เปลี่ยนมากที่สุด"
    where = {**asked.rows.where, "smis": schools}
    rows = replace(asked.rows, by=("smis", "cause"), totals=("cause",), where=where, complete={"cause": causes[:-1]})
    report.state(name, replace(asked, title=title, rows=rows))
    table = f"schools-{against.name}".replace("_", "-")
    heading = f"{title} เทียบกับ{report.word(against.word)} ({asked.unit})"
    shown = [column(cause_words(cause), name, change=True, cause=cause) for cause in causes]
    report.table(table, heading, "smis", shown, sheet=f"โรงเรียน เทียบ{against.label}")


def _show_grades(report: Report, fact: str, asked: FactSpec, against: Against) -> None:
    """State `<fact>.<grades, promoted, beside>.<comparison>` where a school year has begun in between, and show them:
    by how much each grade changed, by moving up, and by whatever else."""
    if "grade" not in report.columns(asked.rows.at, asked.of.partition(".")[0]):
        return
    moved = replace(asked, rows=replace(asked.rows, where={**asked.rows.where, "cause": str(Cause.PROMOTED)}))
    grades = tuple({**report.sums(asked, "grade"), **report.sums(moved, "grade")})
    if not report.sums(moved, "grade"):
        return
    title = f"{report.asked(fact).title} รายชั้น"
    whole, promoted, beside = (stated_of(fact, f"{each}.{against.name}") for each in ("grades", "promoted", "beside"))
    for name, spec, words in ((whole, asked, "ที่เปลี่ยน"), (promoted, moved, "ที่เปลี่ยนเพราะเลื่อนชั้น")):
        rows = replace(spec.rows, by=("grade",), totals=("grade",), complete={"grade": grades})
        report.state(name, replace(spec, title=f"{title} {words}", rows=rows))
    report.difference(beside, f"{title} ที่เปลี่ยนเพราะเหตุอื่น", whole, promoted, unit=asked.unit)
    shown = [
        column("เปลี่ยน", whole, change=True),
        column("เลื่อนชั้น", promoted, change=True),
        column("เหตุอื่น", beside),
    ]
    notes = [
        "เลื่อนชั้นคือผู้ที่ขึ้นมาจากชั้นก่อนหน้าลบผู้ที่ขึ้นไปชั้นถัดไปในโรงเรียนเดิม เท่าที่จำนวนของสองชั้นบอกได้",
        "เหตุอื่นคือผู้ที่เข้าใหม่ ลบผู้ที่จบ ออก หรือย้าย",
    ]
    table, heading = (
        f"grades-{against.name}".replace("_", "-"),
        f"{title} เทียบกับ{report.word(against.word)} ({asked.unit})",
    )
    report.table(table, heading, "grade", shown, notes, sheet=f"รายชั้น เทียบ{against.label}")


def _say_unexplained(report: Report, facts: Sequence[str]) -> None:
    """Name the figures that have no row in the table of causes; a share has one in what it is a share of."""
    titles = [report.asked(fact).title for fact in facts if report.asked(fact).operation is not Operation.RATIO]
    if titles:
        report.note(f"รายงานนี้ไม่แยกเหตุของ{listed(titles)}")
