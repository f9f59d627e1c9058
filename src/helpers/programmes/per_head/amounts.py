"""The amounts of one tranche: pupils × yearly rate × share of the year, minus what an earlier tranche paid for the same
pupils. An item has a line for each grade of a school, or for each level where the number is capped by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from helpers.params.programmes.per_head import PerHeadItem, PerHeadProgramme, SmallSchool
from helpers.periods import thai_date_short
from helpers.programmes.allocation import ZERO, AllocationRow, Excluded, SourceRow, rated, rounded
from helpers.programmes.months import TEN_PLACES
from helpers.programmes.per_head.checks import Unrated
from helpers.programmes.per_head.counting import Count, RoundCount, School, grades_before_promotion
from helpers.programmes.per_head.tranches import Tranche

UNIT = "คน"
OVERPAID = {"carried": "จ่ายเกินสิทธิ หักจากเงินของโรงเรียน", "returned": "จ่ายเกินสิทธิ โรงเรียนส่งคืน"}
"""The mark of a negative amount, by the programme's rule for overpaid money."""
_ODD = " (บาทเต็ม เศษหนึ่งบาทอยู่ภาคเรียนที่ 1)"
_HUNDRED = Decimal(100)
_LevelAndGrade = tuple[str, str]
"""Level and grade."""


@dataclass
class TrancheAmounts:
    """The results of a tranche: its rows, pupils above a cap, and pupils without a rate."""

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
) -> TrancheAmounts:
    """The amounts by school, item and grade. `paid` are the rows of the earlier tranche, whose amounts are deducted;
    one without a counterpart, since its pupils have left, gives a row of no pupils with a negative amount. Only the
    `newest` tranche counts persons."""
    counted = counted.promoted(programme) if tranche.promoted else counted
    before: dict[tuple[str, str], dict[_LevelAndGrade, AllocationRow]] = {}
    for row in paid:
        before.setdefault((row.smis, row.item), {})[row.level, row.grade] = row
    amounts = TrancheAmounts()
    payments = [
        _Payment(programme, item, tranche, counted.on, counting=newest and item is programme.items[0])
        for item in tranche.items(programme)
    ]
    for smis in sorted({*counted.pupils, *(smis for smis, _ in before)}):
        for payment in (each for each in payments if counted.knows(each.item.item, smis)):
            lines = pupil_lines(programme, payment.item, counted, smis)
            payment.add(amounts, smis, lines, before.get((smis, payment.item.title), {}))
    return amounts


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
        self._overpaid = OVERPAID[programme.overpaid.rule]
        self._fixed: dict[str, Any] = {
            "item": item.title,
            "tranche": tranche.title,
            "half": tranche.half,
            "quantity_unit": UNIT,
        }
        self._words = f" ณ {self._day} × อัตราต่อปี × ร้อยละ {item.share_of(tranche.term)} ของปี"
        self._words += f" × ร้อยละ {(tranche.share * _HUNDRED).normalize():f}" if not tranche.settles else ""
        self._words += f" − จ่ายแล้วใน{tranche.after}" if tranche.after else ""
        origins = grades_before_promotion(programme) if tranche.promoted else {}
        self._origins = {grade: f" (จาก {origin} เดิม)" for grade, origin in origins.items()}

    def add(
        self,
        amounts: TrancheAmounts,
        smis: str,
        lines: Iterable[PupilLine],
        before: Mapping[_LevelAndGrade, AllocationRow],
    ) -> None:
        """Add one school's amounts; earlier payments without a counterpart come last."""
        left = dict(before)
        for line in lines:
            rate = self._rate(line)
            if rate is None:
                amounts.unrated.append(self._without_rate(smis, line))
                continue
            paid = left.pop((line.level, line.grade), None)
            if line.pupils or paid:
                amounts.rows.append(self._row(smis, line, rate, paid.amount if paid else ZERO))
            if line.over and self._tranche.settles:
                amounts.over_caps.append(self._over(smis, line, rate["rate"]))
        amounts.rows += (self._gone(row) for row in left.values())

    def _share(self, rate: Decimal) -> Decimal:
        """The share of the yearly rate, to ten decimals, which keep every amount of a school exact to the satang."""
        term = self._programme.term_rate(self.item, self._tranche.term, rate)
        return (term * self._tranche.share / rate).quantize(TEN_PLACES, ROUND_HALF_UP) if rate else self._tranche.share

    def _without_rate(self, smis: str, line: PupilLine) -> Unrated:
        title = self._tranche.title
        return Unrated(smis, self.item.title, line.level, line.grade, title, line.pupils, line.source)

    def _rate(self, line: PupilLine) -> Mapping[str, Any] | None:
        """The rate of the grade, else of the level, else of all; None for none."""
        grade_rate = self._rates.get(line.grade) if line.grade else None
        return grade_rate or self._rates.get(line.level) or self._rates.get("")

    def _row(self, smis: str, line: PupilLine, rate: Mapping[str, Any], paid: Decimal) -> AllocationRow:
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
            already_paid=paid,
            rule=f"{line.why}{self._origins.get(line.grade, '')}{self._words}{_ODD if odd else ''}",
            source=line.source,
            further_sources=line.further_sources,
            overpaid=self._overpaid if rounded(quantity * rate["rate"] * share) < paid else "",
            **self._fixed,
            **rate,
        )

    def _gone(self, paid: AllocationRow) -> AllocationRow:
        """The deduction of a payment for pupils who have left; its source row is that of the payment."""
        rule = f"ไม่มีนักเรียนที่มีสิทธิ{self._words}"
        changes: dict[str, Any] = {
            "tranche": self._tranche.title,
            "rule": rule,
            "overpaid": self._overpaid,
            "share": self._exact,
        }
        return replace(paid, quantity=ZERO, counted=0, headcount=0, already_paid=paid.amount, **changes)

    def _over(self, smis: str, line: PupilLine, rate: Decimal) -> Excluded:
        amount = rounded(line.over * rate * self._share(rate))
        detail = f"{line.why} ({self._tranche.title} ณ {self._day})"
        return Excluded(smis, f"เกินเพดาน{self.item.title}", line.over, line.source, detail, amount)


