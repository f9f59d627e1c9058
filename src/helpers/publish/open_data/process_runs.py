"""What a crate says of a report: of the public edition what everybody may know, of the office edition all.

The public one names the data that the numbers are from, by system and period, and no delivered file, digest of one, or
path. The office's has the digest of every file and table that the report was made from: whoever holds a delivered file
can confirm by its SHA-256 that it is the one, which is what an auditor wants, and the public must not have.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers.audit.manifest import NAME as MANIFEST
from helpers.audit.manifest import Manifest
from helpers.errors import VerificationError
from helpers.params.models import Office
from helpers.publish.open_data.dataset_records import NO_LICENSE, DataCatalogue, marked
from helpers.publish.open_data.fact_sources import FactSources
from helpers.publish.open_data.published import PublishedReport
from helpers.publish.open_data.research_object import NAME, Entity, ProcessRun, property_value

_PROGRAMME = "workbook"
_OFFICE = "#office"
_INTERNAL = "ใช้ภายในสำนักงาน ไม่ใช่ฉบับเผยแพร่"


def public_run(
    report: PublishedReport,
    files: Mapping[str, bytes],
    catalogue: DataCatalogue,
    sources: FactSources,
    settings: Mapping[str, str],
    published: date,
) -> ProcessRun:
    """A report of the public edition. `files` are those of its folder, `settings` what the edition was made with, as
    the threshold of what is withheld and the digest of the release."""
    periods = [
        Entity(f"#data-{period}-{dataset}", "Dataset", f"{title} {period}", {"temporalCoverage": period})
        for period, dataset, title in sources.inputs(report.facts)
    ]
    return ProcessRun(
        name=catalogue.marked(report.title),
        description=catalogue.marked(f"{report.title} {catalogue.office.name} ฉบับเผยแพร่"),
        ended=published.isoformat(),
        office=_publisher(catalogue),
        license=_license(catalogue),
        inputs=(*periods, *_parameters(report), *(property_value("edition", *pair) for pair in settings.items())),
        version=version(_PROGRAMME),
        files={name: content for name, content in sorted(files.items()) if name != NAME},
    )


def _license(catalogue: DataCatalogue) -> Entity:
    chosen = catalogue.license
    if chosen is None:
        return Entity("#license", "CreativeWork", NO_LICENSE, {"description": NO_LICENSE})
    described = {"identifier": chosen.name, "description": chosen.title}
    return Entity(chosen.path, "CreativeWork", chosen.title, described)


def _publisher(catalogue: DataCatalogue) -> Entity:
    stated = {"url": catalogue.root, "department": catalogue.unit, "email": catalogue.email}
    return Entity(
        _OFFICE, "Organization", catalogue.office.name, {name: value for name, value in stated.items() if value}
    )


def _parameters(report: PublishedReport) -> Iterator[Entity]:
    for name, value in report.spec.parameters.model_dump(exclude={"fingerprint"}).items():
        yield property_value("parameter", name, value)


def office_run(folder: Path, manifest: Manifest, office: Office) -> ProcessRun:
    """A report in place, all of it. Raises VerificationError where a file of it is gone or not as it was made."""
    changed = list(manifest.changed_files(folder))
    if changed:
        problem = "; ".join(f"{name} {how}" for name, how in changed)
        raise VerificationError(f"ไฟล์ของรายงานไม่เป็นอย่างที่สร้างไว้: {problem}", where=str(folder), remedy="workbook run")
    execution = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["execution"]
    is_sample = manifest.inputs["data_kind"] == "sample"
    name = marked(f"{manifest.content['title']} {manifest.content['report']}", is_sample=is_sample)
    return ProcessRun(
        name=name,
        description=f"{name} ฉบับใช้ภายในสำนักงาน ลายนิ้วมือ {manifest.content['fingerprint']}",
        ended=execution["made"],
        office=Entity(_OFFICE, "Organization", office.name),
        license=Entity("#internal", "CreativeWork", _INTERNAL, {"description": _INTERNAL}),
        inputs=(*_office_inputs(manifest.inputs), *_tools(execution)),
        version=version(_PROGRAMME),
        files={name: (folder / name).read_bytes() for name in (*sorted(manifest.outputs), MANIFEST)},
    )


def _office_inputs(inputs: Mapping[str, Any]) -> Iterator[Entity]:
    """The delivered files, the tables, the parameter files, the notebook and the lock, each with its digest, then the
    report's parameters."""
    for origin, files in inputs["deliveries"].items():
        for name, stated in files.items():
            properties = {"sha256": stated["sha256"], "isPartOf": origin, "identifier": stated["report"]}
            yield Entity(f"#delivery-{stated['sha256'][:12]}", "CreativeWork", name, properties)
    for name, fingerprint in inputs["snapshots"].items():
        yield Entity(f"#tables-{name}", "Dataset", name, {"identifier": fingerprint})
    for part in ("params", "notebook", "lock"):
        for name, digest in inputs[part].items():
            yield Entity(f"#{part}-{name}", "CreativeWork", name, {"sha256": digest})
    for name, value in inputs["parameters"].items():
        yield property_value("parameter", name, value)


def _tools(execution: Mapping[str, Any]) -> Iterator[Entity]:
    """The versions of what made the report beside the programme itself."""
    versions: Mapping[str, str] = {"python": execution["python"], **execution["versions"]}
    yield from (property_value("tool", name, number) for name, number in versions.items())
