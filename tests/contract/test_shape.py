"""Small files, small functions, honest names, packages with a reason, documented interfaces."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from contract.repository import ROOT, SOURCE, demand_none, files, functions, modules, name, packages, tree

LONGEST_FILE = 350
# The second reader is one file by design: an auditor takes it along and needs nothing else.
ONE_FILE_BY_DESIGN = {"src/recheck.py"}
LONGEST_FUNCTION = 30
FEWEST_MODULES = 3
BANNED_WORDS = {"utils", "util", "common", "core", "misc", "manager", "df"}
BANNED_PHRASES = ("base_data", "basedata")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py"]


def says_nothing(identifier: str) -> bool:
    words = {word.lower() for word in WORD.findall(identifier)}
    return bool(words & BANNED_WORDS) or any(phrase in identifier.lower() for phrase in BANNED_PHRASES)


def given_names(path: Path) -> Iterator[str]:
    """Every name that the module itself chooses: definitions, arguments, variables, attributes, import aliases."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.FunctionDef(name=chosen) | ast.AsyncFunctionDef(name=chosen) | ast.ClassDef(name=chosen):
                yield chosen
            case ast.arg(arg=chosen) | ast.alias(asname=str(chosen)):
                yield chosen
            case ast.Name(id=chosen, ctx=ast.Store()) | ast.Attribute(attr=chosen, ctx=ast.Store()):
                yield chosen


def undocumented(path: Path) -> Iterator[str]:
    """The public functions and classes of a module, and the module itself, that say nothing about themselves."""
    body = tree(path).body
    if body and not ast.get_docstring(tree(path)):
        yield "the module itself"
    public = [node for node in body if isinstance(node, Definition) and not node.name.startswith("_")]
    yield from (node.name for node in public if not ast.get_docstring(node))


def modules_of(package: Path) -> int:
    """How many modules and packages stand directly in a package, `__init__` not counted."""
    return sum(path.parent == package for path in modules()) + sum(path.parent == package for path in packages()) - 1


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = [(name(path), len(path.read_text(encoding="utf-8").splitlines())) for path in python_files()]
    long = [(path, lines) for path, lines in lengths if lines > LONGEST_FILE and path not in ONE_FILE_BY_DESIGN]
    demand_none(f"{path}: {lines} lines" for path, lines in long)


def test_no_function_is_longer_than_a_screen() -> None:
    definitions = [(name(path), node) for path in modules() for node in functions(path)]
    lengths = [(path, node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for path, node in definitions]
    demand_none(f"{path}: {function}: {lines} lines" for path, function, lines in lengths if lines > LONGEST_FUNCTION)


def test_no_name_says_nothing() -> None:
    given = [(name(path), chosen) for path in python_files() for chosen in given_names(path)]
    demand_none(f"{path}: {chosen}" for path, chosen in given if says_nothing(chosen))


def test_no_file_or_folder_name_says_nothing() -> None:
    named = [path for path in files() if path.suffix in {".py", ".ipynb", ".yml"}]
    demand_none(name(path) for path in named if any(map(says_nothing, Path(name(path)).with_suffix("").parts)))


def test_every_package_says_that_it_is_one() -> None:
    demand_none(name(package) for package in packages() if package / "__init__.py" not in modules())


def test_a_package_has_siblings() -> None:
    demand_none(name(package) for package in packages() if modules_of(package) < FEWEST_MODULES)


def test_everything_public_is_documented() -> None:
    demand_none(f"{name(path)}: {silent}" for path in modules() for silent in undocumented(path))


def test_every_data_file_of_the_package_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = {Path(pattern).suffix for pattern in project["tool"]["setuptools"]["package-data"]["*"]} | {".py"}
    demand_none(name(path) for path in files() if path.is_relative_to(SOURCE) and path.suffix not in packaged)
