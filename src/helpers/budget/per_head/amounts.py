"""Amounts of one tranche: pupils × yearly rate × share of the year, less what an earlier tranche paid for the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from helpers.budget.allocation import ZERO, AllocationRow, Excluded, rated, rounded
from helpers.budget.months import TEN_PLACES
from helpers.budget.per_head.counting import RoundCount, moving_up
from helpers.budget.per_head.lines import Line, item_lines
from helpers.budget.per_head.tranches import Tranche
from helpers.budget.per_head.unrated import Unrated
from helpers.params.programmes.per_head import PerHeadItem, PerHeadProgramme
from helpers.periods import thai_date_short

UNIT = "คน"
OVERPAID = {"carried": "จ่ายเกินสิทธิ หักจากเงินของโรงเรียน", "returned": "จ่ายเกินสิทธิ โรงเรียนส่งคืน"}
"""The note of a negative amount, by what becomes of the money."""
_ODD = " (บาทเต็ม เศษหนึ่งบาทอยู่ภาคเรียนที่ 1)"
_HUNDRED = Decimal(100)
_Place = tuple[str, str]
"""Level and grade."""


@dataclass
class Amounts:
    """What a tranche comes to: its rows, pupils above a cap, and pupils without a rate."""

    rows: list[AllocationRow] = field(default_factory=list)
    over_caps: list[Excluded] = field(default_factory=list)
    unrated: list[Unrated] = field(default_factory=list)


def tranche_amounts(
    programme: PerHeadProgramme,
    tranche: Tranche,
    counted: RoundCount,
    paid: Iterable[AllocationRow] = (),
    *,
    newest: bool = False,
) -> Amounts:
    """The amounts by school, item and grade. `paid` are the rows of the tranche that this one settles; those whose
    pupils are gone give a row of no pupils, less what was paid. The persons of the `newest` tranche are the ones that
    are counted."""
    counted = counted.moved_up(programme) if tranche.moved_up else counted
    before: dict[tuple[str, str], dict[_Place, AllocationRow]] = {}
    for row in paid:
        before.setdefault((row.smis, row.item), {})[row.level, row.grade] = row
    found = Amounts()
    payments = [
        _Payment(programme, item, tranche, counted.on, counting=newest and item is programme.items[0])
        for item in tranche.items(programme)
    ]
    for smis in sorted({*counted.pupils, *(smis for smis, _ in before)}):
        for payment in (each for each in payments if counted.knows(each.item.item, smis)):
            lines = item_lines(programme, payment.item, counted, smis)
            payment.add(found, smis, lines, before.get((smis, payment.item.title), {}))
    return found


class _Payment:
    """One item in one tranche."""

    def __init__(
        self, programme: PerHeadProgramme, item: PerHeadItem, tranche: Tranche, on: date, *, counting: bool
    ) -> None:
        self.item = item
        self._programme = programme
        self._tranche = tranche
        self._counting = counting
        self._day = thai_date_short(on)
        self._exact = item.share_of(tranche.term) / _HUNDRED * tranche.share
        self._rates = _rates(programme, item, max(on, tranche.rated_from))
        self._note = OVERPAID[programme.overpaid.rule]
        self._fixed: dict[str, Any] = {
            "item": item.title,
            "tranche": tranche.title,
            "half": tranche.half,
            "quantity_unit": UNIT,
        }
        self._words = f" ณ {self._day} × อัตราต่อปี × ร้อยละ {item.share_of(tranche.term)} ของปี"
        self._words += f" × ร้อยละ {(tranche.share * _HUNDRED).normalize():f}" if not tranche.settles else ""
        self._words += f" − จ่ายแล้วใน{tranche.after}" if tranche.after else ""
        origins = moving_up(programme) if tranche.moved_up else {}
        self._origins = {grade: f" (จาก {origin} เดิม)" for grade, origin in origins.items()}

    def add(self, found: Amounts, smis: str, lines: Iterable[Line], before: Mapping[_Place, AllocationRow]) -> None:
        """Add one school's amounts; those paid before and not settled by any line come last."""
        left = dict(before)
        for line in lines:
            rate = self._rate(line)
            if rate is None:
                found.unrated.append(self._without_rate(smis, line))
                continue
            paid = left.pop((line.level, line.grade), None)
            if line.pupils or paid:
                found.rows.append(self._row(smis, line, rate, paid.amount if paid else ZERO))
            if line.over and self._tranche.settles:
                found.over_caps.append(self._over(smis, line, rate["rate"]))
        found.rows += (self._gone(row) for row in left.values())

    def _share(self, rate: Decimal) -> Decimal:
        """Of the yearly rate, to ten places: as many as keep every amount of a school exact to the satang."""
        term = self._programme.term_rate(self.item, self._tranche.term, rate)
        return (term * self._tranche.share / rate).quantize(TEN_PLACES, ROUND_HALF_UP) if rate else self._tranche.share

    def _without_rate(self, smis: str, line: Line) -> Unrated:
        title = self._tranche.title
        return Unrated(smis, self.item.title, line.level, line.grade, title, line.pupils, line.source)

    def _rate(self, line: Line) -> Mapping[str, Any] | None:
        """The grade's own, else the level's, else that of all."""
        own = self._rates.get(line.grade) if line.grade else None
        return own or self._rates.get(line.level) or self._rates.get("")

    def _row(self, smis: str, line: Line, rate: Mapping[str, Any], paid: Decimal) -> AllocationRow:
        quantity, share = Decimal(line.pupils), self._share(rate["rate"])
        odd = share != self._exact
        return AllocationRow(
            smis=smis,
            level=line.level,
            grade=line.grade,
            quantity=quantity,
            counted=line.pupils if self._counting else 0,
            headcount=line.pupils,
            share=share,
            less=paid,
            rule=f"{line.why}{self._origins.get(line.grade, '')}{self._words}{_ODD if odd else ''}",
            source=line.source,
            also=line.also,
            note=self._note if rounded(quantity * rate["rate"] * share) < paid else "",
            **self._fixed,
            **rate,
        )

    def _gone(self, paid: AllocationRow) -> AllocationRow:
        """What was paid for pupils of whom there are none now; it rests on the row that was paid by."""
        rule = f"ไม่มีนักเรียนที่มีสิทธิ{self._words}"
        own: dict[str, Any] = {"tranche": self._tranche.title, "rule": rule, "note": self._note, "share": self._exact}
        return replace(paid, quantity=ZERO, counted=0, headcount=0, less=paid.amount, **own)

    def _over(self, smis: str, line: Line, rate: Decimal) -> Excluded:
        amount = rounded(line.over * rate * self._share(rate))
        detail = f"{line.why} ({self._tranche.title} ณ {self._day})"
        return Excluded(smis, f"เกินเพดาน{self.item.title}", line.over, line.source, detail, amount)


def _rates(programme: PerHeadProgramme, item: PerHeadItem, on: date) -> dict[str, dict[str, Any]]:
    """The rates in force on a day by grade, level or, for all alike, the empty string."""
    own = [(rate, rate.on(on)) for rate in programme.rates if rate.item == item.item]
    return {rate.group: rated(dated, rate.unit) for rate, dated in own if dated}
