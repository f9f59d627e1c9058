"""What the rules must find in the sums of the registers: money that does not suffice, is overspent, or waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from helpers.sample.budget_year import calibration
from helpers.sample.budget_year.filled import ZERO, Need
from helpers.sample.budget_year.registers import MONTHS_BOOKED
from helpers.sample.budget_year.setting import Setting
from helpers.sample.planted import Planted

OVERSPENT = {"transfer": "budget.transfer.overspent", "disbursement": "budget.disbursement.above_allotted"}
"""By the kind of programme that looks at the registers."""
WAITING = {"disbursement": "budget.disbursement.behind"}


def planted_in_sums(setting: Setting, needs: Mapping[str, Need], given: Mapping[str, Decimal]) -> Iterator[Planted]:
    """One finding for each programme and rule; none of them belongs to a school or a row."""
    programmes = setting.params.programmes
    kinds = sorted({programme.kind for programme in programmes.values()})
    for name, need in needs.items():
        spent = sum((need.get(month, ZERO) for month in setting.year.months[:MONTHS_BOOKED]), ZERO)
        rules = [f"budget.{programmes[name].kind}.allotment_short"] * (name in calibration.SHORT)
        rules += [OVERSPENT[kind] for kind in kinds if kind in OVERSPENT and spent > given[name]]
        rules += [WAITING[kind] for kind in kinds if kind in WAITING and name in calibration.BEHIND]
        yield from (Planted(rule, str(setting.year), "", note=name) for rule in rules)
