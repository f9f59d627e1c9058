"""What is measured: each case gives the medians of its ways, the first of which the others are compared with."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from bench.country import country_of
from bench.measuring import Cost, in_turn, measure, say
from bench.office import WORK, Office, copied, sample_office

ROUND = "2568-2"
REPORT, OTHER = f"round/{ROUND}/dmc", "round/2568-1/dmc"
TIMES = 3
YEAR = "the whole year from stored tables"
ALONE, FURTHER = "workbook run, this report alone", "each further report of the same run"
_PRINT = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run")
Costs = Mapping[str, Cost]


def report() -> Costs:
    """One DMC report from stored tables, executed and rendered, by the project and by what everybody has."""
    office = sample_office()
    ways: dict[str, Callable[[], Cost]] = {
        ALONE: lambda: office.fresh(REPORT),
        "two": lambda: office.fresh(REPORT, OTHER),
        "papermill + nbconvert + Chromium": lambda: _by_jupyter(office),
        "Quarto, HTML and typst": lambda: _by_quarto(office),
    }
    missing = {"Quarto, HTML and typst": _quarto(), "papermill + nbconvert + Chromium": shutil.which("chromium")}
    for name in (name for name, program in missing.items() if not program):
        say(f"  {name}: not measured, the program is not here")
        del ways[name]
    measured = in_turn(ways, TIMES)
    one, two = measured[ALONE], measured.pop("two")
    return {FURTHER: _less(two, one), **measured}


def _less(two: Cost, one: Cost) -> Cost:
    return Cost(two.processor - one.processor, two.wall - one.wall, two.memory)


def _by_jupyter(office: Office) -> Cost:
    """The same notebook in its own kernel, its HTML by nbconvert, its PDF printed by a browser."""
    folder = _empty("jupyter")
    jupyter, notebook = Path(sys.executable).parent, office.program / "notebooks" / "round" / "dmc.ipynb"
    pages = [f"--print-to-pdf={folder / 'out.pdf'}", f"--user-data-dir={folder / 'profile'}", f"{folder / 'out.html'}"]
    commands = (
        [f"{jupyter}/papermill", "--cwd", f"{notebook.parent}", f"{notebook}", "out.ipynb", "-p", "round_id", ROUND],
        [f"{jupyter}/jupyter", "nbconvert", "--to", "html", "out.ipynb"],
        [shutil.which("chromium") or "chromium", *_PRINT, *pages],
    )
    return _together(*(measure(command, office.environment, folder) for command in commands))


def _by_quarto(office: Office) -> Cost:
    """The same notebook, executed and rendered by Quarto; it rewrites the notebook, so it gets a copy."""
    folder = _empty("quarto")
    notebook = office.program / "notebooks" / "round" / "dmc.ipynb"
    (folder / "dmc.ipynb").write_text(notebook.read_text("utf-8").replace('\\"2568-1\\"', f'\\"{ROUND}\\"'), "utf-8")
    execute = [_quarto(), "render", "dmc.ipynb", "--execute", "--to", "html"]
    typeset = [_quarto(), "render", "dmc.ipynb", "--to", "typst"]
    return _together(*(measure(command, office.environment, folder) for command in (execute, typeset)))


def _quarto() -> str:
    return os.environ.get("QUARTO_PATH") or shutil.which("quarto") or ""


def _empty(name: str) -> Path:
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _together(*costs: Cost) -> Cost:
    processor, wall = (sum(getattr(cost, name) for cost in costs) for name in ("processor", "wall"))
    return Cost(processor, wall, max(cost.memory for cost in costs))


def year() -> Costs:
    """The whole sample year from stored tables (with `SINCE=<commit>` that commit's too), its run again with nothing
    changed, and after the corrected file of one school."""
    office = copied(sample_office(), "year")
    before = _before(office)
    whole = in_turn({YEAR: office.fresh} | ({f"the same at {before.program.name}": before.fresh} if before else {}), 1)
    again = in_turn({"the same again, nothing changed": lambda: office.workbook("run")}, TIMES)
    _correct(office)
    corrected = in_turn({"after the corrected file of one school": lambda: office.workbook("run")}, 1)
    return {**whole, **again, **corrected}


def _before(office: Office) -> Office | None:
    """The same office with the program of an earlier commit, which has stored its own tables; None without one."""
    commit = os.environ.get("SINCE")
    if not commit:
        return None
    tree = WORK / commit
    if not tree.is_dir():
        archive = subprocess.run(["git", "archive", commit], cwd=office.program, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            files.extractall(tree, filter="data")
    earlier = replace(copied(office, f"year-{commit}"), program=tree)
    earlier.workbook("run")
    return earlier


def _correct(office: Office) -> None:
    """Receive the goods of one school without the last line."""
    delivered = office.data / "downloads" / f"1034711008-{ROUND}-durable_goods.csv"
    delivered.write_bytes(b"".join(delivered.read_bytes().splitlines(keepends=True)[:-1]))
    office.workbook("receive", "--accept-fewer", str(delivered))


def audit() -> Costs:
    """Verifying and checking a whole year."""
    office = sample_office()
    return in_turn({"verify": lambda: office.workbook("verify"), "check": lambda: office.workbook("check")}, 1)


def receive() -> Costs:
    """Receiving the lists of a year and storing the pupils of one round, by the number of pupils."""
    return in_turn({f"{pupils:,} pupils": lambda pupils=pupils: _received(pupils) for pupils in (45_000, 500_000)}, 1)


def _received(pupils: int) -> Cost:
    office = Office(WORK / f"pupils-{pupils}")
    if not (office.data / "downloads").is_dir():
        office.workbook("sample", str(office.data), "--pupils", str(pupils))
    for made in ("deliveries", "store", "register.csv", "register-copies"):
        shutil.rmtree(office.data / made, ignore_errors=True)
        (office.data / made).unlink(missing_ok=True)
    lists = sorted(str(path) for path in (office.data / "downloads").glob(f"*{ROUND}*"))
    return _together(office.workbook("receive", *lists), office.workbook("check", ROUND))


def offices() -> Costs:
    """A DMC report of every office of eight schools from stored tables, two at a time on this machine and on two
    Dask workers of it: the growth with the number of offices (others with `OFFICES="8 183"`)."""
    costs: dict[str, Cost] = {}
    for number in map(int, os.environ.get("OFFICES", "2 8 32").split()):
        country = country_of(number, REPORT)
        for way, cost in {"two processes": country.fresh(2), "two Dask workers": country.fresh_on_cluster(2)}.items():
            costs[f"{number} offices, {way} ({cost.processor / number:.2f} s an office)"] = cost
    return costs


CASES: Mapping[str, Callable[[], Costs]] = {
    "report": report,
    "year": year,
    "audit": audit,
    "receive": receive,
    "offices": offices,
}
