"""What changed between two tables of one schema, as a table of its own: one row a subject and cause.

A *subject* is what a row is about, the labels in the columns `DiffTable.about`: a grade of a school, say. An *entity*
is the part of it that comes and goes as one: the school.

Whether there is more or less is decided for the entity, not for each of its subjects: in a school that has fewer pupils
on the whole, every change of a grade is `DECREASED`, also that of a grade which grew. Where an entity's changes add up
to nothing, they are `CHANGED`: a building in another condition is no building more or fewer.

A new school year moves every pupil up a grade, and that must not look as if some had left and others had come. Counts
do not say who a pupil is, so as many are taken to have moved up (`PROMOTED`) as the grade below had and the grade above
has, of the same school and sex, whichever is fewer. What moves up leaves one grade of a school and enters another: the
school as a whole is unchanged by it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, repeat
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.tables.changes.causes import PER_ENTRY, Cause, Part, causes
from helpers.tables.findings import empty_frame
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, text

RECORDS = "records"
"""The column that says how many rows more or fewer a subject has: what counts of rows are explained by."""
PERSONS = "persons"
"""The column that says who came or went, each person once for each cause, where the entity is a person: more rows of
one person in a school are no move, and who cannot be told from others is nobody's move."""
GRADE, PUPILS = "grade", "pupils"
"""The columns of a table of pupils by grade."""
_GRADE_COLUMNS = (GRADE, "level")
"""The columns of a subject that change when its pupils move up."""
_AMOUNT = "amount"
_MADE_BY_RATE = ("quantity", "rate", "share", "less")
_KEYS = tuple(field.name for field in ROW_KEYS)
_QUANTITY = {Cause.INCREASED, Cause.DECREASED}
Subject = tuple[Any, ...]
"""The labels that say what a row is about, in the order of `DiffTable.about`; None for an absent one."""
_Changes = dict[Cause, list[Any]]
"""What each cause changed of every quantity, and last of the number of rows."""


@dataclass
class _Totals:
    """What the rows of one subject on one side add up to, and the row keys of the first of them."""

    values: list[Any]
    """One for each of the table's measures."""
    first_row: tuple[Any, ...]
    by_rate: dict[Decimal, Decimal]
    """How much of the amount each rate makes; empty where no rate makes any."""
    records: int = 0

    def adds_up_to_the_same_as(self, other: "_Totals") -> bool:
        """Whether no cause can have changed anything between the two, as of most subjects."""
        return (self.values, self.records, self.by_rate) == (other.values, other.records, other.by_rate)


