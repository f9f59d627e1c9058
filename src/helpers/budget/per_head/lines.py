"""Whom an item pays for in one school: a line for each grade, or for each level where a cap holds for the level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from helpers.budget.allocation import SourceRow
from helpers.budget.per_head.counting import Count, RoundCount, School
from helpers.params.programmes.per_head import PerHeadItem, PerHeadProgramme, SmallSchool

_HUNDRED = Decimal(100)
_NOBODY: School = {}


@dataclass(frozen=True, slots=True)
class Line:
    """So many pupils of a level, or of one grade of it, are paid for; `over` more are above the cap. `why` says in Thai
    who they are."""

    level: str
    grade: str
    pupils: int
    source: SourceRow
    also: tuple[str, ...]
    why: str
    over: int = 0


def item_lines(programme: PerHeadProgramme, item: PerHeadItem, counted: RoundCount, smis: str) -> Iterator[Line]:
    """The lines of an item in one school, the lowest grade first; none for nobody."""
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
    """What to call the pupils of a school that is small for the group; empty for one that is not."""
    pupils = sum(_level_pupils(programme, level, school) for level in group.counted or group.levels)
    said = f"นักเรียนของโรงเรียนขนาดเล็ก ({group.title} {pupils:,} คน ไม่เกิน {group.most:,} คน)"
    return said if pupils <= group.most else ""


def _grade_lines(programme: PerHeadProgramme, levels: tuple[str, ...], school: School, whom: str) -> Iterator[Line]:
    for level in programme.levels.levels:
        for grade in level.grades if whom and level.level in levels else ():
            count = school.get(grade)
            if count and count.pupils:
                yield Line(level.level, grade, count.pupils, count.source, count.also, f"{whom}ชั้น {grade}")


def _category_lines(programme: PerHeadProgramme, item: PerHeadItem, school: School, chosen: School) -> Iterator[Line]:
    caps: Mapping[str, Decimal] = {cap.level: cap.most for cap in item.category.caps} if item.category else {}
    for level in programme.levels.levels:
        counts = [chosen[grade] for grade in level.grades if grade in chosen]
        found = sum(count.pupils for count in counts)
        if not found or level.level not in item.levels:
            continue
        pupils, why = found, f"{item.title} ระดับ{level.level} {found:,} คน"
        rests = counts
        if level.level in caps:
            enrolled = _level_pupils(programme, level.level, school)
            most = _most(enrolled, caps[level.level])
            pupils = min(found, most)
            why += f" ไม่เกินร้อยละ {caps[level.level]} ของนักเรียน {enrolled:,} คน = {most:,} คน"
            rests = [*counts, *(school[grade] for grade in level.grades if grade in school)]
        source, also = _rests_on(rests)
        yield Line(level.level, "", pupils, source, also, why, found - pupils)


def _most(enrolled: int, cap: Decimal) -> int:
    """Whole pupils within the cap."""
    return int((enrolled * cap / _HUNDRED).to_integral_value(ROUND_FLOOR))


def _level_pupils(programme: PerHeadProgramme, level: str, school: School) -> int:
    grades = next(each.grades for each in programme.levels.levels if each.level == level)
    return sum(school[grade].pupils for grade in grades if grade in school)


def _rests_on(counts: list[Count]) -> tuple[SourceRow, tuple[str, ...]]:
    """The first source row, and the keys of all others, each once."""
    source = counts[0].source
    keys = dict.fromkeys(key for count in counts for key in (count.source.key, *count.also))
    return source, tuple(key for key in keys if key != source.key)
