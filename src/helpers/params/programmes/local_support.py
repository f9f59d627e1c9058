"""Programme 10: support from local governments (อบต., เทศบาล): lunch at fixed rates, other items as requested."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, SizeBands, Whole
from helpers.params.programmes.base import Money, Programme

LUNCH = "lunch"


class SchoolDays(Referenced):
    """The number of days in a fiscal year on which pupils eat at school; a school's requests may not exceed it in
    sum."""

    days: Whole = Field(gt=0, le=366)


class LunchLevels(Referenced):
    """The levels whose pupils get lunch; their pupils also determine the size of the school."""

    levels: tuple[Literal["ก่อนประถม", "ประถม", "มัธยมต้น", "มัธยมปลาย/ปวช."], ...] = Field(min_length=1)


class SupportExample(ParameterModel):
    """One lunch request worked by hand."""

    explained: Line
    year: Line
    """The fiscal year: `"2569"`."""
    school_pupils: Whole = Field(ge=0)
    """The number of pupils that determines the size of the school."""
    pupils: Whole = Field(gt=0)
    """The number of pupils of the request."""
    days: Whole = Field(gt=0)
    amount: Money


class LocalSupportProgramme(Programme):
    """A programme of requests to local governments: lunch is checked against rates by size of school, other items are
    taken as requested."""

    kind: Literal["local_support"]
    school_days: SchoolDays
    lunch_sizes: SizeBands
    """The school sizes by which lunch is paid; every size is the group of a rate `lunch`."""
    lunch_levels: LunchLevels
    request_amounts: Referenced
    """The reference of the amount of an item without a rate: the request itself."""
    examples: tuple[SupportExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _every_size_has_a_rate(self) -> Self:
        without = [band.size for band in self.lunch_sizes.bands if self.rate(LUNCH, band.size) is None]
        if without:
            raise ValueError(f"ไม่มีอัตรา {LUNCH} ของขนาด {', '.join(without)}")
        return self


PROGRAMME = LocalSupportProgramme
