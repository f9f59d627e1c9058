"""Canonical tables: the one definition of what each column is called, holds and means.

Every table carries row keys: `delivery` (first 12 hex digits of the file's SHA-256), `sheet`, `row` (as a spreadsheet
numbers them) and `row_key`, the three joined by colons. One source row can give many table rows; they share its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
import pyarrow as pa

from helpers.errors import CollectionError

DELIVERY_DIGITS = 12
NOT_STATED = "ไม่ระบุ"
"""Stands in a label column for what the source does not state."""


class Sensitivity(StrEnum):
    """Who may see what a column says, in numbers and as the name of what is counted."""

    PUBLIC = "public"
    """Everybody, at any grain."""
    OFFICE = "office"
    """The office. Small numbers say something about single persons, or about money that follows them: the public may
    have totals of the area under disclosure control."""
    CONFIDENTIAL = "confidential"
    """Who works with the data. Stands for single persons, payees, findings, files or rows."""


PUBLIC, OFFICE_ONLY, CONFIDENTIAL = Sensitivity


@dataclass(frozen=True)
class Field:
    """One column. `text`, `parts` and `count` make the usual ones."""

    name: str
    type: pa.DataType
    meaning: str
    """What it holds, in Thai."""
    sensitivity: Sensitivity
    """Who may see it; of a quantity, its sums."""
    unit: str = ""
    """What its numbers count, in Thai; empty for labels, and for numbers that are not added up."""
    nullable: bool = False
    """Whether a row may have no value in it."""
    allowed: tuple[str, ...] = ()
    """The only values that the column may hold; empty for no such limit."""
    least: int | None = None
    """The smallest number that the column may hold; None for no limit."""
    identifies: bool = False
    """Whether a value stands for one person: such values are compared and never shown."""
    sensitive: bool = False
    """Whether small counts by it are not printed even in the office: a reader would know the single persons. What the
    public may see is said by `sensitivity` alone."""
    ranks: tuple[str, ...] = ()
    """Of a column of several parts: those parts of the meaning that are ranks like `01`."""
    days: tuple[str, ...] = ()
    """Of a column of several parts: those that are days like `10 มิ.ย. 2568`; other text in them is no day."""


@dataclass(frozen=True)
class TableSchema:
    """One canonical table: what a row stands for, its columns, and the columns that together are unique."""

    name: str
    grain: str
    fields: tuple[Field, ...]
    unique: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    """The columns that say what a row is about, whichever delivery it came in; empty where `unique` says it."""
    entity: tuple[str, ...] = ()
    """The columns of the subject that come and go as one, like a school or a post. Tables that name one are compared
    from period to period (`helpers.tables.changes`); empty for tables that are not."""
    present: str = ""
    """The column of the subject that is true where the entity is in the data, for tables that also have rows of
    entities which are not, like a school on the list that delivered nothing. Empty where every row's entity is."""
    noun: str = "โรงเรียน"
    """What readers call the entity: โรงเรียน, ผู้เรียน, สิ่งก่อสร้าง."""
    comparable_by: tuple[str, ...] = ()
    """Only rows whose value in these columns is in both periods are compared: nobody can tell who came to a school
    whose pupil list was not there before. Empty for no such limit."""
    apart: tuple[str, ...] = ()
    """Columns of the subject over whose values nothing is added up: a category beside the whole that contains it."""
    ladders: tuple[tuple[str, ...], ...] = ()
    """Of a table of pupils by grade: the grades in the order in which pupils move up through them. Empty elsewhere."""
    exhaustive: bool = False
    """Whether a table without rows means that there is nothing. Elsewhere it means that nothing was delivered, and
    what the table lacks has not gone."""

    why_empty: str = ""
    """Why a table without rows means nothing, in Thai; empty where it means that there is nothing."""
    rows: Sensitivity = PUBLIC
    """Who may see how many rows there are. Not everybody where a row is itself a person of a sensitive category."""
    persons: str = ""
    """The column that says how many persons stand behind a row; empty where nothing does, and a row counts as one."""

    @property
    def about(self) -> tuple[str, ...]:
        """The columns by which a row is recognised in another version of the table: its subject, else what is unique
        beside the row keys, else all labels."""
        keys = {field.name for field in ROW_KEYS}
        unique = tuple(name for name in self.unique if name not in keys)
        labels = tuple(field.name for field in self.fields if field.type == pa.string() and field.name not in keys)
        return self.subject or unique or labels

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema."""
        return pa.schema([pa.field(field.name, field.type, nullable=field.nullable) for field in self.fields])

    def table(self, frame: pd.DataFrame) -> pa.Table:
        """The frame as an Arrow table in this schema. Raises CollectionError where a column or value breaks it."""
        try:
            table = pa.Table.from_pandas(frame[[field.name for field in self.fields]], self.arrow, preserve_index=False)
        except (ValueError, TypeError, KeyError) as error:
            raise _broken(self.name, str(error)) from error
        for field in self.fields:
            self._check(field, frame[field.name])
        if self.unique and frame.duplicated(list(self.unique)).any():
            raise _broken(self.name, f"ซ้ำที่ {', '.join(self.unique)}")
        return table

    def _check(self, field: Field, values: pd.Series) -> None:
        if not field.nullable and values.isna().any():
            raise _broken(self.name, f"{field.name} ว่าง")
        if field.allowed and not values.dropna().isin(field.allowed).all():
            raise _broken(self.name, f"{field.name} มีค่านอก {', '.join(field.allowed)}")
        if field.least is not None and (values.dropna() < field.least).any():
            raise _broken(self.name, f"{field.name} น้อยกว่า {field.least}")


def _broken(table: str, problem: str) -> CollectionError:
    return CollectionError(f"ตาราง {table} ไม่เป็นตามที่ประกาศ: {problem}", remedy="แจ้งผู้ดูแลโปรแกรมพร้อมไฟล์ที่ทำให้เกิดปัญหา")


def text(
    name: str,
    meaning: str,
    sensitivity: Sensitivity,
    *,
    nullable: bool = False,
    allowed: Sequence[str] = (),
    identifies: bool = False,
    sensitive: bool = False,
) -> Field:
    """A label column."""
    return Field(
        name,
        pa.string(),
        meaning,
        sensitivity,
        nullable=nullable,
        allowed=tuple(allowed),
        identifies=identifies,
        sensitive=sensitive,
    )


def parts(
    name: str, *labels: str, sensitivity: Sensitivity, ranks: Sequence[str] = (), days: Sequence[str] = ()
) -> Field:
    """A column of labels that are several parts in one (`joined`); `labels` are the Thai names of the parts."""
    return Field(name, pa.string(), PARTS.join(labels), sensitivity, ranks=tuple(ranks), days=tuple(days))


def count(name: str, meaning: str, unit: str, sensitivity: Sensitivity, *, nullable: bool = False) -> Field:
    """A column of whole numbers from 0 up."""
    return Field(name, pa.int64(), meaning, sensitivity, unit, nullable, least=0)


ROW_KEYS = (
    text("delivery", "รหัสไฟล์ต้นทาง (SHA-256 12 หลักแรก)", CONFIDENTIAL),
    text("sheet", "แผ่นงาน (ว่างสำหรับ CSV)", CONFIDENTIAL),
    Field("row", pa.int64(), "เลขแถวในไฟล์ต้นทาง", CONFIDENTIAL, least=0),
    text("row_key", "กุญแจแถว delivery:sheet:row", CONFIDENTIAL),
)


def with_row_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `row_key` to a frame that has delivery, sheet and row."""
    keys = frame["delivery"] + ":" + frame["sheet"] + ":" + frame["row"].astype("string")
    return frame.assign(row_key=keys.astype("str"))


