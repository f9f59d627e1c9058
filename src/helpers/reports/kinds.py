"""The kinds of report: on a round, on a programme's fiscal year, on a fiscal year and on an academic year. Each is one
notebook for many ids."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from pydantic import Field, create_model

from helpers.catalogue import YEAR_BASELINES
from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.performance.dataset import NAME as PERFORMANCE
from helpers.periods import AcademicYear, FiscalYear, Period, Round, thai_date
from helpers.programmes.disbursement.kind import spending_report
from helpers.programmes.kinds import Kind
from helpers.reports.programme_words import codes_in_words, rates_seen_elsewhere
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read
from helpers.systems.cross_checks.dataset import NAME as BETWEEN
from helpers.systems.cross_checks.schemas import COMPARISONS
from helpers.systems.dmc.all_rounds import NAME as ALL_ROUNDS
from helpers.tables.changes.dataset import OWN_SINCE_LAST_YEAR, ROUND_BASELINES
from helpers.tables.graph import Graph, Origin

_COUNTS = "dmc"
_EMPTY = "ยังไม่ได้กรอก"


class RoundParameters(ReportParameters):
    """Parameters of a round report."""

    round_id: str = Field(
        default="2568-1", pattern=r"^25\d\d-[123]$", description="รอบของข้อมูล: ปีการศึกษา-รอบ เช่น 2568-1"
    )


class RoundKind:
    """A report on one round of a data set: of a collection system, or of the checks between the systems. `slug` is its
    own name where it is not the only report on these data."""

    parameters: type[ReportParameters] = RoundParameters

    def __init__(self, dataset: str, title: str, slug: str = "") -> None:
        self._dataset = dataset
        self._slug = slug or dataset
        self.name = f"round/{self._slug}"
        self.title = title

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """This round, the round before it and the same round a year before, and what changed since either; all but the
        first may not be in the store.

        DMC counts the pupils: against it, and in the tables between the systems that compare it, every other system is
        seen. Its own report shows the course of all rounds up to this one.
        """
        assert isinstance(parameters, RoundParameters)
        round_ = Round.parse(parameters.round_id)
        rounds = {"this": round_, "previous": round_.previous, "last_year": round_.same_last_year}
        reads: dict[str, Origin] = {name: (self._dataset, period) for name, period in rounds.items()}
        if self._dataset != BETWEEN:
            reads |= changes_read(self._dataset, round_, ROUND_BASELINES)
        if self._dataset == _COUNTS:
            reads |= {"all_rounds": (ALL_ROUNDS, round_)}
            return Spec(self._id(round_), self.name, self.title, parameters, reads)
        reads |= {_COUNTS: (_COUNTS, round_), BETWEEN: (BETWEEN, round_)}
        compared = {BETWEEN: COMPARISONS[self._dataset]} if self._dataset in COMPARISONS else {}
        return Spec(self._id(round_), self.name, self.title, parameters, reads, tables=compared)

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """One report for every round for which there is anything, also where it has no parameters."""
        _refuse_unknown_dataset(self._dataset, graph)
        for round_ in graph.folder.rounds():
            if graph.available(self._dataset, round_):
                yield self.spec(RoundParameters(round_id=str(round_)), graph.params)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report on these data; None where they are not of this kind."""
        mine = dataset == self._dataset and isinstance(period, Round)
        return self.spec(RoundParameters(round_id=str(period)), params) if mine else None

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every round of the parameters."""
        yield from (self._id(round_) for round_ in sorted(params.rounds))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The round, its days, and the thresholds that the system's reports rest on."""
        round_ = spec.period
        assert isinstance(round_, Round)
        stated = params.round(round_)
        words = {
            "round": round_.thai,
            "previous_round": round_.previous.thai,
            "last_year_round": round_.same_last_year.thai,
            "as_of": thai_date(stated.as_of.date),
            "deadline": thai_date(stated.window.closes),
        }
        settings = (
            ("วันที่ของข้อมูล", stated.as_of),
            ("ช่วงเวลาจัดเก็บข้อมูล", stated.window),
            ("ขนาดโรงเรียน", params.office.size_bands),
            *params.checks.used_by(self._dataset),
            *(() if self._dataset in (_COUNTS, BETWEEN) else params.checks.used_by(BETWEEN)),
        )
        return Subject(round_.thai, stated.as_of.date, words, settings)

    def _id(self, round_: Round) -> str:
        return f"round/{round_}/{self._slug}"


def _refuse_unknown_dataset(name: str, graph: Graph) -> None:
    """Raises ParameterError for a kind of report on a data set that there is not."""
    if name not in graph.datasets:
        near = get_close_matches(name, graph.datasets, n=1) or [", ".join(graph.datasets)]
        raise ParameterError(f"ไม่มีชุดข้อมูล “{name}”", where="reports/catalogue.py", remedy=f"ใช้ {near[0]}")


_YEAR = "ปีงบประมาณ พ.ศ. เช่น 2569"


