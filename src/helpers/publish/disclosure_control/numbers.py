"""The numbers of the office reports, each once however often it is printed, with how many persons stand behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa

from helpers.facts.definitions import Operation, parse_where, where_text
from helpers.facts.ledger import FactLine
from helpers.publish.disclosure_control.classification import Fate, Schemas, fate_of
from helpers.tables.schemas import TableSchema

Ledgers = Mapping[str, Sequence[FactLine]]
"""The facts of the office reports of an edition, by report id."""
CellName = tuple[str, str, str]
"""A cell of a report: report id, fact and key."""
Question = tuple[str, str, str, str]
"""What a number answers: operation, table with its period, column, and the filter in the order of its columns."""
DERIVED = frozenset({Operation.RATIO, Operation.DIFFERENCE})
"""The operations whose cells are computed from other cells."""
CAUSE = "cause"
"""The column of a table of changes that says why something changed."""


@dataclass(frozen=True)
class Number:
    """One number of the tables. `questions` are all that it answers: the same amount of the same source rows is one
    number, whichever tables say it; `digest` is over these rows. `persons` is how many persons it says something
    about, at least; None where no person stands behind it, as behind the rent of land. `cells` are all that print it.
    """

    questions: tuple[Question, ...]
    value: Decimal
    digest: str
    fate: Fate
    persons: int | None
    money: bool
    cells: tuple[CellName, ...] = ()

    def small(self, threshold: int) -> bool:
        """Whether it says something about fewer persons than the threshold, and about at least one."""
        return self.persons is not None and 0 < self.persons < threshold

    def apart(self, threshold: int) -> float:
        """How far apart its possible values must lie to leave `threshold` persons open: for money, what so many get."""
        per_person = float(abs(self.value)) / self.persons if self.persons and self.value else 1.0
        return threshold * (per_person if self.money else max(per_person, 1.0))


def question_of(line: FactLine) -> Question:
    """What a cell of a table answers. Raises VerificationError for a filter that no report writes."""
    conditions = parse_where(line.where)
    where = where_text({name: conditions[name] for name in sorted(conditions)})
    return (line.operation, line.table, line.column, where)


def gathered(ledgers: Ledgers, schemas: Schemas) -> list[Number]:
    """The numbers of all tables that the reports speak of, without those that are computed from others. Raises
    VerificationError for a filter that no report writes."""
    lines: dict[Question, FactLine] = {}
    cells: dict[Question, list[CellName]] = defaultdict(list)
    for report, ledger in ledgers.items():
        for line in ledger:
            if line.operation not in DERIVED:
                question = question_of(line)
                lines.setdefault(question, line)
                cells[question].append((report, line.fact, line.key))
    sizes = _Persons(lines, schemas)
    alike: dict[tuple[object, ...], list[Number]] = defaultdict(list)
    for question, line in lines.items():
        value, fate, money = Decimal(line.value), fate_of(line, schemas), _is_money(line, schemas.of(line.table))
        number = Number((question,), value, line.digest, fate, sizes.behind(question), money, tuple(cells[question]))
        secret = fate is Fate.PROTECTED or (money and fate is Fate.OPEN)
        alike[(line.digest, value, line.unit) if secret and value else question].append(number)
    return [number for members in alike.values() for number in _as_one(members)]


def _as_one(members: Sequence[Number]) -> Sequence[Number]:
    """The same amount of the same source rows in several tables as one number, unless a table has it for several
    questions, which may be alike by chance. It is open where one of them is open; as many persons stand behind it as
    the table says that knows best."""
    tables = [number.questions[0][1] for number in members]
    if len(members) == 1 or len(set(tables)) < len(tables):
        return members
    persons = [number.persons for number in members]
    one = replace(
        members[0],
        questions=tuple(question for number in members for question in number.questions),
        fate=Fate.OPEN if any(number.fate is Fate.OPEN for number in members) else members[0].fate,
        persons=None if None in persons else max(filter(None, persons), default=0),
        cells=tuple(cell for number in members for cell in number.cells),
    )
    return [one]


class _Persons:
    """How many persons stand behind the numbers of tables."""

    def __init__(self, lines: Mapping[Question, FactLine], schemas: Schemas) -> None:
        self._lines = lines
        self._schemas = schemas

    def behind(self, question: Question) -> int | None:
        """At least so many persons: what the column of persons says for the same rows; else the rows, or what is
        counted where that is less. None where the column of persons says that nobody is in the whole table."""
        line = self._lines[question]
        schema = self._schemas.of(line.table)
        column = schema.persons if schema else ""
        if column and self._sum(question, column, "") == 0:
            return None
        if line.operation is Operation.SUM and line.column == column:
            return abs(int(Decimal(line.value))) or line.rows
        counted = self._sum(question, column, question[3]) if column else None
        if counted:
            return abs(counted)
        if _is_money(line, schema) or _is_net(question) or _counts_kinds(line, schema):
            return line.rows
        return min(abs(int(Decimal(line.value))) or line.rows, line.rows)

    def _sum(self, question: Question, column: str, where: str) -> int | None:
        line = self._lines.get((Operation.SUM, question[1], column, where))
        return None if line is None else int(Decimal(line.value))


def _is_money(line: FactLine, schema: TableSchema | None) -> bool:
    fields = {field.name: field for field in schema.fields} if schema else {}
    return line.operation is not Operation.COUNT and (
        line.column in fields and pa.types.is_decimal(fields[line.column].type)
    )


def _counts_kinds(line: FactLine, schema: TableSchema | None) -> bool:
    """Whether a number is how many different things there are, and not how many persons."""
    persons = {field.name for field in schema.fields if field.identifies} if schema else set()
    return line.operation is Operation.DISTINCT and line.column not in persons


def _is_net(question: Question) -> bool:
    """Whether a number of a table of changes is over several causes: those who came less those who went."""
    return "-since-" in question[1] and not isinstance(parse_where(question[3]).get(CAUSE), str)


def by_cell(numbers: Iterable[Number]) -> dict[CellName, int]:
    """The position of the number that each cell prints."""
    return {cell: position for position, number in enumerate(numbers) for cell in number.cells}
