"""flags.yml: every rule is for a report that there is, urgent rules come first, limits are written out."""

from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.params.flags import FlagRules
from helpers.params.folder import read_params
from helpers.params.strict_yaml import read_model
from helpers.reports.catalogue import kinds

PROJECT_PARAMS = Path(__file__).parents[3] / "params"
RULES = read_model(PROJECT_PARAMS / "flags.yml", FlagRules)


def test_every_pattern_means_a_report_and_every_report_has_a_rule() -> None:
    params = read_params(PROJECT_PARAMS)
    reports = {name for kind in kinds().values() for name in kind.waiting(params)} | {"school/2568/34010001"}
    covered = [{name for name in reports if rule in RULES.of(name)} for rule in RULES.flags]
    assert all(covered), [rule.id for rule, names in zip(RULES.flags, covered, strict=True) if not names]
    assert reports == set().union(*covered)


def test_urgent_rules_come_first_and_else_the_order_of_the_file() -> None:
    for name in ("round/2568-1/dmc", "round/2568-1/emis", "programme/2569/per-head"):
        rules = RULES.of(name)
        assert [rule.urgency for rule in rules] == sorted((rule.urgency for rule in rules), key="watch".__eq__)
        for urgency in ("urgent", "watch"):
            own = [RULES.flags.index(rule) for rule in rules if rule.urgency == urgency]
            assert own == sorted(own)


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES.flags]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("old", "new"), [('limit: "0"', "limit: 0"), ("urgency: urgent", "urgency: later"), ("when: above", "when: equal")]
)
def test_a_wrong_value_is_refused_with_its_place(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "flags.yml"
    path.write_text((PROJECT_PARAMS / "flags.yml").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParameterError, match=r"flags\.yml"):
        read_model(path, FlagRules)
