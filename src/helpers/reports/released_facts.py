"""The facts of a report of the public edition: the notebook asks for them as ever, and each is taken from the release.

Nothing is computed here, so that whatever a notebook makes of its facts (sentences, tables, charts, flags) is made of
released numbers alone.
"""

from dataclasses import replace

from helpers.errors import DeliveryError
from helpers.facts.definitions import WHOLE, Absent, Fact, FactCell, Operation, key_parts
from helpers.facts.released import Release, ReleasedFact, ReleasedFacts
from helpers.params.folder import Params
from helpers.render.blocks import PUBLIC_EDITION
from helpers.reports.fact_book import FactBook
from helpers.reports.fact_specs import FactSpec, Tables
from helpers.reports.prose import WITHHELD, printed_differences
from helpers.tables.schemas import Sensitivity

CLOSED_BY_SCHOOL = "ไม่เผยแพร่รายโรงเรียน"
CLOSED = "ไม่เผยแพร่ เพราะเป็นข้อมูลที่ใช้ภายในสำนักงาน"
"""Why a fact is closed to the public, by what it asks for."""
NOTHING_RELEASED = "ไม่มีตัวเลขที่เผยแพร่ได้"
"""What is said of a fact that the office report states without any cell: that nobody has it may be closed as well."""
NOT_RELEASED = (CLOSED_BY_SCHOOL, CLOSED, NOTHING_RELEASED)
_SCHOOLS = frozenset({"smis", "peer"})


class ReleasedFactBook(FactBook):
    """The facts of one report as the public may have them. Cells have no source rows and no digest."""

    def __init__(self, tables: Tables, params: Params, released: ReleasedFacts) -> None:
        super().__init__(tables, params)
        self._released = released
        self._partial: set[str] = set()

    def closed_in(self, fact: Fact, dimension: str) -> str:
        """As the office's book says; what the office itself withholds whole is in no release, so that of what is not
        for everybody no table without rows says that there is nothing."""
        known = (key_parts(key).get(dimension, WHOLE) for key in fact.keys)
        return self._reason(fact.id) if set(known) <= {WHOLE} and not self._is_open(fact.id) else ""

    def is_partial(self, fact: str) -> bool:
        known, asked = self.facts.get(fact), self._keyed(fact)
        names = asked.rows.by if asked and isinstance(known, Fact) else ()
        return fact in self._partial or any(self.closed_in(known, name) for name in names if isinstance(known, Fact))

    def _of_rows(self, fact: str, asked: FactSpec) -> Fact | Absent:
        released = self._released.get(fact)
        if released is None:
            return self._nothing(fact, asked)
        if released.closed:
            return Absent(fact, self._reason(fact))
        described = self._described(fact, asked)
        _refuse_another(described, released)
        if released.narrowed:
            self._partial.add(fact)
        narrowed = tuple(asked.rows.by) if released.narrowed else asked.rows.narrowed
        return _filled(replace(described, narrowed=narrowed), released)

    def _of_facts(self, fact: str, asked: FactSpec, one: Fact, other: Fact) -> Fact | Absent:
        made = Fact(fact, asked.title, asked.unit, asked.operation, deliveries=one.deliveries | other.deliveries)
        released = self._released.get(fact)
        if released is None:
            return made
        _refuse_another(made, released)
        if released.closed:
            return Absent(fact, self._reason(fact))
        if released.narrowed:
            self._partial.add(fact)
        printed = printed_differences(one, other) if asked.operation is Operation.DIFFERENCE else {}
        return replace(
            _filled(made, released), printed={key: printed[key] for key in printed.keys() & released.cells.keys()}
        )

    def _nothing(self, fact: str, asked: FactSpec) -> Fact | Absent:
        """A fact that the office report states without a cell, or not at all: that there is nothing is said of what
        everybody may see."""
        known = super()._of_rows(fact, asked) if self._is_open(fact) else Absent(fact, NOTHING_RELEASED)
        return Absent(fact, NOTHING_RELEASED) if isinstance(known, Fact) and known.cells else known

    def _is_open(self, fact: str) -> bool:
        """Whether everybody may see all that a fact counts and asks for."""
        asked = self.asked[fact]
        if asked.parts:
            return all(map(self._is_open, asked.parts))
        schema, (_, _, column) = self._tables.schema(asked.rows.at, asked.of), asked.of.partition(".")
        named = {column, *asked.rows.by, *asked.rows.where}
        seen = {schema.rows, *(field.sensitivity for field in schema.fields if field.name in named)}
        return seen == {Sensitivity.PUBLIC}

    def _reason(self, fact: str) -> str:
        """Why a fact is closed."""
        asked = self._keyed(fact)
        names = {*asked.rows.by, *asked.rows.where} if asked else set()
        return CLOSED_BY_SCHOOL if names & _SCHOOLS else CLOSED


def _filled(fact: Fact, released: ReleasedFact) -> Fact:
    """The fact with the cells of the release."""
    cells = {key: FactCell(cell.value, cell.where, 0, "") for key, cell in released.cells.items()}
    return replace(fact, cells=cells, withheld=released.withheld, order=released.order)


def _refuse_another(fact: Fact, released: ReleasedFact) -> None:
    """Raise DeliveryError where a release was made of a report that asks for something else under this id."""
    asked = (fact.operation, fact.table, fact.column, fact.unit)
    if asked != (released.operation, released.table, released.column, released.unit):
        remedy = "สั่ง workbook run แล้วสั่ง workbook publish ใหม่"
        raise DeliveryError("ตัวเลขที่เผยแพร่ไม่ใช่ของสมุดงานนี้", where=fact.id, remedy=remedy)


def fact_book(tables: Tables, params: Params) -> FactBook:
    """The facts of a report: of the public edition those of its release, else as they are computed."""
    if tables.released is None:
        return FactBook(tables, params)
    return ReleasedFactBook(tables, params, tables.released)


def edition_marks(report: str, release: Release | None) -> dict[str, str]:
    """What the opening of a report says of its edition, and of what that leaves out; nothing for the office edition,
    which openings are of unless they say otherwise."""
    if release is None:
        return {}
    facts = release.reports.get(report, {}).values()
    withheld = f"“{WITHHELD}” คือมีน้อยกว่า {release.threshold} คน หรือคำนวณย้อนกลับได้"
    closed = "ไม่เผยแพร่จำนวนรายโรงเรียนที่เกี่ยวกับบุคคลกลุ่มเล็ก และข้อมูลที่ใช้ภายในสำนักงาน"
    left_out = (
        (withheld, any(fact.withheld for fact in facts)),
        (closed, any(fact.closed or fact.narrowed for fact in facts)),
    )
    return {"edition": PUBLIC_EDITION, "reservation": " ".join(words for words, holds in left_out if holds)}
