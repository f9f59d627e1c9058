"""Reports of one budget programme on one fiscal year; programmes of the same kind share a notebook."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, create_model

from helpers.budget.kinds import Kind
from helpers.budget.programme_source import fiscal_year
from helpers.collection.sources import Origin
from helpers.collection.store import Store
from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.performance.sources import YEAR_SINCES
from helpers.periods import FiscalYear, thai_date
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read
from helpers.thai import grouped

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
            "references": "; ".join(programme.references),
            "conditions": "; ".join(programme.conditions),
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
