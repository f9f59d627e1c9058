"""Findings of budget rules about one cell of a filled-in form."""

from __future__ import annotations

from helpers.budget.allocation import SourceRow
from helpers.collection.findings import Finding, Rule
from helpers.collection.forms.form import Form


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
