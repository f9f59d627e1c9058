"""Reading the newest delivered file of a form, and holding a register against the file before it.

Findings of budget rules about one cell of a filled-in form.

Rows of a roster that hold one post at the same time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import pandas as pd

from helpers.foreign.cells import comparable
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.form import Form
from helpers.forms.reading import Area, entries_gone, read_form
from helpers.params.folder import Params
from helpers.programmes.allocation import SourceRow
from helpers.programmes.choices import choices_of
from helpers.tables.findings import Finding, Rule, empty_frame
from helpers.tables.register import Delivery


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


def about(rule: Rule, form: Form, smis: str, source: SourceRow, column: str, found: str, allowed: str = "") -> Finding:
    """A finding about the cell of a form's row that stands under `column`; it carries the cell's address."""
    return Finding(
        rule.id,
        smis,
        form.slug,
        delivery=source.delivery,
        sheet=source.sheet,
        row=source.row,
        column=f"{form.letter(column)}{source.row}",
        found=found,
        allowed=allowed,
    )


class Holding(Protocol):
    """One row: a post by its number, from one day to another. `starts` is None for a vacant post, `ends` for one
    without an end."""

    @property
    def number(self) -> str:
        """The number of the post."""

    @property
    def starts(self) -> date | None:
        """The first day."""

    @property
    def ends(self) -> date | None:
        """The last day."""

    @property
    def source(self) -> SourceRow:
        """The row of the roster."""


Held = TypeVar("Held", bound=Holding)


def overlapping(rows: Iterable[Held]) -> frozenset[Held]:
    """The rows that begin while an earlier one of the same post still runs, and vacant rows of a post that is held. A
    post is the same however its number is spelled.

    Without them, no day of any post is paid twice.
    """
    rows = tuple(rows)
    begun = [(row.starts, row.source.row, row) for row in rows if row.starts]
    held_until: dict[str, date] = {}
    late: set[Held] = set()
    for starts, _, row in sorted(begun, key=lambda each: each[:2]):
        if starts <= held_until.get(comparable(row.number), date.min):
            late.add(row)
        else:
            held_until[comparable(row.number)] = row.ends or date.max
    return frozenset(late | {row for row in rows if not row.starts and comparable(row.number) in held_until})
