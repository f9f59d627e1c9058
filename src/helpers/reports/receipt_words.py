"""What a receipt calls the columns and values of its filter, in Thai: `sex = 'ญ'` is read as เพศ: หญิง."""

import re
from collections.abc import Mapping, Sequence

from helpers.catalogue import rules
from helpers.facts.definitions import Fact
from helpers.reports.fact_specs import Tables
from helpers.tables.changes.causes import CAUSE_WORDS
from helpers.tables.findings import SEVERITY_THAI, Owner
from helpers.tables.schemas import PARTS

_REMARK = re.compile(r" ?[(:].*$")
_VALUES: dict[str, dict[str, str]] = {
    "sex": {"ช": "ชาย", "ญ": "หญิง"},
    "severity": {str(severity): words for severity, words in SEVERITY_THAI.items()},
    "owner": {str(Owner.SCHOOL): "โรงเรียน", str(Owner.AREA): "สำนักงานเขตพื้นที่"},
    "status": {"to_confirm": "ยังไม่ยืนยัน", "confirmed": "ยืนยันแล้ว"},
    "number_kind": {"g_code": "รหัส G"},
    "cause": {str(cause): words for cause, words in CAUSE_WORDS.items()},
}
"""The values that are codes or abbreviations, by column; all others are words already."""


def column_words(facts: Sequence[Fact], tables: Tables) -> dict[str, dict[str, str]]:
    """The meanings of the columns of every table that a fact is about, without remarks, by `system/table`."""
    used = {_table(fact) for fact in facts if fact.table}
    known = {
        f"{tables.dataset(at).name}/{schema.name}": schema for at in tables.snapshots for schema in tables.schemas(at)
    }
    return {
        name: {field.name: _REMARK.sub("", field.meaning).replace(PARTS, " · ") for field in known[name].fields}
        for name in sorted(used & known.keys())
    }


def value_words(facts: Sequence[Fact], tables: Tables) -> dict[str, dict[str, str]]:
    """What readers call coded values, by column: the usual ones, and the rules and source reports that filters name."""
    coded = {"rule": {rule.id: rule.title for rule in rules().values()}, "report": _reports(tables)}
    filters = (cell.where for fact in facts if fact.table for cell in fact.cells.values())
    named = "\n".join(sorted({where for where in filters if any(column in where for column in coded)}))
    titled = {
        column: {value: title for value, title in sorted(titles.items()) if f"'{value}'" in named}
        for column, titles in coded.items()
    }
    return _VALUES | {column: words for column, words in titled.items() if words}


def _table(fact: Fact) -> str:
    return "/".join(fact.table.split("/")[-2:])


def _reports(tables: Tables) -> Mapping[str, str]:
    return {slug: title for at in tables.snapshots for slug, title in tables.dataset(at).reports.items()}
