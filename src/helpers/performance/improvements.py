"""What to improve next year: the year's findings, ranked by how many schools and how much money they touch, then by how
many they are.

The money is what was allocated to the school from that round of that system, or of the systems that disagree. It rests
on data with a finding; it is not the amount of the mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.budget.allocation import ZERO
from helpers.collection.findings import Rule
from helpers.collection.schemas import joined
from helpers.performance.problems import ACTIONABLE
from helpers.performance.rounds import ORIGIN

LEADING = 10
"""So many are told first: what fits one page."""
_TOUCHED = ["round", "system", "smis"]


def improvements(
    problems: pd.DataFrame, money: pd.DataFrame, rules: Mapping[str, Rule], compared: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """One row for every rule, round and school; its source row is the first of its findings. `compared` has the
    systems that a rule between systems lays side by side."""
    found = problems[problems["severity"].isin(ACTIONABLE)]
    if found.empty:
        return pd.DataFrame()
    cells = found.groupby(["rule", *_TOUCHED], sort=False)
    own = cells.agg(findings=("rule", "size"), district=("district", "first"), **_first()).reset_index()
    amounts: dict[Any, Decimal] = money.groupby(_TOUCHED)["amount"].sum().to_dict()
    own["money"] = pd.Series([_touched(each, amounts, compared) for each in own.itertuples()], dtype=object)
    ranks = _ranks(own)
    return own.assign(
        foremost=own["rule"].map(ranks) <= LEADING,
        funded=own["money"] != ZERO,
        improvement=[_label(each, ranks, rules) for each in own.itertuples()],
    )


def _touched(
    each: Any, amounts: Mapping[tuple[str, str, str], Decimal], compared: Mapping[str, Collection[str]]
) -> Decimal:
    """What the school was allocated from the systems that the rule is about; nothing where it is about no school."""
    systems = compared.get(each.rule, (each.system,)) if each.smis else ()
    return sum((amounts.get((each.round, system, each.smis), ZERO) for system in systems), ZERO)


def _first() -> dict[str, tuple[str, str]]:
    return {name: (name, "first") for name in ORIGIN}


def _ranks(own: pd.DataFrame) -> dict[str, int]:
    """Every rule's rank, from 1: by its schools, its money, its findings, and of equals by its id."""
    schools = own[own["smis"] != ""].groupby("rule")["smis"].nunique().to_dict()
    amounts = own.groupby("rule")["money"].sum().to_dict()
    findings = own.groupby("rule")["findings"].sum().to_dict()
    ranked = sorted(map(str, amounts), key=lambda rule: (-schools.get(rule, 0), -amounts[rule], -findings[rule], rule))
    return {rule: rank for rank, rule in enumerate(ranked, 1)}


def _label(row: Any, ranks: Mapping[str, int], rules: Mapping[str, Rule]) -> str:
    """What heads the rule's row: its rank with leading zeros, so that plain order is the order of the ranks."""
    rule, digits = rules[row.rule], len(str(len(ranks)))
    return joined(f"{ranks[row.rule]:0{digits}}", row.system, rule.title, rule.remedy)
