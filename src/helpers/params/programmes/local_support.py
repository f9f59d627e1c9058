"""Programme 10: what schools ask of local authorities (อบต., เทศบาล) — lunch by rates, other items by request."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Frozen, Line, Referenced, SizeBands, Whole
from helpers.params.programmes.base import Money, Programme

LUNCH = "lunch"


class SchoolDays(Referenced):
    """On how many days of a fiscal year pupils eat at school: what a school's requests add up to at most."""

    days: Whole = Field(gt=0, le=366)


class LunchLevels(Referenced):
    """The levels whose pupils the lunch is for; they also make the size of the school."""

    levels: tuple[Literal["ก่อนประถม", "ประถม", "มัธยมต้น", "มัธยมปลาย/ปวช."], ...] = Field(min_length=1)


class SupportExample(Frozen):
    """One lunch request worked by hand."""

    explained: Line
    year: Line
    """The fiscal year: `"2569"`."""
    school_pupils: Whole = Field(ge=0)
    """How many pupils make the size of the school."""
    pupils: Whole = Field(gt=0)
    """How many pupils the request is for."""
    days: Whole = Field(gt=0)
    amount: Money


class LocalSupportProgramme(Programme):
    """Requests to local authorities: lunch is checked against rates by size of school, other items are as asked."""

    kind: Literal["local_support"]
    school_days: SchoolDays
    lunch_sizes: SizeBands
    """The sizes by which the lunch is paid; each has its rate `lunch` with the size as its group."""
    lunch_levels: LunchLevels
    request_amounts: Referenced
    """What stands behind the amount of an item that has no rate: the request itself."""
    examples: tuple[SupportExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _every_size_has_a_rate(self) -> Self:
        without = [band.size for band in self.lunch_sizes.bands if self.rate(LUNCH, band.size) is None]
        if without:
            raise ValueError(f"ไม่มีอัตรา {LUNCH} ของขนาด {', '.join(without)}")
        return self


PROGRAMME = LocalSupportProgramme
