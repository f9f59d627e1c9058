"""The equipment codes of M-OBEC, from `codes.csv`: what each stands for.

Codes, categories and items are those of the system's page. `unit` is the word in which such things are counted in
Thai; the system does not say it. `desks_for` names the level whose pupils sit at a set of that code.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("codes.csv")


@dataclass(frozen=True)
class Item:
    """One code."""

    code: str
    category: str
    item: str
    unit: str
    desks_for: str

    @property
    def label(self) -> str:
        """How reports call it: `22001 โต๊ะเก้าอี้นักเรียน ประถมศึกษา (ชุด)`."""
        return f"{self.code} {self.item} ({self.unit})"


@cache
def items() -> Mapping[str, Item]:
    """Every code, in the order of the system's page."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {each["code"]: Item(**each) for each in csv.DictReader(stream)}
