"""What of the office's facts goes into the edition, and what an attacker makes of the finished one: the way between the
edition, which has folders and parameters, and disclosure control, which has facts and schemas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import DataQualityError
from helpers.facts.ledger import FactLine
from helpers.facts.released import Release
from helpers.params.folder import Params
from helpers.publish.disclosure_control.attack import attack, read_edition, refuse_gains
from helpers.publish.disclosure_control.classification import Schemas
from helpers.publish.disclosure_control.releasing import decide_release
from helpers.publish.edition.record import ReportCells
from helpers.tables.graph import Graph


@dataclass(frozen=True)
class Decision:
    """What is released of the reports of an edition, and by report id how many cells that are, and how many are not."""

    release: Release
    cells: Mapping[str, ReportCells]


def decide(ledgers: Mapping[str, Sequence[FactLine]], graph: Graph, params: Params) -> Decision:
    """The release of these reports under the office's threshold. Raises as `decide_release` does."""
    made = decide_release(ledgers, Schemas(graph.datasets), params.office.publication.threshold)
    cells = {
        report: ReportCells(released=tally.released, withheld=tally.withheld, closed=tally.closed)
        for report, tally in made.tallies.items()
    }
    return Decision(made.release, cells)


def attacked(folder: Path, ledgers: Mapping[str, Sequence[FactLine]], graph: Graph, params: Params) -> list[str]:
    """What can be worked out of the finished files and must not be, in Thai."""
    threshold = params.office.publication.threshold
    try:
        refuse_gains(attack(read_edition(folder), ledgers, Schemas(graph.datasets), threshold))
    except DataQualityError as gained:
        return [gained.problem]
    return []
