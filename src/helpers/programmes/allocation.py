"""Allocation rows: who is paid how much for what, by which rate, counted from which source row.

The tables that every programme has beside its allocation: the schools, and the rates that were used.
"""

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
from helpers.tables.schemas import NOT_STATED, ROW_KEYS, Field, TableSchema, count, joined, parts, text, with_row_keys

SATANG = Decimal("0.01")
ZERO = Decimal("0.00")
ONE = Decimal(1)
ARITHMETIC = "round(CAST(quantity AS DECIMAL(30, 2)) * rate * share, 2) - less"
"""How every amount comes about, in SQL with exact decimals; the cast makes room for the digits of the product."""
MONEY = pa.decimal128(18, 2)
RATE = pa.decimal128(14, 2)
QUANTITY = pa.decimal128(10, 2)
SHARE = pa.decimal128(12, 10)
MONTHS = pa.decimal128(12, 4)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a delivered file."""

    delivery: str
    sheet: str
    row: int

    @property
    def key(self) -> str:
        """As the tables of the store name it."""
        return f"{self.delivery}:{self.sheet}:{self.row}"


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One amount. `smis` is empty for money of the office itself; `counted` counts each paid person once in the whole
    table, `headcount` in every row that pays for them."""

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
    """What was multiplied and why, in Thai, for the reader of a trace."""
    source: SourceRow
    payee: str = ""
    level: str = ""
    grade: str = ""
    half: str = ""
    counted: int = 0
    headcount: int = 0
    months: Decimal = ZERO
    share: Decimal = ONE
    less: Decimal = ZERO
    """What an earlier tranche has paid already."""
    legal_form: str = ""
    """Under which form a post is hired."""
    overpaid: str = ""
    """What becomes of what an earlier tranche paid beyond what is due, in Thai."""
    request_number: str = ""
    request_state: str = ""
    also: tuple[str, ...] = ()
    """Keys of further source rows that the amount rests on."""

    @property
    def amount(self) -> Decimal:
        """Baht; negative where more was paid before than is due."""
        return rounded(self.quantity * self.rate * self.share) - self.less


def lump_sum(amount: Decimal, **row: Any) -> AllocationRow:
    """An amount that a document states as a whole, which no rate made; `row` has the rest of `AllocationRow`."""
    return AllocationRow(quantity=ONE, quantity_unit="รายการ", rate=amount, rate_unit=PER_ENTRY, **row)


@dataclass(frozen=True, slots=True)
class Excluded:
    """Persons, schools or claims that were left out, and why; `headcount` is how many, `amount` what they would have
    been paid, where that can be said."""

    smis: str
    reason: str
    """A reason of a few words, the same for all alike: it is a key of facts."""
    headcount: int
    source: SourceRow
    detail: str = ""
    amount: Decimal = ZERO


