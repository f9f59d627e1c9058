"""What a whole office's pages are like on a phone of 375 × 812 pixels: `python tests/phone_measures.py OUTPUTS`.

One line a page and one for all: how many screens long it is as it opens, whether the answer and the first flag stand on
the first screen, how many tables and charts are cut at the side once everything is unfolded, and how many links leave
the page.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from statistics import median

from browser import driven, with_steps

WIDTH, HEIGHT = 375, 812
MEASURE = """
const measured = async (address) => {
  const frame = await framed(address, WIDTH, HEIGHT);
  const page = frame.contentDocument;
  const length = page.documentElement.scrollHeight;
  const first = (selector) => {
    const box = page.querySelector(selector)?.getBoundingClientRect();
    return Boolean(box) && box.top >= 0 && box.bottom <= HEIGHT && box.left >= 0 && box.right <= WIDTH;
  };
  const [lead, flag] = ["main .lead", "main .flags > li"].map(first);
  for (const fold of page.querySelectorAll("details")) fold.open = true;
  for (const opener of page.querySelectorAll('button[aria-expanded="false"]')) opener.click();
  const cut = (box) => box.scrollWidth > box.clientWidth + 1;
  const tables = [...page.querySelectorAll(".table > .scroll")];
  const charts = [...page.querySelectorAll(".chart > .scroll")];
  const names = (boxes) => boxes.filter(cut).map((box) => box.parentElement.id);
  const links = page.querySelectorAll('a[href]:not([href^="#"])').length;
  const cutAt = { cut: names(tables), cutCharts: names(charts) };
  const told = { length, lead, flag, tables: tables.length, charts: charts.length, links, ...cutAt };
  frame.remove();
  return told;
};
const outcome = {};
for (const address of PAGES) outcome[address] = await measured(address);
return outcome;
""".replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))


@dataclass(frozen=True)
class PhonePage:
    """One page on a phone: its length in screens, and what is seen at once, cut at the side, or leads elsewhere."""

    name: str
    screens: float
    answer: bool
    flag: bool
    tables: int
    cut: tuple[str, ...]
    charts: int
    cut_charts: tuple[str, ...]
    links: int


def phone_pages(outputs: Path, program: str) -> list[PhonePage]:
    """The index and every report of a folder of outputs, as a browser lays them out."""
    paths = [outputs / "index.html", *sorted(outputs.glob("*/*/*/report.html"))]
    names = {path.as_uri(): path.parent.relative_to(outputs).as_posix() for path in paths if path.exists()}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        steps = MEASURE.replace("PAGES", json.dumps(list(names)))
        page.write_text(with_steps("<!DOCTYPE html><body></body>", steps), encoding="utf-8")
        measures = driven(program, page.as_uri(), Path(folder) / "profile")
    return [
        PhonePage(
            names[address],
            page["length"] / HEIGHT,
            page["lead"],
            page["flag"],
            page["tables"],
            tuple(page["cut"]),
            page["charts"],
            tuple(page["cutCharts"]),
            page["links"],
        )
        for address, page in measures.items()
    ]


def summary(pages: Sequence[PhonePage]) -> str:
    """One line for all reports, without the index."""
    reports = [page for page in pages if page.name != "."]
    lengths = [page.screens for page in reports]
    cut, tables = sum(len(page.cut) for page in reports), sum(page.tables for page in reports)
    cut_charts, charts = sum(len(page.cut_charts) for page in reports), sum(page.charts for page in reports)
    told = (
        f"{len(reports)} reports",
        f"median {median(lengths):.1f}",
        f"longest {max(lengths):.1f}",
        f"together {sum(lengths):.0f}",
        f"answer {sum(page.answer for page in reports)}",
        f"flag {sum(page.flag for page in reports)}",
        f"tables cut {cut} of {tables}",
        f"charts cut {cut_charts} of {charts}",
        f"links {sum(page.links for page in reports)}",
    )
    return " · ".join(told)


if __name__ == "__main__":
    measured = phone_pages(Path(sys.argv[1]).resolve(), which("chromium") or "chromium-browser")
    for page in measured:
        seen = f"{'answer' if page.answer else '–':6} {'flag' if page.flag else '–':4}"
        cut = f"tables {len(page.cut)}/{page.tables} charts {len(page.cut_charts)}/{page.charts}"
        names = " ".join((*page.cut, *page.cut_charts))
        print(f"{page.name:45} {page.screens:5.1f} {seen} {cut} links {page.links} {names}")
    print(summary(measured))
