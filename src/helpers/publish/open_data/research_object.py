"""How a report came to be, as an RO-Crate 1.2 of the profile Process Run Crate: from which inputs, with which
parameters, by which version of the programme, into which files. The only module that knows the rocrate library, which
need not be installed.

A crate is one file, `ro-crate-metadata.json`, beside the files that it describes. It holds no time of its own making
and nothing by chance: of the same run the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

from helpers.errors import ParameterError

NAME = "ro-crate-metadata.json"
EXTRA = "public-edition"
"""What is installed beside the workbook for this: `pip install "workbook[public-edition]"`."""
_VERSION = "1.2"
_PROGRAMME = "urn:uuid:096fc3f2-a9fd-4e51-a764-9ecc7184d4ff"
"""What the programme is known by: a name for it, no address, for it has none that stays."""
_PROGRAMME_TITLE = "สมุดรายงานของสำนักงานเขตพื้นที่การศึกษา"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


_DESCRIPTIONS = {
    "report.html": "หน้ารายงาน อ่านได้โดยไม่ต่ออินเทอร์เน็ต",
    "report.pdf": "รายงานสำหรับพิมพ์",
    "tables.xlsx": "ตารางของรายงาน",
    "facts.csv": "ตัวเลขทุกค่าที่รายงานพิมพ์",
    "findings.csv": "ข้อที่พบในข้อมูล (ลับ)",
    "report.ipynb": "สมุดงานที่รันแล้ว",
    "recheck.py": "โปรแกรมที่คำนวณรายงานซ้ำโดยไม่ใช้โค้ดของสมุดรายงาน",
    "manifest.json": "สิ่งที่รายงานทำมาจาก และลายนิ้วมือของทุกไฟล์",
}


@dataclass(frozen=True)
class Entity:
    """Something that the crate names and does not hold: `id` is an address, or begins with `#`."""

    id: str
    kind: str | tuple[str, ...]
    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProcessRun:
    """One report as something that was made. `ended` is when, as ISO 8601 writes it; `files` are what came out, by
    name; `office` is who made it, `version` that of the programme."""

    name: str
    description: str
    ended: str
    office: Entity
    license: Entity
    inputs: Sequence[Entity]
    version: str
    files: Mapping[str, bytes]


_PROFILE = Entity(
    "https://w3id.org/ro/wfrun/process/0.5", ("CreativeWork", "Profile"), "Process Run Crate", {"version": "0.5"}
)


def property_value(about: str, name: str, value: object) -> Entity:
    """A parameter: `about` tells it from others of the same name."""
    return Entity(f"#{about}-{name}", "PropertyValue", name, {"value": str(value)})


def can_describe() -> bool:
    """Whether the rocrate library is installed."""
    return find_spec("rocrate") is not None


def crate_text(run: ProcessRun) -> bytes:
    """The metadata file of the crate. Raises ParameterError where the rocrate library is not installed."""
    if not can_describe():
        remedy = f'ติดตั้งด้วย pip install "workbook[{EXTRA}]"'
        raise ParameterError("ทำคำอธิบายที่มาของรายงาน (RO-Crate) ไม่ได้ เพราะไม่ได้ติดตั้ง rocrate", remedy=remedy)
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version=_VERSION)
    programme = Entity(_PROGRAMME, "SoftwareApplication", _PROGRAMME_TITLE, {"version": run.version, "url": _PROGRAMME})
    for entity in (_PROFILE, run.license, run.office, programme, *run.inputs):
        _add(crate, entity)
    for name, content in run.files.items():
        crate.add_file(dest_path=name, properties=_file(name, content))
    action = {
        "description": run.description,
        "instrument": _links([programme.id]),
        "object": _links([entity.id for entity in run.inputs]),
        "result": _links(list(run.files)),
        "agent": _links([run.office.id]),
        "endTime": run.ended,
    }
    _add(crate, Entity("#run", "CreateAction", f"จัดทำ {run.name}", action))
    root = {"name": run.name, "description": run.description, "datePublished": run.ended, "inLanguage": "th"}
    links = {"license": run.license.id, "conformsTo": _PROFILE.id, "mentions": "#run", "publisher": run.office.id}
    for name, value in {**root, **{name: _links([target]) for name, target in links.items()}}.items():
        crate.root_dataset[name] = value
    return (json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _add(crate: Any, entity: Entity) -> None:
    from rocrate.model import ContextEntity

    kind = list(entity.kind) if isinstance(entity.kind, tuple) else entity.kind
    crate.add(ContextEntity(crate, entity.id, properties={"@type": kind, "name": entity.name, **entity.properties}))


def _links(ids: Sequence[str]) -> Any:
    """References to these entities; one alone is no list."""
    links = [{"@id": target} for target in ids]
    return links[0] if len(links) == 1 else links


def _file(name: str, content: bytes) -> dict[str, str]:
    described = {
        "description": _DESCRIPTIONS.get(name, ""),
        "encodingFormat": next((media for suffix, media in _MEDIA_TYPES.items() if name.endswith(suffix)), ""),
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
    }
    return {"name": name, **{part: value for part, value in described.items() if value}}
