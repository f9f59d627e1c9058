"""The indicators of the information work, `indicators.yml`: the formula of each, and its target where there is one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from helpers.params.models import Line, ParameterModel, Referenced


def _written(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError('เป้าหมายเขียนเป็นข้อความในเครื่องหมายคำพูด เช่น "95"')
    return value


class Indicator(Referenced):
    """One indicator. `target` is in the indicator's unit; None where no target has been set."""

    title: Line
    formula: Line
    """How it is computed, in words."""
    unit: Line
    better: Literal["higher", "lower"]
    target: Annotated[Decimal, BeforeValidator(_written), Field(ge=0)] | None = None

    def met(self, value: Decimal) -> bool | None:
        """Whether a value in the indicator's unit reaches the target; None without a target."""
        if self.target is None:
            return None
        return value >= self.target if self.better == "higher" else value <= self.target


class PartialSystems(Referenced):
    """The systems in which only some schools have anything to report."""

    systems: tuple[Line, ...]


class Indicators(ParameterModel):
    """The indicators of the annual performance report, in the order in which it lists them."""

    on_time: Indicator
    complete: Indicator
    received: Indicator
    correct: Indicator
    corrected: Indicator
    current: Indicator
    programmes: Indicator
    money: Indicator
    partial_systems: PartialSystems

    def by_id(self) -> Mapping[str, Indicator]:
        """The indicators by their ids."""
        return {
            name: indicator
            for name in type(self).model_fields
            if isinstance(indicator := getattr(self, name), Indicator)
        }