def _rates(programme: PerHeadProgramme, item: PerHeadItem, on: date) -> dict[str, dict[str, Any]]:
    """The rates in force on a day, by grade, by level, or under the empty string for all."""
    dated_rates = [(rate, rate.on(on)) for rate in programme.rates if rate.item == item.item]
    return {rate.group: rated(dated, rate.unit) for rate, dated in dated_rates if dated}


_NOBODY: School = {}


@dataclass(frozen=True, slots=True)
class PupilLine:
    """The pupils of a level, or of one grade of it, for whom an item pays; `over` is the number above the cap, who are
    not paid for. `why` describes the pupils in Thai."""

    level: str
    grade: str
    pupils: int
    source: SourceRow
    further_sources: tuple[str, ...]
    why: str
    over: int = 0


def pupil_lines(programme: PerHeadProgramme, item: PerHeadItem, counted: RoundCount, smis: str) -> Iterator[PupilLine]:
    """The lines of an item in one school, the lowest grade first; empty where nobody is entitled."""
    school = counted.pupils.get(smis, _NOBODY)
    if item.counts == "category_pupils":
        yield from _category_lines(programme, item, school, counted.categories[item.item].get(smis, _NOBODY))
    elif item.counts == "small_school_pupils":
        for group in programme.small_schools.groups:
            levels = tuple(level for level in group.levels if level in item.levels)
            yield from _grade_lines(programme, levels, school, _small(programme, group, school))
    else:
        yield from _grade_lines(programme, item.levels, school, "นักเรียน")


def _small(programme: PerHeadProgramme, group: SmallSchool, school: School) -> str:
    """A description of the pupils of a school that is small for the group; empty for one that is not small."""
    pupils = sum(_level_pupils(programme, level, school) for level in group.counted or group.levels)
    description = f"นักเรียนของโรงเรียนขนาดเล็ก ({group.title} {pupils:,} คน ไม่เกิน {group.most:,} คน)"
    return description if pupils <= group.most else ""


def _grade_lines(
    programme: PerHeadProgramme, levels: tuple[str, ...], school: School, whom: str
) -> Iterator[PupilLine]:
    for level in programme.levels.levels:
        for grade in level.grades if whom and level.level in levels else ():
            count = school.get(grade)
            if count and count.pupils:
                yield PupilLine(
                    level.level, grade, count.pupils, count.source, count.further_sources, f"{whom}ชั้น {grade}"
                )


def _category_lines(
    programme: PerHeadProgramme, item: PerHeadItem, school: School, chosen: School
) -> Iterator[PupilLine]:
    caps: Mapping[str, Decimal] = {cap.level: cap.most for cap in item.category.caps} if item.category else {}
    for level in programme.levels.levels:
        counts = [chosen[grade] for grade in level.grades if grade in chosen]
        chosen_pupils = sum(count.pupils for count in counts)
        if not chosen_pupils or level.level not in item.levels:
            continue
        pupils, why = chosen_pupils, f"{item.title} ระดับ{level.level} {chosen_pupils:,} คน"
        rests = counts
        if level.level in caps:
            enrolled = _level_pupils(programme, level.level, school)
            most = _most(enrolled, caps[level.level])
            pupils = min(chosen_pupils, most)
            why += f" ไม่เกินร้อยละ {caps[level.level]} ของนักเรียน {enrolled:,} คน = {most:,} คน"
            rests = [*counts, *(school[grade] for grade in level.grades if grade in school)]
        source, further_sources = _rests_on(rests)
        yield PupilLine(level.level, "", pupils, source, further_sources, why, chosen_pupils - pupils)


def _most(enrolled: int, cap: Decimal) -> int:
    """The number of pupils within a cap in per cent, rounded down."""
    return int((enrolled * cap / _HUNDRED).to_integral_value(ROUND_FLOOR))


def _level_pupils(programme: PerHeadProgramme, level: str, school: School) -> int:
    grades = next(each.grades for each in programme.levels.levels if each.level == level)
    return sum(school[grade].pupils for grade in grades if grade in school)


def _rests_on(counts: list[Count]) -> tuple[SourceRow, tuple[str, ...]]:
    """The first source row, and the distinct keys of all others."""
    source = counts[0].source
    keys = dict.fromkeys(key for count in counts for key in (count.source.key, *count.further_sources))
    return source, tuple(key for key in keys if key != source.key)
