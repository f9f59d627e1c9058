"""What a page says must be decided or known is held against facts.csv."""

from typing import Any

import pytest

from helpers.audit.pages_flags import flag_problems
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Flag, Flags, Span


def line(fact: str, value: str, key: str = "") -> FactLine:
    return FactLine(
        fact,
        key,
        value,
        "บาท",
        title="เงิน",
        operation=Operation.SUM,
        table="t",
        column="n",
        where="",
        rows=1,
        digest="0",
    )


LINES = {
    (each.fact, each.key): each
    for each in (
        line("money.left", "-5"),
        line("money.none", "0"),
        line("by.programme", "-1", "p=a"),
        line("by.programme", "-2", "p=b"),
        line("by.programme", "3", "p=c"),
        line("by.programme", "-3", "p=รวม"),
    )
}


def told(**given: Any) -> list[str]:
    usual = {
        "rule": "short", "urgency": "urgent", "asks": "decide", "sentence": (Span(text="ยังขาด"),), "table": "t",
        "fact": "money.left", "keys": ("",), "when": "below", "limit": "0",
    }  # fmt: skip
    return list(flag_problems(Flags(items=(Flag(**{**usual, **given}),)), LINES))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"fact": "money.none", "when": "at_least"},
        {"limit": "money.none"},
        {"fact": "by.programme", "keys": ("p=a", "p=b")},
    ],
)
def test_a_flag_whose_condition_holds_is_right(given: dict[str, Any]) -> None:
    assert told(**given) == []


@pytest.mark.parametrize(
    "given",
    [
        {"when": "above"},
        {"fact": "money.none"},
        {"fact": "not.there"},
        {"limit": "not.there"},
        {"keys": ()},
        {"fact": "by.programme", "keys": ("p=a", "p=b", "p=c")},
    ],
)
def test_a_flag_whose_condition_does_not_hold_is_told(given: dict[str, Any]) -> None:
    assert told(**given) == ["เรื่อง “ยังขาด” (short) ไม่เข้าเงื่อนไขตาม facts.csv"]


def test_a_cell_that_a_flag_leaves_out_is_told() -> None:
    assert told(fact="by.programme", keys=("p=a",)) == ["เรื่อง “ยังขาด” (short) ไม่รวม by.programme [p=b] ซึ่งเข้าเงื่อนไขด้วย"]