@dataclass(frozen=True)
class DiffTable:
    """How the tables of one schema are compared: `DiffTable(ENROLMENT).frame(before, after)`."""

    of: TableSchema
    ignore: tuple[str, ...] = ()
    """The columns of a subject that differ between the two sides by nature, like the half where halves are compared."""
    persons: bool = False
    """Whether to keep the labels that stand for persons: to compare by, never to show or to store."""

    @property
    def about(self) -> tuple[str, ...]:
        """The columns by which a subject of one side is recognised on the other."""
        return tuple(name for name in self.of.about if name not in self.ignore)

    @cached_property
    def measures(self) -> tuple[Field, ...]:
        """The quantities: every column of whole or exact numbers that has a unit. An absent one adds nothing."""
        return tuple(field for field in self.of.fields if _is_measure(field))

    @property
    def is_rated(self) -> bool:
        """Whether its amounts say by which rate they were made."""
        return set(_MADE_BY_RATE) <= {field.name for field in self.of.fields}

    @property
    def is_of_persons(self) -> bool:
        """Whether what comes and goes is a person."""
        return any(field.identifies for field in self.of.fields if field.name in self.of.entity)

    @property
    def schema(self) -> TableSchema:
        """The table of movements: `cause`, the labels of the subject, what changed of each measure, of `records` and of
        `persons`, and the row keys. A label that stands for a person is left out, so that rows may be alike."""
        fields = {field.name: field for field in self.of.fields}
        labels = [fields[name] for name in self._labels]
        rows = OFFICE_ONLY if self.is_of_persons else self.of.rows
        return TableSchema(
            self.of.name,
            f"เหตุ × เรื่องที่เปลี่ยน: {self.of.grain}",
            (
                text("cause", "เหตุ", PUBLIC, allowed=tuple(Cause)),
                *labels,
                *map(_changed, self.measures),
                Field(RECORDS, pa.int64(), "แถวที่เพิ่มหรือลด", rows, "แถว"),
                *([Field(PERSONS, pa.int64(), "คนที่เพิ่มหรือลด", OFFICE_ONLY, "คน")] if self.is_of_persons else []),
                *ROW_KEYS,
            ),
            rows=rows,
            persons=PERSONS if self.is_of_persons else self.of.persons,
        )

    @property
    def _labels(self) -> tuple[str, ...]:
        hidden = {field.name for field in self.of.fields if field.identifies and not self.persons}
        return tuple(name for name in self.about if name not in hidden)

    def frame(self, before: pd.DataFrame, after: pd.DataFrame, *, promoted: bool = False) -> pd.DataFrame:
        """The movements between two tables, as `schema` describes them, in the order of the subjects.

        A movement's row keys are those of the subject's first row in `after`, or in `before` where it is no longer
        there. `promoted` says that a school year began in between, so that pupils moved up a grade. The frame is empty
        where one of the tables has no rows, unless the table is exhaustive: what was not delivered has not gone.

        A school with 5 pupils in grade ป.1 that has 7 now, and another that is there for the first time:

            cause       smis      grade  pupils  records  (row keys)
            จำนวนเพิ่ม    34010001  ป.1         2        0  of `after`
            เข้ามา       34010002  ป.1         4        1  of `after`
        """
        for name in self.of.comparable_by:
            before, after = before[before[name].isin(after[name])], after[after[name].isin(before[name])]
        if not self.of.exhaustive and (before.empty or after.empty):
            return empty_frame(self.schema)
        sides = (self._totals(before), self._totals(after))
        moved_up = self._promoted(*sides) if promoted and self.of.ladders else {}
        names = [field.name for field in self.schema.fields]
        return pd.DataFrame(self._movements(*sides, moved_up), columns=names)

    def _totals(self, frame: pd.DataFrame) -> dict[Subject, _Totals]:
        """Each subject of one side with what its rows add up to."""
        labels = frame[list(self.about)].astype(object)
        labels = labels.where(labels.notna(), None)  # two absent numbers are the same, two NaN are not
        about, keys = (columns.itertuples(index=False, name=None) for columns in (labels, frame[list(_KEYS)]))
        measured = [_numbers(frame[field.name], field) for field in self.measures]
        # A table without measures or rates has an empty tuple for every row: such an iterator never ends, so the
        # lengths cannot be compared (`strict`), and the rows end where the labels do.
        values_of = zip(*measured, strict=True) if measured else repeat(())
        rates = _rates(frame) if self.is_rated else repeat(())
        by_subject: dict[Subject, _Totals] = {}
        for subject, values, first_row, rated in zip(about, values_of, keys, rates):  # noqa: B905
            totals = by_subject.get(subject)
            if totals is None:
                totals = by_subject[subject] = _Totals([_zero(value) for value in values], first_row, {})
            totals.values = [one + other for one, other in zip(totals.values, values, strict=True)]
            totals.records += 1
            if rated:
                totals.by_rate[rated[0]] = totals.by_rate.get(rated[0], Decimal(0)) + rated[1]
        return by_subject

    def _promoted(self, *sides: Mapping[Subject, _Totals]) -> dict[Subject, int]:
        """By how many pupils moving up a grade changed each subject."""
        pupils = [field.name for field in self.measures].index(PUPILS)
        before, after = ({subject: totals.values[pupils] for subject, totals in side.items()} for side in sides)
        return promotions(before, after, self.about, self.of.ladders)

    def _movements(
        self, before: Mapping[Subject, _Totals], after: Mapping[Subject, _Totals], promoted: Mapping[Subject, int]
    ) -> Iterator[tuple[object, ...]]:
        """The rows of the table of movements: the causes of every subject first, then those of quantity by what they
        come to for the entity as a whole."""
        entity_of, whole_of = (
            _picking(self.about, names) for names in (self.of.entity, (*self.of.entity, *self.of.apart))
        )
        presence = self._presence(before, after, entity_of)
        labels_of = _picking(self.about, self._labels)
        changes: dict[Subject, _Changes] = {}
        nets: dict[Subject, list[Any]] = {}
        for subject in sorted({*before, *after}, key=_order):
            sides = (before.get(subject), after.get(subject))
            by_cause = self._by_cause(*sides, promoted.get(subject, 0), presence(entity_of(subject)))
            changes[subject] = by_cause
            for cause in _QUANTITY & by_cause.keys():
                nets[whole_of(subject)] = _added(nets.get(whole_of(subject), []), by_cause[cause])
        counted = set[tuple[Cause, Subject]]()
        for subject, by_cause in changes.items():
            origin = after.get(subject) or before[subject]
            arrival = (subject in after) - (subject in before)
            for cause, changed in _of_the_whole(by_cause, nets.get(whole_of(subject), ())):
                person = [_once(arrival, (cause, entity_of(subject)), counted)] if self.is_of_persons else []
                yield (str(cause), *labels_of(subject), *changed, *person, *origin.first_row)

    def _presence(
        self, before: Collection[Subject], after: Collection[Subject], entity_of: Callable[[Subject], Subject]
    ) -> Callable[[Subject], Mapping[str, bool]]:
        """For an entity, `known_before` and `known_after` as `causes` takes them: whether it is in the data of either
        side. In a table that also has rows of entities that are not there (`TableSchema.present`), those rows do not
        count, unless an entity has no others on either side."""
        sides = [{entity_of(subject) for subject in side} for side in (before, after)]
        present = sides
        if self.of.present in self.about:
            index = self.about.index(self.of.present)
            present = [{entity_of(subject) for subject in side if subject[index]} for side in (before, after)]

        def presence(entity: Subject) -> Mapping[str, bool]:
            known = present if any(entity in side for side in present) else sides
            return {"known_before": entity in known[0], "known_after": entity in known[1]}

        return presence

    def _by_cause(
        self, one: _Totals | None, other: _Totals | None, promoted: int, presence: Mapping[str, bool]
    ) -> _Changes:
        """For each cause, what it changed of every quantity, and of the number of rows."""
        changes: _Changes = {}
        if one and other and not promoted and one.adds_up_to_the_same_as(other):
            return changes
        known = one or other
        assert known is not None
        nothing = [*map(_zero, known.values), 0]
        for index, zero in enumerate(nothing):
            moved = promoted if self._counts_pupils(index) else 0
            parts = [(Cause.PROMOTED, Decimal(moved))] if moved else []
            parts += causes(self._part(one, index), self._part(other, index, moved), **presence)
            for cause, change in parts:
                changed = changes.setdefault(cause, list(nothing))
                changed[index] = change if isinstance(zero, Decimal) else int(change)
        return changes

    def _counts_pupils(self, index: int) -> bool:
        return index < len(self.measures) and self.measures[index].name == PUPILS

    def _part(self, totals: _Totals | None, index: int, promoted: int = 0) -> Part | None:
        """What a side contributes to the measure of this index (after the last, to the number of rows), beside those
        who moved up into it or out of it."""
        if totals is None:
            return Part(Decimal(-promoted)) if promoted else None
        if index == len(totals.values):
            return Part(Decimal(totals.records))
        value = Decimal(totals.values[index]) - promoted
        if self.is_rated and self.measures[index].name == _AMOUNT:
            return Part(value, totals.by_rate)
        return Part(value)


