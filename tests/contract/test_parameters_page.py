"""docs/parameters.md describes every key that a parameter file can hold, file by file."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel

from contract.repository import ROOT, demand_none
from helpers.params.checks import Checks
from helpers.params.fiscal_years import FiscalYearParams
from helpers.params.flags import FlagRules
from helpers.params.indicators import Indicators
from helpers.params.models import AlsoSeen, Assumptions, CollectionRound, Office, Referenced, SimilarSchools
from helpers.params.programmes.base import Programme
from helpers.params.programmes.reading import models
from helpers.params.school_list import COLUMNS, OPTIONAL
from helpers.params.signing_keys import SigningKey
from helpers.params.social_security import SocialSecurity

PAGE = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "## office.yml": Office,
    "## rounds/": CollectionRound,
    "## checks.yml": Checks,
    "## assumptions.yml": Assumptions,
    "## flags.yml": FlagRules,
    "## indicators.yml": Indicators,
    "## similar_schools.yml": SimilarSchools,
    "## social_security.yml": SocialSecurity,
    "## fiscal_years/": FiscalYearParams,
    "## signing_keys/": SigningKey,
    "## โครงการงบประมาณ": Programme,
}
"""Where each file's keys are described, by how the heading begins."""
OF_EVERY_FILE = {*Referenced.model_fields, *AlsoSeen.model_fields} - {"value"}
"""What the rules for all files describe."""


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in models_in(field.annotation):
            yield from keys(inner)


def section(heading: str) -> str:
    """What stands below a heading, up to the next one of its level or above; of several such headings all."""
    level = heading.index(" ")
    found = re.findall(rf"^{re.escape(heading)}.*?(?=^#{{1,{level}}} |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/parameters.md has no section {heading}"
    return "".join(found)


def undescribed(model: type[BaseModel], text: str) -> list[str]:
    return [f"{model.__name__}: {key}" for key in dict.fromkeys(keys(model)) if f"`{key}`" not in text]


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_of_a_file_is_described_in_its_section(heading: str) -> None:
    rules = section("## กติกาของทุกไฟล์")
    demand_none(undescribed(SECTIONS[heading], section(heading) + rules))


@pytest.mark.parametrize("kind", sorted(models()))
def test_every_key_of_every_kind_of_programme_is_described_under_its_kind(kind: str) -> None:
    """What all programmes have stands once, before the kinds."""
    own = re.findall(rf"^### [^\n]*\(`kind: {kind}`\).*?(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert own, f"docs/parameters.md has no section for kind: {kind}"
    shared = section("## โครงการงบประมาณ").partition("\n### ")[0]
    demand_none(undescribed(models()[kind], own[0] + shared + section("## กติกาของทุกไฟล์")))


def test_what_every_file_may_say_stands_in_the_rules_for_all() -> None:
    rules = section("## กติกาของทุกไฟล์")
    demand_none(key for key in sorted(OF_EVERY_FILE) if f"`{key}`" not in rules)


def test_every_column_of_the_school_list_is_described() -> None:
    demand_none(column for column in (*COLUMNS, *OPTIONAL) if f"`{column}`" not in section("## schools/"))


def test_every_file_stands_in_the_list_of_files() -> None:
    listed = PAGE.partition("## กติกาของทุกไฟล์")[0]
    folder = ROOT / "params"
    names = [path.name if path.is_file() else f"{path.name}/" for path in folder.iterdir()]
    demand_none(name for name in sorted(names) if f"params/{name}" not in listed)
