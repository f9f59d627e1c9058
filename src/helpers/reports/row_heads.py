"""How the rows of each dimension are headed: schools by code, name and district, rules by what they say and ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.budget.programme_labels import programme_labels
from helpers.collection.findings import SEVERITY_THAI, Severity
from helpers.collection.schemas import PARTS, TableSchema, text
from helpers.facts.definitions import WHOLE
from helpers.params.programmes.base import Programme
from helpers.performance.sources import rules
from helpers.reports.tables import CODE, RowHeads

_PLAIN = {
    "grade": RowHeads(("ชั้น",), (1.2,)),
    "level": RowHeads(("ระดับ",), (2.0,)),
    "size": RowHeads(("ขนาดโรงเรียน",), (2.0,)),
    "district": RowHeads(("อำเภอ",), (2.4,)),
    "confirmation": RowHeads(("การยืนยัน",), (2.0,)),
    "tranche": RowHeads(("งวด",), (3.4,)),
    "round": RowHeads(("รอบ",), (1.6,)),
    "system": RowHeads(("ระบบ",), (3.4,)),
    "half": RowHeads(("ช่วง",), (2.4,)),
    "cause": RowHeads(("เหตุ",), (3.4,)),
    "severity": RowHeads(("ระดับ",), (2.0,), {str(each): (SEVERITY_THAI[each],) for each in Severity}),
}
"""Columns that mean the same wherever they stand; what one word means in one table and another in the next is headed as
its own table declares it."""
_REMARK = re.compile(r" \((?:ว่าง|ไม่ระบุ).*\)$")
_LAST = {WHOLE: (WHOLE, "", "")}


def row_heads(
    dimension: str, schools: pd.DataFrame, schemas: Sequence[TableSchema], programmes: Mapping[str, Programme]
) -> RowHeads:
    """The row heads of one dimension of fact keys; `schools` is the report's table of schools.

    Any other dimension is headed by the meaning that the first of the `schemas` to have it gives the column, part by
    part where it has several.
    """
    if dimension == "smis":
        words = {
            smis: (smis, name, district)
            for smis, name, district in schools[["smis", "name", "district"]].itertuples(index=False, name=None)
        }
        return RowHeads((CODE, "โรงเรียน", "อำเภอ"), (1.2, 3.0, 2.5), words | _LAST, "(ไม่อยู่ในทะเบียน)")
    if dimension == "rule":
        words = {rule.id: (rule.title, SEVERITY_THAI[rule.severity], rule.remedy) for rule in rules().values()}
        return RowHeads(("เรื่องที่พบ", "ระดับ", "สิ่งที่ต้องทำ"), (3.2, 1.3, 3.6), words | _LAST)
    if dimension == "programme":
        return RowHeads(("โครงการ",), (3.4,), {name: (label,) for name, label in programme_labels(programmes).items()})
    return _PLAIN.get(dimension) or _declared(dimension, schemas)


def _declared(column: str, schemas: Sequence[TableSchema]) -> RowHeads:
    field = next((field for schema in schemas for field in schema.fields if field.name == column), text(column, column))
    labels = tuple(_REMARK.sub("", field.meaning).split(PARTS))
    widths = (3.4,) if len(labels) == 1 else (1.2, *[2.8] * (len(labels) - 1))
    return RowHeads(labels, widths, ranks=field.ranks, days=field.days)
