"""The tables that every programme has: the allocation (who is paid how much for what, by which rate, counted from which
source rows), the exclusions, the schools, and the rates that were used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.identifiers import area_block_code
from helpers.params.folder import Params
from helpers.params.programmes.base import DatedRate
from helpers.tables.changes.causes import PER_ENTRY
from helpers.tables.findings import school_list_delivery
from helpers.tables.schemas import (
    CONFIDENTIAL,
    NOT_STATED,
    OFFICE_ONLY,
    PUBLIC,
    ROW_KEYS,
    Field,
    TableSchema,
    count,
    joined,
    parts,
    text,
    with_row_keys,
)

SATANG = Decimal("0.01")
ZERO = Decimal("0.00")
ONE = Decimal(1)
ARITHMETIC = "round(CAST(quantity AS DECIMAL(30, 2)) * rate * share, 2) - less"
"""The computation of every amount in SQL with exact decimals; the cast makes room for the digits of the product."""
MONEY = pa.decimal128(18, 2)
RATE = pa.decimal128(14, 2)
QUANTITY = pa.decimal128(10, 2)
SHARE = pa.decimal128(12, 10)
MONTHS = pa.decimal128(12, 4)
_STORED_AS = {"already_paid": "less"}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a delivered file."""

    delivery: str
    sheet: str
    row: int

    @property
    def key(self) -> str:
        """The row key in the tables of the store."""
        return f"{self.delivery}:{self.sheet}:{self.row}"


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One amount: quantity × rate × share − already paid. `smis` is empty for money of the office itself; `counted`
    counts each paid person once in the whole table, `headcount` in every row that pays for them."""

    smis: str
    item: str
    tranche: str
    quantity: Decimal
    quantity_unit: str
    rate: Decimal
    rate_unit: str
    reference: str
    status: str
    rule: str
    """The computation in Thai words, for the reader of a trace."""
    source: SourceRow
    payee: str = ""
    level: str = ""
    grade: str = ""
    half: str = ""
    counted: int = 0
    headcount: int = 0
    months: Decimal = ZERO
    share: Decimal = ONE
    already_paid: Decimal = ZERO
    """Baht that an earlier tranche has paid; the column `less`."""
    legal_form: str = ""
    """Under which form a post is hired."""
    overpaid: str = ""
    """What becomes of what an earlier tranche paid beyond what is due, in Thai."""
    request_number: str = ""
    request_state: str = ""
    further_sources: tuple[str, ...] = ()
    """The keys of the other source rows from which the amount was computed; the column `sources`."""

    @property
    def amount(self) -> Decimal:
        """Baht; negative where an earlier tranche paid more than is due."""
        return rounded(self.quantity * self.rate * self.share) - self.already_paid


def lump_sum(amount: Decimal, **row: Any) -> AllocationRow:
    """An amount that a document states and no rate gives; `row` has the other fields of `AllocationRow`."""
    return AllocationRow(quantity=ONE, quantity_unit="รายการ", rate=amount, rate_unit=PER_ENTRY, **row)


@dataclass(frozen=True, slots=True)
class Excluded:
    """Persons, a school or a claim that is not paid, and why. `headcount` is the number of persons, `amount` what they
    would have been paid in baht; zero where it is unknown."""

    smis: str
    reason: str
    """A few words, the same for all exclusions of one kind, since it is a key of facts."""
    headcount: int
    source: SourceRow
    detail: str = ""
    amount: Decimal = ZERO


ALLOCATION = TableSchema(
    "allocation",
    "โรงเรียนหรือผู้รับ × รายการ × ชั้นหรือช่วงเวลา: จำนวน × อัตรา × สัดส่วน − จ่ายแล้ว = เงิน",
    (
        text("smis", "รหัสโรงเรียน หรือรหัสเขตถ้าเป็นของสำนักงานเขตเอง", PUBLIC),
        text("payee", "ผู้รับหรือตำแหน่ง", CONFIDENTIAL),
        text("district", "อำเภอ", PUBLIC),
        text("size", "ขนาดโรงเรียน", PUBLIC),
        text("item", "รายการ", PUBLIC),
        text("level", "ระดับ", PUBLIC),
        text("grade", "ชั้น", PUBLIC),
        text("tranche", "งวด", PUBLIC),
        text("half", "ครึ่งปี", PUBLIC),
        count("counted", "ผู้ได้รับ นับคนละครั้ง", "คน", OFFICE_ONLY),
        count("headcount", "จำนวนคนที่คิดเงิน", "คน", OFFICE_ONLY),
        Field("months", MONTHS, "จำนวนเดือน", OFFICE_ONLY, "เดือน"),
        Field("quantity", QUANTITY, "จำนวนที่คูณอัตรา", OFFICE_ONLY),
        text("quantity_unit", "หน่วยของจำนวน", PUBLIC),
        Field("rate", RATE, "อัตรา", PUBLIC, "บาท"),
        text("rate_unit", "หน่วยของอัตรา", PUBLIC),
        Field("share", SHARE, "สัดส่วนที่จ่ายในงวด", PUBLIC),
        Field("less", MONEY, "จ่ายไปแล้วในงวดก่อน", OFFICE_ONLY, "บาท"),
        Field("amount", MONEY, "จำนวนเงิน", OFFICE_ONLY, "บาท"),
        text("reference", "ที่มาของอัตรา", PUBLIC),
        text("status", "สถานะของอัตรา", PUBLIC, allowed=("confirmed", "to_confirm")),
        text("rule", "วิธีคิด", PUBLIC),
        text("legal_form", "รูปแบบการจ้าง (ว่างถ้าไม่ใช่การจ้าง)", PUBLIC),
        text("overpaid", "เงินที่งวดก่อนจ่ายเกินสิทธิ (ว่างถ้าไม่เกิน)", OFFICE_ONLY),
        text("request_number", "เลขที่คำขอ (ว่างถ้าไม่ใช่คำขอ)", CONFIDENTIAL),
        text("request_state", "สถานะของคำขอ (ว่างถ้าไม่ใช่คำขอ)", PUBLIC),
        text("sources", "กุญแจของแถวต้นทางอื่นที่ใช้ คั่นด้วยเว้นวรรค", CONFIDENTIAL),
        *ROW_KEYS,
    ),
    subject=("smis", "payee", "item", "level", "grade", "tranche", "half"),
    entity=("smis", "payee"),
    persons="counted",
    noun="ผู้รับ",
)
EXCLUDED = TableSchema(
    "excluded",
    "โรงเรียน × เหตุที่ไม่ได้รับจัดสรร",
    (
        text("smis", "รหัสโรงเรียน หรือรหัสเขตถ้าไม่ใช่ของโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        text("reason", "เหตุที่ไม่นับ", OFFICE_ONLY),
        text("detail", "รายละเอียด", CONFIDENTIAL),
        count("headcount", "จำนวน", "คน", OFFICE_ONLY),
        Field("amount", MONEY, "เงินที่ไม่ได้จัดสรร", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    subject=("smis", "reason"),
    rows=OFFICE_ONLY,
    persons="headcount",
)


def rounded(amount: Decimal) -> Decimal:
    """Rounded to the satang, halves away from zero."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def rated(rate: DatedRate, unit: str) -> dict[str, object]:
    """The fields of an allocation row that state its rate."""
    return {"rate": rate.value, "rate_unit": unit, "reference": rate.reference, "status": rate.status}


