"""What a form is: its columns, what a cell may hold, which rows may stand together, and the table it becomes.

Columns that several forms have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa
from openpyxl.utils import get_column_letter

from helpers.periods import FiscalYear
from helpers.tables.schemas import ROW_KEYS, Field, TableSchema
from helpers.thai import grouped

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Lists that depend on parameters, by name: what is stored, and what the form shows for it."""
Options = Sequence[tuple[str, str]]
"""What one column offers: what is stored, and what the form shows."""


class Cell(StrEnum):
    """What kind of value a column holds."""

    TEXT = "text"
    CHOICE = "choice"
    CODE = "code"
    SMIS = "smis"
    DATE = "date"
    MONEY = "money"
    WHOLE = "whole"
    DECIMAL = "decimal"


CHOOSE = "เลือกจากรายการ"
"""How it begins what a choice may hold."""
NUMBERS = (Cell.MONEY, Cell.WHOLE, Cell.DECIMAL)
SPAN = ("starts", "ends")
"""First and last day of what a row is about, where it lasts: the names of the columns in `ordered`."""
_BAHT = ("บาทถ้วน", "บาท", ".-")
"""How people close an amount of baht."""
MOST_MONEY = Decimal("999999999999.99")
_MOST = {Cell.MONEY: MOST_MONEY, Cell.WHOLE: Decimal(999_999_999), Cell.DECIMAL: Decimal("99999999.9999")}
_PLACES = {Cell.MONEY: 2, Cell.WHOLE: 0, Cell.DECIMAL: 2}
_ARROW = {
    Cell.DATE: pa.date32(),
    Cell.MONEY: pa.decimal128(18, 2),
    Cell.WHOLE: pa.int64(),
    Cell.DECIMAL: pa.decimal128(12, 4),
}
_WORDS = {
    Cell.TEXT: "ข้อความ",
    Cell.SMIS: "รหัสโรงเรียน 8 หลัก",
    Cell.DATE: "วันที่ เช่น 1 ต.ค. 2568 หรือ 01/10/2568",
    Cell.MONEY: "จำนวนเงิน",
    Cell.WHOLE: "จำนวนเต็ม",
    Cell.DECIMAL: "ตัวเลข",
}
_MOST_LISTED = 8
"""Of a longer list, only so many names are written out."""


@dataclass(frozen=True)
class FormColumn:
    """One column. `example` may hold `{year}`, `{before}` (the year before) and `{yy}` (its last two digits)."""

    name: str
    label: str
    kind: Cell
    meaning: str
    unit: str = ""
    symbol: str = ""
    """A unit that may be typed and that the heading does not name."""
    required: bool = True
    blank: str = ""
    """What an empty cell stands for, and what may be typed to say so; none where it only says that nothing is known."""
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    """The name of the list that the column takes its choices from, where they depend on parameters."""
    pattern: str = ""
    """The whole of a code, as a regular expression; `shape` says it in Thai, `letters` how long it is."""
    shape: str = ""
    letters: int = 0
    example: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    in_year: bool = False
    """Whether its day belongs into the form's fiscal year."""
    width: int = 16

    @property
    def titled(self) -> str:
        """The label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def heading(self) -> str:
        """What stands above the column: a required one is marked."""
        return f"{self.titled} *" if self.required else self.titled

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The least and the largest number that a cell may hold."""
        least = Decimal(0) if self.least is None else self.least
        return least, _MOST[self.kind] if self.most is None else self.most

    @property
    def needed(self) -> bool:
        """Whether a row cannot be used without a good value: also where an empty cell would mean something else."""
        return self.required or bool(self.blank)

    @property
    def units(self) -> tuple[str, ...]:
        """What may be typed behind a number."""
        return (*(_BAHT if self.kind is Cell.MONEY else ()), *filter(None, (self.unit, self.symbol)))

    def says_blank(self, text: str) -> bool:
        """Whether a cell says in words what an empty one stands for."""
        return bool(self.blank) and "".join(text.split()) == "".join(self.blank.split())

    @property
    def field(self) -> Field:
        """The column of the canonical table. An absent text is the empty string, any other absent value is null."""
        kind = _ARROW.get(self.kind, pa.string())
        meaning = f"{self.label} (ว่าง = {self.blank})" if self.blank else self.label
        nullable = not self.required and self.kind in _ARROW
        allowed = self.choices if self.required else (*self.choices, "") * bool(self.choices)
        return Field(self.name, kind, meaning, self.unit, nullable, allowed)

    def options(self, choices: Choices) -> Options:
        """What a choice offers; two alike are told apart by what is stored."""
        listed = choices[self.choices_from] if self.choices_from else [(each, each) for each in self.choices]
        shown = [label for _, label in listed]
        return [(key, f"{label} ({key})" if shown.count(label) > 1 else label) for key, label in listed]

    def allowed(self, options: Options) -> str:
        """What a cell may hold, in Thai."""
        if self.kind is Cell.CHOICE:
            names = [shown for _, shown in options[:_MOST_LISTED]] + ["…"] * (len(options) > _MOST_LISTED)
            return f"{CHOOSE}: {', '.join(names)}"
        return (self.shape or _WORDS[self.kind] + self._between()) + (f" หรือ “{self.blank}”" if self.blank else "")

    def _between(self) -> str:
        if self.kind not in NUMBERS:
            return ""
        least, most = self.limits
        places = _PLACES[self.kind]
        if self.most is not None:
            return f" {grouped(least, places)} ถึง {grouped(most, places)}"
        return " บวกหรือลบ" if least == -most else f"ตั้งแต่ {grouped(least, places)}"

    def example_in(self, year: FiscalYear, options: Options) -> str:
        """The example, as it reads in a form of that year."""
        if self.kind is Cell.CHOICE and options and not self.example:
            return options[0][1]
        return self.example.format(year=year, before=year.previous, yy=f"{year.year % 100:02}")