class ProgrammeParameters(ReportParameters):
    """Parameters of a programme report."""

    fiscal_year: str = Field(default="2569", pattern=r"^25\d\d$", description=_YEAR)
    programme: str = Field(description="ชื่อไฟล์ใน params/programmes โดยไม่มี .yml")


@cache
def _programme_parameters(kind: str, example: str) -> type[ProgrammeParameters]:
    """The parameters of a kind of programme, with one of its programmes as default; a model takes long to make."""
    programme = Field(default=example, description=ProgrammeParameters.model_fields["programme"].description)
    return create_model(f"{kind}_parameters", __base__=ProgrammeParameters, programme=(str, programme))


class ProgrammeKind:
    """The report of a programme of one kind on one fiscal year."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self.name = f"programme/{kind.name}"
        self.title = f"รายงาน{kind.title}"
        self.parameters: type[ReportParameters] = _programme_parameters(kind.name, kind.example)

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year's allocation, the same programme's of the year before, what changed since then and since the first
        half, what the allocation was made from, and how the programme's spending stands.

        Raises ParameterError for a programme that does not exist or is of another kind.
        """
        assert isinstance(parameters, ProgrammeParameters)
        name, year = parameters.programme, FiscalYear.parse(parameters.fiscal_year)
        mine = self._programmes(params)
        if name not in mine:
            remedy = f"โครงการชนิดนี้คือ {', '.join(mine)}"
            raise ParameterError(f"ไม่มีโครงการ “{name}” ที่ใช้สมุดงานนี้", where=self.name, remedy=remedy)
        reads: dict[str, Origin] = {"this": (name, year), "last_year": (name, year.previous)}
        read = self._kind.reads(mine[name], year, params.fiscal_year(year))
        reads |= read
        reads |= {f"{at}_last_year": (source, year.previous) for at, (source, period) in read.items() if period == year}
        spending = spending_report(params) if self._kind.allocates else ""
        reads |= {SPENDING: (spending, year)} if spending else {}
        reads |= changes_read(name, year, YEAR_BASELINES)
        title = f"{mine[name].number} {mine[name].title}"
        # The model that only this kind has cannot travel to the process that makes the report; its base can.
        stated = ProgrammeParameters.model_validate(parameters.model_dump())
        return Spec(f"programme/{year}/{name}", self.name, title, stated, reads)

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """One report for every programme of the kind and fiscal year for which there is anything."""
        for year in sorted(graph.params.fiscal_years):
            for name in self._programmes(graph.params):
                if graph.available(name, year):
                    yield self.spec(self._chosen(name, year), graph.params)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report on a programme's allocation; None for another data set, or a year that has no parameters."""
        mine = dataset in self._programmes(params) and period in params.fiscal_years
        return self.spec(self._chosen(dataset, period), params) if mine and isinstance(period, FiscalYear) else None

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every programme of the kind and fiscal year of the parameters."""
        for year in sorted(params.fiscal_years):
            yield from (f"programme/{year}/{name}" for name in self._programmes(params))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The fiscal year, the programme's standing words, and the settings that it rests on."""
        assert isinstance(spec.parameters, ProgrammeParameters)
        assert isinstance(spec.period, FiscalYear)
        year = spec.period
        programme, stated = params.programmes[spec.parameters.programme], params.fiscal_year(year)
        first, second = stated.halves.halves
        words = {
            "fiscal_year": year.thai,
            "last_year": year.previous.thai,
            "as_of": thai_date(stated.as_of.date),
            "programme": programme.title,
            "number": programme.number,
            "expenditure": programme.expenditure,
            "references": "; ".join(programme.references) or _EMPTY,
            "conditions": "; ".join(programme.conditions) or _EMPTY,
            "codes": codes_in_words(programme, year),
            "first_half": f"{first.title} ({thai_date(first.opens)} – {thai_date(first.closes)})",
            "second_half": f"{second.title} ({thai_date(second.opens)} – {thai_date(second.closes)})",
        }
        settings: list[tuple[str, Referenced]] = [
            ("วันที่ของข้อมูล", stated.as_of),
            ("ครึ่งปีงบประมาณ", stated.halves),
            ("รหัสงบประมาณ", programme.codes),
            *self._kind.settings(programme, stated),
            *rates_seen_elsewhere(programme, year),
        ]
        return Subject(year.thai, stated.as_of.date, words, tuple(settings))

    def _programmes(self, params: Params) -> dict[str, Programme]:
        return {name: each for name, each in params.programmes.items() if each.kind == self._kind.name}

    def _chosen(self, name: str, year: FiscalYear) -> ReportParameters:
        return self.parameters.model_validate({"programme": name, "fiscal_year": str(year)})


SPENDING = "spending_standing"
"""The name under which a programme's report reads how its spending stands; `spending` is the register itself."""


class FiscalYearParameters(ReportParameters):
    """Parameters of an annual report on a fiscal year."""

    fiscal_year: str = Field(default="2569", pattern=r"^25\d\d$", description=_YEAR)


