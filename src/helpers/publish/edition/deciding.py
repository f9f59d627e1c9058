"""What of the office's facts goes into the edition, and what an attacker makes of the finished one: the way between the
edition, which has folders and parameters, and disclosure control, which has facts and schemas."""

from pathlib import Path

from helpers.errors import DataQualityError
from helpers.params.folder import Params
from helpers.publish.disclosure_control.attack import attack, read_edition, refuse_gains
from helpers.publish.disclosure_control.classification import Schemas
from helpers.publish.disclosure_control.numbers import Ledgers
from helpers.publish.disclosure_control.releasing import Decision, decide_release
from helpers.tables.graph import Graph


def decide(ledgers: Ledgers, graph: Graph, params: Params) -> Decision:
    """The release of these reports under the office's threshold, and its loss. Raises as `decide_release` does."""
    return decide_release(ledgers, Schemas(graph.datasets), params.office.publication.threshold)


def attacked(folder: Path, ledgers: Ledgers, graph: Graph, params: Params) -> list[str]:
    """What can be worked out of the finished files and must not be, in Thai."""
    threshold = params.office.publication.threshold
    try:
        refuse_gains(attack(read_edition(folder), ledgers, Schemas(graph.datasets), threshold))
    except DataQualityError as gained:
        return [gained.problem]
    return []
