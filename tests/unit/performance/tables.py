"""Small tables that the year's work is judged by: findings, pupil lists, enrolment, money."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal

import pandas as pd

from helpers.tables.schemas import with_row_keys

Issue = tuple[str, str]
"""A rule and a school."""


def findings(issues: Iterable[Issue], severity: str = "error", report: str = "enrolment") -> pd.DataFrame:
    """One finding of each issue, in the order given."""
    rows = [
        {"rule": rule, "smis": smis, "severity": severity, "report": report, "delivery": "d", "sheet": "", "row": row}
        for row, (rule, smis) in enumerate(issues, 1)
    ]
    columns = ["rule", "smis", "severity", "report", "delivery", "sheet", "row"]
    return with_row_keys(pd.DataFrame(rows, columns=columns))


def finds(
    schools: set[str], reports: AbstractSet[str] = frozenset({"enrolment"})
) -> Callable[[pd.DataFrame], pd.Series]:
    """What a round of these schools and reports could find again."""
    return lambda issues: issues["smis"].isin(schools) & issues["report"].isin(reports)


def pupils(listed: Iterable[tuple[str | None, str]], delivery: str = "d") -> pd.DataFrame:
    """A pupil list of (person, school); the name of somebody without a number is that of the row."""
    rows = [
        {"person": person, "smis": smis, "name_digest": f"name {row}", "delivery": delivery, "sheet": "", "row": row}
        for row, (person, smis) in enumerate(listed, 1)
    ]
    columns = ["person", "smis", "name_digest", "delivery", "sheet", "row"]
    return with_row_keys(pd.DataFrame(rows, columns=columns).astype({"person": object}))


def enrolment(counted: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Pupils by school and grade."""
    rows = [
        {"smis": smis, "grade": grade, "pupils": number, "delivery": "d", "sheet": "", "row": row}
        for row, ((smis, grade), number) in enumerate(counted.items(), 1)
    ]
    columns = ["smis", "grade", "pupils", "delivery", "sheet", "row"]
    return with_row_keys(pd.DataFrame(rows, columns=columns))


def money(paid: dict[tuple[str, str], str]) -> pd.DataFrame:
    """Baht by round and school, all of DMC."""
    rows = [(round_, "DMC", smis, Decimal(amount)) for (round_, smis), amount in paid.items()]
    return pd.DataFrame(rows, columns=["round", "system", "smis", "amount"])


def sums(flows: pd.DataFrame) -> dict[str, int]:
    """Pupils by flow, those with nobody left out."""
    counts: dict[str, int] = flows.groupby("flow")["pupils"].sum().to_dict()
    return {flow: number for flow, number in counts.items() if number}
