"""The registers of a fiscal year (allotments, spending, transfers) as sources of tables.

The newest file of a register counts. It must still hold every entry of the file before it: what was wrong is corrected
by another entry, never taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.budget.form_files import FormTable, read_newest
from helpers.collection.findings import Rule
from helpers.collection.forms.definitions import Form
from helpers.collection.forms.reading import RULES
from helpers.collection.frames import delivery_frame, finding_frame
from helpers.collection.schemas import TableSchema
from helpers.collection.sources import Source, deliveries_of, named, params_digests
from helpers.collection.store import Store
from helpers.digests import description_digest, source_digests
from helpers.params.folder import Params
from helpers.periods import Period


class RegisterSource:
    """One register: its table has the form's columns, one row an entry."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.name = form.slug
        self.title = form.title
        self.reports: Mapping[str, str] = {form.slug: form.title}
        self.schemas: tuple[TableSchema, ...] = (form.schema,)
        self.rules: tuple[Rule, ...] = RULES

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """Choices in the order of the form."""
        return {column.name: column.choices for column in self._form.columns if column.choices and not report}

    def why_absent(self, needs: Collection[str], period: Period, params: Params) -> str:
        """The register itself is all that can be missing."""
        return f"ยังไม่ได้รับ{self.title}ของปี {period}"

    def available(self, period: Period, store: Store) -> bool:
        """Whether any was received."""
        return bool(store.folder.received(self.name, period))

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """The files received, the programmes that entries may name, and the helpers that read them."""
        return {
            "deliveries": named(store.folder.received(self.name, period)),
            "params": params_digests(self, period, store.params),
            "programmes": {name: programme.title for name, programme in store.params.programmes.items()},
            "helpers": description_digest(source_digests("params", "collection", "budget")),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """None of its own."""
        return []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The entries of the newest file, and what is wrong with them."""
        read: FormTable = read_newest(self._form, deliveries_of(self, period, store), store.params)
        return {
            self._form.schema.name: read.table,
            "findings": finding_frame(read.findings, self.rules),
            "deliveries": delivery_frame(read.used, self.reports, store.params),
        }


def register_sources(forms: Mapping[str, Form]) -> dict[str, Source]:
    """Every register as a source, by name."""
    return {slug: RegisterSource(form) for slug, form in forms.items() if form.register}
