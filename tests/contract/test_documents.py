"""What the documents name is there: files, commands, entry points."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from contract.repository import ROOT, demand_none, files, name, text_files

TARGETS = {"help", "setup", "report", "test", "lab", "style", "check", "faults", "bench"} | {
    "mutants",
    "golden",
    "numerals",
    "lock",
    "clean",
}
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
FILE_NAME = re.compile(r"[A-Za-z.]+\.(md|yml|toml|lock)")
MAKE = re.compile(r"(?:^|`)(?:\$ )?make ([a-z]+)\b", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):.*## \S", re.MULTILINE)
# What is made on each machine, and so is in no clone.
MADE = ("data/", "outputs/", ".venv/")


def documents() -> list[Path]:
    return [path for path in text_files() if path.suffix == ".md"]


def top_level() -> set[str]:
    return {Path(name(path)).parts[0] for path in files()}


def looks_like_a_path(quoted: str) -> bool:
    """A word that starts with a top-level name of the repository and stands for one place, not for `<any>` or `…`."""
    any_place = re.search(r"[\s<>{}…]", quoted) is not None or quoted.startswith(MADE)
    return "/" in quoted and not any_place and quoted.split("/")[0] in top_level()


def named_paths(document: Path) -> list[tuple[Path, str]]:
    """(folder, path below it) of each place named: links start from the document, quoted paths from the root."""
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in LINK.findall(text) if "://" not in link and not link.startswith("#")]
    quoted = [path.partition(":")[0] for path in QUOTED.findall(text) if looks_like_a_path(path)]
    return [(document.parent, link) for link in links] + [(ROOT, path) for path in quoted]


def test_documents_name_only_files_that_are_there() -> None:
    named = [(name(document), *place) for document in documents() for place in named_paths(document)]
    demand_none(f"{document}: {path}" for document, folder, path in named if not any(folder.glob(path.rstrip("/"))))


def test_documents_name_only_files_by_names_that_exist() -> None:
    texts = {name(document): document.read_text(encoding="utf-8") for document in documents()}
    named = [(document, quoted) for document, text in texts.items() for quoted in QUOTED.findall(text)]
    there = {path.name for path in files()}
    demand_none(f"{place}: {quoted}" for place, quoted in named if FILE_NAME.fullmatch(quoted) and quoted not in there)


def test_documents_name_only_targets_that_are_there() -> None:
    named = {target for document in documents() for target in MAKE.findall(document.read_text(encoding="utf-8"))}
    assert named <= TARGETS


def test_make_help_lists_the_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(TARGET.findall(makefile)) == TARGETS
    assert set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) == TARGETS


def entry_points() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [target for group in [project["scripts"], *project["entry-points"].values()] for target in group.values()]


@pytest.mark.parametrize("target", entry_points())
def test_entry_points_lead_somewhere(target: str) -> None:
    module, _, attribute = target.partition(":")
    assert callable(getattr(import_module(module), attribute))


def test_decisions_are_numbered_without_gaps() -> None:
    recorded = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [decision[:4] for decision in recorded] == [f"{number:04}" for number in range(1, len(recorded) + 1)]
