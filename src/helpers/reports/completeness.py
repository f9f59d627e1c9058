"""What the amounts lack: said before anything else and in every account that is signed; and how two years are compared
when one of them lacks what the other has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.facts.definitions import Condition, Operation
from helpers.programmes.uncomputed import EVERY_ITEM, NO_FILE, NO_RATE, NO_ROUND, NOT_COUNTED, OF_ITEMS
from helpers.programmes.year import NEED
from helpers.reports.fact_specs import FactSpec
from helpers.reports.session import Report, column
from helpers.tables.schemas import PARTS
from helpers.thai import listed

ALIKE = ".alike"
"""How the name of a figure ends that counts only what both years could compute."""
_REASONS = (NOT_COUNTED, NO_ROUND, NO_FILE, NO_RATE)
"""The causes in the order in which they are said."""
_EARLIER = "last_year"
_SOME_ROWS = "ยังไม่นับบางแถว"
"""What the public is told in place of how many rows of a form are not counted: that number is no fact."""
_BAHT = "บาท"
_Gap = tuple[str, str, str]
"""Item, level and tranche."""


def state_uncomputed(report: Report) -> None:
    """State how much cannot be computed."""
    of_items = {"cause": OF_ITEMS}
    report.distinct("uncomputed.items", "รายการที่ยังคิดเงินไม่ได้", "uncomputed.item", unit="รายการ", where=of_items)
    report.count("uncomputed.by_line", "งวดที่ยังคิดเงินไม่ได้", "uncomputed", unit="งวด", by=["line"], where=of_items)


def show_incomplete(report: Report, what: str = "ยอดในรายงานนี้", at: str = "this") -> None:
    """Show in red that `what` is not the whole, and what it lacks; nothing where it lacks nothing."""
    clauses = list(_lacks(report.values(at, "uncomputed", "item", "cause", "line"), counted=not report.is_public))
    if clauses:
        report.incomplete(f"{what}ยังไม่ครบ", *clauses)


def show_uncomputed(report: Report) -> None:
    """Show every item that cannot be computed, and why."""
    report.table(
        "uncomputed",
        "รายการที่ยังคิดเงินไม่ได้ และเหตุ",
        "line",
        [column("งวดที่ขาด (งวด)", "uncomputed.by_line")],
        empty="คิดเงินได้ทุกรายการของทุกงวด",
    )


def _lacks(lines: Sequence[tuple[str, ...]], *, counted: bool) -> Iterator[str]:
    """What is missing, a sentence for each reason: the items that wait for the same thing together; rows of forms
    first, `counted` or not, rates last."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for item, cause, line in sorted(lines, key=lambda each: _REASONS.index(each[1])):
        *_, why = line.split(PARTS) if counted or cause != NOT_COUNTED else (_SOME_ROWS,)
        waiting.setdefault((cause, why), []).append(item)
    for (cause, why), items in waiting.items():
        yield from _sentences(cause, why, list(dict.fromkeys(items)))


def _sentences(cause: str, why: str, items: Sequence[str]) -> Iterator[str]:
    if cause == NOT_COUNTED:
        yield from (f"{why}ของ{form}" for form in items)
    elif cause == NO_ROUND:
        yield f"ยังไม่มีข้อมูลรอบ{why.removeprefix(NO_ROUND)} จึงยังไม่คิดเงินของรอบนั้น"
    elif cause == NO_FILE:
        yield f"ยังไม่คิดเงิน{listed(items)} เพราะ{why}"
    else:
        yield f"ยังไม่มีอัตราของ{listed(items)}{why.removeprefix(NO_RATE)} จึงยังไม่คิดเงินรายการนั้น"


def comparable(report: Report) -> Mapping[str, Condition] | None:
    """Which rows both years could compute: what to add to the conditions of an amount; empty for all of them, None for
    none."""
    items, tranches = _differ(report)
    conditions: dict[str, Condition] = {}
    for name, left_out in (("item", items), ("tranche", tranches)):
        kept = tuple(value for value in _labels(report, name) if value not in left_out)
        if left_out and not kept:
            return None
        conditions |= {name: kept} if left_out else {}
    return conditions


