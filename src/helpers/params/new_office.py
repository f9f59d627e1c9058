"""A whole parameter folder for another office, from the present one's thresholds and assumptions."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from helpers.errors import ParameterError
from helpers.files import PRIVATE, folder_in_the_making, write_whole
from helpers.identifiers import AREA_CODE
from helpers.params.models import Office
from helpers.params.school_list import COLUMNS
from helpers.params.strict_yaml import read_model

_SHARED = ("checks.yml", "assumptions.yml", "indicators.yml", "social_security.yml")
_FOLDERS = ("programmes", "fiscal_years")


def write_office(folder: Path, template: Path, *, area_code: str, name: str, short_name: str) -> Path:
    """Write `folder/params`; its school list has a header alone until the office fills it in. The path of the folder.

    Raises ParameterError when it is there already or the area code is malformed.
    """
    if not AREA_CODE.fullmatch(area_code):
        remedy = "ใส่รหัสเขต 4 หลัก เช่น --area 8601"
        raise ParameterError(f"รหัสเขต “{area_code}” ใช้ไม่ได้", where="--area", remedy=remedy)
    final = folder / "params"
    if final.exists():
        raise ParameterError("มีโฟลเดอร์นี้อยู่แล้ว", where=str(final), remedy="ใช้ชื่อโฟลเดอร์อื่น หรือแก้ไขไฟล์ในโฟลเดอร์เดิม")
    office = yaml.safe_load((template / "office.yml").read_text(encoding="utf-8"))
    signers = [
        {**each, "position": each["position"].replace(office["name"], name)} for each in office.get("signers", [])
    ]
    office |= {"name": name, "short_name": short_name or name, "area_code": area_code, "signers": signers}
    with folder_in_the_making(final) as scratch:
        text = yaml.safe_dump(office, allow_unicode=True, sort_keys=False, width=120)
        write_whole(scratch / "office.yml", text)
        read_model(scratch / "office.yml", Office)
        for shared in (name for name in _SHARED if (template / name).exists()):
            write_whole(scratch / shared, (template / shared).read_bytes())
        write_whole(scratch / "schools" / f"{area_code}.csv", ",".join(COLUMNS) + "\n")
        (scratch / "rounds").mkdir()
        for path in (path for part in _FOLDERS for path in sorted((template / part).glob("*.yml"))):
            write_whole(scratch / path.relative_to(template), path.read_bytes())
        scratch.rename(final)
        scratch.mkdir()
    return final


def write_params_for_schools(final: Path, template: Path, area_code: str, school_list: Path) -> Path:
    """Write a parameter folder that differs from the template in its school list alone, in place of an older one; it
    lies among the data and is as private."""
    with folder_in_the_making(final, PRIVATE) as scratch:
        for path in sorted(template.rglob("*.yml")):
            write_whole(scratch / path.relative_to(template), path.read_bytes(), PRIVATE)
        write_whole(scratch / "schools" / f"{area_code}.csv", school_list.read_bytes(), PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)
        scratch.mkdir()
    return final
