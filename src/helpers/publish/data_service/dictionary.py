"""The data dictionary of an answer: what each column is called, means and counts, what its absence means, and who may
have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from helpers.tables.requests import AUDIENCE_THAI, Audience
from helpers.tables.schemas import CONFIDENTIAL, NOT_STATED, PUBLIC, Field, Sensitivity, TableSchema, count, text

PERIOD = text("period", "งวดของข้อมูล: รอบ ปีงบประมาณ หรือปีการศึกษา (2568-year)", PUBLIC)
SCHOOL_NAME = text("school_name", "ชื่อโรงเรียนตามทะเบียนโรงเรียน (ว่างถ้าไม่อยู่ในทะเบียน)", PUBLIC)
SAMPLE_MARK = text("data", "ชนิดของข้อมูล: ทุกแถวเป็นข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง", PUBLIC)


@dataclass(frozen=True)
class DictionaryLine:
    """One column of an answer, in Thai but for its name."""

    column: str
    meaning: str
    type: str
    unit: str
    absence: str
    """What an empty cell means."""
    sensitivity: str


def row_count(schema: TableSchema) -> Field:
    """The column of an answer that counts the rows of a table."""
    return count("rows", f"จำนวนแถว: {schema.grain}", "แถว", schema.rows)


def audience_of(sensitivity: Sensitivity) -> Audience:
    """Who may have an answer that uses something of this sensitivity."""
    return Audience.PUBLIC if sensitivity is PUBLIC else Audience.OFFICE


def names_persons(schema: TableSchema) -> bool:
    """Whether a row of the table is about one person: such rows are counted for everybody and listed for few."""
    return any(field.identifies for field in schema.fields)


def columns_of(schema: TableSchema) -> dict[str, Field]:
    """The columns of a table that an answer may use, by name: none that is confidential, so none that stands for one
    person or leads to a source row."""
    return {field.name: field for field in schema.fields if field.sensitivity is not CONFIDENTIAL}


def dictionary_line(field: Field) -> DictionaryLine:
    """What the dictionary says of a column."""
    return DictionaryLine(
        field.name,
        field.meaning,
        _type_words(field.type),
        field.unit,
        _absence_words(field),
        AUDIENCE_THAI[audience_of(field.sensitivity)],
    )


def dictionary_of(fields: Iterable[Field]) -> tuple[DictionaryLine, ...]:
    """The dictionary of an answer with these columns."""
    return tuple(map(dictionary_line, fields))


def _type_words(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"จำนวนทศนิยม {kind.scale} ตำแหน่ง"
    known = (
        (pa.types.is_boolean, "true หรือ false"),
        (pa.types.is_integer, "จำนวนเต็ม"),
        (pa.types.is_floating, "จำนวนทศนิยม"),
        (pa.types.is_date, "วันที่ ค.ศ. ปี-เดือน-วัน"),
        (pa.types.is_timestamp, "วันเวลา ค.ศ. ปี-เดือน-วันTชั่วโมง:นาที:วินาที"),
    )
    return next((words for fits, words in known if fits(kind)), "ข้อความ")


def _absence_words(field: Field) -> str:
    if field.nullable:
        return "ช่องว่างคือต้นทางไม่มีค่าหรืออ่านไม่ได้"
    if pa.types.is_string(field.type):
        return f"ไม่มีช่องว่าง เว้นแต่ความหมายบอกไว้ “{NOT_STATED}” คือต้นทางไม่ได้บอก"
    return "มีค่าทุกแถว"