class FiscalYearKind:
    """A report on one fiscal year of a data set: of all programmes together, or of a register."""

    parameters: type[ReportParameters] = FiscalYearParameters

    def __init__(self, dataset: str, title: str, slug: str) -> None:
        self._dataset = dataset
        self._slug = slug
        self.name = f"annual/{slug}"
        self.title = title

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year and the year before, which may not be in the store; what changed since then, and since the first
        half. Raises ParameterError for a year that has no parameters."""
        assert isinstance(parameters, FiscalYearParameters)
        year = FiscalYear.parse(parameters.fiscal_year)
        params.fiscal_year(year)
        reads: dict[str, Origin] = {"this": (self._dataset, year), "last_year": (self._dataset, year.previous)}
        reads |= changes_read(self._dataset, year, YEAR_BASELINES)
        return Spec(self._id(year), self.name, self.title, parameters, reads)

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """One for every fiscal year of the parameters for which there is anything."""
        _refuse_unknown_dataset(self._dataset, graph)
        for year in sorted(graph.params.fiscal_years):
            if graph.available(self._dataset, year):
                yield self.spec(FiscalYearParameters(fiscal_year=str(year)), graph.params)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report on a year of this data set; None for another, or a year that has no parameters."""
        mine = dataset == self._dataset and period in params.fiscal_years
        return self.spec(FiscalYearParameters(fiscal_year=str(period)), params) if mine else None

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every fiscal year of the parameters."""
        yield from (self._id(year) for year in sorted(params.fiscal_years))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The fiscal year and the day on which its registers were closed."""
        assert isinstance(spec.period, FiscalYear)
        year, stated = spec.period, params.fiscal_year(spec.period)
        words = {"fiscal_year": year.thai, "last_year": year.previous.thai, "as_of": thai_date(stated.as_of.date)}
        settings = (("วันที่ของข้อมูล", stated.as_of), ("ครึ่งปีงบประมาณ", stated.halves))
        return Subject(year.thai, stated.as_of.date, words, settings)

    def _id(self, year: FiscalYear) -> str:
        return f"annual/{year}/{self._slug}"


class PerformanceParameters(ReportParameters):
    """Parameters of the annual performance report."""

    academic_year: str = Field(default="2568", pattern=r"^25\d\d$", description="ปีการศึกษา พ.ศ. เช่น 2568")


class PerformanceKind:
    """The annual report on the information work of an academic year."""

    name = "annual/performance"
    title = "รายงานผลการดำเนินงานข้อมูลสารสนเทศประจำปี"
    parameters: type[ReportParameters] = PerformanceParameters

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year, whose tables hold the earlier rounds too, the year before, and what changed since then."""
        assert isinstance(parameters, PerformanceParameters)
        year = AcademicYear(int(parameters.academic_year))
        reads: dict[str, Origin] = {"this": (PERFORMANCE, year), "last_year": (PERFORMANCE, year.previous)}
        reads |= changes_read(PERFORMANCE, year, (OWN_SINCE_LAST_YEAR,))
        return Spec(self._id(year), self.name, self.title, parameters, reads)

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """One for every academic year of the parameters' rounds of which enough was received."""
        for year in _years(graph.params):
            if graph.available(PERFORMANCE, year):
                yield self.spec(PerformanceParameters(academic_year=str(year.year)), graph.params)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report on an academic year's information work; None for other data."""
        mine = dataset == PERFORMANCE and isinstance(period, AcademicYear)
        return self.spec(PerformanceParameters(academic_year=str(period.year)), params) if mine else None

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every academic year whose rounds are all in the parameters."""
        known = _years(params) if params.stated_indicators else []
        yield from (self._id(year) for year in known if set(year.rounds) <= params.rounds.keys())

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The academic year, as of its last round in the parameters, and the values that somebody decided."""
        assert isinstance(spec.period, AcademicYear)
        year = spec.period
        known = [round_ for round_ in year.rounds if round_ in params.rounds]
        as_of = params.round(known[-1] if known else year.rounds[-1]).as_of.date
        words = {
            "academic_year": year.thai,
            "last_year": year.previous.thai,
            "next_year": year.following.thai,
            "as_of": thai_date(as_of),
            **{f"round_{round_.number}": round_.thai for round_ in year.rounds},
        }
        settings: list[tuple[str, Referenced]] = [
            (f"ช่วงเวลาจัดเก็บข้อมูลรอบ {round_}", params.rounds[round_].window) for round_ in known
        ]
        indicators = params.indicators
        settings += [(f"ตัวชี้วัด {indicator.title}", indicator) for indicator in indicators.by_id().values()]
        settings.append(("ระบบที่ไม่ใช่ทุกโรงเรียนต้องมีข้อมูล", indicators.partial_systems))
        return Subject(year.thai, as_of, words, tuple(settings))

    def _id(self, year: AcademicYear) -> str:
        return f"annual/{year.year}/performance"


def _years(params: Params) -> list[AcademicYear]:
    """The academic years of which the parameters have a round."""
    return sorted({AcademicYear(round_.year) for round_ in params.rounds})