@dataclass(frozen=True)
class Condition:
    """`column` must be filled in where `on` has one of `values` (any at all, where none are named)."""

    column: str
    on: str
    values: tuple[str, ...] = ()
    otherwise_empty: bool = False
    """Whether it must be empty everywhere else."""


@dataclass(frozen=True)
class Sign:
    """Which entries of `on` have a negative amount in `column`, and which may have either; all others a positive."""

    column: str
    on: str
    negative: tuple[str, ...]
    either: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One form. `unique` columns together name a row; `ordered` are days of which none comes before the one before it.

    A register is append-only in spirit: `permanent` are the columns of an entry that no later file may change.
    """

    slug: str
    title: str
    purpose: str
    columns: tuple[FormColumn, ...]
    unique: tuple[str, ...] = ()
    permanent: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sign: Sign | None = None
    kind: str = ""
    """The kind of programme whose rows come on it; empty for a register, which is of no programme."""

    @property
    def register(self) -> bool:
        """Whether its rows are entries that stay."""
        return bool(self.permanent)

    @property
    def schema(self) -> TableSchema:
        """The canonical table: one row a row of the form."""
        fields = tuple(column.field for column in self.columns)
        return TableSchema(self.slug.replace("-", "_"), f"หนึ่งแถวของ{self.title}", (*fields, *ROW_KEYS), self.unique)

    def column(self, name: str) -> FormColumn:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def letter(self, name: str) -> str:
        """The letter under which Excel shows the column."""
        return get_column_letter([column.name for column in self.columns].index(name) + 1)


SMIS = FormColumn("smis", "รหัสโรงเรียน", Cell.SMIS, "รหัส SMIS ของโรงเรียน", example="34010001", width=13)
SMIS_OR_OFFICE = FormColumn(
    "smis",
    "รหัสโรงเรียน",
    Cell.SMIS,
    "รหัส SMIS ของโรงเรียนที่ปฏิบัติงาน",
    required=False,
    blank="สำนักงานเขตพื้นที่",
    example="34010001",
    width=13,
)
DOCUMENT = FormColumn(
    "document_no", "เลขที่เอกสาร", Cell.TEXT, "เลขที่หนังสือหรือเอกสารที่เป็นหลักฐาน", example="ศธ 04000/123", width=18
)
NOTE = FormColumn("note", "หมายเหตุ", Cell.TEXT, "ข้อความอื่นที่ควรรู้ ห้ามใส่ชื่อหรือเลขประจำตัวประชาชน", required=False, width=28)
STARTS = FormColumn("starts", "วันเริ่ม", Cell.DATE, "วันแรกที่มีสิทธิหรือเริ่มสัญญา", example="1 ต.ค. {before}", width=14)
ENDS = FormColumn(
    "ends",
    "วันสิ้นสุด",
    Cell.DATE,
    "วันสุดท้ายที่มีสิทธิหรือสิ้นสุดสัญญา",
    required=False,
    blank="ยังไม่มีกำหนดสิ้นสุด",
    example="30 ก.ย. {year}",
    width=14,
)
DAY = FormColumn(
    "date", "วันที่", Cell.DATE, "วันที่ของเอกสาร อยู่ในปีงบประมาณของแบบ", example="15 ต.ค. {before}", in_year=True, width=14
)
