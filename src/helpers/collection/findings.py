"""Findings: what is wrong with delivered data. Never an exception; a row with a rule, a place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
