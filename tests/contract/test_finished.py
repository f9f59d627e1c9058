"""Nothing is left for later, nothing speaks of one machine, every text file is plain."""

import ast
import re
from pathlib import Path

from contract.repository import ROOT, demand_none, modules, name, text_files, tree

# Written with character classes so that this file does not hold what it looks for.
LEFT_FOR_LATER = re.compile(r"\b(T[O]DO|F[I]XME)\b|N[o]tImplemented")
REGISTRY_HOST = re.compile(r"p[y]pi\.[a-z]|p[y]thonhosted|n[p]mjs|deb\.d[e]bian|[a]naconda\.(org|com)", re.IGNORECASE)
MACHINE_PATH = r"(?<![\w.~])/(?:root|home|Users|work|tmp)/|\b[A-Z]:\\+(?:Users|Documents)\\"


def holding(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:80]}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def is_empty(node: ast.AST) -> bool:
    """Whether a function does nothing: only a docstring, `pass` or `...`. What declares an interface is meant to."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list} & {"abstractmethod", "overload"}:
        return False
    return all(
        isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in node.body
    )


def is_protocol(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)


def stubs(path: Path) -> list[str]:
    promised = {line for node in ast.walk(tree(path)) if is_protocol(node) for line in ast.walk(node)}
    return [f"{name(path)}:{node.lineno}" for node in ast.walk(tree(path)) if is_empty(node) and node not in promised]


def test_nothing_is_left_for_later() -> None:
    demand_none(holding(LEFT_FOR_LATER))


def test_no_function_is_a_stub() -> None:
    demand_none(stub for path in modules() for stub in stubs(path))


def test_no_registry_host_is_named() -> None:
    demand_none(holding(REGISTRY_HOST))


def test_no_machine_path_is_named() -> None:
    demand_none(holding(re.compile(rf"{MACHINE_PATH}|(?<![\w.~]){re.escape(str(ROOT))}\b")))


def test_text_files_are_plain() -> None:
    contents = {name(path): path.read_bytes() for path in text_files()}
    demand_none(path for path, content in contents.items() if b"\r" in content)
    demand_none(path for path, content in contents.items() if content and not content.endswith(b"\n"))
