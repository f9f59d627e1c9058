"""What a report is before it is made: its id, its parameters, the tables that it reads; and what kinds must offer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.periods import Period
from helpers.tables.changes.dataset import Baseline, changes_name
from helpers.tables.graph import Graph, Origin


class ReportParameters(BaseModel):
    """What every notebook's parameters cell has. The cell must equal the model: names, types, defaults, help."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str = Field(default="", description="เว้นว่างไว้ คำสั่ง workbook run เติมให้เอง")


@dataclass(frozen=True)
class Spec:
    """One report: its id, its kind, its parameters, and the tables that it reads by the name the notebook knows them
    by; `this` are those that it is about."""

    id: str
    kind: str
    title: str
    parameters: ReportParameters
    reads: Mapping[str, Origin]
    school: str = ""
    """The code of the school that it is about; empty for what is about more than one."""
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of the snapshots that it reads in part, the tables that its notebook may ask for; of any other, all."""

    @property
    def period(self) -> Period:
        """The round or fiscal year that the report is about."""
        return self.reads["this"][1]


def changes_read(dataset: str, period: Period, baselines: Iterable[Baseline]) -> dict[str, Origin]:
    """The changes of a data set that a report reads beside its tables, as `since_previous`, `since_last_year` …"""
    return {each.name.replace("-", "_"): (changes_name(dataset, each), period) for each in baselines}


@dataclass(frozen=True)
class Subject:
    """What a report is about, in the words that its pages need."""

    period: str
    """`ภาคเรียนที่ 1 ปีการศึกษา 2568`."""
    as_of: date
    """The day that the data describe."""
    words: Mapping[str, str]
    """What templates of prose may name beside facts: `{round}`, `{fiscal_year}`."""
    settings: tuple[tuple[str, Referenced], ...]
    """The values that somebody decided and that the report rests on, with what readers call them."""
    one_page: bool = False
    """Whether the report is one page of paper, on which things stand closer than elsewhere."""


class ReportKind(Protocol):
    """A kind of report: one notebook, `notebooks/<name>.ipynb`, for many ids."""

    name: str
    title: str
    parameters: type[ReportParameters]

    def subject(self, spec: Spec, params: Params) -> Subject:
        """What one report of the kind is about, in words."""

    def spec(self, parameters: ReportParameters, params: Params) -> Spec:
        """The report that these parameters ask for. Raises ParameterError where there can be none."""

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """The reports for which something was received."""

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report of the kind on these data; None where it has none."""

    def waiting(self, params: Params) -> Iterator[str]:
        """The ids of the reports that the parameters speak of, whether anything was received for them or not."""
