"""The roster as posts: one row is one post, or one of its holders where they follow one another."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.programmes.allocation import SourceRow


@dataclass(frozen=True, slots=True)
class Post:
    """One row. `starts` is None for a vacant post, `ends` for one without an end; `smis` is empty for the office."""

    smis: str
    number: str
    title: str
    legal_form: str
    starts: date | None
    ends: date | None
    monthly_rate: Decimal
    source: SourceRow

    @property
    def payee(self) -> str:
        """Post and number: what stands for the person, who is never named."""
        return f"{self.title} {self.number}"


def posts_of(roster: pd.DataFrame) -> tuple[Post, ...]:
    """The posts of a roster by school, number and first day, whatever the order of its rows; vacant ones last."""
    read = (_post(row) for row in roster.to_dict("records"))
    return tuple(sorted(read, key=lambda post: (post.smis, post.number, post.starts or date.max, post.source.row)))


def _post(row: Mapping[Hashable, Any]) -> Post:
    return Post(
        smis=row["smis"],
        number=row["post_no"],
        title=row["post"],
        legal_form=row["legal_form"],
        starts=row["starts"],
        ends=row["ends"],
        monthly_rate=row["monthly_rate"],
        source=SourceRow(row["delivery"], row["sheet"], row["row"]),
    )
