"""Imports go one way; only the command line catches everything and exits."""

import ast
from collections.abc import Iterator
from pathlib import Path

from contract.repository import SOURCE, demand_none, modules, name, tree

LAYERS = (
    "params",
    "tables",
    "foreign",
    "forms",
    "systems",
    "deliveries",
    "programmes",
    "performance",
    "school_year",
    "national",
    "catalogue",
    "facts",
    "lettering",
    "charts",
    "render",
    "reports",
    "audit",
    "publish",
    "commands",
    "__main__",
)
# The ground is every other module that stands in no package: errors, periods, identifiers, thai and what may join them.
GROUND = {path.stem for path in modules() if path.parent == SOURCE} - {*LAYERS, "__init__"}
ALLOWED = {"__init__": set[str](), **{ground: {"errors"} for ground in GROUND}, "errors": set[str]()}
for height, layer in enumerate(LAYERS):
    ALLOWED[layer] = {*GROUND, *LAYERS[:height]}
# The writer of sample data stands beside the house: it knows the formats, nothing that makes a report knows it, and
# only a command calls it.
ALLOWED["sample"] = {*GROUND, "params", "tables", "foreign", "forms", "systems"}
ALLOWED["commands"].add("sample")
# A cluster's machines do their work in processes as this one does, once they are known to have the same program.
ALLOWED["cluster"] = {"digests", "errors", "files", "processes"}

TOO_BROAD = {"Exception", "BaseException", "KeyboardInterrupt", "SystemExit"}
EXITS = {"exit", "quit", "sys.exit", "os._exit", "os.abort"}


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def asked_for(path: Path, node: ast.AST) -> list[str]:
    """The dotted names that an import statement asks for; none for any other node."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        package = ("helpers", *path.relative_to(SOURCE).parent.parts)
        start = package[: len(package) + 1 - node.level] if node.level else ()
        parent = ".".join([*start, *([node.module] if node.module else [])])
        return [f"{parent}.{alias.name}" for alias in node.names]
    return []


def imported_layers(path: Path) -> set[str]:
    names = [full.split(".") for node in ast.walk(tree(path)) for full in asked_for(path, node)]
    return {parts[1] for parts in names if parts[0] == "helpers" and len(parts) > 1}


def caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"BaseException"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(kind).removeprefix("builtins.") for kind in kinds}


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only cleans up: it ends by raising what it caught."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def too_much(node: ast.AST) -> Iterator[str]:
    """What a statement does that only the command line may do."""
    if isinstance(node, ast.ExceptHandler) and caught(node) & TOO_BROAD and not passes_on(node):
        yield f"{node.lineno} catches {', '.join(sorted(caught(node)))}"
    if isinstance(node, ast.Call) and ast.unparse(node.func) in EXITS:
        yield f"{node.lineno} calls {ast.unparse(node.func)}"
    if isinstance(node, ast.Raise) and node.exc and "SystemExit" in ast.unparse(node.exc):
        yield f"{node.lineno} raises SystemExit"


def test_every_module_stands_in_a_layer() -> None:
    demand_none(name(path) for path in modules() if layer_of(path) not in ALLOWED)


def test_a_module_imports_only_lower_layers() -> None:
    asked = [(path, layer_of(path), imported) for path in modules() for imported in imported_layers(path)]
    demand_none(
        f"{name(path)} ({layer}) imports {imported}"
        for path, layer, imported in asked
        if imported != layer and imported not in ALLOWED.get(layer, set())
    )


def test_only_the_command_line_catches_everything_and_exits() -> None:
    inner = [path for path in modules() if path != SOURCE / "__main__.py"]
    demand_none(f"{name(path)}:{wrong}" for path in inner for node in ast.walk(tree(path)) for wrong in too_much(node))
