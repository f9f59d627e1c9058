"""docs/checks.md lists every rule, as the code has it."""

import re

from contract.repository import ROOT
from helpers.catalogue import rules
from helpers.tables.findings import SEVERITY_THAI, Owner

ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
OWNERS = {Owner.SCHOOL: "โรงเรียน", Owner.AREA: "เขต"}


def test_the_page_lists_every_rule_as_it_is() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    expected = [
        (rule.id, SEVERITY_THAI[rule.severity], OWNERS[rule.owner], rule.title, rule.remedy)
        for rule in rules().values()
    ]
    assert sorted(ROW.findall(page)) == sorted(expected)
