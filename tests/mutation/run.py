"""How many mutants of rules and checks the unit tests beside them kill: `make mutants`, every room or those named."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from mutation.prepared import prepared

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
SOURCE = Path("src", "helpers")
# What the unit tests read beside the source.
READ_BY_TESTS = ("notebooks", "params", "tests")
MUTATED = (
    "facts/*.py",
    "programmes/months.py",
    "programmes/registers.py",
    *(f"programmes/*/{module}.py" for module in ("allocating", "amounts", "checks", "counting", "tranches")),
    "systems/*/*checks.py",
    "systems/cross_checks/comparisons.py",
    "forms/checks.py",
    "foreign/checks.py",
    "deliveries/far_fewer.py",
    "params/checks.py",
)
# The other tests of these packages write, receive and read whole files: only those named after a module are asked.
NAMED_ALIKE = ("deliveries", "forms", "systems/dmc", "systems/emis", "systems/gcode", "systems/mobec")
# The tool forks itself for each mutant, and in each fork Python would look for garbage in all that was ever imported.
_MUTMUT = "import gc; gc.set_threshold(200_000, 50, 50); from mutmut.__main__ import cli; cli()"
# A mutant that hangs or breaks the test run was noticed; 0 is a run in which every test passed, 33 one without a test.
NOT_KILLED = {0: "survived", 33: "untested"}


def rooms() -> dict[str, list[Path]]:
    """The modules to be mutated by the package they are in, both in alphabetical order; those without a function have
    nothing that the tool mutates."""
    package = ROOT / SOURCE
    chosen = sorted({path for pattern in MUTATED for path in package.glob(pattern)})
    modules = [path for path in chosen if "def " in path.read_text(encoding="utf-8")]
    by_room: dict[str, list[Path]] = {}
    for path in modules:
        by_room.setdefault(path.parent.relative_to(package).as_posix(), []).append(path.relative_to(ROOT))
    return by_room


def unit_tests(room: str, modules: Sequence[Path]) -> list[str]:
    """The tests that mirror a package: its folder, and the files beside that where it is itself in a package."""
    folder = ROOT / "tests" / "unit" / room
    if room in NAMED_ALIKE:
        named = (path for module in modules for path in sorted(folder.glob(f"test_{module.stem}*.py")))
        return [path.relative_to(ROOT).as_posix() for path in named]
    beside = folder.parent.glob("test_*.py") if "/" in room else ()
    within = folder.glob("test_*.py") if room == "programmes" else [folder]
    return [path.relative_to(ROOT).as_posix() for path in (*within, *sorted(beside))]


def lay_out(room: str, modules: Sequence[Path]) -> Path:
    """The folder in which a room is mutated: a copy of what the tests need, its modules prepared.

    A file that is as it was keeps its time, by which the tool knows what has changed since its last run.
    """
    folder = WORK / room.replace("/", "-")
    for name in READ_BY_TESTS:
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.rmtree(folder / "mutants" / name, ignore_errors=True)
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted((ROOT / "src").rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_dir() or "__pycache__" in inside.parts:
            continue
        content = path.read_bytes()
        if inside in modules:
            content = prepared(content.decode()).encode()
        copy = folder / inside
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
    settings = {
        "source_paths": ["src"],
        "only_mutate": [path.as_posix() for path in modules],
        "also_copy": list(READ_BY_TESTS),
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": unit_tests(room, modules),
        "timeout_multiplier": 5.0,
        "use_git_change_detection": False,
        "on_dependency_change": "ignore",
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text("\n".join([project, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    return folder


def verdicts(folder: Path, modules: Iterable[Path]) -> Iterator[tuple[Path, dict[str, object]]]:
    """What the tool noted of each module so far."""
    for path in modules:
        notes = folder / "mutants" / f"{path}.meta"
        if notes.is_file():
            yield notes, json.loads(notes.read_text(encoding="utf-8"))


def forget_survivors(folder: Path, modules: Iterable[Path]) -> None:
    """Let what survived an earlier run be tried again: the tests may be better by now."""
    for notes, content in verdicts(folder, modules):
        codes = {name: None if code in NOT_KILLED else code for name, code in content["exit_code_by_key"].items()}
        notes.write_text(json.dumps({**content, "exit_code_by_key": codes}), encoding="utf-8")


def run(room: str, modules: Sequence[Path], digits: str) -> Counter[str]:
    """Mutate a room and count the verdicts; the survivors are printed. With `digits`, only the mutants are tried whose
    number ends in one of them."""
    folder = lay_out(room, modules)
    if not digits:
        forget_survivors(folder, modules)
    mutants = [f"*__mutmut_*{digit}" for digit in digits]
    command = [sys.executable, "-c", _MUTMUT, "run", "--max-children", "1", *mutants]
    # The tool puts its own copy of the source on the path; nothing else may bring another one.
    unwanted = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    with (folder / "run.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=log, check=False)
    if done.returncode:
        print(f"{room}: stopped, see {log.name}", file=sys.stderr)
    codes: Mapping[str, int | None] = {
        name: code for _, content in verdicts(folder, modules) for name, code in content["exit_code_by_key"].items()
    }
    for name in sorted(name for name, code in codes.items() if code in NOT_KILLED):
        print(f"  {NOT_KILLED[codes[name]]} {name}")
    return Counter("untried" if code is None else NOT_KILLED.get(code, "killed") for code in codes.values())


def main(wanted: Sequence[str], digits: str) -> None:
    """Run the rooms whose name fits what is wanted (`programmes/*`), all for nothing, and print a line of the table for
    each: mutants, killed, survived, untested, killed of those tried."""
    chosen = {room: modules for room, modules in rooms().items() if any(fnmatch(room, name) for name in wanted or "*")}
    for room, modules in chosen.items():
        counts = run(room, modules, digits)
        tried = counts.total() - counts["untried"]
        numbers = (tried, counts["killed"], counts["survived"], counts["untested"])
        print(f"| {room} | {' | '.join(map(str, numbers))} | {counts['killed'] / (tried or 1):.1%} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:], os.environ.get("DIGITS", ""))
