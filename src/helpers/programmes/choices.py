"""What forms offer to choose from, where it depends on parameters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from helpers.forms.form import Form
from helpers.params.folder import Params
from helpers.params.programmes.base import Programme
from helpers.params.programmes.hire import HireProgramme
from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.programmes.kinds import programme_labels
from helpers.programmes.per_head.tranches import tranches


def choices_of(params: Params) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By the name of the list: what is stored, and what the form shows for it, in reading order."""
    labels = programme_labels(params.programmes)
    per_head = [each for name in labels if isinstance(each := params.programmes[name], PerHeadProgramme)]
    items = [item.title for each in per_head for item in each.items]
    titles = [tranche.title for each in per_head for tranche in tranches(each)]
    return {"programmes": list(labels.items()), "items": _alike(items), "tranches": _alike(titles)}


def offered_by(programme: Programme | None, form: Form) -> Form:
    """A programme's form: with the legal forms in which it hires, the usual one first, where it is one that hires. It
    is written and read alike."""
    if not isinstance(programme, HireProgramme):
        return form
    legal_form = replace(form.column("legal_form"), choices=programme.legal_forms.allowed)
    columns = tuple(legal_form if column.name == legal_form.name else column for column in form.columns)
    return replace(form, columns=columns)


def _alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each name once; it is stored as it is shown."""
    return [(name, name) for name in dict.fromkeys(names)]
