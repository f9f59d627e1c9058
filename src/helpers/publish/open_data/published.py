"""The reports of a public edition: what each is about, and what of it is released."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from helpers.errors import ParameterError
from helpers.facts.released import Release, ReleasedFacts
from helpers.params.folder import Params
from helpers.periods import AcademicYear, FiscalYear
from helpers.reports.catalogue import kinds
from helpers.reports.specs import Spec, Subject

PAGE = "report.html"


@dataclass(frozen=True)
class PublishedReport:
    """One report of the edition. `kind_title` is what all reports of its kind are called."""

    spec: Spec
    kind_title: str
    subject: Subject
    facts: ReleasedFacts

    @property
    def id(self) -> str:
        """The report's id, which is its folder in the edition."""
        return self.spec.id

    @property
    def title(self) -> str:
        """What the report is called, with its period."""
        return f"{self.spec.title} {self.subject.period}"

    @property
    def period(self) -> str:
        """`2568-1` for a round; the year พ.ศ. for a fiscal or an academic year."""
        period = self.spec.period
        return str(period.year) if isinstance(period, AcademicYear) else str(period)

    @property
    def as_of(self) -> date:
        """The day that its data describe."""
        return self.subject.as_of

    @property
    def first_day(self) -> date:
        """The first day that its data describe: of a fiscal year its first, elsewhere the one day."""
        period = self.spec.period
        return min(period.opens, self.as_of) if isinstance(period, FiscalYear) else self.as_of

    @property
    def page(self) -> str:
        """The address of its page in the edition."""
        return f"{self.id}/{PAGE}"


def published_reports(release: Release, specs: Iterable[Spec], params: Params) -> tuple[PublishedReport, ...]:
    """The reports of the release, oldest data first. Raises ParameterError for a released report of which `specs` has
    none."""
    known: Mapping[str, Spec] = {spec.id: spec for spec in specs}
    unknown = sorted(release.reports.keys() - known.keys())
    if unknown:
        problem = f"ไม่มีข้อมูลของรายงานที่เผยแพร่: {', '.join(unknown)}"
        raise ParameterError(problem, remedy="สั่ง workbook run แล้วสร้างฉบับเผยแพร่ใหม่ด้วย workbook publish")
    every_kind = kinds()
    reports = []
    for report_id, facts in release.reports.items():
        spec = known[report_id]
        kind = every_kind[spec.kind]
        reports.append(PublishedReport(spec, kind.title, kind.subject(spec, params), facts))
    return tuple(sorted(reports, key=lambda report: (report.as_of, report.id)))
