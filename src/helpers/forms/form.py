"""The definition of a form: its columns, what their cells may hold, conditions within and between rows, and the
canonical table that its rows become; also the columns that several forms share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa
from openpyxl.utils import get_column_letter

from helpers.periods import FiscalYear
from helpers.tables.schemas import CONFIDENTIAL, PUBLIC, ROW_KEYS, Field, Sensitivity, TableSchema
from helpers.thai import grouped

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Lists of options that depend on parameters, by name; each option is a stored key and its label."""
Options = Sequence[tuple[str, str]]
"""The options of one column: stored keys and their labels."""


class CellKind(StrEnum):
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
"""The first words of what a choice may hold."""
NUMBERS = (CellKind.MONEY, CellKind.WHOLE, CellKind.DECIMAL)
SPAN = ("starts", "ends")
"""The columns for the first and the last day of a period, as `Form.ordered` names them."""
_BAHT = ("บาทถ้วน", "บาท", ".-")
"""What people write after an amount of baht."""
MOST_MONEY = Decimal("999999999999.99")
_MOST = {CellKind.MONEY: MOST_MONEY, CellKind.WHOLE: Decimal(999_999_999), CellKind.DECIMAL: Decimal("99999999.9999")}
_DECIMALS = {CellKind.MONEY: 2, CellKind.WHOLE: 0, CellKind.DECIMAL: 2}
_ARROW = {
    CellKind.DATE: pa.date32(),
    CellKind.MONEY: pa.decimal128(18, 2),
    CellKind.WHOLE: pa.int64(),
    CellKind.DECIMAL: pa.decimal128(12, 4),
}
_WORDS = {
    CellKind.TEXT: "ข้อความ",
    CellKind.SMIS: "รหัสโรงเรียน 8 หลัก",
    CellKind.DATE: "วันที่ เช่น 1 ต.ค. 2568 หรือ 01/10/2568",
    CellKind.MONEY: "จำนวนเงิน",
    CellKind.WHOLE: "จำนวนเต็ม",
    CellKind.DECIMAL: "ตัวเลข",
}
_MOST_LISTED = 8
"""How many options of a list are written out."""


@dataclass(frozen=True)
class FormColumn:
    """One column. `example` may hold `{year}`, `{before}` (the year before) and `{yy}` (its last two digits)."""

    name: str
    label: str
    kind: CellKind
    meaning: str
    unit: str = ""
    symbol: str = ""
    """A unit that may be typed after the number although the heading does not name it."""
    required: bool = True
    blank: str = ""
    """The meaning of an empty cell, which may be typed instead; empty where an empty cell means that nothing is
    known."""
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    """The name in `Choices` of the column's options, where they depend on parameters."""
    pattern: str = ""
    """A regular expression that a whole code matches; `shape` describes it in Thai, `letters` is its length."""
    shape: str = ""
    letters: int = 0
    example: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    in_year: bool = False
    """Whether its day must lie in the form's fiscal year."""
    width: int = 16
    sensitivity: Sensitivity = CONFIDENTIAL
    """Who may see it: what single persons and documents bring in is confidential where nothing else is declared."""

    @property
    def titled(self) -> str:
        """The label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def heading(self) -> str:
        """The text above the column; that of a required column ends with a mark."""
        return f"{self.titled} *" if self.required else self.titled

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The least and the largest number that a cell may hold."""
        least = Decimal(0) if self.least is None else self.least
        return least, _MOST[self.kind] if self.most is None else self.most

    @property
    def needed(self) -> bool:
        """Whether a row needs a valid value here to be used: in a required column, and where an empty cell has a
        meaning that an invalid value must not be taken for."""
        return self.required or bool(self.blank)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that may be typed after a number."""
        return (*(_BAHT if self.kind is CellKind.MONEY else ()), *filter(None, (self.unit, self.symbol)))

    def says_blank(self, text: str) -> bool:
        """Whether a cell's text is the words for an empty cell."""
        return bool(self.blank) and "".join(text.split()) == "".join(self.blank.split())

    @property
    def field(self) -> Field:
        """The column of the canonical table. An absent text is the empty string, any other absent value is null."""
        kind = _ARROW.get(self.kind, pa.string())
        meaning = f"{self.label} (ว่าง = {self.blank})" if self.blank else self.label
        nullable = not self.required and self.kind in _ARROW
        allowed = self.choices if self.required else (*self.choices, "") * bool(self.choices)
        return Field(self.name, kind, meaning, self.sensitivity, self.unit, nullable, allowed)

    def options(self, choices: Choices) -> Options:
        """The options of a choice; equal labels are distinguished by the stored key: `ครู (clerk-15000)`."""
        listed = choices[self.choices_from] if self.choices_from else [(each, each) for each in self.choices]
        shown = [label for _, label in listed]
        return [(key, f"{label} ({key})" if shown.count(label) > 1 else label) for key, label in listed]

    def allowed(self, options: Options) -> str:
        """A Thai description of what a cell may hold."""
        if self.kind is CellKind.CHOICE:
            names = [shown for _, shown in options[:_MOST_LISTED]] + ["…"] * (len(options) > _MOST_LISTED)
            return f"{CHOOSE}: {', '.join(names)}"
        return (self.shape or _WORDS[self.kind] + self._between()) + (f" หรือ “{self.blank}”" if self.blank else "")

    def _between(self) -> str:
        if self.kind not in NUMBERS:
            return ""
        least, most = self.limits
        decimals = _DECIMALS[self.kind]
        if self.most is not None:
            return f" {grouped(least, decimals)} ถึง {grouped(most, decimals)}"
        return " บวกหรือลบ" if least == -most else f"ตั้งแต่ {grouped(least, decimals)}"

    def example_in(self, year: FiscalYear, options: Options) -> str:
        """The example, as it reads in a form of that year."""
        if self.kind is CellKind.CHOICE and options and not self.example:
            return options[0][1]
        return self.example.format(year=year, before=year.previous, yy=f"{year.year % 100:02}")


