"""The two tables that every system's round has: `findings`, and `deliveries` with the school list as its last line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from helpers.collection.findings import Finding, Rule
from helpers.collection.schemas import DELIVERY_DIGITS, TableSchema
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Delivery
from helpers.digests import file_digest
from helpers.params.folder import Params

SCHOOL_LIST = "school_list"
NOT_STATED = "ไม่ระบุ"
"""Stands in a label column for what the source does not state."""
_FINDING = ["rule", "smis", "report", "delivery", "file", "sheet", "row", "column", "found", "allowed"]
_ROWS_NAMED = 10


def school_list_delivery(params: Params) -> str:
    """How row keys name the school list: a school that delivered nothing has its line there as its source row."""
    return file_digest(params.shared_files()[-1])[:DELIVERY_DIGITS]


def finding_frame(findings: Iterable[Finding], rules: Sequence[Rule]) -> pd.DataFrame:
    """The findings in the order of school, rule and place, with the severity and owner that their rules have."""
    known = {rule.id: rule for rule in rules}
    frame = pd.DataFrame([vars(finding) for finding in findings], columns=_FINDING).astype({"row": "int64"})
    frame = frame.sort_values(["smis", "rule", "file", "row", "column"], kind="stable", ignore_index=True)
    own = [known[rule] for rule in frame["rule"]]
    return frame.assign(severity=[str(rule.severity) for rule in own], owner=[str(rule.owner) for rule in own])


def delivery_frame(used: Iterable[Delivery], titles: Mapping[str, str], params: Params) -> pd.DataFrame:
    """One row a file, then the school list. Files with the same bytes are one delivery and stand once."""
    rows = [(each.sha256, each.name, each.report, titles[each.report], each.encoding, each.rows) for each in used]
    listed = params.shared_files()[-1]
    rows.append((file_digest(listed), listed.name, SCHOOL_LIST, "ทะเบียนโรงเรียน", "utf-8", len(params.schools)))
    frame = pd.DataFrame(rows, columns=["sha256", "name", "report", "title", "encoding", "rows"])
    frame = frame.drop_duplicates("sha256", ignore_index=True)
    return frame.assign(delivery=frame["sha256"].str[:DELIVERY_DIGITS], sheet="", row=0)


def empty_frame(schema: TableSchema) -> pd.DataFrame:
    """A table for which nothing was delivered."""
    frame: pd.DataFrame = schema.arrow.empty_table().to_pandas()
    return frame


def mixed_encoding(rule: str, sheet: Spreadsheet, delivery: Delivery) -> Iterator[Finding]:
    """A finding where lines of one file are in two encodings; the fewer ones are named."""
    if sheet.mixed_rows:
        more = " …" if len(sheet.mixed_rows) > _ROWS_NAMED else ""
        found = f"แถว {', '.join(map(str, sheet.mixed_rows[:_ROWS_NAMED]))}{more}"
        first = sheet.mixed_rows[0]
        yield Finding(rule, "", delivery.report, delivery.id, delivery.name, row=first, found=found)
