"""How often a run does what costs time: counts that do not depend on the machine."""

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from helpers import digests, lettering
from helpers.audit import freshness, publishing, updating
from helpers.audit.updating import bring_up_to_date, here
from helpers.catalogue import open_graph
from helpers.params import strict_yaml
from helpers.render import html_blocks, notebook_parts
from helpers.reports import notebooks, warm
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders
from helpers.reports.production import produce
from helpers.reports.specs import Spec
from made_up.project import Home

REPORT = "round/2568-2/dmc"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], Counter[str]]:
    """`counted(module, function)` counts the calls of a function from then on, under its name."""
    calls: Counter[str] = Counter()

    def count(module: Any, name: str) -> Counter[str]:
        original = getattr(module, name)

        def called(*arguments: Any, **named: Any) -> Any:
            calls[name] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(module, name, called)
        return calls

    return count


@pytest.fixture
def folders(made: Home, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """The finished office; producing names its folders in the environment, which must not reach other tests."""
    for name in ("WORKBOOK_DATA", "WORKBOOK_PARAMS", "WORKBOOK_OUTPUTS"):
        monkeypatch.setenv(name, "")
    return Folders(made.data, made.params, made.outputs)


def _specs(folders: Folders) -> dict[str, Spec]:
    graph = open_graph(folders.data_folder, folders.read_params())
    return {spec.id: spec for spec in existing_reports(graph)}


def test_a_report_is_executed_once_and_each_block_and_drawing_made_once(
    folders: Folders, counted: Callable[[Any, str], Counter[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    warm.warm_up()
    html_blocks._fragments.clear()
    lettering_misses = lettering.subset_woff2.cache_info().misses
    monkeypatch.setattr("helpers.reports.notebook_cache.taken", lambda *_: None)
    monkeypatch.setattr("helpers.reports.notebook_cache.keep", lambda *_: None)
    counted(notebooks, "_by_papermill")
    counted(html_blocks, "_made")
    counted(notebook_parts, "from_json")
    calls = counted(Figure, "savefig")
    spec = _specs(folders)[REPORT]
    parsed = strict_yaml._parsed.cache_info().misses
    made = produce(spec, folders, folders.read_params(), "")
    assert made.error is None
    shown = made.files["report.ipynb"].decode().count('"application/vnd.workbook.block+json"')
    charts = made.files["report.ipynb"].decode().count('"image/svg+xml"')
    assert calls["_by_papermill"] == 1
    assert calls["savefig"] <= 2 * charts  # one for paper, one for phones
    assert calls["from_json"] <= shown  # once for all of its files
    assert strict_yaml._parsed.cache_info().misses == parsed  # every file was seen before
    assert calls["_made"] <= shown + charts  # of a chart the notebook shows the first drawing, the page both
    assert lettering.subset_woff2.cache_info().misses == lettering_misses  # those of the server that it is forked from


def test_a_run_that_finds_all_current_executes_nothing_and_digests_no_file_twice(
    folders: Folders, counted: Callable[[Any, str], Counter[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[Path] = Counter()
    original = digests._digest

    def digested(path: Path) -> str:
        read[path] += 1
        return original(path)

    digests._digest_as_it_is.cache_clear()
    monkeypatch.setattr(digests, "_digest", digested)
    counted(publishing, "described_inputs")
    counted(freshness, "described_inputs")
    counted(updating, "described_inputs")
    calls = counted(updating, "make_report")
    specs = list(_specs(folders).values())
    results = bring_up_to_date(specs, folders, folders.read_params(), here(1), lambda _: None)
    assert not any(result.made or result.error for result in results)
    assert calls["make_report"] == 0
    assert calls["described_inputs"] == len(specs)
    assert not [path for path, times in read.items() if times > 1]


def test_the_same_run_again_loads_nothing_that_makes_reports(copied: Home) -> None:
    first = copied.workbook("run").stdout  # the copies are other files than those that were seen
    interpreter, *words = copied.command("run")
    asked = [interpreter, "-X", "importtime", *words]
    again = subprocess.run(asked, env=copied.environment, capture_output=True, encoding="utf-8", check=True)
    assert sorted(again.stdout.splitlines()) == sorted(first.splitlines())
    loaded = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert "helpers.standstill" in loaded
    assert not loaded & {"pandas", "pydantic", "pyarrow", "nbformat", "matplotlib"}
