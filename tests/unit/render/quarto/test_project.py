"""The project for Quarto: nothing in it can be executed, its settings are those that Quarto knows, and the same reports
give the same bytes."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import missing
from helpers.errors import RenderingError
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.project import OUTPUT, project_files, refuse_executable
from unit.render.quarto.quarto_specimen import page

FORMATS = tuple(Format)
OURS = {"project", "website", "lang", "language", "engine", "filters", "execute", "format"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """Quarto's own schemas beside the real deliveries. Skips without them, fails where nothing may be skipped."""
    path = Path(os.environ.get("WORKBOOK_REAL", "missing")).parent / "quarto" / "json-schemas.json"
    if not path.is_file():
        missing("Quarto's schemas are not there beside the real deliveries")
    definitions: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["$defs"]
    return definitions


def problems(value: Any, schema: Any, schemas: dict[str, Any], where: str) -> list[str]:
    """What a value has that Quarto's schema of it does not allow; a property that it does not name is one."""
    if "$ref" in schema:
        return problems(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, where)
    if "anyOf" in schema:
        return min((problems(value, one, schemas, where) for one in schema["anyOf"]), key=len)
    if "enum" in schema:
        allowed = schema["enum"]["values"] if isinstance(schema["enum"], dict) else schema["enum"]
        return [] if value in allowed else [f"{where}: {value}"]
    if "object" in schema:
        known = schema["object"]["properties"]
        if not isinstance(value, dict):
            return [f"{where}: {value}"] * 9
        return [
            problem
            for name, inner in value.items()
            for problem in (
                problems(inner, known[name], schemas, f"{where}.{name}") if name in known else [f"{where}.{name}"]
            )
        ]
    if schema["type"] == "array":
        if not isinstance(value, list):
            return [f"{where}: {value}"] * 9
        return [problem for inner in value for problem in problems(inner, schema["items"], schemas, where)]
    kinds = {"string": str, "boolean": bool, "number": (int, float), "object": dict}
    return [] if isinstance(value, kinds[schema["type"]]) else [f"{where}: {value}"] * 9


@pytest.mark.parametrize("form", list(Form))
def test_the_settings_are_those_that_quarto_knows(form: Form, schemas: dict[str, Any]) -> None:
    settings = yaml.safe_load(project_files([page()], form, FORMATS)["_quarto.yml"])
    website = schemas["BaseWebsite"]
    wrong = problems(settings["project"], schemas["ProjectConfig"], schemas, "project")
    wrong += problems(settings.get("website", {}), website, schemas, "website")
    wrong += problems(settings["language"], schemas["FormatLanguage"], schemas, "language")
    wrong += problems(settings["filters"], schemas["PandocFormatFilters"], schemas, "filters")
    assert wrong == []
    assert problems({"titel": 1}, website, schemas, "website") == ["website.titel"]
    assert set(settings) <= OURS
    assert settings["execute"] == {"enabled": False}
    assert settings["engine"] == "markdown"


@pytest.mark.parametrize("form", list(Form))
def test_nothing_can_be_executed_whatever_is_delivered(form: Form) -> None:
    files = project_files([page(probed=True)], form, FORMATS)
    read_by_quarto = {name: text.decode() for name, text in files.items() if name.endswith((".qmd", ".yml", ".typ"))}
    for name, text in read_by_quarto.items():
        assert not re.search(r"\{\{<|<script|```|`r |\\\(", text), name
        assert "engine: markdown" in text or not name.endswith(".qmd")
    assert not any(name.endswith((".ipynb", ".py", ".r", ".R")) for name in files)
    name = "book.qmd" if form is Form.BOOK else "round-2568-1-dmc.qmd"
    assert "&#123;&#8288;&#123;&#60; env HOME" in yaml.safe_load(read_by_quarto[name].split("---")[1])["title"]


@pytest.mark.parametrize(
    "code", ["```{python}\n1\n```", "{{< env HOME >}}", "a `r 1`", "<b>", "jupyter: python3", "~~~\n"]
)
def test_a_page_with_code_is_refused(code: str) -> None:
    with pytest.raises(RenderingError, match="อาจถูกเรียกทำงาน") as refused:
        refuse_executable({"page.qmd": f"---\ntitle: a\n---\n\n{code}\n"})
    assert "page.qmd บรรทัดที่ 5" in str(refused.value)


def test_the_same_reports_give_the_same_bytes() -> None:
    once, again = (project_files([page()], Form.BOOK, FORMATS) for _ in range(2))
    assert once == again
    assert OUTPUT not in {name.split("/")[0] for name in once}


def test_word_gets_pictures_that_it_can_show() -> None:
    with_word = project_files([page()], Form.DOCUMENTS, [Format.DOCX])
    without = project_files([page()], Form.DOCUMENTS, [Format.HTML])
    assert with_word["charts/round-2568-1-dmc-by-grade-chart.png"].startswith(b"\x89PNG")
    assert "word.docx" in with_word
    assert not [name for name in without if name.endswith((".png", ".docx"))]
    drawn = [name for name in without if name.endswith(".svg")]
    assert len(drawn) == 2
