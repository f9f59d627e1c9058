"""Who signs for the office's numbers: one file a key in `signing_keys/`, with its public half and the position of who
holds it, never a person's name. The private half is in no folder of the workbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from helpers.errors import ParameterError
from helpers.params.models import Line, ParameterModel
from helpers.params.new import parameter_text, write_read_back
from helpers.params.strict_yaml import read_model

FOLDER = "signing_keys"
SIGNER_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SigningKey(ParameterModel):
    """The position of who holds a key, and the key's public half, 64 hex digits (Ed25519)."""

    position: Line
    public_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def read_signing_keys(params_folder: Path) -> dict[str, SigningKey]:
    """The keys by the names of their files; none for an office that signs nothing. Raises ParameterError for a file
    that is no key."""
    files = sorted(path for path in (params_folder / FOLDER).glob("*.yml") if SIGNER_ID.fullmatch(path.stem))
    return {path.stem: read_model(path, SigningKey) for path in files}


def write_signing_key(params_folder: Path, signer: str, key: SigningKey) -> Path:
    """Write `signing_keys/<signer>.yml` and return its path. Raises ParameterError for a name that is malformed or
    taken: another key of the same name would make approvals of the first one unknown."""
    path = params_folder / FOLDER / f"{signer}.yml"
    if not SIGNER_ID.fullmatch(signer):
        raise ParameterError(f"ชื่อผู้ลงนาม “{signer}” ใช้ไม่ได้", remedy="ใช้ตัวอักษร a-z เลข และขีดกลาง เช่น director")
    if path.exists():
        raise ParameterError(f"มีผู้ลงนาม {signer} แล้ว", where=str(path), remedy="ใช้ชื่ออื่น เช่น เติมปีต่อท้าย")
    heading = "กุญแจสาธารณะของผู้ลงนาม ลบไฟล์นี้แล้ว ลายมือชื่อของกุญแจนี้ไม่มีผลอีก"
    text = parameter_text(heading, key.model_dump(), {})
    return write_read_back(path, text, lambda draft: read_model(draft, SigningKey))
