"""The tables that every programme has beside its allocation: the schools, and the rates that were used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.budget.allocation import RATE
from helpers.collection.frames import school_list_delivery
from helpers.collection.schemas import (
    NOT_STATED,
    ROW_KEYS,
    Field,
    TableSchema,
    count,
    joined,
    parts,
    text,
    with_row_keys,
)
from helpers.identifiers import area_block_code
from helpers.params.folder import Params

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
