"""What to improve first."""

from decimal import Decimal

import pandas as pd

from helpers.performance import issues as module
from helpers.performance.issues import improvements
from helpers.tables.findings import Rule, Severity
from unit.performance.tables import findings, money

RULES = {name: Rule(name, Severity.ERROR, f"เรื่อง {name}", f"แก้ {name}") for name in ("a", "b", "c", "d")}
FOUND = [("a", "1"), ("b", "1"), ("b", "2"), ("b", "2"), ("c", "3"), ("d", "")]


def problems(round_: str = "2568-1") -> pd.DataFrame:
    return findings(FOUND).assign(round=round_, system="DMC", district="เมือง")


def ranked(frame: pd.DataFrame) -> list[str]:
    return sorted(frame["improvement"].unique())


def test_more_schools_come_first_then_more_money() -> None:
    paid = money({("2568-1", "1"): "10.00", ("2568-1", "2"): "20.00", ("2568-1", "3"): "15.00"})
    table = improvements(problems(), paid, RULES, {})
    assert ranked(table) == [
        "1 | DMC | เรื่อง b | แก้ b",
        "2 | DMC | เรื่อง c | แก้ c",
        "3 | DMC | เรื่อง a | แก้ a",
        "4 | DMC | เรื่อง d | แก้ d",
    ]


def test_of_as_many_schools_and_no_money_more_findings_come_first() -> None:
    frame = findings([("a", "1"), ("b", "2"), ("b", "2")]).assign(round="2568-1", system="EMIS", district="เมือง")
    table = improvements(frame, money({}), RULES, {})
    assert [each[:1] + each[-1:] for each in ranked(table)] == ["1b", "2a"]
    assert not table["funded"].any()


def test_a_school_is_touched_once_in_a_round_and_again_in_the_next() -> None:
    paid = money({("2568-1", "2"): "20.00", ("2568-2", "2"): "5.00"})
    table = improvements(pd.concat([problems(), problems("2568-2")]), paid, RULES, {})
    of_rule = table[table["rule"] == "b"]
    assert of_rule.groupby("round")["findings"].sum().to_dict() == {"2568-1": 3, "2568-2": 3}
    assert of_rule["money"].sum() == Decimal("25.00")


def test_what_is_between_systems_touches_the_money_of_both_sides() -> None:
    paid = pd.concat([money({("2568-1", "2"): "20.00"}), money({("2568-1", "2"): "7.00"}).assign(system="EMIS")])
    between = problems().assign(system="ตรวจระหว่างระบบ")
    table = improvements(between, paid, RULES, {"b": ("EMIS", "DMC"), "c": ("DMC",)})
    assert table.groupby("rule")["money"].sum().to_dict() == {"a": 0, "b": Decimal("27.00"), "c": 0, "d": 0}


def test_what_belongs_to_the_area_touches_no_school_and_no_money() -> None:
    table = improvements(problems(), money({("2568-1", ""): "99.00"}), RULES, {})
    assert table.loc[table["rule"] == "d", "money"].tolist() == [Decimal("0.00")]


def test_ranks_of_two_digits_stay_in_order() -> None:
    rules = {f"r{each:02}": Rule(f"r{each:02}", Severity.ERROR, "ก", "ข") for each in range(12)}
    frame = findings([(name, "1") for name in rules]).assign(round="2568-1", system="DMC", district="")
    table = improvements(frame, money({("2568-1", "1"): "1.00"}), rules, {})
    assert ranked(table)[0].startswith("01 ")
    assert table["foremost"].sum() == module.LEADING


def test_nothing_found_is_nothing_to_improve() -> None:
    assert improvements(findings([]).assign(round="", system=""), money({}), RULES, {}).empty
