"""The same inputs give the same bytes: in another directory, time zone, locale and hash seed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

PROJECT = Path(__file__).resolve().parents[2]
MADE_HERE = {".venv", "data", "outputs", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
COMPARED = ("report.html", "report.pdf", "tables.xlsx", "facts.csv")
SMALL_SAMPLE = ("--schools", "8", "--pupils", "600")
SOME_REPORTS = ("round/2568-2/dmc", "programme/2569/house-rent")
"""What is made of a small sample; of the full one, everything."""
MOST_PAGES = 15
"""Of a report that people read and sign; the full sample has the longest accounts."""
HERE = {"TZ": "Asia/Bangkok", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "WEST11", "LC_ALL": "C", "PYTHONHASHSEED": "2"}


def whole_run(project: Path, home: Path, surroundings: dict[str, str], *, full: bool) -> Path:
    """Write sample data, receive them, make the reports. Returns the outputs folder."""
    size, wanted = ((), ()) if full else (SMALL_SAMPLE, SOME_REPORTS)
    data, outputs = home / "data", home / "outputs"
    workbook = [sys.executable, "-m", "helpers", "--data", str(data), "--outputs", str(outputs)]
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(project / "src")}
    for command in (["sample", str(data), *size], ["receive", str(data / "downloads")], ["run", *wanted]):
        done = subprocess.run([*workbook, *command], cwd=project, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace')}"
    return outputs


def reports(outputs: Path) -> dict[str, Path]:
    """Report id to folder, the superseded and the failed ones left out."""
    folders = {path.parent.relative_to(outputs): path.parent for path in outputs.rglob("manifest.json")}
    return {
        place.as_posix(): folder for place, folder in folders.items() if place.parts[0] not in {"history", "failed"}
    }


def content(folder: Path) -> object:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["content"]


def differences(first: Path, second: Path) -> Iterator[str]:
    """What two outputs folders do not have in common, by report and file."""
    left, right = reports(first), reports(second)
    yield from (f"{report}: in one run only" for report in sorted(left.keys() ^ right.keys()))
    for report in sorted(left.keys() & right.keys()):
        if content(left[report]) != content(right[report]):
            yield f"{report}: content of manifest.json"
        for file in COMPARED:
            if (left[report] / file).read_bytes() != (right[report] / file).read_bytes():
                yield f"{report}: {file}"


def copy_project(target: Path) -> None:
    """A second copy of the project, without what this machine made in it."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return MADE_HERE & set(names) if Path(folder) == PROJECT else {"__pycache__"} & set(names)

    shutil.copytree(PROJECT, target, ignore=left_out, symlinks=True)


def write_report(outputs: Path, changed: str = "") -> None:
    folder = outputs / "round" / "2568-1" / "dmc"
    folder.mkdir(parents=True)
    for file in COMPARED:
        (folder / file).write_text("2" if file == changed else "1", encoding="utf-8")
    manifest = {"content": {"digest": "2" if changed == "manifest.json" else "1"}, "execution": {"place": str(outputs)}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("changed", [*COMPARED, "manifest.json"])
def test_one_changed_byte_is_named(tmp_path: Path, changed: str) -> None:
    write_report(tmp_path / "first")
    write_report(tmp_path / "second", changed)
    (difference,) = differences(tmp_path / "first", tmp_path / "second")
    assert difference.startswith("round/2568-1/dmc")
    assert changed in difference


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    write_report(tmp_path / "first")
    assert list(differences(tmp_path / "first", tmp_path / "second")) == ["round/2568-1/dmc: in one run only"]


def test_two_runs_give_the_same_bytes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    full = request.config.getoption("--full-sample")
    elsewhere = tmp_path / "สำเนา ที่สอง"
    copy_project(elsewhere)
    with ThreadPoolExecutor() as both:
        here = both.submit(whole_run, PROJECT, tmp_path / "first", HERE, full=full)
        there = both.submit(whole_run, elsewhere, tmp_path / "other place" / "second", THERE, full=full)
    first, second = here.result(), there.result()
    assert reports(first), "no report was made"
    assert not list(differences(first, second))
    assert {report: pages for report, folder in reports(first).items() if (pages := printed(folder)) > MOST_PAGES} == {}


def printed(folder: Path) -> int:
    """How many pages the PDF of a report has."""
    document = pypdfium2.PdfDocument(folder / "report.pdf")
    pages = len(document)
    document.close()
    return pages