ALLOCATION = TableSchema(
    "allocation",
    "โรงเรียนหรือผู้รับ × รายการ × ชั้นหรือช่วงเวลา: จำนวน × อัตรา × สัดส่วน − จ่ายแล้ว = เงิน",
    (
        text("smis", "รหัสโรงเรียน หรือรหัสเขตถ้าเป็นของสำนักงานเขตเอง"),
        text("payee", "ผู้รับหรือตำแหน่ง"),
        text("district", "อำเภอ"),
        text("size", "ขนาดโรงเรียน"),
        text("item", "รายการ"),
        text("level", "ระดับ"),
        text("grade", "ชั้น"),
        text("tranche", "งวด"),
        text("half", "ครึ่งปี"),
        count("counted", "ผู้ได้รับ นับคนละครั้ง", "คน"),
        count("headcount", "จำนวนคนที่คิดเงิน", "คน"),
        Field("months", MONTHS, "จำนวนเดือน", "เดือน"),
        Field("quantity", QUANTITY, "จำนวนที่คูณอัตรา"),
        text("quantity_unit", "หน่วยของจำนวน"),
        Field("rate", RATE, "อัตรา", "บาท"),
        text("rate_unit", "หน่วยของอัตรา"),
        Field("share", SHARE, "สัดส่วนที่จ่ายในงวด"),
        Field("less", MONEY, "จ่ายไปแล้วในงวดก่อน", "บาท"),
        Field("amount", MONEY, "จำนวนเงิน", "บาท"),
        text("reference", "ที่มาของอัตรา"),
        text("status", "สถานะของอัตรา", allowed=("confirmed", "to_confirm")),
        text("rule", "วิธีคิด"),
        text("legal_form", "รูปแบบการจ้าง (ว่างถ้าไม่ใช่การจ้าง)"),
        text("overpaid", "เงินที่งวดก่อนจ่ายเกินสิทธิ (ว่างถ้าไม่เกิน)"),
        text("request_number", "เลขที่คำขอ (ว่างถ้าไม่ใช่คำขอ)"),
        text("request_state", "สถานะของคำขอ (ว่างถ้าไม่ใช่คำขอ)"),
        text("sources", "กุญแจของแถวต้นทางอื่นที่ใช้ คั่นด้วยเว้นวรรค"),
        *ROW_KEYS,
    ),
    subject=("smis", "payee", "item", "level", "grade", "tranche", "half"),
    entity=("smis", "payee"),
    noun="ผู้รับ",
)
EXCLUDED = TableSchema(
    "excluded",
    "โรงเรียน × เหตุที่ไม่ได้รับจัดสรร",
    (
        text("smis", "รหัสโรงเรียน หรือรหัสเขตถ้าไม่ใช่ของโรงเรียน"),
        text("district", "อำเภอ"),
        text("reason", "เหตุที่ไม่นับ"),
        text("detail", "รายละเอียด"),
        count("headcount", "จำนวน", "คน"),
        Field("amount", MONEY, "เงินที่ไม่ได้จัดสรร", "บาท"),
        *ROW_KEYS,
    ),
    subject=("smis", "reason"),
)


def rounded(amount: Decimal) -> Decimal:
    """To the satang, halves away from zero."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def rated(rate: DatedRate, unit: str) -> dict[str, object]:
    """The fields of an allocation row that say by which rate it pays."""
    return {"rate": rate.value, "rate_unit": unit, "reference": rate.reference, "status": rate.status}


def allocation_frame(rows: Iterable[AllocationRow], places: pd.DataFrame, office: str) -> pd.DataFrame:
    """The rows as the table, in their order; `places` has `smis`, `district`, `size` of every school. Money of the
    office itself stands under the area's own code `office`, as if it were one more school."""
    kept = [each.name for each in fields(AllocationRow) if each.name not in ("source", "also")]
    cells = [
        (*(getattr(row, name) for name in kept), row.amount, " ".join(row.also), *_keys(row.source)) for row in rows
    ]
    names = [*kept, "amount", "sources", "delivery", "sheet", "row"]
    return _placed(pd.DataFrame(cells, columns=names), places, office, ("district", "size"))


def excluded_frame(rows: Iterable[Excluded], places: pd.DataFrame, office: str) -> pd.DataFrame:
    """The exclusions as their table, in their order; those of the office itself under its code."""
    cells = [(each.smis, each.reason, each.detail, each.headcount, each.amount, *_keys(each.source)) for each in rows]
    names = ["smis", "reason", "detail", "headcount", "amount", "delivery", "sheet", "row"]
    return _placed(pd.DataFrame(cells, columns=names), places, office, ("district",))


def _keys(source: SourceRow) -> tuple[str, str, int]:
    return source.delivery, source.sheet, source.row


