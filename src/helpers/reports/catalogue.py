"""The reports that can exist: for each kind its notebook, its parameters, which ids there are and which tables it
reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers.collection.data_folder import DataFolder
from helpers.collection.systems import systems
from helpers.errors import ParameterError
from helpers.periods import Round

TableOrigin = tuple[str, Round]
"""A collection system and a round: what a snapshot of the store holds."""


class ReportParameters(BaseModel):
    """What every notebook's parameters cell has. The cell must equal the model: names, types, defaults, help."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str = Field(default="", description="เว้นว่างไว้ คำสั่ง workbook run เติมให้เอง")


class RoundParameters(ReportParameters):
    """Parameters of a round report."""

    round_id: str = Field(
        default="2568-1", pattern=r"^25\d\d-[123]$", description="รอบของข้อมูล: ปีการศึกษา-รอบ เช่น 2568-1"
    )


@dataclass(frozen=True)
class Spec:
    """One report: its id, its kind, its parameters, and the tables that it reads by the name the notebook knows them
    by."""

    id: str
    kind: str
    title: str
    parameters: ReportParameters
    reads: Mapping[str, TableOrigin]

    @property
    def round(self) -> Round:
        """The round that the report is about."""
        return self.reads["this"][1]


class ReportKind(Protocol):
    """A kind of report: one notebook, `notebooks/<name>.ipynb`, for many ids."""

    name: str
    title: str
    parameters: type[ReportParameters]

    def spec(self, parameters: ReportParameters) -> Spec:
        """The report that these parameters ask for."""

    def existing(self, folder: DataFolder) -> Iterator[Spec]:
        """The reports for which something was received."""


class RoundKind:
    """The report of one collection system on one round."""

    parameters: type[ReportParameters] = RoundParameters

    def __init__(self, system: str, title: str) -> None:
        self.system = system
        self.name = f"round/{system}"
        self.title = f"รายงาน{title}"

    def spec(self, parameters: ReportParameters) -> Spec:
        """This round, the round before it and the same round a year before; the last two may not be in the store."""
        round_ = Round.parse(parameters.round_id)  # type: ignore[attr-defined]
        rounds = {"this": round_, "previous": round_.previous, "last_year": round_.same_last_year}
        reads = {name: (self.system, each) for name, each in rounds.items()}
        return Spec(f"round/{round_}/{self.system}", self.name, self.title, parameters, reads)

    def existing(self, folder: DataFolder) -> Iterator[Spec]:
        """One report for every round of which the system received anything."""
        for round_ in folder.rounds(self.system):
            yield self.spec(RoundParameters(round_id=str(round_)))


def kinds() -> Mapping[str, ReportKind]:
    """Every kind of report, by name."""
    found: list[ReportKind] = [RoundKind(system.name, system.title) for system in systems().values()]
    return {kind.name: kind for kind in found}


def existing_reports(folder: DataFolder) -> list[Spec]:
    """Every report for which there is data, by id."""
    return sorted((spec for kind in kinds().values() for spec in kind.existing(folder)), key=lambda spec: spec.id)


def selected_reports(specs: list[Spec], prefixes: list[str]) -> list[Spec]:
    """The reports whose ids begin with one of the prefixes; all for no prefixes. Raises as `selected` does."""
    chosen = selected([spec.id for spec in specs], prefixes)
    return [spec for spec in specs if spec.id in chosen]


def selected(ids: list[str], prefixes: list[str]) -> list[str]:
    """The ids that begin with one of the prefixes, whole steps of the path only; all for no prefixes.

    Raises ParameterError that names a prefix which selects nothing.
    """
    for prefix in prefixes:
        if not any(_selects(prefix, each) for each in ids):
            known = ", ".join(ids[:8]) or "(ยังไม่มีข้อมูล)"
            raise ParameterError(f"ไม่มีรายงาน “{prefix}”", remedy=f"รายงานที่มีข้อมูลคือ {known}")
    return [each for each in ids if not prefixes or any(_selects(prefix, each) for prefix in prefixes)]


def _selects(prefix: str, report_id: str) -> bool:
    return f"{report_id}/".startswith(prefix.rstrip("/") + "/")


def spec_for(kind_name: str, parameters: Mapping[str, Any]) -> Spec:
    """The report that a notebook opens. Raises ParameterError for an unknown kind, an unknown or a wrong parameter."""
    kind = kinds().get(kind_name)
    if kind is None:
        raise ParameterError(f"ไม่รู้จักรายงานชนิด “{kind_name}”", remedy=f"ชนิดที่มีคือ {', '.join(kinds())}")
    try:
        return kind.spec(kind.parameters.model_validate(dict(parameters)))
    except ValidationError as invalid:
        problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in invalid.errors())
        known = ", ".join(f"{name} ({field.description})" for name, field in kind.parameters.model_fields.items())
        raise ParameterError(f"พารามิเตอร์ของรายงานไม่ถูกต้อง: {problems}", remedy=f"พารามิเตอร์ที่มีคือ {known}") from invalid
