"""Why the second half of a fiscal year comes to another amount than the first: by what, and by which causes.

What every budget report states and shows alike: the allocation by school, item, half and district, and what was left
out.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from helpers.facts.definitions import WHOLE, Not, Operation, key_parts, natural_key
from helpers.programmes.allocation import OFFICE
from helpers.programmes.disbursement.amounts import BEHIND
from helpers.programmes.disbursement.tables import PROGRAMME
from helpers.reports.causes import followed, show_causes, state_causes
from helpers.reports.changes import state_change
from helpers.reports.completeness import state_uncomputed
from helpers.reports.fact_specs import FactSpec
from helpers.reports.kinds import SPENDING
from helpers.reports.session import Report, column
from helpers.reports.tables import WITHOUT_DISTRICT
from helpers.tables.schemas import NOT_STATED

_SINCE = "since_first_half"
_HALVES = ("first_half", "second_half")
_MOST = 3
"""How many of what changed most the sentence names."""
_KINDS = ("label", "item")
"""What an amount is for, the widest first: the programme, the item."""


def show_halves(report: Report) -> None:
    """State `<fact>.<first_half, second_half>` of every headline amount that rules made, and show how they differ: of
    the first what the money was for, of all of them the causes."""
    facts = [fact for fact in report.headline_facts if _is_of_the_year(report.asked(fact))]
    halves = report.order("half")
    for fact in facts:
        state_halves(report, fact)
    changed = followed(report, [fact for fact in facts if report.numbers(f"{fact}.change.half")], _SINCE)
    asked = {fact: replace(own, title=_title(report, fact)) for fact, own in changed.items()}
    state_causes(report, asked, "half")
    words = f"{halves[1]}เทียบกับ{halves[0]}"
    for fact in facts[:1]:
        report.lead(f"{words} {_title(report, fact)}{{{fact}.change.half|change}}")
        _show_kinds(report, fact, halves)
    show_causes(report, asked, "half", words, halves[0])


def _is_of_the_year(asked: FactSpec) -> bool:
    """Whether a figure is an amount that rules made for the whole year: that of a half has no halves."""
    return asked.operation is Operation.RULE and "half" not in asked.rows.where


def state_halves(report: Report, fact: str, **rows: Any) -> None:
    """State `<fact>.<first_half, second_half>`, an amount of both halves, and `<fact>.change.half`, by how much they
    differ; `rows` as in `Selection`, of what the fact has not."""
    asked, title, halves = report.asked(fact), _title(report, fact), report.order("half")
    ending = "".join(f".by_{each}" for each in rows.get("by", ()))
    names = [f"{fact}.{half}{ending}" for half in _HALVES]
    for name, half in zip(names, halves, strict=True):
        rows_of_half = replace(asked.rows, where={**asked.rows.where, "half": half}, **rows)
        spec = replace(asked, title=f"{title} {half}", rows=rows_of_half)
        report.state_reserved(name, spec, name.removeprefix(fact))
    change = FactSpec(
        Operation.DIFFERENCE, f"{title} {halves[1]}เทียบกับ{halves[0]}", asked.unit, parts=(names[1], names[0])
    )
    report.state_reserved(f"{fact}.change.half{ending}", change, f".change.half{ending}")


def _show_kinds(report: Report, fact: str, halves: Sequence[str]) -> None:
    """What the money was for in each half, and in words what changed most."""
    asked = report.asked(fact)
    known = report.columns("this", asked.of.partition(".")[0])
    kind = next(each for each in _KINDS if each in known)
    rows = [replace(asked.rows, where={**asked.rows.where, "half": half}) for half in halves]
    kinds = {value for own in rows for value in report.sums(replace(asked, rows=own), kind)}
    state_halves(report, fact, by=(kind,), totals=(kind,), complete={kind: tuple(kinds)})
    names = [f"{fact}.{half}.by_{kind}" for half in _HALVES]
    change = f"{fact}.change.half.by_{kind}"
    if clauses := _clauses(report, kind, names, change, halves):
        report.text(clauses)
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
    largest = sorted(changed, key=lambda key: (-abs(Decimal(changes[key])), natural_key(key)))[:_MOST]
    first, second = (report.numbers(name) for name in names)
    clauses = []
    for key in largest:
        value, alone = key_parts(key)[kind], halves[key not in first]
        if key in first and key in second:
            clauses.append(f" “{value}” {{{change}[{key}]|change}}")
        else:
            clauses.append(f" “{value}” ซึ่งมีเฉพาะ{alone} {{{names[key not in first]}[{key}]}}")
    *before, last = clauses
    return "".join(["ที่เปลี่ยนมากที่สุดคือ" if len(changed) > _MOST else "เพราะ", *before, " และ", last])


def _title(report: Report, fact: str) -> str:
    """What a fact is called; of a half year it is not that of the whole."""
    return report.asked(fact).title.removesuffix("ทั้งปี")


_EXCLUDED = "ไม่นับรวมหรือไม่คำนวณเงิน"
_AMOUNTS: tuple[tuple[str, str, list[str]], ...] = (
    ("total", "ทั้งปี", []),
    ("by_item", " จำแนกตามรายการ", ["item"]),
    ("by_school", "รายโรงเรียน", ["smis"]),
    ("by_school_item", "รายโรงเรียนและรายการ", ["smis", "item"]),
    ("by_district", "รายอำเภอ", ["district"]),
    ("by_half", "รายครึ่งปี", ["half"]),
    ("by_tranche", "รายงวด", ["tranche"]),
)
"""The ending of the fact's id, what its title says after the name of the amounts, and its dimensions."""
_SCHOOLS = {"district": Not(OFFICE)}
"""Money of schools: what the office has itself is no school's."""


