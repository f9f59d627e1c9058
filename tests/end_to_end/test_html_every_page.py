"""What every page of a whole office keeps: the answer and what must be decided on a phone's first screen, one title,
links that lead somewhere, and no accessibility rule broken."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag

from browser import POLICY
from made_up.project import Home
from phone_measures import phone_pages

Driven = Callable[..., Any]
RULES = """
const broken = {};
for (const address of PAGES) for (const width of [1280, 375]) {
  const frame = await framed(address, width, 812);
  const search = frame.contentDocument.querySelector("#search-words");
  if (search) {
    search.value = "นักเรียน";
    search.dispatchEvent(new frame.contentWindow.Event("input"));
  }
  for (const opener of [...frame.contentDocument.querySelectorAll(".opener")].slice(1)) opener.click();
  const { axe } = frame.contentWindow;
  const { violations, passes } = await axe.run(frame.contentDocument, { resultTypes: ["violations"] });
  if (passes.length < 20) broken[`${address} ${width}`] = ["the rules did not run"];
  for (const { id, nodes } of violations) broken[`${address} ${width} ${id}`] = nodes.map(({ html }) => html);
  frame.remove();
}
return broken;
"""
PROGRAMMES = (
    "budget-transfers",
    "ceiling-salary",
    "disbursement",
    "house-rent",
    "janitors",
    "local-support",
    "per-head",
    "per-head-result",
)
ONE_OF_EACH_KIND = ("round/2568-3/*", "annual/*/*", "school/*/*1", *(f"programme/*/{name}" for name in PROGRAMMES))
MOST_SCREENS = 15


@pytest.fixture(params=["made", "budgeted"])
def home(request: pytest.FixtureRequest) -> Home:
    office: Home = request.getfixturevalue(request.param)
    return office


def pages(home: Home) -> list[Path]:
    """The pages of the reports in place, without the index."""
    tops = ("round", "annual", "programme", "school")
    return sorted(path for top in tops for path in home.outputs.glob(f"{top}/*/*/report.html"))


def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def broken_links(page: Path, soup: BeautifulSoup, outputs: Path) -> Iterator[str]:
    """The links within the page that lead to no id, and those to files that are not there, but for those to kinds of
    reports none of which this office made."""
    ids = {str(tag["id"]) for tag in soup.select("[id]")}
    for link in soup.select("a[href]"):
        path, _, fragment = unquote(str(link["href"])).partition("#")
        if not path and fragment and fragment not in ids:
            yield f"#{fragment}"
        target = (page.parent / path).resolve()
        if path and not target.is_file() and (outputs / target.relative_to(outputs).parts[0]).exists():
            yield path


def one_of_each_kind(home: Home) -> list[Path]:
    """The index, the newest round's reports, and one report by each other notebook."""
    chosen = [path for pattern in ONE_OF_EACH_KIND for path in home.outputs.glob(f"{pattern}/report.html")]
    return [home.outputs / "index.html", *sorted(chosen)]


def addresses(paths: list[Path]) -> str:
    """The addresses of pages as a JavaScript array."""
    return json.dumps([path.as_uri() for path in paths])


def copy_with(script: Path, page: Path, copy: Path) -> Path:
    """The page with one script more, without the policy that forbids it."""
    html = POLICY.sub("", page.read_text(encoding="utf-8"))
    copy.write_text(html.replace("</head>", f'<script src="{script.as_uri()}"></script></head>', 1), encoding="utf-8")
    return copy


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def test_a_phone_shows_the_answer_at_once_and_cuts_nothing(find_program: Callable[[str], str], home: Home) -> None:
    """Of the sample of a whole office no report is longer than 7 screens; fifteen are promised."""
    for page in phone_pages(home.outputs, find_program("chromium")):
        assert (page.cut, page.cut_charts) == ((), ()), page.name
        if page.name != ".":
            assert (page.answer, page.flag) == (True, True), page.name
            assert page.screens <= MOST_SCREENS, page.name


def test_a_title_stands_once(home: Home) -> None:
    for path in pages(home):
        soup = parsed(path)
        (title,) = soup.select("h1")
        assert words(title) not in [words(head) for head in soup.select("h2, h3, h4")], path


def test_ids_are_unique_and_links_lead_somewhere(home: Home) -> None:
    for path in [home.outputs / "index.html", *pages(home)]:
        soup = parsed(path)
        ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
        assert not [name for name, times in ids.items() if times > 1], path
        assert not list(broken_links(path, soup, home.outputs.resolve())), path


def test_no_page_breaks_a_rule_of_accessibility(driven: Driven, axe: Path, home: Home, tmp_path: Path) -> None:
    """Rules and best practice alike, of the index and one report of each kind; the page's policy, which forbids the
    rules' script, is taken out."""
    copies = [copy_with(axe, path, tmp_path / f"{number}.html") for number, path in enumerate(one_of_each_kind(home))]
    assert driven("<body></body>", RULES.replace("PAGES", addresses(copies))) == {}