def diff_tables(schemas: Sequence[TableSchema], ignore: tuple[str, ...] = ()) -> tuple[DiffTable, ...]:
    """The tables among these that are followed: those that say what comes and goes."""
    return tuple(DiffTable(schema, ignore) for schema in schemas if schema.entity)


def _picking(about: Sequence[str], names: Sequence[str]) -> Callable[[Subject], Subject]:
    """A function that takes from a subject its labels in these columns, as far as it has them."""
    indices = [about.index(name) for name in names if name in about]
    return lambda subject: tuple(subject[index] for index in indices)


def _once(arrival: int, person: tuple[Cause, Subject], counted: set[tuple[Cause, Subject]]) -> int:
    """1 or -1 the first time that a person is found to have come or gone by a cause; 0 for those already counted, for
    who is still there, and for persons whom an absent label does not tell from others."""
    if not arrival or None in person[1] or person in counted:
        return 0
    counted.add(person)
    return arrival


def _added(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    return [left + right for left, right in zip(one, other, strict=True)] if one else list(other)


def _of_the_whole(by_cause: _Changes, net: Sequence[Any]) -> Iterator[tuple[Cause, Sequence[Any]]]:
    """The changes of one subject, in the order of the causes; what its quantities changed counts as more, as less, or
    as `CHANGED` by the sign of `net`, the change of the entity as a whole."""
    changes = {cause: changed for cause, changed in by_cause.items() if cause not in _QUANTITY}
    for changed in (by_cause[cause] for cause in _QUANTITY & by_cause.keys()):
        for index, change in enumerate(changed):
            if change:
                cause = Cause.INCREASED if net[index] > 0 else Cause.DECREASED if net[index] < 0 else Cause.CHANGED
                changes.setdefault(cause, list(map(_zero, changed)))[index] += change
    yield from ((cause, changes[cause]) for cause in Cause if cause in changes)


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


def _order(subject: Subject) -> tuple[str, ...]:
    return tuple("" if label is None else str(label) for label in subject)


def promotions(
    before: Mapping[Subject, int], after: Mapping[Subject, int], about: Sequence[str], ladders: Sequence[Sequence[str]]
) -> dict[Subject, int]:
    """By how many pupils moving up a grade changed each subject: fewer in the grade that they left, more in the next.

    `before` and `after` are the pupils of each subject, `about` the columns of a subject, `ladders` the grades in the
    order in which pupils move through them. Subjects that it does not change are left out.

    >>> promotions({("1", "ป.1"): 8}, {("1", "ป.2"): 7}, ("smis", "grade"), [("ป.1", "ป.2")])
    {('1', 'ป.1'): -7, ('1', 'ป.2'): 7}
    """
    next_grade = dict(step for ladder in ladders for step in pairwise(ladder))
    grade = about.index(GRADE)
    others = [index for index, name in enumerate(about) if name not in _GRADE_COLUMNS]
    by_grade = {(*(subject[index] for index in others), subject[grade]): subject for subject in after}
    changes: dict[Subject, int] = {}
    for subject, pupils in before.items():
        above = by_grade.get((*(subject[index] for index in others), next_grade.get(subject[grade])))
        if above is not None:
            moved = min(pupils, after[above])
            changes[subject] = changes.get(subject, 0) - moved
            changes[above] = changes.get(above, 0) + moved
    return {subject: change for subject, change in changes.items() if change}
