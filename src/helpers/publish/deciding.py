"""What of the office's facts goes into the edition, and what an attacker makes of the finished one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.audit.manifest import FACTS
from helpers.facts.definitions import Operation, parse_reference, parse_where
from helpers.facts.ledger import PUBLIC_COLUMNS, Cell, FactLine, read_csv
from helpers.facts.released import Release, ReleasedCell, ReleasedFact
from helpers.params.folder import Params
from helpers.publish.record import ReportCells
from helpers.tables.graph import Graph
from helpers.tables.schemas import Sensitivity, TableSchema


@dataclass(frozen=True)
class Decision:
    """What is released of the reports of an edition, and by report id how many cells that are, and how many are not."""

    release: Release
    cells: Mapping[str, ReportCells]


def decide(ledgers: Mapping[str, Sequence[FactLine]], graph: Graph, params: Params) -> Decision:
    """The release of these reports: the cells of which everybody may see all that they count and choose by."""
    schemas = {f"{name}/{schema.name}": schema for name, dataset in graph.datasets.items() for schema in dataset.tables}
    reports = {report: _released(ledger, schemas) for report, ledger in ledgers.items()}
    cells = {report: _counted(facts, len(ledgers[report])) for report, facts in reports.items()}
    return Decision(Release(reports, params.office.publication.threshold), cells)


def _counted(facts: Mapping[str, ReleasedFact], cells: int) -> ReportCells:
    released = sum(len(fact.cells) for fact in facts.values())
    withheld = sum(len(fact.withheld) for fact in facts.values())
    return ReportCells(released=released, withheld=withheld, closed=cells - released - withheld)


def attacked(folder: Path, ledgers: Mapping[str, Sequence[FactLine]], graph: Graph, params: Params) -> Sequence[str]:
    """What of the finished files must not be known, in Thai: the cells that are not released."""
    release = decide(ledgers, graph, params).release
    paths = ((path, path.parent.relative_to(folder).as_posix()) for path in sorted(folder.glob(f"*/*/*/{FACTS}")))
    stated = (
        (report, line)
        for path, report in paths
        for line in read_csv(path.read_text(encoding="utf-8"), report, PUBLIC_COLUMNS)
    )
    return [
        f"{report} {line.fact} [{line.key}] ไม่ใช่ตัวเลขที่เผยแพร่ได้"
        for report, line in stated
        if (known := release.fact(report, line.fact)) is None or line.key not in known.cells
    ]


def _released(ledger: Sequence[FactLine], schemas: Mapping[str, TableSchema]) -> dict[str, ReleasedFact]:
    lines = {(line.fact, line.key): line for line in ledger}
    facts: dict[str, list[FactLine]] = {}
    for line in ledger:
        facts.setdefault(line.fact, []).append(line)
    released = {}
    for fact, cells in facts.items():
        first = cells[0]
        kept = [line for line in cells if _is_open((fact, line.key), lines, schemas)]
        shown = {line.key: ReleasedCell(_value(line.value), line.where) for line in kept}
        described = (first.title, first.unit, first.operation, first.table, first.column)
        released[fact] = ReleasedFact(*described, shown, tuple(shown), len(kept) < len(cells))
    return released


def _is_open(cell: Cell, lines: Mapping[Cell, FactLine], schemas: Mapping[str, TableSchema]) -> bool:
    line = lines.get(cell)
    if line is None:
        return False
    if line.operation in (Operation.RATIO, Operation.DIFFERENCE):
        return all(_is_open(part, lines, schemas) for part in parse_reference(line.where))
    schema = schemas.get(line.table.partition("/")[2])
    if schema is None or schema.rows is not Sensitivity.PUBLIC:
        return False
    known = {field.name: field.sensitivity for field in schema.fields}
    named = {*parse_where(line.where), line.column} - {""}
    return all(known.get(name) is Sensitivity.PUBLIC for name in named)


def _value(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)
