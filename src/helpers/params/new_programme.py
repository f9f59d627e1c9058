"""A new programme's parameter file: one of a known kind, after the pattern of a programme that is there already."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.errors import ParameterError
from helpers.files import folder_in_the_making, write_whole
from helpers.params.programmes.base import PROGRAMME_ID
from helpers.params.programmes.reading import read_programme

_STATUS = re.compile(r"\bstatus: confirmed\b")


def write_programme(params_folder: Path, programme_id: str, *, like: str, number: str, title: str) -> Path:
    """Write `programmes/<id>.yml` with the rates and settings of the programme `like`, all still to be confirmed.

    Raises ParameterError for an id that is malformed or taken, for a pattern that does not exist, and for a number that
    no programme can have.
    """
    folder = params_folder / "programmes"
    final, pattern = folder / f"{programme_id}.yml", folder / f"{like}.yml"
    if not PROGRAMME_ID.fullmatch(programme_id):
        raise ParameterError(
            f"รหัสโครงการ “{programme_id}” ใช้ไม่ได้", remedy="ใช้ตัวอักษร a-z เลข และขีดกลาง เช่น extra-teachers"
        )
    if final.exists():
        raise ParameterError(f"มีโครงการ {programme_id} แล้ว", where=str(final), remedy="ใช้รหัสอื่น หรือแก้ไขไฟล์เดิม")
    if not pattern.exists():
        known = ", ".join(sorted(path.stem for path in folder.glob("*.yml")))
        raise ParameterError(f"ไม่มีโครงการ {like} ให้ใช้เป็นแบบ", where=str(folder), remedy=f"โครงการที่มีคือ {known}")
    text = pattern.read_text(encoding="utf-8")
    text = re.sub(r"^number:.*$", f'number: "{number}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^title:.*$", lambda _: f'title: "{_quoted(title)}"', text, count=1, flags=re.MULTILINE)
    with folder_in_the_making(final) as scratch:
        draft = scratch / final.name
        write_whole(draft, _STATUS.sub("status: to_confirm", text))
        read_programme(draft)
        draft.rename(final)
    return final


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
