"""The kinds of report: a system's round, a programme's fiscal year, and the two annual reports. Each is one notebook
for many ids."""

from collections.abc import Iterator

from pydantic import Field, create_model

from helpers.catalogue import YEAR_SINCES
from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.performance.dataset import NAME as PERFORMANCE
from helpers.periods import AcademicYear, FiscalYear, Round, thai_date
from helpers.programmes.dataset import fiscal_year
from helpers.programmes.kinds import Kind
from helpers.programmes.year import NAME
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read
from helpers.systems.cross_checks.dataset import NAME as BETWEEN
from helpers.tables.changes.source import OWN_SINCE_LAST_YEAR, ROUND_SINCES
from helpers.tables.sources import Origin
from helpers.tables.store import Store
from helpers.thai import grouped

_COUNTS = "dmc"
_EMPTY = "ยังไม่ได้กรอก"


class RoundParameters(ReportParameters):
    """Parameters of a round report."""

    round_id: str = Field(
        default="2568-1", pattern=r"^25\d\d-[123]$", description="รอบของข้อมูล: ปีการศึกษา-รอบ เช่น 2568-1"
    )


class RoundKind:
    """The report of one collection system on one round."""

    parameters: type[ReportParameters] = RoundParameters

    def __init__(self, system: str, title: str) -> None:
        self.system = system
        self.name = f"round/{system}"
        self.title = f"รายงาน{title}"

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """This round, the round before it and the same round a year before, and what changed since either; all but the
        first may not be in the store.

        DMC counts the pupils: against it, and in what is between the systems, every other system is seen.
        """
        assert isinstance(parameters, RoundParameters)
        round_ = Round.parse(parameters.round_id)
        rounds = {"this": round_, "previous": round_.previous, "last_year": round_.same_last_year}
        reads: dict[str, Origin] = {name: (self.system, each) for name, each in rounds.items()}
        reads |= changes_read(self.system, round_, ROUND_SINCES)
        if self.system != _COUNTS:
            reads |= {_COUNTS: (_COUNTS, round_), BETWEEN: (BETWEEN, round_)}
        return Spec(self._id(round_), self.name, self.title, parameters, reads)

    def existing(self, store: Store) -> Iterator[Spec]:
        """One report for every round of which the system received anything."""
        for round_ in store.folder.rounds(self.system):
            yield self.spec(RoundParameters(round_id=str(round_)), store.params)

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
        decided = (
            ("วันที่ของข้อมูล", stated.as_of),
            ("ช่วงเวลาจัดเก็บข้อมูล", stated.window),
            ("ขนาดโรงเรียน", params.office.size_bands),
            *params.checks.used_by(self.system),
            *(() if self.system == _COUNTS else params.checks.used_by(BETWEEN)),
        )
        return Subject(round_.thai, stated.as_of.date, words, decided)

    def _id(self, round_: Round) -> str:
        return f"round/{round_}/{self.system}"


_YEAR = "ปีงบประมาณ พ.ศ. เช่น 2569"


class ProgrammeParameters(ReportParameters):
    """Parameters of a programme report."""

    fiscal_year: str = Field(default="2569", pattern=r"^25\d\d$", description=_YEAR)
    programme: str = Field(description="ชื่อไฟล์ใน params/programmes โดยไม่มี .yml")


class ProgrammeKind:
    """The report of a programme of one kind on one fiscal year."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self.name = f"programme/{kind.name}"
        self.title = f"รายงาน{kind.title}"
        described = Field(default=kind.example, description=ProgrammeParameters.model_fields["programme"].description)
        self.parameters: type[ReportParameters] = create_model(
            f"{kind.name}_parameters", __base__=ProgrammeParameters, programme=(str, described)
        )

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year's allocation, the same programme's of the year before, what changed since then and since the first
        half, and what the allocation was made from.

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
        reads |= changes_read(name, year, YEAR_SINCES)
        title = f"{mine[name].number} {mine[name].title}"
        # The model that only this kind has cannot travel to the process that makes the report; its base can.
        stated = ProgrammeParameters.model_validate(parameters.model_dump())
        return Spec(f"programme/{year}/{name}", self.name, title, stated, reads)

    def existing(self, store: Store) -> Iterator[Spec]:
        """One report for every programme of the kind and fiscal year for which there is anything."""
        for year in sorted(store.params.fiscal_years):
            for name in self._programmes(store.params):
                if store.available(name, year):
                    yield self.spec(self._chosen(name, year), store.params)

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every programme of the kind and fiscal year of the parameters."""
        for year in sorted(params.fiscal_years):
            yield from (f"programme/{year}/{name}" for name in self._programmes(params))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The fiscal year, the programme's standing words, and the decided values that it rests on."""
        assert isinstance(spec.parameters, ProgrammeParameters)
        year = fiscal_year(spec.period)
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
            "codes": _codes(programme, year),
            "first_half": f"{first.title} ({thai_date(first.opens)} – {thai_date(first.closes)})",
            "second_half": f"{second.title} ({thai_date(second.opens)} – {thai_date(second.closes)})",
        }
        decided: list[tuple[str, Referenced]] = [
            ("วันที่ของข้อมูล", stated.as_of),
            ("ครึ่งปีงบประมาณ", stated.halves),
            ("รหัสงบประมาณ", programme.codes),
            *self._kind.decided(programme, stated),
            *_rates_seen_elsewhere(programme, year),
        ]
        return Subject(year.thai, stated.as_of.date, words, tuple(decided))

    def _programmes(self, params: Params) -> dict[str, Programme]:
        return {name: each for name, each in params.programmes.items() if each.kind == self._kind.name}

    def _chosen(self, name: str, year: FiscalYear) -> ReportParameters:
        return self.parameters.model_validate({"programme": name, "fiscal_year": str(year)})


def _rates_seen_elsewhere(programme: Programme, year: FiscalYear) -> Iterator[tuple[str, Referenced]]:
    """The rates of the year of which other sources say something else; all others stand in the table of rates."""
    for rate in programme.rates:
        for value in rate.between(year.opens, year.closes):
            if value.also_seen:
                yield f"{rate.title} {grouped(value.value, 2)} {rate.unit}", value


def _codes(programme: Programme, year: FiscalYear) -> str:
    """The budget codes as a letter states them; a code that is not known yet says so."""
    codes = programme.codes
    named = (("ผลผลิต", codes.output), ("กิจกรรมหลัก", codes.activity), ("แหล่งของเงิน", codes.source(year.year)))
    return " ".join(f"{name} {code or '(รอหนังสือแจ้ง)'}" for name, code in named)


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
        reads: dict[str, Origin] = {"this": (PERFORMANCE, year), "last_year": (PERFORMANCE, year.previous)}
        reads |= changes_read(PERFORMANCE, year, (OWN_SINCE_LAST_YEAR,))
        return Spec(self._id(year), self.name, self.title, parameters, reads)

    def existing(self, store: Store) -> Iterator[Spec]:
        """One for every academic year of the parameters' rounds of which enough was received."""
        for year in _years(store.params):
            if store.available(PERFORMANCE, year):
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