@dataclass(frozen=True)
class Condition:
    """`column` must be filled in where column `on` has one of `values`, or any value where `values` is empty."""

    column: str
    on: str
    values: tuple[str, ...] = ()
    otherwise_empty: bool = False
    """Whether it must be empty everywhere else."""


@dataclass(frozen=True)
class Sign:
    """The sign of the amount in `column` by the entry in column `on`: negative, either, or else positive."""

    column: str
    on: str
    negative: tuple[str, ...]
    either: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One form. The `unique` columns together identify a row; the days in the `ordered` columns must not decrease from
    left to right. In a register entries are only added: no later file may change their `permanent` columns.
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
    """The kind of programme that uses the form; empty for a register, which belongs to no programme."""

    @property
    def register(self) -> bool:
        """Whether the form is a register, whose entries may only be added to."""
        return bool(self.permanent)

    @property
    def schema(self) -> TableSchema:
        """The schema of the canonical table: one row per row of the form."""
        fields = tuple(column.field for column in self.columns)
        return TableSchema(self.slug.replace("-", "_"), f"หนึ่งแถวของ{self.title}", (*fields, *ROW_KEYS), self.unique)

    def column(self, name: str) -> FormColumn:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def letter(self, name: str) -> str:
        """The letter under which Excel shows the column."""
        return get_column_letter([column.name for column in self.columns].index(name) + 1)


SMIS = FormColumn(
    "smis",
    "รหัสโรงเรียน",
    CellKind.SMIS,
    "รหัส SMIS ของโรงเรียน",
    example="34010001",
    width=13,
    sensitivity=PUBLIC,
)
SMIS_OR_OFFICE = FormColumn(
    "smis",
    "รหัสโรงเรียน",
    CellKind.SMIS,
    "รหัส SMIS ของโรงเรียนที่ปฏิบัติงาน",
    required=False,
    blank="สำนักงานเขตพื้นที่",
    example="34010001",
    width=13,
    sensitivity=PUBLIC,
)
DOCUMENT = FormColumn(
    "document_no", "เลขที่เอกสาร", CellKind.TEXT, "เลขที่หนังสือหรือเอกสารที่เป็นหลักฐาน", example="ศธ 04000/123", width=18
)
NOTE = FormColumn(
    "note", "หมายเหตุ", CellKind.TEXT, "ข้อความอื่นที่ควรรู้ ห้ามใส่ชื่อหรือเลขประจำตัวประชาชน", required=False, width=28
)
STARTS = FormColumn("starts", "วันเริ่ม", CellKind.DATE, "วันแรกที่มีสิทธิหรือเริ่มสัญญา", example="1 ต.ค. {before}", width=14)
ENDS = FormColumn(
    "ends",
    "วันสิ้นสุด",
    CellKind.DATE,
    "วันสุดท้ายที่มีสิทธิหรือสิ้นสุดสัญญา",
    required=False,
    blank="ยังไม่มีกำหนดสิ้นสุด",
    example="30 ก.ย. {year}",
    width=14,
)
DAY = FormColumn(
    "date", "วันที่", CellKind.DATE, "วันที่ของเอกสาร อยู่ในปีงบประมาณของแบบ", example="15 ต.ค. {before}", in_year=True, width=14
)
