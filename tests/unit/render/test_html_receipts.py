"""Receipts for the page: short, and in words that a reader understands."""

import json
from typing import Any

from helpers.render.blocks import FactReceipt, Receipts
from helpers.render.html import receipts_json

DIGEST = "a1b2c3d4e5f60718"
Cell = tuple[str, str, str, int, str]


def fact(name: str, operation: str, *cells: Cell, title: str = "") -> FactReceipt:
    return FactReceipt(
        fact=name, title=title or name, unit="คน", operation=operation, table="t", column="c", files=(), cells=cells
    )


def receipts_of(*facts: FactReceipt, printed: set[tuple[str, str]] | None = None) -> Any:
    shown = {(each.fact, cell[0]) for each in facts for cell in each.cells} if printed is None else printed
    return json.loads(receipts_json(Receipts(files=(), facts=facts), shown))["facts"]


def test_a_ratio_names_the_titles_of_its_parts() -> None:
    pupils = fact("pupils.total", "sum", ("", "20", "", 2, DIGEST), title="นักเรียน")
    ratio = fact("per.teacher", "ratio", ("", "10", "pupils.total() / teachers.total()", 3, DIGEST))
    receipt = receipts_of(pupils, ratio)["per.teacher"]
    assert receipt["parts"] == ["นักเรียน", "teachers.total"]
    assert receipt["cells"] == {"": ["", 3, DIGEST]}


def test_a_filter_that_the_key_completes_stands_once() -> None:
    cells = [(f"smis={each}", "1", f"paid = TRUE AND smis = '{each}'", 1, DIGEST) for each in ("1", "2")]
    receipt = receipts_of(fact("by.school", "count", *cells))["by.school"]
    assert receipt["where"] == "paid = TRUE AND smis = {smis}"
    assert receipt["cells"] == {"smis=1": ["", 1, DIGEST], "smis=2": ["", 1, DIGEST]}


def test_filters_that_differ_otherwise_stand_with_their_cells() -> None:
    cells = [("sex=ช", "1", "sex = 'ช'", 1, DIGEST), ("sex=รวม", "2", "", 2, DIGEST)]
    receipt = receipts_of(fact("by.sex", "count", *cells))["by.sex"]
    assert "where" not in receipt
    assert [cell[0] for cell in receipt["cells"].values()] == ["sex = 'ช'", ""]


def test_a_value_that_could_be_misread_is_not_taken_out() -> None:
    cells = [(f"name=a\\;{each}", "1", f"name = 'a;{each}'", 1, DIGEST) for each in ("1", "2")]
    assert "where" not in receipts_of(fact("by.name", "count", *cells))["by.name"]


def test_what_is_not_printed_is_left_out() -> None:
    cells = [(f"smis={each}", "1", f"smis = '{each}'", 1, DIGEST) for each in ("1", "2")]
    receipt = receipts_of(
        fact("by.school", "count", *cells), fact("unseen", "count", *cells), printed={("by.school", "smis=1")}
    )
    assert {name: list(own["cells"]) for name, own in receipt.items()} == {"by.school": ["smis=1"]}
