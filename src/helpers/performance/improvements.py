"""What to improve next year: the year's findings, ranked by how many schools and how much money they touch.

The money is what was allocated to the school from that round of that system. It rests on data with a finding; it is
not the amount of the mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from helpers.budget.allocation import ZERO
from helpers.collection.findings import Rule
from helpers.collection.schemas import joined
from helpers.performance.problems import ACTIONABLE
from helpers.performance.rounds import ORIGIN

_TOUCHED = ["round", "system", "smis"]


def improvements(problems: pd.DataFrame, money: pd.DataFrame, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """One row for every rule, round and school; its source row is the first of its findings."""
    found = problems[problems["severity"].isin(ACTIONABLE)]
    if found.empty:
        return pd.DataFrame()
    cells = found.groupby(["rule", *_TOUCHED], sort=False)
    own = cells.agg(findings=("rule", "size"), district=("district", "first"), **_first()).reset_index()
    amounts: Mapping[tuple[str, str, str], Decimal] = money.groupby(_TOUCHED)["amount"].sum().to_dict()
    touched = own[_TOUCHED].itertuples(index=False, name=None)
    own = own.assign(money=[amounts.get(place, ZERO) if place[2] else ZERO for place in touched])
    return own.assign(improvement=own["rule"].map(_labels(own, rules)))


def _first() -> dict[str, tuple[str, str]]:
    return {name: (name, "first") for name in ORIGIN}


def _labels(own: pd.DataFrame, rules: Mapping[str, Rule]) -> dict[str, str]:
    """By rule, what heads its row: the rank with leading zeros, so that plain order is the order of the ranks."""
    schools = own[own["smis"] != ""].groupby("rule")["smis"].nunique().to_dict()
    amounts = own.groupby("rule")["money"].sum().to_dict()
    systems = own.drop_duplicates("rule").set_index("rule")["system"].to_dict()
    ranked = sorted(amounts, key=lambda rule: (-schools.get(rule, 0), -amounts[rule], rule))
    digits = len(str(len(ranked)))
    return {
        rule: joined(f"{rank:0{digits}}", systems[rule], rules[rule].title, rules[rule].remedy)
        for rank, rule in enumerate(ranked, 1)
    }