def state_allocation(
    report: Report, what: str = "เงินที่ต้องจ่าย", *, counted: str = "คน", paid: tuple[str, str, str] | None = None
) -> None:
    """State the facts that all programmes share; `what` is what the amounts are called, `counted` the unit of those
    who are paid for, `paid` the id, title and unit of how many they are where that is not `headcount.paid`.

    เงินจัดสรร, in budget law the allotment to the office, is never `what`.
    """
    for ending, of, by in _AMOUNTS:
        report.rule(f"amount.{ending}", f"{what}{of}", by=by, totals=by)
    name, title, unit = paid or ("headcount.paid", "ผู้มีสิทธิ", counted)
    report.sum(name, title, "allocation.counted", unit=unit)
    report.sum(
        "headcount.by_school", "ผู้มีสิทธิรายโรงเรียน", "allocation.counted", unit=counted, by=["smis"], totals=["smis"]
    )
    report.distinct("schools.paid", "โรงเรียนที่มีสิทธิ", "allocation.smis", unit="โรงเรียน", where=_SCHOOLS)
    _state_unplaced(report)
    _state_exclusions(report, counted)
    state_uncomputed(report)
    report.count("rates.used", "อัตราที่ใช้", "rates", unit="รายการ")
    report.count("rates.to_confirm", "อัตราที่ยังไม่ยืนยัน", "rates", unit="รายการ", where={"status": "to_confirm"})
    report.sum("rates.lowest", "อัตราต่ำสุด", "rates.lowest", unit="บาท", by=["rate_used"])
    report.sum("rates.highest", "อัตราสูงสุด", "rates.highest", unit="บาท", by=["rate_used"])
    state_halves(report, "amount.total")
    state_change(report, "amount.total", "last_year")


def _state_unplaced(report: Report) -> None:
    """State how many of the schools with an amount have no district; absent where all have one."""
    rows: dict[str, Any] = {"where": {"district": NOT_STATED}, "given": True}
    report.distinct(WITHOUT_DISTRICT, "โรงเรียนที่ไม่มีอำเภอในทะเบียนโรงเรียน", "allocation.smis", unit="โรงเรียน", **rows)


