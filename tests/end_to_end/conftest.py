"""What whole runs share: a browser, and one finished run on a small sample that no test changes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import browser
from browser import opened, with_steps
from made_up.project import PROJECT, Home

Browser = Callable[..., str]


@pytest.fixture(scope="session")
def chromium(find_program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """`chromium(page, *options)` opens a file and returns what it prints, by default the page after its scripts."""
    program = find_program("chromium")

    def run(page: Path, *options: str) -> str:
        return opened(program, page.as_uri(), tmp_path_factory.mktemp("profile"), *options)

    return run


@pytest.fixture(scope="session")
def driven(find_program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Any]:
    """`driven(html, steps)` runs JavaScript steps in the page, without its policy, and returns what they return."""
    program = find_program("chromium")

    def run(html: str, steps: str) -> Any:
        page = tmp_path_factory.mktemp("page") / "page.html"
        page.write_text(with_steps(html, steps), encoding="utf-8")
        return browser.driven(program, page.as_uri(), tmp_path_factory.mktemp("profile"))

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office of six schools that received five rounds and made their reports. To be read, never changed.

    Its parameters know no fiscal year and no indicators: the whole run of the budget and of the years is `budgeted`.
    """
    return once(tmp_path_factory, "made", make_rounds)


@pytest.fixture(scope="session")
def budgeted(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office of six schools that received a fiscal year's forms and registers, and made the year's reports and the
    pages of its schools. To be read, never changed."""
    return once(tmp_path_factory, "budgeted", make_budget)


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Home], str]) -> Home:
    """A finished office. The processes of a parallel test run share it: the first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    home = Home(root, PROJECT, root / "data" / "params")
    with FileLock(root.with_suffix(".lock")):
        if not (root / "finished").exists():
            shutil.rmtree(root, ignore_errors=True)
            Home(root).workbook("sample", str(home.data), "--schools", "6", "--pupils", "400")
            said = make(home)
            (root / "finished").write_text(said, encoding="utf-8")
    return home


def make_rounds(home: Home) -> str:
    """Receive the rounds alone and make their reports; what the run said."""
    shutil.rmtree(home.params / "fiscal_years")
    (home.params / "indicators.yml").unlink()
    for form in (home.data / "downloads").glob("2569-[a-z]*.xlsx"):
        form.unlink()
    home.workbook("receive", str(home.data / "downloads"))
    return home.workbook("run").stdout


def make_budget(home: Home) -> str:
    """Receive everything and make the fiscal year's reports; what the run said."""
    home.workbook("receive", str(home.data / "downloads"))
    return home.workbook("run", "programme", "annual", "school").stdout


@pytest.fixture
def copied(made: Home, tmp_path: Path) -> Home:
    """The rounds' office for one test alone, which may change it."""
    return copy_of(made, tmp_path)


@pytest.fixture
def copied_budget(budgeted: Home, tmp_path: Path) -> Home:
    """The fiscal year's office for one test alone, which may change it."""
    return copy_of(budgeted, tmp_path)


def copy_of(home: Home, root: Path) -> Home:
    """The same office in another place."""
    for part in ("data", "outputs"):
        shutil.copytree(home.root / part, root / part)
    return Home(root, PROJECT, root / "data" / "params")
