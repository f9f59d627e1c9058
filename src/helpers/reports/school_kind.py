"""The kind of report that is a page for every school of an academic year."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.periods import AcademicYear, FiscalYear, Period, Round, thai_date
from helpers.reports.specs import ReportParameters, Spec, Subject
from helpers.school_year.dataset import NAME, fiscal_year_of
from helpers.tables.graph import Graph
from helpers.tables.schemas import NOT_STATED

_PAGES = "school"
_BESIDE = ("emis", "bobec", "mobec")
"""The systems of which at least one must have sent something, for a year's pages to be made unasked."""


class SchoolParameters(ReportParameters):
    """Parameters of a school's page."""

    academic_year: str = Field(default="2568", pattern=r"^25\d\d$", description="ปีการศึกษา พ.ศ. เช่น 2568")
    smis: str = Field(default="34010001", pattern=r"^\d{8}$", description="รหัสโรงเรียน 8 หลัก")


class SchoolKind:
    """The page of one school on one academic year. Unasked only those of the newest year that has more than pupils are
    made; those of another year are made when their ids are asked for."""

    name = "school/school"
    title = "หน้าโรงเรียน"
    parameters: type[ReportParameters] = SchoolParameters

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The year by school. Raises ParameterError for a school that is not on the list."""
        assert isinstance(parameters, SchoolParameters)
        year, smis = AcademicYear(int(parameters.academic_year)), parameters.smis
        if smis not in params.schools:
            remedy = f"ใช้รหัสใน {params.school_list_file.name}"
            raise ParameterError(f"ไม่มีโรงเรียนรหัส {smis} ในทะเบียนโรงเรียน", where=self.name, remedy=remedy)
        title = f"โรงเรียน{params.schools[smis].name.removeprefix('โรงเรียน')}"
        return Spec(page_id(year, smis), self.name, title, parameters, {"this": (NAME, year)}, school=smis)

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """The pages of the newest year of which more than pupils was received."""
        if year := newest_year(graph):
            yield from self._of_year(year, graph)

    def older(self, graph: Graph) -> Iterator[Spec]:
        """The pages of every other year of which pupils were received: made only when asked for."""
        newest = newest_year(graph)
        for year in sorted({AcademicYear(round_.year) for round_ in graph.folder.rounds()}):
            if year != newest and graph.available(NAME, year):
                yield from self._of_year(year, graph)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """None: no single page is what a data set is about."""
        return None

    def waiting(self, params: Params) -> Iterator[str]:
        """None: nobody waits for a page."""
        yield from ()

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The school, its academic year and the fiscal year whose money it shows, as of the year's last round."""
        assert isinstance(spec.parameters, SchoolParameters)
        year = spec.period
        assert isinstance(year, AcademicYear)
        school = params.schools[spec.parameters.smis]
        as_of = params.round(_last_round(year, params)).as_of.date
        words = {
            "academic_year": year.thai,
            "fiscal_year": fiscal_year_of(year).thai,
            "school": spec.title,
            "district": school.district or NOT_STATED,
            "as_of": thai_date(as_of),
        }
        likeness: tuple[tuple[str, Referenced], ...] = (
            (("จำนวนโรงเรียนที่คล้ายกัน", params.similar_schools),) if params.similar_schools else ()
        )
        return Subject(year.thai, as_of, words, likeness, one_page=True)

    def _of_year(self, year: AcademicYear, graph: Graph) -> Iterator[Spec]:
        for smis in school_pages(year, graph):
            yield self.spec(SchoolParameters(academic_year=str(year.year), smis=smis), graph.params)


def is_school_page(report_id: str) -> bool:
    """Whether a report is the page of a school."""
    return report_id.startswith(f"{_PAGES}/")


def pages_folder(year: str) -> str:
    """The folder of the pages of an academic year: `school/2568`."""
    return f"{_PAGES}/{year}"


def page_id(year: AcademicYear, smis: str) -> str:
    """The id of a school's page: `school/2568/34010001`."""
    return f"{pages_folder(str(year.year))}/{smis}"


def school_pages(year: AcademicYear, graph: Graph) -> Mapping[str, str]:
    """The pages of a year that can be made, by school: of the schools on the list that are open on the day of the
    year's last round. None where no pupils were received, or where the rounds have no parameters."""
    last = _last_round(year, graph.params)
    if not graph.available(NAME, year) or last not in graph.params.rounds:
        return {}
    listed = graph.params.open_schools(graph.params.round(last).as_of.date)
    return {smis: page_id(year, smis) for smis in listed if len(smis) == len("34010001")}


def linked_pages(period: Period, graph: Graph) -> Mapping[str, str]:
    """The pages to which the names of schools in a report on a period lead, by school: those of its academic year
    where these are made unasked, and of a fiscal year the pages that show its money."""
    newest = newest_year(graph)
    if isinstance(period, FiscalYear):
        mine = newest is not None and fiscal_year_of(newest) == period
    else:
        mine = newest is not None and period.year == newest.year
    return school_pages(newest, graph) if newest and mine else {}


def newest_year(graph: Graph) -> AcademicYear | None:
    """The newest academic year of which pupils and something else of a school were received; None without any: a page
    that knows pupils alone is made only when asked for."""
    years = sorted({AcademicYear(round_.year) for round_ in graph.folder.rounds()}, reverse=True)
    counted = (year for year in years if graph.available(NAME, year))
    whole = (year for year in counted if any(graph.available(system, of) for system in _BESIDE for of in year.rounds))
    return next(whole, None)


def _last_round(year: AcademicYear, params: Params) -> Round:
    known = [round_ for round_ in year.rounds if round_ in params.rounds]
    return known[-1] if known else year.rounds[-1]
