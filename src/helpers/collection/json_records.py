"""A JSON list of records as the cells of a table: one row a record, one column for each name that any record has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.errors import DeliveryError
from helpers.thai import normalised

BETWEEN_VALUES = "; "
"""Stands between the values of a list inside a record."""
_REMEDY = "ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แก้ หรือแปลงเป็น CSV ตามแบบในเอกสาร"
Record = Mapping[str, str]


def opens_like_json(text: str) -> bool:
    """Whether a text can only be JSON: no table of a collection system begins with a bracket."""
    return text.lstrip()[:1] in ("[", "{")


def read_records(text: str, called: str) -> tuple[tuple[str, ...], list[Record]]:
    """The names of all values in the order in which they first stand, and each record's values as clean text.

    The values of a record inside a record belong to the outer one; those of a list are joined. Numbers stay as they
    were written. Raises DeliveryError for a text that is no list of records, or where a name stands twice in a record.
    """
    try:
        content = json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=str)
        if not isinstance(content, list) or isinstance(content, _Pairs):
            raise ValueError("ต้องเป็นรายการ [ … ] ของระเบียน")
        records = [_record(each, number) for number, each in enumerate(content, 1)]
    except (ValueError, RecursionError) as error:
        said = "ซ้อนลึกเกินไป" if isinstance(error, RecursionError) else str(error)
        raise DeliveryError(f"อ่าน JSON ไม่ได้ ({said})", where=called, remedy=_REMEDY) from error
    return tuple(dict.fromkeys(name for record in records for name in record)), records


def as_rows(names: Sequence[str], records: Iterable[Record]) -> list[list[str]]:
    """The names, then each record's cells under them; empty where a record lacks the name."""
    return [list(names), *([record.get(name, "") for name in names] for record in records)]


class _Pairs(list[tuple[str, object]]):
    """An object of the file, as it was written: `dict` would lose all but the last of two equal names."""


def _record(value: object, number: int) -> Record:
    if not isinstance(value, _Pairs):
        raise ValueError(f"รายการที่ {number} ไม่ใช่ระเบียน")
    record: dict[str, str] = {}
    for name, text in _values(value):
        if name in record:
            raise ValueError(f"รายการที่ {number} มี “{name}” ซ้ำ")
        record[name] = text
    return record


def _values(pairs: _Pairs) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if isinstance(value, _Pairs):
            yield from _values(value)
        else:
            yield normalised(name), _text(value)


def _text(value: object) -> str:
    if isinstance(value, _Pairs):
        raise ValueError("มีระเบียนอยู่ในรายการย่อย")
    if isinstance(value, list):
        return BETWEEN_VALUES.join(_text(each) for each in value)
    return "" if value is None else normalised(str(value))
