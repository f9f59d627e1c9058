"""The report on the information work of an academic year."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from helpers.collection.changes.periods import OWN_SINCE_LAST_YEAR
from helpers.collection.sources import Origin
from helpers.collection.store import Store
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.performance.year_source import NAME
from helpers.periods import AcademicYear, thai_date
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read


class PerformanceParameters(ReportParameters):
    """Parameters of the annual performance report."""

    academic_year: str = Field(default="2568", pattern=r"^25\d\d$", description="ปีการศึกษา พ.ศ. เช่น 2568")


class AnnualPerformanceKind:
    """The annual performance report."""

    name = "annual/performance"
    title = "รายงานผลการดำเนินงานข้อมูลสารสนเทศประจำปี"
    parameters: type[ReportParameters] = PerformanceParameters

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year, whose tables hold the earlier rounds too, the year before, and what changed since then."""
        assert isinstance(parameters, PerformanceParameters)
        year = AcademicYear(int(parameters.academic_year))
        reads: dict[str, Origin] = {"this": (NAME, year), "last_year": (NAME, year.previous)}
        reads |= changes_read(NAME, year, (OWN_SINCE_LAST_YEAR,))
        return Spec(self._id(year), self.name, self.title, parameters, reads)

    def existing(self, store: Store) -> Iterator[Spec]:
        """One for every academic year of the parameters' rounds of which enough was received."""
        for year in _years(store.params):
            if store.available(NAME, year):
                yield self.spec(PerformanceParameters(academic_year=str(year.year)), store.params)

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every academic year whose rounds are all in the parameters."""
        known = _years(params) if params.stated_indicators else []
        yield from (self._id(year) for year in known if set(year.rounds) <= params.rounds.keys())

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The academic year, as of its last round in the parameters, and the values that somebody decided."""
        assert isinstance(spec.period, AcademicYear)
        year = spec.period
        known = [each for each in year.rounds if each in params.rounds]
        as_of = params.round(known[-1] if known else year.rounds[-1]).as_of.date
        words = {
            "academic_year": year.thai,
            "last_year": year.previous.thai,
            "next_year": year.following.thai,
            "as_of": thai_date(as_of),
            **{f"round_{each.number}": each.thai for each in year.rounds},
        }
        decided: list[tuple[str, Referenced]] = [
            (f"ช่วงเวลาจัดเก็บข้อมูลรอบ {each}", params.rounds[each].window) for each in known
        ]
        indicators = params.indicators
        decided += [(f"ตัวชี้วัด {each.title}", each) for each in indicators.by_id().values()]
        decided.append(("ระบบที่ไม่ใช่ทุกโรงเรียนต้องมีข้อมูล", indicators.partial_systems))
        return Subject(year.thai, as_of, words, tuple(decided))

    def _id(self, year: AcademicYear) -> str:
        return f"annual/{year.year}/performance"


def _years(params: Params) -> list[AcademicYear]:
    """The academic years of which the parameters have a round."""
    return sorted({AcademicYear(round_.year) for round_ in params.rounds})
