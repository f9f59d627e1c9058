"""Small files, small functions, honest names, packages with a reason, documented interfaces."""

import ast
import doctest
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.repository import ROOT, SOURCE, demand_none, files, functions, modules, name, packages, tree

LONGEST_FILE = 350
# The second reader is one file by design: an auditor takes it along and needs nothing else.
ONE_FILE_BY_DESIGN = {"src/recheck.py"}
LONGEST_FUNCTION = 30
FEWEST_MODULES = 3
BANNED_WORDS = {"utils", "util", "common", "core", "misc", "manager", "df"}
BANNED_PHRASES = ("base_data", "basedata")
PRIVATE_WORDS = {"found", "own", "each", "told", "said", "place", "places"}
"""Names that say nothing about what they hold where the grain should stand: findings, school_rows, school, position."""
STORED_TOGETHER = {"found", "allowed"}
"""Columns of the table of findings: a record that has both keeps their names."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py"]


def says_nothing(identifier: str) -> bool:
    words = {word.lower() for word in WORD.findall(identifier)}
    return bool(words & BANNED_WORDS) or any(phrase in identifier.lower() for phrase in BANNED_PHRASES)


def chosen_name(node: ast.AST) -> str | None:
    """The name that a node gives to something: a definition, argument, variable, attribute or import alias."""
    match node:
        case ast.FunctionDef(name=chosen) | ast.AsyncFunctionDef(name=chosen) | ast.ClassDef(name=chosen):
            return chosen
        case ast.arg(arg=chosen) | ast.alias(asname=str(chosen)) | ast.ExceptHandler(name=str(chosen)):
            return chosen
        case ast.MatchAs(name=str(chosen)) | ast.MatchStar(name=str(chosen)) | ast.MatchMapping(rest=str(chosen)):
            return chosen
        case ast.Name(id=chosen, ctx=ast.Store()) | ast.Attribute(attr=chosen, ctx=ast.Store()):
            return chosen
    return None


def given_names(module: ast.Module) -> Iterator[str]:
    """Every name that the module itself chooses."""
    yield from filter(None, map(chosen_name, ast.walk(module)))


def brief_names(module: ast.Module) -> Iterator[ast.AST]:
    """The nodes that name something for no longer than one line: variables of comprehensions, arguments of lambdas."""
    for node in ast.walk(module):
        if isinstance(node, Comprehension) and node.lineno == node.end_lineno:
            yield from (name for step in node.generators for name in ast.walk(step.target))
        elif isinstance(node, ast.Lambda) and node.lineno == node.end_lineno:
            yield from ast.walk(node.args)


def stored_names(module: ast.Module) -> Iterator[ast.AST]:
    """The nodes that name a field of a record which is called as the stored column is."""
    for record in (node for node in ast.walk(module) if isinstance(node, ast.ClassDef)):
        fields = [statement.target for statement in record.body if isinstance(statement, ast.AnnAssign)]
        if {field.id for field in fields if isinstance(field, ast.Name)} >= STORED_TOGETHER:
            yield from fields


def private_names(module: ast.Module) -> Iterator[str]:
    """The names, with their lines, that are private words and live longer than one line."""
    allowed = {*brief_names(module), *stored_names(module)}
    for node in ast.walk(module):
        chosen = chosen_name(node)
        if chosen and chosen.strip("_").lower() in PRIVATE_WORDS and node not in allowed:
            yield f"{node.lineno}: {chosen}"


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
    given = [(name(path), chosen) for path in python_files() for chosen in given_names(tree(path))]
    demand_none(f"{path}: {chosen}" for path, chosen in given if says_nothing(chosen))


def test_no_private_word_stands_for_the_grain() -> None:
    demand_none(f"{name(path)}:{private}" for path in modules() for private in private_names(tree(path)))


@pytest.mark.parametrize(
    ("code", "private"),
    [
        ("found = 1", ["1: found"]),
        ("_OWN = 1", ["1: _OWN"]),
        ("def told(): ...", ["1: told"]),
        ("class Place: ...", ["1: Place"]),
        ("def read(each, *, own): ...", ["1: each", "1: own"]),
        ("class Round:\n    own: bool", ["2: own"]),
        ("class Finding:\n    found: str\n    allowed: str", []),
        ("self.said = 1", ["1: said"]),
        ("for each in rows:\n    print(each)", ["1: each"]),
        ("for number, (each, name) in rows: ...", ["1: each"]),
        ("[each for each in rows]", []),
        ("[\n    each\n    for each in rows\n]", ["3: each"]),
        ("[\n    [place for place in row]\n    for row in rows\n]", []),
        ("[(found := row) for row in rows]", ["1: found"]),
        ("lambda each: each", []),
        ("lambda each: (\n    each\n)", ["1: each"]),
        ("import pandas as own", ["1: own"]),
        ("with opened() as place: ...", ["1: place"]),
        ("print(row.found, found=own)", []),
        ("found_rows = 1", []),
    ],
)
def test_private_words_are_known_wherever_a_name_is_given(code: str, private: list[str]) -> None:
    assert sorted(private_names(ast.parse(code))) == private


def test_no_file_or_folder_name_says_nothing() -> None:
    named = [path for path in files() if path.suffix in {".py", ".ipynb", ".yml"}]
    demand_none(name(path) for path in named if any(map(says_nothing, Path(name(path)).with_suffix("").parts)))


def test_every_package_says_that_it_is_one() -> None:
    demand_none(name(package) for package in packages() if package / "__init__.py" not in modules())


def test_a_package_has_siblings() -> None:
    demand_none(name(package) for package in packages() if modules_of(package) < FEWEST_MODULES)


def test_everything_public_is_documented() -> None:
    demand_none(f"{name(path)}: {silent}" for path in modules() for silent in undocumented(path))


def test_every_example_in_a_docstring_holds() -> None:
    with_examples = [path for path in modules() if ">>> " in path.read_text(encoding="utf-8")]
    dotted = {path: ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in with_examples}
    results = {path: doctest.testmod(importlib.import_module(dotted[path])) for path in with_examples}
    assert any(result.attempted for result in results.values())
    demand_none(f"{name(path)}: {result.failed} examples" for path, result in results.items() if result.failed)


def test_every_data_file_of_the_package_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = {Path(pattern).suffix for pattern in project["tool"]["setuptools"]["package-data"]["*"]} | {".py"}
    demand_none(name(path) for path in files() if path.is_relative_to(SOURCE) and path.suffix not in packaged)