def _placed(frame: pd.DataFrame, places: pd.DataFrame, office: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """The frame with the school's place beside its code."""
    frame["smis"] = frame["smis"].replace("", office)
    for column in columns:
        known = dict(zip(places["smis"], places[column], strict=True))
        frame[column] = [known.get(smis, "") for smis in frame["smis"]]
    return with_row_keys(frame.assign(row=frame["row"].astype("int64")))


OFFICE = "สำนักงานเขต"
"""The district and size under which money of the office itself is counted."""
_ORIGIN = ["delivery", "sheet", "row"]
_STANDING = {"confirmed": "ยืนยันแล้ว", "to_confirm": "ต้องยืนยัน"}
_OF_ONE_RATE = ["item", "level", "rate_unit", "reference", "status"]
SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียน หรือที่รอบข้อมูลหรือแบบกรอกของโครงการกล่าวถึง",
    (
        text("smis", "รหัสโรงเรียน"),
        text("name", "ชื่อโรงเรียน"),
        text("district", "อำเภอ"),
        text("size", "ขนาดโรงเรียน (ว่างถ้าโครงการไม่ได้ใช้จำนวนนักเรียน)"),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
RATES = TableSchema(
    "rates",
    "รายการ × ระดับ × ที่มาของอัตรา ที่ใช้คิดเงินจริง",
    (
        parts("rate_used", "รายการ", "หน่วย", "ที่มาของอัตรา", "สถานะ"),
        text("item", "รายการ"),
        text("level", "ระดับ (ว่างถ้าอัตราไม่ขึ้นกับระดับ)"),
        text("rate_unit", "หน่วยของอัตรา"),
        text("reference", "ที่มาของอัตรา"),
        text("status", "สถานะ", allowed=("confirmed", "to_confirm")),
        Field("lowest", RATE, "อัตราต่ำสุด", "บาท"),
        Field("highest", RATE, "อัตราสูงสุด", "บาท"),
        count("uses", "แถวที่ใช้", "แถว"),
        *ROW_KEYS,
    ),
    unique=("rate_used",),
)


def school_frame(params: Params, counted: Iterable[pd.DataFrame], mentioned: Iterable[str]) -> pd.DataFrame:
    """One row a school. Name and district come from the school list, else from the `counted` rounds (tables of
    schools, the newest last), else the code stands for the name; the size is that of the newest round. The office
    itself, where it is mentioned (by the empty code), follows as one more."""
    listed = school_list_delivery(params)
    seen: dict[str, dict[str, object]] = {}
    for frame in counted:
        seen |= {row["smis"]: row for row in frame[["smis", "name", "district", "size", *_ORIGIN]].to_dict("records")}
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    rows = []
    named = {*mentioned}
    for smis in sorted({*params.schools, *seen, *named} - {""}):
        own, school = seen.get(smis, {}), params.schools.get(smis)
        rows.append(
            {
                "smis": smis,
                "name": school.name if school else own.get("name", f"โรงเรียนรหัส {smis}"),
                "district": (school.district if school else "") or NOT_STATED,
                "size": own.get("size", ""),
                "delivery": listed if school else own.get("delivery", ""),
                "sheet": "",
                "row": lines.get(smis, own.get("row", 0)),
            }
        )
    if "" in named:
        own = {"smis": area_block_code(params.office.area_code), "name": params.office.short_name}
        rows.append({**own, "district": OFFICE, "size": OFFICE, "delivery": listed, "sheet": "", "row": 0})
    return with_row_keys(pd.DataFrame(rows, columns=["smis", "name", "district", "size", *_ORIGIN]))


def rates_frame(allocation: pd.DataFrame) -> pd.DataFrame:
    """The rates behind an allocation, in the order of their first use; the source row is the first that used it."""
    grouped = allocation.groupby(_OF_ONE_RATE, sort=False)
    own: Mapping[str, tuple[str, str]] = {
        "lowest": ("rate", "min"),
        "highest": ("rate", "max"),
        "uses": ("rate", "size"),
        **{name: (name, "first") for name in (*_ORIGIN, "row_key")},
    }
    found = grouped.agg(**own).reset_index()
    labels = [
        joined(f"{item} {level}".rstrip(), unit, reference, _STANDING[status])
        for item, level, unit, reference, status in found[_OF_ONE_RATE].itertuples(index=False, name=None)
    ]
    return found.assign(rate_used=pd.Series(labels, dtype="str"))
