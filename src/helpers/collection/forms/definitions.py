"""Every form there is, by its slug."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.collection.forms.claims import HOUSE_RENT, LAND_RENT, SUPPORT_REQUESTS
from helpers.collection.forms.form import Form
from helpers.collection.forms.hiring import CEILING_ROSTER, ROSTER
from helpers.collection.forms.registers import ALLOTMENTS, PER_HEAD_PAYMENTS, SPENDING, TRANSFERS

__all__ = ["FORMS", "Form"]

_ALL = (
    ROSTER,
    CEILING_ROSTER,
    SUPPORT_REQUESTS,
    HOUSE_RENT,
    LAND_RENT,
    PER_HEAD_PAYMENTS,
    ALLOTMENTS,
    SPENDING,
    TRANSFERS,
)
FORMS: Mapping[str, Form] = {form.slug: form for form in _ALL}
