"""Findings: what is wrong with delivered data. Never an exception; a row with a rule, a place and what to do.

The tables that every source has, as frames: what was found, which files were used.

The thresholds that a round was judged by, as a table: so that a report can print them as facts, traced to their
file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from helpers.digests import file_digest
from helpers.params.folder import Params
from helpers.tables.register import Delivery
from helpers.tables.schemas import DELIVERY_DIGITS, ROW_KEYS, TableSchema, count, text, with_row_keys


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """A figure is wrong until the school corrects it."""
    WARNING = "warning"
    """Unusual: the school confirms or corrects it."""
    NOTICE = "notice"
    """For information: nobody has to act."""


class Owner(StrEnum):
    """Who can put a finding right."""

    SCHOOL = "school"
    AREA = "area"


SEVERITY_THAI = {Severity.ERROR: "ต้องแก้ไข", Severity.WARNING: "ต้องตรวจสอบ", Severity.NOTICE: "เพื่อทราบ"}


@dataclass(frozen=True)
class Rule:
    """One check: a stable id, how much it matters, what it says and what the school must do.

    The id is `system.subject.problem`: `dmc.pupil.number_missing`. The row of a finding about a `pupil` is that
    pupil's.
    """

    id: str
    severity: Severity
    title: str
    remedy: str
    owner: Owner = Owner.SCHOOL


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `found` is empty where the value could identify a pupil; `row` is 0 where no single row
    is at fault; `delivery` is the first 12 hex digits of the file's SHA-256, empty where a file is missing."""

    rule: str
    smis: str
    report: str
    delivery: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: str = ""
    allowed: str = ""


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
