"""The list of all forms, by slug."""

from collections.abc import Mapping

from helpers.forms.claims import HOUSE_RENT, LAND_RENT, SUPPORT_REQUESTS
from helpers.forms.form import Form
from helpers.forms.registers import ALLOTMENTS, PER_HEAD_PAYMENTS, SPENDING, TRANSFERS
from helpers.forms.rosters import CEILING_ROSTER, ROSTER

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
