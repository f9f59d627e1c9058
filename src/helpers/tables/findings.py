"""The frames of the tables that every data set has: its findings, and the files that it was made from.

A finding is something wrong with delivered data. It is never an exception, but a row: which rule, at which school, in
which cell of which file. The thresholds that a round was judged by are a table too, so that a report can print them
as facts that lead back to the parameter file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from helpers.digests import file_digest
from helpers.errors import CollectionError
from helpers.params.folder import Params
from helpers.tables.register import Delivery
from helpers.tables.schemas import DELIVERY_DIGITS, PUBLIC, ROW_KEYS, TableSchema, count, text, with_row_keys


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
    """One check: a stable id, how much it matters, its title and its remedy in Thai, and who can put it right.

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
    """One thing that is wrong. `rule` is the id of a `Rule`; `smis` the school's code, empty where it concerns the
    whole area. `found` is the wrong value, empty where it could identify a pupil; `allowed` what should stand there.
    `row` is 0 where no single row is at fault; `delivery` is the first 12 hex digits of the file's SHA-256, empty where
    a file is missing."""

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
    """The findings as their table, by school and rule; every finding's rule must be among `rules`. Raises
    CollectionError that names those which are not."""
    known = {rule.id: rule for rule in rules}
    findings = list(findings)
    if unknown := {finding.rule for finding in findings} - known.keys():
        remedy = "เพิ่มกฎนั้นใน RULES ของระบบหรือโครงการ"
        raise CollectionError(f"ข้อที่พบมีกฎที่ไม่ได้ประกาศ: {', '.join(sorted(unknown))}", remedy=remedy)
    frame = pd.DataFrame([vars(finding) for finding in findings], columns=_FINDING).astype({"row": "int64"})
    frame = frame.sort_values(["smis", "rule", "file", "row", "column"], kind="stable", ignore_index=True)
    broken = [known[rule] for rule in frame["rule"]]
    rated = frame.assign(severity=[str(rule.severity) for rule in broken], owner=[str(rule.owner) for rule in broken])
    return with_row_keys(rated)


def school_list_delivery(params: Params) -> str:
    """The `delivery` of row keys that point into the school list: the source row of a school that delivered nothing."""
    return file_digest(params.school_list_file)[:DELIVERY_DIGITS]


def all_deliveries(of_dataset: pd.DataFrame, read: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The tables of files of a data set and of those that it reads as one, each file once."""
    return pd.concat([of_dataset, *read], ignore_index=True).drop_duplicates("delivery", ignore_index=True)


def delivery_frame(used: Iterable[Delivery], titles: Mapping[str, str], params: Params) -> pd.DataFrame:
    """The table of files: one row a file that was used, and one for the office's school list, from which names and
    districts come. Files with the same bytes are one delivery and one row. `titles` are the reports' by slug."""
    rows = [(file.sha256, file.name, file.report, titles[file.report], file.encoding, file.rows) for file in used]
    listed = params.school_list_file
    rows.append((file_digest(listed), listed.name, SCHOOL_LIST, "ทะเบียนโรงเรียน", "utf-8", len(params.schools)))
    frame = pd.DataFrame(rows, columns=_DELIVERY).drop_duplicates("sha256", ignore_index=True)
    return with_row_keys(frame.assign(delivery=frame["sha256"].str[:DELIVERY_DIGITS], sheet="", row=0))


THRESHOLDS = TableSchema(
    "thresholds",
    "เกณฑ์ที่รายงานใช้ ตามไฟล์ checks.yml",
    (text("name", "เกณฑ์", PUBLIC), count("threshold", "ค่า", "", PUBLIC), *ROW_KEYS),
    unique=("name",),
)
CHECKS = "checks"


def threshold_frame(thresholds: Mapping[str, int], params: Params) -> pd.DataFrame:
    """One row a threshold. Its row key is that of the parameter file as a whole."""
    frame = pd.DataFrame(list(thresholds.items()), columns=["name", "threshold"])
    return frame.assign(delivery=file_digest(params.checks_file)[:DELIVERY_DIGITS], sheet="", row=0)


def with_checks_file(deliveries: pd.DataFrame, thresholds: Mapping[str, int], params: Params) -> pd.DataFrame:
    """The table of files with a last row for the parameter file of the thresholds."""
    path = params.checks_file
    digest = file_digest(path)
    file = {"sha256": digest, "name": path.name, "report": CHECKS, "title": "เกณฑ์ตรวจข้อมูล", "encoding": "utf-8"}
    row = file | {"rows": len(thresholds), "delivery": digest[:DELIVERY_DIGITS], "sheet": "", "row": 0}
    return with_row_keys(pd.concat([deliveries, pd.DataFrame([row])], ignore_index=True))