def say_compared(report: Report) -> None:
    """Say what is left out where two years are compared; nothing where both have the same."""
    items, tranches = _differ(report)
    if items or tranches:
        report.note(f"เทียบกับปีก่อนเฉพาะรายการและงวดที่คิดเงินได้ทั้งสองปี ไม่รวม{listed([*items, *tranches])}")


def alike(report: Report, figures: Sequence[str]) -> list[str]:
    """The facts by which two years are compared, one for each figure; those that cannot be compared are left out. Says
    so where anything is left out."""
    if _shared(report) != {}:
        say_compared(report)
    return list(filter(None, (compared(report, fact) for fact in figures)))


def compared(report: Report, fact: str) -> str:
    """The fact by which two years are compared in place of a figure: the figure itself, `<fact>.alike` where one year
    lacks what the other has, the empty string where it cannot be told apart by item."""
    return _alike(report, fact, _shared(report))


def figure_of(fact: str) -> str:
    """The figure in whose place a fact is compared: the ids of what is stated of both begin with it."""
    return fact.removesuffix(ALIKE)


def _shared(report: Report) -> Mapping[str, Condition] | None:
    """What `comparable` says; every row of a report that lacks nothing that can be computed."""
    return comparable(report) if report.reads(_EARLIER) and report.columns("this", "uncomputed") else {}


def _alike(report: Report, fact: str, rows: Mapping[str, Condition] | None) -> str:
    """The name under which a figure is compared; empty where it cannot be."""
    asked, name = report.asked(fact), f"{fact}{ALIKE}"
    if rows == {}:
        return fact
    if asked.parts:
        parts = tuple(_alike(report, part, rows) for part in asked.parts)
        if not all(parts) or parts == asked.parts:
            return fact if all(parts) else ""
        asked = replace(asked, parts=parts)
    elif not _is_computed(asked):
        return fact
    elif rows is None or not rows.keys() <= report.columns("this", asked.of.partition(".")[0]):
        return ""
    else:
        asked = replace(asked, rows=replace(asked.rows, where={**asked.rows.where, **rows}))
    report.state_reserved(name, replace(asked, title=f"{asked.title} ที่คิดได้ทั้งสองปี"), ALIKE)
    return name


def _is_computed(asked: FactSpec) -> bool:
    """Whether a figure is money that the rules of the report's own programmes give."""
    is_amount = asked.rows.at == "this" and asked.unit == _BAHT and asked.operation in (Operation.SUM, Operation.RULE)
    return is_amount and asked.rows.where.get("measure", NEED) == NEED


def _gaps(report: Report, at: str) -> set[_Gap]:
    """What is missing as a whole. Single rows of a form can be told apart from the others in no year."""
    known = report.values(at, "uncomputed", "item", "level", "tranche", "cause")
    return {(item, level, tranche) for item, level, tranche, cause in known if cause != NOT_COUNTED}


def _differ(report: Report) -> tuple[list[str], list[str]]:
    """The items, and the whole tranches, that one year lacks and the other has; none where there is no other year."""
    one, other = _gaps(report, "this"), _gaps(report, _EARLIER)
    gone = sorted(one ^ other) if report.is_there(_EARLIER) else []
    tranches = dict.fromkeys(tranche for item, _, tranche in gone if item == EVERY_ITEM)
    items = dict.fromkeys(item for item, _, tranche in gone if tranche not in tranches)
    return list(items), list(tranches)


def _labels(report: Report, name: str) -> tuple[str, ...]:
    """The values of a label in both years, those of this one first."""
    table = next(each for each in ("money", "allocation") if name in report.columns("this", each))
    values = (value for at in ("this", _EARLIER) for (value,) in report.values(at, table, name))
    return tuple(dict.fromkeys(values))
