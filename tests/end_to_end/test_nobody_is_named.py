"""No output names a pupil, and no page prints a number that is no fact."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString

from builders import parted
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.reports.folders import Folders
from helpers.systems.dmc.pupil_list import PUPIL_COLUMNS
from made_up.project import Home

ROUNDS = ("2567-3", "2568-1", "2568-2", "2568-3", "2569-1")
CONFIDENTIAL = "check"
PLACE = {column.name: place for place, column in enumerate(PUPIL_COLUMNS)}
TEXTS = {".html", ".csv", ".ipynb", ".json"}
DIGITS = re.compile(r"[0-9๐-๙]+(?:[,.][0-9๐-๙]+)*")
# What may hold digits and counts nothing: days, school years and rounds, grades, ages, distances, the office's own
# number and the fingerprint.
LABELS = re.compile(
    r"(?:[อปม]|ปวช|ปวส)\.\s?\d(?:/\d)?|\d{1,2} [ก-๙.]+ 25\d\d|(?:ปีการศึกษา|พ\.ศ\.) 25\d\d|ภาคเรียนที่ \d"
    r"|25\d\d-[123]|\d+ ปี|เขต \d+|[0-9a-f]{16}|เกิน 3 (?:กิโลเมตร|กม\.)"
)
# What is not read as a figure of the report: heads of rows and columns, how many assumptions, values and files it has.
NO_FACTS = (
    "script, style, template, dialog, svg, nav, title, tbody th, thead, [hidden], .spoken, output, figcaption, .methods"
)


def secrets(home: Home) -> Iterator[str]:
    """Every learner's number and full name of the pupil lists that were delivered."""
    limits = Folders(home.data, home.params, home.outputs).read_params().checks.file_limits
    for path in sorted((home.data / "deliveries").glob("*/dmc/*.xlsx")):
        rows = open_spreadsheet(path, limits).rows
        for row in (row for row in rows if len(row) == len(PUPIL_COLUMNS) and row[0].isdigit()):
            number, first, last = (row[PLACE[name]] for name in ("learner_number", "first_name", "last_name"))
            yield f"{first} {last}"
            if len(number) >= 12:
                yield number


def disclosing(outputs: Path, words: set[str]) -> list[str]:
    files = [
        path
        for path in outputs.rglob("*")
        if path.suffix in TEXTS and path.relative_to(outputs).parts[0] != CONFIDENTIAL
    ]
    assert len(files) > 12
    held = re.compile("|".join(map(re.escape, sorted(words))))
    texts = [(path, path.read_text(encoding="utf-8")) for path in files]
    return [path.name for path, text in texts if held.search(text)]


def test_no_output_holds_a_pupils_number_or_name(made: Home) -> None:
    words = set(secrets(made))
    assert len(words) > 800
    assert not disclosing(made.outputs, words)


def test_the_search_finds_a_name_that_is_there(made: Home) -> None:
    assert "index.html" in disclosing(made.outputs, {"สมุดรายงาน", "รายงาน"})


def strays(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    for unnumbered in soup.select(NO_FACTS):
        unnumbered.decompose()
    for fact in soup.select("[data-fact]"):
        fact.decompose()
    texts = [text for text in soup.find_all(string=True) if type(text) is NavigableString]
    return [f"{text.strip()[:80]}" for text in texts if DIGITS.search(LABELS.sub("", text))]


def test_every_numeral_on_the_page_is_a_fact_or_a_label(made: Home) -> None:
    for report in made.reports:
        page = parted(made.read(f"{report}/report.html").decode())
        assert page.count("data-fact=") > (300 if report.endswith("/dmc") else 50)
        assert not strays(page), report


@pytest.mark.parametrize("typed", ["มี 24,060 คน", "ร้อยละ 47.1", "๒๔ โรง", "3"])
def test_a_typed_in_number_is_found(made: Home, typed: str) -> None:
    page = parted(made.read("round/2568-1/dmc/report.html").decode())
    assert strays(page.replace("</main>", f"<p>{typed}</p></main>")) == [typed]
