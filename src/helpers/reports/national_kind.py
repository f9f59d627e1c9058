"""The kind of report on the offices side by side, for those who run many of them."""

from collections.abc import Iterator

from helpers.national.dataset import NAME
from helpers.params.folder import Params
from helpers.periods import FiscalYear, Period, Round, thai_date
from helpers.reports.kinds import RoundParameters
from helpers.reports.specs import ReportParameters, Spec, Subject
from helpers.tables.graph import Graph


class NationalKind:
    """The offices of one round side by side. There is one only in the folder into which their facts were gathered."""

    name = "national/dmc"
    title = "ภาพรวมทุกสำนักงาน (DMC)"
    parameters: type[ReportParameters] = RoundParameters

    def spec(self, parameters: ReportParameters, _params: Params) -> Spec:
        """The round's offices. What changed since another round each office has stated itself."""
        assert isinstance(parameters, RoundParameters)
        round_ = Round.parse(parameters.round_id)
        return Spec(self._id(round_), self.name, self.title, parameters, {"this": (NAME, round_)})

    def existing(self, graph: Graph) -> Iterator[Spec]:
        """One for every round of which facts were gathered."""
        for round_ in graph.folder.rounds(NAME):
            yield self.spec(RoundParameters(round_id=str(round_)), graph.params)

    def on(self, dataset: str, period: Period, params: Params) -> Spec | None:
        """The report on a round's offices; None for other data."""
        mine = dataset == NAME and isinstance(period, Round)
        return self.spec(RoundParameters(round_id=str(period)), params) if mine else None

    def waiting(self, params: Params) -> Iterator[str]:
        """One for every round of the parameters."""
        yield from (self._id(round_) for round_ in sorted(params.rounds))

    def subject(self, spec: Spec, params: Params) -> Subject:
        """The round, its day, and the fiscal year of which the money is."""
        round_ = spec.period
        assert isinstance(round_, Round)
        stated = params.round(round_)
        words = {
            "round": round_.thai,
            "previous_round": round_.previous.thai,
            "last_year_round": round_.same_last_year.thai,
            "fiscal_year": FiscalYear.of(stated.as_of.date).thai,
            "as_of": thai_date(stated.as_of.date),
        }
        settings = (("วันที่ของข้อมูล", stated.as_of), ("ช่วงเวลาจัดเก็บข้อมูล", stated.window))
        return Subject(round_.thai, stated.as_of.date, words, settings)

    def _id(self, round_: Round) -> str:
        return f"national/{round_}/dmc"
