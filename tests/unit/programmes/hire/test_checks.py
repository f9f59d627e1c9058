from typing import Any

import pytest

from helpers.params.programmes.hire import HireProgramme
from helpers.programmes.hire.amounts import SOCIAL_SECURITY, HireTerms, posts_of
from helpers.programmes.hire.kind import allocate_posts
from helpers.programmes.kinds import Allocated
from unit.programmes.filled import YEAR, form_table, numbered, project_params
from unit.programmes.hire.roster import post


def allocated_by(**changes: Any) -> Allocated:
    """One post by the project's social security with some of it changed."""
    params = project_params()
    programme = params.programmes["critical-shortage-teachers"]
    assert isinstance(programme, HireProgramme)
    halves = params.fiscal_years[YEAR].halves.halves
    terms = HireTerms(programme, halves, params.social_security.model_copy(update=changes))
    return allocate_posts(posts_of(form_table("roster", numbered(post()))), terms)


def test_a_legal_form_on_neither_list_is_named_and_not_insured() -> None:
    forms = project_params().social_security.legal_forms.model_copy(update={"insured": ("พนักงานราชการ",)})
    allocated = allocated_by(legal_forms=forms)
    (finding,) = allocated.findings
    assert (finding.rule, finding.allowed) == ("budget.hire.insurance_unknown", "พนักงานราชการ, จ้างเหมาบริการ")
    assert SOCIAL_SECURITY not in {row.item for row in allocated.rows}


@pytest.mark.parametrize(("kept", "contributions"), [(slice(5, None), 2), (slice(0, 0), 0)])
def test_months_without_terms_of_social_security_are_named(kept: slice, contributions: int) -> None:
    allocated = allocated_by(periods=project_params().social_security.periods[kept])
    (finding,) = allocated.findings
    assert (finding.rule, finding.found) == ("budget.hire.contribution_unknown", "1 ต.ค. 2568")
    assert sum(row.item == SOCIAL_SECURITY for row in allocated.rows) == contributions
