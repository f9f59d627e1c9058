"""Which rows of a list of equipment a check names, which schools, and what it says of them."""

from typing import Any

import pandas as pd
import pytest

from helpers.systems.mobec.checks import check_rows, check_schools_complete, code_in, pieces_in
from helpers.systems.mobec.schemas import LABELS, items
from helpers.tables.findings import Finding

ONE, TWO = "34010001", "34010002"
DESKS, TYPEWRITER = items()["22001"], items()["21005"]
PLACE: dict[str, Any] = {"delivery": "0123456789ab", "file": "goods.csv", "sheet": ""}
MOST = 1_000


def _row(number: int, **changes: str | None) -> dict[str, Any]:
    usual = {"smis": ONE, "code": DESKS.code, "item": DESKS.item, "usable": "1", "to_repair": "0", "to_dispose": "0"}
    return {**usual, "row": number, **PLACE, **changes}


def _finding(problem: str, row: int, column: str, found: str, allowed: str = "", smis: str = ONE) -> Finding:
    said = {"column": LABELS[column], "found": found, "allowed": allowed}
    return Finding(f"mobec.item.{problem}", smis, "equipment_list", row=row, **PLACE, **said)


def _found(*rows: dict[str, Any]) -> list[Finding]:
    return list(check_rows(rows, MOST))


def test_a_code_is_looked_up_and_a_row_may_have_none() -> None:
    assert _found(_row(2, code="99999")) == [_finding("code_unknown", 2, "code", "99999")]
    assert _found(_row(2, code="#N/A")) == [_finding("code_unknown", 2, "code", "#N/A")]
    assert _found(_row(2, code="x" * 61)) == [_finding("code_unknown", 2, "code", "x" * 60)]


def test_the_name_of_another_code_is_named_and_an_unknown_or_spaced_one_is_not() -> None:
    assert _found(_row(2, item=TYPEWRITER.item)) == [
        _finding("name_of_other_code", 2, "item", TYPEWRITER.item, DESKS.item)
    ]
    assert _found(_row(2, item="โต๊ะ  เก้าอี้นักเรียนประถมศึกษา")) == []
    assert _found(_row(2, item="โต๊ะไม้"), _row(3, item=None, code=TYPEWRITER.code)) == []
    assert _found(_row(2, code="99999", item=TYPEWRITER.item)) == [_finding("code_unknown", 2, "code", "99999")]


def test_every_row_after_the_first_of_a_code_in_a_school_is_repeated() -> None:
    assert _found(_row(2), _row(3, smis=TWO), _row(4), _row(5)) == [
        _finding("repeated", 4, "code", "22001"),
        _finding("repeated", 5, "code", "22001"),
    ]
    nothing = _found(_row(2, code="#N/A"), _row(3, code="#N/A"))
    assert [each.rule for each in nothing] == ["mobec.item.code_unknown"] * 2


@pytest.mark.parametrize("state", ["usable", "to_repair", "to_dispose"])
@pytest.mark.parametrize(
    ("text", "found"), [("1,000", None), ("1,001", "1,001"), ("-1", "-1"), ("", "(ว่าง)"), (None, "(ว่าง)"), ("มี", "มี")]
)
def test_each_state_is_a_count_up_to_the_most(state: str, text: str | None, found: str | None) -> None:
    expected = [] if found is None else [_finding("not_a_count", 2, state, found, "จำนวนเต็มตั้งแต่ 0 ไม่เกิน 1,000")]
    assert _found(_row(2, **{state: text})) == expected


@pytest.mark.parametrize(
    ("text", "pieces"), [("7", 7), ("0", 0), ("1,000", 1000), ("1001", None), ("", None), ("x", None)]
)
def test_the_pieces_of_a_cell(text: str, pieces: int | None) -> None:
    assert pieces_in(text, MOST) == pieces


@pytest.mark.parametrize(("text", "code"), [("22001", "22001"), ("#REF!", ""), ("TRUE", "")])
def test_the_code_of_a_cell(text: str, code: str) -> None:
    assert code_in({"code": text}) == code


def _codes(smis: str, missing: int) -> list[dict[str, str]]:
    return [{"smis": smis, "code": code} for code in list(items())[missing:]]


def _school(problem: str, smis: str, found: str = "", allowed: str = "") -> Finding:
    return Finding(f"mobec.school.{problem}", smis, "equipment_list", found=found, allowed=allowed)


def test_a_school_lacks_codes_of_which_ten_are_named() -> None:
    have = pd.DataFrame([{"smis": ONE}, {"smis": TWO}])
    every, codes = len(items()), list(items())
    for missing, more in ((1, ""), (10, ""), (11, " …")):
        rows = pd.DataFrame([*_codes(ONE, 0), *_codes(TWO, missing)])
        assert list(check_schools_complete(rows, have)) == [
            _school(
                "codes_missing",
                TWO,
                f"{every - missing} จาก {every} รหัส",
                f"ขาด {', '.join(codes[: min(missing, 10)])}{more}",
            )
        ]


def test_a_school_without_a_single_piece_is_named() -> None:
    rows = pd.DataFrame([*_codes(ONE, 0), *_codes(TWO, 0)])
    assert list(check_schools_complete(rows, pd.DataFrame([{"smis": TWO}]))) == [_school("all_zero", ONE)]
