"""Reading programme files with the model of the `kind` that a file names."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

import helpers.params.programmes
from helpers.errors import ProgrammeError
from helpers.params.programmes.base import Programme
from helpers.params.strict_yaml import read_model


class _KindOfFile(BaseModel):
    """Only the kind of a programme file."""

    model_config = ConfigDict(extra="ignore")

    kind: str


@cache
def models() -> Mapping[str, type[Programme]]:
    """The model of every kind of programme, by kind."""
    models_by_kind = {}
    for module in pkgutil.iter_modules(helpers.params.programmes.__path__):
        model = getattr(importlib.import_module(f"helpers.params.programmes.{module.name}"), "PROGRAMME", None)
        if model is not None:
            models_by_kind[module.name] = model
    return models_by_kind


def read_programme(path: Path) -> Programme:
    """Read one programme. Raises ParameterError for a file that violates its model, ProgrammeError for an unknown
    kind."""
    kind = read_model(path, _KindOfFile).kind
    if kind not in models():
        problem = f"ไม่รู้จักโครงการชนิด “{kind}”"
        raise ProgrammeError(problem, where=str(path), remedy=f"ชนิดที่มีคือ {', '.join(sorted(models()))}")
    return read_model(path, models()[kind])
