"""What a director must decide or know: which rules hold, whose names are said, and what happens where facts lack."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from helpers.errors import ParameterError
from helpers.facts.definitions import Absent, Fact, FactCell, Operation
from helpers.params.flags import FlagRule
from helpers.render.blocks import Flags
from helpers.render.wording import run_text
from helpers.reports.flags import raised


def fact(name: str, unit: str = "บาท", **cells: str) -> Fact:
    values = {key.replace("__", "="): FactCell(Decimal(value), "", 1, "0") for key, value in cells.items()}
    return Fact(name, f"เรื่อง {name}", unit, Operation.SUM, cells=values)


def single(name: str, value: str, unit: str = "บาท") -> Fact:
    return Fact(name, f"เรื่อง {name}", unit, Operation.SUM, cells={"": FactCell(Decimal(value), "", 1, "0")})


FACTS: dict[str, Fact | Absent] = {
    "money.left": single("money.left", "-519219.30"),
    "money.none": single("money.none", "0"),
    "schools.there": single("schools.there", "3", "โรงเรียน"),
    "schools.all": single("schools.all", "4", "โรงเรียน"),
    "left.by_programme": fact("left.by_programme", a__1="-1", a__2="0", a__3="-2", a__4="-3", a__5="-4", a__รวม="-10"),
    "not.there": Absent("not.there", "ไม่ได้รับทะเบียน"),
}


def rule(name: str = "short", **given: Any) -> FlagRule:
    usual = {
        "id": name,
        "reports": ["programme/*/*"],
        "fact": "money.left",
        "when": "below",
        "limit": "0",
        "urgency": "watch",
        "asks": "decide",
        "sentence": "ยังขาด {money.left|size}",
        "table": "by-item",
        "reference": "เหตุ",
        "status": "confirmed",
    }
    return FlagRule.model_validate(usual | given)


def called(_: Fact, dimension: str, keys: Iterable[str]) -> Sequence[str]:
    return [key.removeprefix(f"{dimension}=") for key in keys]


def flags(*rules: FlagRule) -> Flags:
    return raised(rules, FACTS, {}, called)


def said(*rules: FlagRule) -> list[str]:
    return [run_text(flag.sentence) for flag in flags(*rules).items]


def test_a_shortfall_is_said_in_words_and_not_by_a_sign() -> None:
    assert said(rule()) == ["ยังขาด 519,219.30\u00a0บาท"]


@pytest.mark.parametrize(("when", "holds"), [("below", False), ("at_most", True), ("at_least", True), ("above", False)])
def test_equality_belongs_to_at_most_and_at_least(when: str, holds: bool) -> None:
    assert bool(said(rule(fact="money.none", when=when, sentence="เท่ากัน"))) is holds


def test_a_limit_may_be_another_fact() -> None:
    fewer = rule(fact="schools.there", limit="schools.all", sentence="{schools.there} จาก {schools.all}")
    assert said(fewer) == ["3\u00a0โรงเรียน จาก 4\u00a0โรงเรียน"]
    assert not said(rule(fact="schools.all", limit="schools.there", sentence="ครบ"))


def test_of_several_cells_those_that_hold_are_named_and_the_total_is_not_one_of_them() -> None:
    overspent = rule(fact="left.by_programme", by="a", sentence="เกิน ได้แก่ {names}")
    (flag,) = flags(overspent).items
    assert flag.keys == ("a=1", "a=3", "a=4", "a=5")
    assert run_text(flag.sentence) == "เกิน ได้แก่ 1 3 4 เป็นต้น"


def test_no_more_than_three_are_shown_in_the_order_of_the_rules() -> None:
    rules = [rule(str(name), sentence=f"ที่ {name}") for name in ("a", "b", "c", "d")]
    assert said(*rules) == ["ที่ a", "ที่ b", "ที่ c"]


def test_a_rule_on_an_absent_fact_or_cell_does_not_hold() -> None:
    assert not said(rule(fact="not.there"), rule(key="a=1"), rule(limit="not.there"))


def test_a_flag_whose_words_lack_a_fact_is_shown_all_the_same() -> None:
    assert said(rule(sentence="ยังขาด {not.there}")) == ["เรื่อง money.left (ไม่ได้รับทะเบียน)"]


def test_a_rule_on_a_fact_that_nobody_stated_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"money\.lift") as caught:
        flags(rule(fact="money.lift"))
    assert "money.left" in str(caught.value)
    assert "flags.yml short" in str(caught.value)
