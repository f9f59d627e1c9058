"""`datapackage.json`: the tables of open data described for programs, in the Data Package format."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from helpers.publish.open_data.dataset_records import PROTECTED, DataCatalogue, DatasetRecord, thai_record
from helpers.publish.open_data.table import FOLDER, Measure, OpenColumn, OpenTable
from helpers.publish.open_data.tables import REPORTS

NAME = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PATH = f"{FOLDER}/{NAME}"
"""Its address in the edition."""


def data_package(catalogue: DataCatalogue) -> bytes:
    """The file. It names no day on which it was made: its `version` is the newest day that the data describe."""
    by_kind = {table.kind: record for record in catalogue.records for table in record.tables if table.kind}
    described: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": f"education-area-{catalogue.office.area_code}",
        "title": catalogue.title,
        "description": f"หนึ่งตารางต่อชนิดของรายงานและคอลัมน์ที่จำแนก หนึ่งแถวต่อหนึ่งตัวเลข {PROTECTED}",
        **({"homepage": catalogue.root} if catalogue.root else {}),
        "version": str(catalogue.newest_day),
        **_licenses(catalogue),
        "contributors": [_contributor(catalogue)],
        "keywords": list(catalogue.keywords),
        "sources": _titled(catalogue.sources),
        "catalogue": [thai_record(record, catalogue) for record in catalogue.records],
        "resources": [_resource(table, by_kind) for table in catalogue.tables],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _licenses(catalogue: DataCatalogue) -> dict[str, Any]:
    chosen = catalogue.license
    return {"licenses": [{"name": chosen.name, "title": chosen.title, "path": chosen.path}]} if chosen else {}


def _contributor(catalogue: DataCatalogue) -> dict[str, Any]:
    email = {"email": catalogue.email} if catalogue.email else {}
    roles = {"role": "publisher", "roles": ["publisher", "contact"]}
    return {"title": catalogue.office.name, "organization": catalogue.unit, **email, **roles}


def _titled(titles: Iterable[str]) -> list[dict[str, str]]:
    return [{"title": title} for title in dict.fromkeys(titles)]


def _resource(table: OpenTable, by_kind: Mapping[str, DatasetRecord]) -> dict[str, Any]:
    record = by_kind.get(table.kind)
    stated: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "path": table.file,
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{table.digest}",
        "sources": _titled(table.sources),
        "schema": _schema(table),
        "reports": list(table.reports),
        "measures": [_measure(measure) for measure in table.measures],
    }
    if record:
        stated["temporal"] = {"start": str(record.first_day), "end": str(record.last_day)}
        stated["updatesPerYear"] = record.times_a_year
    return {name: value for name, value in stated.items() if value}


def _measure(measure: Measure) -> dict[str, Any]:
    partial = {"partial": True, "note": "มีเฉพาะบางแถว แถวอื่นไม่เผยแพร่"} if measure.partial else {}
    return {"fact": measure.fact, "title": measure.title, "unit": measure.unit, **partial}


def _schema(table: OpenTable) -> dict[str, Any]:
    """The columns in the words of Table Schema; numbers name the reports that they are from."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.unique),
        "missingValues": [""],
    }
    if table.kind:
        fields = ["report"]
        schema["foreignKeys"] = [{"fields": fields, "reference": {"resource": REPORTS, "fields": fields}}]
    return schema


def _field(column: OpenColumn) -> dict[str, Any]:
    description = {"description": column.description} if column.description else {}
    required = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "type": str(column.kind), "title": column.title, **description, **required}
