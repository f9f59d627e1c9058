"""The report on a whole fiscal year: every programme's money side by side."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from helpers.budget.year_source import NAME
from helpers.collection.sources import Origin
from helpers.collection.store import Store
from helpers.params.folder import Params
from helpers.performance.sources import YEAR_SINCES
from helpers.periods import FiscalYear, thai_date
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read


class AllocationParameters(ReportParameters):
    """Parameters of the annual allocation report."""

    fiscal_year: str = Field(default="2569", pattern=r"^25\d\d$", description="ปีงบประมาณ พ.ศ. เช่น 2569")


class AnnualAllocationKind:
    """The annual allocation report."""

    name = "annual/allocation"
    title = "รายงานการจัดสรรงบประมาณประจำปี"
    parameters: type[ReportParameters] = AllocationParameters

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year and the year before, which may not be in the store; what changed since then, and since the first
        half."""
        assert isinstance(parameters, AllocationParameters)
        year = FiscalYear.parse(parameters.fiscal_year)
        params.fiscal_year(year)
        reads: dict[str, Origin] = {"this": (NAME, year), "last_year": (NAME, year.previous)}
        reads |= changes_read(NAME, year, YEAR_SINCES)
        return Spec(self._id(year), self.name, self.title, parameters, reads)

    def existing(self, store: Store) -> Iterator[Spec]:
        """One for every fiscal year of which any programme or register was received."""
        for year in sorted(store.params.fiscal_years):
            if store.available(NAME, year):
                yield self.spec(AllocationParameters(fiscal_year=str(year)), store.params)

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every fiscal year of the parameters."""
        yield from (self._id(year) for year in sorted(params.fiscal_years))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The fiscal year and the day on which its registers were closed."""
        assert isinstance(spec.period, FiscalYear)
        year, stated = spec.period, params.fiscal_year(spec.period)
        words = {"fiscal_year": year.thai, "last_year": year.previous.thai, "as_of": thai_date(stated.as_of.date)}
        decided = (("วันที่ของข้อมูล", stated.as_of), ("ครึ่งปีงบประมาณ", stated.halves))
        return Subject(year.thai, stated.as_of.date, words, decided)

    def _id(self, year: FiscalYear) -> str:
        return f"annual/{year}/allocation"
