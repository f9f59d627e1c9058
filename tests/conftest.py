"""What every test may ask for: real deliveries of another office, outside programs, golden files."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from helpers.processes import collect_garbage_seldom

# As the package says it for itself, for tests that import openpyxl before it.
os.environ["OPENPYXL_LXML"] = "False"

collect_garbage_seldom()

# A busy machine makes single examples slow, and the same tree must get the same verdict: no deadline, no chance.
settings.register_profile("workbook", deadline=None, derandomize=True, database=None)
settings.load_profile("workbook")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden files, compare nothing")
    parser.addoption("--full-sample", action="store_true", help="whole runs take the default sample, not a small one")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--golden-update`, run only the tests that have a golden file."""
    if config.getoption("--golden-update"):
        chosen = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("CI") == "true" or os.environ.get("WORKBOOK_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def surroundings() -> Iterator[None]:
    """The environment as it was: a command that a test runs in its own process says where its folders are."""
    before = dict(os.environ)
    yield
    if dict(os.environ) != before:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="session")
def find_program() -> Callable[[str], str]:
    """`find_program("pdftotext")` is where that program is. Skips without it, fails where nothing may be skipped."""
    return lambda name: shutil.which(name) or missing(f"{name} is not installed")


@pytest.fixture(scope="session")
def pdf_signing() -> None:
    """pyHanko, which the workbook can do without. Skips without it, fails where nothing may be skipped."""
    if find_spec("pyhanko") is None:
        missing("pyhanko is not installed")


@pytest.fixture(scope="session")
def axe() -> Path:
    """The rules of accessibility as one script. Skips without it, fails where nothing may be skipped."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        missing("axe-playwright-python is not installed")
    return Path(package.origin).with_name("axe.min.js")


@pytest.fixture(scope="session")
def real_deliveries() -> Path:
    """The folder of real deliveries that WORKBOOK_REAL names. Skips without it, fails where nothing may be skipped."""
    named = os.environ.get("WORKBOOK_REAL", "")
    if named and Path(named).is_dir():
        return Path(named)
    missing("WORKBOOK_REAL does not name a folder of real deliveries")


@pytest.fixture(scope="session")
def catalogued_faults(real_deliveries: Path) -> Path:
    """The folder of small damaged inputs, one folder a case, beside the real deliveries."""
    folder = real_deliveries.parent / "faults"
    return folder if folder.is_dir() else missing(f"{folder.name} is not there beside the real deliveries")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)` demands that the text equals `golden/<name>` beside the test; `make golden` writes it."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--golden-update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path.name} is not there: make golden"
        assert text == path.read_text(encoding="utf-8"), f"not golden/{name}; if it is right: make golden"

    return compare