FINDINGS = TableSchema(
    "findings",
    "หนึ่งข้อที่พบ",
    (
        text("rule", "รหัสกฎ", OFFICE_ONLY),
        text("severity", "ระดับ", OFFICE_ONLY, allowed=("error", "warning", "notice")),
        text("owner", "ผู้ที่แก้ไขได้: โรงเรียนหรือเขตพื้นที่", OFFICE_ONLY, allowed=("school", "area")),
        text("smis", "รหัสโรงเรียน (ว่างถ้าเป็นของทั้งเขต)", PUBLIC),
        text("report", "รายงานต้นทาง", PUBLIC),
        text("file", "ชื่อไฟล์", CONFIDENTIAL),
        text("column", "คอลัมน์", OFFICE_ONLY),
        text("found", "ค่าที่พบ (ว่างถ้าระบุตัวบุคคลได้)", CONFIDENTIAL),
        text("allowed", "ค่าที่ยอมรับ", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    subject=("rule", "smis", "report", "column"),
    rows=OFFICE_ONLY,
    entity=("rule", "smis"),
    noun="เรื่อง",
)
DELIVERIES = TableSchema(
    "deliveries",
    "หนึ่งไฟล์ที่ใช้",
    (
        text("sha256", "SHA-256 ของไฟล์", CONFIDENTIAL),
        text("name", "ชื่อไฟล์เมื่อได้รับ", CONFIDENTIAL),
        text("report", "รายงานต้นทาง", PUBLIC),
        text("title", "ชื่อรายงาน", PUBLIC),
        text("encoding", "รหัสอักขระ", OFFICE_ONLY),
        count("rows", "จำนวนแถวในไฟล์", "แถว", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    unique=("delivery",),
    subject=("report", "name"),
)

PARTS = " | "
"""Stands between the parts of a label that heads a row with several cells: `34010001 | บ้านตัวอย่าง | อาคารเรียน 1`.
The meaning of such a column names the parts in the same way."""


def joined(*parts: str) -> str:
    """The parts as one label, divided by `PARTS`; where a part contains that sign itself, `/` takes its stead."""
    return PARTS.join(part.replace(PARTS.strip(), "/") for part in parts)
