"""The money part of the second reader: allocations from the delivered forms by the rules as params states them.

It shares no code with the workbook. Every `<kind>_tables` function gives the tables of one report under the names
that facts.csv uses (`2569/janitors/allocation`), one dictionary per row, with the columns that the facts filter by and
add. Money is an exact Decimal in baht, dates are real dates, an absent number is None and an absent text is "".
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from recheck import (
    RECOMPUTE,
    Context,
    FactKey,
    Row,
    Table,
    Value,
    as_of,
    day_of,
    decimal,
    district_of,
    in_force,
    is_error_cell,
    label_key,
    newest,
    number,
    read_yaml,
    school_list,
    sheets_of,
    thai_day,
    tidy,
)

# One row of a table while it is made: beside what facts filter and add it may hold dates, counts and exact fractions.
Entry: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Entry]]

ZERO = Decimal("0.00")
OFFICE_DISTRICT = "สำนักงานเขต"
STATUS_WORDS = {"confirmed": "ยืนยันแล้ว", "to_confirm": "ต้องยืนยัน"}
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
LONG_MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)


DIGITS = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))


class BadCellError(Exception):
    """A cell of a form is not what its column asks for."""


# Dates and amounts


def satang(amount: Fraction | Decimal) -> Decimal:
    """An exact amount rounded half away from zero to satang."""
    return rounded(amount, Decimal("0.01"))


def rounded(amount: Fraction | Decimal, unit: Decimal) -> Decimal:
    """An exact number rounded half away from zero to whole `unit`s, with as many decimals as the unit has."""
    exact = Fraction(amount) / Fraction(unit)
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return (whole if exact >= 0 else -whole) * unit


def typed_date(text: str) -> date:
    """A date as people type it into a form: `1 ต.ค. 2568`, `01/10/2568` or a date cell.

    BadCellError where it is no day of the calendar.
    """
    day = day_of(text)
    match = re.fullmatch(
        r"(\d{1,2}) ?(\D+?) ?(?:พ\.ศ\. ?)?(\d{4})", "".join(DIGITS.get(letter, letter) for letter in text)
    )
    if day is None and match and match[2] in (*SHORT_MONTHS, *LONG_MONTHS):
        month = (SHORT_MONTHS if match[2] in SHORT_MONTHS else LONG_MONTHS).index(match[2]) + 1
        year = int(match[3]) - 543 if int(match[3]) > 2400 else int(match[3])
        if int(match[1]) <= calendar.monthrange(year, month)[1] and int(match[1]):
            day = date(year, month, int(match[1]))
    if day is None:
        raise BadCellError
    return day


def written_date(day: date | None) -> str:
    """A date as reports write it: `2 มิ.ย. 2569`, or a dash where there is none."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + 543}" if day else "–"


@dataclass(frozen=True)
class Share:
    """One calendar month of a half year: its first day and the part of it (0 to 1) that a contract covers."""

    month: date
    part: Fraction


def month_shares(starts: date, ends: date | None, opens: date, closes: date, rule: str) -> list[Share]:
    """The months between `opens` and `closes` that a contract covers, each with its part.

    `rule` is `broken_months.rule`: `calendar_days` divides the days by the days of that month, `thirty_days` by 30
    (never above one).
    """
    first, last = max(starts, opens), min(ends or closes, closes)
    shares: list[Share] = []
    month = first.replace(day=1)
    while month <= last:
        length = calendar.monthrange(month.year, month.month)[1]
        month_end = month.replace(day=length)
        days = (min(last, month_end) - max(first, month)).days + 1
        part = (
            Fraction(days, length)
            if rule == "calendar_days" or days == length
            else min(Fraction(days, 30), Fraction(1))
        )
        shares.append(Share(month, part))
        month = month_end + timedelta(days=1)
    return shares


@dataclass(frozen=True)
class Contribution:
    """One period of the employer's contribution: percent of the wage between floor and ceiling, in baht a month."""

    since: date
    percent: Decimal
    floor: Decimal
    ceiling: Decimal
    rounding: str
    reference: str = ""
    status: str = ""

    def due(self, wage: Decimal) -> Decimal:
        """The contribution for one month in which `wage` baht are paid, rounded as the period says."""
        base = min(max(wage, self.floor), self.ceiling)
        unit = Decimal("1") if self.rounding == "baht" else Decimal("0.01")
        return satang(rounded(base * self.percent / 100, unit))


def contributions(entries: Iterable[Mapping[str, Any]]) -> list[Contribution]:
    """The contribution periods as params and worked examples write them, oldest first."""
    return [
        Contribution(
            thai_day(entry["since"]),
            Decimal(entry["percent"]),
            Decimal(entry["floor"]),
            Decimal(entry["ceiling"]),
            entry["rounding"],
            entry.get("reference", ""),
            entry.get("status", ""),
        )
        for entry in entries
    ]


@dataclass(frozen=True)
class Rate:
    """One value of a rate, valid from `since` to `until` (None = not limited), with its reference and status."""

    since: date
    until: date | None
    value: Decimal
    reference: str
    status: str


def contribution_on(periods: Iterable[Contribution], day: date) -> Contribution | None:
    """The contribution period of `day`; None before the first."""
    begun = [period for period in periods if period.since <= day]
    return begun[-1] if begun else None


def rate_on(values: Iterable[Rate], day: date) -> Rate | None:
    """The value of a rate on `day`; None before the first and after the last day of the newest one."""
    begun = [value for value in values if value.since <= day]
    return begun[-1] if begun and not (begun[-1].until and day > begun[-1].until) else None


# What the parameters say


@dataclass(frozen=True)
class Half:
    """One half of the fiscal year: its title and its first and last day."""

    title: str
    opens: date
    closes: date


@dataclass(frozen=True)
class Office:
    """One fiscal year of one office: its data and parameter folders and everything that is read from the latter."""

    data: Path
    params: Path
    year: str

    @cached_property
    def area(self) -> str:
        """The four digits of the area's code."""
        return str(read_yaml(self.params / "office.yml")["area_code"])

    @cached_property
    def short_name(self) -> str:
        """The office's short name, by which reports call the office itself."""
        return str(read_yaml(self.params / "office.yml")["short_name"])

    @property
    def code(self) -> str:
        """The code that stands where a school's would when the money is the office's own."""
        return self.area + "0000"

    @cached_property
    def fiscal_year(self) -> dict[str, Any]:
        """The parameters of the fiscal year."""
        return dict(read_yaml(self.params / "fiscal_years" / f"{self.year}.yml"))

    @cached_property
    def halves(self) -> list[Half]:
        """The two halves in which money is allocated."""
        halves = self.fiscal_year["halves"]["halves"]
        return [Half(half["title"], thai_day(half["opens"]), thai_day(half["closes"])) for half in halves]

    @property
    def opens(self) -> date:
        """The first day of the fiscal year."""
        return date(int(self.year) - 544, 10, 1)

    @property
    def closes(self) -> date:
        """The last day of the fiscal year."""
        return date(int(self.year) - 543, 9, 30)

    @property
    def as_of(self) -> date:
        """The day on which the registers are closed for the year's reports."""
        return thai_day(self.fiscal_year["as_of"]["date"])

    def half_of(self, day: date) -> str:
        """The title of the half that a day belongs to; a day outside the year belongs to the half next to it."""
        return next((half.title for half in self.halves if day <= half.closes), self.halves[-1].title)

    @cached_property
    def rounds(self) -> Context:
        """Where the tables of DMC rounds are made and kept."""
        return Context("", [], self.data, self.params)

    def district_of(self, smis: str) -> str:
        """The district that reports group a school under."""
        return OFFICE_DISTRICT if smis == self.code else district_of(self.rounds, smis)

    def name_of(self, smis: str) -> str:
        """The name by which reports call a school or the office; its code where the school list does not have it."""
        return self.short_name if smis == self.code else school_list(self.rounds).get(smis, {}).get("name") or smis

    @cached_property
    def programmes(self) -> dict[str, dict[str, Any]]:
        """The parameters of every programme by its name, in the order of their numbers."""
        files = sorted((self.params / "programmes").glob("*.yml"))
        entries = {file.stem: dict(read_yaml(file)) for file in files}
        return dict(sorted(entries.items(), key=lambda entry: [int(part) for part in entry[1]["number"].split(".")]))

    def label_of(self, programme: str) -> str:
        """A programme's number and title, as registers write it."""
        entry = self.programmes[programme]
        return f"{entry['number']} {entry['title']}"

    @cached_property
    def labels(self) -> dict[str, str]:
        """The programme's name by what registers write for it."""
        return {self.label_of(programme): programme for programme in self.programmes}

    @cached_property
    def insured(self) -> set[str]:
        """The legal forms of hire for which the employer contributes."""
        return set(read_yaml(self.params / "social_security.yml")["legal_forms"]["insured"])

    @cached_property
    def contributions(self) -> list[Contribution]:
        """The periods of the employer's contribution, oldest first."""
        return contributions(read_yaml(self.params / "social_security.yml")["periods"])

    @cached_property
    def checks(self) -> dict[str, Any]:
        """The thresholds of checks.yml."""
        return dict(read_yaml(self.params / "checks.yml"))


def rates_of(programme: Mapping[str, Any]) -> dict[tuple[str, str], list[Rate]]:
    """A programme's rates by item and group (empty = all groups), oldest value first."""
    return {
        (entry["item"], entry.get("group", "")): [
            Rate(
                thai_day(value["since"]),
                thai_day(value["until"]) if "until" in value else None,
                Decimal(value["value"]),
                value["reference"],
                value["status"],
            )
            for value in entry["values"]
        ]
        for entry in programme.get("rates", [])
    }


# What the forms say


@dataclass(frozen=True)
class Column:
    """One column of a form: its title without the star, what it is called here, and what a cell of it must be.

    `kind` is school, office (a school or the office), text, choice, programme, date, start, end, money, whole or
    percent. A cell that must be filled and is empty, or that cannot be read, leaves its row out; a `may_be_empty`
    cell that cannot be read counts as empty.
    """

    title: str
    name: str
    kind: str
    may_be_empty: bool = False


