"""docs/parameters.md names every key that a parameter file can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from contract.repository import ROOT, demand_none
from helpers.params.checks import Checks
from helpers.params.fiscal_years import FiscalYearParams
from helpers.params.indicators import Indicators
from helpers.params.models import Assumptions, CollectionRound, Office
from helpers.params.programmes.reading import models
from helpers.params.school_list import COLUMNS, OPTIONAL
from helpers.params.social_security import SocialSecurity


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for inner in models_in(field.annotation):
            yield from keys(inner)


def test_the_page_names_every_key() -> None:
    page = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
    years = (FiscalYearParams, SocialSecurity)
    files = (Office, CollectionRound, Checks, Assumptions, Indicators, *years, *models().values())
    known = {*COLUMNS, *OPTIONAL, *(key for model in files for key in keys(model))}
    demand_none(key for key in known if f"`{key}`" not in page)
