"""Which schools a school is seen against: those with the same levels of pupils that are nearest to it in pupils.

Of two equally near ones a school of the same district comes first, then the one with the lower code. A school is never
its own peer; one without pupils has none, and where fewer schools are alike it has fewer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from helpers.school_year.schemas import PUPILS, QUOTIENTS, SIMILAR
from helpers.tables.findings import empty_frame

_STEP = Decimal("0.01")
_ORIGIN = ["delivery", "sheet", "row", "row_key"]


@dataclass(frozen=True)
class Likeness:
    """What makes schools alike. `levels` are those in which it has pupils; empty for a school without any."""

    smis: str
    pupils: int
    levels: str
    district: str


def similar_schools(school: Likeness, schools: list[Likeness], most: int) -> list[str]:
    """The codes of at most `most` similar schools, the most similar first."""
    alike = [other for other in schools if other.levels == school.levels and other.smis != school.smis]
    nearest = sorted(alike, key=lambda other: (_distance(school, other), other.smis))
    return [other.smis for other in nearest[:most]] if school.levels else []


def _distance(school: Likeness, other: Likeness) -> tuple[int, bool]:
    return abs(school.pupils - other.pupils), other.district != school.district


def similar_frame(schools: pd.DataFrame, counts: pd.DataFrame, most: int) -> pd.DataFrame:
    """One row for everything that every similar school of every school has; a quotient rests on the row of what is
    divided."""
    values = _values(counts)
    of_pupils = counts[counts["measure"] == PUPILS]
    pupils = dict(zip(of_pupils["smis"], map(int, of_pupils["amount"]), strict=True))
    known = [
        Likeness(smis, pupils.get(smis, 0), levels, district)
        for smis, levels, district in schools[["smis", "levels", "district"]].itertuples(index=False, name=None)
    ]
    rows = [
        {"smis": school.smis, "peer": peer, "measure": measure, **value}
        for school in known
        for peer in similar_schools(school, known, most)
        for measure, value in values[peer].items()
    ]
    return pd.DataFrame(rows) if rows else empty_frame(SIMILAR)


def _values(counts: pd.DataFrame) -> dict[str, dict[str, dict[str, object]]]:
    """What every school has, with its source row, by measure; quotients too, of nothing divided by nothing none."""
    values: dict[str, dict[str, dict[str, object]]] = {}
    for row in counts.to_dict("records"):
        amount = {"amount": Decimal(row["amount"]), **{name: row[name] for name in _ORIGIN}}
        values.setdefault(row["smis"], {})[row["measure"]] = amount
    for there in values.values():
        there.update(dict(_quotients(there)))
    return values


def _quotients(there: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, dict[str, object]]]:
    for name, (part, whole) in QUOTIENTS.items():
        if part in there and whole in there and there[whole]["amount"]:
            quotient = Decimal(str(there[part]["amount"])) / Decimal(str(there[whole]["amount"]))
            yield name, {**there[part], "amount": quotient.quantize(_STEP, ROUND_HALF_UP)}
