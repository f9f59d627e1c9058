"""The tables that every source has, as frames: what was found, which files were used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from helpers.collection.findings import Finding, Rule
from helpers.collection.schemas import DELIVERY_DIGITS, TableSchema, with_row_keys
from helpers.collection.systems import Delivery
from helpers.digests import file_digest
from helpers.params.folder import Params

SCHOOL_LIST = "school_list"
_FINDING = ["rule", "smis", "report", "delivery", "file", "sheet", "row", "column", "found", "allowed"]
_DELIVERY = ["sha256", "name", "report", "title", "encoding", "rows"]


def empty_frame(schema: TableSchema) -> pd.DataFrame:
    """A table without rows."""
    frame: pd.DataFrame = schema.arrow.empty_table().to_pandas()
    return frame


def finding_frame(findings: Iterable[Finding], rules: Iterable[Rule]) -> pd.DataFrame:
    """The findings as their table, by school and rule; every finding's rule must be among `rules`."""
    known = {rule.id: rule for rule in rules}
    frame = pd.DataFrame([vars(finding) for finding in findings], columns=_FINDING).astype({"row": "int64"})
    frame = frame.sort_values(["smis", "rule", "file", "row", "column"], kind="stable", ignore_index=True)
    own = [known[rule] for rule in frame["rule"]]
    placed = frame.assign(severity=[str(rule.severity) for rule in own], owner=[str(rule.owner) for rule in own])
    return with_row_keys(placed)


def school_list_delivery(params: Params) -> str:
    """How row keys name the school list: a school that delivered nothing has its line there as its source row."""
    return file_digest(params.school_list_file)[:DELIVERY_DIGITS]


def all_deliveries(own: pd.DataFrame, read: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The files of a source itself, and those behind what it reads, each once."""
    return pd.concat([own, *read], ignore_index=True).drop_duplicates("delivery", ignore_index=True)


def delivery_frame(used: Iterable[Delivery], titles: Mapping[str, str], params: Params) -> pd.DataFrame:
    """The files that were used, and the office's school list, which stands behind names and districts. Files with the
    same bytes are one delivery and stand once."""
    rows = [(each.sha256, each.name, each.report, titles[each.report], each.encoding, each.rows) for each in used]
    listed = params.school_list_file
    rows.append((file_digest(listed), listed.name, SCHOOL_LIST, "ทะเบียนโรงเรียน", "utf-8", len(params.schools)))
    frame = pd.DataFrame(rows, columns=_DELIVERY).drop_duplicates("sha256", ignore_index=True)
    return with_row_keys(frame.assign(delivery=frame["sha256"].str[:DELIVERY_DIGITS], sheet="", row=0))
