"""Two stored versions of a report, cell by cell: what differs, by how much, and why.

The numbers of facts.csv as reports print them: rounded, shares as percentages, differences of what is printed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.audit.freshness import BETWEEN_VERSIONS, changes
from helpers.audit.reasons import Reason, StoredRows
from helpers.audit.versions import Version, open_versions
from helpers.catalogue import changes as followed
from helpers.catalogue import datasets as known_datasets
from helpers.facts.definitions import Fact, FactCell, Operation, parse_reference
from helpers.facts.engine import open_engine
from helpers.facts.ledger import FactLine
from helpers.params.folder import Params
from helpers.render.wording import is_share
from helpers.reports.folders import Folders
from helpers.reports.prose import PER_CENT_POINTS, as_printed, printed_unit
from helpers.tables.changes.causes import Cause
from helpers.thai import decimals, grouped

_ABSENT = "–"


@dataclass(frozen=True)
class CellChange:
    """One cell of a fact that differs. None stands for a version that does not state it; `notes` say in Thai what no
    source row can."""

    line: FactLine
    """As the later version states it, or the earlier one where the later does not."""
    before: Decimal | None
    after: Decimal | None
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    printed: tuple[Decimal | None, Decimal | None] = (None, None)
    """Before and after as the two reports print them."""

    @property
    def printed_difference(self) -> Decimal | None:
        """What readers see of the difference: that of what they see of both."""
        before, after = self.printed
        return after - before if before is not None and after is not None else self.difference

    @property
    def difference(self) -> Decimal | None:
        """After less before; a cell of a table that one version does not state counted nothing in it. None for a
        quotient or difference that is not stated twice."""
        if self.before is not None and self.after is not None:
            return self.after - self.before
        return (self.after or Decimal(0)) - (self.before or Decimal(0)) if self.line.table else None

    @property
    def by_cause(self) -> Mapping[Cause, Decimal]:
        """How much of the difference each cause makes; together they are the whole, or `notes` say what is not."""
        sums: Counter[Cause] = Counter()
        for reason in self.reasons:
            sums[reason.cause] += reason.change  # type: ignore[assignment]
        return {cause: Decimal(sums[cause]) for cause in Cause if cause in sums}


@dataclass(frozen=True)
class Comparison:
    """What two versions differ in: their inputs, in Thai, and their cells in the order stated."""

    before: Version
    after: Version
    inputs: tuple[str, ...]
    cells: tuple[CellChange, ...]


def compare(before: str, after: str, folders: Folders, params: Params) -> Comparison:
    """Compare two stored versions. What either says of changes since an earlier period is not compared again. Raises as
    `open_versions` does."""
    versions = open_versions(before, after, folders, params)
    datasets = known_datasets(params)
    with open_engine() as engine:
        cells = tuple(_changes(versions, StoredRows(versions, datasets, followed(params), engine)))
    titles = {name: dataset.title for name, dataset in datasets.items()}
    inputs = changes(versions[0].manifest.inputs, versions[1].manifest.inputs, titles, words=BETWEEN_VERSIONS)
    return Comparison(*versions, inputs, cells)


def _changes(versions: tuple[Version, Version], rows: StoredRows) -> Iterator[CellChange]:
    one, other = versions
    for name in dict.fromkeys((*other.facts, *one.facts)):
        before, after = one.facts.get(name), other.facts.get(name)
        if any(line and rows.is_of_changes(line) for line in (before, after)):
            continue
        if _value(before) != _value(after):
            yield _change(before, after, versions, rows)


def _change(
    before: FactLine | None, after: FactLine | None, versions: tuple[Version, Version], rows: StoredRows
) -> CellChange:
    line = after or before
    assert line is not None
    values = (_value(before), _value(after))
    shown = (_printed(before, versions[0]), _printed(after, versions[1]))
    if not line.table:
        return CellChange(line, *values, (), tuple(_parts_of(line, versions)), shown)
    reasons = tuple(rows.reasons(before or _counterpart(line, versions[0]), after or _counterpart(line, versions[1])))
    change = CellChange(line, *values, reasons, tuple(_definition(before, after)), shown)
    return replace(change, notes=(*change.notes, *_unexplained(change)))


def _value(line: FactLine | None) -> Decimal | None:
    return Decimal(line.value) if line else None


def _printed(line: FactLine | None, version: Version) -> Decimal | None:
    return printed(line, version.facts) if line else None


def _counterpart(line: FactLine, version: Version) -> FactLine | None:
    """The cell as a version would state it that has the fact under other keys only: nothing met its filter."""
    table = version.tables.get(line.fact)
    return replace(line, table=table) if table else None


def _parts_of(line: FactLine, versions: tuple[Version, Version]) -> Iterator[str]:
    """What the two cells of a quotient or difference were and are."""
    for name in parse_reference(line.where):
        stated = [version.facts.get(name) for version in versions]
        known = next((each for each in stated if each), None)
        printed_values = " → ".join(printed_text(_printed(*each)) for each in zip(stated, versions, strict=True))
        yield f"{known.title if known else name[0]} {printed_values}"


def printed_text(value: Decimal | None) -> str:
    """A printed value in words, with the places that it has; a dash for one that is not stated."""
    return _ABSENT if value is None else grouped(value, decimals(value))


def _definition(before: FactLine | None, after: FactLine | None) -> Iterator[str]:
    """Where the number itself is computed in another way, or by one version alone."""
    if before is None or after is None:
        yield "ฉบับก่อนไม่ได้พิมพ์ช่องนี้" if before is None else "ฉบับหลังไม่ได้พิมพ์ช่องนี้"
    elif _computed(before) != _computed(after):
        yield f"วิธีคำนวณเปลี่ยนจาก {_computed(before)} เป็น {_computed(after)}"


def _computed(line: FactLine) -> str:
    table = line.table.rpartition("/")[2]
    return f"{line.operation} {table}.{line.column} ({line.where})"


def _unexplained(cell: CellChange) -> Iterator[str]:
    rest = (cell.difference or Decimal(0)) - sum(cell.by_cause.values(), Decimal(0))
    if rest:
        yield f"แถวต้นทางไม่ได้อธิบาย {rest} ซึ่งมาจากวิธีคำนวณหรือโปรแกรมที่เปลี่ยน"


Lines = Mapping[tuple[str, str], FactLine]


def printed(line: FactLine, lines: Lines) -> Decimal:
    """The value of a cell as its report prints it; `lines` are all cells of the report."""
    if line.operation is Operation.DIFFERENCE and "." in line.value:
        parts = [lines.get(name) for name in parse_reference(line.where)]
        one, other = (printed(part, lines) if part else None for part in parts)
        if one is not None and other is not None:
            return one - other
    return as_printed(_fact(line), line.key)


def unit(line: FactLine) -> str:
    """The unit in which a cell is printed."""
    return printed_unit(_fact(line))


def unit_of_change(line: FactLine) -> str:
    """The unit of how two printed values of a cell differ, where it is another than that of the values; else the empty
    string."""
    return PER_CENT_POINTS if is_share(_fact(line)) else ""


def _fact(line: FactLine) -> Fact:
    value = Decimal(line.value) if "." in line.value else int(line.value)
    cell = FactCell(value, line.where, line.rows, line.digest)
    return Fact(line.fact, line.title, line.unit, line.operation, line.table, line.column, {line.key: cell})