def show_draft(report: Report) -> None:
    """Show at the top that the amounts are provisional, where any rate is still to be confirmed."""
    if report.numbers("rates.to_confirm"):
        report.draft("อัตรา {rates.to_confirm|bare} จาก {rates.used} ยังไม่ได้ยืนยันกับหนังสือสั่งการ")


def state_allotments(report: Report) -> None:
    """State what was allotted to the programme, what is left of it after the allocation, and how its spending
    stands."""
    rows: dict[str, Any] = {"at": "allotments", "where": {"programme": report.subject_id}}
    report.sum("allotted.total", "เงินที่ได้รับจัดสรรจาก สพฐ.", "allotments.amount", unit="บาท", **rows)
    report.difference("allotted.balance", "ได้รับจัดสรรมากกว่าความต้องการ", "allotted.total", "amount.total", unit="บาท")
    _state_spending(report)


def _state_spending(report: Report) -> None:
    """State what was spent of the allotment by the day of the data, and whether that is behind its target."""
    if not report.reads(SPENDING):
        for fact in ("spent.total", "spent.balance", "spent.late"):
            report.absent(fact, "ไม่มีโครงการที่รายงานการเบิกจ่าย")
        return
    mine = {"scope": PROGRAMME, "programme": report.subject_id}
    report.sum("spent.total", "เบิกจ่ายแล้ว", "standing.spent", unit="บาท", at=SPENDING, where=mine)
    report.difference("spent.balance", "ได้รับจัดสรรลบเบิกจ่าย", "allotted.total", "spent.total", unit="บาท")
    late = mine | {"standing": BEHIND}
    report.count("spent.late", "เบิกจ่ายล่าช้ากว่าเป้าหมาย", "standing", unit="โครงการ", at=SPENDING, where=late)


def show_allocation(report: Report) -> None:
    """Show the summaries by item, tranche, level and district."""
    money = [column("บาท", "amount.by_item")]
    item, tranche, district = (_title(report, f"amount.by_{each}") for each in ("item", "tranche", "district"))
    report.table("by-item", f"{item} (บาท)", "item", money)
    report.ranked("items", item, "item", column("บาท", "amount.by_item"))
    report.table("by-tranche", f"{tranche} (บาท)", "tranche", [column("บาท", "amount.by_tranche")])
    report.table("by-district", f"{district} (บาท)", "district", [column("บาท", "amount.by_district")])


def show_exclusions(report: Report) -> None:
    """Show what was left out and why, in all and by school."""
    columns = [column("จำนวน", "excluded.by_reason"), column("เงิน (บาท)", "excluded.amount")]
    report.table("excluded", _EXCLUDED, "reason", columns, empty="ไม่มีรายการที่ไม่นับรวม")
    by_school = [column("จำนวน", "excluded.by_school"), column("เงิน (บาท)", "excluded.school_amount")]
    report.table("excluded-schools", f"{_EXCLUDED} รายโรงเรียน", "smis", by_school, empty="")


def show_rates(report: Report) -> None:
    """Show every rate that was used, with its source and standing."""
    report.table(
        "rates", "อัตราที่ใช้ (บาท)", "rate_used", [column("ต่ำสุด", "rates.lowest"), column("สูงสุด", "rates.highest")]
    )


def _state_exclusions(report: Report, counted: str) -> None:
    reasons = {"by": ["reason"], "totals": ["reason"]}
    schools = {"by": ["smis"], "totals": ["smis"]}
    heads, money = "excluded.headcount", "excluded.amount"
    report.sum("excluded.total", _EXCLUDED, heads, unit=counted)
    report.sum("excluded.by_reason", f"{_EXCLUDED}ตามเหตุ", heads, unit=counted, **reasons)
    report.sum("excluded.by_school", f"{_EXCLUDED}รายโรงเรียน", heads, unit=counted, **schools)
    report.sum("excluded.amount", "เงินที่ไม่คำนวณตามเหตุ", money, unit="บาท", **reasons)
    report.sum("excluded.school_amount", "เงินที่ไม่คำนวณรายโรงเรียน", money, unit="บาท", **schools)
