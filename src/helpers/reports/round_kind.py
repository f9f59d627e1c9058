"""Reports of one collection system on one round."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from helpers.collection.between.source import NAME as BETWEEN
from helpers.collection.changes.periods import ROUND_SINCES
from helpers.collection.sources import Origin
from helpers.collection.store import Store
from helpers.params.folder import Params
from helpers.periods import Round, thai_date
from helpers.reports.specs import ReportParameters, Spec, Subject, changes_read

_COUNTS = "dmc"


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