def allocation_frame(rows: Iterable[AllocationRow], schools: pd.DataFrame, office: str) -> pd.DataFrame:
    """The rows as a table, in their order; `schools` has `smis`, `district`, `size` of every school. Money of the
    office itself is entered under the area's code `office`, as if the office were one more school."""
    names = [field.name for field in fields(AllocationRow) if field.name not in ("source", "further_sources")]
    cells = [
        (*(getattr(row, name) for name in names), row.amount, " ".join(row.further_sources), *_keys(row.source))
        for row in rows
    ]
    columns = [*(_STORED_AS.get(name, name) for name in names), "amount", "sources", "delivery", "sheet", "row"]
    return _with_school_columns(pd.DataFrame(cells, columns=columns), schools, office, ("district", "size"))


def excluded_frame(rows: Iterable[Excluded], schools: pd.DataFrame, office: str) -> pd.DataFrame:
    """The exclusions as a table, in their order; those of the office itself under its code."""
    cells = [(row.smis, row.reason, row.detail, row.headcount, row.amount, *_keys(row.source)) for row in rows]
    names = ["smis", "reason", "detail", "headcount", "amount", "delivery", "sheet", "row"]
    return _with_school_columns(pd.DataFrame(cells, columns=names), schools, office, ("district",))


def _keys(source: SourceRow) -> tuple[str, str, int]:
    return source.delivery, source.sheet, source.row


def _with_school_columns(
    frame: pd.DataFrame, schools: pd.DataFrame, office: str, columns: tuple[str, ...]
) -> pd.DataFrame:
    """The frame with these columns of the school added to its code."""
    frame["smis"] = frame["smis"].replace("", office)
    for column in columns:
        known = dict(zip(schools["smis"], schools[column], strict=True))
        frame[column] = [known.get(smis, "") for smis in frame["smis"]]
    return with_row_keys(frame.assign(row=frame["row"].astype("int64")))


