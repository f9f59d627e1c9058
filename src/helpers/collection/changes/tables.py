"""The movements between two tables of one schema as a table: subject × cause, with what changed of every quantity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import repeat
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.collection.changes.causes import PER_ENTRY, Cause, Part, causes
from helpers.collection.frames import empty_frame
from helpers.collection.schemas import ROW_KEYS, Field, TableSchema, text

RECORDS = "records"
"""The column that says how many rows more or fewer a subject has: what counts of rows are explained by."""
_AMOUNT = "amount"
_MADE_BY_RATE = ("quantity", "rate", "share", "less")
_KEYS = tuple(field.name for field in ROW_KEYS)
_Subject = tuple[Any, ...]


@dataclass
class _Given:
    """What one subject gives to every quantity, and the row keys of its first row."""

    values: list[Any]
    first_row: tuple[Any, ...]
    by_rate: dict[Decimal, Decimal]
    """How much of the amount each rate makes; empty where no rate makes any."""
    records: int = 0


@dataclass(frozen=True)
class Followed:
    """One table that is followed. `without` are columns of its subject that differ between the two sides by nature,
    like the half where halves are compared."""

    of: TableSchema
    without: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The columns by which a row of one side is found on the other."""
        return tuple(name for name in self.of.about if name not in self.without)

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
        labels = [fields[name] for name in self.about if not fields[name].identifies]
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

    def frame(self, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
        """The movements, in the order of the subjects. None where either table has no rows, unless it is exhaustive:
        what was not delivered has not gone. The source row is the later one, or the earlier where there is no other."""
        for name in self.of.within:
            before, after = before[before[name].isin(after[name])], after[after[name].isin(before[name])]
        if not self.of.exhaustive and (before.empty or after.empty):
            return empty_frame(self.schema)
        names = [field.name for field in self.schema.fields]
        return pd.DataFrame(self._movements(self._given(before), self._given(after)), columns=names)

    def _given(self, frame: pd.DataFrame) -> dict[_Subject, _Given]:
        about, keys = (frame[list(each)].itertuples(index=False, name=None) for each in (self.about, _KEYS))
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

    def _movements(
        self, before: Mapping[_Subject, _Given], after: Mapping[_Subject, _Given]
    ) -> Iterator[tuple[object, ...]]:
        place = [self.about.index(name) for name in self.of.entity if name in self.about]
        known = [{tuple(subject[each] for each in place) for subject in side} for side in (before, after)]
        fields = {field.name: field for field in self.of.fields}
        shown = [each for each, name in enumerate(self.about) if not fields[name].identifies]
        for subject in sorted({*before, *after}, key=_order):
            one, other = before.get(subject), after.get(subject)
            whose = tuple(subject[each] for each in place)
            there = {"known_before": whose in known[0], "known_after": whose in known[1]}
            labels = [subject[each] for each in shown]
            origin = other or one
            assert origin is not None
            for cause, changed in self._by_cause(one, other, there):
                yield (cause, *labels, *changed, *origin.first_row)

    def _by_cause(
        self, one: _Given | None, other: _Given | None, there: Mapping[str, bool]
    ) -> Iterator[tuple[str, Sequence[object]]]:
        """For each cause, what it changed of every quantity, and of the number of rows."""
        changes: dict[Cause, list[Any]] = {}
        known = one or other
        assert known is not None
        nothing = [*map(_zero, known.values), 0]
        for place, zero in enumerate(nothing):
            for cause, change in causes(self._part(one, place), self._part(other, place), **there):
                own = changes.setdefault(cause, list(nothing))
                own[place] = change if isinstance(zero, Decimal) else int(change)
        yield from ((str(cause), changes[cause]) for cause in Cause if cause in changes)

    def _part(self, given: _Given | None, place: int) -> Part | None:
        if given is None:
            return None
        if place == len(given.values):
            return Part(Decimal(given.records))
        value = Decimal(given.values[place])
        if self.is_rated and self.measures[place].name == _AMOUNT:
            return Part(value, given.by_rate)
        return Part(value)


def followed(schemas: Sequence[TableSchema], without: tuple[str, ...] = ()) -> tuple[Followed, ...]:
    """The tables among these that are followed: those that say what comes and goes."""
    return tuple(Followed(schema, without) for schema in schemas if schema.entity)


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
