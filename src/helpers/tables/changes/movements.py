"""The movements between two tables of one schema as a table: subject × cause, with what changed of every quantity.

More or fewer is what became of an entity, a school or a building, not of one grade of it or of one condition: all that
changed of a school with fewer pupils is `DECREASED`, be it more in one grade. Where nothing is left of it on the whole,
it is `CHANGED`: a building in another condition is no building more or fewer.

Pupils who moved up: what a new school year does to every grade, and not to a school.

Counts do not say who a pupil is. At most so many moved up as the grade below had and the grade above has, of the same
school and sex: nobody who moved up is told as one who left and another who came. It changes no school as a whole.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, repeat
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.tables.changes.causes import PER_ENTRY, Cause, Part, causes
from helpers.tables.findings import empty_frame
from helpers.tables.schemas import ROW_KEYS, Field, TableSchema, text

RECORDS = "records"
"""The column that says how many rows more or fewer a subject has: what counts of rows are explained by."""
_AMOUNT = "amount"
_MADE_BY_RATE = ("quantity", "rate", "share", "less")
_KEYS = tuple(field.name for field in ROW_KEYS)
_QUANTITY = {Cause.INCREASED, Cause.DECREASED}
_Subject = tuple[Any, ...]
_Changes = dict[Cause, list[Any]]
"""What each cause changed of every quantity, and of the number of rows."""


@dataclass
class _Given:
    """What one subject gives to every quantity, and the row keys of its first row."""

    values: list[Any]
    first_row: tuple[Any, ...]
    by_rate: dict[Decimal, Decimal]
    """How much of the amount each rate makes; empty where no rate makes any."""
    records: int = 0


@dataclass(frozen=True)
class DiffTable:
    """One table that is followed. `ignore` are columns of its subject that differ between the two sides by nature,
    like the half where halves are compared. `persons` keeps the labels that stand for persons: to compare by, never to
    show or to store."""

    of: TableSchema
    ignore: tuple[str, ...] = ()
    persons: bool = False

    @property
    def about(self) -> tuple[str, ...]:
        """The columns by which a row of one side is found on the other."""
        return tuple(name for name in self.of.about if name not in self.ignore)

    @property
    def measures(self) -> tuple[Field, ...]:
        """The quantities: every column of whole or exact numbers that has a unit. An absent one adds nothing."""
        return tuple(field for field in self.of.fields if _is_measure(field))

    @property
    def is_rated(self) -> bool:
        """Whether its amounts say by which rate they were made."""
        return set(_MADE_BY_RATE) <= {field.name for field in self.of.fields}

    @property
    def schema(self) -> TableSchema:
        """The table of movements; a label that stands for a person is left out, so that rows may be alike."""
        fields = {field.name: field for field in self.of.fields}
        labels = [fields[name] for name in self._labels]
        return TableSchema(
            self.of.name,
            f"เหตุ × เรื่องที่เปลี่ยน: {self.of.grain}",
            (
                text("cause", "เหตุ", allowed=tuple(Cause)),
                *labels,
                *map(_changed, self.measures),
                Field(RECORDS, pa.int64(), "แถวที่เพิ่มหรือลด", "แถว"),
                *ROW_KEYS,
            ),
        )

    @property
    def _labels(self) -> tuple[str, ...]:
        hidden = {field.name for field in self.of.fields if field.identifies and not self.persons}
        return tuple(name for name in self.about if name not in hidden)

    def frame(self, before: pd.DataFrame, after: pd.DataFrame, *, promoted: bool = False) -> pd.DataFrame:
        """The movements, in the order of the subjects. None where either table has no rows, unless it is exhaustive:
        what was not delivered has not gone. The source row is the later one, or the earlier where there is no other.
        `promoted` says that a school year has begun in between, so that pupils moved up a grade."""
        for name in self.of.comparable_by:
            before, after = before[before[name].isin(after[name])], after[after[name].isin(before[name])]
        if not self.of.exhaustive and (before.empty or after.empty):
            return empty_frame(self.schema)
        sides = (self._given(before), self._given(after))
        moved_up = self._promoted(*sides) if promoted and self.of.ladders else {}
        names = [field.name for field in self.schema.fields]
        return pd.DataFrame(self._movements(*sides, moved_up), columns=names)

    def _given(self, frame: pd.DataFrame) -> dict[_Subject, _Given]:
        labels = frame[list(self.about)].astype(object)
        labels = labels.where(labels.notna(), None)  # two absent numbers are the same, two NaN are not
        about, keys = (each.itertuples(index=False, name=None) for each in (labels, frame[list(_KEYS)]))
        measured = [_numbers(frame[field.name], field) for field in self.measures]
        values_of = zip(*measured, strict=True) if measured else repeat(())
        rates = _rates(frame) if self.is_rated else repeat(())
        found: dict[_Subject, _Given] = {}
        # What a table does not have goes on for ever as nothing.
        for subject, values, first_row, rated in zip(about, values_of, keys, rates):  # noqa: B905
            own = found.get(subject)
            if own is None:
                own = found[subject] = _Given([_zero(value) for value in values], first_row, {})
            own.values = [one + other for one, other in zip(own.values, values, strict=True)]
            own.records += 1
            if rated:
                own.by_rate[rated[0]] = own.by_rate.get(rated[0], Decimal(0)) + rated[1]
        return found

    def _promoted(self, *sides: Mapping[_Subject, _Given]) -> dict[_Subject, int]:
        """By how many pupils moving up a grade changed each subject."""
        place = [field.name for field in self.measures].index(PUPILS)
        before, after = ({subject: own.values[place] for subject, own in side.items()} for side in sides)
        return promotions(before, after, self.about, self.of.ladders)

    def _movements(
        self, before: Mapping[_Subject, _Given], after: Mapping[_Subject, _Given], promoted: Mapping[_Subject, int]
    ) -> Iterator[tuple[object, ...]]:
        whose, whole = (_picking(self.about, names) for names in (self.of.entity, (*self.of.entity, *self.of.apart)))
        there = self._there(before, after, whose)
        shown = _picking(self.about, self._labels)
        changes: dict[_Subject, _Changes] = {}
        nets: dict[_Subject, list[Any]] = {}
        for subject in sorted({*before, *after}, key=_order):
            sides = (before.get(subject), after.get(subject))
            own = changes[subject] = self._by_cause(*sides, promoted.get(subject, 0), there(whose(subject)))
            for cause in _QUANTITY & own.keys():
                nets[whole(subject)] = _added(nets.get(whole(subject), []), own[cause])
        for subject, own in changes.items():
            origin = after.get(subject) or before[subject]
            for cause, changed in _of_the_whole(own, nets.get(whole(subject), ())):
                yield (str(cause), *shown(subject), *changed, *origin.first_row)

    def _there(
        self, before: Collection[_Subject], after: Collection[_Subject], whose: Callable[[_Subject], _Subject]
    ) -> Callable[[_Subject], Mapping[str, bool]]:
        """Whether an entity is in the data of each side: one of which only rows are there that say that it is not has
        gone. Of one that neither side has, whether there are such rows."""
        sides = [{whose(subject) for subject in side} for side in (before, after)]
        present = sides
        if self.of.present in self.about:
            place = self.about.index(self.of.present)
            present = [{whose(subject) for subject in side if subject[place]} for side in (before, after)]

        def there(entity: _Subject) -> Mapping[str, bool]:
            known = present if any(entity in side for side in present) else sides
            return {"known_before": entity in known[0], "known_after": entity in known[1]}

        return there

    def _by_cause(self, one: _Given | None, other: _Given | None, promoted: int, there: Mapping[str, bool]) -> _Changes:
        """For each cause, what it changed of every quantity, and of the number of rows."""
        changes: _Changes = {}
        known = one or other
        assert known is not None
        nothing = [*map(_zero, known.values), 0]
        for place, zero in enumerate(nothing):
            moved = promoted if self._counts_pupils(place) else 0
            found = [(Cause.PROMOTED, Decimal(moved))] if moved else []
            found += causes(self._part(one, place), self._part(other, place, moved), **there)
            for cause, change in found:
                own = changes.setdefault(cause, list(nothing))
                own[place] = change if isinstance(zero, Decimal) else int(change)
        return changes

    def _counts_pupils(self, place: int) -> bool:
        return place < len(self.measures) and self.measures[place].name == PUPILS

    def _part(self, given: _Given | None, place: int, promoted: int = 0) -> Part | None:
        """What a side gives to a quantity, beside those who moved up into it or out of it."""
        if given is None:
            return Part(Decimal(-promoted)) if promoted else None
        if place == len(given.values):
            return Part(Decimal(given.records))
        value = Decimal(given.values[place]) - promoted
        if self.is_rated and self.measures[place].name == _AMOUNT:
            return Part(value, given.by_rate)
        return Part(value)


def diff_tables(schemas: Sequence[TableSchema], ignore: tuple[str, ...] = ()) -> tuple[DiffTable, ...]:
    """The tables among these that are followed: those that say what comes and goes."""
    return tuple(DiffTable(schema, ignore) for schema in schemas if schema.entity)


def _picking(about: Sequence[str], names: Sequence[str]) -> Callable[[_Subject], _Subject]:
    """What a subject has in some of its columns."""
    places = [about.index(name) for name in names if name in about]
    return lambda subject: tuple(subject[each] for each in places)


def _added(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    return [left + right for left, right in zip(one, other, strict=True)] if one else list(other)


def _of_the_whole(changes: _Changes, net: Sequence[Any]) -> Iterator[tuple[Cause, Sequence[Any]]]:
    """The changes of one subject, those of quantity by what they come to for the whole of which it is a part."""
    found = {cause: own for cause, own in changes.items() if cause not in _QUANTITY}
    for own in (changes[cause] for cause in _QUANTITY & changes.keys()):
        for place, change in enumerate(own):
            if change:
                cause = Cause.INCREASED if net[place] > 0 else Cause.DECREASED if net[place] < 0 else Cause.CHANGED
                found.setdefault(cause, list(map(_zero, own)))[place] += change
    yield from ((cause, found[cause]) for cause in Cause if cause in found)


def _is_measure(field: Field) -> bool:
    numeric = pa.types.is_integer(field.type) or pa.types.is_decimal(field.type)
    return numeric and bool(field.unit) and field.name not in (*_MADE_BY_RATE, *_KEYS)


def _changed(field: Field) -> Field:
    """The column of what changed of a quantity: it may be negative, and is never absent."""
    return replace(field, least=None, nullable=False, meaning=f"{field.meaning} ที่เปลี่ยน")


def _numbers(values: pd.Series, field: Field) -> list[int] | list[Decimal]:
    """The quantities of a column as exact numbers. pandas holds whole numbers that may be absent as floats."""
    if pa.types.is_integer(field.type):
        return [int(value) for value in values.fillna(0)]
    zero = Decimal(0).scaleb(-field.type.scale)
    return [zero if value is None or value != value else value for value in values]


def _rates(frame: pd.DataFrame) -> Iterator[tuple[Decimal, Decimal]]:
    """Of every row the rate and the amount; what no rate made counts by the baht."""
    for rate, unit, amount in zip(frame["rate"], frame["rate_unit"], frame[_AMOUNT], strict=True):
        yield (Decimal(1) if unit == PER_ENTRY else rate), amount


def _zero(value: Any) -> Any:
    return value - value


def _order(subject: _Subject) -> tuple[str, ...]:
    return tuple("" if each is None else str(each) for each in subject)


GRADE, PUPILS = "grade", "pupils"
"""The columns of a table of pupils by grade."""
_PLACE = (GRADE, "level")
Subject = tuple[Any, ...]


def promotions(
    before: Mapping[Subject, int], after: Mapping[Subject, int], about: Sequence[str], ladders: Sequence[Sequence[str]]
) -> dict[Subject, int]:
    """By how many pupils moving up changed each subject, those of nothing left out; `about` names the columns of a
    subject, `ladders` the grades in the order in which pupils move through them."""
    next_grade = dict(step for ladder in ladders for step in pairwise(ladder))
    grade = about.index(GRADE)
    others = [place for place, name in enumerate(about) if name not in _PLACE]
    known = {(*(subject[each] for each in others), subject[grade]): subject for subject in after}
    found: dict[Subject, int] = {}
    for subject, pupils in before.items():
        above = known.get((*(subject[each] for each in others), next_grade.get(subject[grade])))
        if above is not None:
            moved = min(pupils, after[above])
            found[subject] = found.get(subject, 0) - moved
            found[above] = found.get(above, 0) + moved
    return {subject: moved for subject, moved in found.items() if moved}