ROSTER = (
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("เลขที่ตำแหน่ง", "post_no", "text"),
    Column("ตำแหน่ง", "position", "text"),
    Column("ประเภทการจ้าง", "legal_form", "choice"),
    Column("วันเริ่มจ้าง", "starts", "start"),
    Column("วันสิ้นสุดการจ้าง", "ends", "end"),
    Column("ค่าจ้างต่อเดือน (บาท)", "monthly_rate", "money"),
)
CEILING_ROSTER = (
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("เลขที่ตำแหน่ง", "post_no", "text"),
    Column("ประเภทบุคลากร", "group", "choice"),
    Column("ตำแหน่ง", "position", "text"),
    Column("เงินเดือนเต็มขั้น (บาท)", "ceiling_salary", "money"),
    Column("ร้อยละที่ได้รับ", "percent", "percent"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
)
HOUSE_RENT = (
    Column("เลขที่สิทธิ", "claim_no", "text"),
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("ตำแหน่ง", "position", "text"),
    Column("ประเภทสิทธิ", "claim_kind", "choice"),
    Column("ค่าเช่าต่อเดือน (บาท)", "monthly_rent", "money"),
    Column("วงเงินสิทธิต่อเดือน (บาท)", "monthly_ceiling", "money"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
    Column("เลขที่เอกสาร", "document", "text"),
)
LAND_RENT = (
    Column("เลขที่สัญญา", "claim_no", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("วัดร้าง", "temple", "text"),
    Column("ค่าเช่า (บาท)", "rent", "money"),
    Column("รอบการจ่าย", "per", "choice"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
    Column("เลขที่เอกสาร", "document", "text"),
)
SUPPORT_REQUESTS = (
    Column("เลขที่คำขอ", "request_no", "text"),
    Column("องค์กรปกครองส่วนท้องถิ่น", "authority", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("วัตถุประสงค์", "purpose", "choice"),
    Column("จำนวนนักเรียน (คน)", "pupils", "whole", may_be_empty=True),
    Column("จำนวนวัน (วัน)", "days", "whole", may_be_empty=True),
    Column("จำนวนเงินที่ขอ (บาท)", "amount_requested", "money"),
    Column("วันที่ยื่นคำขอ", "requested_on", "date"),
    Column("สถานะ", "state", "choice"),
    Column("จำนวนเงินที่อนุมัติ (บาท)", "amount_approved", "money", may_be_empty=True),
)
PAYMENTS = (
    Column("วันที่", "on", "date"),
    Column("เลขที่เอกสาร", "document", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("รายการ", "item", "choice"),
    Column("งวด", "tranche", "choice"),
    Column("ประเภทรายการ", "entry", "choice"),
    Column("จำนวนเงิน (บาท)", "amount", "money"),
)
REGISTER = (
    Column("วันที่", "on", "date"),
    Column("เลขที่เอกสาร", "document", "text"),
    Column("โครงการ", "programme", "programme"),
    Column("งบรายจ่าย", "expenditure", "choice"),
    Column("ประเภทรายการ", "entry", "choice"),
    Column("จำนวนเงิน (บาท)", "amount", "signed_money"),
)
TRANSFERS = (
    Column("เลขที่ข้อเสนอ", "proposal_no", "text"),
    Column("วันที่เสนอ", "proposed_on", "date"),
    Column("โอนจากโครงการ", "origin", "programme"),
    Column("โอนไปโครงการ", "target", "programme"),
    Column("จำนวนเงิน (บาท)", "amount", "money"),
    Column("วันที่คณะกรรมการเห็นชอบ", "committee_on", "date", may_be_empty=True),
    Column("วันที่ผู้ว่าฯ เห็นชอบ", "governor_on", "date", may_be_empty=True),
    Column("วันที่รายงาน สพฐ.", "reported_on", "date", may_be_empty=True),
    Column("สถานะ", "state", "choice"),
)
FORMS = {
    "roster": ROSTER,
    "ceiling_roster": CEILING_ROSTER,
    "house_rent": HOUSE_RENT,
    "land_rent": LAND_RENT,
    "support_requests": SUPPORT_REQUESTS,
    "per_head_payments": PAYMENTS,
    "allotments": REGISTER,
    "spending": REGISTER,
    "transfers": TRANSFERS,
}
# The rows of these forms are the same claim when these cells are equal: the first counts. Registers count equal
# rows each time.
KEYS = {
    "roster": ("post_no", "starts"),
    "ceiling_roster": ("post_no", "starts"),
    "house_rent": ("claim_no",),
    "land_rent": ("claim_no",),
    "support_requests": ("request_no",),
    "transfers": ("proposal_no", "origin", "target"),
}
CHOICES = {
    ("roster", "legal_form"): {"พนักงานราชการ", "ลูกจ้างชั่วคราว", "จ้างเหมาบริการ"},
    ("house_rent", "claim_kind"): {"เช่าบ้าน", "ผ่อนชำระเงินกู้"},
    ("land_rent", "per"): {"รายเดือน", "รายปี"},
    ("support_requests", "state"): {"ยื่นคำขอ", "อนุมัติ", "ได้รับเงินแล้ว", "ไม่อนุมัติ"},
    ("ceiling_roster", "group"): {"ข้าราชการ", "ลูกจ้างประจำ"},
    ("per_head_payments", "entry"): {"จัดสรร", "จ่าย", "ส่งคืน"},
    ("allotments", "entry"): {"จัดสรร", "จัดสรรเพิ่ม", "ดึงกลับ", "แก้ไข"},
    ("spending", "entry"): {"ผูกพัน", "เบิกจ่าย", "ส่งคืน", "แก้ไขผูกพัน", "แก้ไขเบิกจ่าย"},
    ("transfers", "state"): {"เสนอ", "คณะกรรมการเห็นชอบ", "ผู้ว่าราชการจังหวัดเห็นชอบ", "รายงาน สพฐ. แล้ว", "ยกเลิก"},
}
EXPENDITURES = {"งบบุคลากร", "งบดำเนินงาน", "งบลงทุน", "งบเงินอุดหนุน", "งบรายจ่ายอื่น"}
# Whether an entry's amount must be above zero (+), below zero (-) or may be either; entries of other forms must
# be above zero.
SIGNS = {"ดึงกลับ": "-", "แก้ไข": "±", "แก้ไขผูกพัน": "±", "แก้ไขเบิกจ่าย": "±"}
# Dates that must not come before an earlier one of these in the same row.
ORDER = ("starts", "ends", "proposed_on", "committee_on", "governor_on", "reported_on")
# The date of a row that must be inside the fiscal year of its form.
IN_YEAR = {"allotments": "on", "spending": "on", "per_head_payments": "on", "transfers": "proposed_on"}
VACANT = "อัตราว่าง"
OFFICE_WORD = "สำนักงานเขตพื้นที่"
NO_END = "ยังไม่มีกำหนดสิ้นสุด"


def typed_number(text: str) -> Decimal:
    """A number as people type it: Thai digits, commas between thousands, a unit after it. BadCellError otherwise."""
    value = number(re.sub(r"\s*(บาท|คน|วัน|%)$", "", text))
    if value is None:
        raise BadCellError
    return value


def typed_money(text: str) -> Decimal:
    """Baht above zero with at most two decimals. BadCellError otherwise."""
    amount = typed_signed_money(text)
    if amount <= 0:
        raise BadCellError
    return amount


def typed_signed_money(text: str) -> Decimal:
    """Baht of either sign with at most two decimals. BadCellError otherwise."""
    amount = typed_number(text)
    if amount != satang(amount):
        raise BadCellError
    return satang(amount)


def typed_count(text: str) -> Decimal:
    """A whole number of one or more. BadCellError otherwise."""
    amount = typed_number(text)
    if amount != amount.to_integral_value() or amount < 1:
        raise BadCellError
    return amount


def typed_percent(text: str) -> Decimal:
    """A percentage from 1 to 100, written with or without the sign. BadCellError otherwise."""
    amount = typed_number(text)
    if not 1 <= amount <= 100:
        raise BadCellError
    return amount


@dataclass(frozen=True)
class FormReader:
    """Reads the rows of one form; `choices` holds the words that a choice column takes, by column name."""

    office: Office
    form: str
    choices: Mapping[str, set[str]]

    def rows(self, folder: str) -> list[Entry]:
        """The counted rows of the form in force for `folder` (a programme or a register), in the order of the file.

        Each row holds its `row` number and one typed value per column. Rows that cannot be counted and repeated claims
        are left out.
        """
        counted: list[Entry] = []
        claims: set[tuple[Any, ...]] = set()
        for delivery in in_force(self.office.data, self.office.year, folder):
            if delivery.report != self.form:
                continue
            for row in self._read(sheets_of(delivery)[0].rows):
                claim = tuple(row[name] for name in KEYS.get(self.form, ("row",)))
                if claim not in claims:
                    claims.add(claim)
                    counted.append(row)
        return counted

    def _read(self, lines: list[list[str]]) -> Iterator[Entry]:
        """The rows of the sheet that can be counted; the second line is the head."""
        titles = [tidy(title).removesuffix("*").strip() for title in lines[1]]
        letters = [(column, titles.index(column.title)) for column in FORMS[self.form]]
        for index, line in enumerate(lines[2:], start=3):
            cells = {column.name: tidy(line[letter]) if letter < len(line) else "" for column, letter in letters}
            if not any(cell.strip() for cell in line):
                continue
            try:
                row = {"row": index} | {column.name: self._value(column, cells[column.name]) for column, _ in letters}
            except BadCellError:
                continue
            if self._possible(row):
                yield row

    def _value(self, column: Column, text: str) -> Any:
        """What one cell holds, None or "" where it may be empty and is."""
        empty = "" if column.kind in ("text", "choice") else None
        if not text and column.may_be_empty:
            return empty
        try:
            value = self._parse(column, text)
        except BadCellError:
            if column.may_be_empty:
                return empty
            raise
        self._check_amount(column.name, value)
        return value

    def _parse(self, column: Column, text: str) -> Any:
        """One cell by the kind of its column."""
        if column.kind in ("start", "end"):
            return None if text in ("", VACANT, NO_END) else typed_date(text)
        if column.kind in ("school", "office"):
            return self._school(text, column.kind)
        if column.kind == "choice":
            return self._choice(column.name, text)
        if not text or is_error_cell(text):
            raise BadCellError
        if column.kind == "programme":
            return self._programme(text)
        parsers: dict[str, Callable[[str], Any]] = {
            "date": typed_date,
            "money": typed_money,
            "signed_money": typed_signed_money,
            "whole": typed_count,
            "percent": typed_percent,
            "text": str,
        }
        return parsers[column.kind](text)

    def _school(self, text: str, kind: str) -> str:
        """The SMIS code of a school, or the office's where the column may hold the office."""
        if kind == "office" and text in ("", OFFICE_WORD):
            return self.office.code
        code = "".join(DIGITS.get(letter, letter) for letter in text)
        if not re.fullmatch(r"\d{8}", code) or not code.startswith(self.office.area):
            raise BadCellError
        return code

    def _choice(self, name: str, text: str) -> str:
        """A word that the column takes."""
        if text not in self.choices.get(name, CHOICES.get((self.form, name), EXPENDITURES)):
            raise BadCellError
        return text

    def _programme(self, text: str) -> str:
        """The name of the programme that a register writes by number and title."""
        if text not in self.office.labels:
            raise BadCellError
        return self.office.labels[text]

    def _check_amount(self, name: str, value: Any) -> None:
        """BadCellError where a number is outside what form_limits says is possible; the sign does not matter there."""
        for limit in self.office.checks["form_limits"]["amounts"]:
            limited = limit["form"] == self.form and limit["column"] == name and isinstance(value, Decimal)
            if limited and not limit["least"] <= abs(value) <= limit["most"]:
                raise BadCellError

    def _possible(self, row: Entry) -> bool:
        """Whether the dates of a row are in order and possible, and in a register inside the fiscal year."""
        days = [row[name] for name in ORDER if row.get(name)]
        if days != sorted(days) or not self._plausible(row):
            return False
        dated = row.get(IN_YEAR.get(self.form, ""))
        if dated and not self.office.opens <= dated <= self.office.closes:
            return False
        if "entry" not in row:
            return True
        sign = SIGNS.get(row["entry"], "-" if self.form == "spending" and row["entry"] == "ส่งคืน" else "+")
        return bool(row["amount"]) and (sign == "±" or (row["amount"] < 0) == (sign == "-"))

    def _plausible(self, row: Entry) -> bool:
        """Whether every date of a row is within the years around the fiscal year that form_limits allows."""
        limits = self.office.checks["form_limits"]
        first = self.office.opens.replace(year=self.office.opens.year - int(limits["years_before"]))
        last = self.office.closes.replace(year=self.office.closes.year + int(limits["years_after"]))
        return all(first <= value <= last for value in row.values() if isinstance(value, date))


def form_rows(office: Office, folder: str, form: str, choices: Mapping[str, set[str]] | None = None) -> list[Entry]:
    """The counted rows of one delivered form; none where no form was received."""
    return FormReader(office, form, choices or {}).rows(folder)


# Tables that several kinds of programme have


@dataclass
class RateLine:
    """One line of the rates that a report used.

    The same item, unit, reference and status, with the lowest and highest value.
    """

    item: str
    unit: str
    reference: str
    status: str
    values: list[Decimal] = field(default_factory=list)

    def row(self) -> Entry:
        """The line as a row of the rates table."""
        words = (self.item, self.unit, self.reference, STATUS_WORDS[self.status])
        return {
            "rate_used": " | ".join(words),
            "status": self.status,
            "lowest": min(self.values),
            "highest": max(self.values),
        }


class RatesUsed:
    """Gathers the values used, one line per item, unit, reference and status."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str, str], RateLine] = {}

    def add(self, item: str, unit: str, reference: str, status: str, value: Decimal) -> None:
        """Notes that `value` was used."""
        key = (item, unit, reference, status)
        self._lines.setdefault(key, RateLine(*key)).values.append(value)

    def rows(self) -> list[Entry]:
        """The rows of the rates table."""
        return [line.row() for line in self._lines.values()]


def excluded_row(office: Office, smis: str, reason: str, headcount: int, amount: Decimal) -> Entry:
    """One row of what was not allocated, with what it would have cost."""
    return {
        "smis": smis,
        "district": office.district_of(smis),
        "reason": reason,
        "headcount": headcount,
        "amount": amount,
    }


def first_of_payee(rows: Iterable[Entry]) -> None:
    """Sets `counted` to 1 on the first row of every payee and to 0 on the others.

    A post counts once, whoever holds it when.
    """
    payees: set[str] = set()
    for row in rows:
        row["counted"] = 0 if row["payee"] in payees else 1
        payees.add(row["payee"])


class Occupied:
    """The periods in which posts are held; nobody is paid for a post that somebody else holds already."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[date, date]]] = defaultdict(list)

    def take(self, post: str, starts: date, ends: date | None) -> bool:
        """Holds the post for the period (None = without end); False, and not held, where the periods overlap."""
        last = ends or date.max
        free = all(last < taken or until < starts for taken, until in self._held[post])
        if free:
            self._held[post].append((starts, last))
        return free


@dataclass
class LineTotal:
    """What one line comes to in one period: baht, months, and the quantity that it is, which is baht by the rate."""

    amount: Fraction = Fraction()
    months: Decimal = Decimal(0)
    quantity: Fraction = Fraction()
    rows: int = 0

    def add(self, row: Entry) -> None:
        """Adds one row of an allocation."""
        self.amount += Fraction(row["amount"])
        self.months += row.get("months", Decimal(0))
        self.quantity += Fraction(row["amount"]) / row["rate"] if row.get("rate") else row["quantity"]
        self.rows += 1


Line: TypeAlias = tuple[str, ...]
Pair: TypeAlias = tuple[LineTotal, LineTotal]


def half_changes(allocation: list[Entry], halves: list[Half]) -> list[Entry]:
    """How the second half differs from the first; a line is one item, level and grade."""
    first, second = ([row for row in allocation if row["half"] == half.title] for half in halves)
    return changes_between(first, second, ("item", "level", "grade"))


def changes_between(before: Iterable[Entry], after: Iterable[Entry], names: tuple[str, ...]) -> list[Entry]:
    """How a period differs from an earlier one, a row per line and cause; the amounts add up to the whole difference.

    A payee (a school where there is none) that is in a single period comes in or leaves with all its lines. Of a payee
    in both a change of quantity is priced at the line's earlier rate, and the rest is a change of rate. Whether its
    quantities are more or fewer is netted over its lines. `names` are the columns that make a line.
    """
    payees: dict[tuple[str, str], dict[Line, Pair]] = {}
    for position, rows in enumerate((before, after)):
        for row in rows:
            line = tuple(str(row.get(name, "")) for name in names)
            lines = payees.setdefault((row["smis"], row["payee"]), {})
            lines.setdefault(line, (LineTotal(), LineTotal()))[position].add(row)
    changes: list[Entry] = []
    for (smis, payee), lines in payees.items():
        for line, cause, amount, months in payee_changes(lines):
            shared = {"smis": smis, "payee": payee} | dict(zip(names, line, strict=True))
            changes.append(shared | {"cause": cause, "amount": amount, "months": months})
    return changes


def payee_changes(lines: Mapping[Line, Pair]) -> list[tuple[Line, str, Decimal, Decimal]]:
    """The causes of one payee's change, line by line, with their amounts and months."""
    differences = {line: satang(after.amount - before.amount) for line, (before, after) in lines.items()}
    months = {line: after.months - before.months for line, (before, after) in lines.items()}
    for position, word in enumerate(("เข้ามา", "ออกไป")):
        if not any(pair[position].rows for pair in lines.values()):
            return [(line, word, amount, months[line]) for line, amount in differences.items()]
    by_count = {line: count_change(pair, differences[line]) for line, pair in lines.items()}
    net = sum(by_count.values(), ZERO)
    word = "จำนวนเพิ่ม" if net > 0 else "จำนวนลด" if net else "เปลี่ยนสถานะ"
    causes = [(line, word, by_count[line], months[line]) for line in lines]
    causes += [(line, "อัตราเปลี่ยน", differences[line] - by_count[line], Decimal(0)) for line in lines]
    return [cause for cause in causes if cause[2] or cause[3]]


def count_change(pair: Pair, difference: Decimal) -> Decimal:
    """The part of a line's difference that its quantity makes, at the earlier rate; all where a period has no line."""
    before, after = pair
    if not after.rows or not before.quantity:
        return difference
    return satang((after.quantity - before.quantity) * before.amount / before.quantity)


def programme_tables(office: Office, name: str, tables: Mapping[str, list[Entry]]) -> Tables:
    """A programme's tables as facts.csv names them, with the changes between the halves and the allotments added."""
    base = f"{office.year}/{name}"
    named = {f"{base}/{table}": rows for table, rows in tables.items()}
    named[f"{base}-since-first-half/allocation"] = half_changes(tables["allocation"], office.halves)
    named[f"{office.year}/allotments/allotments"] = form_rows(office, "allotments", "allotments")
    return named


# Hire

WAGE, INSURANCE = "ค่าตอบแทน", "เงินสมทบประกันสังคม"
OVERLAPS = "ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน"


@dataclass(frozen=True)
class MonthPaid:
    """What one month of a contract costs: its part of a month, the wage and the employer's contribution in baht."""

    month: date
    part: Fraction
    wage: Decimal
    insurance: Decimal
    period: Contribution | None


def hire_months(rate: Decimal, shares: Iterable[Share], periods: list[Contribution]) -> list[MonthPaid]:
    """The cost of every month; no `periods` = the employer does not contribute.

    A broken month's wage is rounded to satang, and its contribution is taken from the wage that is paid in that month.
    """
    paid = []
    for share in shares:
        wage = satang(Fraction(rate) * share.part)
        period = contribution_on(periods, share.month)
        paid.append(MonthPaid(share.month, share.part, wage, period.due(wage) if period else ZERO, period))
    return paid


def contract_months(office: Office, programme: Mapping[str, Any], row: Entry) -> dict[str, list[MonthPaid]]:
    """What every month of a contract costs, by half; a vacant post is costed as if it were held for the whole year."""
    rule = programme["broken_months"]["rule"]
    starts, ends = (row["starts"], row["ends"]) if row["starts"] else (office.opens, None)
    periods = office.contributions if row["legal_form"] in office.insured else []
    return {
        half.title: hire_months(row["monthly_rate"], month_shares(starts, ends, half.opens, half.closes, rule), periods)
        for half in office.halves
    }


def hire_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded, rates and roster tables of one hire programme.

    A vacancy of a post that somebody holds in the same roster overlaps and costs nothing.
    """
    programme = office.programmes[name]
    roster = form_rows(office, name, "roster", {"legal_form": set(programme["legal_forms"]["allowed"])})
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    used, occupied = RatesUsed(), Occupied()
    held = {row["post_no"] for row in roster if row["starts"]}
    for row in sorted(roster, key=lambda row: (row["post_no"], row["starts"] or date.min, row["row"])):
        months = contract_months(office, programme, row)
        reason = ""
        if row["starts"] is None:
            reason, months = (OVERLAPS, {}) if row["post_no"] in held else (VACANT, months)
        elif not any(months.values()):
            reason = "ไม่ได้จ้างในปีงบประมาณนี้"
        elif not occupied.take(row["post_no"], row["starts"], row["ends"]):
            reason = OVERLAPS
        if reason:
            cost = sum((month.wage + month.insurance for paid in months.values() for month in paid), ZERO)
            excluded.append(excluded_row(office, row["smis"], reason, 1, cost))
        else:
            allocation += hire_rows(office, row, months)
            note_hire_rates(used, programme, row, months)
    first_of_payee(allocation)
    tables = {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": [], "roster": roster}
    return programme_tables(office, name, tables)


def hire_rows(office: Office, row: Entry, months: Mapping[str, list[MonthPaid]]) -> list[Entry]:
    """The allocation rows of one contract: per half its wage, and its contribution where there is one."""
    rows = []
    for half, paid in months.items():
        part = sum((month.part for month in paid), Fraction())
        wage = sum((month.wage for month in paid), ZERO)
        due = sum((month.insurance for month in paid), ZERO)
        shared = post_row(office, row, half)
        stated = {"months": rounded(part, Decimal("0.0001")), "quantity": part, "rate": Fraction(row["monthly_rate"])}
        if paid:
            rows.append(shared | stated | {"item": WAGE, "amount": wage})
        if any(month.period for month in paid):
            counted = {"months": Decimal(0), "quantity": Fraction(len(paid))}
            rows.append(shared | counted | {"item": INSURANCE, "amount": due})
    return rows


def post_row(office: Office, row: Entry, half: str) -> Entry:
    """What the allocation rows of one post and half share; the payee is the post."""
    payee = f"{row['position']} {row['post_no']}"
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "half": half,
        "tranche": half,
        "payee": payee,
    }


def note_hire_rates(
    used: RatesUsed, programme: Mapping[str, Any], row: Entry, months: Mapping[str, list[MonthPaid]]
) -> None:
    """Notes the wage and the contributions of one contract, each with the reference that it stands on."""
    values = rates_of(programme)
    pay = programme["pay"]
    for paid in months.values():
        for month in paid:
            dated = values.get(("monthly_rate", row["legal_form"])) or values.get(("monthly_rate", ""), [])
            rate = rate_on(dated, month.month)
            stated = rate if rate and rate.value == row["monthly_rate"] else None
            reference, status = (stated.reference, stated.status) if stated else (pay["reference"], pay["status"])
            used.add(WAGE, "บาท/เดือน", reference, status, row["monthly_rate"])
            if month.period:
                used.add(INSURANCE, "บาท/เดือน", month.period.reference, month.period.status, month.insurance)


# Ceiling salary


def ceiling_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded and rates tables of the special pay of people at or near the ceiling of their salary."""
    programme = office.programmes[name]
    items = {group["group"]: group["item"] for group in programme["staff"]["groups"]}
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    used = RatesUsed()
    occupied = Occupied()
    roster = form_rows(office, name, "ceiling_roster")
    for row in sorted(roster, key=lambda row: (row["post_no"], row["starts"], row["row"])):
        shares = ceiling_shares(office, programme, row)
        reason = ""
        if row["group"] not in items:
            reason = "ประเภทบุคลากรไม่อยู่ในโครงการ"
        elif not any(shares.values()):
            reason = "ไม่ได้รับในปีงบประมาณนี้"
        elif not ceiling_rate(programme, row["percent"], max(row["starts"], office.opens)):
            reason = "ร้อยละไม่อยู่ในอัตราของโครงการ"
        elif not occupied.take(row["post_no"], row["starts"], row["ends"]):
            reason = "ช่วงที่ได้รับซ้อนกับแถวก่อน"
        if reason:
            pays = (ceiling_pay(row["ceiling_salary"], row["percent"], months) for months in shares.values())
            excluded.append(excluded_row(office, row["smis"], reason, 1, sum(pays, ZERO)))
            continue
        allocation += ceiling_rows(office, row, items[row["group"]], shares)
        note_ceiling_rates(used, programme, row, items[row["group"]], shares)
    first_of_payee(allocation)
    return programme_tables(
        office, name, {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": []}
    )


def ceiling_pay(salary: Decimal, percent: Decimal, shares: Iterable[Share]) -> Decimal:
    """The pay of one half: the percentage of the ceiling salary for its months and parts of months, rounded once."""
    months = sum((share.part for share in shares), Fraction())
    return satang(Fraction(salary) * Fraction(percent) / 100 * months)


def ceiling_rate(programme: Mapping[str, Any], percent: Decimal, day: date) -> Rate | None:
    """The rate of the programme that allows a percentage on a day; None where no rate is that percentage."""
    rates = [rate_on(values, day) for (item, _), values in rates_of(programme).items() if item == "percent_of_ceiling"]
    return next((rate for rate in rates if rate and rate.value == percent), None)


def ceiling_shares(office: Office, programme: Mapping[str, Any], row: Entry) -> dict[str, list[Share]]:
    """The months of one person's period by half."""
    rule = programme["broken_months"]["rule"]
    return {
        half.title: month_shares(row["starts"], row["ends"], half.opens, half.closes, rule) for half in office.halves
    }


def ceiling_rows(office: Office, row: Entry, item: str, shares: Mapping[str, list[Share]]) -> list[Entry]:
    """The allocation rows of one person's period, one per half in which there is a month of it.

    The rate is the ceiling salary, so the quantity is months times percent: another percentage is a change of quantity.
    """
    rows = []
    for half, months in shares.items():
        part = sum((share.part for share in months), Fraction())
        stated = {
            "item": item,
            "amount": ceiling_pay(row["ceiling_salary"], row["percent"], months),
            "months": rounded(part, Decimal("0.0001")),
            "quantity": part * Fraction(row["percent"]),
            "rate": Fraction(row["ceiling_salary"]) / 100,
        }
        if months:
            rows.append(post_row(office, row, half) | stated)
    return rows


def note_ceiling_rates(
    used: RatesUsed, programme: Mapping[str, Any], row: Entry, item: str, shares: Mapping[str, list[Share]]
) -> None:
    """Notes the ceiling salary of one person under the reference of the percentage that it is multiplied by."""
    for share in (share for months in shares.values() for share in months):
        rate = ceiling_rate(programme, row["percent"], share.month)
        if rate:
            used.add(item, "บาท/เดือน (ฐานที่คูณร้อยละ)", rate.reference, rate.status, row["ceiling_salary"])


# Rent

NOTHING_DUE = "ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้"
LOAN, RENTED = "ผ่อนชำระเงินกู้", "เช่าบ้าน"
HOUSE_ITEMS = {RENTED: "ค่าเช่าบ้าน", LOAN: "ค่าผ่อนชำระเงินกู้"}
LAND_ITEMS = {"รายเดือน": ("ค่าเช่าที่ดินรายเดือน", "บาท/เดือน"), "รายปี": ("ค่าเช่าที่ดินรายปี", "บาท/ปีสัญญา")}


@dataclass(frozen=True)
class RentDue:
    """What one claim costs in one half, in baht.

    By the contract and as paid, and the months (or contract years) it is due for.
    """

    due: Decimal
    paid: Decimal
    quantity: Fraction
    rate: Fraction


def monthly_rent(rent: Decimal, ceiling: Decimal | None, shares: Iterable[Share]) -> RentDue:
    """Rent by the month.

    What is due by the contract, and what is paid, which is not above the ceiling (None = no ceiling).
    """
    covered = list(shares)
    payable = rent if ceiling is None else min(rent, ceiling)
    due = sum((satang(Fraction(rent) * share.part) for share in covered), ZERO)
    paid = sum((satang(Fraction(payable) * share.part) for share in covered), ZERO)
    return RentDue(due, paid, sum((share.part for share in covered), Fraction()), Fraction(payable))


def yearly_rent(rent: Decimal, starts: date, ends: date | None, half: Half, rule: str) -> RentDue:
    """Rent by the contract year.

    Paid whole in the half in which a contract year begins, a last year that is not whole by its months.
    """
    quantity = Fraction()
    begins = starts
    while begins <= min(half.closes, ends or date.max):
        closes = same_day(begins, begins.year + 1) - timedelta(days=1)
        if half.opens <= begins:
            months = month_shares(begins, ends, begins, closes, rule)
            quantity += min(sum((share.part for share in months), Fraction()) / 12, Fraction(1))
        begins = same_day(starts, begins.year + 1)
    amount = satang(Fraction(rent) * quantity)
    return RentDue(amount, amount, quantity, Fraction(rent))


def same_day(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes 28 February in a year that has none."""
    return (
        day.replace(year=year, day=28)
        if (day.month, day.day) == (2, 29) and not calendar.isleap(year)
        else day.replace(year=year)
    )


def rent_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded, rates and claims tables of house rent or of the rent of temple land."""
    programme = office.programmes[name]
    form = programme["form"]
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    claims: list[Entry] = []
    used = RatesUsed()
    source = programme["contract_amounts"]
    for row in form_rows(office, name, form):
        item, unit, rent = rent_item(form, row)
        dues = {half.title: rent_of_half(programme, form, row, half) for half in office.halves}
        allocation += rent_rows(office, row, item, dues)
        claims.append(claim_row(office, form, row, dues))
        above = claims[-1]["above"]
        if above:
            excluded.append(excluded_row(office, row["smis"], "ส่วนที่เกินวงเงินสิทธิ", 1, above))
        if claims[-1]["outcome"] == NOTHING_DUE:
            excluded.append(excluded_row(office, row["smis"], NOTHING_DUE, 1, ZERO))
        else:
            used.add(item, unit, source["reference"], source["status"], min(rent, row.get("monthly_ceiling") or rent))
    tables = {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": [], "claims": claims}
    return programme_tables(office, name, tables)


def rent_item(form: str, row: Entry) -> tuple[str, str, Decimal]:
    """The item, unit and rent of one claim."""
    if form == "house_rent":
        return HOUSE_ITEMS[row["claim_kind"]], "บาท/เดือน", row["monthly_rent"]
    return *LAND_ITEMS[row["per"]], row["rent"]


def rent_of_half(programme: Mapping[str, Any], form: str, row: Entry, half: Half) -> RentDue:
    """What one claim costs in one half."""
    rule = programme["broken_months"]["rule"]
    if row.get("per") == "รายปี":
        return yearly_rent(row["rent"], row["starts"], row["ends"], half, rule)
    shares = month_shares(row["starts"], row["ends"], half.opens, half.closes, rule)
    if form == "house_rent":
        return monthly_rent(row["monthly_rent"], row["monthly_ceiling"], shares)
    return monthly_rent(row["rent"], None, shares)


def rent_rows(office: Office, row: Entry, item: str, dues: Mapping[str, RentDue]) -> list[Entry]:
    """The allocation rows of one claim, one per half in which it is due; the payee is the claim.

    A plot of land is no person: it counts 0.
    """
    shared = {"smis": row["smis"], "district": office.district_of(row["smis"]), "item": item, "payee": row["claim_no"]}
    rows = [
        shared
        | {"half": half, "tranche": half, "amount": due.paid, "quantity": due.quantity, "rate": due.rate, "counted": 0}
        for half, due in dues.items()
        if due.quantity
    ]
    for first in rows[:1]:
        first["counted"] = int("claim_kind" in row)
    return rows


def claim_row(office: Office, form: str, row: Entry, dues: Mapping[str, RentDue]) -> Entry:
    """One claim of the register: what is due, paid and above the ceiling in the year, and whether it ends by then."""
    due = sum((due.due for due in dues.values()), ZERO)
    paid = sum((due.paid for due in dues.values()), ZERO)
    who = f"{row['position']} {row['claim_no']}" if form == "house_rent" else f"{row['temple']} สัญญา {row['claim_no']}"
    outcome = "จ่ายเท่าวงเงินสิทธิ" if due > paid else "จ่ายตามสัญญา" if due else NOTHING_DUE
    ends = row["ends"] is not None and row["ends"] <= office.closes
    return {
        "smis": row["smis"],
        "claim": f"{office.name_of(row['smis'])} {who}",
        "due": due,
        "paid": paid,
        "above": due - paid,
        "outcome": outcome,
        "standing": "สิ้นสุดในหรือก่อนปีงบประมาณนี้" if ends else "",
    }


# Registers: what was allotted, committed and spent

ALLOTTED, COMMITTED, SPENT = "จัดสรร", "ผูกพัน", "เบิกจ่าย"
MEASURES = {"ผูกพัน": COMMITTED, "แก้ไขผูกพัน": COMMITTED, "เบิกจ่าย": SPENT, "ส่งคืน": SPENT, "แก้ไขเบิกจ่าย": SPENT}
AFTER_AS_OF = "ลงวันที่หลังวันที่ของข้อมูล"
INVESTMENT = "งบลงทุน"


def quarter_of(day: date) -> str:
    """The quarter of the fiscal year, which begins in October."""
    return f"ไตรมาสที่ {(day.month - 10) % 12 // 3 + 1}"


def movements(office: Office) -> list[Entry]:
    """Every counted entry of the allotment and the spending register, with what it measures.

    Returns are below zero as registered.
    """
    entries = [row | {"measure": ALLOTTED} for row in form_rows(office, "allotments", "allotments")]
    entries += [row | {"measure": MEASURES[row["entry"]]} for row in form_rows(office, "spending", "spending")]
    for row in entries:
        row |= {
            "month": SHORT_MONTHS[row["on"].month - 1],
            "quarter": quarter_of(row["on"]),
            "half": office.half_of(row["on"]),
        }
    return entries


def total(rows: Iterable[Entry], **values: str) -> Decimal:
    """The sum of the amounts of the rows that hold the given values."""
    return sum((row["amount"] for row in rows if all(row[name] == value for name, value in values.items())), ZERO)


@dataclass(frozen=True)
class Target:
    """The cumulative target of one quarter, in percent of what was allotted."""

    quarter: str
    by: date
    overall: Decimal
    investment: Decimal
    current: Decimal
    commitment: Decimal | None

    def percent(self, expenditure: str) -> Decimal:
        """The target of one expenditure type: investment has its own, all others are current expenditure."""
        return self.investment if expenditure == INVESTMENT else self.current


def targets(office: Office) -> list[Target]:
    """The year's targets by quarter; without a target for current expenditure the overall one holds."""
    return [
        Target(
            f"ไตรมาสที่ {entry['quarter']}",
            thai_day(entry["by"]),
            Decimal(entry["overall"]),
            Decimal(entry["investment"]),
            Decimal(entry.get("current", entry["overall"])),
            Decimal(entry["commitment"]) if "commitment" in entry else None,
        )
        for entry in office.fiscal_year["targets"]["targets"]
    ]


def standing_of(allotted: Decimal, gap: Decimal, points: Decimal) -> str:
    """What a gap to the target means: within `points` percentage points of what was allotted it is on target."""
    if not allotted:
        return "ไม่มีเงินจัดสรร"
    share = gap * 100 / allotted
    return "ตามเป้าหมาย" if abs(share) <= points else "เร็วกว่าเป้าหมาย" if share > 0 else "ล่าช้ากว่าเป้าหมาย"


def disbursement_tables(office: Office, name: str) -> Tables:
    """The tables of the disbursement report: movements until the day of the data, held against the targets."""
    programme = office.programmes[name]
    entries = movements(office)
    known = [row for row in entries if row["on"] <= office.as_of]
    used = RatesUsed()
    source = programme["register_amounts"]
    allocation: list[Entry] = []
    for row in known:
        if row["measure"] == SPENT:
            item = office.label_of(row["programme"])
            used.add(item, "บาท/รายการ", source["reference"], source["status"], row["amount"])
            allocation.append(office_row(office, item, row["half"], row["quarter"], row["amount"]))
    tables = {
        "allocation": allocation,
        "excluded": later_rows(office, entries),
        "rates": used.rows(),
        "uncomputed": [],
        "movements": known,
        "targets": target_rows(office, known),
        "reached": reached_rows(office, known),
        "standing": standing_rows(office, known, Decimal(programme["tolerance"]["points"])),
    }
    return programme_tables(office, name, tables)


def later_rows(office: Office, entries: list[Entry]) -> list[Entry]:
    """The entries that are dated after the day of the data and therefore are not counted."""
    later = [row for row in entries if row["on"] > office.as_of]
    return [excluded_row(office, office.code, AFTER_AS_OF, 1, row["amount"]) for row in later]


def office_row(office: Office, item: str, half: str, tranche: str, amount: Decimal) -> Entry:
    """One allocation row of money that is the office's own and nobody's pay."""
    return {
        "smis": office.code,
        "district": OFFICE_DISTRICT,
        "item": item,
        "half": half,
        "tranche": tranche,
        "amount": amount,
        "payee": "",
        "counted": 0,
        "quantity": Fraction(1),
    }


def always(percent: Decimal) -> Callable[[str], Decimal]:
    """The same percentage for every expenditure type."""
    return lambda _: percent


def target_of(part: list[Entry], percent: Callable[[str], Decimal]) -> Decimal:
    """The target in baht of what is allotted: every programme and expenditure type is rounded for itself."""
    sources = dict.fromkeys((row["programme"], row["expenditure"]) for row in part)
    sums = (
        satang(total(part, measure=ALLOTTED, programme=name, expenditure=kind) * percent(kind) / 100)
        for name, kind in sources
    )
    return sum(sums, ZERO)


def target_rows(office: Office, known: list[Entry]) -> list[Entry]:
    """The targets in baht, from what is allotted by the day of the data."""
    return [
        {
            "quarter": target.quarter,
            "overall": target_of(known, always(target.overall)),
            "commits": target.commitment is not None,
            "commitment": target_of(known, always(target.commitment or ZERO)),
        }
        for target in targets(office)
    ]


def reached_rows(office: Office, known: list[Entry]) -> list[Entry]:
    """What is spent by the end of every quarter that has ended by the day of the data."""
    return [
        {"quarter": target.quarter, "amount": total((row for row in known if row["on"] <= target.by), measure=SPENT)}
        for target in targets(office)
        if target.by <= office.as_of
    ]


def standing_rows(office: Office, known: list[Entry], points: Decimal) -> list[Entry]:
    """The whole, every expenditure type and every programme against the last target that has fallen due."""
    due = [target for target in targets(office) if target.by <= office.as_of][-1:]
    rows = [standing_row("ภาพรวม", "ภาพรวม", "", known, due, points)]
    for expenditure in dict.fromkeys(row["expenditure"] for row in known):
        part = [row for row in known if row["expenditure"] == expenditure]
        rows.append(standing_row("งบรายจ่าย", expenditure, "", part, due, points))
    for programme in dict.fromkeys(row["programme"] for row in known):
        part = [row for row in known if row["programme"] == programme]
        rows.append(standing_row("โครงการ", office.label_of(programme), programme, part, due, points))
    return rows


def standing_row(
    scope: str, title: str, programme: str, part: list[Entry], due: list[Target], points: Decimal
) -> Entry:
    """One line against the target; a programme's target is the sum of the targets of its expenditure types."""
    allotted, spent = total(part, measure=ALLOTTED), total(part, measure=SPENT)
    target = ZERO
    for last in due:
        target = target_of(part, always(last.overall) if scope == "ภาพรวม" else last.percent)
    standing = standing_of(allotted, spent - target, points)
    return {
        "scope": scope,
        "programme": programme,
        "named": f"{title} | {standing}",
        "standing": standing,
        "allotted": allotted,
        "spent": spent,
        "bound": spent + total(part, measure=COMMITTED),
        "target": target,
        "gap": spent - target,
    }


# Transfers

COUNTED, CANCELLED, OVERDRAWN = "นับ", "ยกเลิกแล้ว", "โอนเกินเงินเหลือจ่าย"
SAME_PROGRAMME = "ต้นทางและปลายทางเป็นโครงการเดียวกัน"
ALL_STEPS, NO_FOLLOW_UP = "ครบทุกขั้น", "ไม่ต้องติดตาม"
STEPS = (
    ("committee_on", "committee", "รอคณะกรรมการเห็นชอบ"),
    ("governor_on", "governor", "รอผู้ว่าราชการจังหวัดเห็นชอบ"),
    ("reported_on", "report", "รอรายงาน สพฐ."),
)


def leftover(allotted: Decimal, committed: Decimal, spent: Decimal, rule: str) -> Decimal:
    """What may be transferred: allotted less spent less what is committed and not paid yet, but nothing below zero.

    `rule` is `leftover.commitments`: `outstanding` = the register lowers a commitment when it is paid, `kept` = it
    never does.
    """
    unpaid = committed if rule == "outstanding" else max(committed - spent, ZERO)
    return max(allotted - spent - unpaid, ZERO)


def may_be_moved(programme: Mapping[str, Any], origin: str) -> bool:
    """Whether a programme's leftover money may be transferred, by what is decided about its success."""
    states = {entry["programme"]: entry["state"] for entry in programme["success"]["states"]}
    return bool(states.get(origin, "met" if programme["success"]["unknown"] == "counted" else "not_met") == "met")


def balance_rows(office: Office, programme: Mapping[str, Any]) -> list[Entry]:
    """What every programme and expenditure type has left on the day of the data, before any transfer."""
    known = [row for row in movements(office) if row["on"] <= office.as_of]
    rows = []
    for name, expenditure in dict.fromkeys((row["programme"], row["expenditure"]) for row in known):
        allotted, committed, spent = (
            total(known, programme=name, expenditure=expenditure, measure=measure)
            for measure in (ALLOTTED, COMMITTED, SPENT)
        )
        rule = programme["leftover"]["commitments"]
        left = leftover(allotted, committed, spent, rule) if may_be_moved(programme, name) else ZERO
        rows.append(
            {
                "programme": name,
                "expenditure": expenditure,
                "allotted": allotted,
                "committed": committed,
                "spent": spent,
                "leftover": left,
                "moved_out": ZERO,
                "moved_in": ZERO,
                "free": left,
            }
        )
    return rows


def outcome_of(proposal: Entry, balances: list[Entry]) -> str:
    """What becomes of one proposal; one that counts is taken from its origin's money."""
    if proposal["state"] == "ยกเลิก":
        return CANCELLED
    if proposal["origin"] == proposal["target"]:
        return SAME_PROGRAMME
    sources = [row for row in balances if row["programme"] == proposal["origin"]]
    if proposal["amount"] > sum((row["free"] for row in sources), ZERO):
        return OVERDRAWN
    rest = proposal["amount"]
    for row in sources:
        taken = min(rest, row["free"])
        row["free"] -= taken
        row["moved_out"] += taken
        rest -= taken
    return COUNTED


def trail_row(office: Office, programme: Mapping[str, Any], proposal: Entry, outcome: str) -> Entry:
    """One proposal with the steps of its approval: which step it waits for and by how many days that is overdue."""
    waiting, overdue, last = ALL_STEPS, 0, proposal["proposed_on"]
    for column, limit, word in STEPS:
        if proposal[column] is None or proposal[column] > office.as_of:
            waiting, overdue = word, max((office.as_of - last).days - int(programme["approval"][limit]), 0)
            break
        last = proposal[column]
    if outcome != COUNTED:
        waiting, overdue = NO_FOLLOW_UP, 0
    timing = "ไม่มีขั้นที่รอ" if waiting in (ALL_STEPS, NO_FOLLOW_UP) else "เกินกำหนด" if overdue else "ยังไม่ถึงกำหนด"
    dates = [written_date(proposal[column]) for column in ("proposed_on", *(step[0] for step in STEPS))]
    names = [office.label_of(proposal[column]) for column in ("origin", "target")]
    return {
        "proposal": " | ".join([proposal["proposal_no"], *names]),
        "amount": proposal["amount"],
        "outcome": outcome,
        "waiting": waiting,
        "overdue": overdue,
        "timing": timing,
        "steps": " | ".join([proposal["proposal_no"], *dates, outcome, waiting]),
    }


def transfer_tables(office: Office, name: str) -> Tables:
    """The tables of the transfer report: what is left, and which proposals count, in the order in which they came."""
    programme = office.programmes[name]
    balances = balance_rows(office, programme)
    source = programme["transfer_amounts"]
    tables: Tables = {"allocation": [], "uncomputed": [], "balances": balances, "trail": []}
    tables["excluded"] = later_rows(office, movements(office))
    used = RatesUsed()
    proposals = sorted(form_rows(office, "transfers", "transfers"), key=lambda row: (row["proposed_on"], row["row"]))
    for proposal in proposals:
        outcome = AFTER_AS_OF if proposal["proposed_on"] > office.as_of else outcome_of(proposal, balances)
        tables["trail"].append(trail_row(office, programme, proposal, outcome))
        if outcome != COUNTED:
            tables["excluded"].append(excluded_row(office, office.code, outcome, 1, proposal["amount"]))
            continue
        item, half = office.label_of(proposal["target"]), office.half_of(proposal["proposed_on"])
        tables["allocation"].append(
            office_row(office, item, half, half, proposal["amount"]) | {"payee": proposal["proposal_no"]}
        )
        used.add(item, "บาท/ข้อเสนอ", source["reference"], source["status"], proposal["amount"])
        receive(balances, proposal, programme)
    tables["rates"] = used.rows()
    return programme_tables(office, name, tables)


def receive(balances: list[Entry], proposal: Entry, programme: Mapping[str, Any]) -> None:
    """Adds a counted proposal to what its target gets; a target without any movement gets a row of its own."""
    rows = [row for row in balances if row["programme"] == proposal["target"]]
    if not rows:
        rows = [
            {"programme": proposal["target"], "expenditure": programme["expenditure"]}
            | dict.fromkeys(("allotted", "committed", "spent", "leftover", "moved_out", "moved_in", "free"), ZERO)
        ]
        balances += rows
    rows[0]["moved_in"] += proposal["amount"]


# Pupils of a DMC round

Grades: TypeAlias = dict[str, int]


@dataclass(frozen=True)
class Round:
    """What one DMC round says, as far as money depends on it.

    Counts are pupils by school and grade, both sexes together.

    `enrolment` None = nothing was received. `categories` holds the reports by category that were received: report,
    label, school, grade. `confirmed` None = no confirmations were received. `left_out` are listed pupils who are
    not counted: school, grade, reason.
    """

    code: str
    enrolment: dict[str, Grades] | None
    categories: dict[str, dict[str, dict[str, Grades]]]
    confirmed: set[str] | None
    left_out: list[tuple[str, str, str]]


def by_school(rows: Iterable[Row]) -> dict[str, Grades]:
    """The pupils of the rows by school and grade."""
    schools: dict[str, Grades] = {}
    for row in rows:
        grades = schools.setdefault(str(row["smis"]), {})
        grades[str(row["grade"])] = grades.get(str(row["grade"]), 0) + int(decimal(row["pupils"]))
    return schools


@lru_cache
def read_round(office: Office, code: str, name: str) -> Round:
    """The round as the per-head programme `name` counts it; a report that was not received is not in it."""
    context = office.rounds
    pupils = context.table(f"{code}/dmc/enrolment").rows
    enrolment = None
    if pupils:
        schools = context.table(f"{code}/dmc/schools").rows
        enrolment = {str(row["smis"]): Grades() for row in schools if row["delivered"]} | by_school(pupils)
    confirmed = None
    if newest(context, code, "dmc", "confirmations"):
        rows = context.table(f"{code}/dmc/confirmations").rows
        confirmed = {str(row["smis"]) for row in rows if row["confirmation"] != "ยังไม่ยืนยัน"}
    return Round(code, enrolment, round_categories(office, code, name), confirmed, left_out(office, code, name))


def round_categories(office: Office, code: str, name: str) -> dict[str, dict[str, dict[str, Grades]]]:
    """The reports by category that the programme's items count, as far as they were received."""
    wanted = {item["category"]["report"] for item in office.programmes[name]["items"] if "category" in item}
    rows = office.rounds.table(f"{code}/dmc/categories").rows
    categories: dict[str, dict[str, dict[str, Grades]]] = {}
    for report in wanted:
        part = [row for row in rows if row["report"] == report]
        if part or newest(office.rounds, code, "dmc", report):
            labels = dict.fromkeys(str(row["category"]) for row in part)
            categories[report] = {label: by_school(row for row in part if row["category"] == label) for label in labels}
    return categories


def left_out(office: Office, code: str, name: str) -> list[tuple[str, str, str]]:
    """The listed pupils who are not counted, by the programme's rules: school, grade and reason.

    One pupil has one reason.

    Pupils are told apart by a valid number alone, which stays in memory.
    """
    pupils = office.rounds.table(f"{code}/dmc/pupils").rows
    programme = office.programmes[name]
    rules = programme["duplicates"]
    numbers = Counter((row["number"], row["smis"]) for row in pupils if row["number_kind"] != "other")
    schools = Counter(who for who, _ in numbers)
    day = as_of(office.rounds, code) if pupils else date.max
    known: set[tuple[Value, Value]] = set()
    reasons: list[tuple[str, str, str]] = []
    for row in pupils:
        who = (row["number"], row["smis"])
        again = who in numbers and who in known
        known.add(who)
        reason = ""
        if schools[row["number"]] > 1 and rules["across_schools"] == "none_counted":
            reason = "ซ้ำกับโรงเรียนอื่น"
        elif again and rules["within_school"] == "first_counted":
            reason = "ซ้ำในโรงเรียนเดียวกัน"
        elif too_young(programme, str(row["grade"]), day_of(str(row["born"])), day):
            reason = "อายุต่ำกว่าเกณฑ์"
        if reason:
            reasons.append((str(row["smis"]), str(row["grade"]), reason))
    return reasons


def too_young(programme: Mapping[str, Any], grade: str, born: date | None, day: date) -> bool:
    """Whether a pupil is below the lowest age of the grade in full years; one whose birthday is not stated is not."""
    if programme["under_age"]["rule"] != "left_out" or born is None:
        return False
    ages = {entry["grade"]: int(entry["age"]) for entry in programme["under_age"]["ages"]}
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < ages.get(grade, 0)


# Per-head subsidy

TERM_2, TERM_1 = "ภาคเรียนที่ 2", "ภาคเรียนที่ 1"
FIRST_PART, REST_PART = "งวดแรก", "ส่วนที่เหลือ"
NO_RATE, NO_FILE, NO_ROUND = "ไม่มีอัตรา", "ไม่ได้รับไฟล์", "ไม่ได้รับข้อมูลของรอบ"
ALL_ITEMS = "ทุกรายการ"
NOT_CONFIRMED, NOT_IN_ROUND = "ไม่ยืนยันข้อมูล", "ไม่มีข้อมูลในรอบ"


@dataclass(frozen=True)
class Tranche:
    """One payment of a term.

    Its title and half, the round that it counts, whether grades move up, and the part of the term it pays.

    `before` is the tranche whose payments are taken off; None = nothing was paid before.
    """

    title: str
    half: str
    term: str
    round: str
    moved_up: bool
    part: Decimal
    before: str | None


def tranches(office: Office, programme: Mapping[str, Any]) -> list[Tranche]:
    """The tranches of the fiscal year in the order in which they are paid.

    Term 2 in the first half, then term 1 in the second.
    """
    rounds = office.fiscal_year["rounds"]
    first, second = (half.title for half in office.halves)
    share = Decimal(programme["term_2"]["first"]) / 100
    listed = []
    if share < 1:
        early = f"{TERM_2} {FIRST_PART}"
        code = rounds["term_2_advance"]["round"] if "term_2_advance" in rounds else rounds["term_2"]
        listed.append(Tranche(early, first, "term_2", code, False, share, None))
        listed.append(Tranche(f"{TERM_2} {REST_PART}", first, "term_2", rounds["term_2"], False, Decimal(1), early))
    else:
        listed.append(Tranche(TERM_2, first, "term_2", rounds["term_2"], False, Decimal(1), None))
    early = f"{TERM_1} {FIRST_PART}"
    part = Decimal(programme["term_1"]["first"]) / 100
    listed.append(Tranche(early, second, "term_1", rounds["term_1_advance"], True, part, None))
    listed.append(Tranche(f"{TERM_1} {REST_PART}", second, "term_1", rounds["term_1"], False, Decimal(1), early))
    return listed


def moved_up(grades: Grades, order: list[str], entry_grades: Iterable[str]) -> Grades:
    """Every grade gets the pupils of the grade below it; an entry grade keeps its own."""
    entry = set(entry_grades)
    return {
        grade: grades.get(grade if grade in entry or not index else order[index - 1], 0)
        for index, grade in enumerate(order)
    }


def term_rate(rate: Decimal, item: Mapping[str, Any], term: str, odd_baht: str) -> Decimal:
    """Baht a pupil for one term: the term's percentage of the annual rate.

    `term_1` of odd_baht: term 2 is rounded down to whole baht, and term 1 has what remains; `exact`: the percentage
    as it is.
    """
    percent = Decimal(item[term]) / 100
    if odd_baht == "exact" or percent in (0, 1):
        return rate * percent
    term_2 = (rate * Decimal(item["term_2"]) / 100).to_integral_value(ROUND_FLOOR)
    return term_2 if term == "term_2" else rate - term_2


@dataclass(frozen=True)
class PerHead:
    """The per-head rules of one programme, with what they need of its parameters."""

    programme: Mapping[str, Any]

    @cached_property
    def level_of(self) -> dict[str, str]:
        """The level of every grade that money is paid for, from the lowest grade up."""
        return {grade: level["level"] for level in self.programme["levels"]["levels"] for grade in level["grades"]}

    @property
    def order(self) -> list[str]:
        """The grades from the lowest up."""
        return list(self.level_of)

    @cached_property
    def rates(self) -> dict[tuple[str, str], list[Rate]]:
        """The rates by item and by grade or level."""
        return rates_of(self.programme)

    def rate(self, item: str, grade: str, level: str, day: date) -> Rate | None:
        """The annual rate on a day: the grade's, else the level's, else the one for all."""
        return next(
            (rate for group in (grade, level, "") if (rate := rate_on(self.rates.get((item, group), []), day))), None
        )

    def level_pupils(self, grades: Grades) -> dict[str, int]:
        """Pupils by level."""
        counts = dict.fromkeys(self.level_of.values(), 0)
        for grade, level in self.level_of.items():
            counts[level] += grades.get(grade, 0)
        return counts

    def small_levels(self, grades: Grades) -> set[str]:
        """The levels in which a school is small by these pupils."""
        pupils = self.level_pupils(grades)
        groups = self.programme["small_schools"]["groups"]
        small = [
            group
            for group in groups
            if sum(pupils[level] for level in group.get("counted", group["levels"])) <= int(group["most"])
        ]
        return {level for group in small for level in group["levels"]}

    def counted(
        self, item: Mapping[str, Any], grades: Grades, category: Grades
    ) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        """The pupils that one item is paid for, by level and grade, and by level those above the cap, which are not.

        Pupils of a category are counted by level, with an empty grade, because the cap is the level's.
        """
        if item["counts"] == "category_pupils":
            return self._category_pupils(item, grades, category)
        levels = set(item["levels"])
        if item["counts"] == "small_school_pupils":
            levels &= self.small_levels(grades)
        return {(level, grade): grades.get(grade, 0) for grade, level in self.level_of.items() if level in levels}, {}

    def _category_pupils(
        self, item: Mapping[str, Any], grades: Grades, category: Grades
    ) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        caps = {cap["level"]: Decimal(cap["most"]) for cap in item["category"].get("caps", [])}
        counts, above = {}, {}
        pupils, whole = self.level_pupils(category), self.level_pupils(grades)
        for level in item["levels"]:
            most = int(whole[level] * caps[level] / 100) if level in caps else pupils[level]
            counts[level, ""] = min(pupils[level], most)
            above[level] = max(pupils[level] - most, 0)
        return counts, above


def category_of(item: Mapping[str, Any], counted: Round) -> dict[str, Grades] | None:
    """The pupils of an item's category by school and grade, all labels together.

    None where the report was not received.
    """
    if "category" not in item:
        return {}
    report = counted.categories.get(item["category"]["report"])
    if report is None:
        return None
    schools: dict[str, Grades] = {}
    for label in item["category"]["labels"]:
        for smis, grades in report.get(label_key(label), {}).items():
            added = schools.setdefault(smis, {})
            for grade, pupils in grades.items():
                added[grade] = added.get(grade, 0) + pupils
    return schools


@dataclass
class PerHeadTables:
    """The tables of the per-head programme while they are made, tranche by tranche.

    `paid` holds what a tranche pays by school, item, level and grade, so that the next one of the term can take it off;
    `by_school` the same claims by tranche and school.
    """

    office: Office
    name: str
    rules: PerHead
    allocation: list[Entry] = field(default_factory=list)
    excluded: list[Entry] = field(default_factory=list)
    uncomputed: list[Entry] = field(default_factory=list)
    unrated: list[Entry] = field(default_factory=list)
    used: RatesUsed = field(default_factory=RatesUsed)
    paid: dict[str, dict[tuple[str, str, str, str], Decimal]] = field(default_factory=dict)
    by_school: dict[tuple[str, str], list[tuple[str, str, str, str]]] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)

    def round(self, code: str) -> Round:
        """A round, read once."""
        if code not in self.rounds:
            self.rounds[code] = read_round(self.office, code, self.name)
        return self.rounds[code]

    def schools(self, counted: Round) -> dict[str, Grades]:
        """The pupils that are counted by school: the enrolment without those that the pupil lists leave out."""
        schools = {smis: dict(grades) for smis, grades in (counted.enrolment or {}).items()}
        for smis, grade, _ in counted.left_out:
            if schools.get(smis, {}).get(grade):
                schools[smis][grade] -= 1
        return schools

    def rate_day(self, tranche: Tranche) -> date:
        """The day whose rates hold: that of the data, but this fiscal year's rates for data of an earlier one."""
        return max(as_of(self.office.rounds, tranche.round), self.office.opens)

    def withheld(self, counted: Round, smis: str) -> bool:
        """Whether a school is not paid from a round because it did not confirm its data."""
        if self.rules.programme["not_confirmed"]["rule"] != "withheld" or counted.confirmed is None:
            return False
        return smis not in counted.confirmed

    def add(self, tranche: Tranche) -> None:
        """Computes one tranche for all schools."""
        counted = self.round(tranche.round)
        self.paid[tranche.title] = {}
        if counted.enrolment is None:
            line = f"{ALL_ITEMS} | {NO_ROUND} {tranche.round}"
            self.uncomputed.append({"item": ALL_ITEMS, "cause": NO_ROUND, "line": line})
            return
        schools = self.schools(counted)
        if tranche.moved_up:
            entry = self.rules.programme["term_1"]["entry_grades"]
            schools = {smis: moved_up(grades, self.rules.order, entry) for smis, grades in schools.items()}
        gone = {smis for title, smis in self.by_school if title == tranche.before} - set(schools)
        for item in self.rules.programme["items"]:
            self._add_item(tranche, counted, schools | dict.fromkeys(sorted(gone), Grades()), item)

    def _add_item(
        self, tranche: Tranche, counted: Round, schools: Mapping[str, Grades], item: Mapping[str, Any]
    ) -> None:
        """Computes one item of one tranche; what it lacks to be computed is noted instead."""
        if not Decimal(item[tranche.term]) or (tranche.moved_up and not item["in_advance"]):
            return
        category = category_of(item, counted)
        if category is None:
            self.uncomputed.append({"item": item["title"], "cause": NO_FILE, "line": f"{item['title']} | {NO_FILE}"})
            return
        missing: set[str] = set()
        for smis, grades in schools.items():
            pupils, above = self.rules.counted(item, grades, category.get(smis, {}))
            pupils |= {claim: 0 for claim in self._paid_before(tranche, smis, item["item"]) if claim not in pupils}
            missing |= self._add_school(tranche, counted, smis, item, pupils)
            if tranche.part == 1:
                self._note_above(tranche, counted, smis, item, above)
        rated = any(name == item["item"] for name, _ in self.rules.rates)
        lines = {
            f"{item['title']} | {NO_RATE} ระดับ{level}" if rated else f"{item['title']} | {NO_RATE}" for level in missing
        }
        self.uncomputed += [{"item": item["title"], "cause": NO_RATE, "line": line} for line in sorted(lines)]

    def _add_school(
        self,
        tranche: Tranche,
        counted: Round,
        smis: str,
        item: Mapping[str, Any],
        pupils: Mapping[tuple[str, str], int],
    ) -> set[str]:
        """The rows of one school and item; the levels that have pupils and no rate."""
        missing: set[str] = set()
        day = self.rate_day(tranche)
        withheld = self.withheld(counted, smis)
        for (level, grade), headcount in pupils.items():
            rate = self.rules.rate(item["item"], grade, level, day)
            before = self.paid.get(tranche.before or "", {}).get((smis, item["item"], level, grade), ZERO)
            if rate is None:
                if headcount and not withheld:
                    missing.add(level)
                    self.unrated.append({"item": item["title"], "tranche": tranche.title, "pupils": headcount})
            elif headcount or before:
                amount = satang(headcount * self._per_pupil(rate, item, tranche)) - before
                if withheld:
                    self._note_withheld(smis, tranche, amount)
                else:
                    self._pay(tranche, (smis, item["item"], level, grade), amount)
                    self.allocation.append(self._row(tranche, smis, item, rate, (level, grade), headcount, amount))
        return missing

    def _pay(self, tranche: Tranche, claim: tuple[str, str, str, str], amount: Decimal) -> None:
        """Remembers what a tranche pays, for the next tranche of the term."""
        self.paid[tranche.title][claim] = amount
        self.by_school.setdefault((tranche.title, claim[0]), []).append(claim)

    def _row(
        self,
        tranche: Tranche,
        smis: str,
        item: Mapping[str, Any],
        rate: Rate,
        group: tuple[str, str],
        headcount: int,
        amount: Decimal,
    ) -> Entry:
        """One allocation row; `group` is its level and grade. Its rate is noted where there is a pupil."""
        level, grade = group
        if headcount:
            self.used.add(f"{item['title']} {level}", "บาท/คน/ปี", rate.reference, rate.status, rate.value)
        return {
            "smis": smis,
            "district": self.office.district_of(smis),
            "item": item["title"],
            "level": level,
            "grade": grade,
            "half": tranche.half,
            "tranche": tranche.title,
            "payee": "",
            "headcount": headcount,
            "amount": amount,
            "counted": headcount if self._counts(item, tranche) else 0,
            "note": "งวดก่อนจ่ายเกินสิทธิ" if amount < 0 else "",
            "rate": Fraction(rate.value),
            "quantity": Fraction(headcount),
        }

    def _paid_before(self, tranche: Tranche, smis: str, item: str) -> list[tuple[str, str]]:
        """The levels and grades that a school was paid an item for in the tranche before.

        What it paid is taken off even if none are left.
        """
        before = self.by_school.get((tranche.before or "", smis), [])
        return [(level, grade) for _, name, level, grade in before if name == item]

    def _per_pupil(self, rate: Rate, item: Mapping[str, Any], tranche: Tranche) -> Decimal:
        """Baht a pupil that the tranche comes to, before what was paid is taken off."""
        odd_baht = self.rules.programme.get("odd_baht", {}).get("rule", "exact")
        return term_rate(rate.value, item, tranche.term, odd_baht) * tranche.part

    def _counts(self, item: Mapping[str, Any], tranche: Tranche) -> bool:
        """Whether these rows count the pupils who are paid: those of the first item and the newest count."""
        return bool(item is self.rules.programme["items"][0] and tranche.title == self.newest_count)

    @cached_property
    def newest_count(self) -> str:
        """The last tranche whose round was received and counts pupils in their own grades; empty for none."""
        whole = (
            tranche
            for tranche in reversed(tranches(self.office, self.rules.programme))
            if tranche.part == 1 and self.round(tranche.round).enrolment is not None
        )
        return next((tranche.title for tranche in whole), "")

    def _note_withheld(self, smis: str, tranche: Tranche, amount: Decimal) -> None:
        """Adds to what a school is not paid because it did not confirm a round."""
        for row in self.excluded:
            if (row["smis"], row["reason"], row["round"]) == (smis, NOT_CONFIRMED, tranche.round):
                row["amount"] += amount
                return
        pupils = sum(self.rules.level_pupils((self.round(tranche.round).enrolment or {}).get(smis, {})).values())
        self.excluded.append(excluded_row(self.office, smis, NOT_CONFIRMED, pupils, amount) | {"round": tranche.round})

    def _note_above(
        self, tranche: Tranche, counted: Round, smis: str, item: Mapping[str, Any], above: Mapping[str, int]
    ) -> None:
        """Notes the pupils above an item's cap, with what they would have cost in the whole term."""
        day = self.rate_day(tranche)
        for level, pupils in above.items():
            rate = self.rules.rate(item["item"], "", level, day)
            if pupils and not self.withheld(counted, smis):
                cost = satang(pupils * self._per_pupil(rate, item, tranche)) if rate else ZERO
                reason = f"เกินเพดาน{item['title']}"
                self.excluded.append(excluded_row(self.office, smis, reason, pupils, cost) | {"round": tranche.round})

    def note_left_out(self) -> None:
        """Notes the pupils that the lists leave out, and the schools that a round does not have.

        Neither has an amount.
        """
        every = {smis for counted in self.rounds.values() for smis in counted.enrolment or {}}
        for counted in self.rounds.values():
            for smis, _, reason in counted.left_out:
                self.excluded.append(excluded_row(self.office, smis, reason, 1, ZERO) | {"round": counted.code})
            for smis in sorted(every - set(counted.enrolment or every)):
                self.excluded.append(excluded_row(self.office, smis, NOT_IN_ROUND, 0, ZERO) | {"round": counted.code})


def payments(office: Office, allocation: list[Entry], order: list[str], rule: str) -> list[Entry]:
    """What every school is paid by tranche, by the rule for what an earlier tranche paid too much.

    `carried` takes a school's sum below zero off its next tranche, `returned` has it pay every row below zero back.
    """
    sums: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [ZERO, ZERO]))
    for row in allocation:
        sums[row["smis"]][row["tranche"]][row["amount"] < 0] += row["amount"]
    rows = []
    for smis, by_tranche in sums.items():
        carried = ZERO
        for tranche in order:
            above, below = by_tranche.get(tranche, [ZERO, ZERO])
            returned = -below if rule == "returned" else ZERO
            due = above + below + returned + carried
            carried = min(due, ZERO)
            rows.append(payment_sums(office, smis, tranche, max(due, ZERO), carried) | {"returned": returned})
    return rows


def payment_sums(office: Office, smis: str, tranche: str, paid: Decimal, carried: Decimal) -> Entry:
    """What one school is paid in a tranche, and what of a sum below zero is carried to the next."""
    shared = {"smis": smis, "district": office.district_of(smis), "tranche": tranche}
    return shared | {"paid": paid, "carried": carried}


def per_head_tables(office: Office, name: str) -> Tables:
    """The tables of the per-head programme.

    What every school is entitled to by tranche, item and grade, and what it is paid.
    """
    programme = office.programmes[name]
    made = PerHeadTables(office, name, PerHead(programme))
    order = tranches(office, programme)
    for tranche in order:
        made.add(tranche)
    made.note_left_out()
    titles = [tranche.title for tranche in order]
    tables = {
        "allocation": made.allocation,
        "excluded": made.excluded,
        "rates": made.used.rows(),
        "uncomputed": made.uncomputed,
        "unrated": made.unrated,
        "payments": payments(office, made.allocation, titles, programme["overpaid"]["rule"]),
    }
    return programme_tables(office, name, tables)


# Requests to local authorities

LUNCH = "อาหารกลางวัน"
GRANTED = ("อนุมัติ", "ได้รับเงินแล้ว")
NOT_GRANTED = {"ยื่นคำขอ": "รอผลการพิจารณา", "ไม่อนุมัติ": "ไม่อนุมัติ"}
NOT_FILLED = "ไม่ได้กรอกจำนวนนักเรียนหรือจำนวนวัน"


def lunch_size(bands: Iterable[Mapping[str, Any]], pupils: int) -> str:
    """The band of a school with so many pupils; the last band has no upper end."""
    return next(str(band["size"]) for band in bands if "up_to" not in band or pupils <= int(band["up_to"]))


def lunch_rates(programme: Mapping[str, Any], day: date) -> dict[str, Rate]:
    """Baht a pupil and day by size of school; a size without a rate on that day is not among them."""
    rates = {group: rate_on(values, day) for (item, group), values in rates_of(programme).items() if item == "lunch"}
    return {group: rate for group, rate in rates.items() if rate}


def lunch_pupils(office: Office, programme: Mapping[str, Any]) -> dict[str, int]:
    """The pupils by whom a school's size is told.

    Of the year's newest DMC round that has the school, in the levels that get lunch.
    """
    levels = programme["lunch_levels"]["levels"]
    pupils: dict[str, int] = {}
    for term in ("term_2", "term_1"):
        rows = office.rounds.table(f"{office.fiscal_year['rounds'][term]}/dmc/enrolment").rows
        counts = {
            smis: sum(grades.values())
            for smis, grades in by_school(row for row in rows if row["level"] in levels).items()
        }
        pupils |= dict.fromkeys((str(row["smis"]) for row in rows), 0) | counts
    return pupils


def support_rows(office: Office, name: str) -> list[Entry]:
    """The counted requests."""
    return form_rows(office, name, "support_requests", {"purpose": {LUNCH, "อื่น ๆ"}})


def support_tables(office: Office, name: str) -> Tables:
    """The tables of requests to local authorities: lunch by the rate of the school's size, everything else as asked."""
    programme = office.programmes[name]
    pupils = lunch_pupils(office, programme)
    tables: Tables = {"allocation": [], "excluded": [], "rates": [], "uncomputed": [], "requests": []}
    used = RatesUsed()
    for row in support_rows(office, name):
        request = request_row(office, programme, pupils, row)
        tables["requests"].append(request)
        reason = request["reason"] or NOT_GRANTED.get(row["state"], "")
        if reason:
            money = row["amount_requested"] if reason == NOT_FILLED else request["due"]
            tables["excluded"].append(excluded_row(office, row["smis"], reason, int(row["pupils"] or 0), money))
            continue
        tables["allocation"].append(support_row(office, row, request))
        used.add(row["purpose"], request["unit"], request["reference"], request["status"], request["rate"])
    tables["rates"] = used.rows()
    count_pupils(tables["allocation"])
    return programme_tables(office, name, tables)


def request_row(office: Office, programme: Mapping[str, Any], pupils: Mapping[str, int], row: Entry) -> Entry:
    """One request: what is asked, due by the rules and approved, and why it cannot be computed where that is so."""
    source = programme["request_amounts"]
    request = {
        "smis": row["smis"],
        "authority": row["authority"],
        "item": row["purpose"],
        "state": row["state"],
        "lunch_size": "",
        "request": f"{office.name_of(row['smis'])} {row['request_no']} {row['purpose']}",
        "asked": row["amount_requested"],
        "approved": row["amount_approved"] or ZERO,
        "reason": "",
    }
    if row["purpose"] == LUNCH:
        return request | lunch_due(office, programme, pupils, row)
    stated = {"reference": source["reference"], "status": source["status"], "rate": row["amount_requested"]}
    return request | stated | {"due": row["amount_requested"], "unit": "บาท/คำขอ"}


def lunch_due(office: Office, programme: Mapping[str, Any], pupils: Mapping[str, int], row: Entry) -> Entry:
    """What is due for lunch: pupils by days by the rate of the school's size, on the first day of the year."""
    if not row["pupils"] or not row["days"]:
        return {"due": ZERO, "reason": NOT_FILLED}
    size = lunch_size(programme["lunch_sizes"]["bands"], pupils.get(row["smis"], int(row["pupils"])))
    rate = lunch_rates(programme, office.opens).get(size)
    if rate is None:
        return {"due": ZERO, "reason": "ไม่มีอัตราที่ใช้ในปีงบประมาณนี้", "lunch_size": size}
    stated = {"reference": rate.reference, "status": rate.status, "rate": rate.value}
    return stated | {"due": satang(row["pupils"] * row["days"] * rate.value), "lunch_size": size, "unit": "บาท/คน/วัน"}


def support_row(office: Office, row: Entry, request: Entry) -> Entry:
    """The allocation row of one granted request, in the half in which it was handed in."""
    half = office.half_of(row["requested_on"])
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "item": row["purpose"],
        "half": half,
        "tranche": half,
        "payee": row["authority"],
        "amount": request["due"],
        "headcount": int(row["pupils"] or 0),
        "counted": 0,
        "rate": Fraction(request["rate"]),
        "quantity": Fraction(1),
    }


def count_pupils(allocation: list[Entry]) -> None:
    """Counts every school's pupils once: on the request with the most."""
    most: dict[str, Entry] = {}
    for row in allocation:
        if row["headcount"] > most.get(row["smis"], {"headcount": 0})["headcount"]:
            most[row["smis"]] = row
    for row in most.values():
        row["counted"] = row["headcount"]


# What became of the per-head subsidy

NOT_ENTITLED = "มีรายการแต่ไม่มีสิทธิ"
PAYMENT_NAMES = {"จัดสรร": "allocated", "จ่าย": "paid", "ส่งคืน": "returned"}
Claim: TypeAlias = tuple[str, str, str]


def payment_state(entitled: Decimal | None, allocated: Decimal, paid: Decimal, returned: Decimal) -> str:
    """What the office calls one school's item and tranche; `entitled` None = the school is not entitled to it."""
    if entitled is None:
        return NOT_ENTITLED
    net = paid - returned
    remaining = entitled - net
    if remaining < 0:
        return "รอหักหรือส่งคืน" if entitled < 0 and not net else "จ่ายเกินสิทธิ"
    if not remaining:
        return "จ่ายครบ"
    if net < 0:
        return "ส่งคืนเกิน"
    if not net:
        return "จัดสรรแล้วยังไม่จ่าย" if allocated else "ยังไม่จัดสรร"
    return "จ่ายไม่ครบ"


def baht(amount: Decimal) -> str:
    """An amount as reports print it."""
    return f"{amount:,.2f} บาท"


def result_row(office: Office, claim: Claim, entitled: Decimal | None, sums: Mapping[str, Decimal]) -> Entry:
    """One school's item and tranche.

    What it is entitled to, what was allocated, paid and returned, and what remains.
    """
    smis, item, tranche = claim
    allocated, paid, returned = (sums.get(name, ZERO) for name in ("allocated", "paid", "returned"))
    remaining = (entitled or ZERO) - (paid - returned)
    words = f"เกินไป {baht(-remaining)}" if remaining < 0 else f"ยังขาด {baht(remaining)}"
    if remaining > 0 and allocated < (entitled or ZERO):
        words += f" จัดสรรไว้ {baht(allocated)}จากสิทธิ {baht(entitled or ZERO)}"
    if remaining > 0 and returned:
        words += f" ส่งคืนแล้ว {baht(returned)}"
    return {
        "smis": smis,
        "district": office.district_of(smis),
        "item": item,
        "tranche": tranche,
        "entitled": entitled or ZERO,
        "allocated": allocated,
        "paid": paid,
        "returned": returned,
        "net": paid - returned,
        "remaining": remaining,
        "state": payment_state(entitled, allocated, paid, returned),
        "line": f"{smis} {item} {tranche} {words}",
    }


def payment_rows(office: Office, name: str) -> list[Entry]:
    """The counted rows of the register of per-head money, by the items and tranches of the entitling programme."""
    entitlement = office.programmes[office.programmes[name]["entitlement"]]
    choices = {
        "item": {item["title"] for item in entitlement["items"]},
        "tranche": {tranche.title for tranche in tranches(office, entitlement)},
    }
    return form_rows(office, name, "per_head_payments", choices)


def claim_of(row: Entry) -> Claim:
    """The school, item and tranche of a row."""
    return row["smis"], row["item"], row["tranche"]


def per_head_result_tables(office: Office, name: str) -> Tables:
    """The tables of the per-head result: payments held against the entitlement, by school, item and tranche."""
    programme = office.programmes[name]
    entitlement = made_tables(office, programme["entitlement"])
    entitled_rows = entitlement[f"{office.year}/{programme['entitlement']}/allocation"]
    entitled: dict[Claim, Decimal] = defaultdict(Decimal)
    for row in entitled_rows:
        entitled[claim_of(row)] += row["amount"]
    sums: dict[Claim, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    allocation: list[Entry] = []
    used = RatesUsed()
    source = programme["payment_amounts"]
    for row in payment_rows(office, name):
        sums[claim_of(row)][PAYMENT_NAMES[row["entry"]]] += row["amount"]
        if row["entry"] == "จ่าย":
            used.add(row["item"], "บาท/รายการ", source["reference"], source["status"], row["amount"])
        if row["entry"] != "จัดสรร":
            allocation.append(payment_row(office, row))
    count_entitled(allocation, entitled_rows)
    claims = dict.fromkeys([*entitled, *sums])
    results = [result_row(office, claim, entitled.get(claim), sums.get(claim, {})) for claim in claims]
    tables = {"allocation": allocation, "excluded": [], "rates": used.rows(), "uncomputed": [], "results": results}
    return entitlement | programme_tables(office, name, tables)


def payment_row(office: Office, row: Entry) -> Entry:
    """The allocation row of one payment; money that comes back is below zero."""
    half = office.half_of(row["on"])
    amount = row["amount"] if row["entry"] == "จ่าย" else -row["amount"]
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "item": row["item"],
        "half": half,
        "tranche": row["tranche"],
        "payee": "",
        "amount": amount,
        "counted": 0,
        "rate": Fraction(1),
        "quantity": Fraction(amount),
    }


def count_entitled(allocation: list[Entry], entitled: list[Entry]) -> None:
    """Counts a school's entitled pupils once it is paid the item and tranche by which they are counted."""
    pupils: dict[Claim, int] = defaultdict(int)
    for row in entitled:
        pupils[claim_of(row)] += row["counted"]
    for row in allocation:
        row["counted"] = pupils.pop(claim_of(row), 0) if row["amount"] > 0 else 0


# The year's allocation

MAKERS: dict[str, Callable[[Office, str], Tables]] = {
    "hire": hire_tables,
    "ceiling_salary": ceiling_tables,
    "rent": rent_tables,
    "local_support": support_tables,
    "per_head": per_head_tables,
    "per_head_result": per_head_result_tables,
    "disbursement": disbursement_tables,
    "transfer": transfer_tables,
}
PAYING_KINDS = ("hire", "ceiling_salary", "rent", "local_support", "per_head")
INSIDE, OUTSIDE = "เงินงบประมาณ", "เงินนอกงบประมาณ"
DUE, RECEIVED, HANDED_ON, LEFT = "ต้องจ่าย", "ได้รับจัดสรร", "จัดสรรแล้ว", "คงเหลือ"


@lru_cache
def made_tables(office: Office, name: str) -> Tables:
    """The tables of one programme, made once; they are not to be changed."""
    return MAKERS[office.programmes[name]["kind"]](office, name)


def money_row(
    office: Office, name: str, fund: str, measure: str, expenditure: str, row: Entry, amount: Decimal
) -> Entry:
    """One amount of the year; its payee is the row's, so that changes are told of whom they are.

    What no rule counts is baht itself.
    """
    return {
        "fund": fund,
        "measure": measure,
        "label": office.label_of(name),
        "expenditure": expenditure,
        "half": row["half"],
        "tranche": row.get("tranche", ""),
        "amount": amount,
        "months": row.get("months", Decimal(0)),
        "item": row.get("item", ""),
        "smis": row.get("smis", ""),
        "payee": row.get("payee", ""),
        "level": row.get("level", ""),
        "grade": row.get("grade", ""),
        "rate": row.get("rate") if "quantity" in row else Fraction(1),
        "quantity": row.get("quantity"),
    }


def fund_of(programme: Mapping[str, Any]) -> str:
    """Whether a programme's money is the office's budget; what local authorities give schools is not."""
    return OUTSIDE if programme["kind"] == "local_support" else INSIDE


def due_money(office: Office) -> list[Entry]:
    """What is due by the rules of every programme that pays; money of others than the office is outside the budget."""
    rows = []
    for name, programme in office.programmes.items():
        if programme["kind"] not in PAYING_KINDS:
            continue
        fund = fund_of(programme)
        tables = made_tables(office, name)
        rows += [
            money_row(office, name, fund, DUE, programme["expenditure"], row, row["amount"])
            for row in tables[f"{office.year}/{name}/allocation"]
        ]
        for row in support_rows(office, name) if fund == OUTSIDE else []:
            if row["state"] == "ได้รับเงินแล้ว":
                half = {"half": office.half_of(row["requested_on"])}
                rows.append(
                    money_row(
                        office, name, fund, RECEIVED, programme["expenditure"], half, row["amount_approved"] or ZERO
                    )
                )
    return rows


def registered_money(office: Office) -> list[Entry]:
    """What the registers say: received, spent and left by the day of the data, and what is handed on to schools."""
    rows = []
    for row in movements(office):
        if row["on"] > office.as_of or row["measure"] == COMMITTED:
            continue
        measure, sign = (RECEIVED, 1) if row["measure"] == ALLOTTED else (SPENT, -1)
        name, kind, half = row["programme"], row["expenditure"], {"half": row["half"]}
        fund = fund_of(office.programmes[name])
        rows.append(money_row(office, name, fund, measure, kind, half, row["amount"]))
        rows.append(money_row(office, name, fund, LEFT, kind, half, sign * row["amount"]))
    for name, programme in office.programmes.items():
        for row in payment_rows(office, name) if programme["kind"] == "per_head_result" else []:
            if row["entry"] == "จัดสรร":
                entitling = programme["entitlement"]
                school = {"half": office.half_of(row["on"]), "item": row["item"], "smis": row["smis"]}
                expenditure = office.programmes[entitling]["expenditure"]
                rows.append(money_row(office, entitling, INSIDE, HANDED_ON, expenditure, school, row["amount"]))
    return rows


def money_changes(money: list[Entry], compare: Callable[[list[Entry]], list[Entry]]) -> list[Entry]:
    """The changes of every fund, measure and programme for itself, by `compare`."""
    changes: list[Entry] = []
    for fund, measure, label in dict.fromkeys((row["fund"], row["measure"], row["label"]) for row in money):
        part = [row for row in money if (row["fund"], row["measure"], row["label"]) == (fund, measure, label)]
        changes += [change | {"fund": fund, "measure": measure, "label": label} for change in compare(part)]
    return changes


@lru_cache
def year_tables(office: Office) -> Tables:
    """The tables of the year's allocation report, over all programmes."""
    money = due_money(office) + registered_money(office)
    changes = money_changes(money, lambda part: half_changes(part, office.halves))
    base = f"{office.year}/programmes"
    tables: Tables = {
        f"{base}/money": money,
        f"{base}-since-first-half/money": changes,
        f"{base}/rates": [],
        f"{base}/uncomputed": [],
    }
    for name, programme in office.programmes.items():
        if programme["kind"] not in PAYING_KINDS:
            continue
        made = made_tables(office, name)
        for row in made[f"{office.year}/{name}/rates"]:
            tables[f"{base}/rates"].append(row | {"rate_used": f"{programme['number']} {row['rate_used']}"})
        for row in made[f"{office.year}/{name}/uncomputed"]:
            tables[f"{base}/uncomputed"].append(row | {"line": f"{programme['number']} {row['line']}"})
    return tables


# Reports


def as_rows(entries: Iterable[Entry]) -> list[Row]:
    """The rows as facts are evaluated on them: counts become Decimals.

    Dates and fractions, which no fact asks for, are left out.
    """
    rows: list[Row] = []
    for entry in entries:
        row: dict[str, Value] = {}
        for name, value in entry.items():
            if isinstance(value, int) and not isinstance(value, bool):
                row[name] = Decimal(value)
            elif value is None or isinstance(value, str | bool | Decimal):
                row[name] = value
        rows.append(row)
    return rows


def fill(context: Context, tables: Tables) -> dict[FactKey, Decimal]:
    """Gives a report its tables; every fact is then evaluated on them by its own filter."""
    context.tables |= {name: Table(as_rows(entries), {}) for name, entries in tables.items()}
    return {}


YEAR_LINE = ("item", "level", "grade", "half", "tranche")


def year_before(context: Context, office: Office) -> Office | None:
    """The office in the year before; None where the report states nothing of it."""
    year = str(int(office.year) - 1)
    return Office(office.data, office.params, year) if any(f"{year}/" in fact.table for fact in context.facts) else None


def recompute_programme(context: Context) -> dict[FactKey, Decimal]:
    """The tables of a programme's report, `programme/<fiscal year>/<programme>`."""
    _, year, name = context.report.split("/")
    office = Office(context.data, context.params, year)
    tables = made_tables(office, name)
    if before := year_before(context, office):
        earlier = made_tables(before, name)
        rows = (earlier[f"{before.year}/{name}/allocation"], tables[f"{year}/{name}/allocation"])
        tables = earlier | tables | {f"{year}/{name}-since-last-year/allocation": changes_between(*rows, YEAR_LINE)}
    return fill(context, tables)


def recompute_allocation(context: Context) -> dict[FactKey, Decimal]:
    """The tables of the year's allocation report, `annual/<fiscal year>/allocation`."""
    office = Office(context.data, context.params, context.report.split("/")[1])
    tables = year_tables(office)
    if before := year_before(context, office):
        earlier = year_tables(before)
        was, now = earlier[f"{before.year}/programmes/money"], tables[f"{office.year}/programmes/money"]
        dated = [row | {"year": year} for year, rows in (("0", was), ("1", now)) for row in rows]
        changes = money_changes(dated, compare_years)
        tables = earlier | tables | {f"{office.year}/programmes-since-last-year/money": changes}
    return fill(context, tables)


def compare_years(part: list[Entry]) -> list[Entry]:
    """The changes between the rows of the earlier and the later year."""
    before, after = ([row for row in part if row["year"] == year] for year in ("0", "1"))
    return changes_between(before, after, YEAR_LINE)


RECOMPUTE |= {f"programme/{kind}": recompute_programme for kind in MAKERS} | {"annual/allocation": recompute_allocation}
