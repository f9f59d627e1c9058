"""The repository as the contract tests see it: its files, its modules, its notebooks."""

import ast
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "helpers"
NOT_TEXT = {".gif", ".ico", ".jpg", ".parquet", ".pdf", ".png", ".ttf", ".woff2", ".xlsx", ".zip"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the project: all below the root that .gitignore does not name. Needs no git."""
    ignored = GitIgnoreSpec.from_lines([*(ROOT / ".gitignore").read_text(encoding="utf-8").splitlines(), ".git"])
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = sorted(name for name in folders if not ignored.match_file(f"{here / name}/"))
        found += [ROOT / here / name for name in sorted(names) if not ignored.match_file(here / name)]
    return tuple(found)


def text_files() -> list[Path]:
    """The files that people read and edit."""
    return [path for path in files() if path.suffix not in NOT_TEXT]


def modules() -> list[Path]:
    """Every Python module of the package."""
    return [path for path in files() if path.is_relative_to(SOURCE) and path.suffix == ".py"]


def packages() -> list[Path]:
    """Every folder of the package that holds Python modules, the package itself first."""
    return sorted({path.parent for path in modules()})


def notebooks() -> list[Path]:
    """Every notebook that makes a report."""
    return [path for path in files() if path.is_relative_to(ROOT / "notebooks") and path.suffix == ".ipynb"]


def demand_none(problems: Iterable[str]) -> None:
    """Fail with every problem on a line of its own, none cut off."""
    found = sorted(set(problems))
    assert not found, "\n".join(["", *found])


def name(path: Path) -> str:
    """The path below the root, as a test id and in messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
