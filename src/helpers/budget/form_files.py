"""Reading the newest delivered file of a form, and holding a register against the file before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.budget.choices import choices_of
from helpers.collection.findings import Finding
from helpers.collection.forms.definitions import Form
from helpers.collection.forms.reading import Area, entries_gone, read_form
from helpers.collection.frames import empty_frame
from helpers.collection.spreadsheets import open_spreadsheet
from helpers.collection.systems import Delivery
from helpers.params.folder import Params


@dataclass(frozen=True)
class FormTable:
    """What the newest file of a form says; an empty table where none was delivered."""

    table: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    used: tuple[Delivery, ...] = ()


def read_newest(form: Form, deliveries: Sequence[Delivery], params: Params) -> FormTable:
    """The newest file as a table. Of a register, entries that the file before it had and this one lacks are named."""
    own = [delivery for delivery in deliveries if delivery.report == form.slug]
    if not own:
        return FormTable(empty_frame(form.schema))
    choices = choices_of(params)
    table, findings = _read(form, own[-1], params, choices)
    gone: Sequence[Finding] = ()
    if form.register and len(own) > 1:
        before, _ = _read(form, own[-2], params, choices)
        gone = entries_gone(form, before, table, own[-1])
    return FormTable(table, (*findings, *gone), (own[-1],))


def _read(
    form: Form, delivery: Delivery, params: Params, choices: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[pd.DataFrame, Sequence[Finding]]:
    sheet = open_spreadsheet(delivery.path, params.checks.file_limits, name=delivery.name)
    area = Area(params.office.area_code, frozenset(params.schools))
    return read_form(form, sheet, delivery, choices, area, params.checks.form_limits)
