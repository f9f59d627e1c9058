"""Reading the newest delivered file of a form as a table, with the choices that depend on parameters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.form import Form
from helpers.forms.reading import Area, entries_gone, read_form
from helpers.params.folder import Params
from helpers.params.programmes.base import Programme
from helpers.params.programmes.hire import HireProgramme
from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.programmes.kinds import programme_labels
from helpers.programmes.per_head.tranches import tranches
from helpers.tables.findings import Finding, empty_frame
from helpers.tables.register import Delivery


def choices_of(params: Params) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The options of forms that depend on parameters, in reading order: stored keys and their labels, by the name in
    `FormColumn.choices_from`."""
    labels = programme_labels(params.programmes)
    per_head = [programme for name in labels if isinstance(programme := params.programmes[name], PerHeadProgramme)]
    items = [item.title for programme in per_head for item in programme.items]
    titles = [tranche.title for programme in per_head for tranche in tranches(programme)]
    return {"programmes": list(labels.items()), "items": _stored_as_shown(items), "tranches": _stored_as_shown(titles)}


def offered_by(programme: Programme | None, form: Form) -> Form:
    """The form as a programme uses it, for writing and for reading: a programme that hires offers its legal forms, the
    usual one first; any other form is unchanged."""
    if not isinstance(programme, HireProgramme):
        return form
    legal_form = replace(form.column("legal_form"), choices=programme.legal_forms.allowed)
    columns = tuple(legal_form if column.name == legal_form.name else column for column in form.columns)
    return replace(form, columns=columns)


def _stored_as_shown(names: Iterable[str]) -> list[tuple[str, str]]:
    """Options of distinct names that are stored as they are shown."""
    return [(name, name) for name in dict.fromkeys(names)]


@dataclass(frozen=True)
class FormTable:
    """The rows and findings of the newest file of a form, and that file; an empty table where none was delivered."""

    table: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    used: tuple[Delivery, ...] = ()


def read_newest(form: Form, deliveries: Sequence[Delivery], params: Params) -> FormTable:
    """Read the newest delivered file of a form. In a register, a finding names each entry of the previous file that the
    newest one lacks."""
    form_deliveries = [delivery for delivery in deliveries if delivery.report == form.slug]
    if not form_deliveries:
        return FormTable(empty_frame(form.schema))
    choices = choices_of(params)
    table, findings = _read(form, form_deliveries[-1], params, choices)
    gone: Sequence[Finding] = ()
    if form.register and len(form_deliveries) > 1:
        before, _ = _read(form, form_deliveries[-2], params, choices)
        gone = entries_gone(form, before, table, form_deliveries[-1])
    return FormTable(table, (*findings, *gone), (form_deliveries[-1],))


def _read(
    form: Form, delivery: Delivery, params: Params, choices: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[pd.DataFrame, Sequence[Finding]]:
    sheet = open_spreadsheet(delivery.path, params.checks.file_limits, name=delivery.name)
    area = Area(params.office.area_code, frozenset(params.schools))
    return read_form(form, sheet, delivery, choices, area, params.checks.form_limits)