OFFICE = "สำนักงานเขต"
"""The district and the size of the office itself."""
_ORIGIN = ["delivery", "sheet", "row"]
_STATUS_THAI = {"confirmed": "ยืนยันแล้ว", "to_confirm": "ต้องยืนยัน"}
_RATE_KEY = ["item", "level", "rate_unit", "reference", "status"]
SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียน หรือที่รอบข้อมูลหรือแบบกรอกของโครงการกล่าวถึง",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        text("size", "ขนาดโรงเรียน (ว่างถ้าโครงการไม่ได้ใช้จำนวนนักเรียน)", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
RATES = TableSchema(
    "rates",
    "รายการ × ระดับ × ที่มาของอัตรา ที่ใช้คิดเงินจริง",
    (
        parts("rate_used", "รายการ", "หน่วย", "ที่มาของอัตรา", "สถานะ", sensitivity=PUBLIC),
        text("item", "รายการ", PUBLIC),
        text("level", "ระดับ (ว่างถ้าอัตราไม่ขึ้นกับระดับ)", PUBLIC),
        text("rate_unit", "หน่วยของอัตรา", PUBLIC),
        text("reference", "ที่มาของอัตรา", PUBLIC),
        text("status", "สถานะ", PUBLIC, allowed=("confirmed", "to_confirm")),
        Field("lowest", RATE, "อัตราต่ำสุด", PUBLIC, "บาท"),
        Field("highest", RATE, "อัตราสูงสุด", PUBLIC, "บาท"),
        count("uses", "แถวที่ใช้", "แถว", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("rate_used",),
)


def school_frame(params: Params, counted: Iterable[pd.DataFrame], mentioned: Iterable[str]) -> pd.DataFrame:
    """One row per school. The name comes from the school list, else from the `counted` rounds (tables of schools, the
    newest last), else from the code; the district from the school list; the size from the newest round. The office
    itself, where it is `mentioned` by the empty code, follows as one more row."""
    listed = school_list_delivery(params)
    counted_rows: dict[str, dict[str, object]] = {}
    for frame in counted:
        counted_rows |= {
            row["smis"]: row for row in frame[["smis", "name", "district", "size", *_ORIGIN]].to_dict("records")
        }
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    rows = []
    named = {*mentioned}
    for smis in sorted({*params.schools, *counted_rows, *named} - {""}):
        counted_row, school = counted_rows.get(smis, {}), params.schools.get(smis)
        rows.append(
            {
                "smis": smis,
                "name": school.name if school else counted_row.get("name", f"โรงเรียนรหัส {smis}"),
                "district": (school.district if school else "") or NOT_STATED,
                "size": counted_row.get("size", ""),
                "delivery": listed if school else counted_row.get("delivery", ""),
                "sheet": "",
                "row": lines.get(smis, counted_row.get("row", 0)),
            }
        )
    if "" in named:
        office_row = {"smis": area_block_code(params.office.area_code), "name": params.office.short_name}
        rows.append({**office_row, "district": OFFICE, "size": OFFICE, "delivery": listed, "sheet": "", "row": 0})
    return with_row_keys(pd.DataFrame(rows, columns=["smis", "name", "district", "size", *_ORIGIN]))


def rates_frame(allocation: pd.DataFrame) -> pd.DataFrame:
    """The rates that an allocation used, in the order of their first use; the source row is that of the first use."""
    grouped = allocation.groupby(_RATE_KEY, sort=False)
    aggregations: Mapping[str, tuple[str, str]] = {
        "lowest": ("rate", "min"),
        "highest": ("rate", "max"),
        "uses": ("rate", "size"),
        **{name: (name, "first") for name in (*_ORIGIN, "row_key")},
    }
    rates = grouped.agg(**aggregations).reset_index()
    labels = [_rate_label(*key) for key in rates[_RATE_KEY].itertuples(index=False, name=None)]
    return rates.assign(rate_used=pd.Series(labels, dtype="str"))


def rate_labels(rows: Iterable[AllocationRow]) -> list[str]:
    """What the table of rates calls the rate of each row."""
    return [_rate_label(*(getattr(row, name) for name in _RATE_KEY)) for row in rows]


def _rate_label(item: str, level: str, unit: str, reference: str, status: str) -> str:
    return joined(f"{item} {level}".rstrip(), unit, reference, _STATUS_THAI[status])
