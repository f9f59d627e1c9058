"""The rosters of the hire programmes, as the office filled them in for a fiscal year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.collection.forms.hiring import ROSTER
from helpers.collection.forms.reading import Area, read_form
from helpers.collection.frames import empty_frame
from helpers.collection.register import Entry
from helpers.collection.sources import delivery_of
from helpers.collection.spreadsheets import open_spreadsheet
from helpers.collection.store import Store
from helpers.collection.systems import Delivery
from helpers.periods import FiscalYear


def newest_rosters(register: Sequence[Entry], year: FiscalYear) -> list[Entry]:
    """The newest roster of each programme of a fiscal year, by programme."""
    own = (entry for entry in register if entry.report == ROSTER.slug and entry.period == str(year))
    return [entry for _, entry in sorted({entry.system: entry for entry in own}.items())]


def read_rosters(rosters: Sequence[Entry], store: Store) -> tuple[pd.DataFrame, list[Delivery]]:
    """The rows that can be counted, with the `programme` that each is of; and the files. What is wrong inside the
    forms is said where the programme is."""
    deliveries = [delivery_of(entry, store.folder) for entry in rosters]
    store.folder.refuse_changed(list(rosters))
    frames = [empty_frame(ROSTER.schema).assign(programme="")]
    for entry, delivery in zip(rosters, deliveries, strict=True):
        sheet = open_spreadsheet(delivery.path, store.params.checks.file_limits, name=delivery.name)
        area = Area(store.params.office.area_code, frozenset(store.params.schools))
        rows, _ = read_form(ROSTER, sheet, delivery, {}, area, store.params.checks.form_limits)
        frames.append(rows.assign(programme=entry.system))
    filled = [frame for frame in frames if not frame.empty] or frames
    return pd.concat(filled, ignore_index=True), deliveries
