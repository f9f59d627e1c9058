"""What every system of lists does alike as a `helpers.collection.systems.System`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.collection.findings import Rule
from helpers.collection.listings.listing import Listing
from helpers.collection.schemas import TableSchema
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition, RoundInputs
from helpers.periods import Round


@dataclass(frozen=True)
class ListingSystem:
    """A system that delivers lists of one kind, the same in every round, and knows no pupils."""

    name: str
    title: str
    place: int
    listing: Listing
    reports: Mapping[str, str]
    schemas: tuple[TableSchema, ...]
    rules: tuple[Rule, ...]
    label_orders: Mapping[str, Sequence[str]]
    build: Callable[[RoundInputs], dict[str, pd.DataFrame]]

    def expected(self, round_: Round) -> tuple[str, ...]:
        """The list itself."""
        return (self.listing.report,)

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """The reading order of the labels."""
        return self.label_orders

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        """Tell this system's list."""
        return self.listing.recognise(sheet, area_code)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        """None: no row is a pupil's."""
        return {}
