"""The thresholds that a round was judged by, as a table: so that a report can print them as facts, traced to their
file."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.collection.schemas import DELIVERY_DIGITS, ROW_KEYS, TableSchema, count, text, with_row_keys
from helpers.digests import file_digest
from helpers.params.folder import Params

THRESHOLDS = TableSchema(
    "thresholds",
    "เกณฑ์ที่รายงานใช้ ตามไฟล์ checks.yml",
    (text("name", "เกณฑ์"), count("threshold", "ค่า", ""), *ROW_KEYS),
    unique=("name",),
)
CHECKS = "checks"


def threshold_frame(thresholds: Mapping[str, int], params: Params) -> pd.DataFrame:
    """One row a threshold. Its source is the parameter file as a whole."""
    frame = pd.DataFrame(list(thresholds.items()), columns=["name", "threshold"])
    return frame.assign(delivery=file_digest(params.checks_file)[:DELIVERY_DIGITS], sheet="", row=0)


def with_checks_file(deliveries: pd.DataFrame, thresholds: Mapping[str, int], params: Params) -> pd.DataFrame:
    """The files of a round and, behind them, the parameter file of the thresholds."""
    path = params.checks_file
    digest = file_digest(path)
    own = {"sha256": digest, "name": path.name, "report": CHECKS, "title": "เกณฑ์ตรวจข้อมูล", "encoding": "utf-8"}
    row = own | {"rows": len(thresholds), "delivery": digest[:DELIVERY_DIGITS], "sheet": "", "row": 0}
    return with_row_keys(pd.concat([deliveries, pd.DataFrame([row])], ignore_index=True))
